//! Slips counted back by two people, and whether slips, paper and ballots add up.

mod paper_rows;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::SealedCounts;
use serde::Deserialize;
use storage::entities::{batch, round, round_step};
use storage::{AccountId, Scope};
use texts::Language;

use self::paper_rows::{channels_add_up, paper_row, used};
use super::channels::Table;
use super::common::{self, COUNTING, Paths, WATCHING};
use super::form;
use super::layout::ballot_round;
use super::model::{Panel, Plan};
use super::queries::By;
use super::rules::Slips;
use super::slips::panel_name;
use super::{channels, queries, steps, urls};
use crate::App;
use crate::audit::Event;
use crate::features::{paper, windows};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

#[derive(Template)]
#[template(path = "features/appraisals/templates/count.html")]
struct CountView {
    page: Page,
    paths: Paths,
    action: String,
    batch: batch::Model,
    panel: String,
    form: CountForm,
    errors: FieldErrors,
    first: String,
    second: String,
    is_own: bool,
}

/// The numbers of a batch.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CountForm {
    #[serde(default)]
    handed_out: String,
    #[serde(default)]
    returned: String,
    #[serde(default)]
    missing: String,
}

/// Whether slips may be counted: once casting is open, hand-out is over for good only after it, but nobody is kept waiting.
#[must_use]
pub fn may_count(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "casting" | "sealing" | "sealed" | "published")
}

/// Shows the form: the first person's numbers stay hidden from the second, who counts for himself.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::BatchCount>) -> Answer {
    let (round, batch) = countable(&app, &visitor, &url).await?;
    // At a window forms are counted day by day (S070); the second person still counts for himself.
    let is_first = first_of(&app, &round, &batch).await?.is_none();
    let proposed = if is_first { windows::queries::proposed(&app.database, url.batch).await? } else { None };
    let form = proposed.map(|(handed_out, returned)| CountForm {
        handed_out: handed_out.to_string(),
        returned: returned.to_string(),
        missing: String::new(),
    });
    let view = view(&app, &visitor, &frame, &url, form.unwrap_or_default(), FieldErrors::default());
    html(&view.await?)
}

async fn countable(
    app: &App,
    visitor: &Visitor,
    url: &urls::BatchCount,
) -> Result<(round::Model, batch::Model), WebError> {
    let round = common::reached(app, visitor, url.id, COUNTING).await?;
    let batches = queries::batches(&app.database, url.id).await?;
    let batch = batches.into_iter().find(|batch| batch.id == url.batch);
    let batch = batch.ok_or(WebError::NotFound)?;
    if !may_count(&round) || batch.state != "printed" {
        return Err(WebError::refused("appraisals-not-countable"));
    }
    Ok((round, batch))
}

/// Who counted a batch first, where that one still counts or a second one has confirmed it.
async fn first_of(app: &App, round: &round::Model, batch: &batch::Model) -> Result<Option<AccountId>, WebError> {
    let counts = batch.counted_by_second.is_some()
        || common::still_counts(&app.database, batch.counted_by, round, COUNTING).await?;
    Ok(batch.counted_by.filter(|_| counts))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    url: &urls::BatchCount,
    form: CountForm,
    errors: FieldErrors,
) -> Result<CountView, WebError> {
    let (round, batch) = countable(app, visitor, url).await?;
    let first = first_of(app, &round, &batch).await?;
    let people: Vec<AccountId> = [first, batch.counted_by_second].into_iter().flatten().collect();
    let names = queries::account_names(&app.database, &people).await?;
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let page = frame.page("appraisals-count-title");
    let plan = queries::plan(&app.database, round.id).await?;
    let panel = plan.panel(batch.panel_id).map_or_else(String::new, |panel| panel_words(&plan, panel, page.language));
    Ok(CountView {
        paths: Paths { id: round.id },
        action: url.to_path(),
        panel,
        first: name(first),
        second: name(batch.counted_by_second),
        is_own: first == Some(visitor.account),
        batch,
        form,
        errors,
        page,
    })
}

/// Who a panel is: its category, after its window where it is of one.
fn panel_words(plan: &Plan, panel: &Panel, language: Language) -> String {
    let category = plan.category_name(&panel.category, language);
    plan.window_name(panel).map_or_else(|| category.to_owned(), |window| format!("{window} · {category}"))
}

