//! Handing in: from a judge's answers to a receipt.

use std::sync::Arc;

use credentials::answers::{self, AnswersError};
use credentials::{
    Answer, BallotKey, CookieContent, Cover, CoveredOpinion, Credential, CredentialHash, PlainOpinion, Receipt,
    ballot_key, canonical_ballot, credential_hash, nonce, token_nonce,
};
use sea_orm::ConnectionTrait;
use tokens::Token;

use crate::ballot_box::Round;
use crate::committer::{Prepared, Verdict};
use crate::keys::RoundKeys;
use crate::store::{Reads, blob};
use crate::{BallotBox, BallotError, Phase, RoundId, SheetId};

/// Most characters of one opinion.
const LONGEST_OPINION: usize = 2_000;
/// Most opinions of one ballot.
const MOST_OPINIONS: usize = 2_000;

/// What a judge hands in: a whole sheet, with the cookie that was made when the code was entered.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// The round of the cookie.
    pub round: RoundId,
    /// Code or token, and retry key.
    pub content: CookieContent,
    /// The sheet the answers are for.
    pub sheet: SheetId,
    /// The answers in the order of the sheet's layout.
    pub answers: Vec<Answer>,
    /// Opinions, each stored apart from the ballot.
    pub opinions: Vec<Opinion>,
}

/// An opinion on one subject of the sheet. One without words is passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// The object or aspect it is about, by a number that the named side gave it.
    pub subject: u32,
    /// At most 2,000 characters; line ends and tabs are kept, other control characters dropped.
    pub words: String,
}

/// What became of a hand-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The ballot is in the box and on the disk.
    Accepted(Receipt),
    /// The same ballot was handed in before with the same cookie: the same receipt.
    SameAgain(Receipt),
    /// The code is used. Whether by the same ballot is told only to who has the cookie.
    AlreadyUsed,
    /// The code was cancelled, its batch was voided, or the key of its token was retired.
    Cancelled,
    /// No round issued this code; no key of the round signed this token.
    UnknownCode,
    /// Another round issued this code.
    OtherRound(RoundId),
    /// The round takes no hand-ins now.
    Closed(Closed),
    /// The hand-in does not fit the sheet; nothing was stored and the code is unused.
    Malformed(Malformed),
}

/// Why a round takes no hand-ins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Casting has not begun.
    NotBegun,
    /// Casting is paused.
    Paused,
    /// Casting has ended.
    Ended,
    /// The round's keys are lost.
    KeysLost,
}

/// What does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// The answers do not fit the sheet.
    Answers(AnswersError),
    /// The code opens another sheet, or the round has no such sheet.
    Sheet,
    /// An opinion is longer than 2,000 characters.
    OpinionTooLong {
        /// Its place among the opinions, from 0.
        place: usize,
    },
    /// There are more than 2,000 opinions.
    TooManyOpinions,
}

impl BallotBox {
    /// Hands in a ballot. Answers only when its fate is on the disk; a hand-in may be repeated with the same cookie
    /// whenever no answer came.
    ///
    /// # Errors
    /// Those of the store: then nothing was acknowledged, and repeating the hand-in tells what happened.
    pub async fn cast(&self, hand_in: HandIn) -> Result<Outcome, BallotError> {
        let round = hand_in.round;
        let Some(mut held) = self.round_unless_sealing(round).await? else {
            return Ok(Outcome::Closed(Closed::Ended));
        };
        loop {
            let Some(keys) = held.keys.clone() else {
                return Ok(Outcome::Closed(self.why_closed(round).await?));
            };
            let (key, prepared) = match self.prepare(&held, &keys, &hand_in) {
                Ok(Some(prepared)) => prepared,
                Ok(None) => return Ok(Outcome::UnknownCode),
                Err(refusal) => return refusal.into_outcome(),
            };
            if let Some(verdict) = held.committer.submit(prepared).await? {
                return Ok(match verdict {
                    Verdict::Stored => Outcome::Accepted(keys.signing.receipt(key)),
                    Verdict::StoredBefore => Outcome::SameAgain(keys.signing.receipt(key)),
                    Verdict::Used => Outcome::AlreadyUsed,
                    Verdict::Cancelled => Outcome::Cancelled,
                    Verdict::OtherSheet => Outcome::Malformed(Malformed::Sheet),
                    Verdict::Closed(phase) => {
                        if matches!(phase, Phase::Sealing | Phase::Sealed) {
                            self.forget_keys(&held).await;
                        }
                        Outcome::Closed(closed_in(phase))
                    }
                    Verdict::Unknown => match self.round_of(&hand_in.content.credential).await? {
                        Some(other) if other != round => Outcome::OtherRound(other),
                        _ => Outcome::UnknownCode,
                    },
                });
            }
            // The committer was drained meanwhile: the round was sealed or its store opened anew. Look again.
            let Some(again) = self.round_unless_sealing(round).await? else {
                return Ok(Outcome::Closed(Closed::Ended));
            };
            if Arc::ptr_eq(&held, &again) {
                return Err(BallotError::CommitterStopped);
            }
            held = again;
        }
    }

