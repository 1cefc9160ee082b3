//! Named appraisal of a round: for which measures it is held, and the rolls.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::round;
use storage::{MeasureId, PanelId, RoundId, Scope};

use super::{allotting, queries, roll, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::appraisals::{self, measure_title, queries as rounds};
use crate::features::{organisations, results};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page, Posted, Visitor, WebError};

struct Choice {
    id: String,
    name: String,
    is_held: bool,
}

struct Group {
    path: String,
    name: String,
    planned: u32,
    named: u32,
    none: u32,
    slips: u32,
    merged_into: Option<String>,
}

#[derive(Template)]
#[template(path = "features/named/templates/list.html")]
struct ListView {
    page: Page,
    round: (String, String),
    action: String,
    version: i64,
    may_declare: bool,
    is_fixed: bool,
    choices: Vec<Choice>,
    groups: Vec<Group>,
    /// Where what was said stands after sealing: path and key of the label.
    after: Vec<(String, &'static str)>,
    conflict: Option<Conflict>,
}

/// A round whose rolls the visitor sees.
pub(super) struct Seen {
    /// The round.
    pub round: round::Model,
    /// What it consists of.
    pub plan: Plan,
    /// The groups whose rolls the visitor sees.
    pub panels: Vec<PanelId>,
    /// Whether the visitor is of the office that runs the round.
    pub is_office: bool,
}

impl Seen {
    /// The groups in sight.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Panel> {
        self.panels.iter().filter_map(|id| self.plan.panel(*id))
    }
}

/// Finds it: the office's own round, or an announced one with a roll of the secretary's organisations.
///
/// # Errors
/// [`WebError::NotFound`].
pub(super) async fn seen(app: &App, visitor: &Visitor, id: RoundId) -> Result<Seen, WebError> {
    let reads = &app.database;
    let round = rounds::round(reads, id).await?.ok_or(WebError::NotFound)?;
    let office = visitor.reach(&[Role::CampaignOffice]);
    let is_office = organisations::queries::in_reach(reads, &office, round.organisation_id).await?;
    if round.state == "void" || (round.state == "draft" && !is_office) {
        return Err(WebError::NotFound);
    }
    let plan = rounds::plan(reads, id).await?;
    let own = match is_office {
        true => None,
        false => organisations::queries::reachable(reads, &visitor.reach(&[Role::Secretary])).await?,
    };
    let is_own = |panel: &&Panel| own.as_ref().is_none_or(|own| own.binary_search(&panel.organisation).is_ok());
    let panels: Vec<PanelId> = roll::of_members(&plan).filter(is_own).map(|panel| panel.id).collect();
    if panels.is_empty() && !is_office {
        return Err(WebError::NotFound);
    }
    Ok(Seen { round, plan, panels, is_office })
}

/// Whether a round was sealed.
pub(super) fn is_sealed(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "sealed" | "published" | "finished")
}

/// What is declared is declared before issuing begins.
fn may_declare(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "draft" | "announced")
}

/// The round's own page for the office, the list of rounds for everybody else.
pub(super) fn back(seen: &Seen) -> (String, String) {
    let id = seen.round.id;
    let path = if seen.is_office { appraisals::urls::Round { id }.to_path() } else { urls::Rounds {}.to_path() };
    (path, seen.round.title.clone())
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let seen = seen(&app, &visitor, url.round).await?;
    let held = queries::measures(&app.database, url.round).await?;
    page(&app, &visitor, &frame, &seen, (StatusCode::OK, held, None)).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    seen: &Seen,
    (status, held, conflict): (StatusCode, BTreeSet<MeasureId>, Option<Conflict>),
) -> Answer {
    let (id, plan, language) = (seen.round.id, &seen.plan, frame.language);
    let taken = queries::taken(&app.database, id).await?;
    let group = |panel: &Panel| {
        let of = taken.get(&panel.id).copied().unwrap_or_default();
        Group {
            path: urls::Roll { round: id, panel: panel.id }.to_path(),
            name: allotting::name_of(plan, panel, language),
            planned: panel.planned,
            named: of.named,
            none: of.none,
            slips: panel.planned.saturating_sub(of.named + of.none),
            merged_into: panel.merged_into.map(|_| allotting::name_of(plan, rules::open_panel(plan, panel), language)),
        }
    };
    let choices = plan.measures.iter().map(|measure| Choice {
        id: measure.id.to_string(),
        name: measure_title(plan, measure, language),
        is_held: held.contains(&measure.id),
    });
    let mut after = Vec::new();
    if is_sealed(&seen.round) {
        after.push((urls::Figures { round: id }.to_path(), "named-figures-title"));
        if results::context::AGGREGATES.iter().any(|role| visitor.has(*role)) && seen.is_office {
            after.push((urls::Coverage { round: id }.to_path(), "named-coverage-title"));
        }
    }
    let view = ListView {
        round: back(seen),
        action: urls::OfRound { round: id }.to_path(),
        version: seen.round.version,
        may_declare: seen.is_office && may_declare(&seen.round),
        is_fixed: !allotting::is_open(&app.database, &seen.round).await?,
        choices: choices.collect(),
        groups: seen.groups().map(group).collect(),
        after,
        conflict,
        page: frame.page("named-title"),
    };
    html_with(status, &view)
}

