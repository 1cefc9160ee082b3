//! Who of a list is nominated, invited, declines, and came.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use storage::entities::candidate;
use storage::{CandidateId, PanelId, RoundId};

use super::change::{self, Editing, Stored};
use super::panel::{self, Typed};
use super::rules::{Act, LONGEST_NOTE, Standing, has_number, judges};
use super::{draw, queries, seen, urls};
use crate::App;
use crate::web::once::Change;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, Visitor, WebError};

/// The most who can have come.
const MOST_ATTENDED: i64 = 100_000;

/// Whom a form ticks, with what stands beside.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Ticked {
    version: i64,
    ticked: Vec<String>,
    /// `yes`: everybody who judges.
    all: String,
    /// Who nominates.
    by: String,
    /// How many came.
    number: String,
}

impl Ticked {
    fn has(&self, row: &candidate::Model) -> bool {
        self.ticked.contains(&row.id.to_string())
    }
}

/// Which part of the page a form belongs to.
#[derive(Clone, Copy)]
enum Part {
    Nominations,
    Invitations,
    Attendance,
}

fn again(part: Part, form: &Ticked, (errors, conflict): (FieldErrors, Option<Conflict>)) -> Typed {
    let ticked = Some(form.ticked.clone());
    let typed = Typed { errors, conflict, ..Typed::default() };
    match part {
        Part::Nominations => Typed { nominated: ticked, by: form.by.clone(), ..typed },
        Part::Invitations => Typed { invited: ticked, ..typed },
        Part::Attendance => Typed { attended: ticked, number: Some(form.number.clone()), ..typed },
    }
}

/// A change that has begun, or what to answer instead.
enum Opened {
    Change(Change, Box<Stored>),
    Answer(Response),
}

async fn open(
    (app, visitor, frame): (&App, &Visitor, &Frame),
    (round, panel_id): (RoundId, PanelId),
    (once_key, form): (&str, &Ticked),
    (part, act): (Part, Act),
) -> Result<Opened, WebError> {
    let found = seen::of_panel(app, visitor, (round, panel_id)).await?;
    match change::begin(app, visitor, once_key, (round, panel_id, form.version), act).await? {
        Editing::Fresh(change, stored) => Ok(Opened::Change(change, stored)),
        Editing::Repeated(answer) => Ok(Opened::Answer(answer)),
        Editing::Stale => {
            let typed = again(part, form, (FieldErrors::default(), Some(Conflict::beside())));
            Ok(Opened::Answer(panel::page(app, frame, &found, StatusCode::CONFLICT, typed).await?))
        }
    }
}

/// The page again, with what is wrong.
async fn wrong(
    (app, visitor, frame): (&App, &Visitor, &Frame),
    (round, panel_id): (RoundId, PanelId),
    typed: Typed,
) -> Answer {
    let found = seen::of_panel(app, visitor, (round, panel_id)).await?;
    panel::page(app, frame, &found, StatusCode::UNPROCESSABLE_ENTITY, typed).await
}

/// Nominates those ticked; whoever was nominated before and is not ticked stands on the list again.
pub(super) async fn nominate(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Nominations>,
    posted: Posted<Ticked>,
) -> Answer {
    let (place, who) = ((url.round, url.panel), (&app, &visitor, &frame));
    let form = posted.input;
    let opened = open(who, place, (&posted.once, &form), (Part::Nominations, Act::Choose)).await?;
    let (change, stored) = match opened {
        Opened::Change(change, stored) => (change, stored),
        Opened::Answer(answer) => return Ok(answer),
    };
    if stored.draw.is_some() {
        return change::refuse(change, "composition-refused-fixed").await;
    }
    let mut errors = FieldErrors::default();
    let is_nominated = |row: &candidate::Model| Standing::from_code(&row.standing) == Standing::Nominated;
    let is_new = stored.candidates.iter().any(|row| form.has(row) && !is_nominated(row));
    let by = if is_new { errors.required("by", &form.by, LONGEST_NOTE) } else { form.by.trim().to_owned() };
    if has_number(&by) {
        errors.add("by", "composition-error-reason");
    }
    let planned = stored.plan.panel(url.panel).map_or(0, |panel| panel.planned);
    let count = stored.candidates.iter().filter(|row| form.has(row)).count();
    if u32::try_from(count).is_ok_and(|count| count > planned) {
        errors.add_with("by", "composition-error-quota", vec![("quota", planned.into())]);
    }
    if !errors.is_empty() {
        change.give_up().await?;
        return wrong(who, place, again(Part::Nominations, &form, (errors, None))).await;
    }
    let after = stored.candidates.iter().map(|row| match (form.has(row), is_nominated(row)) {
        (true, false) => {
            let standing = Standing::Nominated.code().to_owned();
            candidate::Model { standing, nominated_by: by.clone(), reason: String::new(), ..row.clone() }
        }
        (false, true) => {
            let (standing, invited) = (Standing::Listed.code().to_owned(), "no".to_owned());
            candidate::Model { standing, invited, nominated_by: String::new(), ..row.clone() }
        }
        _ => row.clone(),
    });
    queries::replace_candidates(&change.transaction, &stored.candidates, after.collect()).await?;
    let what = format!("nominated | {count}");
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, "composition-nominated").await
}

