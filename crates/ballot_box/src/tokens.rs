//! Blind tokens (decision 0011): keys, signing, finding out what a token can do, and the list of the used ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use credentials::{CredentialHash, TokenBytes};
use rand::SeedableRng;
use rand::rngs::StdRng;
use sea_orm::{ConnectionTrait, QueryResult};
use tokens::{BlindSignature, BlindedMessage, BulkVerifier, SignError, Token, TokenKeys, TokenPublicKey};

use crate::ballot_box::Round;
use crate::casting::is_used;
use crate::opening::require_phase;
use crate::rounds::{RoundRow, read_phase};
use crate::store::{self, Paged, Reads};
use crate::{
    BallotBox, BallotError, CodeStanding, FoundCode, Phase, RoundId, RoundOpening, SheetId, TokenCount, migrations,
};

/// Tokens read at a time.
const PAGE: usize = 1_024;

/// A sheet of an open round that is judged with tokens.
pub(crate) struct TokenSheet {
    verifier: BulkVerifier,
    /// While tokens are issued, unless the file is lost.
    private: Option<Arc<TokenKeys>>,
}

/// The public key of a sheet that is judged with tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKey {
    /// The sheet.
    pub sheet: SheetId,
    /// Its key.
    pub public_key: TokenPublicKey,
    /// Whether it was retired: no token of it counts, its people judge in another way.
    pub is_retired: bool,
}

/// What is known of a token that reads well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenSearch {
    /// There is no such round here, or it has no such sheet with tokens.
    Unknown,
    /// The key of its round and sheet did not sign it.
    OtherKey,
    /// Its round is being sealed at the moment.
    BeingSealed,
    /// It is of this round; cancelled where its key was retired.
    Found(FoundCode),
}

/// A used token of a sealed round.
#[derive(Clone, Debug)]
pub struct SpentToken {
    /// What it is listed under.
    pub hash: CredentialHash,
    /// The token, whose signature anybody can verify.
    pub token: Token,
}

impl BallotBox {
    /// The public keys of a round's tokens, by sheet. May be asked in every phase.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`] and those of the store.
    pub async fn token_keys(&self, round: RoundId) -> Result<Vec<TokenKey>, BallotError> {
        let held = self.round(round).await?;
        held.token_keys(&held.store.reads()).await
    }

    /// Signs what a member's device blinded. Whether its sender may have a token is the named side's to know; the same
    /// message always gets the same answer.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] once casting has begun, [`BallotError::NoTokens`], [`BallotError::NotBlinded`],
    /// [`BallotError::KeysLost`], and those of the store.
    pub async fn sign_token(
        &self,
        round: RoundId,
        sheet: SheetId,
        blinded: BlindedMessage,
    ) -> Result<BlindSignature, BallotError> {
        let held = self.round(round).await?;
        let reads = held.store.reads();
        match read_phase(&reads).await?.ok_or(BallotError::UnknownRound(round))? {
            Phase::Issuing => {}
            phase => return Err(BallotError::WrongPhase(phase)),
        }
        let is_valid = |key: &TokenKey| key.sheet == sheet && !key.is_retired;
        if !held.token_keys(&reads).await?.iter().any(is_valid) {
            return Err(BallotError::NoTokens(sheet));
        }
        let private = held.tokens.get(&sheet).and_then(|tokens| tokens.private.clone());
        let private = private.ok_or(BallotError::KeysLost(round))?;
        let mut random = self.random()?;
        // Some milliseconds of arithmetic: not on a thread that others wait for.
        let signing = tokio::task::spawn_blocking(move || private.sign(&mut random, &blinded));
        signing.await.map_err(|_| BallotError::Computation)?.map_err(|error| match error {
            SignError::Computation => BallotError::Computation,
            SignError::Length { .. } | SignError::NotBelowModulus => BallotError::NotBlinded(sheet),
        })
    }

