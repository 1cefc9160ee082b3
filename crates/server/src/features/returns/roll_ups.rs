//! All returns of a round: drawing them up, who has filed, who is late, who is missing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use storage::entities::{round, statistics_return};
use storage::{OrganisationId, ReturnId, RoundId, Scope};

use super::drafts::Draft;
use super::{queries, records, rules, standing, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::people_names::sort_key;
use crate::roles::Role;
use crate::web::fragment::page_or;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::paging::Pager;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Sorting, Visitor, WebError};

/// A unit of the list.
pub struct UnitRow {
    /// Its return.
    pub id: ReturnId,
    /// Its name.
    pub name: String,
    /// To whom it files; empty for the owner.
    pub superior: String,
    /// `draft`, `filed`, `sent_back`, `accepted`.
    pub state: String,
    /// The day it is due.
    pub due: String,
    /// The day it was filed.
    pub filed: String,
    /// Whether it is late.
    pub is_late: bool,
}

#[derive(Template)]
#[template(path = "features/returns/templates/roll_up.html", blocks = ["list"])]
struct RollUpView {
    page: Page,
    sorting: Sorting,
    round: round::Model,
    may_draw_up: bool,
    due_on: String,
    errors: FieldErrors,
    owner_return: Option<String>,
    states: [(&'static str, usize); 4],
    missing: Vec<(String, String)>,
    late: Vec<(String, String)>,
    rows: Vec<UnitRow>,
    shown: String,
    total: u64,
    pager: Pager,
}

/// Which part of the list is shown.
#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    #[serde(default)]
    page: Option<u64>,
    #[serde(default)]
    state: String,
    #[serde(default)]
    sort: String,
}

/// The columns the units are sorted by; unasked they stand as in the tree.
const COLUMNS: &[&str] = &["tree", "name", "superior", "state", "due", "filed"];
/// The states, in the order a return passes them.
const STATES: [&str; 4] = ["draft", "sent_back", "filed", "accepted"];

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::RollUp>,
    Query(wish): Query<Wish>,
) -> Answer {
    let due = (app.today() + chrono::Days::new(14)).to_string();
    answer(&app, &visitor, &frame, url.round, (wish, due, FieldErrors::default())).await
}

async fn readable(app: &App, visitor: &Visitor, id: RoundId) -> Result<round::Model, WebError> {
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(&[Role::CampaignOffice, Role::Statistician]);
    let owner = round.organisation_id;
    if organisations::queries::in_reach(&app.database, &reach, owner).await? {
        Ok(round)
    } else {
        Err(WebError::NotFound)
    }
}

async fn may_draw_up(app: &App, visitor: &Visitor, round: &round::Model) -> Result<bool, WebError> {
    let reach = visitor.reach(&[Role::CampaignOffice]);
    let is_ready = matches!(round.state.as_str(), "published" | "finished");
    Ok(is_ready && organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await?)
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    id: RoundId,
    (wish, due_on, errors): (Wish, String, FieldErrors),
) -> Answer {
    let round = readable(app, visitor, id).await?;
    let returns = queries::of_round(&app.database, id).await?;
    let today = app.today();
    let names: BTreeMap<ReturnId, String> = returns.iter().map(|row| (row.id, row.unit_name.clone())).collect();
    let rows: Vec<UnitRow> = in_tree_order(returns).into_iter().map(|row| unit_row(app, row, &names, today)).collect();
    let in_state = |state: &'static str| {
        let number = rows.iter().filter(|row| row.state == state).count();
        (state, number)
    };
    let states = ["draft", "filed", "sent_back", "accepted"].map(in_state);
    let named = |wanted: &dyn Fn(&UnitRow) -> bool| -> Vec<(String, String)> {
        let rows = rows.iter().filter(|row| wanted(row));
        rows.map(|row| (path_of(row), row.name.clone())).collect()
    };
    let missing = named(&|row| row.filed.is_empty());
    let late = named(&|row| row.is_late);
    let owner_return = rows.iter().find(|row| row.superior.is_empty()).map(path_of);
    let mut shown: Vec<UnitRow> = rows
        .into_iter()
        .filter(|row| match wish.state.as_str() {
            "" => true,
            "late" => row.is_late,
            state => row.state == state,
        })
        .collect();
    let total = u64::try_from(shown.len()).unwrap_or(u64::MAX);
    let path = urls::RollUp { round: id }.to_path();
    let sorting = Sorting::of(&wish.sort, COLUMNS, &path, &[("state", &wish.state)]);
    sorting.rows(&mut shown, |one, other| compare(sorting.column(), one, other));
    let pager = Pager::sorted(wish.page.unwrap_or(1), total, &sorting);
    let rows = pager.of(shown).collect();
    let view = RollUpView {
        page: frame.page("returns-roll-up-title"),
        sorting,
        may_draw_up: may_draw_up(app, visitor, &round).await?,
        round,
        due_on,
        errors,
        owner_return,
        states,
        missing,
        late,
        rows,
        shown: wish.state,
        total,
        pager,
    };
    if view.errors.is_empty() {
        return page_or(frame, &view, &view.as_list());
    }
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

