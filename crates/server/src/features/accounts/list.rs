//! The list of accounts.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::AccountId;

use super::queries::Filter;
use super::{queries, urls};
use crate::App;
use crate::features::organisations::queries::Tree;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting};

/// What the list is narrowed to.
#[derive(Debug, Deserialize)]
pub struct Narrowed {
    #[serde(default)]
    search: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    sort: String,
    #[serde(default = "first_page")]
    page: u64,
}

const fn first_page() -> u64 {
    1
}

/// A role as pages show it.
pub struct RoleLine {
    /// The role's code.
    pub code: &'static str,
    /// The organisation it reaches; `None` is the whole tree.
    pub organisation: Option<String>,
    /// Whether it reaches a part of the tree at all.
    pub is_scoped: bool,
}

struct AccountLine {
    url: urls::Account,
    display_name: String,
    sign_in_name: String,
    is_ended: bool,
    is_one_time: bool,
    roles: Vec<RoleLine>,
}

#[derive(Template)]
#[template(path = "features/accounts/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    search: String,
    states: [(&'static str, bool); 3],
    accounts: Vec<AccountLine>,
    pager: Pager,
}

/// Shows the accounts with their roles.
pub async fn index(State(app): State<App>, Query(narrowed): Query<Narrowed>, frame: Frame) -> Answer {
    let search = narrowed.search.trim().to_owned();
    let reads = &app.database;
    let filter = Filter { search: &search, state: &narrowed.state };
    let total = queries::count(reads, &filter).await?;
    let others = [("search", search.as_str()), ("state", &narrowed.state)];
    let sorting = Sorting::of(&narrowed.sort, queries::COLUMNS, &urls::Accounts {}.to_path(), &others);
    let pager = Pager::sorted(narrowed.page, total, &sorting);
    let accounts = queries::page(reads, &filter, &sorting, pager.offset()).await?;
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let held = queries::held(reads, &ids).await?;
    let organisations: BTreeSet<_> = held.iter().filter_map(|(_, held)| held.organisation).collect();
    let tree = Tree::load(reads).await?;
    let names: BTreeMap<_, _> = organisations.into_iter().map(|id| (id, tree.path(id).join(" / "))).collect();
    let line = |account: storage::entities::account::Model| AccountLine {
        url: urls::Account { id: account.id },
        roles: held
            .iter()
            .filter(|(of, _)| *of == account.id)
            .map(|(_, held)| RoleLine {
                code: held.role.code(),
                organisation: held.organisation.and_then(|id| names.get(&id).cloned()),
                is_scoped: held.role.is_scoped(),
            })
            .collect(),
        is_ended: account.ended_at.is_some(),
        is_one_time: account.password_kind == "one_time",
        display_name: account.display_name,
        sign_in_name: account.sign_in_name,
    };
    let view = ListView {
        page: frame.page("accounts-title"),
        sorting,
        states: queries::STATES.map(|state| (state, state == narrowed.state)),
        search,
        accounts: accounts.into_iter().map(line).collect(),
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}
