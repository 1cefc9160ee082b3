//! The second judgement after a correction (S089): the figures of those concerned before it and after it, each from the
//! release of its own round and never otherwise.

use std::collections::BTreeSet;

use storage::entities::correction_project;
use storage::{CorrectionProjectId, ObjectId};
use texts::Language;

use super::queries;
use super::seen::Seen;
use crate::App;
use crate::features::results::context::Context;
use crate::features::results::figures::{Figure, Row, words};
use crate::features::results::release::Object;
use crate::features::{appraisals, results};
use crate::web::{Frame, Visitor, WebError};

/// One figure before and after.
pub(super) struct Line {
    /// Whose it is, and on which item.
    pub name: String,
    /// As it was released of the round.
    pub before: String,
    /// As it was released of the round that judged again; nothing before that is sealed.
    pub after: Option<String>,
}

/// The figures of a project, and the round that judges again.
pub(super) struct Compared {
    /// The figures.
    pub lines: Vec<Line>,
    /// The round that judges again: its title, and its page for whoever may open it.
    pub repeat: Option<(String, Option<String>)>,
}

/// Whom the opinions and weak points of a project concern: the objects they are about, and where an opinion was released at a place every
/// object below it, because nobody may be told whose it was.
pub(super) fn concerned(seen: &Seen, project: CorrectionProjectId) -> BTreeSet<ObjectId> {
    let release = &seen.context.release;
    let mut found = BTreeSet::new();
    for opinion in seen.opinions_of(project) {
        match (opinion.object_id, release.place(opinion.organisation_id)) {
            (Some(object), _) => {
                found.insert(object);
            }
            (None, Some(above)) => {
                let below = release.objects.iter().filter(|object| release.lies_within(object.place, above));
                found.extend(below.map(|object| object.object));
            }
            (None, None) => {}
        }
    }
    // A weak point of a forum concerns the organisation itself, not its members (S064).
    for organisation in seen.weak.of(project).map(|one| one.record.organisation_id) {
        let objects = seen.context.frozen.plan.objects.iter();
        let own =
            objects.filter(|one| one.organisation == organisation && one.member.is_none() && one.window.is_none());
        found.extend(own.map(|object| object.id));
    }
    found
}

/// Puts them beside each other, as far as the visitor sees them.
pub(super) async fn compared(
    (app, visitor, frame): (&App, &Visitor, &Frame),
    seen: &Seen,
    project: &correction_project::Model,
) -> Result<Compared, WebError> {
    let repeat = match queries::repeat_of(&app.database, project.id).await? {
        Some(repeat) => appraisals::queries::round(&app.database, repeat).await?,
        None => None,
    };
    let Some(repeat) = repeat else {
        return Ok(Compared { lines: Vec::new(), repeat: None });
    };
    let after = match Context::load(app, visitor, repeat.id).await {
        Ok(after) => Some(after),
        // Not sealed yet, or not for this visitor yet.
        Err(WebError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let of = (app, frame.language);
    let mut lines = Vec::new();
    for id in concerned(seen, project.id) {
        let Ok((_, object)) = seen.context.object(id) else {
            continue;
        };
        let before = figures(of, &seen.context, object)?;
        let now = match after.as_ref().and_then(|after| Some((after, again(&seen.context, after, object)?))) {
            Some((after, again)) => figures(of, after, again)?,
            None => Vec::new(),
        };
        for (place, (item, before)) in before.into_iter().enumerate() {
            let missing = || after.as_ref().map(|_| app.texts.get(frame.language, "corrections-not-judged-again"));
            let after = now.get(place).map(|(_, figure)| figure.clone()).or_else(missing);
            lines.push(Line { name: format!("{} · {item}", object.name), before, after });
        }
    }
    let path = if after.is_some() {
        Some(results::urls::Results { round: repeat.id }.to_path())
    } else if appraisals::common::reaches(app, visitor, repeat.organisation_id).await? {
        Some(appraisals::urls::Round { id: repeat.id }.to_path())
    } else {
        None
    };
    // Whoever may open neither does not read the title of a draft.
    let is_known = path.is_some() || appraisals::knows_of(app, visitor, &repeat).await?;
    let title = if is_known { repeat.title } else { app.texts.get(frame.language, "corrections-repeat-unknown") };
    Ok(Compared { lines, repeat: Some((title, path)) })
}

/// The same object in the round that judged again, by the same measure.
fn again<'a>(before: &Context, after: &'a Context, object: &Object) -> Option<&'a Object> {
    let declared = before.declared(object.object)?;
    let measure = before.frozen.plan.measure(object.measure)?;
    let judged = before.frozen.plan.judged(declared);
    let plan = &after.frozen.plan;
    let same = plan.objects.iter().find(|other| {
        let same_measure = plan.measure(other.measure).is_some_and(|other| {
            other.definition.code == measure.definition.code && other.direction == measure.direction
        });
        same_measure && plan.judged(other) == judged
    })?;
    after.object(same.id).ok().map(|(_, object)| object)
}

/// What is released of an object: its overall item, every item where the instrument names none.
fn figures(
    (app, language): (&App, Language),
    context: &Context,
    object: &Object,
) -> Result<Vec<(String, String)>, WebError> {
    let definition = context.definition(object.measure)?;
    let overall = definition.overall_position();
    let (_, valid, _) = context.release.ballots_on(object);
    let numbers = (valid, context.due(object));
    let mut shown = Vec::new();
    for (place, (item, standing)) in definition.items.iter().zip(&object.items).enumerate() {
        if overall.is_some_and(|overall| overall != place) {
            continue;
        }
        let name = words(&item.name, language);
        let row = Row::of((app, language), context, name, &standing.total, numbers, definition);
        shown.push((row.name, row.figure.as_ref().map_or(row.words, Figure::rate)));
    }
    Ok(shown)
}
