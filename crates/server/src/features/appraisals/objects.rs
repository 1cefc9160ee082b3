//! Whom and what a round judges.

use askama::Template;
use axum::extract::{Path, State};
use storage::OrganisationId;
use storage::entities::round;

use super::choose::MOST_OFFERED;
use super::common::{self, DRAFT, Editing, OFFICE, Paths};
use super::model::Plan;
use super::rules::Arrangement;
use super::settings::Confirmed;
use super::{arranging, choosing, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, html};

struct Row {
    remove: String,
    name: String,
    /// The organisation of a member or a window.
    of: String,
    is_within: bool,
    instrument: String,
    items: String,
    flag: bool,
}

struct MeasureRow {
    name: String,
    direction: String,
    items_path: String,
    items: usize,
    local: usize,
    objects: usize,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/objects.html")]
struct ObjectsView {
    page: Page,
    paths: Paths,
    round: round::Model,
    may_edit: bool,
    rows: Vec<Row>,
    measures: Vec<MeasureRow>,
    arrangement: Arrangement,
    /// Whether somebody is judged in several directions.
    has_directions: bool,
    panels: usize,
    branches: Vec<(String, String)>,
}

/// Shows the objects of a round.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Objects>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let among = vec![Reach::Under(vec![round.organisation_id])];
    let filter = organisations::queries::Filter { among, ..Default::default() };
    let tree = organisations::queries::all(&app.database, &filter).await?;
    let page = frame.page("appraisals-objects-title");
    let language = page.language;
    let found = |id: OrganisationId| tree.iter().find(|organisation| organisation.id == id);
    let rows = plan.objects.iter().filter_map(|object| {
        let definition = plan.definition_of(object)?;
        let organisation = found(object.organisation);
        let sector = organisation.and_then(|organisation| organisation.sector.as_deref());
        Some(Row {
            remove: urls::Object { id: url.id, object: object.id }.to_path(),
            name: object.name.clone(),
            of: organisation.map_or_else(String::new, |organisation| organisation.name.clone()),
            is_within: !object.is_of_organisation(),
            instrument: plan
                .measure(object.measure)
                .map_or_else(String::new, |measure| choosing::measure_title(&plan, measure, language)),
            items: definition.items.len().to_string(),
            flag: choosing::is_of_another_sector(definition, sector),
        })
    });
    let rows: Vec<Row> = rows.collect();
    let measures = plan.measures.iter().map(|measure| MeasureRow {
        name: choosing::measure_name(measure, language),
        direction: plan.direction_name(&measure.direction, language).to_owned(),
        items_path: urls::Items { id: url.id, measure: measure.id }.to_path(),
        items: measure.definition.items.len(),
        local: measure.definition.items.iter().filter(|item| !item.common).count(),
        objects: plan.objects.iter().filter(|object| object.measure == measure.id).count(),
    });
    let measures = measures.collect();
    let branches = tree
        .iter()
        .take(MOST_OFFERED)
        .map(|organisation| {
            let path = urls::ChooseMembers { id: url.id, organisation: organisation.id };
            (path.to_path(), organisation.name.clone())
        })
        .collect();
    html(&ObjectsView {
        page,
        paths: Paths { id: url.id },
        may_edit: round.state == "draft",
        rows,
        measures,
        arrangement: Arrangement::of(&plan),
        has_directions: plan.has_directions(),
        panels: plan.panels.len(),
        branches,
        round,
    })
}

/// Takes an object off the round.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Object>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    let Some(object) = plan.object(url.object).cloned() else {
        return common::refuse(change, WebError::NotFound).await;
    };
    let rest =
        Plan { objects: plan.objects.iter().filter(|other| other.id != object.id).cloned().collect(), ..plan.clone() };
    let arrangement = Arrangement::of(&plan);
    arranging::arrange(&change.transaction, &app, &round, &rest, arrangement).await?;
    queries::pass_report_on(&change.transaction, &rest, object.id).await?;
    queries::delete_object(&change.transaction, object.id).await?;
    if !rest.objects.iter().any(|other| other.measure == object.measure) {
        queries::delete_measure(&change.transaction, object.measure).await?;
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Objects { id: url.id }, "appraisals-object-removed").await
}
