//! Finding the round of a code, and the cookie that carries it.

use std::sync::Arc;

use credentials::{
    Code, CookieContent, CookieNonce, Credential, CredentialHash, RetryKey, credential_hash, open_cookie,
    round_of_cookie, seal_cookie,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::ballot_box::Round;
use crate::rounds::read_phase;
use crate::store::{self, Reads, blob};
use crate::{BallotBox, BallotError, Phase, RoundId, SheetId};

/// What a code that was entered can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStanding {
    /// It opens this sheet and has not been used.
    Ready(SheetId),
    /// It is used. Nothing more is said without its cookie.
    Used,
    /// It was cancelled, or its batch was voided.
    Cancelled,
}

/// A code and the round that issued it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundCode {
    /// The round that issued the code.
    pub round: RoundId,
    /// What the code can do.
    pub standing: CodeStanding,
    /// Where its round stands.
    pub phase: Phase,
}

/// What a search for a code came to. One round that cannot be asked keeps nobody from the others.
#[derive(Clone, Debug, Default)]
pub struct CodeSearch {
    /// The code and the round that issued it.
    pub found: Option<FoundCode>,
    /// Whether a round could not be asked because it is being sealed at the moment.
    pub met_sealing: bool,
    /// The rounds that could not be asked because their stores failed.
    pub broken: Vec<(RoundId, BallotError)>,
}

/// What a single round knows of a code.
enum Asked {
    BeingSealed,
    Unknown,
    Found(FoundCode),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Unknown,
    Used,
    Cancelled,
    Ready(SheetId),
}

impl BallotBox {
    /// Looks for the round that issued a code among all rounds of the box, sealed ones included, the open ones first.
    ///
    /// # Errors
    /// When the rounds cannot be listed. A single round that cannot be asked is told in the answer.
    pub async fn find_code(&self, code: &Code) -> Result<CodeSearch, BallotError> {
        let mut search = CodeSearch::default();
        let open = self.rounds_open_here().await;
        self.search(&open, code, &mut search).await;
        if search.found.is_none() {
            let others: Vec<RoundId> =
                self.rounds_sealed_last().await?.into_iter().filter(|round| !open.contains(round)).collect();
            self.search(&others, code, &mut search).await;
        }
        Ok(search)
    }

    /// Asks round after round until one knows the code.
    async fn search(&self, rounds: &[RoundId], code: &Code, search: &mut CodeSearch) {
        for &round in rounds {
            match self.ask(round, code).await {
                Ok(Asked::Found(found)) => {
                    search.found = Some(found);
                    return;
                }
                Ok(Asked::Unknown) | Err(BallotError::UnknownRound(_)) => {}
                Ok(Asked::BeingSealed) => search.met_sealing = true,
                Err(error) => search.broken.push((round, error)),
            }
        }
    }

    async fn ask(&self, round: RoundId, code: &Code) -> Result<Asked, BallotError> {
        loop {
            let Some(held) = self.round_unless_sealing(round).await? else {
                return Ok(Asked::BeingSealed);
            };
            match self.ask_held(&held, code).await {
                // Its store was closed for sealing in the middle of the question: look again.
                Err(_) if self.was_let_go(&held).await => {}
                other => return other,
            }
        }
    }

    async fn ask_held(&self, held: &Arc<Round>, code: &Code) -> Result<Asked, BallotError> {
        let round = held.id;
        let standing = match held.standing(&held.store.reads(), credential_hash(round, code)).await? {
            Standing::Unknown => return Ok(Asked::Unknown),
            Standing::Used => CodeStanding::Used,
            Standing::Cancelled => CodeStanding::Cancelled,
            Standing::Ready(sheet) => CodeStanding::Ready(sheet),
        };
        let phase = read_phase(&held.store.reads()).await?.ok_or(BallotError::UnknownRound(round))?;
        if matches!(phase, Phase::Sealing | Phase::Sealed) {
            self.forget_keys(held).await;
        }
        Ok(Asked::Found(FoundCode { round, standing, phase }))
    }

    /// Makes the cookie of a code or token just entered, with a fresh retry key.
    ///
    /// # Errors
    /// [`BallotError::KeysLost`] (also once sealing has begun), [`BallotError::Entropy`], those of the store.
    pub async fn make_cookie(&self, round: RoundId, credential: Credential) -> Result<String, BallotError> {
        let held = self.round(round).await?;
        let keys = held.keys.as_ref().ok_or(BallotError::KeysLost(round))?;
        let content = CookieContent { credential, retry_key: RetryKey::from_random(self.entropy.bytes()?) };
        let random = CookieNonce(self.entropy.bytes()?);
        seal_cookie(&keys.secret, round, &content, random).map_err(|_| BallotError::KeysLost(round))
    }

    /// Reads a cookie; `None` when it is damaged, of an unknown round, or of a round whose secret is destroyed or about
    /// to be.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn read_cookie(&self, cookie: &str) -> Result<Option<(RoundId, CookieContent)>, BallotError> {
        let Ok(round) = round_of_cookie(cookie) else {
            return Ok(None);
        };
        let held = match self.round_unless_sealing(round).await {
            Ok(Some(held)) => held,
            Ok(None) | Err(BallotError::UnknownRound(_)) => return Ok(None),
            Err(other) => return Err(other),
        };
        let content = held.keys.as_ref().map(|keys| open_cookie(&keys.secret, round, cookie));
        Ok(content.and_then(Result::ok).map(|content| (round, content)))
    }
}

impl Round {
    /// Begins a transaction on the round's store.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, BallotError> {
        Ok(self.store.write().await?)
    }

    pub(crate) async fn standing<C: ConnectionTrait>(
        &self,
        reads: &Reads<'_, C>,
        hash: CredentialHash,
    ) -> Result<Standing, BallotError> {
        let sql = format!(
            "SELECT batch.sheet AS sheet, issued.standing AS code, batch.standing AS batch, \
             (SELECT COUNT(*) FROM {} spent WHERE spent.round = $1 AND spent.hash = $2) AS spent \
             FROM {} issued JOIN {} batch ON batch.round = issued.round AND batch.batch = issued.batch \
             WHERE issued.round = $1 AND issued.hash = $2",
            reads.table("spent"),
            reads.table("issued"),
            reads.table("batch")
        );
        let Some(row) = reads.one(sql, vec![reads.round(), blob(hash.as_bytes())]).await? else {
            return Ok(Standing::Unknown);
        };
        let (code, batch): (String, String) = (row.try_get("", "code")?, row.try_get("", "batch")?);
        if store::count(&row, "spent")? > 0 {
            Ok(Standing::Used)
        } else if code != "valid" || batch != "valid" {
            Ok(Standing::Cancelled)
        } else {
            Ok(Standing::Ready(SheetId(store::number(&row, "sheet")?)))
        }
    }
}
