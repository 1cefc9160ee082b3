//! A third round, whose judges hold blind tokens and nothing else, and two more whose tokens are good for nothing in it.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use ballot_box::{SheetId, TokenCount};
use credentials::Credential;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use test_support::casting::Round;
use test_support::{Form, TestApp};
use tokens::{Token, TokenKeys, TokenPublicKey, TokenRequest};

use super::crowd::{Attempt, Crowd, HOLDERS, Try};
use super::door::{Cookie, Door, Post};
use super::hall::{RACERS, enter, filled, in_box, spelled};
use super::unfit::Unfit;

const SHEET: SheetId = SheetId(1);
/// Tokens of each sort that is never accepted, and tokens that are never used.
const OTHERS: usize = 20;

/// A judge.
pub struct Holder {
    /// The token as it is written.
    pub text: String,
    /// The cookie of the own telephone.
    pub own: Arc<str>,
    /// The cookie of another that read the same token before it was used.
    pub another: Arc<str>,
}

/// The round and everybody in it.
pub struct Holders {
    /// The round.
    pub round: Round,
    form: Form,
    /// Who hands in honestly.
    pub judges: Vec<Holder>,
    /// The cookies of those who race for each token.
    pub raced: Vec<Vec<Arc<str>>>,
    /// Tokens that are never used.
    unused: Vec<Token>,
    /// Cookies of those.
    pub unused_cookies: Vec<Arc<str>>,
    /// Tokens that somebody signed with a key of his own.
    pub forged: Vec<Token>,
    /// A round whose tokens are good, but not here.
    pub other: Elsewhere,
    other_form: Form,
    /// A round whose key was retired: its tokens are good for nothing.
    pub retired: Elsewhere,
}

/// Another round, whose judges hold tokens and do not come.
pub struct Elsewhere {
    round: Round,
    /// Its tokens.
    pub tokens: Vec<Token>,
}

/// What becomes of a round's key before casting begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    IsGood,
    IsRetired,
}

impl Holders {
    /// Gives everybody a token of a round like another, and lets them enter it.
    ///
    /// # Errors
    /// Those of the box, and what the door refuses.
    pub async fn open(app: &TestApp, door: &Door, like: &Round, number: usize) -> Result<Self> {
        let mut chance = StdRng::seed_from_u64(1);
        let (round, mut tokens) = casting(app, like, (2 * number + OTHERS, Key::IsGood), &mut chance).await?;
        let unused = tokens.split_off(2 * number);
        let form = round.form_with(app, &unused[0].to_text()).await;
        let other = Elsewhere::of(casting(app, like, (OTHERS, Key::IsGood), &mut chance).await?);
        let other_form = other.round.form_with(app, &other.tokens[0].to_text()).await;
        let retired = Elsewhere::of(casting(app, like, (OTHERS, Key::IsRetired), &mut chance).await?);
        let texts: Vec<String> = tokens.iter().map(Token::to_text).collect();
        let (own, raced) = texts.split_at(number);
        let cookies = enter(door, &[own, own].concat()).await?;
        let judge = |(number, text): (usize, &String)| Holder {
            text: text.clone(),
            own: Arc::clone(&cookies[number]),
            another: Arc::clone(&cookies[own.len() + number]),
        };
        let judges = own.iter().enumerate().map(judge).collect();
        let racers: Vec<String> = raced.iter().flat_map(|text| std::iter::repeat_n(text.clone(), RACERS)).collect();
        let raced = enter(door, &racers).await?.chunks(RACERS).map(<[_]>::to_vec).collect();
        let pair = TokenKeys::generate(&mut chance)?;
        let forged = (0..OTHERS).map(|_| forge(&pair, &round, &mut chance)).collect::<Result<_>>()?;
        let unused_cookies = enter(door, &unused.iter().map(Token::to_text).collect::<Vec<_>>()).await?;
        Ok(Self { round, form, judges, raced, unused, unused_cookies, forged, other, other_form, retired })
    }

    /// A judge's own hand-in: always the same.
    #[must_use]
    pub fn own(&self, judge: usize) -> Post {
        self.sheet(Cookie::Is(Arc::clone(&self.judges[judge].own)), judge, 0)
    }

    /// A hand-in of a number by somebody else, with any cookie.
    #[must_use]
    pub fn sheet(&self, cookie: Cookie, number: usize, who: usize) -> Post {
        Post::sheet(cookie, filled(&self.form, &spelled(number, who)))
    }

