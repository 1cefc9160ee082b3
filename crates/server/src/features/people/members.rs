//! Entering a member, changing particulars, leaving.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::member;
use storage::{MemberId, OrganisationId, Reads, Scope};

use super::form::MemberForm;
use super::queries;
use super::{KEEPERS, days, list, urls, words};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// An organisation to choose.
struct Choice {
    id: String,
    path: String,
}

#[derive(Template)]
#[template(path = "features/people/templates/form.html")]
struct FormView {
    page: Page,
    action: String,
    back: String,
    form: MemberForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
    organisations: Vec<Choice>,
}

async fn form_view(
    app: &App,
    visitor: &Visitor,
    (page, member): (Page, Option<MemberId>),
    (form, errors): (MemberForm, FieldErrors),
) -> Result<FormView, WebError> {
    let among = organisations::queries::reachable(&app.database, &visitor.reach(KEEPERS)).await?;
    let places = queries::places(&app.database).await?;
    let mut organisations: Vec<Choice> = places
        .into_iter()
        .filter(|(id, _)| among.as_ref().is_none_or(|among| among.binary_search(id).is_ok()))
        .map(|(id, place)| Choice { id: id.to_string(), path: place.path })
        .collect();
    organisations.sort_by(|one, other| one.path.cmp(&other.path));
    let people = urls::People {}.to_path();
    let member = member.map(|id| urls::Member { id }.to_path());
    Ok(FormView {
        page,
        action: member.as_ref().map_or_else(|| people.clone(), |path| format!("{path}?_method=put")),
        back: member.unwrap_or(people),
        form,
        errors,
        conflict: None,
        organisations,
    })
}

/// The member, if in reach.
///
/// # Errors
/// [`WebError::NotFound`] where there is none in reach.
pub async fn member_in_reach(app: &App, visitor: &Visitor, id: MemberId) -> Result<member::Model, WebError> {
    let member = queries::find(&app.database, id).await?.ok_or(WebError::NotFound)?;
    check_reach(&app.database, visitor, member.organisation_id).await?;
    Ok(member)
}

async fn check_reach(reads: &impl Reads, visitor: &Visitor, organisation: OrganisationId) -> Result<(), WebError> {
    let reach = visitor.reach(KEEPERS);
    if organisations::queries::in_reach(reads, &reach, organisation).await? { Ok(()) } else { Err(WebError::NotFound) }
}

/// Shows the form for a new member.
pub async fn new(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Query(query): Query<list::ListQuery>,
) -> Answer {
    let form = MemberForm { organisation: query.organisation, category: "full".to_owned(), ..MemberForm::default() };
    let shown = (form, FieldErrors::default());
    let page = frame.page("people-new-title");
    html(&form_view(&app, &visitor, (page, None), shown).await?)
}

/// Enters a member.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<MemberForm>) -> Answer {
    let mut errors = FieldErrors::default();
    let Some(particulars) = posted.input.check(&mut errors) else {
        let page = frame.page("people-new-title");
        let view = form_view(&app, &visitor, (page, None), (posted.input, errors)).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let organisation = particulars.organisation;
    let scope = Scope::Organisation(organisation.0);
    check_reach(&app.database, &visitor, organisation).await?;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let id = MemberId(app.clock.next_id());
    let mut row = blank(id, organisation);
    particulars.write(&mut row);
    let about = About::organisation(organisation, row.name.clone());
    queries::insert(&change.transaction, row).await?;
    let actor = Actor::from(&visitor);
    let event = Event::MemberCreated;
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    change.answer(&urls::Member { id }, "member-created").await
}

/// A row without particulars.
#[must_use]
pub fn blank(id: MemberId, organisation_id: OrganisationId) -> member::Model {
    member::Model {
        id,
        organisation_id,
        name: String::new(),
        sort_key: Vec::new(),
        search_key: String::new(),
        sex: None,
        birth: None,
        category: "unknown".to_owned(),
        joined: None,
        service: None,
        party_post: None,
        post_title: None,
        ended_on: None,
        version: 1,
    }
}

/// Shows the form that changes a member.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Edit>) -> Answer {
    let member = member_in_reach(&app, &visitor, url.id).await?;
    let shown = (MemberForm::of(&member), FieldErrors::default());
    let page = frame.page("people-edit-title");
    html(&form_view(&app, &visitor, (page, Some(url.id)), shown).await?)
}

