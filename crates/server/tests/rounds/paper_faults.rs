//! Paper where something was wrong: a decision that goes too far, a keeper who may not, a count that is corrected,
//! batches too small to be keyed by themselves.

use ballot_box::Phase;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use server::roles::Role;
use storage::entities::{account, role_grant};
use storage::{OrganisationId, Reads, RoleGrantId, Scope};
use test_support::slips::vote;
use test_support::{Client, Shown, TestApp, run};

use crate::paper_life::{
    accept, begin, clerk, count, count_twice, counted, drafts, end, issued, key, key_sheet, make_forms, open_casting,
    paper_of, phase, print_slips, results_of,
};

/// Keys the sheet of a page: this sign everywhere, but another for the first item.
async fn key_otherwise(client: &mut Client, page: &Shown, first: &str, sign: &str) -> Shown {
    let form = page.form("_method=put");
    let names: Vec<String> =
        form.fields.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with('g')).collect();
    let fields: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), if name == "g0-0" { first } else { sign })).collect();
    client.post_form(form, &fields).await
}

/// Somebody turns out to hold another role too.
async fn grant(app: &TestApp, name: &str, role: Role, organisation: Option<OrganisationId>) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let found = account::Entity::find().filter(account::Column::SignInName.eq(name));
    let found = found.one(transaction.connection()).await.unwrap().unwrap();
    let row = role_grant::ActiveModel {
        id: Set(RoleGrantId(app.app.clock.next_id())),
        account_id: Set(found.id),
        role: Set(role.code().to_owned()),
        organisation_id: Set(organisation),
        granted_at: Set(app.app.clock.now()),
        granted_by: Set(None),
        ended_at: Set(None),
    };
    role_grant::Entity::insert(row).exec_without_returning(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
}

#[test]
fn s048_a_third_person_decides_only_where_two_read_differently() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, batch, mut keepers) = counted(app, &mut office, ("10", "5"), ["5", "5", "0", "0"]).await;
        key(&mut clerk(app, "clerk-1").await, &batch, "first", &["1"; 5]).await;
        let mut second = clerk(app, "clerk-2").await;
        let page = begin(&mut second, &batch, "second").await;
        let mut page = key_otherwise(&mut second, &page, "2", "1").await;
        for _ in 0..4 {
            page = key_sheet(&mut second, &page, "1", "").await;
        }
        let mut third = clerk(app, "clerk-3").await;
        let page = third.get(&format!("{batch}/differences/1")).await;
        // One place is open; the others stand there and are not to be typed in.
        assert!(page.texts("input[data-sign]").len() > page.texts("input[data-sign][readonly]").len());
        assert_eq!(page.texts("input[data-sign]").len(), page.texts("input[data-sign][readonly]").len() + 1);
        let much = key_otherwise(&mut third, &page, "1", "3").await;
        assert!(much.status == 422 && much.says("两人读得一样"), "{}", much.text());
        let void = key_sheet(&mut third, &much, "x", "").await;
        assert!(void.status == 422 && void.says("两人读得一样"), "{}", void.text());
        let said = key_sheet(&mut third, &page, "1", "两人都没有读到的话").await;
        assert!(said.status == 422 && said.says("两人读得一样"), "{}", said.text());
        assert_eq!(drafts(app).await, 10, "nothing of it was kept");
        let done = key_otherwise(&mut third, &page, "2", "1").await;
        assert!(done.says("已全部录完"), "{}", done.text());
        let page = keepers[0].get(&batch).await;
        keepers[0].tell(&page, "acceptance", &[], "录入底稿已删除").await;
    });
}

#[test]
fn s048_a_keeper_who_is_of_the_office_or_heads_the_judged_takes_no_keying_and_counts_no_more() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, batch, mut keepers) = counted(app, &mut office, ("10", "5"), ["5", "5", "0", "0"]).await;
        key(&mut clerk(app, "clerk-1").await, &batch, "first", &["1"; 5]).await;
        let roles = [(Role::TallyKeeper, None), (Role::CampaignOffice, None)];
        let mut both = app.visitor("both", &roles).await;
        let page = both.get(&batch).await;
        assert!(page.find_form("keyings/first").is_none(), "{}", page.text());
        let mut form = page.form("keyings/second");
        form.action = format!("{batch}/keyings/first?_method=delete");
        let refused = both.post_form(form, &[]).await;
        assert!(refused.status == 422 && refused.says("您是活动办人员"), "{}", refused.text());
        assert_eq!(drafts(app).await, 5, "what was keyed stands");
        key(&mut clerk(app, "clerk-2").await, &batch, "second", &["1"; 5]).await;
        let page = keepers[0].get(&batch).await;
        keepers[0].tell(&page, "acceptance", &[], "等待另一名计票人接收").await;
        // The first one turns out to be secretary of what is judged: the second is the first who counts.
        grant(app, "keeper-1", Role::Secretary, None).await;
        let page = keepers[1].get(&batch).await;
        assert!(!page.says("keeper-1 已同意接收"), "{}", page.text());
        keepers[1].tell(&page, "acceptance", &[], "等待另一名计票人接收").await;
        let mut third = app.visitor("keeper-3", &[(Role::TallyKeeper, None)]).await;
        let page = third.get(&batch).await;
        third.tell(&page, "acceptance", &[], "录入底稿已删除").await;
    });
}

