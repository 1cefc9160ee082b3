//! The everyday log of an organisation: entries by day, made at any time; changed by their author until a conclusion cites
//! them, and kept from then on.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{everyday_entry, organisation};
use storage::{EverydayEntryId, OrganisationId, Scope};

use super::form::EntryForm;
use super::{READERS, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::records::methods::{METHODS, name_of};
use crate::features::{appraisals, organisations};
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

struct Line {
    id: String,
    action: String,
    happened_on: String,
    method: String,
    words: String,
    evidence: String,
    author: String,
    is_cited: bool,
    /// The form, for the author of an entry that nothing cites.
    form: Option<Typed>,
}

/// What stands in a form, and what is wrong with it.
#[derive(Default)]
struct Typed {
    form: EntryForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

#[derive(Template)]
#[template(path = "features/conclusions/templates/everyday.html")]
struct EverydayView {
    page: Page,
    organisation: (String, String),
    action: String,
    methods: Vec<(String, String)>,
    lines: Vec<Line>,
    new: Typed,
}

/// An organisation whose log the visitor keeps.
async fn find(app: &App, visitor: &Visitor, id: OrganisationId) -> Result<organisation::Model, WebError> {
    let reach = visitor.reach(READERS);
    if !organisations::queries::in_reach(&app.database, &reach, id).await? {
        return Err(WebError::NotFound);
    }
    organisations::queries::find(&app.database, id).await?.ok_or(WebError::NotFound)
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Everyday>,
) -> Answer {
    let organisation = find(&app, &visitor, url.organisation).await?;
    page(&app, (&visitor, &frame), &organisation, StatusCode::OK, None).await
}

/// The page, with what was typed of a new entry or of one there is.
async fn page(
    app: &App,
    (visitor, frame): (&Visitor, &Frame),
    organisation: &organisation::Model,
    status: StatusCode,
    mut typed: Option<(Option<EverydayEntryId>, Typed)>,
) -> Answer {
    let language = frame.language;
    let entries = queries::entries(&app.database, organisation.id).await?;
    let cited = queries::cited(&app.database, organisation.id).await?;
    let authors: Vec<_> = entries.iter().map(|entry| entry.account_id).collect();
    let names = appraisals::queries::account_names(&app.database, &authors).await?;
    let new = typed.take_if(|(entry, _)| entry.is_none()).map(|(_, typed)| typed).unwrap_or_default();
    let line = |entry: everyday_entry::Model| {
        let is_cited = cited.contains(&entry.id);
        let mine = typed.take_if(|(typed, _)| *typed == Some(entry.id)).map(|(_, typed)| typed);
        let form = (entry.account_id == visitor.account && !is_cited)
            .then(|| mine.unwrap_or_else(|| Typed { form: EntryForm::from(&entry), ..Typed::default() }));
        Line {
            id: entry.id.to_string(),
            action: urls::Entry { organisation: organisation.id, entry: entry.id }.to_path(),
            method: name_of(&entry.method, language),
            author: names.get(&entry.account_id).cloned().unwrap_or_default(),
            happened_on: entry.happened_on,
            words: entry.words,
            evidence: entry.evidence,
            is_cited,
            form,
        }
    };
    let lines = entries.into_iter().map(line).collect();
    let path = organisations::urls::Organisation { id: organisation.id }.to_path();
    let view = EverydayView {
        page: frame.page("conclusions-everyday-title"),
        organisation: (path, organisation.name.clone()),
        action: urls::Everyday { organisation: organisation.id }.to_path(),
        methods: METHODS.iter().map(|method| (method.code.clone(), name_of(&method.code, language))).collect(),
        lines,
        new,
    };
    html_with(status, &view)
}

async fn note(
    app: &App,
    change: &Change,
    visitor: &Visitor,
    (organisation, details): (OrganisationId, String),
) -> Result<(), WebError> {
    let about = About::organisation(organisation, details);
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RecordChanged, about).await?)
}

/// Adds an entry.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Everyday>,
    posted: Posted<EntryForm>,
) -> Answer {
    let organisation = find(&app, &visitor, url.organisation).await?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { form: posted.input, errors, conflict: None };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, (&visitor, &frame), &organisation, status, Some((None, typed))).await;
    }
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let details = format!("+ {} {}", read.happened_on, read.method);
    let row = everyday_entry::Model {
        id: EverydayEntryId(app.clock.next_id()),
        organisation_id: url.organisation,
        happened_on: read.happened_on,
        method: read.method,
        words: read.words,
        evidence: read.evidence,
        account_id: visitor.account,
        version: 1,
    };
    queries::store_entry(&change.transaction, row, true).await?;
    note(&app, &change, &visitor, (url.organisation, details)).await?;
    change.answer(&url, "conclusions-entry-saved").await
}

/// An entry as it stands within a change: the own, and cited by nothing.
async fn own_entry(
    change: &Change,
    visitor: &Visitor,
    url: &urls::Entry,
) -> Result<Result<everyday_entry::Model, WebError>, WebError> {
    let Some(entry) = queries::entry(&change.transaction, (url.organisation, url.entry)).await? else {
        return Ok(Err(WebError::NotFound));
    };
    if entry.account_id != visitor.account {
        return Ok(Err(WebError::refused("conclusions-not-the-author")));
    }
    if queries::cited(&change.transaction, url.organisation).await?.contains(&url.entry) {
        return Ok(Err(WebError::refused("conclusions-cited")));
    }
    Ok(Ok(entry))
}

/// Changes an entry.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Entry>,
    posted: Posted<EntryForm>,
) -> Answer {
    let organisation = find(&app, &visitor, url.organisation).await?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = match own_entry(&change, &visitor, &url).await? {
        Ok(stored) => stored,
        Err(error) => {
            change.give_up().await?;
            return Err(error);
        }
    };
    if stored.version != read.version || !errors.is_empty() {
        change.give_up().await?;
        let is_stale = stored.version != read.version;
        let status = if is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let shown = frame.page("conclusions-everyday-title");
        let conflict = is_stale.then(|| posted.input.beside(&shown, &EntryForm::from(&stored)));
        let typed = Typed { form: EntryForm { version: stored.version, ..posted.input }, errors, conflict };
        return page(&app, (&visitor, &frame), &organisation, status, Some((Some(url.entry), typed))).await;
    }
    let details = format!("{} {}", read.happened_on, read.method);
    let row = everyday_entry::Model {
        happened_on: read.happened_on,
        method: read.method,
        words: read.words,
        evidence: read.evidence,
        version: stored.version + 1,
        ..stored
    };
    queries::store_entry(&change.transaction, row, false).await?;
    note(&app, &change, &visitor, (url.organisation, details)).await?;
    change.answer(&urls::Everyday { organisation: url.organisation }, "conclusions-entry-saved").await
}

/// Takes an entry away.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Entry>,
    posted: Posted<SeenVersion>,
) -> Answer {
    find(&app, &visitor, url.organisation).await?;
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = match own_entry(&change, &visitor, &url).await? {
        Ok(stored) if stored.version == posted.input.version => stored,
        Ok(_) => {
            change.give_up().await?;
            return Err(WebError::ChangedMeanwhile);
        }
        Err(error) => {
            change.give_up().await?;
            return Err(error);
        }
    };
    queries::remove_entry(&change.transaction, stored.id).await?;
    let details = format!("− {} {}", stored.happened_on, stored.method);
    note(&app, &change, &visitor, (url.organisation, details)).await?;
    change.answer(&urls::Everyday { organisation: url.organisation }, "conclusions-entry-removed").await
}
