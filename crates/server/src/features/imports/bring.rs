//! A file brought in at the machine itself, without an account: the same importer as the pages.

use spreadsheets::{Choices, Limits, open};
use storage::{Database, Scope, StorageError, WriteTransaction};
use texts::{TextError, Texts};
use tokio::sync::watch;

use super::engine::{self, Applied, ApplyError, Checked, Kind, Phase, Progress};
use super::report::{Report, Told, open_failure};
use crate::Clock;
use crate::audit::{self, About, Actor, Event};

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Only the report.
    DryRun,
    /// All or nothing.
    Write,
}

/// What becomes of corrections that are sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SureCorrections {
    /// They are reported like every question.
    Ask,
    /// They are accepted.
    Accept,
}

/// What to do with a file.
#[derive(Debug, Clone)]
pub struct Order {
    /// What it holds.
    pub kind: Kind,
    /// Its name, for the trail.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether anything is written.
    pub extent: Extent,
    /// What becomes of corrections that are sure.
    pub sure: SureCorrections,
    /// Today, ISO: the day of the organisations' history.
    pub today: String,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It cannot be read; why.
    Unreadable(Told),
    /// Something is wrong or unanswered; nothing was written.
    Refused(Report),
    /// It may be imported; nothing was written, because nothing was asked for or nothing changes.
    Checked(Report),
    /// It was written.
    Written(Report),
}

/// Why a file could not be handled; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The write.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// The check broke.
    #[error("the check broke: {0}")]
    Broken(#[from] tokio::task::JoinError),
}

/// The texts of reports.
///
/// # Errors
/// When a text file is damaged.
pub fn texts() -> Result<Texts, TextError> {
    crate::texts::load()
}

/// Checks a file and, where asked to and nothing is wrong, writes it: in one transaction that excludes every other.
///
/// # Errors
/// [`BringError`]; then nothing was written.
pub async fn bring(
    database: &Database,
    clock: &Clock,
    order: Order,
    progress: Progress<'_>,
) -> Result<Outcome, BringError> {
    let transaction = database.write(Scope::Whole).await?;
    match bring_within(&transaction, clock, order, progress).await {
        Ok(outcome @ Outcome::Written(_)) => {
            transaction.commit().await?;
            Ok(outcome)
        }
        other => {
            transaction.rollback().await?;
            other
        }
    }
}

async fn bring_within(
    transaction: &WriteTransaction,
    clock: &Clock,
    order: Order,
    progress: Progress<'_>,
) -> Result<Outcome, BringError> {
    let existing = engine::load(transaction, order.kind).await?;
    let (bytes, sure) = (order.bytes, order.sure);
    progress(Phase::Opening, 0, 0);
    let (sender, mut heard) = watch::channel((Phase::Opening, 0, 0));
    let tell = move |phase, done, total| {
        sender.send_replace((phase, done, total));
    };
    let mut work = tokio::task::spawn_blocking(move || check(&bytes, &existing, sure, &tell));
    let checked = loop {
        tokio::select! {
            checked = &mut work => break checked?,
            Ok(()) = heard.changed() => {
                let (phase, done, total) = *heard.borrow_and_update();
                progress(phase, done, total);
            }
        }
    };
    let checked = match checked {
        Ok(checked) => checked,
        Err(failure) => return Ok(Outcome::Unreadable(failure)),
    };
    let report = Report::of(&checked);
    if !report.may_be_applied {
        return Ok(Outcome::Refused(report));
    }
    if order.extent == Extent::DryRun || report.changes_nothing() {
        return Ok(Outcome::Checked(report));
    }
    let actor = Actor::system();
    let applied = Applied { transaction, clock, actor: &actor, today: &order.today };
    let summary = engine::apply(&applied, &checked, progress).await?;
    let about = About::details(engine::particulars(order.kind, &order.file_name, &summary));
    audit::record(transaction, clock, &actor, Event::ImportApplied, about).await?;
    Ok(Outcome::Written(report))
}

/// Accepting one correction may bring up another (a branch found, its members compared): again until none is left.
fn check(
    bytes: &[u8],
    existing: &engine::Existing,
    sure: SureCorrections,
    progress: Progress<'_>,
) -> Result<Checked, Told> {
    let workbook = open(bytes, &Limits::default()).map_err(|error| open_failure(&error))?;
    let mut choices = Choices::default();
    loop {
        let checked = engine::check(&workbook, existing, &choices, progress);
        let known = choices.iter().count();
        if sure == SureCorrections::Accept {
            choices.accept_sure(&checked.problems);
        }
        if choices.iter().count() == known {
            return Ok(checked);
        }
    }
}
