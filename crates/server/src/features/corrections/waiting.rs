//! What of corrections waits: projects to be done, for the secretary of whose organisation they are; what is late or waits to
//! be made public, for the office.

use super::{list, rules, urls};
use crate::App;
use crate::roles::Role;
use crate::web::waiting::named_or_counted;
use crate::web::{Visitor, Waiting, WebError};

/// Says it.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    if !super::KEEPERS.iter().any(|role| visitor.has(*role)) {
        return Ok(Vec::new());
    }
    let (projects, _) = list::within(app, visitor, &["planned", "in_progress", "done"]).await?;
    let today = app.today().to_string();
    let is_own = |id| visitor.roles.iter().any(|(role, root)| *role == Role::Secretary && *root == Some(id));
    let is_office = visitor.has(Role::CampaignOffice);
    let (mut open, mut done) = (Vec::new(), Vec::new());
    for project in projects {
        let is_late = rules::is_late(&project.state, &project.due_on, &today);
        let own = is_own(project.organisation_id);
        if rules::is_open(&project.state) && (own || (is_office && is_late)) {
            open.push(project);
        } else if project.state == "done" && (own || is_office) {
            done.push(project);
        }
    }
    open.sort_by(|one, other| one.due_on.cmp(&other.due_on));
    let path = |round, project| urls::Correction { round, project }.to_path();
    let first = open.first().map(|project| project.due_on.clone()).unwrap_or_default();
    let mut waiting = named_or_counted(
        open,
        |project| {
            let sentence = Waiting::new("corrections-waiting", path(project.round_id, project.id));
            sentence.naming("name", project.name).due(&project.due_on)
        },
        |count| {
            Waiting::new("corrections-waiting-many", urls::Corrections {}.to_path()).naming("count", count).due(&first)
        },
    );
    waiting.extend(named_or_counted(
        done,
        |project| {
            let sentence = Waiting::new("corrections-waiting-publication", path(project.round_id, project.id));
            sentence.naming("name", project.name)
        },
        |count| Waiting::new("corrections-waiting-publications", urls::Corrections {}.to_path()).naming("count", count),
    ));
    Ok(waiting)
}
