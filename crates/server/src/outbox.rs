//! The outbox: work that a change asks for in its own transaction and that is done once the change is on the disk, such
//! as files. A crash loses no job; one that was cut off is done again, so every job makes the same thing twice over.

use std::time::Duration;

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::job;
use storage::{JobId, Reads, RoundId, Scope, StorageError, WriteTransaction};

use crate::{App, Clock, features};

/// How often a job is tried before somebody has to look.
const MOST_ATTEMPTS: i64 = 3;
/// How often the outbox is looked at.
const PAUSE: Duration = Duration::from_secs(2);

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    /// All papers of a round in one file.
    Dossier(RoundId),
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It will be done, or is being done.
    Waiting,
    /// It was done.
    Done,
    /// It was tried in vain; the log says why.
    Failed,
}

impl Job {
    const fn kind(self) -> &'static str {
        match self {
            Self::Dossier(_) => "dossier",
        }
    }

    fn payload(self) -> String {
        match self {
            Self::Dossier(round) => round.to_string(),
        }
    }

    fn of(row: &job::Model) -> Option<Self> {
        match row.kind.as_str() {
            "dossier" => row.payload.parse().ok().map(Self::Dossier),
            _ => None,
        }
    }
}

/// Asks for a job; one that waits already is enough.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue(transaction: &WriteTransaction, clock: &Clock, job: Job) -> Result<(), StorageError> {
    if standing(transaction, job).await? == Some(Standing::Waiting) {
        return Ok(());
    }
    let row = job::ActiveModel {
        id: Set(JobId(clock.next_id())),
        kind: Set(job.kind().to_owned()),
        payload: Set(job.payload()),
        state: Set("waiting".to_owned()),
        attempts: Set(0),
        created_at: Set(clock.now()),
        finished_at: Set(None),
        failure: Set(None),
    };
    job::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Where the job last asked for stands; `None` where nobody asked.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(reads: &impl Reads, job: Job) -> Result<Option<Standing>, StorageError> {
    let last = job::Entity::find()
        .filter(job::Column::Kind.eq(job.kind()))
        .filter(job::Column::Payload.eq(job.payload()))
        .order_by_desc(job::Column::CreatedAt)
        .order_by_desc(job::Column::Id)
        .one(reads.connection())
        .await?;
    Ok(last.map(|row| match row.state.as_str() {
        "waiting" => Standing::Waiting,
        "done" => Standing::Done,
        _ => Standing::Failed,
    }))
}

/// Does what waits, in the order it was asked for; how many jobs were tried. A job that fails holds up no other.
///
/// # Errors
/// When the database does not answer.
pub async fn work_off(app: &App) -> Result<usize, StorageError> {
    let waiting = job::Entity::find()
        .filter(job::Column::State.eq("waiting"))
        .order_by_asc(job::Column::CreatedAt)
        .order_by_asc(job::Column::Id)
        .all(app.database.connection())
        .await?;
    let tried = waiting.len();
    for row in waiting {
        let failure = match Job::of(&row) {
            Some(job) => features::perform(app, job).await.err().map(|error| error.to_string()),
            None => Some(format!("no job of this version: {}", row.kind)),
        };
        if let Some(failure) = &failure {
            tracing::error!(kind = row.kind, failure, "a job failed");
        }
        note(app, row, failure).await?;
    }
    Ok(tried)
}

async fn note(app: &App, row: job::Model, failure: Option<String>) -> Result<(), StorageError> {
    let transaction = app.database.write(Scope::Whole).await?.undone_when_dropped();
    let attempts = row.attempts + 1;
    let state = match &failure {
        None => "done",
        Some(_) if attempts < MOST_ATTEMPTS => "waiting",
        Some(_) => "failed",
    };
    let noted = job::ActiveModel {
        id: Set(row.id),
        state: Set(state.to_owned()),
        attempts: Set(attempts),
        finished_at: Set((state != "waiting").then(|| app.clock.now())),
        failure: Set(failure),
        ..Default::default()
    };
    noted.update(transaction.connection()).await?;
    transaction.commit().await
}

/// Works off what is asked for, as long as the server runs.
pub async fn watch(app: App) {
    let mut ticks = tokio::time::interval(PAUSE);
    loop {
        ticks.tick().await;
        if let Err(error) = work_off(&app).await {
            tracing::error!(%error, "the outbox could not be read");
        }
    }
}
