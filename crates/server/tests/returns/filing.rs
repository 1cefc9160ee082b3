//! T16: the mine's return, refused, mended, filed, sent back, accepted.

use axum::http::StatusCode;
use test_support::{Client, Shown, TestApp, for_each_app};

use crate::county::{Company, MINE, T16, write};

fn line(page: &Shown, code: &str) -> String {
    page.texts(&format!("#line-{code}")).concat()
}

async fn drawn_up(app: &TestApp) -> (Company, Client, Shown) {
    let mut company = Company::new(app).await;
    company.draw_up().await;
    let (secretary, page) = company.secretary(app, 0).await;
    (company, secretary, page)
}

#[tokio::test]
async fn s081_a_return_is_prefilled_from_the_records_of_the_round() {
    for_each_app(async |app| {
        let (_, _, page) = drawn_up(app).await;
        assert!(page.html().contains(MINE));
        for (code, value) in [
            ("1a", "1"),
            ("1d", "9"),
            ("1e", "9"),
            ("2a", "3"),
            ("2b", "20"),
            ("4a", "3"),
            ("4b", "0"),
            ("5", "9"),
            ("6", "5"),
        ] {
            let total = page.texts(&format!("#line-{code} .total")).concat();
            assert_eq!(total, value, "line {code}");
        }
        for method in ["走访调研 5次", "个别谈话 8个", "座谈交流 2次", "发放征求意见表 30张"] {
            assert!(line(&page, "3").contains(method), "{method}");
        }
        // The round is not sealed here: the program says so itself, and the reason counts.
        assert!(line(&page, "1b").contains("评议结果尚未得出"));
        assert!(line(&page, "3").contains("发放 30 张（份），多于参加会议的群众 20 人"));
        assert!(line(&page, "4a").contains("是否填成了人次"));
    })
    .await;
}

#[tokio::test]
async fn s081_x16_two_blanks_and_one_contradiction_are_refused() {
    for_each_app(async |app| {
        let (_, mut secretary, page) = drawn_up(app).await;
        let page = write(&mut secretary, &page, T16).await;
        assert!(line(&page, "1b").contains("空白且没有说明原因"));
        assert!(line(&page, "4b").contains("空白且没有说明原因"));
        assert!(line(&page, "1g").contains("1g 行的 8 大于 1f 行的 1"));
        let refused = secretary.submit(&page, "/filing", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("有 2 处空白没有说明原因，1 处数据矛盾"), "{}", refused.text());
        assert!(refused.says("填报中"));
    })
    .await;
}

