//! The working group of a round (S049): its head keeps no tally (P10), whoever is judged neither counts nor reads opinions.

use server::roles::Role;
use test_support::rows::tie_account;
use test_support::{Client, Shown, TestApp, found, run};

use crate::life::{add_panel, cast, choose_members, draw_up, enter_members, open, seal};

/// A bureau's round that judges two of its leaders; its path, and the first of them.
async fn bureau(app: &TestApp, office: &mut Client) -> (String, storage::MemberId) {
    let bureau = found(office, None, ("县质监局党委", "committee", "office")).await;
    let leaders = enter_members(app, bureau, &["周局长", "吴副局长"]).await;
    let round = draw_up(office, bureau, "群众评议", &[]).await;
    choose_members(office, &round, (bureau, &leaders), ("five_looks", "masses_to_member")).await;
    add_panel(office, &round, "served_persons", "6").await;
    (round, leaders[0])
}

fn group_of(round: &str) -> String {
    format!("{}/working-group", round.replace("/w/rounds/", "/w/composition/"))
}

/// Adds a member; the page afterwards.
pub async fn add(office: &mut Client, round: &str, (name, post, duty, account): (&str, &str, &str, &str)) -> Shown {
    let page = office.get(&group_of(round)).await;
    let fields = [("name", name), ("post", post), ("duty", duty), ("account", account), ("words", "")];
    let form = page.form("/working-group");
    office.post_form(form, &fields).await
}

#[test]
fn s049_a_round_has_its_working_group_and_is_warned_without() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, _) = bureau(app, &mut office).await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("没有设立群众评议工作领导小组"), "{}", issuing.text());
        let page = add(&mut office, &round, ("郑书记", "党组书记", "head", "")).await;
        assert!(page.says("领导小组已保存") && page.says("组长"), "{}", page.text());
        let second = add(&mut office, &round, ("王主任", "办公室主任", "head", "")).await;
        assert_eq!(second.status, 422);
        assert!(second.says("已有组长"), "{}", second.text());
        add(&mut office, &round, ("王主任", "办公室主任", "records", "")).await;
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(!issuing.says("没有设立群众评议工作领导小组"), "{}", issuing.text());
        // Two who change the same member see both versions.
        let (mine, theirs) = (office.get(&group_of(&round)).await, office.get(&group_of(&round)).await);
        let form = |page: &Shown| page.forms("_method=put").into_iter().last().unwrap();
        office.post_form(form(&mine), &[("post", "副主任")]).await;
        let both = office.post_form(form(&theirs), &[("post", "科长")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("副主任") && both.says("科长"), "{}", both.text());
        // It belongs to the preparation: with issuing it is fixed, and no refusal follows from it.
        open(&mut office, &round).await;
        let page = office.get(&group_of(&round)).await;
        assert!(page.says("王主任") && page.find_form("_method=put").is_none(), "{}", page.text());
    });
}

#[test]
fn s049_whoever_is_judged_neither_counts_nor_reads_opinions() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, leader) = bureau(app, &mut office).await;
        app.visitor("zhou", &[(Role::Member, None)]).await;
        tie_account(app, "zhou", leader).await;
        for (name, duty, account) in
            [("周局长", "tally", "zhou"), ("周局长", "opinions", ""), ("周某", "opinions", "zhou")]
        {
            let refused = add(&mut office, &round, (name, "局长", duty, account)).await;
            assert_eq!(refused.status, 422, "{name} {duty}");
            assert!(refused.says("不能分工计票或阅看意见"), "{}", refused.text());
        }
        let page = add(&mut office, &round, ("周局长", "局长", "notice", "zhou")).await;
        assert!(page.says("还没有登记回避"), "{}", page.text());
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(issuing.says("周局长本人在本轮被评议"), "{}", issuing.text());
        let page = office.get(&group_of(&round)).await;
        let form = page.form("_method=put");
        let page = office.post_form(form, &[("recused", "yes")]).await;
        assert!(page.says("已登记回避"), "{}", page.text());
        let issuing = office.get(&format!("{round}/issuing")).await;
        assert!(!issuing.says("周局长本人在本轮被评议"), "{}", issuing.text());
    });
}

#[test]
fn p10_the_head_of_the_group_and_its_members_who_are_judged_keep_no_tally() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, leader) = bureau(app, &mut office).await;
        let mut head = app.visitor("zheng", &[(Role::TallyKeeper, None)]).await;
        let mut judged = app.visitor("zhou", &[(Role::TallyKeeper, None)]).await;
        tie_account(app, "zhou", leader).await;
        add(&mut office, &round, ("郑书记", "党组书记", "head", "zheng")).await;
        add(&mut office, &round, ("周局长", "局长", "records", "zhou")).await;
        // The head of the group heads the round, and no other can be entered.
        assert!(office.get(&round).await.says("zheng"));
        let settings = office.get(&format!("{round}/settings")).await;
        let other = office.submit(&settings, "_method=put", &[("head", "office")]).await;
        assert_eq!(other.status, 422);
        assert!(other.says("领导小组组长"), "{}", other.text());
        let slips = open(&mut office, &round).await;
        let results = round.replace("/w/rounds/", "/w/results/");
        for keeper in [&mut head, &mut judged] {
            let page = keeper.get(&format!("{results}/ending")).await;
            let told = match page.find_form("ending") {
                Some(form) => keeper.post_form(form, &[("sure", "yes")]).await,
                None => page,
            };
            assert!(!told.html().contains("已提出"), "{}", told.text());
        }
        cast(app, &slips, "服务对象代表", &[0]).await;
        seal(app, &round, "keeper").await;
    });
}

#[test]
fn s049_a_member_of_the_group_without_another_role_sees_no_ballot_and_no_opinion() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, leader) = bureau(app, &mut office).await;
        let mut member = app.visitor("wu", &[(Role::Member, None)]).await;
        tie_account(app, "wu", leader).await;
        add(&mut office, &round, ("吴科长", "科长", "records", "wu")).await;
        let slips = open(&mut office, &round).await;
        cast(app, &slips, "服务对象代表", &[0]).await;
        let results = seal(app, &round, "keeper").await;
        assert_eq!(member.get(&format!("{results}/readings")).await.status, 404);
        assert_eq!(member.get(&group_of(&round)).await.status, 404);
        assert_eq!(member.get(&round.replace("/w/rounds/", "/w/composition/")).await.status, 404);
    });
}

#[test]
fn s049_two_heads_added_at_once_are_one_and_the_second_is_told() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, _) = bureau(app, &mut office).await;
        let mut other = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        let (mine, theirs) = (office.get(&group_of(&round)).await, other.get(&group_of(&round)).await);
        let fields = |name: &'static str| {
            [("name", name), ("post", "党组书记"), ("duty", "head"), ("account", ""), ("words", "")]
        };
        let (first, second) = (fields("郑书记"), fields("王主任"));
        let (one, two) = tokio::join!(
            office.post_form(mine.form("/working-group"), &first),
            other.post_form(theirs.form("/working-group"), &second),
        );
        let mut answers = [one, two];
        answers.sort_by_key(|shown| shown.status.as_u16());
        assert_eq!(answers[0].status, 200, "{}", answers[0].text());
        assert_eq!(answers[1].status, 422, "{}", answers[1].text());
        assert!(answers[1].says("已有组长"), "{}", answers[1].text());
        let page = office.get(&group_of(&round)).await;
        let heads = page.forms("_method=delete").into_iter().filter(|form| form.action.contains("/working-group/"));
        assert_eq!(heads.count(), 1, "{}", page.text());
    });
}
