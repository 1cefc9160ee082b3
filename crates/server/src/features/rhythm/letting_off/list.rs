//! A branch in a half-year: how far each member's review is, who needs help, who is recommended.

use askama::Template;
use axum::extract::{Path, State};
use storage::MemberId;

use super::{find, queries};
use crate::App;
use crate::features::rhythm::members::Sight;
use crate::features::rhythm::queries as rhythm;
use crate::features::rhythm::urls;
use crate::web::{Answer, Frame, Page, Visitor, html};

struct Line {
    path: String,
    name: String,
    /// Whether the member has reported.
    is_reported: bool,
    /// Whether the branch has commented.
    is_commented: bool,
    open: usize,
    done: usize,
    /// Why the member is recommended.
    recommended: Option<String>,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/letting_off.html")]
struct LettingOffView {
    page: Page,
    days: (String, String),
    /// The half-year is over.
    is_over: bool,
    sees_all: bool,
    /// Whether the members stand there by name: what is not let off is theirs and the secretary's.
    sees_members: bool,
    /// Items not dealt with, and dealt with.
    counts: (usize, usize),
    lines: Vec<Line>,
    /// Members with something that is not dealt with yet.
    help: Vec<String>,
    /// Members recommended for commendation, with the reason.
    recommended: Vec<(String, String)>,
    reported: usize,
    commented: usize,
}

/// Shows it.
pub(in crate::features::rhythm) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::LettingOff>,
) -> Answer {
    let found = find(&app, &visitor, url.organisation, (&url.year, &url.half)).await?;
    let reviews = queries::reviews(&app.database, found.term).await?;
    let items = queries::items(&app.database, found.term).await?;
    let entered: Vec<MemberId> = reviews.iter().map(|review| review.member_id).collect();
    let mut members = rhythm::members(&app.database, url.organisation, &entered).await?;
    members.retain(|member| found.sight.sees(member.id));
    let lines = members.into_iter().map(|member| {
        let review = reviews.iter().find(|review| review.member_id == member.id);
        let own = items.iter().filter(|item| review.is_some_and(|review| review.id == item.review_id));
        let (open, done): (Vec<_>, Vec<_>) = own.partition(|item| item.done_on.is_none());
        Line {
            path: found.review_url(member.id).to_path(),
            name: member.name,
            is_reported: review.is_some_and(|review| !review.report.is_empty()),
            is_commented: review.is_some_and(|review| !review.remark.is_empty()),
            open: open.len(),
            done: done.len(),
            recommended: review.and_then(|review| review.recommended_reason.clone()),
        }
    });
    let lines: Vec<Line> = lines.collect();
    let title = app.texts.get(frame.language, "rhythm-letting-off-title");
    let half = app.texts.get(frame.language, &format!("rhythm-half-{}", found.term.half));
    let days = found.days();
    let help = lines.iter().filter(|line| line.open > 0).map(|line| line.name.clone());
    let recommended = lines.iter().filter_map(|line| Some((line.name.clone(), line.recommended.clone()?)));
    html(&LettingOffView {
        page: frame.titled(format!("{} · {title} · {} {half}", found.organisation.name, found.term.year)),
        is_over: days.1 < app.today().to_string(),
        days,
        sees_all: !matches!(found.sight, Sight::Own(_)),
        sees_members: found.sight != Sight::Looks,
        counts: (lines.iter().map(|line| line.open).sum(), lines.iter().map(|line| line.done).sum()),
        help: help.collect(),
        recommended: recommended.collect(),
        reported: lines.iter().filter(|line| line.is_reported).count(),
        commented: lines.iter().filter(|line| line.is_commented).count(),
        lines,
    })
}