/// Enters the numbers; a second person enters them again, and they must be the same.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::BatchCount>,
    posted: Posted<CountForm>,
) -> Answer {
    let (round, batch) = countable(&app, &visitor, &url).await?;
    common::refuse_judged(&app, &visitor, &round).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let handed_out = form::whole("handed_out", &form.handed_out, &mut errors).unwrap_or_default();
    let returned = form::whole("returned", &form.returned, &mut errors).unwrap_or_default();
    let missing = form::whole("missing", &form.missing, &mut errors).unwrap_or_default();
    if errors.is_empty() && handed_out > batch.printed {
        let printed = vec![("printed", batch.printed.into())];
        errors.add_with("handed_out", "appraisals-error-handed-out", printed);
    }
    if errors.is_empty() && returned.saturating_add(missing) > handed_out {
        errors.add("returned", "appraisals-error-returned");
    }
    let first = first_of(&app, &round, &batch).await?;
    let is_second = first.is_some_and(|first| first != visitor.account);
    let same = (batch.handed_out, batch.returned, batch.missing) == (Some(handed_out), Some(returned), Some(missing));
    if errors.is_empty() && is_second && !same {
        errors.add("handed_out", "appraisals-error-counts-differ");
    }
    if !errors.is_empty() {
        let view = view(&app, &visitor, &frame, &url, form, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let batches = queries::batches(&change.transaction, url.id).await?;
    let current = batches.into_iter().find(|other| other.id == batch.id);
    let current = match current {
        Some(current) if current == batch && batch.counted_by_second.is_none() => current,
        _ => return common::refuse(change, WebError::ChangedMeanwhile).await,
    };
    let counted = batch::Model {
        handed_out: Some(handed_out),
        returned: Some(returned),
        missing: Some(missing),
        counted_by: first.or(Some(visitor.account)),
        counted_by_second: is_second.then_some(visitor.account),
        ..current
    };
    let details = format!("{}: {handed_out}/{returned}/{missing}", counted.number);
    queries::update_batch(&change.transaction, counted).await?;
    common::note(&change, &app, &visitor, Event::BatchCounted, &round, &details).await?;
    let notice = if is_second { "appraisals-count-confirmed" } else { "appraisals-count-entered" };
    change.answer(&urls::Batches { id: url.id }, notice).await
}

struct Row {
    number: i64,
    panel: String,
    printed: i64,
    handed_out: String,
    spent: String,
    returned: String,
    missing: String,
    /// `open` before everything is known, `not-counted` where it was lost before, else `adds-up` or `breach`.
    state: &'static str,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/reconciliation.html")]
struct ReconciliationView {
    page: Page,
    paths: Paths,
    round: round::Model,
    rows: Vec<Row>,
    /// The one roll: each group and channel.
    table: Table,
    /// Which category counts where one person fits several.
    precedence: Option<String>,
    ballots: u64,
    spent: u64,
    /// Ballots of accepted paper: what is in the box and has no code.
    paper: u64,
    /// Whether each group's ballots are the sum of its channels.
    is_sum: bool,
    is_sealed: bool,
    has_breach: bool,
    breaches: Vec<(String, String, String)>,
    asked: String,
    words: String,
    is_own: bool,
    errors: FieldErrors,
}

/// Shows slips against ballots.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Reconciliation>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, WATCHING).await?;
    html(&reconciliation(&app, &visitor, &frame, round, FieldErrors::default()).await?)
}

fn is_sealed(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "sealed" | "published" | "finished")
}

async fn sealed_counts(app: &App, round: &round::Model) -> Result<Option<SealedCounts>, WebError> {
    if !is_sealed(round) {
        return Ok(None);
    }
    let counts = app.ballots.sealed_counts(ballot_round(round.id)).await;
    Ok(Some(steps::broken(counts)?))
}

fn row(batch: &batch::Model, panel: String, counts: Option<&SealedCounts>) -> Row {
    let known = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let spent = counts.and_then(|counts| {
        let mut batches = counts.batches.iter();
        let found = batches.find(|count| i64::from(count.issued.batch.0) == batch.number)?;
        i64::try_from(found.spent).ok()
    });
    let counted = batch.handed_out.zip(batch.returned).zip(batch.missing);
    let counted = counted.filter(|_| batch.counted_by_second.is_some());
    let state = match (spent, counted) {
        (Some(spent), Some(((handed_out, returned), missing))) => {
            let slips = Slips { printed: batch.printed, handed_out, spent, returned, missing };
            if slips.add_up() { "adds-up" } else { "breach" }
        }
        _ => "open",
    };
    Row {
        number: batch.number,
        panel,
        printed: batch.printed,
        handed_out: known(counted.map(|((handed_out, _), _)| handed_out)),
        spent: known(spent),
        returned: known(counted.map(|((_, returned), _)| returned)),
        missing: known(counted.map(|(_, missing)| missing)),
        state,
    }
}

async fn reconciliation(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    round: round::Model,
    errors: FieldErrors,
) -> Result<ReconciliationView, WebError> {
    let page = frame.page("appraisals-reconciliation-title");
    let counts = sealed_counts(app, &round).await?;
    let plan = queries::plan(&app.database, round.id).await?;
    let batches = queries::batches(&app.database, round.id).await?;
    let rows = batches.iter().filter(|batch| batch.state != "void").map(|batch| {
        let panel = plan.panel(batch.panel_id);
        let name = format!(
            "{} · {}",
            panel.map_or_else(String::new, |panel| plan.title_of(panel.sheet, page.language)),
            panel.map_or("", |panel| plan.category_name(&panel.category, page.language))
        );
        row(batch, name, counts.as_ref())
    });
    let mut rows: Vec<Row> = rows.collect();
    let forms = paper::queries::batches(&app.database, round.id).await?;
    rows.extend(forms.iter().map(|batch| paper_row(batch, panel_name(&plan, batch.panel_id, &page), &page)));
    rows.sort_by_key(|row| row.number);
    let is_sum = counts.as_ref().is_none_or(|counts| channels_add_up(counts, &plan, &forms));
    let all = queries::steps(&app.database, round.id).await?;
    let breach_steps: Vec<&round_step::Model> = all.iter().filter(|step| step.step == "breach").collect();
    let people: Vec<AccountId> =
        breach_steps.iter().flat_map(|step| [step.account_id, step.second_account_id]).flatten().collect();
    let names = queries::account_names(&app.database, &people).await?;
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let done = breach_steps.iter().filter(|step| step.state == "done");
    let open = common::asked(&app.database, &round, "breach", COUNTING).await?;
    let open = open.as_ref();
    Ok(ReconciliationView {
        paths: Paths { id: round.id },
        precedence: plan.precedence(page.language),
        ballots: counts.as_ref().map_or(0, |counts| counts.ballots.iter().map(|(_, number)| number).sum()),
        spent: counts.as_ref().map_or(0, used),
        paper: forms.iter().filter_map(paper::ballots_of).sum(),
        is_sealed: counts.is_some(),
        has_breach: !is_sum || rows.iter().any(|row| row.state == "breach"),
        is_sum,
        rows,
        table: channels::table(app, &page, (&round, &plan), (&batches, &forms), counts.as_ref()).await?,
        breaches: done
            .map(|step| (step.details.clone(), name(step.account_id), name(step.second_account_id)))
            .collect(),
        asked: open.map_or_else(String::new, |step| name(step.account_id)),
        words: open.map_or_else(String::new, |step| step.details.clone()),
        is_own: open.is_some_and(|step| step.account_id == Some(visitor.account)),
        errors,
        round,
        page,
    })
}

/// What is noted about a breach.
#[derive(Debug, Deserialize)]
pub struct BreachForm {
    #[serde(default)]
    words: String,
}

/// Notes a breach; a second person confirms it. Nothing is deleted and no ballot voided.
pub async fn record_breach(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Reconciliation>,
    posted: Posted<BreachForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, COUNTING).await?;
    common::refuse_judged(&app, &visitor, &round).await?;
    if !is_sealed(&round) {
        return Err(WebError::refused("appraisals-not-sealed"));
    }
    let open = common::asked(&app.database, &round, "breach", COUNTING).await?;
    let mut errors = FieldErrors::default();
    let words = match &open {
        Some(open) => open.details.clone(),
        None => errors.required("words", &posted.input.words, 500),
    };
    if !errors.is_empty() {
        let view = reconciliation(&app, &visitor, &frame, round, errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    if common::asked(&change.transaction, &round, "breach", COUNTING).await? != open {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    let (state, by, notice) = match &open {
        None => ("asked", By { first: Some(visitor.account), second: None }, "appraisals-breach-asked"),
        Some(open) if open.account_id == Some(visitor.account) => {
            return common::refuse(change, WebError::refused("appraisals-second-person")).await;
        }
        Some(open) => {
            ("done", By { first: open.account_id, second: Some(visitor.account) }, "appraisals-breach-recorded")
        }
    };
    let step = ("breach", state);
    queries::record_step(&change.transaction, &app, url.id, step, by, &words).await?;
    if state == "done" {
        common::note(&change, &app, &visitor, Event::BreachRecorded, &round, &words).await?;
    }
    change.answer(&url, notice).await
}
