//! Founding an organisation and changing its particulars.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use rules::organisation::OrganisationType;
use serde::Deserialize;
use storage::entities::organisation;
use storage::{OrganisationId, Scope};

use super::form::{OrganisationForm, Particulars};
use super::list::{Choice, kind_choices, sector_choices, sectors};
use super::rules::{Place, Refusal, may_stand};
use super::{WRITERS, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::people_names::{search_key, sort_key};
use crate::roles::Reach;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/organisations/templates/form.html")]
struct FormView {
    page: Page,
    errors: FieldErrors,
    form: OrganisationForm,
    kinds: Vec<Choice>,
    sectors: Vec<Choice>,
    parent_name: Option<String>,
    /// Where the form is posted: a new one, or the one it changes.
    action: String,
    back: String,
    conflict: Option<Conflict>,
}

/// Under which superior a new one is founded.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Under {
    parent: String,
}

/// The place of an organisation as the rules see it.
pub fn place_of(row: &organisation::Model) -> Result<Place, WebError> {
    let kind = OrganisationType::from_id(&row.kind).ok_or_else(|| WebError::Broken(row.kind.clone()))?;
    Ok(Place { kind, is_closed: row.closed_on.is_some() })
}

/// A refusal as an error of a field.
pub fn add_refusal(errors: &mut FieldErrors, page: &Page, field: &'static str, refusal: &Refusal) {
    let name = |code: &str| page.coded("organisations-kind-", code);
    errors.add_with(field, refusal.key(), refusal.arguments(name));
}

async fn view(
    app: &App,
    visitor: &Visitor,
    page: Page,
    form: OrganisationForm,
    errors: FieldErrors,
    changed: Option<OrganisationId>,
) -> Result<FormView, WebError> {
    let sectors = sectors()?;
    // What is posted or asked for may name any organisation: only one in reach is named back.
    let parent = match (changed, form.parent.parse::<OrganisationId>()) {
        (Some(id), _) => queries::ancestors(&app.database, id).await?.into_iter().nth(1),
        (None, Ok(id)) if queries::in_reach(&app.database, &visitor.reach(WRITERS), id).await? => {
            queries::find(&app.database, id).await?
        }
        (None, _) => None,
    };
    let own = changed.map(|id| urls::Organisation { id }.to_path());
    let all = urls::Organisations {}.to_path();
    Ok(FormView {
        kinds: kind_choices(&page, &form.kind),
        sectors: sector_choices(&page, &sectors, &form.sector),
        parent_name: parent.map(|parent| parent.name),
        action: own.as_ref().map_or_else(|| all.clone(), |path| format!("{path}?_method=put")),
        back: own.unwrap_or(all),
        conflict: None,
        page,
        errors,
        form,
    })
}

/// Shows the form of a new organisation.
pub async fn new(State(app): State<App>, visitor: Visitor, frame: Frame, Query(under): Query<Under>) -> Answer {
    if !under.parent.is_empty() {
        let id = under.parent.parse().map_err(|_| WebError::NotFound)?;
        changeable(&app, &visitor, id).await?;
    }
    let form = OrganisationForm { parent: under.parent, ..OrganisationForm::default() };
    let page = frame.page("organisations-new-title");
    html(&view(&app, &visitor, page, form, FieldErrors::default(), None).await?)
}

/// Founds an organisation.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<OrganisationForm>,
) -> Answer {
    let form = posted.input;
    let page = frame.page("organisations-new-title");
    let particulars = match form.check(&sectors()?) {
        Ok(particulars) => particulars,
        Err(errors) => return refuse(&app, &visitor, page, form, errors, None).await,
    };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let mut errors = FieldErrors::default();
    let parent = match particulars.parent {
        None if visitor.reach(WRITERS) != Reach::Everywhere => {
            errors.add("parent", "error-choose");
            None
        }
        None => None,
        Some(id) if queries::in_reach(transaction, &visitor.reach(WRITERS), id).await? => {
            queries::find(transaction, id).await?
        }
        Some(_) => {
            change.give_up().await?;
            return Err(WebError::NotFound);
        }
    };
    let place = parent.as_ref().map(place_of).transpose()?;
    if let Err(refusal) = may_stand(particulars.kind, place) {
        add_refusal(&mut errors, &page, "kind", &refusal);
    }
    if queries::named_under(transaction, particulars.parent, &particulars.name).await?.is_some() {
        errors.add("name", "organisations-error-taken");
    }
    if !errors.is_empty() {
        change.give_up().await?;
        return refuse(&app, &visitor, page, form, errors, None).await;
    }
    let id = OrganisationId(app.clock.next_id());
    let name = particulars.name.clone();
    queries::insert(transaction, filled(blank(id), particulars)).await?;
    let actor = Actor::from(&visitor);
    let line = queries::HistoryLine {
        organisation: id,
        kind: "created",
        day: app.today().to_string(),
        before: None,
        after: Some(name.clone()),
    };
    queries::record_history(transaction, &app.clock, &actor, line).await?;
    let about = About::organisation(id, name);
    audit::record(transaction, &app.clock, &actor, Event::OrganisationCreated, about).await?;
    change.answer(&urls::Organisation { id }, "organisation-created").await
}

async fn refuse(
    app: &App,
    visitor: &Visitor,
    page: Page,
    form: OrganisationForm,
    errors: FieldErrors,
    changed: Option<OrganisationId>,
) -> Answer {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(app, visitor, page, form, errors, changed).await?)
}

