//! One panel: its list, the draw or the nominations, the invitations, who came.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{candidate, panel_draw};
use storage::{CandidateId, ObjectId, RoundAreaId, StorageError};

use super::list::text_of;
use super::rules::{Act, LONGEST_NAME, LONGEST_NOTE, Standing, judges, refusal};
use super::seen::{self, OfPanel};
use super::sources::{LONGEST_SOURCE, SourceForm};
use super::{queries, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor};

struct Person {
    id: String,
    number: i64,
    name: String,
    note: String,
    standing: &'static str,
    nominated_by: String,
    reason: String,
    /// Whether this one is asked to judge.
    is_judge: bool,
    /// Drawn or nominated: somebody who may decline.
    is_chosen: bool,
    is_nominated: bool,
    is_invited: bool,
    has_attended: bool,
    replacement: String,
    recusal: String,
    /// What was typed as the reason of declining, where this is the row it was typed in.
    declining: Option<String>,
    /// From which area somebody was moved here, and because of whom.
    moved: String,
}

/// Whom a judge of an area may have to recuse from, and where to.
struct Recusing {
    objects: Vec<(ObjectId, String)>,
    areas: Vec<(RoundAreaId, String)>,
}

struct Paths {
    panel: String,
    roll: String,
    fixing: String,
    draw: String,
    nominations: String,
    invited: String,
    attendance: String,
    invitations: String,
    sign_in: String,
}

#[derive(Template)]
#[template(path = "features/composition/templates/panel.html")]
struct PanelView {
    page: Page,
    back: (String, String),
    paths: Paths,
    planned: u32,
    due: Option<u32>,
    version: i64,
    people: Vec<Person>,
    judges: usize,
    declined: usize,
    list: String,
    longest: (usize, usize),
    is_listed: bool,
    may_list: bool,
    may_fix: bool,
    fixing: SourceForm,
    longest_source: usize,
    draw: Option<panel_draw::Model>,
    may_nominate: bool,
    by: String,
    may_invite: bool,
    may_attend: bool,
    attended: String,
    /// Why the list is not open for changes now: a text key.
    closed: Option<&'static str>,
    recusing: Option<Recusing>,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed in one of the page's forms, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// The list.
    pub list: Option<String>,
    /// What the seed of a draw will be read from.
    pub fixing: Option<SourceForm>,
    /// Whom the office nominates,
    pub nominated: Option<Vec<String>>,
    /// and for which unit.
    pub by: String,
    /// Whom it invites.
    pub invited: Option<Vec<String>>,
    /// Who came,
    pub attended: Option<Vec<String>>,
    /// and how many.
    pub number: Option<String>,
    /// Who declines, and why.
    pub declining: Option<(CandidateId, String)>,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

/// Shows a panel.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Panel>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    page(&app, &frame, &found, StatusCode::OK, Typed::default()).await
}

fn paths(found: &OfPanel) -> Paths {
    let (round, panel) = (found.round.id, found.panel.id);
    Paths {
        panel: urls::Panel { round, panel }.to_path(),
        roll: urls::Roll { round, panel }.to_path(),
        fixing: urls::Fixing { round, panel }.to_path(),
        draw: urls::Draw { round, panel }.to_path(),
        nominations: urls::Nominations { round, panel }.to_path(),
        invited: urls::Invited { round, panel }.to_path(),
        attendance: urls::Attendance { round, panel }.to_path(),
        invitations: urls::Invitations { round, panel }.to_path(),
        sign_in: urls::SignIn { round, panel }.to_path(),
    }
}

fn person(found: &OfPanel, row: &candidate::Model, is_judge: bool, typed: &Typed) -> Person {
    let (round, panel, candidate) = (found.round.id, found.panel.id, row.id);
    let id = candidate.to_string();
    let standing = Standing::from_code(&row.standing);
    let is_ticked = |typed: &Option<Vec<String>>, stored: bool| typed.as_ref().map_or(stored, |ids| ids.contains(&id));
    let declining = typed.declining.as_ref().filter(|(declining, _)| *declining == row.id);
    Person {
        number: row.number,
        name: row.name.clone(),
        note: row.note.clone(),
        standing: standing.code(),
        nominated_by: row.nominated_by.clone(),
        reason: row.reason.clone(),
        is_judge,
        is_chosen: standing.is_chosen(),
        is_nominated: is_ticked(&typed.nominated, standing == Standing::Nominated),
        is_invited: is_ticked(&typed.invited, row.invited == "yes"),
        has_attended: is_ticked(&typed.attended, row.attended.as_deref() == Some("yes")),
        replacement: urls::Replacement { round, panel, candidate }.to_path(),
        recusal: urls::Recusal { round, panel, candidate }.to_path(),
        declining: declining.map(|(_, reason)| reason.clone()),
        moved: String::new(),
        id,
    }
}

