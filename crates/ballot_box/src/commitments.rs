//! What an archive (归档包) takes from a sealed round: every ballot with what opens it, every used code, a signature.
//!
//! Both lists come in the order of their hashes, which is no order of anything that happened.

use std::collections::{BTreeMap, VecDeque};

use credentials::{BallotKey, CredentialHash, Nonce};
use sea_orm::QueryResult;

use crate::ballot_box::Round;
use crate::store::{self, Paged, blob};
use crate::{BallotBox, BallotError, RoundId, SheetId};

/// Rows held at a time, of all sheets together.
const PAGE: usize = 4_096;
/// Rows of a sheet read at a time, however many sheets there are.
const SMALLEST_PAGE: usize = 32;

/// A ballot with what opens its commitment. Nonce and answers leave the box for auditors' archives only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// The commitment.
    pub key: BallotKey,
    /// The sheet it answers.
    pub sheet: SheetId,
    /// What hides the answers.
    pub nonce: Nonce,
    /// The packed answers.
    pub packed: Vec<u8>,
}

impl BallotBox {
    /// Gives every ballot of a sealed round in the order of their keys, over all sheets.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn for_each_commitment(
        &self,
        round: RoundId,
        mut visit: impl FnMut(Commitment),
    ) -> Result<(), BallotError> {
        let held = self.sealed_round(round).await?;
        // The rows of each sheet are in order already; the sheets are merged.
        let size = (PAGE / held.sheets.len().max(1)).max(SMALLEST_PAGE);
        let mut pages: BTreeMap<SheetId, VecDeque<Commitment>> = BTreeMap::new();
        let mut heads: BTreeMap<[u8; 32], SheetId> = BTreeMap::new();
        for sheet in held.sheets.keys() {
            let page = held.commitments(*sheet, &[], size).await?;
            if let Some(first) = page.front() {
                heads.insert(*first.key.as_bytes(), *sheet);
            }
            pages.insert(*sheet, page);
        }
        while let Some((_, sheet)) = heads.pop_first() {
            let Some(page) = pages.get_mut(&sheet) else { continue };
            let Some(next) = page.pop_front() else { continue };
            if page.is_empty() {
                *page = held.commitments(sheet, next.key.as_bytes(), size).await?;
            }
            if let Some(first) = page.front() {
                heads.insert(*first.key.as_bytes(), sheet);
            }
            visit(next);
        }
        Ok(())
    }

    /// The keys of a sealed round from one up to another, without it, or to the end, in their order over all sheets.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn keys_between(
        &self,
        round: RoundId,
        from: &[u8; 32],
        to: Option<&[u8; 32]>,
    ) -> Result<Vec<BallotKey>, BallotError> {
        let held = self.sealed_round(round).await?;
        let reads = held.store.reads();
        let until = if to.is_some() { " AND key < $4" } else { "" };
        let sql =
            format!("SELECT key FROM {} WHERE round = $1 AND sheet = $2 AND key >= $3{until}", reads.table("ballot"));
        let mut keys: Vec<[u8; 32]> = Vec::new();
        // Sheet by sheet, because that is how the rows are found.
        for sheet in held.sheets.keys() {
            let mut values = vec![reads.round(), i64::from(sheet.0).into(), blob(from)];
            values.extend(to.map(|to| blob(to)));
            for row in reads.all(sql.clone(), values).await? {
                keys.push(store::fixed(&row, "key")?);
            }
        }
        keys.sort_unstable();
        Ok(keys.into_iter().map(BallotKey::from_bytes).collect())
    }

    /// Gives the hash of every used code of a sealed round, in their order.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn for_each_spent(
        &self,
        round: RoundId,
        mut visit: impl FnMut(CredentialHash),
    ) -> Result<(), BallotError> {
        let held = self.sealed_round(round).await?;
        let reads = held.store.reads();
        let table = reads.table("spent");
        let rows = Paged { table: &table, columns: "hash", by: "hash", sheet: None, page: PAGE };
        let visit = |row: &QueryResult| {
            visit(CredentialHash::from_bytes(store::fixed(row, "hash")?));
            Ok(())
        };
        reads.for_each(rows, visit).await
    }

    /// The round's signature over the digest of its archive, as long as the round is not finished.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, [`BallotError::KeysLost`] once the signing pair is gone, and those of
    /// the files.
    pub async fn sign_archive(&self, round: RoundId, digest: &[u8; 32]) -> Result<[u8; 64], BallotError> {
        let held = self.sealed_round(round).await?;
        let pair = self.keys.load_signing(round, &held.public_key)?.ok_or(BallotError::KeysLost(round))?;
        Ok(pair.sign_archive(digest))
    }
}

impl Round {
    /// The ballots of a sheet after a key.
    async fn commitments(
        &self,
        sheet: SheetId,
        after: &[u8],
        size: usize,
    ) -> Result<VecDeque<Commitment>, BallotError> {
        let reads = self.store.reads();
        let sql = format!(
            "SELECT key, nonce, answers FROM {} WHERE round = $1 AND sheet = $2 AND key > $3 ORDER BY key LIMIT {size}",
            reads.table("ballot")
        );
        let rows = reads.all(sql, vec![reads.round(), i64::from(sheet.0).into(), blob(after)]).await?;
        let read = |row: &QueryResult| {
            Ok(Commitment {
                key: BallotKey::from_bytes(store::fixed(row, "key")?),
                sheet,
                nonce: Nonce::from_bytes(store::fixed(row, "nonce")?),
                packed: row.try_get("", "answers")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
