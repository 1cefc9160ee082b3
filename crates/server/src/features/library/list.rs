//! The list: every version in sight, searched by name or code, narrowed by what it is, sorted.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use texts::Language::ZhHans;

use super::catalogue::Entry;
use super::sight::Sight;
use super::urls::Kind;
use super::{WRITERS, model, queries, urls};
use crate::App;
use crate::features::organisations;
use crate::people_names::{search_key, search_term, sort_key};
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor};

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    search: String,
    kind: String,
    object: String,
    state: String,
    sort: String,
    page: Option<u64>,
}

/// A row of the list.
struct Row {
    path: String,
    name: String,
    code: String,
    version: u32,
    object: String,
    items: usize,
    maker: String,
    state: String,
    state_name: String,
}

#[derive(Template)]
#[template(path = "features/library/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    search: String,
    kind: String,
    object: String,
    state: String,
    rows: Vec<Row>,
    pager: Pager,
    may_write: bool,
}

/// The states a list is narrowed by: those of a template, and why one that is released is in no round.
pub const STATES: [&str; 5] = ["ready", "incomplete", "number", "draft", "retired"];

/// How a template stands: its state, or why it is in no round: it is incomplete, or a number that never stands on a ballot.
#[must_use]
pub fn standing(entry: &Entry) -> &str {
    match (entry.state(), &entry.template) {
        ("ready", model::Template::Scale(scale)) if !scale.is_grades() => "number",
        ("ready", template) if !template.is_complete() => "incomplete",
        (state, _) => state,
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let page = frame.page("library-title");
    let sight = Sight::of(&app.database, &visitor).await?;
    let mut entries: Vec<Entry> = Entry::embedded().collect();
    for row in queries::all(&app.database).await?.into_iter().filter(|row| sight.sees(row)) {
        entries.push(Entry::of(row)?);
    }
    let makers = entries.iter().filter_map(|entry| entry.row.as_ref()).map(|row| row.organisation_id);
    let makers = organisations::queries::names(&app.database, makers).await?;
    let others =
        [("search", wish.search.as_str()), ("kind", &wish.kind), ("object", &wish.object), ("state", &wish.state)];
    let path = urls::Templates {}.to_path();
    let sorting = Sorting::of(&wish.sort, &["kind", "name", "code", "object", "maker", "state"], &path, &others);
    let mut rows: Vec<Row> =
        entries.iter().filter(|entry| wish.asks_for(entry, &page)).map(|entry| row(&page, &makers, entry)).collect();
    sorting.rows(&mut rows, |one, other| match sorting.column() {
        "name" => sort_key(&one.name).cmp(&sort_key(&other.name)),
        "code" => (&one.code, one.version).cmp(&(&other.code, other.version)),
        "object" => one.object.cmp(&other.object),
        "maker" => sort_key(&one.maker).cmp(&sort_key(&other.maker)),
        "state" => place(&one.state).cmp(&place(&other.state)),
        _ => std::cmp::Ordering::Equal,
    });
    let pager = Pager::sorted(wish.page.unwrap_or(1), u64::try_from(rows.len()).unwrap_or(u64::MAX), &sorting);
    let view = ListView {
        rows: pager.of(rows).collect(),
        may_write: WRITERS.iter().any(|role| visitor.has(*role)),
        search: wish.search,
        kind: wish.kind,
        object: wish.object,
        state: wish.state,
        sorting,
        pager,
        page,
    };
    page_or(&frame, &view, &view.as_list())
}

fn place(state: &str) -> Option<usize> {
    STATES.iter().position(|known| *known == state)
}

impl Wish {
    fn asks_for(&self, entry: &Entry, page: &Page) -> bool {
        let object = match &entry.template {
            model::Template::Instrument(instrument) => instrument.object.as_str(),
            model::Template::Direction(direction) => direction.object.as_str(),
            _ => "",
        };
        let name = entry.template.name();
        let shown = search_term(name.in_language(page.language));
        let key = format!("{}|{shown}|{}", search_key(name.written_in(ZhHans)), search_term(entry.template.code()));
        let is = |wish: &str, what: &str| wish.is_empty() || wish == what;
        key.contains(&search_term(&self.search))
            && is(&self.kind, entry.kind().code())
            && is(&self.object, object)
            && is(&self.state, standing(entry))
    }
}

fn row(page: &Page, makers: &BTreeMap<storage::OrganisationId, String>, entry: &Entry) -> Row {
    let template = &entry.template;
    let (code, version) = (template.code().to_owned(), template.version());
    let object = match template {
        model::Template::Instrument(instrument) => page.coded("library-object-", &instrument.object),
        _ => page.coded("library-kind-", entry.kind().code()),
    };
    let maker = entry.row.as_ref().and_then(|row| makers.get(&row.organisation_id).cloned());
    let state = standing(entry);
    Row {
        path: urls::Template { kind: entry.kind(), code: code.clone(), version }.to_path(),
        name: template.name().in_language(page.language).to_owned(),
        code,
        version,
        object,
        items: template.parts().len(),
        maker: maker.unwrap_or_else(|| page.t("library-embedded")),
        state_name: page.coded("library-state-", state),
        state: state.to_owned(),
    }
}
