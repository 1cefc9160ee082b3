//! A ballot box of the product's own, opened as often as an attack needs it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use ballot_box::{
    BallotBox, Entropy, EntropyError, Interrupted, NoHook, Place, RoundId, Settings, SheetId, Step, StepHook,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use test_databases::TestDatabase;

/// The sheet of the larger panel.
pub const LARGE: SheetId = SheetId(1);
/// The sheet of the smaller panel.
pub const SMALL: SheetId = SheetId(2);

/// Where a box is: enough to open it again.
#[derive(Clone, Debug)]
pub struct Home {
    /// Where the stores are.
    pub place: Place,
    /// The folder that holds everything but what PostgreSQL keeps.
    pub folder: PathBuf,
}

/// Randomness that is the same in every run.
pub struct Seeded(Mutex<StdRng>);

/// Cuts the work off after a step, as a crash would.
pub struct CutOffAfter(pub Step);

impl Home {
    /// The box of a database of a test's own.
    #[must_use]
    pub fn of(database: &TestDatabase) -> Self {
        let folder = database.folder().join("data");
        let place = match database.postgres_url() {
            Some(url) => Place::Postgres(url.to_owned()),
            None => Place::Folder(folder.join("ballots")),
        };
        Self { place, folder }
    }

    /// The name of the database, for tables.
    #[must_use]
    pub const fn database(&self) -> &'static str {
        match self.place {
            Place::Folder(_) => "SQLite",
            Place::Postgres(_) => "PostgreSQL",
        }
    }

    /// Opens the box.
    ///
    /// # Errors
    /// Those of the box.
    pub async fn open(&self, seed: u64) -> Result<BallotBox> {
        self.open_with(seed, Arc::new(NoHook)).await
    }

    /// Opens the box with a hook on its steps.
    ///
    /// # Errors
    /// Those of the box.
    pub async fn open_with(&self, seed: u64, steps: Arc<dyn StepHook>) -> Result<BallotBox> {
        let entropy = Arc::new(Seeded(Mutex::new(StdRng::seed_from_u64(seed))));
        let settings = Settings { place: self.place.clone(), keys: self.folder.join("keys"), entropy, steps };
        Ok(BallotBox::open(settings).await?)
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0.lock().map_err(|_| EntropyError)?.fill_bytes(bytes);
        Ok(())
    }
}

impl StepHook for CutOffAfter {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == self.0 { Err(Interrupted(step)) } else { Ok(()) }
    }
}

/// So many random bytes.
pub fn bytes<const LENGTH: usize>(chance: &mut StdRng) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    chance.fill_bytes(&mut bytes);
    bytes
}

/// The name of a round by its number.
#[must_use]
pub fn round_of(number: u64) -> RoundId {
    let mut name = [0x5a; 16];
    name[8..].copy_from_slice(&number.to_be_bytes());
    RoundId::from_bytes(name)
}