/// Which measures shall be held by name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Held {
    version: i64,
    held: Vec<String>,
}

/// Declares them; none: the round holds no named appraisal.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    posted: Posted<Held>,
) -> Answer {
    let seen = seen(&app, &visitor, url.round).await?;
    if !seen.is_office {
        return Err(WebError::NotFound);
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let round = rounds::round(&change.transaction, url.round).await?;
    if !round.as_ref().is_some_and(may_declare) {
        change.give_up().await?;
        return Err(WebError::refused("named-declared-too-late"));
    }
    let measures = rounds::measures(&change.transaction, url.round).await?;
    let chosen = measures.iter().map(|measure| measure.id);
    let chosen: Vec<MeasureId> = chosen.filter(|id| posted.input.held.contains(&id.to_string())).collect();
    if !rounds::claim_version(&change.transaction, url.round, posted.input.version).await? {
        change.give_up().await?;
        let now = self::seen(&app, &visitor, url.round).await?;
        let stored = queries::measures(&app.database, url.round).await?;
        let names = |held: &dyn Fn(MeasureId) -> bool| -> String {
            let held = measures.iter().filter(|measure| held(measure.id));
            held.map(|measure| measure_title(&now.plan, measure, frame.language)).collect::<Vec<_>>().join(" · ")
        };
        let (before, typed) = (names(&|id| stored.contains(&id)), names(&|id| chosen.contains(&id)));
        let conflict = Conflict::between(&frame.page("named-title"), [("named-held", before, typed)]);
        let held = chosen.into_iter().collect();
        return page(&app, &visitor, &frame, &now, (StatusCode::CONFLICT, held, Some(conflict))).await;
    }
    let taken = queries::taken(&change.transaction, url.round).await?;
    if chosen.is_empty() && taken.values().any(|taken| taken.named > 0) {
        change.give_up().await?;
        return Err(WebError::refused("named-still-allotted"));
    }
    // Whoever gave his slip up speaks of all that stands on his sheet, or he would be left without.
    let plan = rounds::plan(&change.transaction, url.round).await?;
    let held: BTreeSet<MeasureId> = chosen.iter().copied().collect();
    let is_named = |panel: &&Panel| taken.get(&panel.id).is_some_and(|taken| taken.named > 0);
    let stranded = plan.panels.iter().filter(is_named).find(|panel| !rules::unheld(&plan, panel, &held).is_empty());
    if let Some(panel) = stranded {
        let group = allotting::name_of(&plan, panel, frame.language);
        let named = taken.get(&panel.id).map_or(0, |taken| taken.named);
        change.give_up().await?;
        let arguments = vec![("group", group.into()), ("named", named.into())];
        return Err(WebError::Refused { key: "named-would-strand".to_owned(), arguments });
    }
    queries::set_measures(&change.transaction, url.round, &chosen).await?;
    let codes: Vec<&str> = measures
        .iter()
        .filter(|measure| chosen.contains(&measure.id))
        .map(|measure| measure.definition.code.as_str())
        .collect();
    let about = About::organisation(seen.round.organisation_id, format!("{}: {}", seen.round.title, codes.join(" ")));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RoundChanged, about).await?;
    change.answer(&url, "named-declared").await
}
