//! Sealing, figures, opinions, papers of a round (S057).

mod acknowledgements;
mod actions;
pub mod adjusted;
pub mod claims;
mod comparison;
pub mod compute;
pub mod context;
mod counting;
pub mod dossier;
mod ending;
mod export;
pub mod figures;
pub mod fitness;
mod forms;
mod linked;
mod list;
pub mod notices;
mod opinions;
mod order;
mod overview;
mod own_grades;
mod papers;
mod parts;
mod publishing;
mod quality;
pub mod queries;
mod readings;
pub mod release;
mod sealing;
mod show;
pub mod urls;
mod waiting;
mod waits;
mod years;

pub use opinions::{LONGEST as LONGEST_ANSWER, record_answer, sees as sees_opinion};
pub use readings::about as about_opinion;
pub use sealing::{Stage, finish, frozen_of, resume, seal, watch};
pub use show::step_words;
pub use years::years_path;

use crate::features::{Feature, Navigation};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// The slice.
pub const FEATURE: Feature = Feature {
    name: "results",
    routes,
    navigation: &[Navigation { key: "results-title", path: || urls::Rounds {}.to_path(), roles: INVOLVED }],
    waiting: Some(|app, visitor| Box::pin(waiting::waiting(app, visitor))),
};

const INVOLVED: &[Role] = &[Role::CampaignOffice, Role::Secretary, Role::Member, Role::TallyKeeper, Role::Statistician];
/// Who may see something that was released; the handlers say which part.
const READERS: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary, Role::Member, Role::Statistician]);
const AGGREGATES: Access = Access::Roles(context::AGGREGATES);
const OFFICE: Access = Access::Roles(&[Role::CampaignOffice]);
/// Who may be judged, or answers for an organisation that is; the handler says whose.
const JUDGED: Access = Access::Roles(&[Role::Secretary, Role::Member]);
const ANSWERING: Access = Access::Roles(&[Role::CampaignOffice, Role::Secretary]);
const RECORD: Access = Access::Roles(years::READERS);
const TALLY: Access = Access::Roles(&[Role::TallyKeeper]);

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::Rounds::PATH, Access::Roles(INVOLVED), list::index)
        .get(urls::Results::PATH, READERS, overview::round)
        .get(urls::Place::PATH, READERS, overview::place)
        .get(urls::PlaceSteps::PATH, READERS, show::place_steps)
        .get(urls::FormsSteps::PATH, READERS, show::group_forms)
        .get(urls::Participation::PATH, READERS, show::participation_steps)
        .get(urls::Object::PATH, READERS, show::show)
        .get(urls::Steps::PATH, READERS, show::steps)
        .get(urls::Feedback::PATH, READERS, papers::feedback)
        .get(urls::FeedbackSheets::PATH, OFFICE, acknowledgements::index)
        .post(urls::Acknowledgement::PATH, JUDGED, acknowledgements::create)
        .get(urls::Bulletin::PATH, READERS, papers::bulletin)
        .get(urls::Summary::PATH, AGGREGATES, papers::summary)
        .get(urls::Export::PATH, AGGREGATES, export::export)
        .get(urls::Comparison::PATH, AGGREGATES, comparison::show)
        .get(urls::ComparisonFile::PATH, AGGREGATES, comparison::export)
        .get(urls::Order::PATH, OFFICE, order::show)
        .get(urls::Linked::PATH, READERS, linked::show)
        .get(urls::LinkedFile::PATH, AGGREGATES, linked::export)
        .get(urls::Years::PATH, RECORD, years::show)
        .get(urls::Dossier::PATH, OFFICE, dossier::show)
        .post(urls::Dossier::PATH, OFFICE, dossier::create)
        .get(urls::DossierFile::PATH, OFFICE, dossier::file)
        .get(urls::Ending::PATH, TALLY, ending::show)
        .post(urls::Ending::PATH, TALLY, ending::create)
        .delete(urls::Ending::PATH, TALLY, ending::withdraw)
        .get(urls::Readings::PATH, TALLY, readings::index)
        .get(urls::Reading::PATH, TALLY, readings::show)
        .post(urls::Reading::PATH, TALLY, readings::propose)
        .put(urls::Reading::PATH, TALLY, readings::confirm)
        .get(urls::Opinions::PATH, READERS, opinions::index)
        .get(urls::OpinionAnswer::PATH, ANSWERING, opinions::edit)
        .put(urls::OpinionAnswer::PATH, ANSWERING, opinions::update)
        .get(urls::Publication::PATH, OFFICE, publishing::new)
        .post(urls::Publication::PATH, OFFICE, publishing::create)
        .get(urls::Finish::PATH, OFFICE, publishing::confirm)
        .post(urls::Finish::PATH, OFFICE, publishing::finish)
}
