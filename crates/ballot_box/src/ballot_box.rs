//! The box itself: where rounds are found and held open.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use credentials::Layout;
use sea_orm::DatabaseConnection;
use tokio::sync::Mutex;

use crate::committer::Committer;
use crate::keys::{KeyFolder, SharedKeys};
use crate::rounds::{read_phase, read_round, read_sheets};
use crate::sealing::sqlite_files::SqliteFiles;
use crate::slots::Slot;
use crate::store::{self, Reads, SqliteUse, Store};
use crate::tokens::TokenSheet;
use crate::turnout::Sample;
use crate::{BallotError, Entropy, Phase, Place, PublicKey, RoundId, Settings, SheetId, StepHook, files, migrations};

/// The ballot box of an installation. Cheap to share behind an `Arc`; one per process and place.
pub struct BallotBox {
    pub(crate) keys: KeyFolder,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) steps: Arc<dyn StepHook>,
    pub(crate) stores: Stores,
    pub(crate) rounds: Mutex<HashMap<RoundId, Arc<Slot>>>,
}

/// Where stores are.
pub(crate) enum Stores {
    Sqlite(PathBuf),
    Postgres(DatabaseConnection),
}

/// A round whose store is open in this process.
pub(crate) struct Round {
    pub id: RoundId,
    pub store: Store,
    pub public_key: PublicKey,
    pub turnout_step: u32,
    pub sheets: BTreeMap<SheetId, Layout>,
    /// The sheets that are judged with blind tokens.
    pub tokens: BTreeMap<SheetId, TokenSheet>,
    /// `None` where the keys are lost, or the round is sealed or being sealed.
    pub keys: Option<SharedKeys>,
    pub committer: Committer,
    pub turnout: Mutex<Option<Sample>>,
}

impl BallotBox {
    /// Opens the box: makes the folder or the schema where they are missing. Rounds are opened when first asked for.
    ///
    /// # Errors
    /// [`BallotError::Database`] and [`BallotError::File`].
    pub async fn open(settings: Settings) -> Result<Self, BallotError> {
        let stores = match settings.place {
            Place::Folder(folder) => {
                files::create_private_folder(&folder)?;
                Stores::Sqlite(folder)
            }
            Place::Postgres(url) => {
                let pool = store::connect_postgres(&url).await?;
                prepare_postgres(&pool).await?;
                Stores::Postgres(pool)
            }
        };
        Ok(Self {
            keys: KeyFolder::open(settings.keys)?,
            entropy: settings.entropy,
            steps: settings.steps,
            stores,
            rounds: Mutex::default(),
        })
    }

    /// The rounds that have a store here, in the order of their names.
    ///
    /// # Errors
    /// [`BallotError::Database`] and [`BallotError::File`].
    pub async fn rounds(&self) -> Result<Vec<RoundId>, BallotError> {
        let mut rounds = match &self.stores {
            Stores::Sqlite(folder) => SqliteFiles::rounds_in(folder)?,
            Stores::Postgres(pool) => rounds_of_postgres(pool, "").await?,
        };
        rounds.sort_unstable();
        rounds.dedup();
        Ok(rounds)
    }

    /// The rounds, those that may be open before the sealed ones.
    pub(crate) async fn rounds_sealed_last(&self) -> Result<Vec<RoundId>, BallotError> {
        let sealed: BTreeSet<RoundId> = match &self.stores {
            Stores::Sqlite(folder) => SqliteFiles::sealed_in(folder)?.into_iter().map(|(round, _)| round).collect(),
            Stores::Postgres(pool) => rounds_of_postgres(pool, " WHERE phase = 'sealed'").await?.into_iter().collect(),
        };
        let mut rounds = self.rounds().await?;
        rounds.sort_by_key(|round| sealed.contains(round));
        Ok(rounds)
    }

    /// The phase of a round, `None` where it has no store here or was not opened to the end. Does not wait for a
    /// sealing under way in this process.
    ///
    /// # Errors
    /// [`BallotError::Database`], [`BallotError::Damaged`], [`BallotError::File`].
    pub async fn phase(&self, round: RoundId) -> Result<Option<Phase>, BallotError> {
        if self.slot(round).await.is_being_sealed() {
            return Ok(Some(Phase::Sealing));
        }
        self.stored_phase(round).await
    }

