//! What offices, tally keepers and clerks do with paper, in as few words as a scenario needs.

use ballot_box::Phase;
use sea_orm::{EntityTrait, PaginatorTrait};
use server::features::appraisals::ballot_round;
use server::roles::Role;
use storage::Reads;
use storage::entities::paper_draft;
use test_support::slips::{codes_on, print_forms};
use test_support::{Client, Shown, TestApp, found};

use crate::life::{add_panel, choose, draw_up};

/// A round of one group, with everything fixed and nothing printed yet.
pub async fn issued(office: &mut Client, planned: &str) -> String {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let round = draw_up(office, town, "机关评议", &[]).await;
    choose(office, &round, &[town], ("five_goods", "")).await;
    add_panel(office, &round, "villagers", planned).await;
    office.fill(&round, "announcement", &[], "轮次已公布").await;
    office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
    round
}

/// Where the paper of a round is.
pub fn paper_of(round: &str) -> String {
    round.replace("/w/rounds/", "/w/paper/")
}

/// Where the results of a round are.
pub fn results_of(round: &str) -> String {
    round.replace("/w/rounds/", "/w/results/")
}

/// Makes a batch of forms; its path.
pub async fn make_forms(office: &mut Client, round: &str, count: &str) -> String {
    let page = office.get(&paper_of(round)).await;
    let made = office.tell(&page, "/w/paper/", &[("count", count)], "请下载评议表").await;
    made.path.split('?').next().unwrap().to_owned()
}

/// Prints so many slips for the first group; their codes.
pub async fn print_slips(office: &mut Client, round: &str, count: &str) -> Vec<String> {
    let batches = format!("{round}/batches");
    let form = print_forms(&office.get(&batches).await).remove(0);
    let paper = office.post_form(form, &[("count", count)]).await;
    office.fill(&batches, "_method=put", &[], "已确认这一批打印无误").await;
    codes_on(&paper.bytes)
}

/// Opens casting without self-reports.
pub async fn open_casting(office: &mut Client, round: &str) {
    let mut page = office.get(&format!("{round}/casting")).await;
    while let Some(form) = page.find_form("/excuse") {
        page = office.post_form(form, &[("reason", "因事未到")]).await;
    }
    office.tell(&page, "casting", &[], "投票已开放").await;
}

/// Two tally keepers end casting, and are told that paper is waited for.
pub async fn end(app: &TestApp, round: &str) -> [Client; 2] {
    let mut keepers = Vec::new();
    for (name, told) in [("keeper-1", "已提出"), ("keeper-2", "纸质评议表全部接收以后自动封存")] {
        let mut keeper = app.visitor(name, &[(Role::TallyKeeper, None)]).await;
        let page = keeper.get(&format!("{}/ending", results_of(round))).await;
        keeper.tell(&page, "ending", &[("sure", "yes")], told).await;
        keepers.push(keeper);
    }
    keepers.try_into().unwrap_or_else(|_| panic!("two keepers"))
}

/// What one person counts: handed out, in the box, returned, missing.
pub async fn count(client: &mut Client, batch: &str, numbers: [&str; 4], words: &str) -> Shown {
    let page = client.get(&format!("{batch}/count")).await;
    let [handed_out, in_box, returned, missing] = numbers;
    let fields = [
        ("handed_out", handed_out),
        ("sheets_in_box", in_box),
        ("returned", returned),
        ("missing", missing),
        ("words", words),
    ];
    client.submit(&page, "count", &fields).await
}

/// Two people count alike.
pub async fn count_twice(keepers: &mut [Client; 2], batch: &str, numbers: [&str; 4]) {
    for (keeper, told) in keepers.iter_mut().zip(["等待另一个人清点", "两人数字一致"]) {
        let shown = count(keeper, batch, numbers, "").await;
        assert!(shown.says(told), "{told}: {}", shown.text());
    }
}

/// A round for so many with one batch of so many forms, cast, ended by two keepers and counted twice: its path, the batch's,
/// the keepers.
pub async fn counted(
    app: &TestApp,
    office: &mut Client,
    (planned, forms): (&str, &str),
    numbers: [&str; 4],
) -> (String, String, [Client; 2]) {
    let round = issued(office, planned).await;
    let batch = make_forms(office, &round, forms).await;
    open_casting(office, &round).await;
    let mut keepers = end(app, &round).await;
    count_twice(&mut keepers, &batch, numbers).await;
    (round, batch, keepers)
}

/// Keys the sheet of a page: one sign for every item, `x` for an invalid sheet.
pub async fn key_sheet(client: &mut Client, page: &Shown, sign: &str, opinion: &str) -> Shown {
    let form = page.form("_method=put");
    let mut fields: Vec<(String, String)> = Vec::new();
    if sign == "x" {
        fields.push(("invalid".to_owned(), "yes".to_owned()));
    } else {
        let grades = form.fields.iter().filter(|(name, _)| name.starts_with('g'));
        fields.extend(grades.map(|(name, _)| (name.clone(), sign.to_owned())));
        fields.push(("o0".to_owned(), opinion.to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post_form(form, &fields).await
}

/// Somebody begins one of the two keyings; the first sheet.
pub async fn begin(client: &mut Client, batch: &str, keying: &str) -> Shown {
    let page = client.get(batch).await;
    client.tell(&page, &format!("keyings/{keying}"), &[], "已由您录入这一遍").await
}

/// One person keys the whole batch.
pub async fn key(client: &mut Client, batch: &str, keying: &str, signs: &[&str]) {
    let mut page = begin(client, batch, keying).await;
    for sign in signs {
        page = key_sheet(client, &page, sign, "").await;
    }
    assert!(page.says("已全部录完"), "{}", page.text());
}

/// Two clerks key the whole batch alike.
pub async fn key_twice(app: &TestApp, batch: &str, signs: &[&str]) {
    for (name, keying) in [("clerk-1", "first"), ("clerk-2", "second")] {
        key(&mut clerk(app, name).await, batch, keying, signs).await;
    }
}

/// A clerk of the whole tree.
pub async fn clerk(app: &TestApp, name: &str) -> Client {
    app.visitor(name, &[(Role::Clerk, None)]).await
}

/// Two tally keepers accept what two clerks read alike.
pub async fn accept(keepers: &mut [Client; 2], batch: &str) {
    for (keeper, told) in keepers.iter_mut().zip(["等待另一名计票人接收", "录入底稿已删除"]) {
        let page = keeper.get(batch).await;
        keeper.tell(&page, "acceptance", &[], told).await;
    }
}

/// Drafts of all batches.
pub async fn drafts(app: &TestApp) -> u64 {
    paper_draft::Entity::find().count(app.app.database.connection()).await.unwrap()
}

/// Where the box of a round stands.
pub async fn phase(app: &TestApp, round: &str) -> Option<Phase> {
    let id = round.rsplit('/').next().unwrap().parse().unwrap();
    app.app.ballots.phase(ballot_round(id)).await.unwrap()
}
