//! What stands beside the steps of a procedure: the members' written summaries (S076), and what becomes of weak points (S064).

use std::collections::BTreeMap;

use storage::entities::{correction_project, procedure_record, round};
use storage::{ProcedureRecordId, Reads};

use super::show::Found;
use crate::App;
use crate::features::{corrections, self_reports};
use crate::web::WebError;

/// How many members of a unit have handed their written summary in, and who has not: for the office and the unit, who alone
/// see the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Summaries {
    /// Handed in.
    pub submitted: usize,
    /// All members of the unit who are judged.
    pub due: usize,
    /// Who has not, by name.
    pub missing: Vec<String>,
    /// Whether what is missing can no longer come in.
    pub is_too_late: bool,
}

/// How many written summaries must still come in before a step may be recorded: they are collected before the forum
/// (S076), so the step that counts them and every later one wait for them. Once casting is open none can come in any
/// more; then nothing waits, and the page says what is missing.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn summaries_awaited(reads: &impl Reads, found: &Found, step: &str) -> Result<u64, WebError> {
    let steps = &found.procedure.steps;
    let collects = steps.iter().position(|step| step.summaries);
    let asked = steps.iter().position(|one| one.code == step);
    let waits = collects.is_some_and(|collects| asked.is_some_and(|asked| asked >= collects));
    if !waits || !may_come_in(&found.round) {
        return Ok(0);
    }
    let members = self_reports::members(reads, found.round.id, found.organisation.0).await?;
    Ok(members.iter().filter(|(_, is_in)| !is_in).count() as u64)
}

/// Whether self-reports of a round may still be handed in.
fn may_come_in(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "draft" | "announced" | "issuing")
}

/// What becomes of a weak point.
pub(super) enum Task {
    /// A correction puts it right: its path, its name, who and by when.
    Planned(String, Box<correction_project::Model>),
    /// It can be put right: where that is planned.
    Plannable(String),
    /// Corrections are planned once the round is sealed, by a secretary once it is published.
    Later,
}

/// It as it is stored.
pub(super) struct Beside {
    /// The summaries of the unit.
    pub summaries: Summaries,
    projects: BTreeMap<ProcedureRecordId, correction_project::Model>,
}

impl Beside {
    /// Loads it, as far as a step of the procedure asks for it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn load(app: &App, found: &Found) -> Result<Self, WebError> {
        let (round, steps) = (found.round.id, &found.procedure.steps);
        let mut beside = Self { summaries: Summaries::default(), projects: BTreeMap::new() };
        if steps.iter().any(|step| step.summaries) {
            let members = self_reports::members(&app.database, round, found.organisation.0).await?;
            beside.summaries.due = members.len();
            beside.summaries.missing = members.into_iter().filter(|(_, is_in)| !is_in).map(|(name, _)| name).collect();
            beside.summaries.submitted = beside.summaries.due - beside.summaries.missing.len();
            beside.summaries.is_too_late = !may_come_in(&found.round);
        }
        if steps.iter().any(|step| step.weak_point) {
            beside.projects = corrections::queries::by_weak_point(&app.database, round).await?;
        }
        Ok(beside)
    }

    /// What becomes of a weak point.
    pub(super) fn task(&self, found: &Found, record: &procedure_record::Model) -> Task {
        let round = found.round.id;
        if let Some(project) = self.projects.get(&record.id) {
            let path = corrections::urls::Correction { round, project: project.id }.to_path();
            return Task::Planned(path, Box::new(project.clone()));
        }
        match found.round.state.as_str() {
            "published" | "finished" => {}
            "sealed" if found.is_office => {}
            _ => return Task::Later,
        }
        let path = corrections::urls::NewCorrection { round }.to_path();
        Task::Plannable(format!("{path}?weak={}", record.id))
    }
}
