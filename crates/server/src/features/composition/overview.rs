//! Who judges a round, panel by panel, and how far those who came stand for those who were to come.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use storage::PanelId;
use storage::entities::candidate;

use super::rules::{Act, Standing, judges, refusal, share};
use super::seen::{self, Seen};
use super::{queries, urls, warnings};
use crate::App;
use crate::features::appraisals;
use crate::features::appraisals::model::{Panel, Plan};
use crate::web::{Answer, Frame, Page, Visitor, html};

/// The numbers of a panel, or of a category.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    /// Those judges are taken from, where they are known.
    population: Option<u32>,
    quota: u32,
    judges: Option<u32>,
    invited: Option<u32>,
    attended: Option<u32>,
}

fn sum(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
    }
}

impl Counted {
    fn and(self, other: Self) -> Self {
        Self {
            population: sum(self.population, other.population),
            quota: self.quota + other.quota,
            judges: sum(self.judges, other.judges),
            invited: sum(self.invited, other.invited),
            attended: sum(self.attended, other.attended),
        }
    }
}

struct PanelRow {
    path: String,
    name: String,
    counted: Counted,
    draw: &'static str,
    warnings: Vec<String>,
}

struct CategoryRow {
    name: String,
    counted: Counted,
    /// Of all judges planned,
    planned_share: String,
    /// of all who came,
    attended_share: String,
    /// and of those planned in this category.
    came: String,
}

#[derive(Template)]
#[template(path = "features/composition/templates/overview.html")]
struct OverviewView {
    page: Page,
    back: (String, String),
    panels_path: String,
    notice: String,
    areas: String,
    group: String,
    minimum: i64,
    panels: Vec<PanelRow>,
    /// Which category counts where one person fits several.
    precedence: Option<String>,
    categories: Vec<CategoryRow>,
    total: Counted,
    total_came: String,
    warnings: Vec<(String, String)>,
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn counted(panel: &Panel, rows: Option<&Vec<candidate::Model>>, attended: Option<i64>) -> Counted {
    let quota = panel.planned;
    let Some(rows) = rows else {
        let attended = attended.map(appraisals::queries::number);
        return Counted { population: panel.due, quota, attended, ..Counted::default() };
    };
    let standings: Vec<Standing> = rows.iter().map(|row| Standing::from_code(&row.standing)).collect();
    Counted {
        population: Some(small(rows.len())),
        quota,
        judges: Some(small(judges(&standings).into_iter().filter(|is_judge| *is_judge).count())),
        invited: Some(small(rows.iter().filter(|row| row.invited == "yes").count())),
        attended: attended.map(appraisals::queries::number),
    }
}

fn categories(plan: &Plan, counted: &[(&Panel, Counted)], total: Counted, frame: &Frame) -> Vec<CategoryRow> {
    let mut by: BTreeMap<(u32, &str), Counted> = BTreeMap::new();
    for (panel, one) in counted {
        // In the order in which the categories were added.
        let first = counted.iter().filter(|(other, _)| other.category == panel.category).map(|(other, _)| other.number);
        let key = (first.min().unwrap_or_default(), panel.category.as_str());
        let sum = by.get(&key).map_or(*one, |before| before.and(*one));
        by.insert(key, sum);
    }
    let row = |((_, category), counted): ((u32, &str), Counted)| CategoryRow {
        name: plan.category_name(category, frame.language).to_owned(),
        planned_share: share(counted.quota, total.quota),
        attended_share: counted.attended.map_or_else(String::new, |came| share(came, total.attended.unwrap_or(came))),
        came: counted.attended.map_or_else(String::new, |came| share(came, counted.quota)),
        counted,
    };
    by.into_iter().map(row).collect()
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Composition>,
) -> Answer {
    let Seen { round, plan } = seen::seen(&app, &visitor, url.round).await?;
    let page = frame.page("composition-title");
    let rolls = queries::rolls(&app.database, url.round).await?;
    let listed = queries::listed(&app.database, url.round).await?;
    let candidates = queries::all_candidates(&app.database, url.round).await?;
    let draws = queries::draws(&app.database, url.round).await?;
    let nobody = Vec::new();
    let of = |panel: &Panel| {
        let attended = rolls.get(&panel.id).and_then(|roll| roll.attended);
        // A list that was declared and is empty has a population of nobody.
        let rows = candidates.get(&panel.id).or_else(|| listed.contains(&panel.id).then_some(&nobody));
        counted(panel, rows, attended)
    };
    let numbers: Vec<(&Panel, Counted)> = plan.panels.iter().map(|panel| (panel, of(panel))).collect();
    let total = numbers.iter().fold(Counted::default(), |sum, (_, one)| sum.and(*one));
    let drawn = |panel: &PanelId| match draws.get(panel) {
        None => "",
        Some(draw) if draw.seed.is_none() => "fixed",
        Some(_) => "drawn",
    };
    let mut panels = Vec::new();
    for (panel, counted) in &numbers {
        let mut remarks = Vec::new();
        if let Some(population) = counted.population.filter(|population| *population < panel.planned) {
            remarks.push(page.t2("composition-warning-population", "quota", panel.planned, "population", population));
        }
        let open = panel.merged_into.and_then(|into| plan.panel(into)).unwrap_or(panel);
        if i64::from(plan.planned_in_all(open)) < round.minimum {
            remarks.push(page.t1("composition-warning-minimum", "minimum", round.minimum));
        }
        if let Some(judges) = counted.judges.filter(|judges| *judges > panel.planned) {
            remarks.push(page.t2("composition-warning-unchosen", "judges", judges, "quota", panel.planned));
        }
        panels.push(PanelRow {
            path: urls::Panel { round: url.round, panel: panel.id }.to_path(),
            name: seen::panel_name(&plan, panel, frame.language),
            counted: *counted,
            draw: drawn(&panel.id),
            warnings: remarks,
        });
    }
    html(&OverviewView {
        back: (appraisals::urls::Round { id: url.round }.to_path(), round.title.clone()),
        panels_path: appraisals::urls::Panels { id: url.round }.to_path(),
        notice: urls::Notice { round: url.round }.to_path(),
        areas: urls::Areas { round: url.round }.to_path(),
        group: urls::WorkingGroup { round: url.round }.to_path(),
        minimum: round.minimum,
        precedence: plan.precedence(frame.language),
        categories: categories(&plan, &numbers, total, &frame),
        total_came: total.attended.map_or_else(String::new, |came| share(came, total.quota)),
        total,
        panels,
        warnings: if refusal(Act::Choose, &round.state).is_none() {
            warnings::warnings(&app, &page, &round, &plan).await?
        } else {
            Vec::new()
        },
        page,
    })
}
