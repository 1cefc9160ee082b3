//! Weak points a forum recorded (S064): put right like released opinions, by a project with a named person and a last day.

use std::collections::{BTreeMap, BTreeSet};

use storage::{CorrectionProjectId, ProcedureRecordId, Reads, RoundId};

use super::queries;
use super::seen::Seen;
use crate::App;
use crate::features::procedures;
use crate::features::procedures::queries::WeakPoint;
use crate::web::{Frame, WebError};

/// The weak points of a round as whoever plans corrections sees them.
#[derive(Default)]
pub(super) struct WeakPoints {
    /// Those of the organisations the visitor answers for.
    pub points: Vec<WeakPoint>,
    /// Which project one belongs to, of all of the round.
    pub grouped: BTreeMap<ProcedureRecordId, CorrectionProjectId>,
}

/// One as a page shows it.
pub(super) struct WeakPointView {
    /// Its record.
    pub id: String,
    /// Whose, and at which point.
    pub about: String,
    /// What was said.
    pub words: String,
    /// Whether it is ticked.
    pub is_chosen: bool,
}

impl WeakPoints {
    /// Loads all of a round.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn load(app: &App, round: RoundId) -> Result<Self, WebError> {
        Ok(Self {
            points: procedures::queries::weak_points(&app.database, round).await?,
            grouped: queries::weak_points(&app.database, round).await?,
        })
    }

    /// One the visitor answers for, as it was ticked.
    pub(super) fn ticked(&self, id: &str) -> Option<&WeakPoint> {
        self.points.iter().find(|one| one.record.id.to_string() == id)
    }

    /// Those of a project that the visitor sees.
    pub(super) fn of(&self, project: CorrectionProjectId) -> impl Iterator<Item = &WeakPoint> {
        self.points.iter().filter(move |one| self.grouped.get(&one.record.id) == Some(&project))
    }

    /// How many a project has in all.
    pub(super) fn number_of(&self, project: CorrectionProjectId) -> usize {
        self.grouped.values().filter(|other| **other == project).count()
    }

    /// Those in no project yet.
    pub(super) fn open(&self) -> usize {
        self.points.iter().filter(|one| !self.grouped.contains_key(&one.record.id)).count()
    }

    /// The weak points a project has from now on: those ticked, and those of it that somebody else answers for. Nothing where
    /// one of them belongs to another project.
    pub(super) async fn kept(
        &self,
        reads: &impl Reads,
        (round, project): (RoundId, CorrectionProjectId),
        ticked: &[String],
    ) -> Result<Option<BTreeSet<ProcedureRecordId>>, WebError> {
        let grouped = queries::weak_points(reads, round).await?;
        let mut kept: BTreeSet<ProcedureRecordId> =
            ticked.iter().filter_map(|id| self.ticked(id)).map(|one| one.record.id).collect();
        if kept.iter().any(|id| grouped.get(id).is_some_and(|other| *other != project)) {
            return Ok(None);
        }
        let is_seen = |id: &ProcedureRecordId| self.points.iter().any(|one| one.record.id == *id);
        kept.extend(grouped.into_iter().filter(|(id, of)| *of == project && !is_seen(id)).map(|(id, _)| id));
        Ok(Some(kept))
    }
}

/// One for a page.
pub(super) fn view(frame: &Frame, seen: &Seen, one: &WeakPoint, is_chosen: bool) -> WeakPointView {
    let organisation = seen.name_of(one.record.organisation_id);
    WeakPointView {
        id: one.record.id.to_string(),
        about: format!("{organisation} · {}", one.about.in_language(frame.language)),
        words: one.record.words.clone(),
        is_chosen,
    }
}
