//! What one organisation noted about a round.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{box_opening, organisation, round, round_contact, round_meeting, round_record};
use storage::{OrganisationId, RoundId, RoundRecordId, Scope};

use super::boxes::{self, BoxForm};
use super::form::{ContactForm, MeetingForm, RecordForm};
use super::{list, methods, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations::queries as organisations;
use crate::features::results::queries::Replacing;
use crate::features::{appraisals, conclusions, results, round_papers};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/records/templates/show.html")]
struct RecordView {
    page: Page,
    path: String,
    list: String,
    meetings_path: String,
    procedures: String,
    everyday: String,
    /// The conclusion of a sealed round (S056).
    conclusion: Option<String>,
    contacts_path: String,
    /// The special record (F20) and the record of an opened box (F18).
    papers: [String; 2],
    organisation: String,
    round: String,
    can_edit: bool,
    meetings: Vec<(String, round_meeting::Model)>,
    contacts: Vec<(String, round_contact::Model)>,
    boxes_path: String,
    /// Where it is, what was noted, what it was about.
    boxes: Vec<(String, box_opening::Model, String)>,
    /// How many opinions opened boxes held and how many line 3 of the return will say, where the two differ.
    boxes_differ: Option<(i64, i64)>,
    methods: Vec<String>,
    typed: Typed,
    errors: FieldErrors,
}

/// What stands in the forms.
#[derive(Default)]
pub(super) struct Typed {
    /// What else is noted; `None` shows what is stored.
    pub record: Option<RecordForm>,
    /// A new meeting.
    pub meeting: MeetingForm,
    /// A new contact.
    pub contact: ContactForm,
    /// A newly opened box.
    pub opened: BoxForm,
    /// What is stored beside what was typed.
    pub conflict: Option<Conflict>,
}

impl Typed {
    fn record(&self) -> RecordForm {
        self.record.clone().unwrap_or_default()
    }
}

/// A round and one of its organisations that the visitor may see.
pub struct Found {
    /// The round.
    pub round: round::Model,
    /// The organisation.
    pub organisation: organisation::Model,
    /// Whether the visitor may write.
    pub can_edit: bool,
    /// The conclusion, where there may be one: an office's once the round is sealed, else once it is published.
    conclusion: Option<String>,
}

/// Finds them.
///
/// # Errors
/// [`WebError::NotFound`].
pub async fn find(
    app: &App,
    visitor: &Visitor,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Found, WebError> {
    let announced = queries::announced(&app.database).await?;
    let found = announced.into_iter().find(|found| found.id == round);
    let round = found.ok_or(WebError::NotFound)?;
    let seen = list::seen(app, visitor, round.organisation_id).await?;
    if !seen.contains(&organisation) {
        return Err(WebError::NotFound);
    }
    let writes = visitor.reach(&[Role::Secretary]);
    let writes = organisations::in_reach(&app.database, &writes, organisation).await?;
    let organisation = organisations::find(&app.database, organisation).await?.ok_or(WebError::NotFound)?;
    let objects = appraisals::queries::objects(&app.database, round.id).await?;
    let is_judged = objects.iter().any(|object| object.organisation == organisation.id);
    let is_seen = match round.state.as_str() {
        "published" | "finished" => is_judged,
        "sealed" => is_judged && appraisals::common::reaches(app, visitor, round.organisation_id).await?,
        _ => false,
    };
    let url = conclusions::urls::Conclusion { round: round.id, organisation: organisation.id };
    let conclusion = is_seen.then(|| url.to_path());
    Ok(Found { can_edit: writes && round.state != "finished", round, organisation, conclusion })
}

/// Refuses whoever may only look.
pub(super) fn must_write(found: &Found) -> Result<(), WebError> {
    if found.can_edit { Ok(()) } else { Err(WebError::refused("records-only-look")) }
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    Path(url): Path<urls::Record>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    let found = find(&app, &visitor, url.round, url.organisation).await?;
    let errors = FieldErrors::default();
    render(&app, &frame, StatusCode::OK, found, Typed::default(), errors).await
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn render(
    app: &App,
    frame: &Frame,
    status: StatusCode,
    found: Found,
    mut typed: Typed,
    errors: FieldErrors,
) -> Answer {
    let (round, organisation) = (found.round.id, found.organisation.id);
    if typed.record.is_none() {
        let stored = queries::record(&app.database, round, organisation).await?;
        typed.record = Some(stored.map(RecordForm::from).unwrap_or_default());
    }
    let meetings = queries::meetings(&app.database, round, organisation).await?;
    let contacts = queries::contacts(&app.database, round, organisation).await?;
    let opened = queries::boxes::boxes(&app.database, round, organisation).await?;
    let boxes = opened.iter().map(|row| {
        let about = boxes::in_a_line(&boxes::aspects(row)?);
        let url = urls::OpenedBox { round, organisation, opening: row.id };
        Ok::<_, WebError>((url.to_path(), row.clone(), about))
    });
    let boxes_differ = not_in_line_three(&opened, &contacts);
    let language = frame.language;
    let view = RecordView {
        page: frame.page("records-show-title"),
        path: urls::Record { round, organisation }.to_path(),
        list: urls::OfRound { round }.to_path(),
        procedures: crate::features::procedures::urls::OfRound { round }.to_path(),
        everyday: conclusions::urls::Everyday { organisation }.to_path(),
        conclusion: found.conclusion,
        meetings_path: urls::Meetings { round, organisation }.to_path(),
        contacts_path: urls::Contacts { round, organisation }.to_path(),
        boxes_path: urls::Boxes { round, organisation }.to_path(),
        boxes: boxes.collect::<Result<_, _>>()?,
        boxes_differ,
        papers: [
            round_papers::urls::SpecialRecord { round, organisation }.to_path(),
            round_papers::urls::BoxRecord { round, organisation }.to_path(),
        ],
        organisation: found.organisation.name,
        round: found.round.title,
        can_edit: found.can_edit,
        meetings: meetings
            .into_iter()
            .map(|row| {
                let url = urls::Meeting { round, organisation, meeting: row.id };
                (url.to_path(), row)
            })
            .collect(),
        contacts: contacts
            .into_iter()
            .map(|row| {
                let url = urls::Contact { round, organisation, contact: row.id };
                let (method, unit) = methods::shown((&row.method, &row.unit), language);
                let (method, unit) = (method.to_owned(), unit.to_owned());
                (url.to_path(), round_contact::Model { method, unit, ..row })
            })
            .collect(),
        methods: methods::METHODS.iter().map(|method| method.name_in(language).to_owned()).collect(),
        typed,
        errors,
    };
    html_with(status, &view)
}

/// Opinions out of boxes, as they were opened and as line 3 of the return will have them; nothing where both agree or no
/// box was opened.
fn not_in_line_three(opened: &[box_opening::Model], contacts: &[round_contact::Model]) -> Option<(i64, i64)> {
    let method = methods::of_code(methods::BOXES)?;
    let counted = contacts.iter().filter(|row| row.method == method.stored_name()).map(|row| row.number).sum();
    let held = opened.iter().map(|row| row.opinions).sum();
    (!opened.is_empty() && held != counted).then_some((held, counted))
}

impl From<round_record::Model> for RecordForm {
    fn from(row: round_record::Model) -> Self {
        Self {
            version: row.version,
            practical_things: row.practical_things.map(|number| number.to_string()).unwrap_or_default(),
            not_appraised_reason: row.not_appraised_reason.unwrap_or_default(),
            published_where: row.published_where.unwrap_or_default(),
            published_on: row.published_on.unwrap_or_default(),
            published_proof: row.published_proof.unwrap_or_default(),
            problems: row.problems.unwrap_or_default(),
            next_steps: row.next_steps.unwrap_or_default(),
        }
    }
}

/// What is stored beside what was typed.
fn both_versions(page: &Page, stored: RecordForm, typed: RecordForm) -> Conflict {
    Conflict::between(
        page,
        [
            ("records-practical", stored.practical_things, typed.practical_things),
            ("records-reason", stored.not_appraised_reason, typed.not_appraised_reason),
            ("records-published-where", stored.published_where, typed.published_where),
            ("records-published-on", stored.published_on, typed.published_on),
            ("records-published-proof", stored.published_proof, typed.published_proof),
            ("records-problems", stored.problems, typed.problems),
            ("records-next-steps", stored.next_steps, typed.next_steps),
        ],
    )
}

/// Stores what else is noted.
pub(super) async fn update(
    State(app): State<App>,
    Path(url): Path<urls::Record>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<RecordForm>,
) -> Answer {
    let found = find(&app, &visitor, url.round, url.organisation).await?;
    must_write(&found)?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { record: Some(posted.input), ..Typed::default() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&app, &frame, status, found, typed, errors).await;
    }
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::record(&change.transaction, url.round, url.organisation).await?;
    if stored.as_ref().map_or(0, |row| row.version) != posted.input.version {
        change.give_up().await?;
        let stored = stored.map(RecordForm::from).unwrap_or_default();
        let version = stored.version;
        let conflict = Some(both_versions(&frame.page("records-show-title"), stored, posted.input.clone()));
        let typed = Typed { record: Some(RecordForm { version, ..posted.input }), conflict, ..Typed::default() };
        return render(&app, &frame, StatusCode::CONFLICT, found, typed, errors).await;
    }
    let row = round_record::Model {
        id: stored.as_ref().map_or_else(|| RoundRecordId(app.clock.next_id()), |row| row.id),
        round_id: url.round,
        organisation_id: url.organisation,
        practical_things: read.practical_things,
        not_appraised_reason: read.not_appraised_reason,
        published_where: read.published_where,
        published_on: read.published_on,
        published_proof: read.published_proof,
        problems: read.problems,
        next_steps: read.next_steps,
        version: posted.input.version + 1,
    };
    if let Some(before) = &stored {
        let replacing = Replacing { at: app.clock.now(), by: visitor.account };
        results::queries::keep_publication(&change.transaction, (before, &row), replacing).await?;
    }
    queries::store(&change.transaction, row, stored.is_none()).await?;
    audit::record(
        &change.transaction,
        &app.clock,
        &Actor::from(&visitor),
        Event::RecordChanged,
        About::organisation(url.organisation, found.round.title),
    )
    .await?;
    change.answer(&url, "records-saved").await
}
