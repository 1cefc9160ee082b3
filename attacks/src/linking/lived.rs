//! A round that is over, as only its scorer knows it.

use std::ops::Range;

use ballot_box::{RoundId, SheetId};
use credentials::Code;

use super::copies::Copy;
use super::devices::Taken;

/// What a judge handed in with.
#[derive(Clone, Debug)]
pub enum Held {
    /// The code of a slip.
    Slip(Code),
    /// A token.
    Token(Box<Taken>),
}

impl Held {
    /// The token, where it is one.
    #[must_use]
    pub fn token(&self) -> Option<&Taken> {
        match self {
            Self::Slip(_) => None,
            Self::Token(taken) => Some(taken),
        }
    }
}

/// A judge, as only the scorer knows him.
#[derive(Clone, Debug)]
pub struct Judge {
    /// What he handed in with.
    pub held: Held,
    /// The sheet of his panel.
    pub sheet: SheetId,
    /// The hash under which his slip or token is listed as used.
    pub used: Vec<u8>,
    /// The key of his ballot.
    pub ballot: Vec<u8>,
    /// The random key of his opinion.
    pub opinion: Vec<u8>,
    /// The name of his ballot in the open store.
    pub covered_ballot: Vec<u8>,
    /// The name of his opinion in the open store.
    pub covered_opinion: Vec<u8>,
}

/// A round that is over.
pub struct Lived {
    /// Its name.
    pub round: RoundId,
    /// The judges in the order in which they came.
    pub judges: Vec<Judge>,
    /// Those who came between the two copies.
    pub between: Range<usize>,
    /// The second of two copies taken during casting; of the first only who was in it matters.
    pub second: Copy,
    /// A copy taken after everyone had come, before sealing.
    pub unsealed: Copy,
    /// What went wrong while casting.
    pub happened: Happened,
}

/// How often a thing went wrong while casting, and for how many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Happened {
    /// The box was dropped while somebody waited for an answer.
    pub crashes: u64,
    /// Somebody asked again and got the same receipt.
    pub retries: u64,
    /// Judges whose slips were issued while casting stood still.
    pub late_comers: u64,
    /// Somebody asked for the same token again and got the same answer.
    pub asked_again: u64,
    /// Tokens that were taken and never used.
    pub never_used: u64,
}

impl Happened {
    /// What happened in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            crashes: self.crashes + other.crashes,
            retries: self.retries + other.retries,
            late_comers: self.late_comers + other.late_comers,
            asked_again: self.asked_again + other.asked_again,
            never_used: self.never_used + other.never_used,
        }
    }
}