/// Whom judges of this panel may have to recuse from, where it judges in an area and its list is not fixed.
async fn recusing(app: &App, found: &OfPanel) -> Result<Option<Recusing>, StorageError> {
    let Some(area) = found.panel.area else {
        return Ok(None);
    };
    let areas = queries::areas(&app.database, found.round.id).await?;
    let judged = found.plan.objects.iter().filter(|object| object.area == Some(area));
    Ok(Some(Recusing {
        objects: judged.map(|object| (object.id, object.name.clone())).collect(),
        areas: areas.into_iter().filter(|other| other.id != area).map(|other| (other.id, other.name)).collect(),
    }))
}

/// Who was moved here, from which area and because of whom: the words beside the name.
async fn moved(app: &App, page: &Page, found: &OfPanel) -> Result<Vec<(CandidateId, String)>, StorageError> {
    let names = queries::area_names(&app.database, found.round.id).await?;
    let recusals = queries::recusals(&app.database, found.round.id).await?;
    let words = |recusal: storage::entities::recusal::Model| {
        let area = names.get(&recusal.moved_from).cloned().unwrap_or_default();
        let object = found.plan.object(recusal.object_id).map_or("", |object| object.name.as_str());
        (recusal.candidate_id, page.t2("composition-moved", "area", area, "object", object))
    };
    Ok(recusals.into_iter().map(words).collect())
}

/// The page, with what was typed in one of its forms.
pub(super) async fn page(app: &App, frame: &Frame, found: &OfPanel, status: StatusCode, typed: Typed) -> Answer {
    let panel = &found.panel;
    let rows = queries::candidates(&app.database, panel.id).await?;
    let roll = queries::roll(&app.database, panel.id).await?;
    let draw = queries::draw(&app.database, panel.id).await?;
    let standings: Vec<Standing> = rows.iter().map(|row| Standing::from_code(&row.standing)).collect();
    let judging = judges(&standings);
    let mut people: Vec<Person> =
        rows.iter().zip(&judging).map(|(row, is_judge)| person(found, row, *is_judge, &typed)).collect();
    let shown = frame.titled(seen::panel_name(&found.plan, panel, frame.language));
    for (candidate, words) in moved(app, &shown, found).await? {
        let id = candidate.to_string();
        if let Some(person) = people.iter_mut().find(|person| person.id == id) {
            person.moved = words;
        }
    }
    let state = found.round.state.as_str();
    let closed = refusal(Act::Choose, state).or(found.counted_only());
    let is_open = closed.is_none() && draw.is_none();
    let stored_number = roll.as_ref().and_then(|roll| roll.attended).map_or_else(String::new, |one| one.to_string());
    let is_nominated = standings.contains(&Standing::Nominated);
    let view = PanelView {
        back: seen::back(frame, &found.round),
        paths: paths(found),
        planned: panel.planned,
        due: panel.due,
        version: roll.as_ref().map_or(0, |roll| roll.version),
        judges: judging.iter().filter(|is_judge| **is_judge).count(),
        declined: standings.iter().filter(|standing| **standing == Standing::Declined).count(),
        list: typed.list.unwrap_or_else(|| text_of(&rows)),
        longest: (LONGEST_NAME, LONGEST_NOTE),
        is_listed: roll.as_ref().is_some_and(|roll| roll.kind == "list"),
        may_list: is_open,
        may_fix: is_open && !people.is_empty() && !is_nominated,
        fixing: typed.fixing.unwrap_or_default(),
        longest_source: LONGEST_SOURCE,
        may_nominate: is_open && !people.is_empty(),
        by: typed.by,
        may_invite: refusal(Act::Invite, state).is_none() && !people.is_empty(),
        may_attend: refusal(Act::Attend, state).is_none(),
        attended: typed.number.unwrap_or(stored_number),
        closed,
        recusing: if is_open { recusing(app, found).await? } else { None },
        errors: typed.errors,
        conflict: typed.conflict,
        people,
        draw,
        page: shown,
    };
    html_with(status, &view)
}
