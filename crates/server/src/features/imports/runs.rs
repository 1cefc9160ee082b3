//! Checks and writes that run beside the pages: their progress is kept in memory and can be left and come back to. One
//! lost by a restart is done again from the stored copy of the file.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use spreadsheets::report::{IgnoredValues, marked_workbook};
use spreadsheets::{Choices, Limits, open};
use storage::{ImportId, Scope};
use tokio::sync::watch;

use super::engine::{self, Applied, ApplyError, Checked, Kind, Phase};
use super::queries::{self, Change};
use super::report::{Report, Told, open_failure};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::WebError;

/// How far a run is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Rows done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
}

type Running = Arc<Mutex<HashMap<ImportId, watch::Receiver<Progress>>>>;

/// The runs of this process.
#[derive(Clone, Default)]
pub struct Runs(Running);

/// A run that was begun; dropping it ends it.
pub struct Run {
    id: ImportId,
    sender: Arc<watch::Sender<Progress>>,
    running: Running,
}

impl Drop for Run {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.id);
    }
}

impl Runs {
    /// Begins a run, unless there is one for this import.
    #[must_use]
    pub fn begin(&self, id: ImportId) -> Option<Run> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.contains_key(&id) {
            return None;
        }
        let (sender, receiver) = watch::channel(Progress::default());
        running.insert(id, receiver);
        Some(Run { id, sender: Arc::new(sender), running: Arc::clone(&self.0) })
    }

    /// Waits a moment for a run to end; its progress where it goes on, nothing where there is none.
    pub async fn look(&self, id: ImportId, patience: Duration) -> Option<Progress> {
        let running = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut receiver = running().get(&id).cloned()?;
        let ended = async { while receiver.changed().await.is_ok() {} };
        if tokio::time::timeout(patience, ended).await.is_ok() {
            return None;
        }
        let progress = *receiver.borrow();
        Some(progress)
    }
}

/// What a run does.
pub enum Work {
    /// Checks an uploaded file and stores a copy without what must not be kept.
    First(Vec<u8>),
    /// Checks the stored copy again.
    Again,
    /// Writes it.
    Apply(Actor),
}

/// Starts a run beside the pages.
pub fn start(app: &App, run: Run, work: Work) {
    let app = app.clone();
    tokio::spawn(async move {
        let outcome = match work {
            Work::First(bytes) => first(&app, &run, bytes).await,
            Work::Again => again(&app, &run).await,
            Work::Apply(actor) => apply(&app, &run, &actor).await,
        };
        if let Err(error) = outcome {
            tracing::error!(import = %run.id, %error, "an import broke");
            let failed = stop(&app, &run, plain("imports-broken")).await;
            if let Err(error) = failed {
                tracing::error!(import = %run.id, %error, "a broken import could not be noted");
            }
        }
    });
}

fn plain(key: &str) -> Told {
    Told { key: key.to_owned(), arguments: Vec::new() }
}

/// Ends an import that cannot go on; the file is erased.
async fn stop(app: &App, run: &Run, failure: Told) -> Result<(), WebError> {
    let change = Change {
        state: "refused",
        file: Some(None),
        report: Some(written(&Report::failed(failure))?),
        finished_at: Some(app.clock.now()),
        ..Change::default()
    };
    store(app, run.id, change).await
}

async fn store(app: &App, id: ImportId, change: Change) -> Result<(), WebError> {
    let transaction = app.database.write(Scope::Whole).await?;
    // Somebody may have given it up meanwhile: then there is nothing to store.
    queries::change(&transaction, id, &["checking", "applying"], change).await?;
    transaction.commit().await?;
    Ok(())
}

fn written(report: &Report) -> Result<String, WebError> {
    serde_json::to_string(report).map_err(|error| WebError::Broken(error.to_string()))
}

/// The answers as stored.
///
/// # Errors
/// When they are damaged.
pub fn choices(stored: &str) -> Result<Choices, WebError> {
    let pairs: std::collections::BTreeMap<String, String> =
        serde_json::from_str(stored).map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(pairs.into_iter().collect())
}

/// The report as stored.
///
/// # Errors
/// When it is damaged.
pub fn report(stored: &str) -> Result<Report, WebError> {
    if stored.is_empty() {
        return Ok(Report::default());
    }
    serde_json::from_str(stored).map_err(|error| WebError::Broken(error.to_string()))
}

