//! What an office is warned of before issuing begins; none of it refuses.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{candidate, round};
use storage::{OrganisationId, PanelId, StorageError};

use super::rules::Standing;
use super::{group, queries, urls};
use crate::App;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::{appraisals, organisations};
use crate::roles::Reach;
use crate::web::{Page, WebError};

/// The category of whoever is a member.
const MEMBERS: &str = "members";
/// The most names a warning gives.
const MOST_NAMES: usize = 5;

/// Each warning with where to mend it: no working group (S049), one whose member would count what concerns him, an area
/// with too few judges (S074), more judges planned than there are on the list (S050), people who may stand on two rolls
/// (S069).
///
/// # Errors
/// When the database does not answer.
pub async fn warnings(
    app: &App,
    page: &Page,
    round: &round::Model,
    plan: &Plan,
) -> Result<Vec<(String, String)>, WebError> {
    let mut found = Vec::new();
    let group_path = urls::WorkingGroup { round: round.id }.to_path();
    let members = queries::working_group(&app.database, round.id).await?;
    if members.is_empty() {
        found.push((page.t("composition-warning-no-group"), group_path.clone()));
    }
    let accounts = group::accounts(&app.database, &members).await?;
    for member in &members {
        let account = member.account_id.and_then(|id| accounts.get(&id));
        let is_judged = group::is_judged(plan, (&member.name, account));
        if is_judged && (group::reads_ballots(&member.duty) || member.recused != "yes") {
            found.push((page.t1("composition-warning-judged", "name", &member.name), group_path.clone()));
        }
    }
    let listed = queries::listed(&app.database, round.id).await?;
    let candidates = queries::all_candidates(&app.database, round.id).await?;
    let there = |panel: storage::PanelId| {
        let rows = candidates.get(&panel).map_or(&[][..], Vec::as_slice);
        let can_come = rows.iter().filter(|row| Standing::from_code(&row.standing) != Standing::Declined);
        u32::try_from(can_come.count()).unwrap_or(u32::MAX)
    };
    for area in queries::areas(&app.database, round.id).await? {
        let here = plan.panels.iter().filter(|panel| panel.area == Some(area.id));
        let judges: u32 = here
            .map(|panel| if listed.contains(&panel.id) { panel.planned.min(there(panel.id)) } else { panel.planned })
            .sum();
        if i64::from(judges) < round.minimum {
            let text = page.t2("composition-warning-area", "area", &area.name, "judges", judges);
            found.push((text, urls::Areas { round: round.id }.to_path()));
        }
    }
    for panel in plan.panels.iter().filter(|panel| listed.contains(&panel.id)) {
        let population = there(panel.id);
        if population < panel.planned {
            let name = super::seen::panel_name(plan, panel, page.language);
            let text = page.with(
                "composition-warning-quota",
                &[("panel", name.into()), ("quota", panel.planned.into()), ("population", population.into())],
            );
            found.push((text, urls::Panel { round: round.id, panel: panel.id }.to_path()));
        }
    }
    let panels_path = appraisals::urls::Panels { id: round.id }.to_path();
    let twice = nested(app, plan).await?;
    if twice > 0 {
        found.push((page.t1("composition-warning-nested", "count", twice), panels_path));
    }
    for (panel, names) in namesakes(app, plan, &candidates).await? {
        let shown: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
        let arguments = [
            ("panel", super::seen::panel_name(plan, panel, page.language).into()),
            ("count", names.len().into()),
            ("names", shown.join(crate::texts::comma(page.language)).into()),
        ];
        let path = urls::Panel { round: round.id, panel: panel.id }.to_path();
        found.push((page.with("composition-warning-namesakes", &arguments), path));
    }
    Ok(found)
}

/// The groups that are all members of their organisation.
fn of_members(plan: &Plan) -> impl Iterator<Item = &Panel> {
    plan.panels.iter().filter(|panel| panel.category == MEMBERS && !panel.is_listed)
}

/// These organisations and everything below them.
async fn within(app: &App, roots: Vec<OrganisationId>) -> Result<Vec<OrganisationId>, StorageError> {
    let all = organisations::queries::reachable(&app.database, &Reach::Under(roots)).await?;
    Ok(all.unwrap_or_default())
}

/// How many members due belong to an organisation that has a group of members, below one that has another.
async fn nested(app: &App, plan: &Plan) -> Result<u32, StorageError> {
    let reads = &app.database;
    let judging: BTreeSet<OrganisationId> = of_members(plan).map(|panel| panel.organisation).collect();
    let children = organisations::queries::directly_below(reads, &judging.iter().copied().collect::<Vec<_>>()).await?;
    let lower: BTreeSet<OrganisationId> = within(app, children).await?.into_iter().collect();
    let twice = within(app, judging.intersection(&lower).copied().collect()).await?;
    let rolls = appraisals::queries::rolls(&app.database, &twice, &app.today().to_string()).await?;
    Ok(rolls.values().map(|roll| roll.due()).sum())
}

/// Who stands on the list of another category under the name of a member who judges as such: perhaps the same person.
async fn namesakes<'a>(
    app: &App,
    plan: &'a Plan,
    candidates: &BTreeMap<PanelId, Vec<candidate::Model>>,
) -> Result<Vec<(&'a Panel, Vec<String>)>, StorageError> {
    let listed: Vec<&Panel> =
        plan.panels.iter().filter(|panel| panel.category != MEMBERS && candidates.contains_key(&panel.id)).collect();
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let organisations = within(app, of_members(plan).map(|panel| panel.organisation).collect()).await?;
    let members = queries::due_members(&app.database, &organisations, &app.today().to_string()).await?;
    let members: BTreeSet<String> = members.into_iter().map(|member| member.name).collect();
    let of = |panel: &'a Panel| {
        let rows = candidates.get(&panel.id).map_or(&[][..], Vec::as_slice);
        let same = rows.iter().filter(|row| Standing::from_code(&row.standing) != Standing::Declined);
        let names: Vec<String> = same.map(|row| row.name.clone()).filter(|name| members.contains(name)).collect();
        (panel, names)
    };
    Ok(listed.into_iter().map(of).filter(|(_, names)| !names.is_empty()).collect())
}
