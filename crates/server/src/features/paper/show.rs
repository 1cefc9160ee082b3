//! One batch: its forms, its numbers, how far it is keyed, what differs, and what comes next.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use storage::entities::paper_batch;
use storage::{AccountId, Reads, RoundId};

use super::acceptance;
use super::aside::{Aside, May};
use super::found::{self, Found};
use super::keying::keying_of;
use super::rules::{Keying, Reading, sheets_of};
use super::{KEEPERS, KEYING, SEES, queries, urls};
use crate::App;
use crate::features::appraisals;
use crate::features::appraisals::common::{self, COUNTING, OFFICE};
use crate::features::organisations;
use crate::roles::Role;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, WebError};

/// More own sheets than these are turned over one by one, not listed.
const MOST_LINKS: i64 = 500;

/// One of the two keyings.
struct KeyingRow {
    name: String,
    keyer: String,
    done: usize,
    action: String,
    may_begin: bool,
    /// Where the visitor goes on keying.
    go_on: Option<String>,
    may_give_up: bool,
}

struct Differing {
    number: i64,
    places: usize,
    path: Option<String>,
    is_decided: bool,
}

#[derive(Template)]
#[template(path = "features/paper/templates/batch.html")]
struct BatchView {
    page: Page,
    back: (String, String),
    panel: String,
    batch: paper_batch::Model,
    is_sealing: bool,
    /// Both counts agree: until then nobody sees the first one's numbers.
    is_counted: bool,
    counted_by: String,
    /// The blank forms to be printed, one for each instrument of the sheet.
    papers: Vec<(String, String)>,
    count: Option<String>,
    keyings: Vec<KeyingRow>,
    is_own_keyer: bool,
    own_sheets: Vec<(String, i64)>,
    differing: Vec<Differing>,
    undecided: usize,
    invalid_so_far: usize,
    acceptance: Option<Acceptance>,
    accepted_by: String,
    loss: Option<Loss>,
    lost_by: String,
    reason: String,
    aside: Aside,
    /// Sheets that are keyed as this batch's.
    sheets: i64,
    errors: FieldErrors,
}

/// Accepting, where it is time for it.
struct Acceptance {
    action: String,
    /// Who accepted first.
    first: String,
    needs_two: bool,
    /// Why the visitor does not.
    unfit: Option<&'static str>,
    may_accept: bool,
}

/// Recording as missing.
struct Loss {
    action: String,
    first: String,
    is_own: bool,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Batch>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), SEES).await?;
    page(&app, &visitor, &frame, &found, (StatusCode::OK, "", FieldErrors::default())).await
}

/// Shows it again with what was typed of a loss and what is wrong with it.
pub(super) async fn refused(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &Found,
    (reason, errors): (&str, FieldErrors),
) -> Result<Response, WebError> {
    page(app, visitor, frame, found, (StatusCode::UNPROCESSABLE_ENTITY, reason, errors)).await
}

/// What the visitor may do with the batch.
struct Part {
    is_office: bool,
    counts: bool,
    keys: bool,
    keeps: bool,
    unfit: Option<&'static str>,
}

impl Part {
    async fn of(app: &App, visitor: &Visitor, found: &Found) -> Result<Self, WebError> {
        let is_fit = match common::refuse_judged(app, visitor, &found.round).await {
            Ok(()) => true,
            Err(WebError::Refused { .. }) => false,
            Err(error) => return Err(error),
        };
        let keeps = within(app, visitor, found, KEEPERS).await?;
        let unfit = if keeps { found::unfit(&app.database, visitor, &found.round).await? } else { None };
        Ok(Self {
            is_office: within(app, visitor, found, OFFICE).await?,
            counts: is_fit && within(app, visitor, found, COUNTING).await?,
            keys: is_fit && within(app, visitor, found, KEYING).await?,
            keeps,
            unfit,
        })
    }
}

