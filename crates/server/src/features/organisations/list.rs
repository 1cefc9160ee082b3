//! The list: search by name, pinyin or initials, by type and sector, paged; counts by type (X27).

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use rules::organisation::OrganisationType;
use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::organisation;

use super::sectors::Sectors;
use super::{READERS, WRITERS, queries, urls};
use crate::App;
use crate::roles::Reach;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// What the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    search: String,
    kind: String,
    sector: String,
    sort: String,
    page: Option<u64>,
}

/// A choice of a select.
pub struct Choice {
    /// What is posted.
    pub code: String,
    /// What is shown.
    pub name: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// A row of the list.
struct Row {
    path: String,
    name: String,
    kind: String,
    sector: String,
    /// The superior: where it is, for whoever may open it, and its name.
    parent: Option<(Option<String>, String)>,
    secretary: String,
}

#[derive(Template)]
#[template(path = "features/organisations/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    search: String,
    kinds: Vec<Choice>,
    sectors: Vec<Choice>,
    counts: Vec<(String, i64)>,
    rows: Vec<Row>,
    pager: Pager,
    export_path: String,
    may_write: bool,
}

/// The types to choose from.
pub fn kind_choices(page: &Page, chosen: &str) -> Vec<Choice> {
    let choice = |kind: &OrganisationType| Choice {
        code: kind.id().to_owned(),
        name: page.coded("organisations-kind-", kind.id()),
        is_chosen: kind.id() == chosen,
    };
    OrganisationType::ALL.iter().map(choice).collect()
}

/// The sectors to choose from.
pub fn sector_choices(page: &Page, sectors: &Sectors, chosen: &str) -> Vec<Choice> {
    let choice = |sector: &super::sectors::Sector| Choice {
        code: sector.code.clone(),
        name: sector.name.get(page.language).to_owned(),
        is_chosen: sector.code == chosen,
    };
    sectors.all.iter().map(choice).collect()
}

/// The filter of a wish within the visitor's reach.
pub fn filter(visitor: &Visitor, wish: &Wish) -> queries::Filter {
    let chosen = |code: &String| Some(code.clone()).filter(|code| !code.is_empty());
    queries::Filter {
        search: wish.search.clone(),
        kind: chosen(&wish.kind),
        sector: chosen(&wish.sector),
        among: vec![visitor.reach(READERS)],
    }
}

/// The library of sectors; damaged only if this program is.
pub fn sectors() -> Result<Sectors, WebError> {
    Sectors::load().map_err(|error| WebError::Broken(error.to_string()))
}

/// Shows the list.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let sectors = sectors()?;
    let filter = filter(&visitor, &wish);
    let total = queries::count(&app.database, &filter).await?;
    let others = [("search", wish.search.as_str()), ("kind", &wish.kind), ("sector", &wish.sector)];
    let path = urls::Organisations {}.to_path();
    let sorting = Sorting::of(&wish.sort, queries::COLUMNS, &path, &others);
    let pager = Pager::sorted(wish.page.unwrap_or(1), total, &sorting);
    let found = queries::page(&app.database, &filter, (&sorting, &sectors), pager.offset()).await?;
    let counted = queries::counts_by_kind(&app.database, &filter.among).await?;
    let page = frame.page("organisations-title");
    let parents = queries::names(&app.database, found.iter().filter_map(|row| row.parent_id)).await?;
    let reach = visitor.reach(READERS);
    let rows = found.into_iter().map(|found| row(&page, &sectors, (&parents, &reach), found)).collect();
    let counts = OrganisationType::ALL.iter().filter_map(|kind| {
        let number = counted.get(kind.id())?;
        Some((page.coded("organisations-kind-", kind.id()), *number))
    });
    let view = ListView {
        counts: counts.collect(),
        kinds: kind_choices(&page, &wish.kind),
        sectors: sector_choices(&page, &sectors, &wish.sector),
        rows,
        export_path: export_path(&others),
        may_write: WRITERS.iter().any(|role| visitor.has(*role)),
        search: wish.search.clone(),
        sorting,
        pager,
        page,
    };
    page_or(&frame, &view, &view.as_list())
}

fn export_path(others: &[(&str, &str)]) -> String {
    let given = others.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(given).finish();
    format!("{}?{query}", urls::Export {}.to_path())
}

fn row(
    page: &Page,
    sectors: &Sectors,
    (parents, reach): (&BTreeMap<OrganisationId, String>, &Reach),
    row: organisation::Model,
) -> Row {
    let sector = row.sector.as_deref().and_then(|code| sectors.find(code));
    let parent = row.parent_id.and_then(|id| parents.get_key_value(&id));
    let path = |id: OrganisationId| urls::Organisation { id }.to_path();
    // What stands above the top of a reach lies outside it.
    let is_top = matches!(reach, Reach::Under(roots) if roots.contains(&row.id));
    Row {
        path: path(row.id),
        kind: page.coded("organisations-kind-", &row.kind),
        sector: sector.map_or_else(String::new, |sector| sector.name.get(page.language).to_owned()),
        parent: parent.map(|(id, name)| ((!is_top).then(|| path(*id)), name.clone())),
        secretary: row.secretary_name.unwrap_or_default(),
        name: row.name,
    }
}
