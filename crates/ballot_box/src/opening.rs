//! Opening a round's store and moving it between issuing, casting and pause. Every act may be repeated.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use credentials::Layout;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use tokens::TokenPublicKey;

use crate::ballot_box::Stores;
use crate::migrations::{self, FORMAT};
use crate::rounds::{read_phase, read_round, read_sheets, write_phase};
use crate::sealing::sqlite_files::SqliteFiles;
use crate::store::{self, Reads, SqliteUse, Store};
use crate::tokens::read_token_keys;
use crate::{BallotBox, BallotError, Phase, PublicKey, RoundId, SheetId, Step, files};

/// What a round is opened with; frozen from then on.
#[derive(Clone, Debug)]
pub struct RoundOpening {
    /// The round.
    pub round: RoundId,
    /// Its sheets, one per panel.
    pub sheets: BTreeMap<SheetId, Layout>,
    /// Those of them that are judged with blind tokens; each gets a pair of its own.
    pub token_sheets: BTreeSet<SheetId>,
    /// Turnout is told in whole multiples of this many ballots (the round's threshold *k*).
    pub turnout_step: NonZeroU32,
}

impl BallotBox {
    /// Opens a round: makes its keys once, its tables, and records its sheets. Repeating it, also after a crash at any
    /// step, ends the same way and gives the same public key.
    ///
    /// # Errors
    /// [`BallotError::OpenedDifferently`] when it was opened with something else, [`BallotError::KeysLost`] when it
    /// was open before and its keys are gone, and those of the store.
    pub async fn open_round(&self, opening: &RoundOpening) -> Result<PublicKey, BallotError> {
        let slot = self.slot(opening.round).await;
        let mut slot = slot.held.write().await;
        if let Some(held) = slot.take() {
            held.committer.drain().await;
            held.store.clone().close().await?;
        }
        if let Some(public_key) = self.opened_before(opening).await? {
            return Ok(public_key);
        }
        let keys = self.keys.create(opening.round, &*self.entropy, &*self.steps)?;
        let token_keys = self.create_token_keys(opening).await?;
        self.steps.reached(Step::TokenKeysCreated)?;
        let store = self.create_store(opening.round).await?;
        let recorded = self.record_opening(&store, opening, (keys.signing.public_key(), &token_keys)).await;
        store.close().await?;
        recorded?;
        self.steps.reached(Step::RoundRecorded)?;
        Ok(keys.signing.public_key())
    }

    /// Begins casting, or goes on with it after a pause.
    ///
    /// # Errors
    /// [`BallotError::KeysLost`]; [`BallotError::WrongPhase`] once sealing has begun.
    pub async fn begin_casting(&self, round: RoundId) -> Result<(), BallotError> {
        if self.round(round).await?.keys.is_none() && self.is_unsealed(round).await? {
            return Err(BallotError::KeysLost(round));
        }
        self.change_phase(round, &[Phase::Issuing, Phase::Paused, Phase::Casting], Phase::Casting).await
    }

    /// Pauses casting, so that codes can be issued and cancelled.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] when the round is not casting or paused.
    pub async fn pause_casting(&self, round: RoundId) -> Result<(), BallotError> {
        self.change_phase(round, &[Phase::Casting, Phase::Paused], Phase::Paused).await
    }

    async fn is_unsealed(&self, round: RoundId) -> Result<bool, BallotError> {
        Ok(!matches!(self.phase(round).await?, Some(Phase::Sealing | Phase::Sealed)))
    }

