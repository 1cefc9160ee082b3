//! What a ballot box is opened with.

use std::path::PathBuf;
use std::sync::Arc;

use crate::{Entropy, NoHook, StepHook, SystemEntropy};

/// Where the stores of the rounds are.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder with one SQLite file per round, made when it is missing.
    Folder(PathBuf),
    /// A PostgreSQL database, `postgres://…`; the tables are in its schema `ballots`.
    Postgres(String),
}

/// What a ballot box is opened with.
#[derive(Clone)]
pub struct Settings {
    /// Where the stores of the rounds are.
    pub place: Place,
    /// The folder of the rounds' keys, common to all servers of an installation.
    pub keys: PathBuf,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Told of every step of opening and sealing; only tests give anything but [`NoHook`].
    pub steps: Arc<dyn StepHook>,
}

impl Settings {
    /// Settings with the system's randomness and no hook.
    #[must_use]
    pub fn new(place: Place, keys: PathBuf) -> Self {
        Self { place, keys, entropy: Arc::new(SystemEntropy), steps: Arc::new(NoHook) }
    }
}