    /// A hand-in that comes after the declared end of casting, before the round is sealed: nothing is stored. Who had
    /// handed in before gets the same receipt again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn cast_too_late(&self, hand_in: HandIn) -> Result<Outcome, BallotError> {
        let Some(held) = self.round_unless_sealing(hand_in.round).await? else {
            return Ok(Outcome::Closed(Closed::Ended));
        };
        let Some(keys) = held.keys.clone() else {
            return Ok(Outcome::Closed(self.why_closed(hand_in.round).await?));
        };
        let (key, prepared) = match self.prepare(&held, &keys, &hand_in) {
            Ok(Some(prepared)) => prepared,
            Ok(None) => return Ok(Outcome::UnknownCode),
            Err(refusal) => return refusal.into_outcome(),
        };
        let reads = held.store.reads();
        let list = if prepared.token.is_some() { "token" } else { "spent" };
        if !is_used(&reads, list, &prepared.hash).await? {
            return Ok(Outcome::Closed(Closed::Ended));
        }
        let sql =
            format!("SELECT 1 AS one FROM {} WHERE round = $1 AND sheet = $2 AND key = $3", reads.table("ballot"));
        let values = vec![reads.round(), i64::from(prepared.sheet.0).into(), blob(&prepared.ballot.name)];
        Ok(match reads.one(sql, values).await? {
            Some(_) => Outcome::SameAgain(keys.signing.receipt(key)),
            None => Outcome::AlreadyUsed,
        })
    }

    async fn why_closed(&self, round: RoundId) -> Result<Closed, BallotError> {
        Ok(match self.phase(round).await? {
            Some(Phase::Sealing | Phase::Sealed) => Closed::Ended,
            _ => Closed::KeysLost,
        })
    }

    /// What is stored; nothing where no key of the round signed the token.
    fn prepare(
        &self,
        held: &Round,
        keys: &RoundKeys,
        hand_in: &HandIn,
    ) -> Result<Option<(BallotKey, Prepared)>, Refusal> {
        let sheet = hand_in.sheet;
        let layout = held.sheets.get(&sheet).ok_or(Refusal::Malformed(Malformed::Sheet))?;
        let packed =
            answers::pack(layout, &hand_in.answers).map_err(|error| Refusal::Malformed(Malformed::Answers(error)))?;
        let opinions = self.prepare_opinions(&keys.cover, sheet, &hand_in.opinions)?;
        let retry_key = &hand_in.content.retry_key;
        let (hash, nonce, token) = match &hand_in.content.credential {
            Credential::Code(code) => (credential_hash(held.id, code), nonce(&keys.secret, code, retry_key), None),
            Credential::Token(carried) => {
                let token = Token::from_carried(held.id, carried);
                if token.sheet() != sheet {
                    return Err(Refusal::Malformed(Malformed::Sheet));
                }
                if !held.is_signed(&token) {
                    return Ok(None);
                }
                let hash = token.spent_hash();
                (hash, token_nonce(&keys.secret, &hash, retry_key), Some(token))
            }
        };
        let key = ballot_key(held.id, &nonce, &canonical_ballot(sheet, &packed));
        let ballot = keys.cover.ballot(sheet, key, &nonce, &packed).map_err(|error| Refusal::Broken(error.into()))?;
        Ok(Some((key, Prepared { hash, token, sheet, ballot, opinions })))
    }

    /// The round that issued a code; a token names its own.
    async fn round_of(&self, credential: &Credential) -> Result<Option<RoundId>, BallotError> {
        match credential {
            Credential::Code(code) => Ok(self.find_code(code).await?.found.map(|found| found.round)),
            Credential::Token(_) => Ok(None),
        }
    }

    /// Opinions ready to be stored, each under a random key of its own; those without words are passed over.
    pub(crate) fn prepare_opinions(
        &self,
        cover: &Cover,
        sheet: SheetId,
        opinions: &[Opinion],
    ) -> Result<Vec<CoveredOpinion>, Refusal> {
        if opinions.len() > MOST_OPINIONS {
            return Err(Refusal::Malformed(Malformed::TooManyOpinions));
        }
        let mut covered = Vec::new();
        for (place, opinion) in opinions.iter().enumerate() {
            let words = storable(&opinion.words);
            if words.chars().count() > LONGEST_OPINION {
                return Err(Refusal::Malformed(Malformed::OpinionTooLong { place }));
            }
            if !words.is_empty() {
                let key = self.entropy.bytes().map_err(|error| Refusal::Broken(error.into()))?;
                let plain = PlainOpinion { key, sheet, subject: opinion.subject, words };
                covered.push(cover.opinion(&plain).map_err(|error| Refusal::Broken(error.into()))?);
            }
        }
        Ok(covered)
    }
}

/// Why something that was handed in is not stored.
pub(crate) enum Refusal {
    /// It does not fit.
    Malformed(Malformed),
    /// Something of ours broke.
    Broken(BallotError),
}

impl Refusal {
    fn into_outcome(self) -> Result<Outcome, BallotError> {
        match self {
            Self::Malformed(malformed) => Ok(Outcome::Malformed(malformed)),
            Self::Broken(error) => Err(error),
        }
    }
}

/// Whether a code or a token is on the list of the used ones, which is `spent` or `token`.
pub(crate) async fn is_used<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
    list: &str,
    hash: &CredentialHash,
) -> Result<bool, BallotError> {
    let sql = format!("SELECT 1 AS one FROM {} WHERE round = $1 AND hash = $2", reads.table(list));
    Ok(reads.one(sql, vec![reads.round(), blob(hash.as_bytes())]).await?.is_some())
}

/// Words without surrounding space and without the control characters that a database may refuse.
fn storable(words: &str) -> String {
    let kept = |character: &char| !character.is_control() || matches!(character, '\n' | '\t');
    words.replace("\r\n", "\n").chars().filter(kept).collect::<String>().trim().to_owned()
}

const fn closed_in(phase: Phase) -> Closed {
    match phase {
        Phase::Issuing => Closed::NotBegun,
        // A committer is asked only while the keys are there; a phase of casting never refuses.
        Phase::Casting | Phase::Paused => Closed::Paused,
        Phase::Sealing | Phase::Sealed => Closed::Ended,
    }
}
