//! Hundreds who hand in at once, and what each was told.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use ballot_box::{BallotBox, BallotError, HandIn, Outcome, Receipt};
use tokio::task::JoinSet;

/// Hand-ins under way at a time.
const AT_ONCE: usize = 512;

/// What somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Try {
    /// An honest judge, by his number: every one of his hand-ins has the same cookie and the same answers.
    Honest(usize),
    /// A telephone that races others for a slip, by the slip's number.
    Race(usize),
    /// A judge's hand-in whose answer never arrives: the connection is gone.
    LostAnswer(usize),
    /// A used code on another telephone.
    Replayed,
    /// The judge's own cookie with other grades.
    Altered,
    /// A code nobody issued.
    Forged,
    /// A cancelled code, or one of a voided batch.
    Cancelled,
    /// A code of another round.
    OtherRound,
    /// A form that does not fit, with a code that is unused.
    Malformed,
    /// A round that does not exist.
    NoRound,
    /// A damaged cookie.
    Cookie,
}

/// What is handed in.
pub struct Attempt {
    /// What is tried.
    pub what: Try,
    /// With what.
    pub with: With,
}

/// With what somebody comes.
pub enum With {
    /// A whole hand-in.
    HandIn(Box<HandIn>),
    /// A cookie that has to be read first.
    Cookie(String),
}

/// How often what was tried was told what.
#[derive(Clone, Debug, Default)]
pub struct Told(pub BTreeMap<(&'static str, &'static str), u64>);

/// Everybody who hands in.
#[derive(Default)]
pub struct Crowd {
    under_way: JoinSet<(Try, Answer)>,
    told: Told,
    sent: u64,
    receipts: HashMap<usize, Receipt>,
    accepted: HashMap<Try, u64>,
}

enum Answer {
    Outcome(Result<Outcome, BallotError>),
    Cookie { was_read: bool },
    NobodyListened,
}

impl Crowd {
    /// Hands in as soon as there is room.
    ///
    /// # Errors
    /// An answer that should not have been given.
    pub async fn send(&mut self, ballots: &Arc<BallotBox>, attempt: Attempt) -> Result<()> {
        while self.under_way.len() >= AT_ONCE {
            self.hear().await?;
        }
        self.sent += 1;
        let (ballots, Attempt { what, with }) = (Arc::clone(ballots), attempt);
        self.under_way.spawn(async move {
            let answer = match (what, with) {
                (Try::LostAnswer(_), With::HandIn(hand_in)) => {
                    // Whoever asked is gone before the answer is there; what was begun goes on or does not.
                    let mut asked = std::pin::pin!(ballots.cast(*hand_in));
                    tokio::select! {
                        biased;
                        _ = &mut asked => {}
                        () = tokio::task::yield_now() => {}
                    }
                    Answer::NobodyListened
                }
                (_, With::HandIn(hand_in)) => Answer::Outcome(ballots.cast(*hand_in).await),
                (_, With::Cookie(cookie)) => match ballots.read_cookie(&cookie).await {
                    Ok(read) => Answer::Cookie { was_read: read.is_some() },
                    Err(error) => Answer::Outcome(Err(error)),
                },
            };
            (what, answer)
        });
        Ok(())
    }

    /// Waits until nobody waits.
    ///
    /// # Errors
    /// An answer that should not have been given.
    pub async fn wait_for_all(&mut self) -> Result<()> {
        while !self.under_way.is_empty() {
            self.hear().await?;
        }
        Ok(())
    }

    /// Whether a judge holds a receipt.
    #[must_use]
    pub fn is_acknowledged(&self, judge: usize) -> bool {
        self.receipts.contains_key(&judge)
    }

    /// The judges' receipts.
    #[must_use]
    pub const fn receipts(&self) -> &HashMap<usize, Receipt> {
        &self.receipts
    }

    /// How often something was accepted.
    #[must_use]
    pub fn accepted(&self, what: Try) -> u64 {
        self.accepted.get(&what).copied().unwrap_or_default()
    }

    /// How often was handed in.
    #[must_use]
    pub const fn sent(&self) -> u64 {
        self.sent
    }

    /// What was told.
    #[must_use]
    pub fn into_told(self) -> Told {
        self.told
    }

    async fn hear(&mut self) -> Result<()> {
        let Some(heard) = self.under_way.join_next().await else {
            return Ok(());
        };
        let (what, answer) = heard?;
        let told = match answer {
            Answer::NobodyListened => "nothing, the answer was lost",
            Answer::Cookie { was_read } => {
                ensure!(!was_read, "a damaged cookie was read");
                "a cookie nobody can read"
            }
            Answer::Outcome(outcome) => self.judge(what, &outcome)?,
        };
        *self.told.0.entry((what.words(), told)).or_default() += 1;
        Ok(())
    }

    /// What was told, if it is what should be.
    fn judge(&mut self, what: Try, outcome: &Result<Outcome, BallotError>) -> Result<&'static str> {
        Ok(match (what, outcome) {
            (Try::Honest(judge), Ok(Outcome::Accepted(receipt) | Outcome::SameAgain(receipt))) => {
                let before = self.receipts.insert(judge, *receipt);
                ensure!(before.is_none_or(|before| before == *receipt), "judge {judge} has two receipts");
                self.count(what, outcome)
            }
            (Try::Race(_), Ok(Outcome::Accepted(_) | Outcome::SameAgain(_))) => self.count(what, outcome),
            (Try::Race(_) | Try::Replayed | Try::Altered, Ok(Outcome::AlreadyUsed)) => "already used",
            (Try::Forged, Ok(Outcome::UnknownCode)) => "unknown code",
            (Try::Cancelled, Ok(Outcome::Cancelled)) => "cancelled",
            (Try::OtherRound, Ok(Outcome::OtherRound(_))) => "another round's code",
            (Try::Malformed, Ok(Outcome::Malformed(_))) => "does not fit the sheet",
            (Try::NoRound, Err(BallotError::UnknownRound(_))) => "unknown round",
            (_, told) => bail!("{what:?} was told {told:?}"),
        })
    }

    fn count(&mut self, what: Try, outcome: &Result<Outcome, BallotError>) -> &'static str {
        if matches!(outcome, Ok(Outcome::Accepted(_))) {
            *self.accepted.entry(what).or_default() += 1;
            "accepted"
        } else {
            "the same receipt again"
        }
    }
}

impl Try {
    const fn words(self) -> &'static str {
        match self {
            Self::Honest(_) => "honest judges, some twice and again",
            Self::Race(_) => "eight telephones race for a slip",
            Self::LostAnswer(_) => "honest judges whose connection is gone",
            Self::Replayed => "a used code on another telephone",
            Self::Altered => "a judge's own cookie, other grades",
            Self::Forged => "a made-up code",
            Self::Cancelled => "a cancelled or voided code",
            Self::OtherRound => "a code of another round",
            Self::Malformed => "a form that does not fit, an unused code",
            Self::NoRound => "a round that does not exist",
            Self::Cookie => "a damaged cookie",
        }
    }
}