    /// Retires the key of a sheet: no token of it will count, and its private half is erased. Repeating it changes
    /// nothing.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] once casting has begun, [`BallotError::NoTokens`], and those of store and files.
    pub async fn retire_token_key(&self, round: RoundId, sheet: SheetId) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Issuing]).await?;
        let sql =
            format!("UPDATE {} SET standing = 'retired' WHERE round = $1 AND sheet = $2", writes.table("token_key"));
        if writes.execute(sql, vec![writes.round(), i64::from(sheet.0).into()]).await? == 0 {
            return Err(BallotError::NoTokens(sheet));
        }
        transaction.commit().await?;
        self.keys.destroy_token_keys(round, sheet)
    }

    /// What a token can do. It names its round itself, so no other is asked.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn find_token(&self, token: &Token) -> Result<TokenSearch, BallotError> {
        let round = token.round();
        loop {
            let held = match self.round_unless_sealing(round).await {
                Ok(Some(held)) => held,
                Ok(None) => return Ok(TokenSearch::BeingSealed),
                Err(BallotError::UnknownRound(_)) => return Ok(TokenSearch::Unknown),
                Err(other) => return Err(other),
            };
            match held.find_token(token).await {
                // Its store was closed for sealing in the middle of the question: look again.
                Err(_) if self.was_let_go(&held).await => {}
                other => return other,
            }
        }
    }

    /// Gives every used token of a sealed round, in the order of their hashes.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn for_each_token(&self, round: RoundId, mut visit: impl FnMut(SpentToken)) -> Result<(), BallotError> {
        let held = self.sealed_round(round).await?;
        if held.tokens.is_empty() {
            return Ok(());
        }
        let reads = held.store.reads();
        let table = reads.table("token");
        let rows = Paged { table: &table, columns: "hash, token", by: "hash", sheet: None, page: PAGE };
        let visit = |row: &QueryResult| {
            let carried = TokenBytes::from_bytes(store::fixed(row, "token")?);
            let hash = CredentialHash::from_bytes(store::fixed(row, "hash")?);
            visit(SpentToken { hash, token: Token::from_carried(round, &carried) });
            Ok(())
        };
        reads.for_each(rows, visit).await
    }

    /// The pairs of a round that has no store yet; what an interrupted opening left is used.
    pub(crate) async fn create_token_keys(
        &self,
        opening: &RoundOpening,
    ) -> Result<BTreeMap<SheetId, TokenPublicKey>, BallotError> {
        let round = opening.round;
        let mut public = BTreeMap::new();
        for &sheet in &opening.token_sheets {
            if !opening.sheets.contains_key(&sheet) {
                return Err(BallotError::UnknownSheet(sheet));
            }
            let keys = match self.keys.token_keys(round, sheet)? {
                Some(keys) => keys,
                None => {
                    let mut random = self.random()?;
                    let making = tokio::task::spawn_blocking(move || TokenKeys::generate(&mut random)?.to_pkcs8());
                    let pkcs8 = making.await.map_err(|_| BallotError::Computation)?;
                    let pkcs8 = pkcs8.map_err(|_| BallotError::Computation)?;
                    self.keys.keep_token_keys(round, sheet, (&pkcs8, &*self.entropy))?
                }
            };
            public.insert(sheet, keys.public_key().clone());
        }
        Ok(public)
    }

    /// The sheets of a round that are judged with tokens, with their private halves as long as tokens are issued.
    pub(crate) async fn token_sheets<C: ConnectionTrait>(
        &self,
        reads: &Reads<'_, C>,
        (round, row): (RoundId, &RoundRow),
    ) -> Result<BTreeMap<SheetId, TokenSheet>, BallotError> {
        let mut sheets = BTreeMap::new();
        for key in read_token_keys(reads, row.format).await? {
            let issues = row.phase == Phase::Issuing && !key.is_retired;
            let private = if issues { self.keys.token_keys(round, key.sheet).ok().flatten() } else { None };
            let private = private.filter(|pair| *pair.public_key() == key.public_key).map(Arc::new);
            let verifier = BulkVerifier::new(&key.public_key, round, key.sheet);
            let verifier = verifier.map_err(|_| BallotError::Damaged("the public key of a sheet's tokens"))?;
            sheets.insert(key.sheet, TokenSheet { verifier, private });
        }
        Ok(sheets)
    }

    /// Erases every pair that signed tokens of a round.
    pub(crate) async fn destroy_token_keys(&self, round: RoundId) -> Result<(), BallotError> {
        let store = self.connect(round).await?;
        let keys = async {
            let reads = store.reads();
            read_token_keys(&reads, crate::rounds::read_format(&reads).await?).await
        };
        let keys = keys.await;
        store.close().await?;
        keys?.iter().try_for_each(|key| self.keys.destroy_token_keys(round, key.sheet))
    }

    /// Randomness for large numbers, from the box's own source.
    fn random(&self) -> Result<StdRng, BallotError> {
        Ok(StdRng::from_seed(self.entropy.bytes()?))
    }
}

