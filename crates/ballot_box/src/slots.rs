//! A round's place in this process: the lock under which it is opened and sealed, and the word that it is being sealed,
//! so that nobody who asks about other rounds waits for that.

use std::sync::Arc;

use tokio::sync::{RwLock, watch};

use crate::ballot_box::Round;
use crate::rounds::read_phase;
use crate::{BallotBox, BallotError, Phase, RoundId};

/// A round's place in the box.
pub(crate) struct Slot {
    /// Locked for reading while the round is looked up, for writing while it is opened or sealed. Empty until the round
    /// is first asked for, and while it is opened or sealed.
    pub held: RwLock<Option<Arc<Round>>>,
    /// How many calls are sealing it at the moment.
    sealings: watch::Sender<u32>,
}

impl Default for Slot {
    fn default() -> Self {
        Self { held: RwLock::default(), sealings: watch::Sender::new(0) }
    }
}

impl Slot {
    /// Whether this process is sealing the round at the moment.
    pub(crate) fn is_being_sealed(&self) -> bool {
        *self.sealings.borrow() > 0
    }

    /// Whether this process has the round open with its keys; not while it is opened or sealed.
    fn has_keys(&self) -> bool {
        self.held.try_read().is_ok_and(|held| held.as_ref().is_some_and(|held| held.keys.is_some()))
    }

    /// Done as soon as this process seals the round.
    async fn sealing_begun(&self) {
        // The sender stands beside: it is never dropped while somebody waits.
        drop(self.sealings.subscribe().wait_for(|sealings| *sealings > 0).await);
    }

    /// Says that the round is being sealed until what is given back is dropped.
    pub(crate) fn begin_sealing(self: &Arc<Self>) -> BeingSealed {
        self.sealings.send_modify(|sealings| *sealings += 1);
        BeingSealed(Arc::clone(self))
    }
}

/// As long as it lives, the round is being sealed.
pub(crate) struct BeingSealed(Arc<Slot>);

impl Drop for BeingSealed {
    fn drop(&mut self) {
        self.0.sealings.send_modify(|sealings| *sealings -= 1);
    }
}

impl BallotBox {
    /// Lets go of rounds that another server began to seal, and with them of their keys in this process's memory.
    /// To be called now and then where several servers share a database; gives the rounds it let go of.
    ///
    /// # Errors
    /// The first error of the stores, after every round had its turn.
    pub async fn forget_sealed(&self) -> Result<Vec<RoundId>, BallotError> {
        let slots: Vec<Arc<Slot>> = self.rounds.lock().await.values().cloned().collect();
        let (mut forgotten, mut outcome) = (Vec::new(), Ok(()));
        for slot in slots {
            // One that is being opened or sealed here is in good hands.
            let held = slot.held.try_read().ok().and_then(|held| held.clone());
            let Some(held) = held.filter(|held| held.keys.is_some()) else {
                continue;
            };
            match read_phase(&held.store.reads()).await {
                Ok(Some(Phase::Sealing | Phase::Sealed)) => {
                    self.forget_keys(&held).await;
                    forgotten.push(held.id);
                }
                Ok(_) => {}
                Err(error) => outcome = outcome.and(Err(error)),
            }
        }
        outcome.map(|()| forgotten)
    }

    /// The rounds this process has open with their keys: those that hand-ins are for.
    pub(crate) async fn rounds_open_here(&self) -> Vec<RoundId> {
        let slots = self.rounds.lock().await;
        let mut open: Vec<_> = slots.iter().filter(|(_, slot)| slot.has_keys()).map(|(round, _)| *round).collect();
        open.sort_unstable();
        open
    }

    /// The round, opened if it is not yet.
    pub(crate) async fn round(&self, round: RoundId) -> Result<Arc<Round>, BallotError> {
        let slot = self.slot(round).await;
        if let Some(held) = slot.held.read().await.as_ref() {
            return Ok(Arc::clone(held));
        }
        let mut slot = slot.held.write().await;
        if let Some(held) = slot.as_ref() {
            return Ok(Arc::clone(held));
        }
        let held = Arc::new(self.load(round).await?);
        *slot = Some(Arc::clone(&held));
        Ok(held)
    }

    /// The round, opened if it is not yet; `None` without waiting where this process is sealing it.
    pub(crate) async fn round_unless_sealing(&self, round: RoundId) -> Result<Option<Arc<Round>>, BallotError> {
        let slot = self.slot(round).await;
        tokio::select! {
            biased;
            () = slot.sealing_begun() => Ok(None),
            held = self.round(round) => held.map(Some),
        }
    }

    /// Whether the round was sealed or opened anew since it was looked up.
    pub(crate) async fn was_let_go(&self, held: &Arc<Round>) -> bool {
        let slot = self.slot(held.id).await;
        let current = slot.held.try_read();
        !current.is_ok_and(|current| current.as_ref().is_some_and(|current| Arc::ptr_eq(current, held)))
    }

    /// Lets go of a round that another server began to seal, and with it of its keys in this process's memory.
    pub(crate) async fn forget_keys(&self, held: &Arc<Round>) {
        if held.keys.is_some() {
            let slot = self.slot(held.id).await;
            tokio::select! {
                biased;
                () = slot.sealing_begun() => {}
                mut current = slot.held.write() => drop(current.take_if(|current| Arc::ptr_eq(current, held))),
            }
        }
    }

    /// The lock under which a round is opened and sealed.
    pub(crate) async fn slot(&self, round: RoundId) -> Arc<Slot> {
        Arc::clone(self.rounds.lock().await.entry(round).or_default())
    }
}
