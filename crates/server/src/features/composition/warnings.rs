//! What an office is warned of before issuing begins; none of it refuses.

use storage::entities::round;

use super::rules::Standing;
use super::{group, queries, urls};
use crate::App;
use crate::features::appraisals::model::Plan;
use crate::web::{Page, WebError};

/// Each warning with where to mend it: no working group (S049), one whose member would count what concerns him, an area
/// with too few judges (S074), more judges planned than there are on the list (S050).
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
    Ok(found)
}
