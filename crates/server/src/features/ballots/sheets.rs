//! The sheet: one page that holds everything, one object to a screen. Going on and back moves within the page, so that
//! nothing is asked of the network and nothing is lost; checking posts it and shows it again with all answers.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ballot_box::{RoundId, SheetId};
use credentials::{Answer as Grade, Credential};

use super::answers::{Filled, LONGEST_OPINION, Places};
use super::display::{self, Fields, Look, Switches};
use super::queries::{AskedItem, AskedObject, Found};
use super::standing::{self, Refusal};
use super::{cookies, door, sending, urls};
use crate::App;
use crate::features::appraisals::layout::round_of;
use crate::features::appraisals::model::Frozen;
use crate::features::appraisals::verdict::told_to_judges;
use crate::features::self_reports::Introduction;
use crate::web::{Answer, Frame, Page, Posted, WebError, see_other};

/// A sheet and what answers to it must fit.
pub(super) struct Opened {
    /// Its round.
    pub frozen: Arc<Frozen>,
    number: SheetId,
    /// Whether it is opened by a blind token.
    is_by_token: bool,
    /// What answers must fit, by object.
    pub places: Vec<Places>,
}

/// How a sheet is shown.
pub(super) struct Showing {
    /// The status.
    pub status: StatusCode,
    /// What must be said first.
    pub notice: Option<String>,
    /// Whether the summary before handing in is shown.
    pub is_check: bool,
}

#[derive(Template)]
#[template(path = "features/ballots/templates/sheet.html")]
struct SheetView {
    page: Page,
    look: Look,
    /// The round and the number, so that a sheet is never taken for one of another round.
    sheet: String,
    title: String,
    target: Option<String>,
    sentences: Vec<String>,
    until: Option<String>,
    objects: Vec<ObjectView>,
    items: usize,
    may_be_unknown: bool,
    notice: Option<String>,
    is_check: bool,
    missing: usize,
    longest_opinion: usize,
}

struct ObjectView {
    index: usize,
    place: usize,
    name: String,
    introduction: Option<Introduction>,
    items: Vec<ItemView>,
    /// The grades that may be given to all items at once.
    common_grades: Vec<String>,
    opinion: String,
    needs_opinion: bool,
    missing: usize,
}

struct ItemView {
    field: String,
    name: String,
    explanation: String,
    own_grade: Option<String>,
    options: Vec<OptionView>,
}

struct OptionView {
    value: String,
    label: String,
    is_chosen: bool,
}

/// Finds the sheet of a number for whoever holds this code or token.
async fn open(
    app: &App,
    (round, credential): (RoundId, &Credential),
    number: SheetId,
) -> Result<Option<Opened>, WebError> {
    let Some(frozen) = app.snapshots.frozen(&app.database, round_of(round)).await? else {
        return Ok(None);
    };
    let places = Found::of(&frozen, number).map(|found| found.places());
    let is_by_token = credential.code().is_none();
    Ok(places.map(|places| Opened { frozen, number, is_by_token, places }))
}

/// Shows the empty sheet of the judge's code or token.
pub(super) async fn show(State(app): State<App>, headers: HeaderMap, frame: Frame) -> Answer {
    let Some((round, content)) = standing::of_cookie(&app, cookies::ballot(&headers)).await? else {
        return Ok(see_other(&urls::Door {}.to_path()));
    };
    let (round, number) = match standing::of_credential(&app, (round, &content.credential)).await? {
        Ok(found) => found,
        Err(refusal) => return door::refuse(&headers, &frame, &refusal, ""),
    };
    let opened = open(&app, (round, &content.credential), number).await?.ok_or(WebError::NotFound)?;
    let filled = Filled::nothing(&opened.places);
    let showing = Showing { status: StatusCode::OK, notice: None, is_check: false };
    let look = Look::of(&headers, Switches::InSheet);
    let answer = render(&app, &headers, &frame, look, opened, filled, showing).await?;
    // No grade stands in this page: a browser that goes back to it may put in again what was chosen. Not on a tablet,
    // where whoever goes back is the next person.
    Ok(if look.is_shared { answer } else { sending::keep_for_back(answer) })
}

