//! A made-up round lived through the product's own ballot box, with everything that goes wrong in one.
//!
//! People come in a random order, alone or in a crowd; answers get lost and are asked for again; buttons are pressed
//! twice; the box is dropped in the middle of a crowd and opened again; late comers get slips while casting stands
//! still; opening and sealing are cut off and repeated.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use ballot_box::{
    BallotBox, Batch, BatchId, CookieContent, HandIn, Opinion, Outcome, Receipt, RoundId, RoundOpening, SheetId, Step,
};
use credentials::{Answer, Code, Cover, Credential, CredentialHash, Layout, RetryKey, RoundSecret, credential_hash};
use data_encoding::HEXLOWER;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use tokens::TokenKeys;
use tokio::task::JoinSet;

use super::copies::Views;
use super::devices::{Device, Taken};
use super::lived::{Happened, Held, Judge, Lived};
use crate::home::{CutOffAfter, Home, LARGE, SMALL, bytes, round_of};

/// Answers of either sheet, four grades each.
const ANSWERS: usize = 6;

/// The retry key that a careless build puts into everybody's cookie.
pub const SAME_RETRY_KEY: [u8; 16] = [0; 16];

/// A round to be lived.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Its number, of which its name is made.
    pub number: u64,
    /// How many judges come.
    pub judges: usize,
    /// Where chance begins.
    pub seed: u64,
    /// Which build it is lived in.
    pub build: Build,
    /// What the judges of the small sheet hold; all others have slips.
    pub small: Small<'a>,
}

/// What the judges of the small sheet hold.
#[derive(Clone, Copy, Debug)]
pub enum Small<'a> {
    /// Slips, like everybody.
    Slips,
    /// Tokens signed with these keys, which such devices make.
    Tokens(&'a TokenKeys, Device),
}

/// A build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// The product.
    Product,
    /// One that leaves the round's secret on the disk and gives everybody the same retry key.
    SecretKept,
    /// One that leaves the keys of tokens on the disk.
    TokenKeysKept,
}

pub(super) struct Person {
    pub(super) sheet: SheetId,
    code: Code,
    /// Who has one has no slip.
    pub(super) token: Option<Taken>,
    retry_key: RetryKey,
    answers: Vec<Answer>,
    words: String,
}

pub(super) struct Casting<'a> {
    pub(super) home: &'a Home,
    build: Build,
    pub(super) chance: StdRng,
    pub(super) ballots: Arc<BallotBox>,
    pub(super) round: RoundId,
    pub(super) people: Vec<Person>,
    receipts: HashMap<usize, Receipt>,
    pub(super) happened: Happened,
}

