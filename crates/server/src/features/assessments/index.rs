//! Everybody judged in a round with the four side by side, by name and never by result.

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::composite::Source;
use serde::Deserialize;

use super::four::{Four, source_name};
use super::sheet::Sheet;
use super::urls;
use crate::App;
use crate::people_names::sort_key;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor};

struct Row {
    path: String,
    name: String,
    four: Four,
}

#[derive(Template)]
#[template(path = "features/assessments/templates/index.html", blocks = ["list"])]
struct IndexView {
    page: Page,
    action: String,
    reports: String,
    round: String,
    round_title: String,
    is_sealed: bool,
    search: String,
    only_missing: bool,
    sources: Vec<String>,
    has_composite: bool,
    rows: Vec<Row>,
    incomplete: usize,
    sorting: Sorting,
    pager: Pager,
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Narrowed {
    search: String,
    missing: String,
    sort: String,
    page: u64,
}

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    Query(narrowed): Query<Narrowed>,
) -> Answer {
    let sheet = Sheet::load(&app, &visitor, url.round).await?;
    let search = narrowed.search.trim().to_owned();
    let only_missing = narrowed.missing == "yes";
    let mut rows = Vec::new();
    for object in sheet.judged().filter(|object| object.name.contains(&search)) {
        let four = Four::of(&app, frame.language, &sheet, object)?;
        let path = urls::Object { round: url.round, object: object.id }.to_path();
        rows.push(Row { path, name: object.name.clone(), four });
    }
    let incomplete = rows.iter().filter(|row| !row.four.is_complete()).count();
    if only_missing {
        rows.retain(|row| !row.four.is_complete());
    }
    let others = [("search", search.as_str()), ("missing", &narrowed.missing)];
    let sorting = Sorting::of(&narrowed.sort, &["name"], &url.to_path(), &others);
    sorting.rows_by_key(&mut rows, |row| sort_key(&row.name));
    let pager = Pager::sorted(narrowed.page, rows.len() as u64, &sorting);
    let view = IndexView {
        page: frame.page("assessments-title"),
        action: url.to_path(),
        reports: urls::Reports { round: url.round }.to_path(),
        round: match &sheet.context {
            Some(_) => crate::features::results::urls::Results { round: url.round }.to_path(),
            None => crate::features::appraisals::urls::Round { id: url.round }.to_path(),
        },
        round_title: sheet.round.title.clone(),
        is_sealed: sheet.context.is_some(),
        search,
        only_missing,
        sources: Source::ALL.map(|source| source_name(&app, frame.language, source)).into(),
        has_composite: sheet.composite.is_some(),
        incomplete,
        rows: pager.of(rows).collect(),
        sorting,
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}
