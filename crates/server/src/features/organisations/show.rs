//! One organisation: where it stands, what holds for it, what is below it, what became of it.

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::organisation;

use super::sectors::{Sector, Sectors};
use super::{READERS, WRITERS, list, queries, urls};
use crate::App;
use crate::features::{results, windows};
use crate::roles::Reach;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// An organisation below, with what its subtree holds.
struct Child {
    path: String,
    name: String,
    kind: String,
    organisations: i64,
    members: i64,
}

/// A line of history in words.
struct HistoryRow {
    day: String,
    event: String,
    before: String,
    after: String,
}

/// A theme or target and where it comes from.
struct Inherited {
    text: String,
    source: String,
}

#[derive(Template)]
#[template(path = "features/organisations/templates/show.html")]
struct ShowView {
    page: Page,
    organisation: organisation::Model,
    kind: String,
    sector: Option<String>,
    /// The superiors, the highest first: where each is, for whoever may open it, and its name.
    superiors: Vec<(Option<String>, String)>,
    theme: Option<Inherited>,
    target: Option<Inherited>,
    carriers: Vec<String>,
    standards: Vec<(String, Vec<String>)>,
    children: Vec<Child>,
    organisations: i64,
    members: i64,
    history: Vec<HistoryRow>,
    /// What may be done with it: path and label; the first is the primary one.
    actions: Vec<(String, String)>,
    /// Every round that judged it, for whoever may read them.
    years: Option<String>,
    /// Its service windows, for whoever keeps them.
    windows: Option<String>,
}

/// An organisation the visitor may see; otherwise there is none.
pub async fn visible(
    app: &App,
    visitor: &Visitor,
    id: storage::OrganisationId,
) -> Result<organisation::Model, WebError> {
    if !queries::in_reach(&app.database, &visitor.reach(READERS), id).await? {
        return Err(WebError::NotFound);
    }
    queries::find(&app.database, id).await?.ok_or(WebError::NotFound)
}

/// Shows an organisation.
pub async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Organisation>,
) -> Answer {
    let organisation = visible(&app, &visitor, url.id).await?;
    let sectors = list::sectors()?;
    let page = frame.titled(organisation.name.clone());
    let chain = queries::ancestors(&app.database, organisation.id).await?;
    let sector = organisation.sector.as_deref().and_then(|code| sectors.find(code));
    let below = queries::below_each_child(&app.database, organisation.id).await?;
    let own = i64::try_from(queries::members_of(&app.database, organisation.id).await?).unwrap_or(i64::MAX);
    let children = queries::children(&app.database, organisation.id).await?.into_iter().map(|child| {
        let below = below.get(&child.id).copied().unwrap_or_default();
        Child {
            path: urls::Organisation { id: child.id }.to_path(),
            kind: page.coded("organisations-kind-", &child.kind),
            organisations: below.organisations - 1,
            members: below.members,
            name: child.name,
        }
    });
    let children = children.collect();
    let history = queries::history(&app.database, organisation.id).await?;
    let history = history.into_iter().map(|line| HistoryRow {
        day: line.happened_on,
        event: page.coded("organisations-event-", &line.kind),
        before: line.before_text.unwrap_or_default(),
        after: line.after_text.unwrap_or_default(),
    });
    let years = results::years_path(&app, &visitor, organisation.id).await?;
    html(&ShowView {
        history: history.collect(),
        kind: page.coded("organisations-kind-", &organisation.kind),
        sector: sector.map(|sector| sector.name.get(page.language).to_owned()),
        superiors: superiors(&chain, &visitor.reach(READERS)),
        theme: theme(&page, &sectors, &chain, sector),
        target: target(&page, &sectors, &chain, sector),
        carriers: carriers(&page, sector),
        standards: standards(&page, &sectors, sector),
        children,
        organisations: below.values().map(|below| below.organisations).sum(),
        members: own + below.values().map(|below| below.members).sum::<i64>(),
        actions: actions(&page, &visitor, &organisation),
        years,
        windows: windows::path_of(&app, &visitor, organisation.id).await?,
        organisation,
        page,
    })
}