/// The rows of a list, each with whether it judges.
fn with_judges(rows: &[candidate::Model]) -> Vec<(candidate::Model, bool)> {
    let standings: Vec<Standing> = rows.iter().map(|row| Standing::from_code(&row.standing)).collect();
    rows.iter().cloned().zip(judges(&standings)).collect()
}

const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

/// Notes who was invited: those ticked, or everybody who judges.
pub(super) async fn invite(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Invited>,
    posted: Posted<Ticked>,
) -> Answer {
    let (place, who) = ((url.round, url.panel), (&app, &visitor, &frame));
    let form = posted.input;
    let opened = open(who, place, (&posted.once, &form), (Part::Invitations, Act::Invite)).await?;
    let (change, stored) = match opened {
        Opened::Change(change, stored) => (change, stored),
        Opened::Answer(answer) => return Ok(answer),
    };
    let rows = with_judges(&stored.candidates).into_iter().map(|(row, is_judge)| {
        let is_invited = is_judge && (form.all == "yes" || form.has(&row));
        candidate::Model { invited: yes_or_no(is_invited).to_owned(), ..row }
    });
    let after: Vec<candidate::Model> = rows.collect();
    let what = format!("invited | {}", after.iter().filter(|row| row.invited == "yes").count());
    queries::replace_candidates(&change.transaction, &stored.candidates, after).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, "composition-invited").await
}

/// Notes who came, after casting: a number, or those ticked, or both where they agree.
pub(super) async fn attend(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Attendance>,
    posted: Posted<Ticked>,
) -> Answer {
    let (place, who) = ((url.round, url.panel), (&app, &visitor, &frame));
    let form = posted.input;
    let opened = open(who, place, (&posted.once, &form), (Part::Attendance, Act::Attend)).await?;
    let (change, stored) = match opened {
        Opened::Change(change, stored) => (change, stored),
        Opened::Answer(answer) => return Ok(answer),
    };
    let rows = with_judges(&stored.candidates);
    let ticked = rows.iter().filter(|(row, is_judge)| *is_judge && form.has(row)).count();
    let ticked = i64::try_from(ticked).unwrap_or(i64::MAX);
    let mut errors = FieldErrors::default();
    let typed = ::rules::digits::plain_text(&form.number);
    let number = if typed.is_empty() { None } else { Some(typed.parse::<i64>().ok()) };
    let attended = match number {
        None => (ticked > 0).then_some(ticked),
        Some(number) => {
            let number = number.filter(|number| (0..=MOST_ATTENDED).contains(number));
            if number.is_none() {
                errors.add("number", "error-bad-number");
            } else if ticked > 0 && number != Some(ticked) {
                errors.add_with("number", "composition-error-attended", vec![("ticked", ticked.into())]);
            }
            number
        }
    };
    if !errors.is_empty() {
        change.give_up().await?;
        return wrong(who, place, again(Part::Attendance, &form, (errors, None))).await;
    }
    let after = rows.into_iter().map(|(row, is_judge)| {
        let came = (ticked > 0 && is_judge).then(|| yes_or_no(form.has(&row)).to_owned());
        candidate::Model { attended: came, ..row }
    });
    queries::replace_candidates(&change.transaction, &stored.candidates, after.collect()).await?;
    let what = format!("attended | {}", attended.unwrap_or_default());
    change::note(&change, (&app, &visitor), (&stored, url.panel), attended, &what).await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, "composition-attended").await
}

/// Why somebody cannot come.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Declining {
    version: i64,
    reason: String,
}

/// Somebody drawn or nominated cannot come; after a draw the next reserve takes the place.
pub(super) async fn replace(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Replacement>,
    posted: Posted<Declining>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let mut errors = FieldErrors::default();
    let reason = draw::reason(&posted.input.reason, &mut errors);
    let declining = Some((url.candidate, posted.input.reason.clone()));
    if !errors.is_empty() {
        let typed = Typed { declining, errors, ..Typed::default() };
        return panel::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    let seen = (url.round, url.panel, posted.input.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Invite).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => {
            let typed = Typed { declining, conflict: Some(Conflict::beside()), ..Typed::default() };
            return panel::page(&app, &frame, &found, StatusCode::CONFLICT, typed).await;
        }
    };
    let Some(row) = chosen(&stored, url.candidate) else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let declined = candidate::Model {
        standing: Standing::Declined.code().to_owned(),
        reason,
        invited: "no".to_owned(),
        ..row.clone()
    };
    queries::update_candidate(&change.transaction, declined).await?;
    let next = stored.draw.as_ref().and_then(|fixed| draw::next_reserve(fixed, &stored.candidates));
    if let Some(next) = next {
        let row = candidate::Model { standing: Standing::Drawn.code().to_owned(), ..next.clone() };
        queries::update_candidate(&change.transaction, row).await?;
    }
    let notice = if next.is_some() { "composition-replaced" } else { "composition-declined" };
    let what = format!("declined | {}", row.number);
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, notice).await
}

/// Somebody of the list who is drawn or nominated.
fn chosen(stored: &Stored, id: CandidateId) -> Option<&candidate::Model> {
    let found = stored.candidates.iter().find(|row| row.id == id);
    found.filter(|row| Standing::from_code(&row.standing).is_chosen())
}