async fn first(app: &App, run: &Run, bytes: Vec<u8>) -> Result<(), WebError> {
    let row = queries::find(&app.database, run.id).await?.ok_or(WebError::NotFound)?;
    let kind = kind(&row.kind)?;
    let existing = engine::load(&app.database, kind).await?;
    let sender = Arc::clone(&run.sender);
    let checked = tokio::task::spawn_blocking(move || {
        tell(&sender, Phase::Opening, 0, 0);
        let workbook = open(&bytes, &Limits::default()).map_err(|error| open_failure(&error))?;
        let copy = marked_workbook(&bytes, kind.table(), &[], IgnoredValues::LeaveOut)
            .map_err(|_| plain("imports-open-damaged"))?;
        let progress = |phase, done, total| tell(&sender, phase, done, total);
        let checked = engine::check(&workbook, &existing, &Choices::default(), &progress);
        Ok::<_, Told>((Report::of(&checked), copy))
    })
    .await?;
    match checked {
        Err(failure) => stop(app, run, failure).await,
        Ok((report, copy)) => {
            let change = Change {
                state: "checked",
                file: Some(Some(copy)),
                report: Some(written(&report)?),
                ..Change::default()
            };
            store(app, run.id, change).await
        }
    }
}

fn tell(sender: &watch::Sender<Progress>, phase: Phase, done: usize, total: usize) {
    sender.send_replace(Progress { phase, done, total });
}

/// The kind of a stored import.
///
/// # Errors
/// When it is damaged.
pub fn kind(code: &str) -> Result<Kind, WebError> {
    Kind::from_code(code).ok_or_else(|| WebError::Broken(code.to_owned()))
}

/// Checks the stored copy against what is there now.
async fn check_copy(
    app: &App,
    run: &Run,
    existing: engine::Existing,
) -> Result<Option<(Kind, String, Checked, Report)>, WebError> {
    let row = queries::find(&app.database, run.id).await?.ok_or(WebError::NotFound)?;
    let kind = kind(&row.kind)?;
    let choices = choices(&row.choices)?;
    let before = report(&row.report)?;
    let Some(copy) = row.file else {
        return Ok(None);
    };
    let sender = Arc::clone(&run.sender);
    let (checked, report) = tokio::task::spawn_blocking(move || {
        tell(&sender, Phase::Opening, 0, 0);
        let workbook = open(&copy, &Limits::default()).map_err(|error| WebError::Broken(error.to_string()))?;
        let progress = |phase, done, total| tell(&sender, phase, done, total);
        let checked = engine::check(&workbook, &existing, &choices, &progress);
        let mut report = Report::of(&checked);
        report.carry(&before, &choices);
        Ok::<_, WebError>((checked, report))
    })
    .await??;
    Ok(Some((kind, row.file_name, checked, report)))
}

async fn again(app: &App, run: &Run) -> Result<(), WebError> {
    let row = queries::find(&app.database, run.id).await?.ok_or(WebError::NotFound)?;
    let existing = engine::load(&app.database, kind(&row.kind)?).await?;
    match check_copy(app, run, existing).await? {
        None => stop(app, run, plain("imports-lost")).await,
        Some((_, _, _, report)) => {
            let change = Change { state: "checked", report: Some(written(&report)?), ..Change::default() };
            store(app, run.id, change).await
        }
    }
}

/// Writes the file in one transaction that excludes every other: checked once more against what is there now, then all
/// or nothing. Where it may no longer be applied, the new report says why.
async fn apply(app: &App, run: &Run, actor: &Actor) -> Result<(), WebError> {
    let transaction = app.database.write(Scope::Whole).await?;
    match apply_within(app, run, actor, &transaction).await {
        Ok(()) => Ok(transaction.commit().await?),
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

async fn apply_within(
    app: &App,
    run: &Run,
    actor: &Actor,
    transaction: &storage::WriteTransaction,
) -> Result<(), WebError> {
    let row = queries::find(transaction, run.id).await?.ok_or(WebError::NotFound)?;
    let existing = engine::load(transaction, kind(&row.kind)?).await?;
    let Some((kind, file_name, checked, report)) = check_copy(app, run, existing).await? else {
        return Err(WebError::Broken("the file is not there".to_owned()));
    };
    if !report.may_be_applied {
        let change = Change { state: "checked", report: Some(written(&report)?), ..Change::default() };
        queries::change(transaction, run.id, &["applying"], change).await?;
        return Ok(());
    }
    let sender = Arc::clone(&run.sender);
    let progress = move |phase, done, total| tell(&sender, phase, done, total);
    let today = app.today().format("%Y-%m-%d").to_string();
    let applied = Applied { transaction, clock: &app.clock, actor, today: &today };
    let summary = engine::apply(&applied, &checked, &progress).await.map_err(|error| match error {
        ApplyError::Storage(error) => WebError::from(error),
        other => WebError::Broken(other.to_string()),
    })?;
    let about = About::details(engine::particulars(kind, &file_name, &summary));
    let event = Event::ImportApplied;
    audit::record(transaction, &app.clock, actor, event, about).await?;
    let change = Change {
        state: "applied",
        file: Some(None),
        report: Some(written(&report)?),
        finished_at: Some(app.clock.now()),
        ..Change::default()
    };
    if queries::change(transaction, run.id, &["applying"], change).await? {
        Ok(())
    } else {
        Err(WebError::Broken("given up while it was written".to_owned()))
    }
}
