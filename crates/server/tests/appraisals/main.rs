//! Preparing and running rounds, through pages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod crashes;
mod instruments;
mod meanwhile;
mod not_known;
mod refusals;
mod running;
mod traditional;
mod two_people;
mod verdict_rule;
mod weights;

use server::roles::Role;
use storage::{MemberId, OrganisationId};
use test_support::{Client, Shown, TestApp, found, life, run};

/// Enters so many members as an import would.
async fn enter_members(app: &TestApp, organisation: OrganisationId, count: usize) -> Vec<MemberId> {
    let names: Vec<String> = (1..=count).map(|number| format!("党员{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    life::enter_members(app, organisation, &names).await
}

/// What a new round declares in these tests.
const DECLARED: [(&str, &str); 8] = [
    ("title", "2026 年上半年群众评议"),
    ("notice_number", "创先争优办〔2026〕3 号"),
    ("period_from", "2026-07-01"),
    ("period_to", "2026-07-10"),
    ("minimum", "5"),
    ("opinion_minimum", "8"),
    ("retention_days", "1095"),
    ("casting_until", ""),
];

/// Draws up a round; its page.
async fn draw_up(office: &mut Client, owner: OrganisationId) -> Shown {
    let form = office.get("/w/rounds/new").await;
    let owner = owner.to_string();
    let mut fields = DECLARED.to_vec();
    fields.push(("organisation", &owner));
    let shown = office.submit(&form, "rounds?draw-up", &fields).await;
    assert!(shown.says("轮次已建立"), "{}", shown.text());
    shown
}

/// The path of a round's page, without its notice.
fn round_path(shown: &Shown) -> String {
    shown.path.split('?').next().unwrap().to_owned()
}

/// Chooses organisations with an instrument; the page of objects.
async fn choose(office: &mut Client, round: &str, chosen: &[OrganisationId], instrument: &str) -> Shown {
    let page = office.get(&format!("{round}/objects/organisations")).await;
    let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", instrument));
    office.submit(&page, "objects?add", &fields).await
}

/// Chooses members with the instrument of five looks.
async fn choose_members(office: &mut Client, round: &str, organisation: OrganisationId, members: &[MemberId]) -> Shown {
    let path = format!("{round}/objects/members/{organisation}");
    let page = office.get(&path).await;
    let members: Vec<String> = members.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = members.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", "five_looks"));
    office.submit(&page, &path, &fields).await
}

/// Adds a group of judges to each organisation.
async fn add_panels(office: &mut Client, round: &str, category: &str, planned: &str) -> Shown {
    let path = format!("{round}/panels");
    let page = office.get(&path).await;
    let fields = [("category", category), ("planned", planned)];
    office.submit(&page, &path, &fields).await
}

/// A tally keeper of the whole tree.
async fn tally_keeper(app: &TestApp, name: &str) -> Client {
    app.visitor(name, &[(Role::TallyKeeper, None)]).await
}