#[tokio::test]
async fn s081_x17_a_proposal_is_taken_over_by_a_click_and_the_return_is_filed_and_accepted() {
    for_each_app(async |app| {
        let (mut company, mut secretary, page) = drawn_up(app).await;
        let page = write(&mut secretary, &page, T16).await;
        assert!(line(&page, "1f").contains("是否应为 9？（1 + 8"), "{}", line(&page, "1f"));
        assert_eq!(page.texts("#line-1f .total"), ["1"], "nothing is corrected in silence");
        // The first correction form is line 1b's: one organisation judged and satisfied leaves 1 only.
        let page = secretary.submit(&page, "/corrections", &[]).await;
        assert_eq!(page.texts("#line-1b .total"), ["1"]);
        let page = secretary.submit(&page, "/corrections", &[]).await;
        assert_eq!(page.texts("#line-1f .total"), ["9"]);
        assert!(!page.says("党员“基本满意”以上"), "4b still is blank");
        let page = write(&mut secretary, &page, &[("reason-4b", "签到表没有记录")]).await;
        assert!(page.says("100.0% (9/9)"), "{}", page.text());
        assert!(page.says("88.9% (8/9)"));
        let filed = secretary.submit(&page, "/filing", &[]).await;
        assert!(filed.says("已上报，待审核"), "{}", filed.text());
        assert!(filed.find_form("/filing").is_none());

        let review = company.office.get(&format!("{}/review", path(&filed))).await;
        let nothing = company.office.submit(&review, "/review", &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = "上级派人参加了第三次会议，请核对";
        company.office.submit(&review, "/review", &[("remark-4b", words)]).await;
        let back = secretary.get(path(&filed)).await;
        assert!(back.says("已退回"));
        assert!(line(&back, "4b").contains(words));
        let page = write(&mut secretary, &back, &[("entry-4b", "1")]).await;
        assert!(line(&page, "4b").contains(words), "the remark stays until it is filed again");
        secretary.submit(&page, "/filing", &[]).await;
        let review = company.office.get(&format!("{}/review", path(&filed))).await;
        let accepted = company.office.submit(&review, "/acceptance", &[]).await;
        assert!(accepted.says("已接收"));
        let history = accepted.texts("tbody tr").join(" ");
        for step in ["生成", "修改", "采纳更正", "上报", "退回", "接收", words] {
            assert!(history.contains(step), "{step}");
        }
    })
    .await;
}

#[tokio::test]
async fn x35_a_rate_must_say_what_it_is_a_share_of_before_the_return_is_filed() {
    for_each_app(async |app| {
        let (company, mut secretary, page) = drawn_up(app).await;
        let page = write(&mut secretary, &page, T16).await;
        let page = secretary.submit(&page, "/corrections", &[]).await;
        let page = secretary.submit(&page, "/corrections", &[]).await;
        let page = write(&mut secretary, &page, &[("reason-4b", "签到表没有记录")]).await;
        for (said, told) in [
            ("群众总体满意率96%。", "所称 96% 没有说明是多少份中的比例"),
            ("参加评议36,300人次，群众满意率96%。", "所称 96% 以 36300 人次为基数，人次不是人数"),
        ] {
            company.say(app, said).await;
            let refused = secretary.submit(&page, "/filing", &[]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
            assert!(refused.says(told) && refused.says("填报中"), "{}", refused.text());
        }
        company.say(app, "发出评议表7,800份，群众满意率96%；参加36,300人次。").await;
        let filed = secretary.submit(&page, "/filing", &[]).await;
        assert!(filed.says("已上报，待审核"), "{}", filed.text());
    })
    .await;
}

#[tokio::test]
async fn s081_x18_four_methods_need_four_quantities() {
    for_each_app(async |app| {
        let (_, mut secretary, page) = drawn_up(app).await;
        let four = "走访调研、个别谈话、座谈交流，发放征求意见表 5次、8个、2次、30张";
        let page = write(&mut secretary, &page, &[("entry-3", four)]).await;
        assert!(!line(&page, "3").contains("✘"), "{}", line(&page, "3"));
        let three = "走访调研、个别谈话、座谈交流，发放征求意见表 5次、8个、2次";
        let page = write(&mut secretary, &page, &[("entry-3", three)]).await;
        assert!(line(&page, "3").contains("4 种方式，3 个数量，对不上"));
    })
    .await;
}

#[tokio::test]
async fn two_people_editing_a_return_see_both_versions() {
    for_each_app(async |app| {
        let (_, mut secretary, page) = drawn_up(app).await;
        let mut other = secretary.clone();
        let first = secretary.get(&page.link("填写")).await;
        let second = other.get(&page.link("填写")).await;
        secretary.submit(&first, "_method=put", &[("entry-6", "7")]).await;
        let conflict = other.submit(&second, "_method=put", &[("entry-6", "8")]).await;
        assert_eq!(conflict.status, StatusCode::CONFLICT);
        assert!(line(&conflict, "6").contains("对方保存的是：7"), "{}", conflict.text());
        assert!(!line(&conflict, "2a").contains("对方保存的是"));
        let saved = other.submit(&conflict, "_method=put", &[]).await;
        assert_eq!(saved.texts("#line-6 .total"), ["8"]);
    })
    .await;
}

#[tokio::test]
async fn a_form_posted_twice_files_once() {
    for_each_app(async |app| {
        let (_, mut secretary, page) = drawn_up(app).await;
        let other_window = secretary.get(path(&page)).await;
        let filed = secretary.submit(&page, "/filing", &[]).await;
        assert!(filed.says("已上报，待审核"), "{}", filed.text());
        // A double click sees what the first click saw; a form of its own is told that it is done already.
        let again = secretary.submit(&page, "/filing", &[]).await;
        assert_eq!((again.status, again.path), (filed.status, filed.path));
        let refused = secretary.submit(&other_window, "/filing", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("已经上报"), "{}", refused.text());
    })
    .await;
}

fn path(page: &Shown) -> &str {
    page.path.split('?').next().unwrap_or_default()
}
