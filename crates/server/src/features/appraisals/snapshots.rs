//! What was frozen of rounds, read once and kept in memory: every judge's page and every figure is made from it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use storage::{Reads, RoundId, StorageError};

use super::model::Frozen;
use super::queries;

/// As many rounds as are used at the same time in a large county; the longest unused leaves first.
const MOST_ROUNDS: usize = 16;

/// Frozen rounds in memory, the last used in front.
#[derive(Default)]
pub struct Snapshots(Mutex<VecDeque<Arc<Frozen>>>);

impl Snapshots {
    /// What was frozen of a round; nothing before issuing.
    ///
    /// # Errors
    /// When the database does not answer or holds something else.
    pub async fn frozen(&self, reads: &impl Reads, id: RoundId) -> Result<Option<Arc<Frozen>>, StorageError> {
        if let Some(found) = self.kept(id) {
            return Ok(Some(found));
        }
        let Some(frozen) = queries::frozen(reads, id).await?.map(Arc::new) else {
            return Ok(None);
        };
        // The public key comes last, when the ballot store is open: from then on nothing changes any more.
        if !frozen.public_key.is_empty() {
            self.keep(&frozen);
        }
        Ok(Some(frozen))
    }

    fn kept(&self, id: RoundId) -> Option<Arc<Frozen>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|frozen| frozen.round == id)?;
        let found = kept.remove(place)?;
        kept.push_front(Arc::clone(&found));
        Some(found)
    }

    fn keep(&self, frozen: &Arc<Frozen>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.round != frozen.round);
        kept.push_front(Arc::clone(frozen));
        kept.truncate(MOST_ROUNDS);
    }
}

#[cfg(test)]
mod tests {
    use storage::OrganisationId;
    use uuid::Uuid;

    use super::*;
    use crate::features::appraisals::model::Plan;

    fn round(number: u128) -> RoundId {
        RoundId(Uuid::from_u128(number))
    }

    fn frozen(number: u128) -> Arc<Frozen> {
        Arc::new(Frozen {
            format: 1,
            round: round(number),
            organisation: OrganisationId(Uuid::from_u128(1)),
            organisation_name: String::new(),
            title: "群众评议".to_owned(),
            notice_number: None,
            period_from: "2026-01-01".to_owned(),
            period_to: "2026-06-30".to_owned(),
            minimum: 5,
            opinion_minimum: 8,
            verdict: None,
            composite: None,
            quality: std::collections::BTreeMap::new(),
            follows: None,
            staff: None,
            named: Vec::new(),
            tokens: None,
            head: None,
            retention_days: 365,
            casting_until: None,
            public_key: "00".to_owned(),
            tree: vec![],
            plan: Plan::default(),
        })
    }

    #[test]
    fn as_many_rounds_are_kept_as_are_used_and_the_longest_unused_leaves() {
        let snapshots = Snapshots::default();
        for number in 0..MOST_ROUNDS as u128 {
            snapshots.keep(&frozen(number));
        }
        assert!(snapshots.kept(round(0)).is_some(), "used just now");
        snapshots.keep(&frozen(99));
        assert!(snapshots.kept(round(1)).is_none());
        assert!(snapshots.kept(round(0)).is_some() && snapshots.kept(round(99)).is_some());
    }
}
