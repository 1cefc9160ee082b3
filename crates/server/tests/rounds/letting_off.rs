//! The four not-letting-offs: the masses are heard, the branch comments, what is not let off is followed up, the best
//! are recommended.

use server::roles::Role;
use storage::{MemberId, OrganisationId};
use test_support::{Client, Form, TestApp, found, run};

use crate::life::enter_members;

async fn branch(app: &TestApp) -> (Client, OrganisationId, Vec<MemberId>, Client, String) {
    let mut office = app.office().await;
    let company = found(&mut office, None, ("燃机公司党委", "committee", "institution")).await;
    let branch = found(&mut office, Some(company), ("燃机车间党支部", "branch", "institution")).await;
    let people = enter_members(app, branch, &["陈一", "李二"]).await;
    let secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
    (office, branch, people, secretary, format!("/w/rhythm/letting-off/{branch}/2026/1"))
}

fn follow(remedy: &'static str) -> [(&'static str, &'static str); 4] {
    [("remedy", remedy), ("words", "组织委员每月过问一次"), ("done_on", ""), ("done_words", "")]
}

const DONE: [(&str, &str); 2] = [("done_on", "2026-06-30"), ("done_words", "进度已补上")];

#[test]
fn s063_the_branch_comments_after_hearing_the_masses_and_every_item_raised_has_its_consequence() {
    run(async |app| {
        let (mut office, branch, people, mut secretary, half) = branch(app).await;
        let review = format!("{half}/{}", people[0]);
        let put = format!("{review}?_method=put");
        // To be done before 1 July, which it is now.
        let list = secretary.get(&half).await;
        assert!(list.says("2026-06-30 前完成 逾期") && list.says("已点评 0 / 2 人"), "{}", list.text());
        let page = secretary.get(&review).await;
        let refused = secretary.submit(&page, &put, &[("remark", "进度慢")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("先登记群众意见"), "{}", refused.text());
        // The member's own half, which the secretary enters from paper where somebody has no account.
        let report = [("report", "完成六成"), ("plan", "年底完成")];
        secretary.fill(&review, "/self?_method=put", &report, "报告已提交").await;
        let page = secretary.get(&review).await;
        let written = [("opinion", "见面少"), ("remark", "进度慢")];
        let stale = secretary.get(&review).await;
        let page = secretary.tell(&page, &put, &written, "已保存").await;
        for words in ["完成六成", "年底完成", "见面少", "进度慢"] {
            assert!(page.texts("#review dd").contains(&words.to_owned()), "{words}: {}", page.text());
        }
        let both = secretary.submit(&stale, &put, &[("opinion", "另一条")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("见面少") && both.html().contains(">另一条</textarea>"), "{}", both.text());

        // Remedies are those of the item: a target that is not concrete is not criticised.
        let page = secretary.get(&review).await;
        let refused = secretary.submit(&page, "items/P1?_method=put", &follow("criticism")).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请选择一项"), "{}", refused.text());
        let page = secretary.tell(&page, "items/P3?_method=put", &follow("reminder"), "已保存").await;
        assert_eq!(page.texts("#P3 .state"), ["不放过，未办结"]);
        assert!(page.texts("#P3 strong").contains(&"及时提醒".to_owned()), "{}", page.text());
        let list = secretary.get(&half).await;
        assert_eq!(list.texts("#help li"), ["陈一"]);
        assert!(list.says("未办结 1，已办结 0") && list.says("已点评 1 / 2 人"), "{}", list.text());
        assert!(list.says("已报告 1 / 2 人"), "{}", list.text());

        // Somebody with an open item is not recommended; once it is dealt with he may be.
        let recommend = "recommendation?_method=put";
        let refused = secretary.submit(&page, recommend, &[("reason", "解决了三个难题")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("没有办结，不能推荐"), "{}", refused.text());
        assert!(refused.html().contains(">解决了三个难题</textarea>"));
        let page = secretary.get(&review).await;
        for (day, words) in [("2026-07-02", "这一天还没有到"), ("六月底", "2010-06-30 这样的形式"), ("", "这样的形式")]
        {
            let done = [("done_on", day), ("done_words", "补上了")];
            let refused = secretary.submit(&page, "items/P3?_method=put", &done).await;
            assert_eq!(refused.status, 422, "{day}");
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        let stale = secretary.get(&review).await;
        let page = secretary.tell(&page, "items/P3?_method=put", &DONE, "已保存").await;
        assert_eq!(page.texts("#P3 .state"), ["已办结"]);
        assert!(page.says("2026-06-30 进度已补上"), "{}", page.text());
        let both = secretary.submit(&stale, "items/P3?_method=put", &follow("criticism")).await;
        assert_eq!(both.status, 409);
        assert!(both.says("及时提醒") && both.says("批评教育"), "{}", both.text());
        let page = secretary.get(&review).await;
        secretary.tell(&page, recommend, &[("reason", "解决了三个难题")], "已列入推荐表彰名单").await;
        assert_eq!(secretary.get(&half).await.texts("#recommended li"), ["陈一: 解决了三个难题"]);
        // And whoever is recommended has nothing open.
        let page = secretary.get(&review).await;
        let refused = secretary.submit(&page, "items/P2?_method=put", &follow("cause_analysis")).await;
        assert!(refused.html().contains("已被推荐表彰"), "{}", refused.text());
        let page = secretary.get(&review).await;
        secretary.tell(&page, "recommendation?_method=delete", &[], "已取消推荐").await;
        let page = secretary.get(&review).await;
        secretary.tell(&page, "items/P2?_method=put", &follow("cause_analysis"), "已保存").await;
        let page = secretary.get(&review).await;
        let page = secretary.tell(&page, "items/P2?_method=delete", &[], "这一项已撤销").await;
        assert!(page.texts("#P2 .state").is_empty(), "{}", page.text());
        assert_eq!(secretary.get(&format!("/w/rhythm/letting-off/{branch}/2026/3")).await.status, 404);
        assert!(office.get(&half).await.says("已点评 1 / 2 人"));
    });
}

#[test]
fn s063_s091_each_of_the_four_items_has_remedies_of_its_own_that_are_carried_out() {
    run(async |app| {
        let (_, _, people, mut secretary, half) = branch(app).await;
        let review = format!("{half}/{}", people[0]);
        let heard = [("opinion", "见面少"), ("remark", "进度慢")];
        secretary.fill(&review, &format!("{review}?_method=put"), &heard, "已保存").await;
        let raised = [
            ("P1", "承诺目标不具体", "cause_analysis", "个性化原因分析和帮助", 2),
            ("P2", "兑现措施不可行", "reminder", "及时提醒", 2),
            ("P3", "履行进度不到位", "criticism", "批评教育", 3),
            ("P4", "履行结果不满意", "criticism", "批评教育", 3),
        ];
        for (place, (item, name, remedy, words, remedies)) in raised.into_iter().enumerate() {
            let page = secretary.get(&review).await;
            assert!(page.texts(&format!("#{item} .hint")).concat().contains(name), "{}", page.text());
            assert_eq!(page.texts(&format!("#{item} fieldset label")).len(), remedies, "{item}");
            let put = format!("items/{item}?_method=put");
            let page = secretary.tell(&page, &put, &follow(remedy), "已保存").await;
            assert_eq!(page.texts(&format!("#{item} strong")), [words]);
            assert!(page.says(&format!("{words} 组织委员每月过问一次")), "{}", page.text());
            assert!(secretary.get(&half).await.says(&format!("未办结 {}，已办结 0", place + 1)));
        }
        // Each is dealt with by itself, and only then is nothing left to do for the member.
        for (place, (item, _, remedy, words, _)) in raised.into_iter().enumerate() {
            assert_eq!(secretary.get(&half).await.texts("#help li"), ["陈一"]);
            let page = secretary.get(&review).await;
            let done = format!("{words}已做");
            let fields = [("remedy", remedy), ("done_on", "2026-06-30"), ("done_words", done.as_str())];
            let page = secretary.tell(&page, &format!("items/{item}?_method=put"), &fields, "已保存").await;
            assert_eq!(page.texts(&format!("#{item} .state")), ["已办结"]);
            assert!(page.texts(&format!("#{item} p")).contains(&format!("2026-06-30 {done}")), "{}", page.text());
            let list = secretary.get(&half).await;
            assert!(list.says(&format!("未办结 {}，已办结 {}", 3 - place, place + 1)), "{}", list.text());
        }
        assert!(secretary.get(&half).await.texts("#help li").is_empty());
    });
}

#[test]
fn s063_what_is_written_of_a_member_is_seen_by_him_and_his_secretary_alone() {
    run(async |app| {
        let (mut office, branch, people, mut secretary, half) = branch(app).await;
        let review = format!("{half}/{}", people[0]);
        let put = format!("{review}?_method=put");
        secretary.fill(&review, &put, &[("opinion", "见面少"), ("remark", "进度慢")], "已保存").await;
        secretary.fill(&review, "items/P3?_method=put", &follow("reminder"), "已保存").await;
        let second = format!("{half}/{}", people[1]);
        secretary.fill(&second, "recommendation?_method=put", &[("reason", "带出三名徒弟")], "名单").await;
        // The office sees how many, and who is recommended; no name of whom something is not let off.
        let seen = office.get(&half).await;
        assert!(seen.says("未办结 1，已办结 0") && seen.says("李二: 带出三名徒弟"), "{}", seen.text());
        assert!(!seen.says("陈一") && !seen.says("进度慢"), "{}", seen.text());
        assert_eq!(office.get(&review).await.status, 404);
        // The member sees his own items and nothing to fill in.
        let mut member = app.visiting_member("member", people[0], branch).await;
        let branches = member.get("/w/rhythm/members?year=2026&quarter=2").await;
        let list = member.get(&branches.link("上半年")).await;
        assert_eq!(list.texts("#reviews tbody th"), ["陈一"]);
        assert!(!list.says("李二"), "{}", list.text());
        let own = member.get(&list.link("陈一")).await;
        assert!(own.says("进度慢") && own.says("及时提醒"), "{}", own.text());
        assert!(own.find_form("_method=put").is_none(), "the branch has commented: {}", own.text());
        let mut other = app.visiting_member("other", people[1], branch).await;
        assert_eq!(other.get(&review).await.status, 404);
        let boilers = found(&mut office, None, ("锅炉公司党委", "committee", "institution")).await;
        let elsewhere = found(&mut office, Some(boilers), ("锅炉车间党支部", "branch", "institution")).await;
        let mut neighbour = app.visitor("neighbour", &[(Role::Secretary, Some(elsewhere))]).await;
        for path in [&half, &review] {
            assert_eq!(neighbour.get(path).await.status, 404, "{path}");
        }
        // Nor does a secretary further up read what is written of him.
        let mut above = app.visitor("above", &[(Role::Secretary, None)]).await;
        assert_eq!(above.get(&review).await.status, 404);
        let english = member.clone().speaking("en").get(&review).await;
        assert!(english.says("Timely reminder") && !english.html().contains('⟦'), "{}", english.text());
    });
}

#[test]
fn s063_the_member_reports_the_half_year_and_plans_the_next_before_the_branch_comments() {
    run(async |app| {
        let (mut office, branch, people, mut secretary, half) = branch(app).await;
        let review = format!("{half}/{}", people[0]);
        let own = "/self?_method=put";
        let mut member = app.visiting_member("member", people[0], branch).await;
        let page = member.get(&review).await;
        let refused = member.submit(&page, own, &[("report", "完成六成"), ("plan", " ")]).await;
        assert!(refused.status == 422 && refused.html().contains(">完成六成</textarea>"), "{}", refused.text());
        let written = [("report", "完成六成"), ("plan", "年底完成")];
        let page = member.fill(&review, own, &written, "报告已提交").await;
        assert_eq!(page.texts("#review dd")[..2], ["完成六成", "年底完成"]);
        // Nobody else writes for him but the secretary, who sees it before commenting.
        let mut other = app.visiting_member("other", people[1], branch).await;
        let theirs = other.get(&format!("{half}/{}", people[1])).await.form(own);
        let forged = Form { action: format!("{review}{own}"), fields: theirs.fields };
        assert_eq!(other.post_form(forged, &written).await.status, 404);
        let list = secretary.get(&half).await;
        assert!(list.says("已报告 1 / 2 人") && list.says("已点评 0 / 2 人"), "{}", list.text());
        // The member may hand it in anew until the branch has commented; two who write see both versions.
        let stale = secretary.get(&review).await;
        member.fill(&review, own, &[("report", "完成七成"), ("plan", "年底完成")], "报告已提交").await;
        let both = secretary.submit(&stale, own, &[("report", "完成五成"), ("plan", "年底完成")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("完成七成") && both.html().contains(">完成五成</textarea>"), "{}", both.text());
        let page = secretary.get(&review).await;
        assert!(page.says("完成七成"), "{}", page.text());
        let late = member.get(&review).await;
        let put = format!("{review}?_method=put");
        secretary.tell(&page, &put, &[("opinion", "见面少"), ("remark", "进度慢")], "已保存").await;
        assert!(member.get(&review).await.find_form(own).is_none());
        let closed = member.submit(&late, own, &[("report", "全部完成"), ("plan", "年底完成")]).await;
        assert!(closed.status == 422 && closed.says("支部已经点评，报告不能再改"), "{}", closed.text());
        assert!(secretary.get(&review).await.says("完成七成"));
        // The office sees how many, never what.
        let seen = office.get(&half).await;
        assert!(seen.says("已报告 1 / 2 人") && !seen.says("完成七成"), "{}", seen.text());
        let english = member.clone().speaking("en").get(&review).await;
        assert!(english.says("Plan for the next half-year") && !english.html().contains('⟦'), "{}", english.text());
    });
}
