//! The conclusion about an organisation in a sealed round: the released figures, the working group's words on ideas and style,
//! on results of work and on the whole, and the everyday entries it rests on.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{conclusion, everyday_entry, round};
use storage::{EverydayEntryId, Scope};

use super::form::ConclusionForm;
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::measure_title;
use crate::features::appraisals::queries as rounds;
use crate::features::records::methods::name_of;
use crate::features::results::context::Context;
use crate::features::results::figures::{Figure, Row, words};
use crate::features::results::queries::Replacing;
use crate::features::results::release::{Object, Standing};
use crate::features::{organisations, records, results};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// A released figure: of what, and the figure or why there is none.
struct Score {
    path: String,
    name: String,
    said: String,
    certainty: String,
    opinions: (u64, u64),
}

struct Entry {
    id: String,
    happened_on: String,
    method: String,
    words: String,
    evidence: String,
    is_cited: bool,
}

#[derive(Template)]
#[template(path = "features/conclusions/templates/conclusion.html")]
struct ConclusionView {
    page: Page,
    round: (String, String),
    record: String,
    organisation: (String, String),
    period: String,
    everyday: String,
    action: String,
    may_write: bool,
    is_stored: bool,
    scores: Vec<Score>,
    form: ConclusionForm,
    entries: Vec<Entry>,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// A judged organisation of a sealed round that the visitor may see.
struct Found {
    context: Context,
    name: String,
    may_write: bool,
    stored: Option<conclusion::Model>,
    cited: BTreeSet<EverydayEntryId>,
    /// The entries of the round's period, and what the conclusion cites.
    entries: Vec<everyday_entry::Model>,
}

async fn find(app: &App, visitor: &Visitor, url: &urls::Conclusion) -> Result<Found, WebError> {
    let context = Context::load(app, visitor, url.round).await?;
    let place = context.release.place(url.organisation).filter(|place| context.sees_place(*place));
    let place = place.and_then(|place| context.release.places.get(place)).ok_or(WebError::NotFound)?;
    let mut objects = context.frozen.plan.objects.iter();
    if !objects.any(|object| object.organisation == url.organisation) {
        return Err(WebError::NotFound);
    }
    let office = visitor.reach(&[Role::CampaignOffice]);
    let is_office = organisations::queries::in_reach(&app.database, &office, context.round.organisation_id).await?;
    let cited = queries::cited_by(&app.database, (url.round, url.organisation)).await?;
    let mut entries = queries::entries(&app.database, url.organisation).await?;
    entries.retain(|entry| is_within(&context.round, entry) || cited.contains(&entry.id));
    Ok(Found {
        name: place.name.clone(),
        may_write: is_office && context.round.state != "finished",
        stored: queries::conclusion(&app.database, (url.round, url.organisation)).await?,
        cited,
        entries,
        context,
    })
}

/// Whether an entry is of the round's period; ISO days are in the order of their letters.
fn is_within(round: &round::Model, entry: &everyday_entry::Model) -> bool {
    (round.period_from.as_str()..=round.period_to.as_str()).contains(&entry.happened_on.as_str())
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Conclusion>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    let form = found.stored.as_ref().map(ConclusionForm::from).unwrap_or_default();
    let form = ConclusionForm { cites: found.cited.iter().map(ToString::to_string).collect(), ..form };
    page(&app, &frame, (&found, &url), (StatusCode::OK, form, FieldErrors::default(), None)).await
}

async fn page(
    app: &App,
    frame: &Frame,
    (found, url): (&Found, &urls::Conclusion),
    (status, form, errors, conflict): (StatusCode, ConclusionForm, FieldErrors, Option<Conflict>),
) -> Answer {
    let context = &found.context;
    let mut scores = Vec::new();
    for object in &context.release.objects {
        let declared = context.declared(object.object);
        if declared.is_some_and(|declared| declared.organisation == url.organisation && declared.member.is_none()) {
            scores.push(score(app, frame, context, object).await?);
        }
    }
    let entries = found.entries.iter().map(|entry| Entry {
        is_cited: form.cites.contains(&entry.id.to_string()),
        id: entry.id.to_string(),
        happened_on: entry.happened_on.clone(),
        method: name_of(&entry.method, frame.language),
        words: entry.words.clone(),
        evidence: entry.evidence.clone(),
    });
    let (round, organisation) = (url.round, url.organisation);
    let entries = entries.filter(|entry| found.may_write || entry.is_cited).collect();
    let view = ConclusionView {
        page: frame.page("conclusions-title"),
        round: (results::urls::Results { round }.to_path(), context.round.title.clone()),
        record: records::urls::Record { round, organisation }.to_path(),
        organisation: (organisations::urls::Organisation { id: organisation }.to_path(), found.name.clone()),
        period: format!("{} – {}", context.round.period_from, context.round.period_to),
        everyday: urls::Everyday { organisation }.to_path(),
        action: url.to_path(),
        may_write: found.may_write,
        is_stored: found.stored.is_some(),
        scores,
        entries,
        form,
        errors,
        conflict,
    };
    html_with(status, &view)
}

/// The released figure of the overall item, with what stands beside it: opinions released and answered.
async fn score(app: &App, frame: &Frame, context: &Context, object: &Object) -> Result<Score, WebError> {
    let plan = &context.frozen.plan;
    let definition = context.definition(object.measure)?;
    let measure = plan.measure(object.measure).map(|measure| measure_title(plan, measure, frame.language));
    let item = definition.overall_position();
    let asked = item.and_then(|item| definition.items.get(item));
    let asked = asked.map(|item| words(&item.name, frame.language)).unwrap_or_default();
    let name = format!("{} · {} · {asked}", object.name, measure.unwrap_or_default());
    let (_, valid, _) = context.release.ballots_on(object);
    let standing = item.and_then(|item| object.items.get(item)).map_or(&Standing::Empty, |item| &item.total);
    let numbers = (valid, context.due(object));
    let row = Row::of((app, frame.language), context, name, standing, numbers, definition);
    let said = match (&row.figure, item) {
        (Some(figure), _) => Figure::rate(figure),
        (None, Some(_)) => row.words,
        (None, None) => app.texts.get(frame.language, "results-no-overall"),
    };
    let opinions = results::queries::opinions_about(&app.database, object.object).await?;
    let path = results::urls::Object { round: context.round.id, object: object.object }.to_path();
    Ok(Score { path, name: row.name, said, certainty: row.certainty, opinions })
}

/// Writes it, or changes it until the round is finished.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Conclusion>,
    posted: Posted<ConclusionForm>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    if !found.may_write {
        return Err(WebError::refused("conclusions-only-look"));
    }
    let mut errors = FieldErrors::default();
    let read = posted.input.read(&mut errors);
    // Only what is this organisation's and of this period may be cited.
    let known = found.entries.iter().map(|entry| entry.id).filter(|id| read.cites.contains(&id.to_string()));
    let cites: BTreeSet<EverydayEntryId> = known.collect();
    if cites.len() != read.cites.iter().collect::<BTreeSet<_>>().len() {
        errors.add("cites", "conclusions-cites-gone");
    }
    if !errors.is_empty() {
        let shown = (StatusCode::UNPROCESSABLE_ENTITY, posted.input, errors, None);
        return page(&app, &frame, (&found, &url), shown).await;
    }
    // The log's own scope, so that no entry is taken away while it is being cited.
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let round = rounds::round(&change.transaction, url.round).await?;
    if round.is_none_or(|round| round.state == "finished") {
        change.give_up().await?;
        return Err(WebError::refused("conclusions-only-look"));
    }
    let stored = queries::conclusion(&change.transaction, (url.round, url.organisation)).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != read.version {
        change.give_up().await?;
        let before = stored.as_ref().map(ConclusionForm::from).unwrap_or_default();
        let conflict = posted.input.beside(&frame.page("conclusions-title"), &before);
        let form = ConclusionForm { version, ..posted.input };
        let shown = (StatusCode::CONFLICT, form, errors, Some(conflict));
        return page(&app, &frame, (&found, &url), shown).await;
    }
    let still = queries::entries(&change.transaction, url.organisation).await?;
    let still: BTreeSet<EverydayEntryId> = still.into_iter().map(|entry| entry.id).collect();
    if !cites.is_subset(&still) {
        // Its author took an entry away while this was written.
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let row = conclusion::Model {
        round_id: url.round,
        organisation_id: url.organisation,
        style: read.style,
        work: read.work,
        words: read.words,
        account_id: visitor.account,
        version: version + 1,
    };
    if let Some(before) = &stored {
        let replacing = Replacing { at: app.clock.now(), by: visitor.account };
        results::queries::keep_conclusion(&change.transaction, (before, &row), replacing).await?;
    }
    queries::store(&change.transaction, row, &cites).await?;
    let about = About::organisation(url.organisation, format!("{}: {}", found.context.round.title, found.name));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RecordChanged, about).await?;
    change.answer(&url, "conclusions-saved").await
}