    /// What forms are made of that do not fit, with a token that stays unused.
    #[must_use]
    pub fn unfit(&self, cookie: Arc<str>) -> Unfit<'_> {
        Unfit { form: &self.form, round: self.round.number.to_string(), cookie }
    }

    /// The other round's form, with a token of this one.
    #[must_use]
    pub fn others_form(&self, cookie: Arc<str>) -> Post {
        Post::sheet(Cookie::Is(cookie), self.other_form.filled(&[]).into_bytes())
    }

    /// A cookie of this round with any token in it, for who stole the round's secret.
    #[must_use]
    pub fn cookie_with(&self, token: &Token) -> Cookie {
        Cookie::Forged(self.round.id, Box::new(Credential::Token(token.to_carried())))
    }

    /// A good form of the round whose key was retired, with such a token in a cookie that the door would not give.
    #[must_use]
    pub fn by_retired_token(&self, token: &Token) -> Post {
        let sheet = format!("{}.{}", self.retired.round.number, SHEET.0);
        let body = self.form.filled(&[("sheet", &sheet)]).into_bytes();
        Post::sheet(Cookie::Forged(token.round(), Box::new(Credential::Token(token.to_carried()))), body)
    }

    /// A good and unused token as it comes off a camera or out of a file that is damaged.
    #[must_use]
    pub fn spoiled(&self, chance: &mut StdRng) -> String {
        let text = self.unused[chance.random_range(0..self.unused.len())].to_text();
        // So much at least is left that nobody takes it for a code.
        let at = chance.random_range(100..text.len());
        let spoiled = match chance.random_range(0..5) {
            0 => text[..at].to_owned(),
            1 => {
                let other = if &text[at..=at] == "A" { "B" } else { "A" };
                format!("{}{other}{}", &text[..at], &text[at + 1..])
            }
            2 => format!("{text}{}", &text[5..]),
            3 => format!("ZYT2{}", &text[4..]),
            _ => format!("{}{}", &text[..at], &text[at..].chars().rev().collect::<String>()),
        };
        // The last character backwards is the last character.
        if spoiled == text { text[..at].to_owned() } else { spoiled }
    }

    /// Everybody asks once more, the round is sealed, and the box holds a ballot for every token that was used and nothing
    /// else. Gives back how many tokens were used and how many ballots there are.
    ///
    /// # Errors
    /// A ballot too many, too few, or another's.
    pub async fn check(&self, app: &TestApp, crowd: &mut Crowd) -> Result<(u64, u64)> {
        let ballots = &app.app.ballots;
        let public_key = ballots.public_key(self.round.id).await?;
        for judge in 0..self.judges.len() {
            let receipt = crowd.receipts().get(&(HOLDERS + judge)).context("a judge with a token has no receipt")?;
            receipt.verify(&public_key)?;
            crowd.send(Attempt { what: Try::Honest(HOLDERS + judge), post: self.own(judge) }).await?;
        }
        crowd.wait_for_all().await?;
        for token in 0..self.raced.len() {
            let winners = crowd.winners(HOLDERS + token);
            ensure!(winners == 1, "{winners} telephones won token {token}");
        }
        let counts = ballots.seal(self.round.id).await?;
        let spent = u64::try_from(self.judges.len() + self.raced.len())?;
        ensure!(counts.ballots == [(SHEET, spent)], "{:?} ballots of {spent} used tokens", counts.ballots);
        let expected = [TokenCount { sheet: SHEET, spent, is_retired: false }];
        ensure!(counts.tokens == expected, "{:?} tokens are spent, not {spent}", counts.tokens);
        let mut used = HashSet::new();
        ballots
            .for_each_token(self.round.id, |spent| {
                used.insert(spent.token.to_text());
            })
            .await?;
        ensure!(self.judges.iter().all(|judge| used.contains(&judge.text)), "the token of a judge is not spent");
        ensure!(
            self.unused.iter().all(|token| !used.contains(&token.to_text())),
            "a token that only came spoiled or with unfit forms is spent"
        );
        let in_box = in_box(ballots, self.round.id, (self.judges.len(), self.raced.len())).await?;
        for (round, is_retired) in [(&self.other.round, false), (&self.retired.round, true)] {
            let counts = ballots.seal(round.id).await?;
            ensure!(counts.ballots == [(SHEET, 0)], "{:?} ballots of a round to which nobody came", counts.ballots);
            let none = [TokenCount { sheet: SHEET, spent: 0, is_retired }];
            ensure!(counts.tokens == none, "{:?} tokens of a round to which nobody came", counts.tokens);
        }
        Ok((u64::try_from(used.len())?, in_box))
    }
}

impl Elsewhere {
    fn of((round, tokens): (Round, Vec<Token>)) -> Self {
        Self { round, tokens }
    }
}

/// A round like another that is casting, and so many tokens of it.
async fn casting(
    app: &TestApp,
    like: &Round,
    (number, is): (usize, Key),
    chance: &mut StdRng,
) -> Result<(Round, Vec<Token>)> {
    let ballots = &app.app.ballots;
    let round = like.again_with_tokens(app).await;
    let key = ballots.token_keys(round.id).await?.pop().context("a sheet with tokens")?.public_key;
    let mut tokens = Vec::new();
    for _ in 0..number {
        let request = TokenRequest::begin(&key, round.id, SHEET, chance)?;
        let answer = ballots.sign_token(round.id, SHEET, *request.blinded_message()).await?;
        tokens.push(request.finalise(&key, &answer)?);
    }
    if is == Key::IsRetired {
        ballots.retire_token_key(round.id, SHEET).await?;
    }
    ballots.begin_casting(round.id).await?;
    Ok((round, tokens))
}

/// A token of this round and sheet under a key of one's own.
fn forge(pair: &TokenKeys, round: &Round, chance: &mut StdRng) -> Result<Token> {
    let key: &TokenPublicKey = pair.public_key();
    let request = TokenRequest::begin(key, round.id, SHEET, chance)?;
    let answer = pair.sign(chance, request.blinded_message())?;
    Ok(request.finalise(key, &answer)?)
}
