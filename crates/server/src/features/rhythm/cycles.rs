//! The years declared, and declaring one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::cycle;
use storage::{CycleId, OrganisationId, Scope};

use super::periods::{self, YEARS};
use super::{OFFICE, READERS, queries, seen, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// How a year may follow from its quarters (R44, A03); the first is the usual one.
pub(super) const RULES: [&str; 2] = ["pooled", "shown_only"];

struct Line {
    path: String,
    year: i64,
    owner: String,
    rule: String,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/cycles.html")]
struct CyclesView {
    page: Page,
    lines: Vec<Line>,
    /// The organisations whose office the visitor is of: identifier, name, chosen; none for whoever declares nothing.
    owners: Vec<(String, String, bool)>,
    rules: Vec<(&'static str, bool)>,
    typed: CycleForm,
    errors: FieldErrors,
}

/// A year as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CycleForm {
    organisation: String,
    year: String,
    yearly_rule: String,
}

/// Shows them.
pub(super) async fn index(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let (year, _) = periods::quarter_of(app.today());
    let form = CycleForm { year: year.to_string(), ..CycleForm::default() };
    page(&app, &visitor, &frame, StatusCode::OK, (form, FieldErrors::default())).await
}

/// The organisations a visitor's office stands at: those its role was given for.
async fn owners(app: &App, visitor: &Visitor) -> Result<Vec<(OrganisationId, String)>, WebError> {
    let roots = match visitor.reach(OFFICE) {
        Reach::Nowhere => Vec::new(),
        Reach::Under(roots) => roots,
        Reach::Everywhere => organisations::queries::tops(&app.database).await?,
    };
    let mut names = organisations::queries::names(&app.database, roots.iter().copied()).await?;
    Ok(roots.into_iter().filter_map(|root| Some((root, names.remove(&root)?))).collect())
}

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    status: StatusCode,
    (typed, errors): (CycleForm, FieldErrors),
) -> Answer {
    let page = frame.page("rhythm-title");
    let reach = visitor.reach(READERS);
    let above = seen::superiors(&app.database, &reach).await?;
    let cycles = queries::cycles(&app.database, &reach, &above).await?;
    let names = organisations::queries::names(&app.database, cycles.iter().map(|cycle| cycle.organisation_id)).await?;
    let line = |cycle: cycle::Model| Line {
        path: urls::Calendar { cycle: cycle.id }.to_path(),
        year: cycle.year,
        owner: names.get(&cycle.organisation_id).cloned().unwrap_or_default(),
        rule: page.coded("rhythm-rule-", &cycle.yearly_rule),
    };
    let owners = owners(app, visitor).await?.into_iter();
    let owners = owners.map(|(id, name)| (id.to_string(), name, id.to_string() == typed.organisation));
    html_with(
        status,
        &CyclesView {
            lines: cycles.into_iter().map(line).collect(),
            owners: owners.collect(),
            rules: RULES.map(|rule| (rule, rule == typed.yearly_rule)).to_vec(),
            typed,
            errors,
            page,
        },
    )
}

/// Declares a year for everything below the visitor's office.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<CycleForm>,
) -> Answer {
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let owner = form.organisation.parse::<OrganisationId>().ok();
    let known = owners(&app, &visitor).await?;
    let owner = known.into_iter().find(|(id, _)| Some(*id) == owner);
    let year = periods::year(&form.year);
    if owner.is_none() {
        errors.add("organisation", "error-choose");
    }
    if year.is_none() {
        let range = vec![("from", (*YEARS.start()).into()), ("to", (*YEARS.end()).into())];
        errors.add_with("year", "rhythm-error-year", range);
    }
    let rule = RULES.into_iter().find(|rule| *rule == form.yearly_rule);
    if rule.is_none() {
        errors.add("yearly_rule", "error-choose");
    }
    let (Some((owner, name)), Some(year), Some(rule)) = (owner, year, rule) else {
        return page(&app, &visitor, &frame, StatusCode::UNPROCESSABLE_ENTITY, (form, errors)).await;
    };
    let scope = Scope::Organisation(owner.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if queries::declared(&change.transaction, owner, year).await?.is_some() {
        change.give_up().await?;
        errors.add("year", "rhythm-error-declared");
        return page(&app, &visitor, &frame, StatusCode::UNPROCESSABLE_ENTITY, (form, errors)).await;
    }
    let id = CycleId(app.clock.next_id());
    let row = cycle::Model { id, organisation_id: owner, year, yearly_rule: rule.to_owned(), version: 1 };
    queries::insert(&change.transaction, row).await?;
    let about = About::organisation(owner, format!("{name} {year}: {rule}"));
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::RhythmChanged, about).await?;
    change.answer(&urls::Calendar { cycle: id }, "rhythm-declared").await
}
