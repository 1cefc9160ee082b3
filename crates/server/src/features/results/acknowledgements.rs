//! Feedback sheets delivered and acknowledged (S084): whoever is judged says once that the own sheet has come, and the
//! office that runs the round sees who has not.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::entities::acknowledgement;
use storage::{Instant, Scope};

use super::context::Context;
use super::release::Object;
use super::{overview, publishing, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model;
use crate::people_names::sort_key;
use crate::roles::Role;
use crate::web::fragment::page_or;
use crate::web::once::{self, Begun};
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Posted, Sorting, Visitor, WebError};

/// The states of a round whose feedback sheets are delivered: publishing delivers them, and who was slow may still
/// acknowledge once the round is finished.
pub const DELIVERED: &[&str] = &["published", "finished"];

/// What the page of an object says of its feedback sheet, to those close to the object.
#[derive(Default)]
pub struct Receiving {
    /// The day and the name, where the sheet was acknowledged.
    pub acknowledged: Option<(String, String)>,
    /// Where the visitor acknowledges it.
    pub action: Option<String>,
}

impl Receiving {
    /// What it says to this visitor; nothing before the sheet is delivered.
    pub async fn load(app: &App, visitor: &Visitor, context: &Context, object: &Object) -> Result<Self, WebError> {
        if !is_delivered(context) || !context.is_close_to(object) {
            return Ok(Self::default());
        }
        let found = queries::acknowledgement_of(&app.database, object.object).await?;
        let declared = context.declared(object.object);
        let may = found.is_none() && declared.is_some_and(|declared| is_judged(visitor, declared));
        let url = urls::Acknowledgement { round: context.round.id, object: object.object };
        Ok(Self {
            acknowledged: found.map(|row| (day(app, row.acknowledged_at), row.name)),
            action: may.then(|| url.to_path()),
        })
    }
}

fn is_delivered(context: &Context) -> bool {
    DELIVERED.contains(&context.round.state.as_str())
}

/// Whether the visitor is the one judged: the member, or the secretary of the organisation itself. A superior's
/// secretary sees the sheet and receives none.
fn is_judged(visitor: &Visitor, declared: &model::Object) -> bool {
    match declared.member {
        Some(member) => visitor.has(Role::Member) && visitor.member == Some(member),
        None => visitor.roles.contains(&(Role::Secretary, Some(declared.organisation))),
    }
}

fn day(app: &App, instant: Instant) -> String {
    app.local(instant).date_naive().to_string()
}

/// Acknowledging needs no field: the form's key and token say that it was meant.
#[derive(Debug, Deserialize)]
pub struct AcknowledgementForm {}

/// Acknowledges the own sheet, once.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Acknowledgement>,
    posted: Posted<AcknowledgementForm>,
) -> Answer {
    let AcknowledgementForm {} = posted.input;
    let context = Context::load(&app, &visitor, url.round).await?;
    let (_, object) = context.object(url.object)?;
    let declared = context.declared(url.object).ok_or(WebError::NotFound)?;
    if !is_judged(&visitor, declared) {
        return Err(WebError::refused("results-acknowledge-not-own"));
    }
    if !is_delivered(&context) {
        return Err(WebError::refused("results-feedback-not-delivered"));
    }
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = acknowledgement::Model {
        object_id: url.object,
        round_id: url.round,
        account_id: visitor.account,
        name: visitor.display_name.clone(),
        acknowledged_at: app.clock.now(),
    };
    if !queries::acknowledge(&change.transaction, row).await? {
        change.give_up().await?;
        return Err(WebError::refused("results-acknowledged-already"));
    }
    let about = About::organisation(declared.organisation, format!("{}: {}", context.round.title, object.name));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::FeedbackAcknowledged, about).await?;
    change.answer(&urls::Object { round: url.round, object: url.object }, "results-acknowledged").await
}

struct Row {
    path: String,
    name: String,
    organisation: String,
    measure: String,
    /// The day and the name.
    acknowledged: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/results/templates/feedback_sheets.html", blocks = ["list"])]
struct FeedbackSheetsView {
    page: Page,
    action: String,
    round: String,
    round_title: String,
    search: String,
    only_missing: bool,
    /// The day the sheets were delivered.
    delivered: Option<String>,
    acknowledged: usize,
    total: usize,
    rows: Vec<Row>,
    sorting: Sorting,
    pager: Pager,
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Narrowed {
    search: String,
    missing: String,
    sort: String,
    page: u64,
}

/// Every feedback sheet of the round, for the office that runs it.
pub async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::FeedbackSheets>,
    Query(narrowed): Query<Narrowed>,
) -> Answer {
    let otherwise = "results-feedback-not-delivered";
    let context = publishing::run_by(&app, &visitor, url.round, DELIVERED, otherwise).await?;
    let search = narrowed.search.trim().to_owned();
    let only_missing = narrowed.missing == "yes";
    let mut by_object = queries::acknowledgements_within(&app.database, url.round).await?;
    let published = queries::step(&app.database, url.round, ("published", "done")).await?;
    let mut line = |object: &Object| Row {
        path: urls::Object { round: url.round, object: object.object }.to_path(),
        name: object.name.clone(),
        organisation: context.release.places.get(object.place).map_or_else(String::new, |place| place.name.clone()),
        measure: overview::title(&context, object.measure, frame.language),
        acknowledged: by_object.remove(&object.object).map(|row| (day(&app, row.acknowledged_at), row.name)),
    };
    let found = context.release.objects.iter().filter(|object| object.name.contains(&search));
    let mut rows: Vec<Row> = found.map(&mut line).collect();
    let total = rows.len();
    let acknowledged = rows.iter().filter(|row| row.acknowledged.is_some()).count();
    if only_missing {
        rows.retain(|row| row.acknowledged.is_none());
    }
    let others = [("search", search.as_str()), ("missing", narrowed.missing.as_str())];
    let sorting = Sorting::of(&narrowed.sort, &["name", "organisation"], &url.to_path(), &others);
    if sorting.column() == "organisation" {
        sorting.rows_by_key(&mut rows, |row| (sort_key(&row.organisation), sort_key(&row.name)));
    } else {
        sorting.rows_by_key(&mut rows, |row| (sort_key(&row.name), sort_key(&row.organisation)));
    }
    let pager = Pager::sorted(narrowed.page, rows.len() as u64, &sorting);
    let view = FeedbackSheetsView {
        page: frame.page("results-feedback-sheets"),
        action: url.to_path(),
        round: urls::Results { round: url.round }.to_path(),
        round_title: context.round.title.clone(),
        search,
        only_missing,
        delivered: published.map(|step| day(&app, step.happened_at)),
        acknowledged,
        total,
        rows: pager.of(rows).collect(),
        sorting,
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}
