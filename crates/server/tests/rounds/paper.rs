//! Paper beside slips: counted by two, keyed by two others, decided by a third, moved once; sealing waits for it.

use ballot_box::Phase;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use server::features::results::resume;
use server::roles::Role;
use storage::entities::paper_batch;
use storage::{Reads, Scope};
use test_support::slips::{codes_on, enter, vote};
use test_support::{found, run};

use crate::paper_life::{
    accept, begin, clerk, count, count_twice, counted, drafts, end, issued, key, key_sheet, key_twice, make_forms,
    open_casting, paper_of, phase, print_slips, results_of,
};

#[test]
fn s048_thirty_paper_forms_come_to_twenty_four_of_twenty_five() {
    run(async |app| {
        // T14: 30 forms; 96 % is 24 of the 25 valid ones, five were invalid or did not come back.
        let mut office = app.office().await;
        let round = issued(&mut office, "30").await;
        let batch = make_forms(&mut office, &round, "30").await;
        let page = office.get(&batch).await;
        let paper = page.links().into_iter().find(|link| link.ends_with("instrument.pdf")).unwrap();
        let pdf = office.get(&paper).await;
        assert!(pdf.bytes.starts_with(b"%PDF") && codes_on(&pdf.bytes).is_empty(), "a form without code");
        assert!(page.says("各印 30 份") && page.says("结束投票以后才能开箱清点"), "{}", page.text());
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        // The office and the keepers are led to what is waited for.
        let waits = office.get(&results_of(&round)).await;
        assert!(waits.says("等待封存") && waits.link("第 1 批") == batch, "{}", waits.text());
        let ending = keepers[0].get(&format!("{}/ending", results_of(&round))).await;
        assert_eq!(ending.link("第 1 批"), batch);
        assert!(office.get(&round).await.says("等待纸质评议表"));
        assert!(keepers[0].get("/w").await.says("待清点"));
        count_twice(&mut keepers, &batch, ["30", "27", "1", "2"]).await;
        let mut signs = vec!["1"; 24];
        signs.extend(["2", "x", "x"]);
        let (mut first, mut second) = (clerk(app, "clerk-1").await, clerk(app, "clerk-2").await);
        let home = first.get("/w").await;
        assert_eq!(home.link("待录入"), batch);
        key(&mut first, &batch, "first", &signs).await;
        key(&mut second, &batch, "second", &signs).await;
        assert_eq!(drafts(app).await, 54);
        assert!(keepers[1].get("/w").await.says("待计票人接收"));
        accept(&mut keepers, &batch).await;
        assert_eq!(drafts(app).await, 0, "what was keyed is erased");
        assert_eq!(phase(app, &round).await, Some(Phase::Sealed), "sealing went on by itself");
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("24/25 = 96.0 %"), "{}", results.text());
        // R04: issued, recovered, valid, blank with the invalid ones beside it.
        assert!(results.says("30 27 25 0 · 无效 2"), "{}", results.text());
        let sums = office.get(&format!("{round}/reconciliation")).await;
        assert!(sums.says("另有纸质票 25 张") && sums.texts(".state-error").is_empty(), "{}", sums.text());
        // On the one roll paper is a channel like any other: planned, printed, handed out, in the box, returned, missing.
        let roll = sums.texts("#channels tbody tr");
        assert_eq!(roll.len(), 1, "{roll:?}");
        assert!(roll[0].contains("纸质表3030302712"), "{roll:?}");
    });
}

#[test]
fn s048_slips_and_paper_of_one_group_add_up_and_a_late_code_is_told_that_casting_is_over() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "16").await;
        let codes = print_slips(&mut office, &round, "10").await;
        let batch = make_forms(&mut office, &round, "6").await;
        assert!(office.get(&batch).await.says("第 2 批"), "one sequence with the slips");
        let list = make_forms(&mut office, &round, "1").await;
        let list = office.get(list.rsplit_once('/').unwrap().0).await;
        assert!(list.says("超过计划人数"), "{}", list.text());
        open_casting(&mut office, &round).await;
        for code in &codes[..8] {
            vote(&mut app.anonymous(), code, 0).await;
        }
        let mut keepers = end(app, &round).await;
        resume(&app.app).await.unwrap();
        assert_eq!(phase(app, &round).await, Some(Phase::Paused), "sealing waits");
        let late = enter(&mut app.anonymous(), &codes[8]).await;
        assert!(late.says("评议已经结束"), "{}", late.text());
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(casting.find_form("casting").is_none(), "nothing goes on: {}", casting.text());
        count_twice(&mut keepers, &batch, ["6", "5", "1", "0"]).await;
        // The misprint was handed to nobody: an empty box is accepted as soon as two have counted it.
        let list = office.get(&paper_of(&round)).await;
        let misprint = list.link("第 3 批");
        count_twice(&mut keepers, &misprint, ["0", "0", "0", "0"]).await;
        assert!(office.get(&misprint).await.says("已接收"));
        let signs = ["1", "2", "2", "3", "x"];
        key_twice(app, &batch, &signs).await;
        resume(&app.app).await.unwrap();
        assert_eq!(phase(app, &round).await, Some(Phase::Paused), "keyed is not accepted");
        accept(&mut keepers, &batch).await;
        let results = office.get(&results_of(&round)).await;
        // Eight slips and one sheet satisfied, of eight and four valid ones; 10 slips printed and 6 forms handed out.
        assert!(results.says("9/12 = 75.0 %"), "{}", results.text());
        assert!(results.says("16 13 12 0 · 无效 1"), "{}", results.text());
    });
}