/// What a posted sheet is: its round and judge, what it asks and what was filled in.
pub(super) struct Received {
    /// The round.
    pub round: RoundId,
    /// Code or token, and retry key.
    pub content: ballot_box::CookieContent,
    /// The sheet.
    pub number: SheetId,
    /// What it asks.
    pub opened: Opened,
    /// What was filled in.
    pub filled: Filled,
}

/// Reads a posted sheet; the refusal where it belongs to no code.
pub(super) async fn receive(
    app: &App,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<Result<Received, Refusal>, WebError> {
    let Some((round, content)) = standing::of_cookie(app, cookies::ballot(headers)).await? else {
        return Ok(Err(Refusal::new("ballots-cookie-lost")));
    };
    let sheet = display::field(fields, "sheet").and_then(|sheet| sheet.split_once('.'));
    let (of, number) =
        sheet.map_or((None, None), |(of, number)| (of.parse::<storage::RoundId>().ok(), number.parse().ok()));
    // A code of another round was entered in another window meanwhile: its cookie opens that round, not this sheet.
    if of.is_some_and(|of| of != round_of(round)) {
        return Ok(Err(Refusal::new("ballots-other-round")));
    }
    let opened = match number.filter(|_| of.is_some()) {
        Some(number) => open(app, (round, &content.credential), SheetId(number)).await?,
        None => None,
    };
    let Some(opened) = opened else {
        return Ok(Err(Refusal::new("ballots-sheet-unknown")));
    };
    let filled = Filled::read(&opened.places, fields);
    Ok(Ok(Received { round, content, number: opened.number, opened, filled }))
}

/// Shows the sheet again with everything that was filled in, and the summary where it was asked for.
pub(super) async fn check(
    State(app): State<App>,
    headers: HeaderMap,
    mut frame: Frame,
    posted: Posted<Fields>,
) -> Answer {
    let fields = posted.input;
    let mut look = Look::of(&headers, Switches::InSheet);
    let wishes = display::take_wishes(&fields, &mut frame, &mut look);
    let received = match receive(&app, &headers, &fields).await? {
        Ok(received) => received,
        Err(refusal) => return door::refuse(&headers, &frame, &refusal, ""),
    };
    let is_check = display::field(&fields, "go") == Some("check");
    let notice = match standing::of_credential(&app, (received.round, &received.content.credential)).await? {
        Ok(_) if is_check => problem(&frame, &received).or_else(|| wordless(&frame, &received)),
        Ok(_) => problem(&frame, &received),
        // The answers stay in the page: it can be handed in when casting goes on.
        Err(refusal) if refusal.key == "ballots-paused" => Some(frame.page(refusal.key).t(refusal.key)),
        Err(refusal) => return door::refuse(&headers, &frame, &refusal, ""),
    };
    let showing = Showing {
        status: if notice.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK },
        notice,
        is_check,
    };
    let Received { opened, filled, .. } = received;
    let answer = render(&app, &headers, &frame, look, opened, filled, showing).await?;
    Ok(sending::with_cookies(answer, &wishes))
}

/// What does not fit in a posted sheet, said to the judge.
pub(super) fn problem(frame: &Frame, received: &Received) -> Option<String> {
    let page = frame.page("ballots-sheet-title");
    if received.filled.has_strange_fields {
        return Some(page.t("ballots-strange-fields"));
    }
    let object = received.filled.too_long()?;
    let opened = &received.opened;
    let name = Found::of(&opened.frozen, opened.number)?.name(object)?;
    Some(page.t2("ballots-opinion-too-long", "name", name, "longest", LONGEST_OPINION))
}

/// Whom a judge graded without the words that the scale asks for; said before handing in, and refused then.
pub(super) fn wordless(frame: &Frame, received: &Received) -> Option<String> {
    let object = received.filled.wordless(&received.opened.places)?;
    let opened = &received.opened;
    let name = Found::of(&opened.frozen, opened.number)?.name(object)?;
    Some(frame.page("ballots-sheet-title").t1("ballots-opinion-missing", "name", name))
}