    async fn change_phase(&self, round: RoundId, from: &[Phase], to: Phase) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, from).await?;
        write_phase(&writes, to).await?;
        Ok(transaction.commit().await?)
    }

    /// The public key of a round that was opened to the end before.
    async fn opened_before(&self, opening: &RoundOpening) -> Result<Option<PublicKey>, BallotError> {
        let store = match self.connect(opening.round).await {
            Err(BallotError::UnknownRound(_)) => return Ok(None),
            other => other?,
        };
        let found = read_opening(&store).await;
        store.close().await?;
        let Some((public_key, step, sheets, token_sheets)) = found? else {
            return Ok(None);
        };
        let is_same = step == opening.turnout_step.get() && sheets == opening.sheets;
        if !is_same || token_sheets != opening.token_sheets {
            return Err(BallotError::OpenedDifferently(opening.round));
        }
        Ok(Some(public_key))
    }

    async fn create_store(&self, round: RoundId) -> Result<Store, BallotError> {
        let (store, statements) = match &self.stores {
            Stores::Sqlite(folder) => {
                let files = SqliteFiles::of(folder, round);
                let store = Store::sqlite(&files.open, SqliteUse::Create, round).await?;
                files::sync(folder)?;
                (store, migrations::create_sqlite_tables())
            }
            Stores::Postgres(pool) => (Store::postgres(pool, round), migrations::create_postgres_partitions(round)),
        };
        let created = create_tables(&store, &statements).await;
        match created.and_then(|()| Ok(self.steps.reached(Step::TablesCreated)?)) {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await?;
                Err(error)
            }
        }
    }

    async fn record_opening(
        &self,
        store: &Store,
        opening: &RoundOpening,
        (public_key, token_keys): (PublicKey, &BTreeMap<SheetId, TokenPublicKey>),
    ) -> Result<(), BallotError> {
        let transaction = store.write().await?;
        let writes = Reads::over(&transaction, opening.round);
        let round_row = format!(
            "INSERT INTO {} (round, format, public_key, turnout_step, phase) VALUES ($1, $2, $3, $4, $5)",
            writes.table("round")
        );
        let step = i64::from(opening.turnout_step.get());
        let key = store::blob(public_key.as_bytes());
        let phase = Phase::Issuing.name();
        writes.execute(round_row, vec![writes.round(), FORMAT.into(), key, step.into(), phase.into()]).await?;
        let sheet_row = format!("INSERT INTO {} (round, sheet, layout) VALUES ($1, $2, $3)", writes.table("sheet"));
        for (sheet, layout) in &opening.sheets {
            let values = vec![writes.round(), i64::from(sheet.0).into(), layout.to_text().into()];
            writes.execute(sheet_row.clone(), values).await?;
        }
        let key_row = format!(
            "INSERT INTO {} (round, sheet, public_key, standing) VALUES ($1, $2, $3, 'valid')",
            writes.table("token_key")
        );
        for (sheet, key) in token_keys {
            let values = vec![writes.round(), i64::from(sheet.0).into(), store::blob(key.to_spki())];
            writes.execute(key_row.clone(), values).await?;
        }
        Ok(transaction.commit().await?)
    }
}

async fn create_tables(store: &Store, statements: &[String]) -> Result<(), BallotError> {
    let transaction = store.write().await?;
    for sql in statements {
        transaction.execute_unprepared(sql).await?;
    }
    Ok(transaction.commit().await?)
}

type Opened = (PublicKey, u32, BTreeMap<SheetId, Layout>, BTreeSet<SheetId>);

async fn read_opening(store: &Store) -> Result<Option<Opened>, BallotError> {
    let reads = store.reads();
    if !store.has_tables().await? {
        return Ok(None);
    }
    let Some(row) = read_round(&reads).await? else {
        return Ok(None);
    };
    let token_sheets = read_token_keys(&reads, row.format).await?.into_iter().map(|key| key.sheet).collect();
    Ok(Some((row.public_key, row.turnout_step, read_sheets(&reads).await?, token_sheets)))
}

/// The phase, if it is one of those in which something may be done.
pub(crate) async fn require_phase(
    writes: &Reads<'_, DatabaseTransaction>,
    allowed: &[Phase],
) -> Result<Phase, BallotError> {
    let phase = read_phase(writes).await?.ok_or(BallotError::Damaged("the round's row is missing"))?;
    if allowed.contains(&phase) { Ok(phase) } else { Err(BallotError::WrongPhase(phase)) }
}