    /// What the store says of the phase.
    pub(crate) async fn stored_phase(&self, round: RoundId) -> Result<Option<Phase>, BallotError> {
        match self.round(round).await {
            Ok(held) => {
                let phase = read_phase(&held.store.reads()).await?;
                if let Some(Phase::Sealing | Phase::Sealed) = phase {
                    self.forget_keys(&held).await;
                }
                Ok(phase)
            }
            Err(BallotError::UnknownRound(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The public half of the round's signing pair, for the opening hash and for verifying receipts.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`] and those of the store.
    pub async fn public_key(&self, round: RoundId) -> Result<PublicKey, BallotError> {
        Ok(self.round(round).await?.public_key)
    }

    /// The layout of a sheet, as it was frozen at opening.
    ///
    /// # Errors
    /// [`BallotError::UnknownSheet`], [`BallotError::UnknownRound`] and those of the store.
    pub async fn layout(&self, round: RoundId, sheet: SheetId) -> Result<Layout, BallotError> {
        self.round(round).await?.sheets.get(&sheet).cloned().ok_or(BallotError::UnknownSheet(sheet))
    }

    /// Ends what the box has open: waiting hand-ins are answered, files are closed. Not needed for durability.
    ///
    /// # Errors
    /// [`BallotError::Database`] when a file cannot be closed.
    pub async fn close(&self) -> Result<(), BallotError> {
        let slots: Vec<_> = self.rounds.lock().await.drain().collect();
        for (_, slot) in slots {
            if let Some(held) = slot.held.write().await.take() {
                held.committer.drain().await;
                held.store.clone().close().await?;
            }
        }
        if let Stores::Postgres(pool) = &self.stores {
            pool.clone().close().await?;
        }
        Ok(())
    }

    /// Connects to a store that exists already.
    pub(crate) async fn connect(&self, round: RoundId) -> Result<Store, BallotError> {
        match &self.stores {
            Stores::Postgres(pool) => Ok(Store::postgres(pool, round)),
            Stores::Sqlite(folder) => {
                let files = SqliteFiles::of(folder, round);
                if files::is_present(&files.sealed)? {
                    Ok(Store::sqlite(&files.sealed, SqliteUse::Sealed, round).await?)
                } else if files::is_present(&files.open)? {
                    Ok(Store::sqlite(&files.open, SqliteUse::Open, round).await?)
                } else {
                    Err(BallotError::UnknownRound(round))
                }
            }
        }
    }

    pub(crate) async fn load(&self, round: RoundId) -> Result<Round, BallotError> {
        let store = self.connect(round).await?;
        match self.load_from(&store).await {
            Ok(loaded) => Ok(loaded),
            Err(error) => {
                store.close().await?;
                Err(error)
            }
        }
    }

    async fn load_from(&self, store: &Store) -> Result<Round, BallotError> {
        let reads: Reads<'_, _> = store.reads();
        let id = store.round();
        if !store.has_tables().await? {
            return Err(BallotError::UnknownRound(id));
        }
        let row = read_round(&reads).await?.ok_or(BallotError::UnknownRound(id))?;
        let keys = match row.phase {
            Phase::Issuing | Phase::Casting | Phase::Paused => self.keys.load(id, &row.public_key)?.map(Arc::new),
            Phase::Sealing | Phase::Sealed => None,
        };
        let tokens = self.token_sheets(&reads, (id, &row)).await?;
        Ok(Round {
            id,
            tokens,
            store: store.clone(),
            public_key: row.public_key,
            turnout_step: row.turnout_step,
            sheets: read_sheets(&reads).await?,
            committer: if keys.is_some() { Committer::start(store.clone()) } else { Committer::closed() },
            keys,
            turnout: Mutex::new(None),
        })
    }
}

async fn prepare_postgres(pool: &DatabaseConnection) -> Result<(), BallotError> {
    // "zhengyou" as a number: two servers that start together must not both make the tables.
    const LOCK: i64 = 0x7a68_656e_6779_6f75;
    let transaction = store::begin(pool).await?;
    store::lock_postgres(&transaction, "SELECT pg_advisory_xact_lock($1)", LOCK).await?;
    for sql in migrations::create_postgres_parents() {
        sea_orm::ConnectionTrait::execute_unprepared(&transaction, &sql).await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn rounds_of_postgres(pool: &DatabaseConnection, condition: &str) -> Result<Vec<RoundId>, BallotError> {
    let reads = Reads::over(pool, RoundId::from_bytes([0; 16]));
    let rows = reads.all(format!("SELECT round FROM {}{condition}", reads.table("round")), vec![]).await?;
    rows.iter().map(|row| Ok(RoundId::from_bytes(store::fixed(row, "round")?))).collect()
}

/// The files of a folder that belong to rounds, by what their names end with.
pub(crate) fn rounds_by_ending(folder: &std::path::Path, ending: &str) -> Result<Vec<RoundId>, BallotError> {
    let mut rounds = Vec::new();
    for entry in files::at(folder, fs::read_dir(folder))? {
        let name = files::at(folder, entry)?.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(ending));
        if let Some(Ok(round)) = stem.map(RoundId::parse) {
            rounds.push(round);
        }
    }
    Ok(rounds)
}