#[test]
fn s048_one_clerk_does_not_key_twice_and_a_third_decides_what_two_read_differently() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, batch, mut keepers) = counted(app, &mut office, ("10", "6"), ["6", "6", "0", "0"]).await;
        let (mut first, mut second) = (clerk(app, "clerk-1").await, clerk(app, "clerk-2").await);
        let before = first.get(&batch).await;
        key(&mut first, &batch, "first", &["1", "1", "1", "1", "1", "2"]).await;
        let refused = first.submit(&before, "keyings/second", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("同一个人不能录两遍"), "{}", refused.text());
        assert!(first.get(&batch).await.find_form("keyings/second").is_none());
        // The second sees nothing of the first one's, and keys otherwise in two places.
        let mut page = begin(&mut second, &batch, "second").await;
        assert!(page.texts("input[data-sign]").len() > 1 && !page.html().contains("value=\"1\" maxlength"));
        for (sign, opinion) in [("1", ""), ("2", ""), ("1", "窗口等得久"), ("x", ""), ("1", ""), ("2", "")] {
            assert!(!page.says("第一遍"), "{}", page.text());
            page = key_sheet(&mut second, &page, sign, opinion).await;
        }
        let page = keepers[0].get(&batch).await;
        assert!(page.says("两遍不一致：3 张") && page.find_form("acceptance").is_none(), "{}", page.text());
        // Complete is complete: nobody corrects, and neither of the two decides.
        assert_eq!(first.get(&format!("{batch}/differences/2")).await.status, 422);
        let mut third = clerk(app, "clerk-3").await;
        assert!(third.get("/w").await.says("待核定"));
        let mut page = third.get(&format!("{batch}/differences/2")).await;
        assert!(page.says("第一遍：1；第二遍：2"), "{}", page.text());
        assert_eq!(third.get(&format!("{batch}/differences/1")).await.status, 404, "nothing differs there");
        for (sign, opinion) in [("1", ""), ("1", "窗口等得久"), ("x", "")] {
            page = key_sheet(&mut third, &page, sign, opinion).await;
        }
        assert!(page.says("已全部录完"), "{}", page.text());
        // Three have read the paper: one keeper is enough.
        let page = keepers[0].get(&batch).await;
        assert!(page.says("其中无效 1 张"), "{}", page.text());
        keepers[0].tell(&page, "acceptance", &[], "录入底稿已删除").await;
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("4/5 = 80.0 %") && results.says("6 6 5 0 · 无效 1"), "{}", results.text());
        assert_eq!(drafts(app).await, 0);
    });
}

#[test]
fn s048_what_the_sheet_refuses_on_the_phone_is_refused_on_paper_and_two_windows_do_not_overwrite() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "10").await;
        let batch = make_forms(&mut office, &round, "5").await;
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        let mut first = clerk(app, "clerk-1").await;
        assert!(first.get(&batch).await.find_form("keyings/").is_none(), "not counted yet");
        count_twice(&mut keepers, &batch, ["5", "5", "0", "0"]).await;
        let page = begin(&mut first, &batch, "first").await;
        for (sign, told) in [("", "请勾选“无效”"), ("9", "没有这个等次"), ("0", "没有这个等次")] {
            let refused = key_sheet(&mut first, &page, sign, "").await;
            assert_eq!(refused.status, 422);
            assert!(refused.says(told), "{told}: {}", refused.text());
        }
        let long = key_sheet(&mut first, &page, "1", &"长".repeat(2_001)).await;
        assert!(long.status == 422 && long.says("意见最多 2000 字"), "{}", long.text());
        // Two windows of the same clerk.
        let window = first.get(&format!("{batch}/sheets/1")).await;
        key_sheet(&mut first, &page, "１", "").await;
        let both = key_sheet(&mut first, &window, "2", "").await;
        assert_eq!(both.status, 409);
        assert!(!both.texts("#both-versions").is_empty(), "{}", both.text());
        let saved = key_sheet(&mut first, &both, "2", "").await;
        assert!(saved.says("已保存"), "{}", saved.text());
        assert_eq!(first.get(&format!("{batch}/sheets/6")).await.status, 404);
        // A clerk sees paper and nothing else; somebody of another organisation not even that.
        assert_eq!(first.get(&round).await.status, 404);
        let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
        let mut other = app.visitor("other", &[(Role::Clerk, Some(elsewhere))]).await;
        for path in [paper_of(&round), batch.clone(), format!("{batch}/sheets/1")] {
            assert_eq!(other.get(&path).await.status, 404, "{path}");
        }
        // A keeper takes a keying from a clerk who is gone; another begins anew.
        let page = keepers[0].get(&batch).await;
        keepers[0].tell(&page, "keyings/first?_method=delete", &[], "已放弃").await;
        assert_eq!(drafts(app).await, 0);
        let mut second = clerk(app, "clerk-2").await;
        key(&mut second, &batch, "first", &["1"; 5]).await;
    });
}

