//! What the tests of the ballot box share: a box on either database, seeded randomness, judges.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(dead_code, reason = "each test file uses its own share of the helpers")]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ballot_box::{
    BallotBox, Batch, BatchId, Entropy, EntropyError, HandIn, NoHook, Opinion, Outcome, Place, Receipt, RoundId,
    RoundOpening, Settings, SheetId, StepHook,
};
use credentials::{Answer, Code, CookieContent, Cover, Layout, RetryKey, RoundSecret, credential_hash};
use test_databases::TestDatabase;

pub const ROUND: RoundId = RoundId::from_bytes([0xa1; 16]);
pub const SHEET: SheetId = SheetId(1);
pub const OTHER_SHEET: SheetId = SheetId(2);

/// Bytes that look random and are the same in every run: SHA-256 of seed and counter, by way of a credential hash.
pub struct Seeded {
    seed: u8,
    counter: AtomicU32,
}

impl Seeded {
    pub fn new(seed: u8) -> Self {
        Self { seed, counter: AtomicU32::new(0) }
    }

    pub fn bytes<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        self.fill(&mut bytes).unwrap();
        bytes
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in bytes.chunks_mut(32) {
            let mut counter = [0; 10];
            counter[..4].copy_from_slice(&self.counter.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            let block = credential_hash(RoundId::from_bytes([self.seed; 16]), &Code::from_random(counter));
            chunk.copy_from_slice(&block.as_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Where a box is: enough to open it again, also in another process.
#[derive(Clone)]
pub struct Home {
    pub place: Place,
    pub keys: PathBuf,
}

impl Home {
    pub fn of(database: &TestDatabase) -> Self {
        let place = match database.postgres_url() {
            Some(url) => Place::Postgres(url.to_owned()),
            None => Place::Folder(database.folder().join("ballots")),
        };
        Self { place, keys: database.folder().join("keys") }
    }

    /// The file of [`ROUND`]'s secret.
    pub fn secret(&self) -> PathBuf {
        self.keys.join(format!("{ROUND}.secret"))
    }

    /// The cover of [`ROUND`], for who has its secret.
    pub fn cover(&self) -> Cover {
        let secret = std::fs::read(self.secret()).unwrap();
        Cover::of(&RoundSecret::from_random(secret.try_into().unwrap()), ROUND)
    }

    pub async fn open(&self, seed: u8) -> BallotBox {
        self.open_with(seed, Arc::new(NoHook)).await
    }

    pub async fn open_with(&self, seed: u8, steps: Arc<dyn StepHook>) -> BallotBox {
        let entropy = Arc::new(Seeded::new(seed));
        let settings = Settings { place: self.place.clone(), keys: self.keys.clone(), entropy, steps };
        BallotBox::open(settings).await.unwrap()
    }
}

pub fn opening(round: RoundId) -> RoundOpening {
    let sheets = BTreeMap::from([
        (SHEET, Layout::parse("v1;2:4,4,4").unwrap()),
        (OTHER_SHEET, Layout::parse("v1;1:4bu,3").unwrap()),
    ]);
    RoundOpening { round, sheets, token_sheets: BTreeSet::new(), turnout_step: NonZeroU32::new(5).unwrap() }
}

/// A judge with a code, and the cookie of his telephone.
#[derive(Clone)]
pub struct Judge {
    pub content: CookieContent,
    pub number: usize,
}

impl Judge {
    pub fn code(&self) -> &Code {
        self.content.credential.code().unwrap()
    }

    /// Answers that differ from judge to judge.
    pub fn answers(&self) -> Vec<Answer> {
        (0..6).map(|item| Answer::Grade(u8::try_from(self.number >> (2 * item) & 3).unwrap())).collect()
    }

    pub fn hand_in(&self) -> HandIn {
        HandIn { round: ROUND, content: self.content.clone(), sheet: SHEET, answers: self.answers(), opinions: vec![] }
    }

    pub fn with_opinion(&self, words: &str) -> HandIn {
        let opinions = vec![Opinion { subject: 7, words: words.to_owned() }];
        HandIn { opinions, ..self.hand_in() }
    }

    /// The same slip on another telephone: a fresh retry key.
    pub fn without_cookie(&self, seed: u8) -> Self {
        let content =
            CookieContent { retry_key: RetryKey::from_random(Seeded::new(seed).bytes()), ..self.content.clone() };
        Self { content, ..self.clone() }
    }
}

/// So many judges, the same ones for the same seed.
pub fn judges(count: usize, seed: u8) -> Vec<Judge> {
    let random = Seeded::new(seed);
    let judge = |number| Judge {
        content: CookieContent {
            credential: Code::from_random(random.bytes()).into(),
            retry_key: RetryKey::from_random(random.bytes()),
        },
        number,
    };
    (0..count).map(judge).collect()
}

/// Issues the judges' codes as a batch of the round.
pub async fn issue(ballots: &BallotBox, round: RoundId, batch: u32, sheet: SheetId, judges: &[Judge]) {
    let hashes: Vec<_> = judges.iter().map(|judge| credential_hash(round, judge.code())).collect();
    ballots.issue(round, Batch { id: BatchId(batch), sheet }, &hashes).await.unwrap();
}

/// A round that is casting, with one batch of so many codes.
pub async fn casting_round(ballots: &BallotBox, count: usize) -> Vec<Judge> {
    let judges = judges(count, 77);
    ballots.open_round(&opening(ROUND)).await.unwrap();
    issue(ballots, ROUND, 1, SHEET, &judges).await;
    ballots.begin_casting(ROUND).await.unwrap();
    judges
}

pub async fn accepted(ballots: &BallotBox, hand_in: HandIn) -> Receipt {
    match ballots.cast(hand_in).await.unwrap() {
        Outcome::Accepted(receipt) => receipt,
        other => panic!("accepted was expected, not {other:?}"),
    }
}

/// The answers of all ballots of a sheet, sorted.
pub async fn tallied(ballots: &BallotBox, sheet: SheetId) -> Vec<Vec<Answer>> {
    let mut all = Vec::new();
    ballots.for_each_ballot(ROUND, sheet, |answers| all.push(answers.to_vec())).await.unwrap();
    all.sort();
    all
}