#[test]
fn s048_a_box_lost_before_two_counted_it_says_so_and_one_persons_number_counts_for_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "16").await;
        let codes = print_slips(&mut office, &round, "10").await;
        let batch = make_forms(&mut office, &round, "6").await;
        open_casting(&mut office, &round).await;
        for code in &codes {
            vote(&mut app.anonymous(), code, 0).await;
        }
        let mut keepers = end(app, &round).await;
        count(&mut keepers[0], &batch, ["6", "6", "0", "0"], "").await;
        let page = keepers[0].get(&batch).await;
        keepers[0].tell(&page, "loss", &[("reason", "票箱丢失")], "等待另一名计票人确认").await;
        let page = keepers[1].get(&batch).await;
        let lost = keepers[1].tell(&page, "loss", &[], "已登记遗失").await;
        assert!(lost.says("清点以前遗失，未清点"), "{}", lost.text());
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("未清点") && results.says("10 10 10 0"), "{}", results.text());
        let sums = office.get(&format!("{round}/reconciliation")).await;
        assert!(sums.says("遗失，未清点"), "{}", sums.text());
    });
}

/// Enters the numbers of a correction.
async fn correct(keeper: &mut Client, batch: &str, numbers: [&str; 4], reason: &str) -> Shown {
    let page = keeper.get(&format!("{batch}/correction")).await;
    let [handed_out, in_box, returned, missing] = numbers;
    let fields = [
        ("handed_out", handed_out),
        ("sheets_in_box", in_box),
        ("returned", returned),
        ("missing", missing),
        ("words", reason),
    ];
    keeper.submit(&page, "correction", &fields).await
}

#[test]
fn s048_two_keepers_correct_a_count_both_versions_stay_and_keying_follows_the_sheets() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "10").await;
        let batch = make_forms(&mut office, &round, "7").await;
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        let early = keepers[0].get(&format!("{batch}/correction")).await;
        assert!(early.find_form("correction").is_none(), "{}", early.text());
        count_twice(&mut keepers, &batch, ["7", "6", "1", "0"]).await;
        let mut first = clerk(app, "clerk-1").await;
        key(&mut first, &batch, "first", &["1"; 6]).await;
        for (numbers, reason, told) in [
            (["7", "6", "1", "0"], "重数", "与已确认的数字一样"),
            (["7", "5", "1", "1"], " ", "请写明原来的数字错在哪里"),
            (["8", "6", "1", "1"], "重数", "发出不能超过已印的 7 份"),
        ] {
            let refused = correct(&mut keepers[0], &batch, numbers, reason).await;
            assert!(refused.status == 422 && refused.says(told), "{told}: {}", refused.text());
        }
        let asked = correct(&mut keepers[0], &batch, ["7", "5", "1", "1"], "一张两页数成两张").await;
        assert!(asked.says("等待另一名计票人重新清点") && !asked.says("5 + 1 + 1"), "{}", asked.text());
        // Taken back, asked again; nobody confirms the own, and the second counts for himself.
        let page = keepers[0].get(&format!("{batch}/correction")).await;
        keepers[0].tell(&page, "correction?_method=delete", &[], "更正已撤回").await;
        correct(&mut keepers[0], &batch, ["7", "5", "1", "1"], "一张两页数成两张").await;
        let differs = correct(&mut keepers[1], &batch, ["7", "4", "1", "2"], "").await;
        assert!(differs.status == 422 && differs.says("与第一个人的数字不一致"), "{}", differs.text());
        assert_eq!(drafts(app).await, 6);
        let done = correct(&mut keepers[1], &batch, ["7", "5", "1", "1"], "").await;
        assert!(done.says("清点数已更正") && done.says("7 = 6 + 1 + 0"), "{}", done.text());
        assert!(done.says("7 = 5 + 1 + 1") && done.says("一张两页数成两张"), "{}", done.text());
        assert_eq!(drafts(app).await, 5, "sheet 6 was never there");
        // And once more the other way: what was keyed stays, the clerk keys the one that was found.
        correct(&mut keepers[1], &batch, ["7", "6", "1", "0"], "压在箱底一张").await;
        correct(&mut keepers[0], &batch, ["7", "6", "1", "0"], "").await;
        assert_eq!(drafts(app).await, 5);
        let page = first.get(&format!("{batch}/sheets/6")).await;
        let page = key_sheet(&mut first, &page, "2", "").await;
        assert!(page.says("已全部录完"), "{}", page.text());
        key(&mut clerk(app, "clerk-2").await, &batch, "second", &["1", "1", "1", "1", "1", "2"]).await;
        accept(&mut keepers, &batch).await;
        let late = keepers[0].get(&format!("{batch}/correction")).await;
        assert!(late.find_form("correction").is_none() && late.says("现在不能更正"), "{}", late.text());
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("5/6 = 83.3 %") && results.says("7 6 6 0"), "{}", results.text());
    });
}

