//! The group committer: hand-ins that wait at the same time share one transaction, and each gets its own answer.
//!
//! What is shared is only the sync to disk. Rows are inserted with ON CONFLICT DO NOTHING … RETURNING, so that a code
//! used before takes nothing from its neighbours; everything that could make a row fail was refused before.

mod transaction;

use credentials::{CoveredBallot, CoveredOpinion, CredentialHash};
use tokens::Token;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::store::Store;
use crate::{BallotError, Phase, SheetId};

/// Most hand-ins in one transaction.
pub(crate) const MOST_PER_TRANSACTION: usize = 256;
/// Hand-ins that may wait; more wait at the door.
const QUEUE: usize = 2_048;

/// A hand-in ready to be stored.
pub(crate) struct Prepared {
    /// Of the code or of the token.
    pub hash: CredentialHash,
    /// The token, whose signature was verified.
    pub token: Option<Token>,
    pub sheet: SheetId,
    pub ballot: CoveredBallot,
    pub opinions: Vec<CoveredOpinion>,
}

/// What became of one hand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Stored,
    StoredBefore,
    Used,
    Cancelled,
    Unknown,
    OtherSheet,
    Closed(Phase),
}

type Answer = oneshot::Sender<Result<Verdict, BallotError>>;

struct Waiting {
    hand_in: Prepared,
    answer: Answer,
}

/// The door to a round's committing task.
pub(crate) struct Committer {
    door: Mutex<Option<mpsc::Sender<Waiting>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Committer {
    /// Starts the task.
    pub(crate) fn start(store: Store) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let task = tokio::spawn(commit_all(store, receiver));
        Self { door: Mutex::new(Some(sender)), task: Mutex::new(Some(task)) }
    }

    /// A door that is closed from the beginning.
    pub(crate) fn closed() -> Self {
        Self { door: Mutex::default(), task: Mutex::default() }
    }

    /// Waits for the hand-in's fate to be on the disk. `None` when the door was closed before it got in.
    pub(crate) async fn submit(&self, hand_in: Prepared) -> Result<Option<Verdict>, BallotError> {
        let Some(sender) = self.door.lock().await.clone() else {
            return Ok(None);
        };
        let (answer, fate) = oneshot::channel();
        if sender.send(Waiting { hand_in, answer }).await.is_err() {
            return Ok(None);
        }
        drop(sender);
        fate.await.map_err(|_| BallotError::CommitterStopped)?.map(Some)
    }

    /// Closes the door and waits until everyone who got in has an answer.
    pub(crate) async fn drain(&self) {
        self.door.lock().await.take();
        if let Some(task) = self.task.lock().await.take() {
            // A panic of the task has dropped the senders of all answers: everyone waiting has been told.
            drop(task.await);
        }
    }
}

async fn commit_all(store: Store, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(MOST_PER_TRANSACTION);
    while receiver.recv_many(&mut waiting, MOST_PER_TRANSACTION).await > 0 {
        let (hand_ins, answers): (Vec<_>, Vec<_>) =
            waiting.drain(..).map(|waiting| (waiting.hand_in, waiting.answer)).unzip();
        match transaction::commit(&store, hand_ins).await {
            Ok(verdicts) => answer_all(answers, verdicts.into_iter().map(Ok)),
            Err(error) => answer_all(answers, std::iter::repeat(Err(error))),
        }
    }
}

fn answer_all(answers: Vec<Answer>, fates: impl Iterator<Item = Result<Verdict, BallotError>>) {
    for (answer, fate) in answers.into_iter().zip(fates) {
        // Whoever has gone away in the meantime repeats the hand-in with the cookie.
        drop(answer.send(fate));
    }
}