/// What stands above, the highest first, each linked where the visitor reaches it.
fn superiors(chain: &[organisation::Model], reach: &Reach) -> Vec<(Option<String>, String)> {
    let reached = match reach {
        Reach::Nowhere => 0,
        Reach::Under(roots) => chain.iter().rposition(|above| roots.contains(&above.id)).map_or(0, |top| top + 1),
        Reach::Everywhere => chain.len(),
    };
    let link = |(place, above): (usize, &organisation::Model)| {
        let path = (place < reached).then(|| urls::Organisation { id: above.id }.to_path());
        (path, above.name.clone())
    };
    chain.iter().enumerate().skip(1).rev().map(link).collect()
}

/// What holds: its own, else the nearest superior's own of the same sector, else its sector's (S002).
fn inherited(
    page: &Page,
    chain: &[organisation::Model],
    own: impl Fn(&organisation::Model) -> Option<&String>,
    from_sector: Option<(String, String)>,
) -> Option<Inherited> {
    let this = chain.first()?;
    if let Some(text) = own(this) {
        return Some(Inherited { text: text.clone(), source: page.t("organisations-source-own") });
    }
    for above in chain.iter().skip(1).filter(|above| above.sector == this.sector) {
        if let Some(text) = own(above) {
            let source = page.t1("organisations-source-superior", "name", &above.name);
            return Some(Inherited { text: text.clone(), source });
        }
    }
    let (text, sector) = from_sector?;
    Some(Inherited { text, source: page.t1("organisations-source-sector", "name", sector) })
}

fn theme(page: &Page, sectors: &Sectors, chain: &[organisation::Model], sector: Option<&Sector>) -> Option<Inherited> {
    let named = |sector: &Sector| Some((sectors.theme(sector)?.get(page.language).to_owned(), name(page, sector)));
    inherited(page, chain, |row| row.own_theme.as_ref(), sector.and_then(named))
}

fn target(page: &Page, sectors: &Sectors, chain: &[organisation::Model], sector: Option<&Sector>) -> Option<Inherited> {
    let named = |sector: &Sector| Some((sectors.target(sector)?.get(page.language).to_owned(), name(page, sector)));
    inherited(page, chain, |row| row.own_target.as_ref(), sector.and_then(named))
}

fn name(page: &Page, sector: &Sector) -> String {
    sector.name.get(page.language).to_owned()
}

fn carriers(page: &Page, sector: Option<&Sector>) -> Vec<String> {
    let carriers = sector.map(|sector| sector.carriers.as_slice()).unwrap_or_default();
    carriers.iter().map(|carrier| carrier.name.get(page.language).to_owned()).collect()
}

fn standards(page: &Page, sectors: &Sectors, sector: Option<&Sector>) -> Vec<(String, Vec<String>)> {
    let standards = sector.map(|sector| sectors.standards(sector)).unwrap_or_default();
    let items = |standard: &super::sectors::Standard| {
        standard.items.iter().map(|item| item.name.get(page.language).to_owned()).collect()
    };
    standards.iter().map(|standard| (standard.name.get(page.language).to_owned(), items(standard))).collect()
}

fn actions(page: &Page, visitor: &Visitor, organisation: &organisation::Model) -> Vec<(String, String)> {
    if organisation.closed_on.is_some() || !WRITERS.iter().any(|role| visitor.has(*role)) {
        return Vec::new();
    }
    let id = organisation.id;
    let below = format!("{}?parent={id}", urls::NewOrganisation {}.to_path());
    vec![
        (below, page.t("organisations-new-below")),
        (urls::Edit { id }.to_path(), page.t("edit")),
        (urls::Place { id }.to_path(), page.t("organisations-place-title")),
        (urls::Merger { id }.to_path(), page.t("organisations-merger-title")),
        (urls::Closure { id }.to_path(), page.t("organisations-closure-title")),
    ]
}
