//! The pages that ask before the tree changes: each shows what it would do, because history is never undone.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::OrganisationId;
use storage::entities::organisation;

use super::changes::{changeable, place_of};
use super::rules::{Relation, may_merge, may_move};
use super::{WRITERS, queries, urls};
use crate::App;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, WebError, html};

/// What is done to the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Under another superior.
    Move,
    /// Into another.
    Merge,
    /// For good.
    Close,
}

impl Deed {
    /// The end of its text keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move => "place",
            Self::Merge => "merger",
            Self::Close => "closure",
        }
    }
}

/// Somewhere it could go.
struct Candidate {
    id: OrganisationId,
    name: String,
    path: String,
    is_chosen: bool,
}

/// The page that asks.
#[derive(Template)]
#[template(path = "features/organisations/templates/tree_change.html")]
pub struct TreeChangeView {
    page: Page,
    /// What was wrong with the last try.
    pub errors: FieldErrors,
    name: String,
    version: i64,
    code: &'static str,
    search: String,
    /// Empty for a closure, which needs none.
    candidates: Vec<Candidate>,
    asks_target: bool,
    children: usize,
    members: i64,
    day: String,
    action: String,
    back: String,
}

/// The search for where it goes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    search: String,
}

/// The page that asks.
pub async fn view(
    app: &App,
    visitor: &Visitor,
    page: Page,
    row: &organisation::Model,
    deed: Deed,
    search: &str,
) -> Result<TreeChangeView, WebError> {
    let id = row.id;
    let below = queries::below_each_child(&app.database, id).await?;
    let own = i64::try_from(queries::members_of(&app.database, id).await?).unwrap_or(i64::MAX);
    let candidates = match deed {
        Deed::Close => Vec::new(),
        Deed::Move | Deed::Merge => candidates(app, visitor, row, deed, search).await?,
    };
    let here = match deed {
        Deed::Move => urls::Place { id }.to_path(),
        Deed::Merge => urls::Merger { id }.to_path(),
        Deed::Close => urls::Closure { id }.to_path(),
    };
    Ok(TreeChangeView {
        errors: FieldErrors::default(),
        name: row.name.clone(),
        version: row.version,
        code: deed.code(),
        search: search.to_owned(),
        candidates,
        asks_target: deed != Deed::Close,
        children: queries::children(&app.database, id).await?.len(),
        members: own + below.values().map(|below| below.members).sum::<i64>(),
        day: app.today().to_string(),
        action: if deed == Deed::Move { format!("{here}?_method=put") } else { here.clone() },
        back: urls::Organisation { id }.to_path(),
        page,
    })
}

/// Where it may go: of the right type, in reach, not below itself.
async fn candidates(
    app: &App,
    visitor: &Visitor,
    row: &organisation::Model,
    deed: Deed,
    search: &str,
) -> Result<Vec<Candidate>, WebError> {
    let below: BTreeSet<OrganisationId> = queries::subtree(&app.database, row.id).await?.into_iter().collect();
    let among = vec![visitor.reach(WRITERS)];
    let filter = queries::Filter { search: search.to_owned(), among, ..queries::Filter::default() };
    let tree = queries::Tree::load(&app.database).await?;
    let own = place_of(row)?;
    let mut candidates = Vec::new();
    for other in queries::all(&app.database, &filter).await? {
        if below.contains(&other.id) || Some(other.id) == row.parent_id && deed == Deed::Move {
            continue;
        }
        let place = place_of(&other)?;
        let fits = match deed {
            Deed::Move => may_move(own.kind, Some(place), false).is_ok(),
            Deed::Merge => may_merge(own, place, Relation::Apart).is_ok(),
            Deed::Close => false,
        };
        if fits {
            let path = tree.above(other.id).join(" / ");
            candidates.push(Candidate { id: other.id, path, name: other.name, is_chosen: false });
        }
        if candidates.len() == 100 {
            break;
        }
    }
    Ok(candidates)
}

async fn ask(app: &App, visitor: &Visitor, frame: &Frame, id: OrganisationId, deed: Deed, search: &Search) -> Answer {
    let row = changeable(app, visitor, id).await?;
    let page = frame.page(&format!("organisations-{}-title", deed.code()));
    html(&view(app, visitor, page, &row, deed, &search.search).await?)
}

/// Asks under which superior it goes.
pub async fn choose_place(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Place>,
    Query(search): Query<Search>,
) -> Answer {
    ask(&app, &visitor, &frame, url.id, Deed::Move, &search).await
}

/// Asks into which other it is merged.
pub async fn choose_merger(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Merger>,
    Query(search): Query<Search>,
) -> Answer {
    ask(&app, &visitor, &frame, url.id, Deed::Merge, &search).await
}

/// Asks whether it is really closed.
pub async fn confirm_closure(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Closure>,
) -> Answer {
    ask(&app, &visitor, &frame, url.id, Deed::Close, &Search::default()).await
}