/// Changes a member's particulars.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Member>,
    posted: Posted<MemberForm>,
) -> Answer {
    let mut row = member_in_reach(&app, &visitor, url.id).await?;
    let mut errors = FieldErrors::default();
    let Some(particulars) = posted.input.check(&mut errors) else {
        let shown = (posted.input, errors);
        let page = frame.page("people-edit-title");
        let view = form_view(&app, &visitor, (page, Some(url.id)), shown).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    check_reach(&app.database, &visitor, particulars.organisation).await?;
    let scope = Scope::Organisation(row.organisation_id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    row.version = posted.input.version;
    particulars.write(&mut row);
    let about = About::organisation(row.organisation_id, row.name.clone());
    if !queries::update(&change.transaction, row).await? {
        change.give_up().await?;
        let stored = member_in_reach(&app, &visitor, url.id).await?;
        let page = frame.page("people-edit-title");
        let conflict = Some(both_versions(&app, &page, &stored, &posted.input).await?);
        let form = MemberForm { version: stored.version, ..posted.input };
        let view = form_view(&app, &visitor, (page, Some(url.id)), (form, errors)).await?;
        return html_with(StatusCode::CONFLICT, &FormView { conflict, ..view });
    }
    let actor = Actor::from(&visitor);
    let event = Event::MemberChanged;
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    let next = urls::Member { id: url.id };
    change.answer(&next, "member-changed").await
}

/// What is stored beside what was typed.
async fn both_versions(
    app: &App,
    page: &Page,
    stored: &member::Model,
    typed: &MemberForm,
) -> Result<Conflict, WebError> {
    let tree = organisations::queries::Tree::load(&app.database).await?;
    let branch = |form: &MemberForm| form.organisation.parse().map(|id| tree.path(id).join(" / ")).unwrap_or_default();
    let coded = |prefix: &str, code: &str| if code.is_empty() { String::new() } else { page.coded(prefix, code) };
    let service =
        |form: &MemberForm| words::service_text(page, Some(form.service.as_str()).filter(|one| !one.is_empty()));
    let (stored, typed) = (MemberForm::of(stored), typed.clone());
    Ok(Conflict::between(
        page,
        [
            ("people-branch", branch(&stored), branch(&typed)),
            (
                "people-category",
                coded("people-category-", &stored.category),
                coded("people-category-", &typed.category),
            ),
            ("people-sex", coded("people-sex-", &stored.sex), coded("people-sex-", &typed.sex)),
            ("people-service", service(&stored), service(&typed)),
            ("people-name", stored.name, typed.name),
            ("people-birth", stored.birth, typed.birth),
            ("people-joined", stored.joined, typed.joined),
            ("people-party-post", stored.party_post, typed.party_post),
            ("people-post", stored.post, typed.post),
        ],
    ))
}

#[derive(Template)]
#[template(path = "features/people/templates/departure.html")]
struct DepartureView {
    page: Page,
    action: String,
    back: String,
    member: member::Model,
    day: String,
    errors: FieldErrors,
}

/// The form of leaving.
#[derive(Debug, Deserialize)]
pub struct DepartureForm {
    #[serde(default)]
    day: String,
    #[serde(default)]
    version: i64,
}

/// Asks whether the member really leaves, and when.
pub async fn leaving(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Departure>,
) -> Answer {
    let member = member_in_reach(&app, &visitor, url.id).await?;
    if member.ended_on.is_some() {
        return Err(WebError::refused("people-left-already"));
    }
    html(&departure_view(&frame, member, days::iso(app.today()), FieldErrors::default()))
}

fn departure_view(frame: &Frame, member: member::Model, day: String, errors: FieldErrors) -> DepartureView {
    DepartureView {
        page: frame.page("people-departure-title"),
        action: urls::Departure { id: member.id }.to_path(),
        back: urls::Member { id: member.id }.to_path(),
        member,
        day,
        errors,
    }
}

/// The member leaves; the row stays for what was.
pub async fn leave(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Departure>,
    posted: Posted<DepartureForm>,
) -> Answer {
    let mut row = member_in_reach(&app, &visitor, url.id).await?;
    let Some(day) = days::day(&posted.input.day) else {
        let mut errors = FieldErrors::default();
        errors.add("day", "error-bad-date");
        let view = departure_view(&frame, row, posted.input.day, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let scope = Scope::Organisation(row.organisation_id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    row.version = posted.input.version;
    row.ended_on = Some(day.clone());
    let about = About::organisation(row.organisation_id, row.name.clone());
    if !queries::update(&change.transaction, row).await? {
        change.give_up().await?;
        let member = member_in_reach(&app, &visitor, url.id).await?;
        let mut errors = FieldErrors::default();
        errors.add("day", "error-changed-again");
        let view = departure_view(&frame, member, day, errors);
        return html_with(StatusCode::CONFLICT, &view);
    }
    let actor = Actor::from(&visitor);
    let event = Event::MemberEnded;
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    change.answer(&urls::People {}, "member-ended").await
}
