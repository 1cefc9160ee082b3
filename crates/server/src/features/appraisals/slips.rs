//! Slips: a batch is drawn, issued, printed once and kept nowhere; the office says whether it was printed well.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::{BallotError, Batch, Phase, SheetId};
use credentials::{CredentialHash, credential_hash};
use documents::papers::slips;
use serde::Deserialize;
use storage::entities::{batch, round};
use storage::{BatchId, PanelId, RoundId, Scope};

use super::common::{self, OFFICE, Paths, WATCHING};
use super::form;
use super::layout::ballot_round;
use super::model::{Panel, Plan};
use super::{preview, queries, rules, steps, urls};
use crate::App;
use crate::audit::Event;
use crate::features::{named, paper, tokens};
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Nothing, Page, Posted, Visitor, WebError, html};

struct PanelRow {
    id: String,
    /// Whether nobody in it is given a slip: everybody takes a token.
    has_no_slips: bool,
    /// Whether its codes may be on a tablet.
    is_of_window: bool,
    sheet: String,
    category: String,
    planned: u32,
    printed: i64,
    open: i64,
}

struct BatchRow {
    path: String,
    count_path: String,
    batch: batch::Model,
    panel: String,
    is_confirmed: bool,
    /// Not yet said to be printed well; or on a tablet, whose key may be lost.
    may_be_voided: bool,
    tablet: Option<TabletRow>,
}

/// The tablet of a batch.
struct TabletRow {
    path: String,
    is_locked: bool,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/batches.html")]
pub(super) struct BatchesView {
    page: Page,
    paths: Paths,
    round: round::Model,
    panels: Vec<PanelRow>,
    batches: Vec<BatchRow>,
    may_print: bool,
    is_office: bool,
    is_opening: bool,
    may_count: bool,
    errors: FieldErrors,
}

/// Shows panels and batches.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Batches>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, WATCHING).await?;
    html(&view(&app, &visitor, &frame, round, FieldErrors::default()).await?)
}

/// Whether slips and forms may be printed now: after issuing began, and while casting is paused.
pub async fn may_print(app: &App, round: &round::Model) -> Result<bool, WebError> {
    match round.state.as_str() {
        "issuing" => Ok(round.opening_hash.is_some()),
        "casting" => {
            let phase = app.ballots.phase(ballot_round(round.id)).await;
            Ok(steps::broken(phase)? == Some(Phase::Paused))
        }
        _ => Ok(false),
    }
}

/// What a judge group is called: its sheet and its categories.
pub fn panel_name(plan: &Plan, panel: PanelId, page: &Page) -> String {
    let Some(panel) = plan.panel(panel) else {
        return String::new();
    };
    let sheet = plan.title_of(panel.sheet, page.language);
    let categories: Vec<&str> = std::iter::once(panel)
        .chain(plan.merged_into(panel.id))
        .map(|panel| plan.category_name(&panel.category, page.language))
        .collect();
    format!("{sheet} · {}", categories.join("+"))
}

pub(super) async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    round: round::Model,
    errors: FieldErrors,
) -> Result<BatchesView, WebError> {
    let page = frame.page("appraisals-batches-title");
    let plan = queries::plan(&app.database, round.id).await?;
    // Whoever takes part by name takes no slip, and a slip given back for it is no slip any more (S069).
    let taken = named::queries::taken(&app.database, round.id).await?;
    let groups = tokens::queries::groups(&app.database, round.id).await?;
    let plan = named::rules::plan_of_slips(&plan, &taken);
    let batches = queries::batches(&app.database, round.id).await?;
    let printed = |panel: PanelId| -> i64 {
        let of_panel = batches.iter().filter(|batch| batch.panel_id == panel && batch.state != "void");
        of_panel.map(|batch| batch.printed).sum()
    };
    let forms = paper::queries::printed(&app.database, round.id).await?;
    let cancelled = |panel: &Panel| i64::from(named::rules::taken_in_all(&plan, panel, &taken).cancelled);
    let panels = plan.open_panels().map(|panel| {
        let of_panel = named::rules::taken_in_all(&plan, panel, &taken);
        let takes_tokens = tokens::rules::is_offered(&plan, panel, &groups);
        // Where tokens are taken, slips are for those who take none.
        let planned = if takes_tokens { of_panel.slip } else { plan.planned_in_all(panel) };
        let categories: Vec<&str> = std::iter::once(panel)
            .chain(plan.merged_into(panel.id))
            .map(|panel| plan.category_name(&panel.category, page.language))
            .collect();
        PanelRow {
            id: panel.id.to_string(),
            has_no_slips: takes_tokens && planned == 0,
            is_of_window: panel.window.is_some(),
            sheet: plan.title_of(panel.sheet, page.language),
            category: categories.join("+"),
            planned,
            printed: printed(panel.id),
            // Slips and paper share the planned number.
            open: (i64::from(planned) + cancelled(panel) - printed(panel.id) - forms.get(&panel.id).unwrap_or(&0))
                .max(0),
        }
    });
    let panels = panels.collect();
    let tablets = queries::tablets(&app.database, round.id).await?;
    let tablet = |batch| {
        let is_locked = *tablets.get(&batch)?;
        Some(TabletRow { path: urls::Tablet { id: round.id, batch }.to_path(), is_locked })
    };
    let rows = batches.iter().map(|batch| BatchRow {
        tablet: tablet(batch.id),
        may_be_voided: may_be_voided(&round, batch, tablets.contains_key(&batch.id)).is_ok(),
        path: urls::Batch { id: round.id, batch: batch.id }.to_path(),
        count_path: urls::BatchCount { id: round.id, batch: batch.id }.to_path(),
        panel: panel_name(&plan, batch.panel_id, &page),
        is_confirmed: batch.counted_by_second.is_some(),
        batch: batch.clone(),
    });
    let rows = rows.collect();
    let is_office = common::reaches(app, visitor, round.organisation_id).await?;
    Ok(BatchesView {
        paths: Paths { id: round.id },
        panels,
        batches: rows,
        may_print: is_office && may_print(app, &round).await?,
        is_office,
        is_opening: round.state == "issuing" && round.opening_hash.is_none(),
        may_count: super::counting::may_count(&round),
        errors,
        round,
        page,
    })
}

