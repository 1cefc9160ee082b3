//! Which type sits under which (S135), for the rows that found, move or change an organisation.

use std::collections::HashMap;

use rules::organisation::OrganisationType;
use spreadsheets::matching::{Action, ExistingOrganisation, OrganisationPlan, Parent};
use spreadsheets::organisations::{Kind, OrganisationRow};
use spreadsheets::{Code, Problem};

/// Notes every row whose type may not sit where the file puts it; the form of an organisation refuses the same.
pub(super) fn check(
    rows: &[OrganisationRow],
    plan: &OrganisationPlan,
    existing: &[ExistingOrganisation],
    problems: &mut Vec<Problem>,
) {
    let known: HashMap<&str, &ExistingOrganisation> =
        existing.iter().map(|known| (known.code.as_str(), known)).collect();
    let kind_of_row = |at: usize| {
        let own = rows.get(at).and_then(|row| row.kind);
        own.or_else(|| match plan.actions.get(at) {
            Some(Action::Update { code, .. } | Action::Unchanged { code }) => {
                known.get(code.as_str()).and_then(|known| known.kind)
            }
            _ => None,
        })
    };
    for (at, (row, action)) in rows.iter().zip(&plan.actions).enumerate() {
        if !places(action) {
            continue;
        }
        let above = match plan.parents.get(at) {
            Some(Parent::Row(above)) => Some(kind_of_row(*above)),
            Some(Parent::Existing(code)) => Some(known.get(code.as_str()).and_then(|known| known.kind)),
            // A record that exists and names no parent stays where it is.
            Some(Parent::None) if *action == Action::Create => None,
            _ => continue,
        };
        let (Some(kind), Some(above)) = (kind_of_row(at), above.map_or(Some(None), |kind| kind.map(Some))) else {
            continue;
        };
        if let Some(problem) = refusal(&row.name, kind, above) {
            problems.push(problem.field("parent").at(row.parent_position.clone()));
        }
    }
}

fn places(action: &Action) -> bool {
    match action {
        Action::Create => true,
        Action::Update { changes, .. } => changes.iter().any(|change| matches!(change.field, "parent" | "kind")),
        _ => false,
    }
}

fn refusal(name: &str, kind: Kind, above: Option<Kind>) -> Option<Problem> {
    let rank = OrganisationType::from_id(kind.key())?;
    let parent = match above {
        None => None,
        Some(above) => Some(OrganisationType::from_id(above.key())?),
    };
    rank.may_sit_under(parent).err()?;
    let problem = match above {
        None => Problem::new(Code::WrongTop),
        Some(above) => Problem::new(Code::WrongSuperior).with("parent", above.word()),
    };
    Some(problem.with("name", name).with("kind", kind.word()))
}
