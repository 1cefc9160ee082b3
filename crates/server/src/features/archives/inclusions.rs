//! The list of commitments that judges compare their receipts with, a thousand and more at a time (rounds: a receipt is
//! compared on the judge's side only).

use std::ops::Range;

use archive::{Bytes, Inclusion, ProofVersion};
use credentials::merkle::{paths, paths_of_roots};
use credentials::receipt::number_of;
use storage::RoundId;

use super::blocks::{self, Block};
use super::content::round_bytes;
use super::drawing::broken;
use super::queries;
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::web::WebError;

/// The list of a sealed round.
#[derive(Debug)]
pub struct List {
    round: RoundId,
    blocks: Vec<Block>,
    shown: Vec<Range<usize>>,
    /// Ballots in all.
    pub ballots: u64,
    /// The root over them, in hexadecimal.
    pub root: String,
}

/// The list of a round; nothing before sealing.
///
/// # Errors
/// When the database does not answer or what it holds is damaged.
pub async fn list(app: &App, round: RoundId) -> Result<Option<List>, WebError> {
    let Some(row) = queries::archive(&app.database, round).await? else {
        return Ok(None);
    };
    let blocks: Vec<Block> = serde_json::from_str(&row.blocks).map_err(broken)?;
    let ballots = u64::try_from(row.ballots).unwrap_or_default();
    let shown = blocks::shown(blocks.len(), ballots);
    Ok(Some(List { round, blocks, shown, ballots, root: row.root }))
}

impl List {
    /// The first receipt number of each part that is shown by itself.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let firsts = self.shown.iter().filter_map(|part| self.blocks.get(part.start));
        firsts.map(|block| number_of(ballot_key(block.first))).collect()
    }

    /// What leads from each commitment of a part to the root, in their order; nothing where there is no such part.
    ///
    /// # Errors
    /// When the ballot store does not answer.
    pub async fn inclusions(&self, app: &App, part: usize) -> Result<Option<Vec<Inclusion>>, WebError> {
        let Some(part) = self.shown.get(part).cloned() else {
            return Ok(None);
        };
        let root = Bytes::parse(&self.root).ok_or_else(|| WebError::Broken("a root that is none".to_owned()))?;
        let roots: Vec<[u8; 32]> = self.blocks.iter().map(|block| block.root.0).collect();
        let above = paths_of_roots(&roots);
        let mut found = Vec::new();
        for block in part {
            let keys = self.keys(app, block).await?;
            let above = above.get(block).map_or(&[][..], Vec::as_slice);
            for ((index, key), path) in (blocks::index_of(block)..).zip(&keys).zip(paths(&keys)) {
                let path = path.iter().chain(above).copied().map(Bytes).collect();
                let (key, round) = (Bytes(*key), round_bytes(self.round));
                let proof = ProofVersion::First;
                found.push(Inclusion { ballots: self.ballots, index, key, path, proof, root, round });
            }
        }
        Ok(Some(found))
    }

    async fn keys(&self, app: &App, block: usize) -> Result<Vec<[u8; 32]>, WebError> {
        let first = |block: usize| self.blocks.get(block).map(|block| block.first.0);
        let Some(from) = first(block) else {
            return Ok(Vec::new());
        };
        let to = first(block + 1);
        let keys = app.ballots.keys_between(ballot_round(self.round), &from, to.as_ref()).await.map_err(broken)?;
        Ok(keys.iter().map(|key| *key.as_bytes()).collect())
    }
}

/// The receipt number of a commitment, as it stands on the receipt.
#[must_use]
pub fn number(inclusion: &Inclusion) -> String {
    number_of(ballot_key(inclusion.key))
}

const fn ballot_key(key: Bytes<32>) -> credentials::BallotKey {
    credentials::BallotKey::from_bytes(key.0)
}