impl Round {
    /// Whether the key of its sheet signed a token of this round.
    pub(crate) fn is_signed(&self, token: &Token) -> bool {
        self.tokens.get(&token.sheet()).is_some_and(|sheet| sheet.verifier.verify(token).is_ok())
    }

    async fn token_keys<C: ConnectionTrait>(&self, reads: &Reads<'_, C>) -> Result<Vec<TokenKey>, BallotError> {
        // Sheets never come or go: where there are none there is no table to ask in old stores.
        if self.tokens.is_empty() { Ok(Vec::new()) } else { read_token_keys(reads, migrations::FORMAT).await }
    }

    async fn find_token(&self, token: &Token) -> Result<TokenSearch, BallotError> {
        if !self.tokens.contains_key(&token.sheet()) {
            return Ok(TokenSearch::Unknown);
        }
        if !self.is_signed(token) {
            return Ok(TokenSearch::OtherKey);
        }
        let reads = self.store.reads();
        let is_used = is_used(&reads, "token", &token.spent_hash()).await?;
        let keys = self.token_keys(&reads).await?;
        let is_retired = keys.iter().any(|key| key.sheet == token.sheet() && key.is_retired);
        let standing = match (is_used, is_retired) {
            (true, _) => CodeStanding::Used,
            (false, true) => CodeStanding::Cancelled,
            (false, false) => CodeStanding::Ready(token.sheet()),
        };
        let phase = read_phase(&reads).await?.ok_or(BallotError::UnknownRound(self.id))?;
        Ok(TokenSearch::Found(FoundCode { round: self.id, standing, phase }))
    }

    /// Used tokens per sheet, every sheet with tokens named.
    pub(crate) async fn token_counts(&self) -> Result<Vec<TokenCount>, BallotError> {
        if self.tokens.is_empty() {
            return Ok(Vec::new());
        }
        let reads = self.store.reads();
        let sql =
            format!("SELECT sheet, COUNT(*) AS spent FROM {} WHERE round = $1 GROUP BY sheet", reads.table("token"));
        let mut spent: BTreeMap<SheetId, u64> = BTreeMap::new();
        for row in reads.all(sql, vec![reads.round()]).await? {
            spent.insert(SheetId(store::number(&row, "sheet")?), store::count(&row, "spent")?);
        }
        let count = |key: TokenKey| TokenCount {
            sheet: key.sheet,
            spent: spent.get(&key.sheet).copied().unwrap_or_default(),
            is_retired: key.is_retired,
        };
        Ok(self.token_keys(&reads).await?.into_iter().map(count).collect())
    }
}

/// The keys of a round's tokens as its store has them, by sheet.
pub(crate) async fn read_token_keys<C: ConnectionTrait>(
    reads: &Reads<'_, C>,
    format: i64,
) -> Result<Vec<TokenKey>, BallotError> {
    if !migrations::is_in(format, "token_key") {
        return Ok(Vec::new());
    }
    let sql =
        format!("SELECT sheet, public_key, standing FROM {} WHERE round = $1 ORDER BY sheet", reads.table("token_key"));
    let rows = reads.all(sql, vec![reads.round()]).await?;
    let read = |row: &QueryResult| {
        let (spki, standing): (Vec<u8>, String) = (row.try_get("", "public_key")?, row.try_get("", "standing")?);
        let public_key = TokenPublicKey::from_spki(&spki);
        Ok(TokenKey {
            sheet: SheetId(store::number(row, "sheet")?),
            public_key: public_key.map_err(|_| BallotError::Damaged("the public key of a sheet's tokens"))?,
            is_retired: standing == "retired",
        })
    };
    rows.iter().map(read).collect()
}