#[test]
fn s048_a_batch_below_k_is_shuffled_with_another_before_anybody_keys() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "16").await;
        let large = make_forms(&mut office, &round, "10").await;
        let small = make_forms(&mut office, &round, "6").await;
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        count_twice(&mut keepers, &large, ["10", "6", "4", "0"]).await;
        let mut first = clerk(app, "clerk-1").await;
        let page = first.get(&large).await;
        assert!(page.says("还有没清点的批次") && page.find_form("keyings/").is_none(), "{}", page.text());
        count_twice(&mut keepers, &small, ["6", "3", "3", "0"]).await;
        for batch in [&large, &small] {
            let page = first.get(batch).await;
            assert!(page.says("请先并批") && page.find_form("keyings/").is_none(), "{}", page.text());
        }
        // By hand it is refused too.
        let mut form = keepers[0].get(&small).await.form("pool");
        form.action = format!("{small}/keyings/first");
        let refused = keepers[0].post_form(form, &[("sure", "yes")]).await;
        assert!(refused.status == 422 && refused.says("请先并批"), "{}", refused.text());
        let page = keepers[0].get(&small).await;
        let pooled = keepers[0].tell(&page, "pool", &[], "已并批").await;
        assert!(pooled.path.starts_with(&large), "{}", pooled.path);
        assert!(office.get(&small).await.says("已并入第 1 批"));
        let list = office.get(&paper_of(&round)).await;
        assert!(list.says("已并入第 1 批"), "{}", list.text());
        // The small one's count was wrong all the same: as many sheets fewer are keyed with the other.
        correct(&mut keepers[0], &small, ["6", "2", "3", "1"], "两张粘成一张").await;
        correct(&mut keepers[1], &small, ["6", "2", "3", "1"], "").await;
        let mut signs = vec!["1"; 7];
        signs.push("2");
        key_twice_from(app, &large, &signs).await;
        accept(&mut keepers, &large).await;
        assert_eq!(phase(app, &round).await, Some(Phase::Sealed));
        let late = keepers[0].get(&format!("{small}/correction")).await;
        assert!(late.find_form("correction").is_none() && late.says("现在不能更正"), "{}", late.text());
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("7/8 = 87.5 %") && results.says("16 8 8 0"), "{}", results.text());
        // Each batch keeps its own numbers, and the ballots are the sum of both.
        let sums = office.get(&format!("{round}/reconciliation")).await;
        assert!(sums.says("另有纸质票 8 张") && sums.texts(".state-error").is_empty(), "{}", sums.text());
    });
}

/// Two clerks whose names are new key the whole batch alike.
async fn key_twice_from(app: &TestApp, batch: &str, signs: &[&str]) {
    for (name, keying) in [("clerk-4", "first"), ("clerk-5", "second")] {
        key(&mut clerk(app, name).await, batch, keying, signs).await;
    }
}

#[test]
fn s048_a_judge_groups_few_sheets_are_keyed_by_whoever_says_that_he_knows_what_they_are() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, batch, mut keepers) = counted(app, &mut office, ("10", "6"), ["6", "3", "3", "0"]).await;
        for (name, keying) in [("clerk-1", "first"), ("clerk-2", "second")] {
            let mut clerk = clerk(app, name).await;
            let page = clerk.get(&batch).await;
            assert!(page.says("合计不到最低人数"), "{}", page.text());
            let refused = clerk.submit(&page, &format!("keyings/{keying}"), &[]).await;
            assert!(refused.status == 422 && refused.says("请先勾选说明"), "{}", refused.text());
            let page = clerk.get(&batch).await;
            let sure = [("sure", "yes")];
            let mut page = clerk.tell(&page, &format!("keyings/{keying}"), &sure, "已由您录入这一遍").await;
            for _ in 0..3 {
                page = key_sheet(&mut clerk, &page, "1", "").await;
            }
        }
        accept(&mut keepers, &batch).await;
        assert_eq!(phase(app, &round).await, Some(Phase::Sealed), "no ballot is void");
    });
}
