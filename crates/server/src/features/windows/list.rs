//! The register of windows: of everything in reach, or of one organisation with all below it.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::{OrganisationId, Reads};

use super::queries::{self, Filter};
use super::{KEEPERS, urls};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// What the list is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    organisation: String,
    search: String,
    sort: String,
    page: u64,
}

struct Line {
    path: String,
    name: String,
    organisation: (String, String),
    closed_on: Option<String>,
}

#[derive(Template)]
#[template(path = "features/windows/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    organisation: Option<(OrganisationId, String)>,
    search: String,
    lines: Vec<Line>,
    pager: Pager,
    new_path: String,
}

/// An organisation in reach whose windows the visitor keeps, with its name.
pub(super) async fn kept(
    reads: &impl Reads,
    visitor: &Visitor,
    organisation: &str,
) -> Result<(OrganisationId, String), WebError> {
    let id: OrganisationId = organisation.parse().map_err(|_| WebError::NotFound)?;
    if !organisations::queries::in_reach(reads, &visitor.reach(KEEPERS), id).await? {
        return Err(WebError::NotFound);
    }
    let found = organisations::queries::find(reads, id).await?.ok_or(WebError::NotFound)?;
    Ok((id, found.name))
}

/// Shows the list.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Query(wish): Query<Wish>) -> Answer {
    let mut among = vec![visitor.reach(KEEPERS)];
    let organisation = match wish.organisation.as_str() {
        "" => None,
        id => Some(kept(&app.database, &visitor, id).await?),
    };
    among.extend(organisation.as_ref().map(|(id, _)| Reach::Under(vec![*id])));
    let filter = Filter { search: wish.search.clone(), among, only_open: false };
    let total = queries::count(&app.database, &filter).await?;
    let others = [("organisation", wish.organisation.as_str()), ("search", wish.search.as_str())];
    let sorting = Sorting::of(&wish.sort, queries::COLUMNS, &urls::Windows {}.to_path(), &others);
    let pager = Pager::sorted(wish.page, total, &sorting);
    let found = queries::page(&app.database, &filter, &sorting, pager.offset()).await?;
    let names = organisations::queries::names(&app.database, found.iter().map(|row| row.organisation_id)).await?;
    let lines = found.into_iter().map(|row| {
        let id = row.organisation_id;
        let path = organisations::urls::Organisation { id }.to_path();
        Line {
            path: urls::Window { id: row.id }.to_path(),
            name: row.name,
            organisation: (path, names.get(&id).cloned().unwrap_or_default()),
            closed_on: row.closed_on,
        }
    });
    let chosen = organisation.as_ref().map(|(id, _)| format!("?organisation={id}"));
    let view = ListView {
        page: frame.page("windows-title"),
        lines: lines.collect(),
        new_path: format!("{}{}", urls::NewWindow {}.to_path(), chosen.unwrap_or_default()),
        organisation,
        search: wish.search,
        sorting,
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}