fn compare(column: &str, one: &UnitRow, other: &UnitRow) -> Ordering {
    let stage = |row: &UnitRow| STATES.iter().position(|state| *state == row.state);
    match column {
        "name" => sort_key(&one.name).cmp(&sort_key(&other.name)),
        "superior" => sort_key(&one.superior).cmp(&sort_key(&other.superior)),
        "state" => stage(one).cmp(&stage(other)),
        "due" => one.due.cmp(&other.due),
        "filed" => one.filed.cmp(&other.filed),
        _ => Ordering::Equal,
    }
}

fn path_of(row: &UnitRow) -> String {
    urls::Return { id: row.id }.to_path()
}

fn unit_row(app: &App, row: statistics_return::Model, names: &BTreeMap<ReturnId, String>, today: NaiveDate) -> UnitRow {
    let filed_on = standing::filed_on(app, &row);
    let superior = row.parent_id.and_then(|parent| names.get(&parent));
    UnitRow {
        id: row.id,
        superior: superior.cloned().unwrap_or_default(),
        is_late: rules::is_late(&row.due_on, filed_on, today),
        filed: filed_on.map(|day| day.to_string()).unwrap_or_default(),
        name: row.unit_name,
        state: row.state,
        due: row.due_on,
    }
}

/// A superior before those below it, each level by name.
fn in_tree_order(returns: Vec<statistics_return::Model>) -> Vec<statistics_return::Model> {
    let mut below: BTreeMap<Option<ReturnId>, Vec<statistics_return::Model>> = BTreeMap::new();
    for row in returns {
        below.entry(row.parent_id).or_default().push(row);
    }
    let mut ordered = Vec::new();
    let mut waiting = below.remove(&None).unwrap_or_default();
    waiting.reverse();
    while let Some(row) = waiting.pop() {
        if let Some(mut children) = below.remove(&Some(row.id)) {
            children.reverse();
            waiting.extend(children);
        }
        ordered.push(row);
    }
    ordered
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct DrawUpForm {
    due_on: String,
}

/// Draws up the returns of all units that have none yet, each filled in from the records, and sets the day they are
/// due.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::RollUp>,
    posted: Posted<DrawUpForm>,
) -> Answer {
    let round = readable(&app, &visitor, url.round).await?;
    if !may_draw_up(&app, &visitor, &round).await? {
        return Err(WebError::refused("returns-round-not-published"));
    }
    let due_on = posted.input.due_on.trim().to_owned();
    let mut errors = FieldErrors::default();
    if NaiveDate::parse_from_str(&due_on, "%Y-%m-%d").is_err() {
        errors.add("due_on", "error-bad-date");
        let wish = Wish::default();
        return answer(&app, &visitor, &frame, round.id, (wish, due_on, errors)).await;
    }
    let scope = Scope::Round(round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let before = queries::of_round(&change.transaction, round.id).await?;
    let known: BTreeMap<OrganisationId, ReturnId> = before.iter().map(|row| (row.organisation_id, row.id)).collect();
    let records = records::load(&change.transaction, &round).await?;
    let rows = drawn_up(&app, &round, &records, known, &due_on)?;
    let ids: Vec<ReturnId> = rows.iter().map(|row| row.id).collect();
    queries::set_due(&change.transaction, round.id, &due_on).await?;
    queries::insert(&change.transaction, rows).await?;
    let drawn = ("drawn_up", due_on.as_str());
    queries::record_history(&change.transaction, &app, &visitor, &ids, drawn).await?;
    let about = About::organisation(round.organisation_id, format!("{}: {} F19, {due_on}", round.title, ids.len()));
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::ReturnsDrawnUp, about).await?;
    change.answer(&url, "returns-drawn-up").await
}

fn drawn_up(
    app: &App,
    round: &round::Model,
    records: &records::Records,
    mut known: BTreeMap<OrganisationId, ReturnId>,
    due_on: &str,
) -> Result<Vec<statistics_return::Model>, WebError> {
    let mut rows = Vec::new();
    for (unit, parent) in rules::units(&records.tree, round.organisation_id, &records.judged) {
        if known.contains_key(&unit) {
            continue;
        }
        let id = ReturnId(app.clock.next_id());
        let facts = records.facts(unit);
        let draft: Draft = rules::prefill(&facts, records.verdict_rule, records.threshold);
        let (lines, reasons) = draft.stored()?;
        let (unit_name, sort_key) = records.names.get(&unit).cloned().unwrap_or_default();
        rows.push(statistics_return::Model {
            id,
            organisation_id: unit,
            round_id: round.id,
            parent_id: parent.and_then(|parent| known.get(&parent).copied()),
            unit_name,
            sort_key,
            state: "draft".to_owned(),
            lines,
            reasons,
            filed_figures: None,
            filled_on: None,
            filed_at: None,
            filed_by: None,
            decided_at: None,
            decided_by: None,
            due_on: due_on.to_owned(),
            version: 1,
        });
        known.insert(unit, id);
    }
    Ok(rows)
}
