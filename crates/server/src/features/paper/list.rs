//! The judge groups of a round with their paper; the office makes a batch of blank forms.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{paper_batch, round};
use storage::{PanelId, PaperBatchId, Scope};

use super::rules::MOST_FORMS;
use super::{SEES, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals;
use crate::features::appraisals::common::{self, OFFICE, WATCHING};
use crate::features::organisations;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

struct PanelRow {
    id: String,
    name: String,
    planned: u32,
    slips: i64,
    forms: i64,
    open: i64,
    is_over: bool,
}

struct BatchRow {
    path: String,
    number: i64,
    panel: String,
    printed: i64,
    in_box: String,
    state: String,
    /// The batch it is keyed with.
    pooled_into: Option<i64>,
}

#[derive(Template)]
#[template(path = "features/paper/templates/list.html")]
struct ListView {
    page: Page,
    path: String,
    back: (String, String),
    panels: Vec<PanelRow>,
    batches: Vec<BatchRow>,
    may_make: bool,
    /// Whether sealing waits for a batch now.
    is_waiting: bool,
    errors: FieldErrors,
}

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.round, SEES).await?;
    view(&app, &visitor, &frame, round, (StatusCode::OK, FieldErrors::default())).await
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    round: round::Model,
    (status, errors): (StatusCode, FieldErrors),
) -> Answer {
    let reach = visitor.reach(OFFICE);
    let is_office = organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?;
    if round.state == "void" || (round.state == "draft" && !is_office) {
        return Err(WebError::NotFound);
    }
    let page = frame.page("paper-title");
    let plan = appraisals::queries::plan(&app.database, round.id).await?;
    let slips = appraisals::queries::batches(&app.database, round.id).await?;
    let batches = queries::batches(&app.database, round.id).await?;
    let forms = queries::printed(&app.database, round.id).await?;
    let panels = plan.open_panels().map(|panel| {
        let of_panel = slips.iter().filter(|batch| batch.panel_id == panel.id && batch.state != "void");
        let slips: i64 = of_panel.map(|batch| batch.printed).sum();
        let forms = forms.get(&panel.id).copied().unwrap_or(0);
        let planned = plan.planned_in_all(panel);
        PanelRow {
            id: panel.id.to_string(),
            name: appraisals::panel_name(&plan, panel.id, &page),
            planned,
            slips,
            forms,
            open: (i64::from(planned) - slips - forms).max(0),
            is_over: slips + forms > i64::from(planned),
        }
    });
    let panels = panels.collect();
    let rows = batches.iter().map(|batch| BatchRow {
        path: urls::Batch { round: round.id, batch: batch.id }.to_path(),
        number: batch.number,
        panel: appraisals::panel_name(&plan, batch.panel_id, &page),
        printed: batch.printed,
        // What one person alone counted is not shown to the other.
        in_box: batch
            .sheets_in_box
            .filter(|_| batch.counted_by_second.is_some())
            .map_or_else(String::new, |sheets| sheets.to_string()),
        state: batch.state.clone(),
        pooled_into: batch.pooled_into.and_then(|into| Some(batches.iter().find(|other| other.id == into)?.number)),
    });
    let rows = rows.collect();
    let is_open = batches.iter().any(|batch| !matches!(batch.state.as_str(), "accepted" | "missing"));
    let view = ListView {
        path: urls::OfRound { round: round.id }.to_path(),
        back: back(app, visitor, &round).await?,
        panels,
        batches: rows,
        may_make: is_office && appraisals::may_print(app, &round).await?,
        is_waiting: round.state == "sealing" && is_open,
        errors,
        page,
    };
    html_with(status, &view)
}

/// The round, for those who see its page; a clerk has only the list of paper.
async fn back(app: &App, visitor: &Visitor, round: &round::Model) -> Result<(String, String), WebError> {
    let reach = visitor.reach(WATCHING);
    let sees_round = organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?;
    let round_path = appraisals::urls::Round { id: round.id }.to_path();
    Ok((if sees_round { round_path } else { urls::Rounds {}.to_path() }, round.title.clone()))
}

/// A batch of blank forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BatchForm {
    panel: String,
    count: String,
}

/// Makes a batch: so many identical forms without number or code, to be printed from its page.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    posted: Posted<BatchForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.round, OFFICE).await?;
    if !appraisals::may_print(&app, &round).await? {
        return Err(WebError::refused("paper-not-printing"));
    }
    let plan = appraisals::queries::plan(&app.database, url.round).await?;
    let panel: PanelId = posted.input.panel.parse().map_err(|_| WebError::NotFound)?;
    let panel = plan.open_panels().find(|open| open.id == panel).ok_or(WebError::NotFound)?;
    // While casting is paused, late comers' forms come in batches of at least k, as slips do.
    let least = if round.state == "casting" { round.minimum } else { 1 };
    let count = ::rules::digits::plain_text(&posted.input.count).parse::<i64>().ok();
    let Some(count) = count.filter(|count| (least..=MOST_FORMS).contains(count)) else {
        let mut errors = FieldErrors::default();
        errors.add_with("count", "paper-error-forms", vec![("least", least.into()), ("most", MOST_FORMS.into())]);
        return view(&app, &visitor, &frame, round, (StatusCode::UNPROCESSABLE_ENTITY, errors)).await;
    };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    // Casting may have ended meanwhile: nothing new waits for a round that is being sealed.
    let current = appraisals::queries::round(&change.transaction, url.round).await?;
    if current.is_none_or(|current| current.state != round.state) {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    let number = queries::next_number(&change.transaction, url.round).await?;
    let row = paper_batch::Model {
        id: PaperBatchId(app.clock.next_id()),
        round_id: url.round,
        panel_id: panel.id,
        number,
        printed: count,
        handed_out: None,
        returned: None,
        missing: None,
        sheets_in_box: None,
        invalid: None,
        state: "printed".to_owned(),
        counted_by: None,
        counted_by_second: None,
        count_words: None,
        first_keyer: None,
        second_keyer: None,
        resolver: None,
        accepted_by: None,
        accepted_by_second: None,
        lost_by: None,
        lost_by_second: None,
        lost_reason: None,
        version: 1,
        pooled_into: None,
        pooled_sheets: 0,
    };
    let made = urls::Batch { round: url.round, batch: row.id };
    queries::insert(&change.transaction, row).await?;
    let details = format!("{number} × {count}");
    common::note(&change, &app, &visitor, Event::PaperPrinted, &round, &details).await?;
    change.answer(&made, "paper-made").await
}