/// Whether so many more slips would be more than people who are given one: in a group that takes tokens everybody else has
/// a ballot already.
async fn is_beyond_tokens(
    app: &App,
    (id, plan, panel): (RoundId, &Plan, &Panel),
    count: i64,
) -> Result<bool, WebError> {
    if !tokens::rules::is_offered(plan, panel, &tokens::queries::groups(&app.database, id).await?) {
        return Ok(false);
    }
    let taken = named::rules::taken_in_all(plan, panel, &named::queries::taken(&app.database, id).await?);
    let batches = queries::batches(&app.database, id).await?;
    let of_panel = batches.iter().filter(|batch| batch.panel_id == panel.id && batch.state != "void");
    let printed: i64 = of_panel.map(|batch| batch.printed).sum();
    Ok(printed + count > i64::from(taken.slip + taken.cancelled))
}

/// A batch to be printed.
#[derive(Debug, Deserialize)]
pub struct BatchForm {
    panel: String,
    count: String,
}

/// How many codes a batch shall have, or what is wrong with that.
pub(super) fn read_count(round: &round::Model, typed: &str, errors: &mut FieldErrors) -> Option<u32> {
    let count = form::whole("count", typed, &mut FieldErrors::default());
    // While casting is paused, late comers' slips come in batches of at least k, or they would stand out.
    let least = if round.state == "casting" { queries::number(round.minimum) } else { 1 };
    let count = count.and_then(|count| u32::try_from(count).ok());
    let count = count.filter(|count| (least..=rules::MOST_SLIPS).contains(count));
    if count.is_none() {
        let limits = vec![("least", least.into()), ("most", rules::MOST_SLIPS.into())];
        errors.add_with("count", "appraisals-error-slips", limits);
    }
    count
}

/// A batch whose codes are not issued yet.
pub(super) fn new_batch(app: &App, round_id: RoundId, panel_id: PanelId, (number, count): (i64, u32)) -> batch::Model {
    batch::Model {
        id: BatchId(app.clock.next_id()),
        round_id,
        panel_id,
        number,
        channel: "slips".to_owned(),
        printed: i64::from(count),
        handed_out: None,
        returned: None,
        missing: None,
        state: "printing".to_owned(),
        counted_by: None,
        counted_by_second: None,
        created_at: app.clock.now(),
    }
}

