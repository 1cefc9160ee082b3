//! The list of members: of everything in reach, or of one organisation with all below it.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use storage::{OrganisationId, Reads};

use super::queries::{self, Filter, Roll};
use super::{KEEPERS, days, urls, words};
use crate::App;
use crate::features::organisations;
use crate::roles::Reach;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// What the list is asked.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    /// Only this organisation and what is below it.
    #[serde(default)]
    pub organisation: String,
    /// Name, pinyin or initials.
    #[serde(default)]
    pub search: String,
    /// The column it is sorted by.
    #[serde(default)]
    pub sort: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: u64,
}

/// A line of the list.
pub struct Line {
    path: String,
    name: String,
    branch: String,
    branch_path: String,
    category: String,
    age: String,
    service: String,
    post: String,
}

#[derive(Template)]
#[template(path = "features/people/templates/list.html", blocks = ["list"])]
struct ListView {
    page: Page,
    sorting: Sorting,
    organisation: Option<(OrganisationId, String)>,
    search: String,
    lines: Vec<Line>,
    pager: Pager,
    roll: Roll,
    query: String,
    export: String,
}

/// The organisations a visitor asks for, if they are in reach: `None` is the whole tree.
pub struct Scope {
    /// The organisation chosen with its name.
    pub organisation: Option<(OrganisationId, String)>,
    /// It and everything below, or all that is in reach.
    pub among: Reach,
}

/// Reads the organisation of a query and checks that it is in reach.
///
/// # Errors
/// [`WebError::NotFound`] where it is not.
pub async fn scope(reads: &impl Reads, visitor: &Visitor, organisation: &str) -> Result<Scope, WebError> {
    let reach = visitor.reach(KEEPERS);
    if organisation.is_empty() {
        return Ok(Scope { organisation: None, among: reach });
    }
    let id: OrganisationId = organisation.parse().map_err(|_| WebError::NotFound)?;
    if !organisations::queries::in_reach(reads, &reach, id).await? {
        return Err(WebError::NotFound);
    }
    let found = organisations::queries::find(reads, id).await?.ok_or(WebError::NotFound)?;
    Ok(Scope { organisation: Some((id, found.name)), among: Reach::Under(vec![id]) })
}

/// Shows the list.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Query(query): Query<ListQuery>) -> Answer {
    let scope = scope(&app.database, &visitor, &query.organisation).await?;
    let today = days::iso(app.today());
    let roll = queries::roll(&app.database, &scope.among, &today).await?;
    let filter = Filter { search: query.search.clone(), among: scope.among };
    let total = queries::count(&app.database, &filter).await?;
    let others = [("organisation", query.organisation.as_str()), ("search", query.search.as_str())];
    let sorting = Sorting::of(&query.sort, queries::COLUMNS, &urls::People {}.to_path(), &others);
    let pager = Pager::sorted(query.page, total, &sorting);
    let members = queries::page(&app.database, &filter, &sorting, pager.offset()).await?;
    let places = queries::places(&app.database).await?;
    let page = frame.page("people-title");
    let lines = members
        .into_iter()
        .map(|member| {
            let place = places.get(&member.organisation_id);
            Line {
                path: urls::Member { id: member.id }.to_path(),
                name: member.name,
                branch: place.map(|place| place.name.clone()).unwrap_or_default(),
                branch_path: urls::People::of(member.organisation_id),
                category: member.category,
                age: days::age(member.birth.as_deref(), &today),
                service: words::service_text(&page, member.service.as_deref()),
                post: member.party_post.or(member.post_title).unwrap_or_default(),
            }
        })
        .collect();
    let chosen = scope.organisation.as_ref().map(|(id, _)| format!("?organisation={id}"));
    let export = Sorting::of("", queries::COLUMNS, &urls::Export {}.to_path(), &others);
    let view = ListView {
        export: export.base().trim_end_matches(['?', '&']).to_owned(),
        page,
        sorting,
        organisation: scope.organisation,
        search: query.search,
        lines,
        pager,
        roll,
        query: chosen.unwrap_or_default(),
    };
    page_or(&frame, &view, &view.as_list())
}