/// Lives a round and gives back what only its scorer knows, and the copies.
///
/// # Errors
/// Those of the box, or an answer that no honest judge should get.
pub async fn live(home: &Home, views: &Views, plan: Plan<'_>) -> Result<Lived> {
    let Plan { number, judges, seed, build, small } = plan;
    let mut chance = StdRng::seed_from_u64(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let round = round_of(number);
    open(home, round, small, &mut chance).await?;
    let people = people(judges, build, &mut chance);
    let ballots = Arc::new(home.open(chance.random()).await?);
    let (receipts, happened) = (HashMap::new(), Happened::default());
    let mut casting = Casting { home, build, chance, ballots, round, people, receipts, happened };
    let (first, second, late) = (judges / 3, judges * 2 / 3, judges * 4 / 5);
    if let Small::Tokens(_, device) = small {
        casting.take_tokens(device).await?;
    }
    casting.issue(0..late, 1).await?;
    casting.crowds(0..first).await?;
    let before = views.copy(round).await?;
    casting.crowds(first..second).await?;
    let copy = views.copy(round).await?;
    casting.crowds(second..late).await?;
    casting.ballots.pause_casting(round).await?;
    casting.issue(late..judges, 3).await?;
    casting.crowds(late..judges).await?;
    let unsealed = views.copy(round).await?;
    if number == 0 {
        let cover = casting.cover()?;
        let names: Vec<_> = casting.receipts.values().map(|receipt| cover.ballot_name(receipt.ballot_key())).collect();
        views.see(&names.iter().map(<[u8; 32]>::as_slice).collect::<Vec<_>>()).await?;
    }
    let late_comers = casting.people[late..].iter().filter(|person| person.token.is_none()).count() as u64;
    let happened = Happened { late_comers, ..casting.happened };
    let sealed = casting.seal().await?;
    for judge in &sealed[first..second] {
        ensure!(
            !before.has_ballot(&judge.covered_ballot) && copy.has_ballot(&judge.covered_ballot),
            "the copies differ by others"
        );
    }
    Ok(Lived { round, judges: sealed, between: first..second, second: copy, unsealed, happened })
}

async fn open(home: &Home, round: RoundId, small: Small<'_>, chance: &mut StdRng) -> Result<()> {
    let layout = Layout::parse("v1;2:4,4,4")?;
    let sheets = BTreeMap::from([(LARGE, layout.clone()), (SMALL, layout)]);
    let turnout_step = NonZeroU32::new(5).context("five is not zero")?;
    let mut opening = RoundOpening { round, sheets, token_sheets: [].into(), turnout_step };
    if let Small::Tokens(keys, _) = small {
        opening.token_sheets.insert(SMALL);
        // As an opening that was cut off leaves it: making a pair takes long.
        fs::write(token_key(home, round), keys.to_pkcs8()?)?;
    }
    if chance.random_ratio(1, 4) {
        let step = Step::OPENING[chance.random_range(0..Step::OPENING.len())];
        let cut = home.open_with(chance.random(), Arc::new(CutOffAfter(step))).await?;
        ensure!(cut.open_round(&opening).await.is_err(), "opening was not cut off after {step:?}");
        cut.close().await?;
    }
    let ballots = home.open(chance.random()).await?;
    ballots.open_round(&opening).await?;
    Ok(ballots.close().await?)
}

/// People in the order in which they will come. Two of three are of the large panel.
fn people(count: usize, build: Build, chance: &mut StdRng) -> Vec<Person> {
    let retry_key = |chance: &mut StdRng| match build {
        Build::Product | Build::TokenKeysKept => bytes(chance),
        Build::SecretKept => SAME_RETRY_KEY,
    };
    let mut people: Vec<Person> = (0..count)
        .map(|number| Person {
            sheet: if number % 3 == 2 { SMALL } else { LARGE },
            code: Code::from_random(bytes(chance)),
            token: None,
            retry_key: RetryKey::from_random(retry_key(chance)),
            answers: (0..ANSWERS).map(|_| Answer::Grade(chance.random_range(0..4))).collect(),
            words: format!("望多到村里来（{}）", HEXLOWER.encode(&bytes::<8>(chance))),
        })
        .collect();
    people.shuffle(chance);
    people
}

fn token_key(home: &Home, round: RoundId) -> PathBuf {
    home.folder.join("keys").join(format!("{round}.token-{}", SMALL.0))
}

impl Person {
    fn credential(&self) -> Credential {
        let token = self.token.as_ref().map(|taken| Credential::Token(taken.token.to_carried()));
        token.unwrap_or_else(|| self.code.clone().into())
    }

    fn held(&self) -> Held {
        self.token.clone().map_or_else(|| Held::Slip(self.code.clone()), |taken| Held::Token(taken.into()))
    }

    fn used_hash(&self, round: RoundId) -> CredentialHash {
        self.token.as_ref().map_or_else(|| credential_hash(round, &self.code), |taken| taken.token.spent_hash())
    }

    fn hand_in(&self, round: RoundId) -> HandIn {
        HandIn {
            round,
            content: CookieContent { credential: self.credential(), retry_key: self.retry_key.clone() },
            sheet: self.sheet,
            answers: self.answers.clone(),
            opinions: vec![Opinion { subject: 7, words: self.words.clone() }],
        }
    }
}

impl Casting<'_> {
    /// Issues the slips of those people, with spare ones that nobody draws, and begins or goes on with casting.
    async fn issue(&self, who: Range<usize>, batch: u32) -> Result<()> {
        for (sheet, batch) in [(LARGE, batch), (SMALL, batch + 1)] {
            let drawn = self.people[who.clone()].iter().filter(|person| person.sheet == sheet);
            let drawn = drawn.filter(|person| person.token.is_none());
            let mut codes: Vec<Code> = drawn.map(|person| person.code.clone()).collect();
            codes.extend(self.ballots.draw_codes(1 + codes.len() / 5)?);
            let hashes: Vec<_> = codes.iter().map(|code| credential_hash(self.round, code)).collect();
            self.ballots.issue(self.round, Batch { id: BatchId(batch), sheet }, &hashes).await?;
        }
        Ok(self.ballots.begin_casting(self.round).await?)
    }

    /// Lets people come in crowds of random sizes, most of them of one.
    async fn crowds(&mut self, who: Range<usize>) -> Result<()> {
        let mut next = who.start;
        while next < who.end {
            let size = match self.chance.random_range(0..10) {
                0..5 => 1,
                5..8 => self.chance.random_range(2..=8),
                _ => self.chance.random_range(1..=(self.people.len() / 20).max(8)),
            };
            let until = who.end.min(next + size);
            if self.chance.random_ratio(1, 8) {
                self.crash(next..until).await?;
            }
            self.crowd(next..until).await?;
            next = until;
        }
        Ok(())
    }

    /// Everyone of a crowd presses the button; then the process is gone and another one starts.
    async fn crash(&mut self, who: Range<usize>) -> Result<()> {
        let mut under_way = JoinSet::new();
        for person in who.clone() {
            let (ballots, hand_in) = (Arc::clone(&self.ballots), self.people[person].hand_in(self.round));
            under_way.spawn(async move { (person, ballots.cast(hand_in).await) });
        }
        let told = self.chance.random_range(0..=who.len());
        self.happened.crashes += u64::from(told < who.len());
        for _ in 0..told {
            if let Some(told) = under_way.join_next().await {
                let (person, outcome) = told?;
                self.told(person, outcome?)?;
            }
        }
        under_way.shutdown().await;
        self.ballots = Arc::new(self.home.open(self.chance.random()).await?);
        Ok(())
    }

    /// Everyone of a crowd hands in at once, some twice; some ask again, some try their slip on another telephone.
    async fn crowd(&mut self, who: Range<usize>) -> Result<()> {
        let mut under_way = JoinSet::new();
        for person in who.clone() {
            for _ in 0..if self.chance.random_ratio(1, 8) { 2 } else { 1 } {
                let (ballots, hand_in) = (Arc::clone(&self.ballots), self.people[person].hand_in(self.round));
                under_way.spawn(async move { (person, ballots.cast(hand_in).await) });
            }
        }
        while let Some(told) = under_way.join_next().await {
            let (person, outcome) = told?;
            self.told(person, outcome?)?;
        }
        for person in who {
            let again = self.people[person].hand_in(self.round);
            if self.chance.random_ratio(1, 8) {
                let outcome = self.ballots.cast(again).await?;
                self.told(person, outcome)?;
            } else if self.chance.random_ratio(1, 8) {
                let retry_key = RetryKey::from_random(bytes(&mut self.chance));
                let content = CookieContent { retry_key, ..again.content.clone() };
                let outcome = self.ballots.cast(HandIn { content, ..again }).await?;
                ensure!(outcome == Outcome::AlreadyUsed, "a used slip on another telephone was told {outcome:?}");
            }
        }
        Ok(())
    }

    fn told(&mut self, person: usize, outcome: Outcome) -> Result<()> {
        self.happened.retries += u64::from(matches!(outcome, Outcome::SameAgain(_)));
        let (Outcome::Accepted(receipt) | Outcome::SameAgain(receipt)) = outcome else {
            bail!("an honest judge was told {outcome:?}");
        };
        let before = self.receipts.insert(person, receipt);
        ensure!(before.is_none_or(|before| before == receipt), "one hand-in, two receipts");
        Ok(())
    }

    /// The cover of the round, of which only the scorer knows before sealing and nobody after.
    fn cover(&self) -> Result<Cover> {
        let secret: Result<[u8; 32], _> = fs::read(self.secret())?.try_into();
        Ok(Cover::of(&RoundSecret::from_random(secret.ok().context("a secret of 32 bytes")?), self.round))
    }

    fn secret(&self) -> PathBuf {
        self.home.folder.join("keys").join(format!("{}.secret", self.round))
    }

    /// Seals, cut off at a random step half of the time, and says what only the scorer knows.
    async fn seal(mut self) -> Result<Vec<Judge>> {
        self.ballots.close().await?;
        let (kept, cover) = (fs::read(self.secret())?, self.cover()?);
        let token_key = token_key(self.home, self.round);
        let kept_token_key = if self.build == Build::TokenKeysKept { fs::read(&token_key)? } else { Vec::new() };
        if self.chance.random_bool(0.5) {
            let step = Step::SEALING[self.chance.random_range(0..Step::SEALING.len())];
            let cut = self.home.open_with(self.chance.random(), Arc::new(CutOffAfter(step))).await?;
            ensure!(cut.seal(self.round).await.is_err(), "sealing was not cut off after {step:?}");
            cut.close().await?;
        }
        let ballots = self.home.open(self.chance.random()).await?;
        let counts = ballots.seal(self.round).await?;
        let counted: u64 = counts.ballots.iter().map(|(_, ballots)| ballots).sum();
        ensure!(usize::try_from(counted)? == self.people.len(), "{counted} ballots of {} judges", self.people.len());
        let holders = self.people.iter().filter(|person| person.token.is_some()).count() as u64;
        let used: u64 = counts.tokens.iter().map(|count| count.spent).sum();
        ensure!(used == holders, "{used} used tokens of {holders} holders");
        let opinions = ballots.opinions(self.round).await?;
        ballots.close().await?;
        match self.build {
            Build::Product => {}
            Build::SecretKept => fs::write(self.secret(), kept)?,
            Build::TokenKeysKept => fs::write(token_key, kept_token_key)?,
        }
        let keys: HashMap<String, [u8; 16]> =
            opinions.into_iter().map(|opinion| (opinion.words, opinion.key)).collect();
        let judge = |(number, person): (usize, &Person)| {
            let ballot = self.receipts.get(&number).context("a receipt")?.ballot_key();
            let opinion = keys.get(&person.words).context("an opinion that was handed in")?;
            Ok(Judge {
                held: person.held(),
                sheet: person.sheet,
                used: person.used_hash(self.round).as_bytes().to_vec(),
                ballot: ballot.as_bytes().to_vec(),
                opinion: opinion.to_vec(),
                covered_ballot: cover.ballot_name(ballot).to_vec(),
                covered_opinion: cover.opinion_name(opinion).to_vec(),
            })
        };
        self.people.iter().enumerate().map(|(number, person)| judge((number, person))).collect()
    }
}
