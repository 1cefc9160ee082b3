//! The rounds in reach: searched, narrowed to a state, sorted, exported.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use spreadsheets::write::{Field, TableSheet, write};
use storage::{OrganisationId, Scope};

use super::common::WATCHING;
use super::model::STATES;
use super::queries::{self, ListedRound};
use super::urls;
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::people_names::{search_key, search_term, sort_key};
use crate::roles::Role;
use crate::web::fragment::page_or;
use crate::web::page::spreadsheet;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// The columns the list is sorted by.
const COLUMNS: &[&str] = &["-period", "title", "owner", "state"];

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    search: String,
    state: String,
    sort: String,
    page: u64,
}

struct Row {
    path: String,
    round: ListedRound,
    owner: String,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    search: String,
    states: [(&'static str, bool); 9],
    rows: Vec<Row>,
    pager: Pager,
    export: String,
    may_create: bool,
}

/// Lists rounds, latest first where nothing else is asked for.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let here = urls::Rounds {}.to_path();
    let others = [("search", wish.search.as_str()), ("state", wish.state.as_str())];
    let sorting = Sorting::of(&wish.sort, COLUMNS, &here, &others);
    let found = found(&app, &visitor, &wish, &sorting).await?;
    let pager = Pager::sorted(wish.page, found.len() as u64, &sorting);
    let row =
        |(round, owner): (ListedRound, String)| Row { path: urls::Round { id: round.id }.to_path(), round, owner };
    let export = Sorting::of(&wish.sort, COLUMNS, &urls::Export {}.to_path(), &others);
    let view = ListView {
        page: frame.page("appraisals-title"),
        rows: pager.of(found).map(row).collect(),
        states: STATES.map(|state| (state, state == wish.state)),
        export: format!("{}sort={}", export.base(), export.code()),
        search: wish.search,
        may_create: visitor.has(Role::CampaignOffice),
        sorting,
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}

/// The rounds a wish leaves, with their owners, sorted. A county has a few a year: they are sorted here, because the
/// titles have no stored key.
async fn found(
    app: &App,
    visitor: &Visitor,
    wish: &Wish,
    sorting: &Sorting,
) -> Result<Vec<(ListedRound, String)>, WebError> {
    let states: &[&str] = if STATES.contains(&wish.state.as_str()) { &[wish.state.as_str()] } else { &[] };
    let rounds = queries::rounds_within(&app.database, &visitor.reach(WATCHING), states).await?;
    let owners = rounds.iter().map(|round| round.organisation_id);
    let owners: BTreeMap<OrganisationId, String> = organisations::queries::names(&app.database, owners).await?;
    let term = search_term(&wish.search);
    let mut found: Vec<(ListedRound, String)> = Vec::new();
    for round in rounds {
        let owner = owners.get(&round.organisation_id).cloned().unwrap_or_default();
        if search_key(&round.title).contains(&term) || search_key(&owner).contains(&term) {
            found.push((round, owner));
        }
    }
    let stage = |state: &str| STATES.iter().position(|other| *other == state);
    sorting.rows(&mut found, |(one, owner), (other, another)| match sorting.column() {
        "title" => sort_key(&one.title).cmp(&sort_key(&other.title)),
        "owner" => sort_key(owner).cmp(&sort_key(another)),
        "state" => stage(&one.state).cmp(&stage(&other.state)),
        _ => (&one.period_from, &one.period_to).cmp(&(&other.period_from, &other.period_to)),
    });
    Ok(found)
}

/// The same rounds as a spreadsheet, all pages of them; taking it is an event.
pub async fn export(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let sorting = Sorting::of(&wish.sort, COLUMNS, &urls::Export {}.to_path(), &[]);
    let found = found(&app, &visitor, &wish, &sorting).await?;
    let page = frame.page("appraisals-title");
    let row = |(round, owner): (ListedRound, String)| {
        let state = page.coded("appraisals-state-", &round.state);
        [round.title, owner, round.period_from, round.period_to, state].map(Field::Text).to_vec()
    };
    let headings = [
        page.t("appraisals-field-title"),
        page.t("appraisals-field-organisation"),
        page.t("appraisals-field-from"),
        page.t("appraisals-field-to"),
        page.t("appraisals-field-state"),
    ];
    let details = format!("{}.xlsx: {}", page.title, found.len());
    let sheet =
        TableSheet { name: page.title.clone(), headings: headings.into(), rows: found.into_iter().map(row).collect() };
    let bytes = tokio::task::spawn_blocking(move || write(&[sheet])).await?;
    let bytes = bytes.map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    let actor = Actor::from(&visitor);
    audit::record(&transaction, &app.clock, &actor, Event::Exported, About::details(details)).await?;
    transaction.commit().await?;
    Ok(spreadsheet("rounds.xlsx", bytes))
}
