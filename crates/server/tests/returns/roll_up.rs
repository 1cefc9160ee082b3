//! Three branches: one left a line blank, one is missing, one is late.

use axum::http::StatusCode;
use server::roles::Role;
use test_support::{Client, Shown, TestApp, for_each_app};

use crate::county::{Company, T16, write};

/// Everything the two other branches have to write themselves.
const REST: &[(&str, &str)] = &[
    ("entry-1b", "1"),
    ("entry-1c", "1"),
    ("entry-1f", "3"),
    ("entry-1g", "2"),
    ("entry-2a", "1"),
    ("entry-2b", "40"),
    ("entry-3", "走访调研 3次；走访调研 4户"),
    ("entry-4a", "1"),
    ("entry-4b", "0"),
    ("entry-6", "2"),
];

async fn file_and_accept(
    app: &TestApp,
    company: &mut Company,
    place: usize,
    changes: &[&[(&str, &str)]],
) -> (Client, Shown) {
    let (mut secretary, mut page) = company.secretary(app, place).await;
    for fields in changes {
        page = write(&mut secretary, &page, fields).await;
    }
    let filed = secretary.submit(&page, "/filing", &[]).await;
    assert!(filed.says("已上报"), "{}", filed.text());
    let review = company.office.get(&format!("{}/review", page_path(&filed))).await;
    let accepted = company.office.submit(&review, "/acceptance", &[]).await;
    (secretary, accepted)
}

fn page_path(page: &Shown) -> &str {
    page.path.split('?').next().unwrap_or_default()
}

#[tokio::test]
async fn s081_a_superior_adds_its_own_figures_and_those_of_the_accepted() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        company.draw_up().await;
        let mended: &[(&str, &str)] = &[("entry-1b", "1"), ("entry-1f", "9"), ("reason-4b", "签到表没有记录")];
        file_and_accept(app, &mut company, 0, &[T16, mended]).await;
        file_and_accept(app, &mut company, 1, &[REST]).await;
        app.app.clock.advance_seconds(20 * 24 * 60 * 60);

        // Twenty days later sessions are over.
        company.office = app.visitor("company-office-later", &[(Role::CampaignOffice, Some(company.company))]).await;
        let overview = company.office.get(&company.roll_up()).await;
        assert_eq!(overview.texts("#late"), ["能源公司党工委、运输队党支部"]);
        let sum = company.office.get(&overview.link("打开汇总表")).await;
        assert!(sum.says("尚未计入 1 个单位：") && sum.says("运输队党支部"), "{}", sum.text());
        for (code, value) in [
            ("1a", "2"),
            ("1b", "2"),
            ("1d", "12"),
            ("1f", "12"),
            ("1g", "10"),
            ("2a", "4"),
            ("2b", "60"),
            ("4b", "0"),
            ("6", "7"),
        ] {
            assert_eq!(sum.texts(&format!("#line-{code} .total")), [value], "line {code}");
        }
        assert!(sum.texts("#line-4b")[0].contains("3 个单位中有 1 个空白"));
        let steps = company.office.get(&format!("{}/lines/1d/steps", page_path(&sum))).await;
        assert_eq!(steps.texts("dl dd"), ["3", "9", "12"], "{}", steps.text());
        assert!(steps.says("尚未计入 1 个单位：") && steps.says("由本轮记录汇总而来"), "{}", steps.text());
        let methods = sum.texts("#line-3 .total").concat();
        for method in ["走访调研 8次", "走访调研 4户", "发放征求意见表 30张"] {
            assert!(methods.contains(method), "{method} in {methods}");
        }
        assert!(sum.says("83.3% (10/12)"), "{}", sum.text());
        let filed = company.office.submit(&sum, "/filing", &[]).await;
        assert!(filed.says("已上报，待审核"), "{}", filed.text());

        // What was filed stays what it was: the third branch cannot be added any more.
        let role = (Role::Secretary, Some(company.branches[2]));
        let mut late = app.visitor("late", &[role]).await;
        let page = late.get("/w/returns").await;
        assert!(page.says("逾期"));
        let page = late.get(&page.link("运输队党支部")).await;
        let page = write(&mut late, &page, REST).await;
        let page = late.submit(&page, "/filing", &[]).await;
        let review = company.office.get(&format!("{}/review", page_path(&page))).await;
        let refused = company.office.submit(&review, "/acceptance", &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("本级的统计单已经上报"), "{}", refused.text());

        // The office of the whole tree sends the company's return back; then the third counts too.
        let mut whole = app.office().await;
        let review = whole.get(&format!("{}/review", page_path(&filed))).await;
        whole.submit(&review, "/review", &[("remark", "请补上运输队")]).await;
        let review = company.office.get(&format!("{}/review", page_path(&page))).await;
        company.office.submit(&review, "/acceptance", &[]).await;
        let sum = company.office.get(page_path(&filed)).await;
        assert_eq!(sum.texts("#line-1d .total"), ["15"]);
        assert!(sum.says("请补上运输队"));
        assert!(!sum.says("尚未计入"));
    })
    .await;
}

#[tokio::test]
async fn returns_are_drawn_up_once_and_the_day_may_change() {
    for_each_app(async |app| {
        let mut company = Company::new(app).await;
        let page = company.draw_up().await;
        assert_eq!(page.texts("table tbody tr").len(), 4);
        assert!(page.texts("table tbody tr")[0].contains("能源公司党工委"));
        let form = company.roll_up();
        let page = company.office.submit(&page, &form, &[("due_on", "2026-07-20")]).await;
        assert_eq!(page.texts("table tbody tr").len(), 4);
        assert!(page.says("2026-07-20"));
        let page = company.office.submit(&page, &form, &[("due_on", "月底")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.says("日期请写成"));
    })
    .await;
}