/// Whether the visitor holds one of these roles where the round takes place.
async fn within(app: &App, visitor: &Visitor, found: &Found, roles: &[Role]) -> Result<bool, WebError> {
    let reach = visitor.reach(roles);
    Ok(organisations::queries::in_reach(&app.database, &reach, found.round.organisation_id).await?)
}

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &Found,
    (status, reason, errors): (StatusCode, &str, FieldErrors),
) -> Answer {
    let Found { round, plan, batch } = found;
    let part = Part::of(app, visitor, found).await?;
    // What moves is not keyed any more, and may be damaged.
    let reading = if batch.state == "moving" { Reading::default() } else { found.reading(&app.database).await? };
    let is_sealing = round.state == "sealing";
    let names = names(app, batch).await?;
    let joined = |ids: &[Option<AccountId>]| -> String {
        let known = ids.iter().flatten().filter_map(|id| names.iter().find(|(known, _)| known == id));
        known.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let base = frame.page("paper-title");
    let page = frame.titled(base.t1("paper-batch-title", "number", batch.number));
    let own = keying_of(batch, visitor);
    let is_open = is_sealing && matches!(batch.state.as_str(), "printed" | "counted" | "keying");
    let undecided = reading.undecided().len();
    let settled = reading.settled().filter(|_| is_sealing && batch.state == "keying");
    let first_keeper = found::still_keeper(&app.database, batch.accepted_by, round).await?;
    let has_written = acceptance::has_written(batch, visitor.account);
    let acceptance = settled.as_ref().filter(|_| part.keeps).map(|_| Acceptance {
        action: urls::Acceptance { round: round.id, batch: batch.id }.to_path(),
        first: joined(&[first_keeper]),
        needs_two: batch.resolver.is_none(),
        may_accept: part.unfit.is_none() && !has_written && first_keeper != Some(visitor.account),
        unfit: part.unfit.or(has_written.then_some("paper-accepted-by-another")),
    });
    let first_lost = found::still_keeper(&app.database, batch.lost_by, round).await?;
    let loss = (is_open && part.keeps && part.unfit.is_none()).then(|| Loss {
        action: urls::Loss { round: round.id, batch: batch.id }.to_path(),
        first: joined(&[first_lost]),
        is_own: first_lost == Some(visitor.account),
    });
    let counts = is_sealing && batch.state == "printed" && part.counts;
    let may = May { counts: part.counts, keeps: part.keeps && part.unfit.is_none() };
    let view = BatchView {
        back: (urls::OfRound { round: round.id }.to_path(), round.title.clone()),
        panel: appraisals::panel_name(plan, batch.panel_id, &page),
        is_sealing,
        is_counted: batch.counted_by_second.is_some(),
        counted_by: joined(&[batch.counted_by, batch.counted_by_second]),
        papers: if part.is_office { papers(found, frame)? } else { Vec::new() },
        count: counts.then(|| urls::Count { round: round.id, batch: batch.id }.to_path()),
        keyings: keyings(&page, visitor, (found, &reading, &part), &joined),
        is_own_keyer: own.is_some(),
        own_sheets: own.map_or_else(Vec::new, |own| own_sheets(found, &reading, own)),
        differing: differing(found, &reading, part.keys && own.is_none() && batch.state == "keying"),
        undecided,
        invalid_so_far: settled.map_or(0, |sheets| sheets.iter().filter(|sheet| sheet.is_invalid).count()),
        acceptance,
        accepted_by: joined(&[batch.accepted_by, batch.accepted_by_second]),
        loss,
        lost_by: joined(&[batch.lost_by, batch.lost_by_second]),
        reason: reason.to_owned(),
        aside: Aside::of(app, visitor, &page, found, may).await?,
        sheets: sheets_of(batch),
        batch: batch.clone(),
        errors,
        page,
    };
    html_with(status, &view)
}

async fn names(app: &App, batch: &paper_batch::Model) -> Result<Vec<(AccountId, String)>, WebError> {
    let people = [
        [batch.counted_by, batch.counted_by_second],
        [batch.first_keyer, batch.second_keyer],
        [batch.accepted_by, batch.accepted_by_second],
        [batch.lost_by, batch.lost_by_second],
    ];
    let people: Vec<AccountId> = people.into_iter().flatten().flatten().collect();
    Ok(appraisals::queries::account_names(&app.database, &people).await?.into_iter().collect())
}

/// The blank forms of the sheet: all of them together are one form of this batch.
fn papers(found: &Found, frame: &Frame) -> Result<Vec<(String, String)>, WebError> {
    let (_, sheet) = found.asked()?;
    let mut papers = Vec::new();
    for (object, definition) in found.plan.objects_of(sheet) {
        let path = appraisals::urls::Paper { id: found.round.id, measure: object.measure, sheet: sheet.id }.to_path();
        let paper = (path, format!("{} {}", definition.form, definition.name.in_language(frame.language)));
        if !papers.contains(&paper) {
            papers.push(paper);
        }
    }
    Ok(papers)
}

fn keyings(
    page: &Page,
    visitor: &Visitor,
    (found, reading, part): (&Found, &Reading, &Part),
    name: &dyn Fn(&[Option<AccountId>]) -> String,
) -> Vec<KeyingRow> {
    let (round, batch) = (found.round.id, &found.batch);
    let is_open = found.round.state == "sealing" && matches!(batch.state.as_str(), "counted" | "keying");
    let is_open = is_open && !reading.is_complete();
    let own = keying_of(batch, visitor);
    let row = |(keying, keyer): (Keying, Option<AccountId>)| {
        let is_own = own == Some(keying);
        let next = reading.next_open(keying, 1).unwrap_or(1).to_string();
        KeyingRow {
            name: page.coded("paper-keying-", keying.code()),
            keyer: name(&[keyer]),
            done: reading.done(keying),
            action: urls::Keying { round, batch: batch.id, keying: keying.code().to_owned() }.to_path(),
            may_begin: is_open && part.keys && keyer.is_none() && own.is_none(),
            go_on: (is_open && is_own).then(|| urls::Sheet { round, batch: batch.id, sheet: next }.to_path()),
            may_give_up: is_open && keyer.is_some() && (is_own || (part.keeps && part.unfit.is_none())),
        }
    };
    [(Keying::First, batch.first_keyer), (Keying::Second, batch.second_keyer)].map(row).into_iter().collect()
}

/// The own sheets, to go back and correct them until both keyings are complete.
fn own_sheets(found: &Found, reading: &Reading, own: Keying) -> Vec<(String, i64)> {
    let (round, batch) = (found.round.id, found.batch.id);
    let sheets = sheets_of(&found.batch);
    let is_open = found.round.state == "sealing" && found.batch.state == "keying" && !reading.is_complete();
    let listed = if is_open && sheets <= MOST_LINKS { sheets } else { 0 };
    let numbers = (1..=listed).filter(|number| reading.sheet(own, *number).is_some());
    numbers.map(|number| (urls::Sheet { round, batch, sheet: number.to_string() }.to_path(), number)).collect()
}

fn differing(found: &Found, reading: &Reading, may_decide: bool) -> Vec<Differing> {
    let (round, batch) = (found.round.id, found.batch.id);
    let row = |(number, places): (i64, usize)| Differing {
        number,
        places,
        path: may_decide.then(|| urls::Decision { round, batch, sheet: number.to_string() }.to_path()),
        is_decided: reading.sheet(Keying::Resolution, number).is_some(),
    };
    reading.differing().into_iter().map(row).collect()
}

/// The batches that sealing waits for, each with where it is and what it is called, for pages of other slices.
///
/// # Errors
/// When the database does not answer.
pub async fn names_waited_for(
    reads: &impl Reads,
    round: RoundId,
    page: &Page,
) -> Result<Vec<(String, String)>, WebError> {
    let open = queries::open(reads, round).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let plan = appraisals::queries::plan(reads, round).await?;
    let line = |batch: &paper_batch::Model| {
        let panel = appraisals::panel_name(&plan, batch.panel_id, page);
        let state = page.coded("paper-state-", &batch.state);
        let title = page.t1("paper-batch-title", "number", batch.number);
        (urls::Batch { round, batch: batch.id }.to_path(), format!("{title} · {panel} · {state}"))
    };
    Ok(open.iter().map(line).collect())
}