/// The page of a sheet.
pub(super) async fn render(
    app: &App,
    headers: &HeaderMap,
    frame: &Frame,
    look: Look,
    opened: Opened,
    filled: Filled,
    showing: Showing,
) -> Answer {
    let page = frame.page("ballots-sheet-title");
    let Opened { frozen, number, is_by_token, .. } = opened;
    let found = Found::of(&frozen, number).ok_or(WebError::NotFound)?;
    let asked = found.asked(&app.database, &frozen, frame.language).await?;
    let missing: Vec<usize> = (0..asked.objects.len()).map(|object| filled.missing(object)).collect();
    let view = SheetView {
        sentences: sentences(&page, app, (&frozen, number), came_by(is_by_token, look.is_shared)),
        until: frozen.casting_until.map(|until| app.local_minute(until)),
        page,
        look,
        sheet: format!("{}.{}", frozen.round, number.0),
        items: asked.objects.iter().map(|object| object.items.len()).sum(),
        may_be_unknown: asked.objects.iter().any(|object| object.may_be_unknown),
        missing: missing.iter().sum(),
        title: frozen.title.clone(),
        target: asked.target,
        objects: asked
            .objects
            .into_iter()
            .zip(filled.answers)
            .zip(filled.opinions)
            .zip(missing)
            .enumerate()
            .map(|(index, (((object, answers), opinion), missing))| {
                object_view(frame, index, object, &answers, opinion, missing)
            })
            .collect(),
        notice: showing.notice,
        is_check: showing.is_check,
        longest_opinion: LONGEST_OPINION,
    };
    sending::page(headers, showing.status, &view)
}

fn object_view(
    frame: &Frame,
    index: usize,
    object: AskedObject,
    answers: &[Option<Grade>],
    opinion: String,
    missing: usize,
) -> ObjectView {
    let mut choices: Vec<(String, Grade, &String)> =
        (0u8..).zip(&object.grades).map(|(place, label)| (place.to_string(), Grade::Grade(place), label)).collect();
    let unknown = frame.page("ballots-unknown").title;
    if object.may_be_unknown {
        choices.push(("u".to_owned(), Grade::Unknown, &unknown));
    }
    let items = object.items.into_iter().zip(answers).enumerate();
    let items: Vec<ItemView> =
        items.map(|(item, (asked, answer))| item_view(format!("g{index}-{item}"), asked, *answer, &choices)).collect();
    ObjectView {
        index,
        place: index + 1,
        name: object.name,
        introduction: object.introduction,
        common_grades: if items.len() > 1 { object.grades } else { Vec::new() },
        items,
        opinion,
        needs_opinion: object.needs_opinion,
        missing,
    }
}

fn item_view(field: String, item: AskedItem, answer: Option<Grade>, choices: &[(String, Grade, &String)]) -> ItemView {
    let option = |(value, means, label): &(String, Grade, &String)| OptionView {
        is_chosen: answer == Some(*means),
        value: value.clone(),
        label: (*label).clone(),
    };
    let options = choices.iter().map(option).collect();
    ItemView { field, name: item.name, explanation: item.explanation, own_grade: item.own_grade, options }
}

/// How a judge came by what opened the sheet: the sentence that says why it leads to nobody.
const fn came_by(is_by_token: bool, is_shared: bool) -> &'static str {
    match (is_by_token, is_shared) {
        (true, _) => "ballots-anonymity-token",
        (false, true) => "ballots-anonymity-tablet",
        (false, false) => "ballots-anonymity-code",
    }
}

/// What a judge can rely on, from what this round really is.
fn sentences(page: &Page, app: &App, (frozen, number): (&Frozen, SheetId), came_by: &str) -> Vec<String> {
    let mut sentences = vec![
        page.t(came_by),
        page.t("ballots-anonymity-store"),
        page.t2("ballots-anonymity-figures", "figures", frozen.minimum, "opinions", frozen.opinion_minimum),
    ];
    sentences.extend(told_to_judges(app, page, frozen));
    let sheet = frozen.plan.panel_numbered(number.0).and_then(|panel| frozen.plan.sheet(panel.sheet));
    if sheet.is_some_and(|sheet| frozen.plan.judges_are_judged(sheet)) {
        sentences.push(page.t("appraisals-paper-own-grades"));
    }
    sentences.push(page.t1("appraisals-paper-retention", "days", frozen.retention_days));
    if !app.is_served_over_tls() {
        sentences.push(page.t("ballots-anonymity-plain-http"));
    }
    sentences
}