/// Prints a batch: the answer is the PDF itself, once.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Batches>,
    posted: Posted<BatchForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !may_print(&app, &round).await? {
        return Err(WebError::refused("appraisals-not-printing"));
    }
    let plan = queries::plan(&app.database, url.id).await?;
    let panel: PanelId = posted.input.panel.parse().map_err(|_| WebError::NotFound)?;
    let panel = plan.open_panels().find(|open| open.id == panel);
    let panel = panel.ok_or(WebError::NotFound)?;
    let mut errors = FieldErrors::default();
    let Some(count) = read_count(&round, &posted.input.count, &mut errors) else {
        let view = view(&app, &visitor, &frame, round, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    if round.state == "issuing" && is_beyond_tokens(&app, (url.id, &plan, panel), i64::from(count)).await? {
        errors.add("count", "appraisals-error-slips-beside-tokens");
        let view = view(&app, &visitor, &frame, round, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let public_url = app.settings.public_url.clone();
    let public_url = public_url.ok_or_else(|| WebError::refused("appraisals-missing-public-url"))?;
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let number = paper::queries::next_number(&change.transaction, url.id).await?;
    queries::insert_batch(&change.transaction, new_batch(&app, url.id, panel.id, (number, count))).await?;
    // The intent is kept before a code exists: whatever fails from here leaves a batch that can be voided.
    drop(change.answer(&url, "").await?);
    let codes = steps::broken(app.ballots.draw_codes(count as usize))?;
    let name = ballot_round(url.id);
    let hashes: Vec<CredentialHash> = codes.iter().map(|code| credential_hash(name, code)).collect();
    let issued = Batch { id: ballot_box::BatchId(queries::number(number)), sheet: SheetId(panel.number) };
    steps::broken(app.ballots.issue(name, issued, &hashes).await)?;
    let address = format!("{}/b", public_url.trim_end_matches('/'));
    let view = slips::View {
        round: match plan.window_name(panel) {
            Some(window) => format!("{} · {window}", round.title),
            None => round.title.clone(),
        },
        valid: preview::period(&round)?,
        slips: codes
            .iter()
            .map(|code| slips::Slip { code: code.to_text(), url: format!("{address}#{}", code.to_text()) })
            .collect(),
        address,
    };
    drop(codes);
    let language = frame.language;
    let bytes = tokio::task::spawn_blocking(move || slips::render(&view, language)).await?;
    preview::pdf(bytes, &format!("slips-{number}.pdf"))
}

async fn printing_batch(
    app: &App,
    visitor: &Visitor,
    url: &urls::Batch,
    once_key: &str,
) -> Result<Result<(Change, batch::Model), axum::response::Response>, WebError> {
    common::reached(app, visitor, url.id, OFFICE).await?;
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(app, once_key, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Err(answer)),
    };
    let batches = queries::batches(&change.transaction, url.id).await?;
    match batches.into_iter().find(|batch| batch.id == url.batch) {
        Some(batch) => Ok(Ok((change, batch))),
        None => common::refuse(change, WebError::NotFound).await,
    }
}

/// Says that a batch was printed well.
pub async fn confirm(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Batch>,
    posted: Posted<Nothing>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let (change, batch) = match printing_batch(&app, &visitor, &url, &posted.once).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let issued = steps::broken(app.ballots.issued_counts(ballot_round(url.id)).await)?;
    let is_issued = issued.iter().any(|count| i64::from(count.batch.0) == batch.number && !count.voided);
    if batch.state != "printing" || !is_issued {
        return common::refuse(change, WebError::refused("appraisals-batch-not-printing")).await;
    }
    // The key of a tablet was shown once: where the codes were not issued then, nobody has it.
    if queries::tablets(&change.transaction, url.id).await?.contains_key(&batch.id) {
        return common::refuse(change, WebError::refused("appraisals-tablet-unfinished")).await;
    }
    let details = format!("{} × {}", batch.number, batch.printed);
    let printed = batch::Model { state: "printed".to_owned(), ..batch };
    queries::update_batch(&change.transaction, printed).await?;
    common::note(&change, &app, &visitor, Event::BatchPrinted, &round, &details).await?;
    change.answer(&urls::Batches { id: url.id }, "appraisals-batch-printed").await
}

/// A batch is voided while it is being printed; one that was printed well is in people's hands and stays. The codes of a
/// tablet are in nobody's hand: where its key is lost before anybody used it, they may go (S070). Else the reason.
fn may_be_voided(round: &round::Model, batch: &batch::Model, is_on_tablet: bool) -> Result<(), &'static str> {
    if !matches!(round.state.as_str(), "issuing" | "casting") {
        return Err("appraisals-batch-not-printing");
    }
    match batch.state.as_str() {
        "printing" => Ok(()),
        "printed" if is_on_tablet => Ok(()),
        "printed" => Err("appraisals-batch-in-use"),
        _ => Err("appraisals-batch-not-printing"),
    }
}

/// Voids a batch whose print failed: none of its codes is ever accepted.
pub async fn void(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Batch>,
    posted: Posted<Nothing>,
) -> Answer {
    let (change, batch) = match printing_batch(&app, &visitor, &url, &posted.once).await? {
        Ok(found) => found,
        Err(answer) => return Ok(answer),
    };
    let Some(round) = queries::round(&change.transaction, url.id).await? else {
        return common::refuse(change, WebError::NotFound).await;
    };
    let is_on_tablet = queries::tablets(&change.transaction, url.id).await?.contains_key(&batch.id);
    if let Err(reason) = may_be_voided(&round, &batch, is_on_tablet) {
        return common::refuse(change, WebError::refused(reason)).await;
    }
    // Voiding may be repeated; a batch that was never issued holds no code.
    let number = ballot_box::BatchId(queries::number(batch.number));
    match app.ballots.void_batch(ballot_round(url.id), number).await {
        Ok(()) | Err(BallotError::UnknownBatch(_)) => {}
        Err(BallotError::BatchUsed(_)) => {
            return common::refuse(change, WebError::refused("appraisals-batch-used")).await;
        }
        Err(error) => {
            return common::refuse(change, WebError::Broken(error.to_string())).await;
        }
    }
    let details = format!("{} × {}", batch.number, batch.printed);
    let voided = batch::Model { state: "void".to_owned(), ..batch };
    queries::update_batch(&change.transaction, voided).await?;
    queries::erase_codes(&change.transaction, url.batch).await?;
    common::note(&change, &app, &visitor, Event::BatchVoided, &round, &details).await?;
    change.answer(&urls::Batches { id: url.id }, "appraisals-batch-voided").await
}
