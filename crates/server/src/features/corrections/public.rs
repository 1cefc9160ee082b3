//! The public list of corrections (S089, 面向全关公布整改措施和努力方向): of one round, for everybody who belongs to it, to be
//! read or printed. What stands here never changes: what happened since is an entry with its day.

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use storage::entities::{correction_entry, correction_project};
use storage::{OrganisationId, RoundId};

use super::rules::Step;
use super::{READERS, queries, urls};
use crate::App;
use crate::features::{appraisals, organisations};
use crate::roles::Reach;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct Line {
    name: String,
    remedy: String,
    organisation: String,
    output: String,
    output_on: String,
    /// Opinions behind it. An opinion is released only where at least k_text ballots can have brought it, and released
    /// means that everybody concerned may read it: their number tells no more than reading them. Their words stay on the
    /// page of opinions, and a sealed or withheld opinion is in no project.
    number: usize,
    published_on: String,
    /// What changed since, with its day.
    since: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/corrections/templates/public.html")]
struct PublicView {
    page: Page,
    title: String,
    path: String,
    lines: Vec<Line>,
    number: usize,
    /// The organisations that put something right, and the one shown alone.
    organisations: Vec<(String, String)>,
    organisation: String,
}

/// Whose list: an organisation's, or all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Narrowed {
    organisation: String,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Published>,
    Query(narrowed): Query<Narrowed>,
) -> Answer {
    let title = title_for(&app, &visitor, url.round).await?;
    let mut projects = queries::projects(&app.database, url.round).await?;
    projects.retain(|project| project.state == "published");
    let names = organisations::queries::names(&app.database, projects.iter().map(|one| one.organisation_id)).await?;
    let mut listed: Vec<(String, String)> = names.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    listed.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0)));
    let chosen: Option<OrganisationId> = narrowed.organisation.parse().ok();
    projects.retain(|project| chosen.is_none_or(|chosen| project.organisation_id == chosen));
    let grouped = queries::grouped(&app.database, url.round).await?;
    let entries = queries::entries_of_round(&app.database, url.round).await?;
    let lines = projects.into_iter().map(|project| {
        let number = grouped.values().filter(|other| **other == project.id).count();
        let organisation = names.get(&project.organisation_id).cloned().unwrap_or_default();
        line(project, organisation, number, &entries)
    });
    let lines: Vec<Line> = lines.collect();
    html(&PublicView {
        page: frame.page("corrections-public-title"),
        title,
        path: url.to_path(),
        number: lines.iter().map(|line| line.number).sum(),
        lines,
        organisations: listed,
        organisation: narrowed.organisation,
    })
}

fn line(
    project: correction_project::Model,
    organisation: String,
    number: usize,
    entries: &[correction_entry::Model],
) -> Line {
    let id = project.id;
    let own = |kind: Step| entries.iter().filter(move |entry| entry.project_id == id && entry.kind == kind.kind());
    Line {
        published_on: own(Step::Publish).next_back().map(|entry| entry.happened_on.clone()).unwrap_or_default(),
        since: own(Step::Note).map(|entry| (entry.happened_on.clone(), entry.words.clone())).collect(),
        name: project.name,
        remedy: project.remedy,
        organisation,
        output: project.output.unwrap_or_default(),
        output_on: project.output_on.unwrap_or_default(),
        number,
    }
}

/// The title of a round whose results are published, for whoever belongs to an organisation below its owner or above it.
async fn title_for(app: &App, visitor: &Visitor, id: RoundId) -> Result<String, WebError> {
    let round = appraisals::queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if !super::rules::may_publish(&round.state) {
        return Err(WebError::NotFound);
    }
    let above = organisations::queries::in_reach(&app.database, &visitor.reach(READERS), round.organisation_id).await?;
    let below = Reach::Under(vec![round.organisation_id]);
    let Reach::Under(roots) = visitor.reach(READERS) else {
        return if above { Ok(round.title) } else { Err(WebError::NotFound) };
    };
    let mut belongs = above;
    for root in roots {
        belongs = belongs || organisations::queries::in_reach(&app.database, &below, root).await?;
    }
    if belongs { Ok(round.title) } else { Err(WebError::NotFound) }
}
