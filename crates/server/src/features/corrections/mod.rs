//! Special corrections (专项整改, S070, S089): many released opinions become one project that puts right what they say, with
//! an output everybody can see. A project is planned, worked on, done and made public; each step is an entry with its day.
//! Doing it answers its opinions in one entry; a round may be drawn up that judges again what was put right.
//!
//! Only released opinions are grouped here: nothing of this slice reads what two tally keepers have not let through. Beside
//! them stand the weak points a forum named (S064), which are put right in the same way.

mod before_after;
mod entries;
mod form;
mod list;
mod plan;
mod public;
pub mod queries;
mod repeating;
mod rules;
mod seen;
mod show;
pub mod urls;
mod waiting;
mod weak_points;

use std::collections::BTreeMap;

use storage::{RoundId, WindowId};

use crate::App;
use crate::features::{Feature, Navigation, appraisals};
use crate::roles::Role;
use crate::web::{Access, Routes, Url, Visitor, WebError};

/// Who plans corrections and enters what was done: the office and the secretary, each in the own part of the tree.
pub const KEEPERS: &[Role] = &[Role::CampaignOffice, Role::Secretary];
/// Who reads what was made public.
const READERS: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::Member, Role::TallyKeeper, Role::Statistician];

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "corrections",
    routes,
    navigation: &[Navigation { key: "corrections-title", path: || urls::Corrections {}.to_path(), roles: KEEPERS }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

/// The projects that answer opinions about a window, for whoever keeps the window: path, name, state.
///
/// # Errors
/// When the database does not answer.
pub async fn about_window(
    app: &App,
    visitor: &Visitor,
    window: WindowId,
) -> Result<Vec<(String, String, String)>, WebError> {
    let mut shown = Vec::new();
    let mut rounds: BTreeMap<RoundId, bool> = BTreeMap::new();
    for project in queries::about_window(&app.database, window).await? {
        let is_seen = match rounds.get(&project.round_id) {
            Some(known) => *known,
            None => {
                let round = appraisals::queries::round(&app.database, project.round_id).await?;
                let is_seen = match round {
                    // A secretary sees nothing of a round whose results are not published; the office that runs it does.
                    Some(round) => {
                        rules::may_publish(&round.state)
                            || appraisals::common::reaches(app, visitor, round.organisation_id).await?
                    }
                    None => false,
                };
                rounds.insert(project.round_id, is_seen);
                is_seen
            }
        };
        if is_seen {
            let path = urls::Correction { round: project.round_id, project: project.id }.to_path();
            shown.push((path, project.name, project.state));
        }
    }
    Ok(shown)
}

fn routes(routes: Routes) -> Routes {
    const KEEP: Access = Access::Roles(KEEPERS);
    const READ: Access = Access::Roles(READERS);
    const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
    routes
        .get(urls::Corrections::PATH, KEEP, list::all)
        .get(urls::OfRound::PATH, KEEP, list::of_round)
        .post(urls::OfRound::PATH, KEEP, plan::create)
        .get(urls::NewCorrection::PATH, KEEP, plan::new)
        .get(urls::Published::PATH, READ, public::show)
        .get(urls::Correction::PATH, KEEP, show::show)
        .put(urls::Correction::PATH, KEEP, plan::update)
        .get(urls::EditCorrection::PATH, KEEP, plan::edit)
        .post(urls::Entries::PATH, KEEP, entries::create)
        .post(urls::Repeat::PATH, OFFICE, repeating::create)
}
