//! A round as its office runs it, in as few words as a scenario needs. Each stops the test where a page says something else.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a helper of tests stops at the first surprise")]

use crate::slips::{codes_on, print_forms, vote};
use crate::{Client, Shown, TestApp, rows};
use server::roles::Role;
use storage::entities::member;
use storage::{MemberId, OrganisationId, Scope};

/// Slips of one judge group.
pub struct Slips {
    /// The group, as the page of batches names it.
    pub name: String,
    /// What is printed on them.
    pub codes: Vec<String>,
}

/// Enters members as an import would.
pub async fn enter_members(app: &TestApp, organisation: OrganisationId, names: &[&str]) -> Vec<MemberId> {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let mut ids = Vec::new();
    for name in names {
        let id = MemberId(app.app.clock.next_id());
        rows::insert(&transaction, member::ActiveModel::from(rows::member(id, organisation, name))).await;
        ids.push(id);
    }
    transaction.commit().await.unwrap();
    ids
}

/// Draws up a round; its path. What is given comes over what is usual.
pub async fn draw_up(office: &mut Client, owner: OrganisationId, title: &str, given: &[(&str, &str)]) -> String {
    let form = office.get("/w/rounds/new").await;
    let owner = owner.to_string();
    let mut fields = vec![
        ("organisation", owner.as_str()),
        ("title", title),
        ("period_from", "2026-07-01"),
        ("period_to", "2026-07-10"),
        ("minimum", "5"),
        ("opinion_minimum", "8"),
        ("retention_days", "1095"),
    ];
    fields.retain(|(name, _)| given.iter().all(|(over, _)| over != name));
    fields.extend(given);
    let shown = office.tell(&form, "rounds?draw-up", &fields, "轮次已建立").await;
    shown.path.split('?').next().unwrap().to_owned()
}

/// Chooses organisations by an instrument in a direction; the page of objects, or of what is wrong.
pub async fn choose(
    office: &mut Client,
    round: &str,
    chosen: &[OrganisationId],
    (instrument, direction): (&str, &str),
) -> Shown {
    let page = office.get(&format!("{round}/objects/organisations")).await;
    let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.extend([("instrument", instrument), ("direction", direction), ("mapping", "yes")]);
    office.submit(&page, "objects?add", &fields).await
}

/// Chooses members of an organisation by an instrument in a direction.
pub async fn choose_members(
    office: &mut Client,
    round: &str,
    (organisation, chosen): (OrganisationId, &[MemberId]),
    (instrument, direction): (&str, &str),
) -> Shown {
    let path = format!("{round}/objects/members/{organisation}");
    let page = office.get(&path).await;
    let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.extend([("instrument", instrument), ("direction", direction), ("mapping", "yes")]);
    office.submit(&page, &path, &fields).await
}

/// Adds a group of judges to each organisation that such people may judge.
pub async fn add_panel(office: &mut Client, round: &str, category: &str, planned: &str) -> Shown {
    let path = format!("{round}/panels");
    let page = office.get(&path).await;
    office.submit(&page, &path, &[("category", category), ("planned", planned)]).await
}

/// Announces, lets casting begin without self-reports, freezes, prints the slips of every group and opens casting.
pub async fn open(office: &mut Client, round: &str) -> Vec<Slips> {
    office.fill(round, "announcement", &[], "轮次已公布").await;
    begin(office, round).await
}

/// Freezes an announced round, prints the slips of every group and opens casting.
pub async fn begin(office: &mut Client, round: &str) -> Vec<Slips> {
    let slips = issue(office, round).await;
    let mut page = office.get(&format!("{round}/casting")).await;
    while let Some(form) = page.find_form("/excuse") {
        page = office.post_form(form, &[("reason", "因事未到")]).await;
    }
    office.tell(&page, "casting", &[], "投票已开放").await;
    slips
}

/// Freezes an announced round and prints the slips of every group.
pub async fn issue(office: &mut Client, round: &str) -> Vec<Slips> {
    let issued = office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
    let mut slips = Vec::new();
    for form in print_forms(&issued) {
        let paper = office.post_form(form, &[]).await;
        let page = office.get(&format!("{round}/batches")).await;
        let page = office.tell(&page, "_method=put", &[], "已确认这一批打印无误").await;
        let name = page.texts("table tbody tr td:nth-child(2)").pop().unwrap();
        slips.push(Slips { name, codes: codes_on(&paper.bytes) });
    }
    slips
}

/// Every slip of the groups so named grades everything alike.
pub async fn cast(app: &TestApp, slips: &[Slips], name: &str, grades: &[usize]) {
    let mut groups = slips.iter().filter(|slips| slips.name.contains(name)).peekable();
    assert!(groups.peek().is_some(), "{name} among {:?}", slips.iter().map(|slips| &slips.name).collect::<Vec<_>>());
    for group in groups {
        for (code, grade) in group.codes.iter().zip(grades.iter().cycle()) {
            vote(&mut app.anonymous(), code, *grade).await;
        }
    }
}

/// Two tally keepers end casting; the round is sealed. The path of its results.
pub async fn seal(app: &TestApp, round: &str, name: &str) -> String {
    let results = round.replace("/w/rounds/", "/w/results/");
    for (number, told) in [(1, "已提出"), (2, "票箱已封存")] {
        let mut keeper = app.visitor(&format!("{name}-{number}"), &[(Role::TallyKeeper, None)]).await;
        let page = keeper.get(&format!("{results}/ending")).await;
        let shown = keeper.submit(&page, "ending", &[("sure", "yes")]).await;
        assert!(shown.html().contains(told), "{told}: {}", shown.text());
    }
    results
}