/// A row without particulars.
#[must_use]
pub fn blank(id: OrganisationId) -> organisation::Model {
    organisation::Model {
        id,
        parent_id: None,
        name: String::new(),
        sort_key: Vec::new(),
        search_key: String::new(),
        kind: String::new(),
        sector: None,
        ethnic_area: "no".to_owned(),
        founded: None,
        secretary_name: None,
        declared_members: None,
        remark: None,
        own_theme: None,
        own_target: None,
        closed_on: None,
        merged_into: None,
        version: 1,
    }
}

/// The row with these particulars; its place in the tree changes only where it is new.
fn filled(row: organisation::Model, particulars: Particulars) -> organisation::Model {
    organisation::Model {
        parent_id: particulars.parent.or(row.parent_id),
        sort_key: sort_key(&particulars.name),
        search_key: search_key(&particulars.name),
        name: particulars.name,
        kind: particulars.kind.id().to_owned(),
        sector: particulars.sector,
        ethnic_area: particulars.ethnic_area.to_owned(),
        founded: particulars.founded,
        secretary_name: particulars.secretary_name,
        remark: particulars.remark,
        own_theme: particulars.own_theme,
        own_target: particulars.own_target,
        ..row
    }
}

/// An organisation the visitor may change.
pub async fn changeable(app: &App, visitor: &Visitor, id: OrganisationId) -> Result<organisation::Model, WebError> {
    if !queries::in_reach(&app.database, &visitor.reach(WRITERS), id).await? {
        return Err(WebError::NotFound);
    }
    let found = queries::find(&app.database, id).await?;
    found.filter(|row| row.closed_on.is_none()).ok_or(WebError::NotFound)
}

/// Shows the form that changes an organisation.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Edit>) -> Answer {
    let form = OrganisationForm::of(&changeable(&app, &visitor, url.id).await?);
    let page = frame.page("organisations-edit-title");
    html(&view(&app, &visitor, page, form, FieldErrors::default(), Some(url.id)).await?)
}

/// What is stored beside what was typed.
fn both_versions(page: &Page, stored: &organisation::Model, typed: &OrganisationForm) -> Result<Conflict, WebError> {
    let library = sectors()?;
    let sector = |code: &str| library.find(code).map(|sector| sector.name.get(page.language).to_owned());
    let sector = |code: &str| sector(code).unwrap_or_default();
    let kind = |code: &str| if code.is_empty() { String::new() } else { page.coded("organisations-kind-", code) };
    let area = |form: &OrganisationForm| page.t(if form.ethnic_area == "yes" { "yes" } else { "no" });
    let (stored, typed) = (OrganisationForm::of(stored), typed.clone());
    Ok(Conflict::between(
        page,
        [
            ("organisations-ethnic-area", area(&stored), area(&typed)),
            ("organisations-kind", kind(&stored.kind), kind(&typed.kind)),
            ("organisations-sector", sector(&stored.sector), sector(&typed.sector)),
            ("organisations-name", stored.name, typed.name),
            ("organisations-founded", stored.founded, typed.founded),
            ("organisations-secretary", stored.secretary_name, typed.secretary_name),
            ("organisations-own-theme", stored.own_theme, typed.own_theme),
            ("organisations-own-target", stored.own_target, typed.own_target),
            ("organisations-remark", stored.remark, typed.remark),
        ],
    ))
}

/// Changes an organisation's particulars.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Organisation>,
    posted: Posted<OrganisationForm>,
) -> Answer {
    changeable(&app, &visitor, url.id).await?;
    let form = posted.input;
    let page = frame.page("organisations-edit-title");
    let mut particulars = match form.check(&sectors()?) {
        Ok(particulars) => particulars,
        Err(errors) => return refuse(&app, &visitor, page, form, errors, Some(url.id)).await,
    };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let transaction = &change.transaction;
    let before = queries::find(transaction, url.id).await?.ok_or(WebError::NotFound)?;
    particulars.parent = before.parent_id;
    let mut errors = FieldErrors::default();
    let parent = match before.parent_id {
        Some(id) => queries::find(transaction, id).await?,
        None => None,
    };
    if let Err(refusal) = may_stand(particulars.kind, parent.as_ref().map(place_of).transpose()?) {
        add_refusal(&mut errors, &page, "kind", &refusal);
    }
    for child in queries::children(transaction, url.id).await? {
        let place = Place { kind: particulars.kind, is_closed: false };
        if let Err(refusal) = may_stand(place_of(&child)?.kind, Some(place)) {
            add_refusal(&mut errors, &page, "kind", &refusal);
        }
    }
    let namesake = queries::named_under(transaction, before.parent_id, &particulars.name).await?;
    if namesake.is_some_and(|row| row.id != url.id) {
        errors.add("name", "organisations-error-taken");
    }
    if !errors.is_empty() {
        change.give_up().await?;
        return refuse(&app, &visitor, page, form, errors, Some(url.id)).await;
    }
    if before.version != form.version {
        change.give_up().await?;
        let conflict = Some(both_versions(&page, &before, &form)?);
        let form = OrganisationForm { version: before.version, ..form };
        let view = FormView { conflict, ..view(&app, &visitor, page, form, errors, Some(url.id)).await? };
        return html_with(StatusCode::CONFLICT, &view);
    }
    let after = filled(before.clone(), particulars);
    let actor = Actor::from(&visitor);
    let line = queries::HistoryLine {
        organisation: url.id,
        kind: if before.name == after.name { "changed" } else { "renamed" },
        day: app.today().to_string(),
        before: Some(before.name.clone()),
        after: Some(after.name.clone()),
    };
    let about = About::organisation(url.id, after.name.clone());
    if !queries::update(transaction, after).await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    queries::record_history(transaction, &app.clock, &actor, line).await?;
    audit::record(transaction, &app.clock, &actor, Event::OrganisationChanged, about).await?;
    change.answer(&urls::Organisation { id: url.id }, "organisation-changed").await
}