#[test]
fn s048_numbers_that_do_not_add_up_are_refused_or_recorded_with_two_names() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "10").await;
        let batch = make_forms(&mut office, &round, "6").await;
        open_casting(&mut office, &round).await;
        let early = office.get(&format!("{batch}/count")).await;
        assert!(early.says("投票还没有结束") && early.find_form("count").is_none(), "{}", early.text());
        let mut keepers = end(app, &round).await;
        for (numbers, told) in [
            (["7", "7", "0", "0"], "发出不能超过已印的 6 份"),
            (["6", "4", "1", "0"], "发出 6 份，箱内、未用、下落不明合计 5 份"),
            (["6", "六", "0", "0"], "请填写 0 到 10000 的整数"),
        ] {
            let refused = count(&mut keepers[0], &batch, numbers, "").await;
            assert_eq!(refused.status, 422);
            assert!(refused.says(told), "{told}: {}", refused.text());
        }
        let numbers = ["5", "6", "0", "0"];
        let entered = count(&mut keepers[0], &batch, numbers, "箱内多一张").await;
        assert!(entered.says("等待另一个人清点") && !entered.says("箱内收到"), "{}", entered.text());
        let other = count(&mut keepers[1], &batch, ["5", "5", "0", "0"], "").await;
        assert!(other.says("与第一个人的数字不一致"), "{}", other.text());
        let agreed = count(&mut keepers[1], &batch, numbers, "发放时漏记一份").await;
        assert!(agreed.says("两人数字一致") && agreed.says("箱内多一张"), "{}", agreed.text());
        key_twice(app, &batch, &["1"; 6]).await;
        accept(&mut keepers, &batch).await;
        let sums = office.get(&format!("{round}/reconciliation")).await;
        let is_recorded = sums.says("发放时漏记一份") && sums.says("keeper-1") && sums.says("keeper-2");
        assert!(is_recorded && sums.says("不符"), "{}", sums.text());
        // Nothing is deleted: all six are ballots.
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("6/6 = 100.0 %"), "{}", results.text());
    });
}

#[test]
fn s048_a_lost_box_takes_two_keepers_and_sealing_goes_on_without_it() {
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
        count_twice(&mut keepers, &batch, ["6", "6", "0", "0"]).await;
        let mut first = clerk(app, "clerk-1").await;
        key(&mut first, &batch, "first", &["1"; 6]).await;
        let page = keepers[0].get(&batch).await;
        let empty = keepers[0].submit(&page, "loss", &[("reason", " ")]).await;
        assert_eq!(empty.status, 422, "{}", empty.text());
        let asked = keepers[0].tell(&page, "loss", &[("reason", "转运途中票箱进水")], "等待另一名计票人确认").await;
        // Found after all, and lost again; whoever asked does not confirm.
        let back = keepers[0].tell(&asked, "loss?_method=delete", &[], "已撤回").await;
        let asked = keepers[0].tell(&back, "loss", &[("reason", "转运途中票箱进水")], "等待另一名计票人确认").await;
        assert!(asked.find_form("loss").is_some_and(|form| form.action.contains("_method=delete")));
        let page = keepers[1].get(&batch).await;
        assert!(page.says("转运途中票箱进水"), "{}", page.text());
        let lost = keepers[1].tell(&page, "loss", &[], "已登记遗失").await;
        assert!(lost.says("keeper-1, keeper-2"), "{}", lost.text());
        assert_eq!(drafts(app).await, 0);
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("10/10 = 100.0 %") && results.says("16 10 10 0"), "{}", results.text());
    });
}

#[test]
fn s048_a_batch_that_was_cut_off_while_it_moved_goes_on_by_itself_and_moves_once() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, batch, mut keepers) = counted(app, &mut office, ("10", "6"), ["6", "6", "0", "0"]).await;
        key_twice(app, &batch, &["1", "1", "1", "1", "1", "2"]).await;
        // The intent is stored, and then the power fails.
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        paper_batch::Entity::update_many()
            .col_expr(paper_batch::Column::State, Expr::value("moving"))
            .col_expr(paper_batch::Column::Invalid, Expr::value(0_i64))
            .exec(transaction.connection())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        let late = keepers[0].get(&batch).await;
        assert!(late.says("正在并入票箱") && late.find_form("acceptance").is_none(), "{}", late.text());
        for _ in 0..2 {
            resume(&app.app).await.unwrap();
        }
        assert_eq!(drafts(app).await, 0);
        let results = office.get(&results_of(&round)).await;
        assert!(results.says("5/6 = 83.3 %") && results.says("6 6 6 0"), "{}", results.text());
    });
}
