//! Lists: sorted by their headings without script, with the search and the filters kept; with script the list alone is
//! sent, and it is the part of the page.

use calamine::{Reader, Xlsx};
use scraper::{Html, Selector};
use server::roles::Role;
use test_support::{Client, Shown};

use crate::{found_county, run};

/// The list of a page or a fragment.
fn list(source: &str) -> String {
    let html = Html::parse_document(source);
    html.select(&Selector::parse("#list").unwrap()).next().map(|list| list.html()).unwrap_or_default()
}

async fn fragment(client: &mut Client, path: &str) -> Shown {
    client.ask("GET", path, &[("hx-request", "true")], Vec::new()).await
}

/// The first cells of the rows.
async fn first_cells(client: &mut Client, path: &str) -> Vec<String> {
    client.get(path).await.texts("tbody tr > :first-child")
}

async fn draw_up(office: &mut Client, title: &str, (from, to): (&str, &str)) {
    let form = office.get("/w/rounds/new").await;
    let owner = form.choice("中共青山县委员会");
    let fields = [
        ("organisation", owner.as_str()),
        ("title", title),
        ("period_from", from),
        ("period_to", to),
        ("minimum", "5"),
        ("opinion_minimum", "8"),
        ("retention_days", "1095"),
    ];
    office.tell(&form, "rounds?draw-up", &fields, "轮次已建立").await;
}

/// Two rounds, and members of different ages.
async fn fill(office: &mut Client) {
    found_county(office).await;
    draw_up(office, "年终评议", ("2026-11-01", "2026-12-31")).await;
    draw_up(office, "上半年评议", ("2026-04-01", "2026-06-30")).await;
    let branch = office.get("/w/organisations").await.link("青山一中党支部");
    let branch = branch.rsplit('/').next().unwrap();
    for (name, birth) in [("赵大", "1950-01"), ("钱二", "1990-05"), ("安三", ""), ("孙四", "1970")] {
        let new = office.get(&format!("/w/people/new?organisation={branch}")).await;
        office.tell(&new, "/w/people", &[("name", name), ("birth", birth)], "党员已登记").await;
    }
}

#[test]
fn a_list_is_sorted_by_its_headings_and_sorted_back() {
    run(async |app| {
        let mut office = app.office().await;
        fill(&mut office).await;
        let by_name = ["青山县教育局党委", "青山一中党支部", "中共青山县委员会"];
        let mut page = office.get("/w/organisations").await;
        assert_eq!(page.texts("tbody th"), by_name);
        assert_eq!(page.texts("th[aria-sort=ascending]"), ["全称"]);
        page = office.get(&page.link("全称")).await;
        assert_eq!(page.texts("tbody th"), ["中共青山县委员会", "青山一中党支部", "青山县教育局党委"]);
        assert_eq!(page.texts("th[aria-sort=descending]"), ["全称"]);
        page = office.get(&page.link("全称")).await;
        assert_eq!(page.texts("tbody th"), by_name);
        let by_kind = ["中共青山县委员会", "青山县教育局党委", "青山一中党支部"];
        assert_eq!(first_cells(&mut office, "/w/organisations?sort=kind").await, by_kind);
        // Who has no superior comes last, whichever way.
        let upward = ["青山一中党支部", "青山县教育局党委", "中共青山县委员会"];
        assert_eq!(first_cells(&mut office, "/w/organisations?sort=parent").await, upward);
        let downward = ["青山县教育局党委", "青山一中党支部", "中共青山县委员会"];
        assert_eq!(first_cells(&mut office, "/w/organisations?sort=-parent").await, downward);

        assert_eq!(first_cells(&mut office, "/w/people").await, ["安三", "钱二", "孙四", "赵大"]);
        assert_eq!(first_cells(&mut office, "/w/people?sort=age").await, ["钱二", "孙四", "赵大", "安三"]);
        assert_eq!(first_cells(&mut office, "/w/people?sort=-age").await, ["赵大", "孙四", "钱二", "安三"]);
        assert_eq!(first_cells(&mut office, "/w/people?sort=branch&search=z").await, ["赵大"]);

        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?sort=event").await.texts("tbody td:nth-child(3)");
        assert!(trail[0].starts_with("登录") && trail[1].starts_with("登录"), "{trail:?}");
        assert_eq!(trail.last().unwrap(), "起草评议轮次");
        let mut security = app.visitor("security", &[(Role::SecurityAdministrator, None)]).await;
        assert_eq!(first_cells(&mut security, "/w/accounts?sort=-name").await, ["security", "office", "auditor"]);
        assert_eq!(first_cells(&mut security, "/w/accounts?sort=-state&state=own&search=o").await.len(), 2);
        assert_eq!(first_cells(&mut security, "/w/accounts?state=ended").await.len(), 0);
    });
}

#[test]
fn rounds_are_searched_narrowed_sorted_and_taken_along() {
    run(async |app| {
        let mut office = app.office().await;
        fill(&mut office).await;
        assert_eq!(first_cells(&mut office, "/w/rounds").await, ["年终评议", "上半年评议"]);
        assert_eq!(first_cells(&mut office, "/w/rounds?sort=period").await, ["上半年评议", "年终评议"]);
        assert_eq!(first_cells(&mut office, "/w/rounds?sort=title").await, ["年终评议", "上半年评议"]);
        for typed in ["上半年", "shangbannian", "sbn"] {
            assert_eq!(first_cells(&mut office, &format!("/w/rounds?search={typed}")).await, ["上半年评议"]);
        }
        assert_eq!(first_cells(&mut office, "/w/rounds?search=qsxwyh").await.len(), 2, "by their owner");
        assert_eq!(first_cells(&mut office, "/w/rounds?state=draft").await.len(), 2);
        let none = office.get("/w/rounds?state=casting").await;
        assert!(none.says("没有找到轮次"), "{}", none.text());
        let sorted = office.get("/w/rounds?search=pingyi&state=draft&sort=title").await;
        assert!(sorted.link("状态").contains("search=pingyi&state=draft&sort=state"), "{}", sorted.link("状态"));
        let file = office.get(&sorted.link("导出表格")).await;
        let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(file.bytes)).unwrap();
        let sheet = workbook.worksheet_range("评议轮次").unwrap();
        let titles: Vec<String> = sheet.rows().map(|row| row[0].to_string()).collect();
        assert_eq!(titles, ["标题", "年终评议", "上半年评议"]);
        // Nobody else's rounds are in it.
        let mut elsewhere = app.visitor("tally", &[(Role::TallyKeeper, None)]).await;
        assert_eq!(first_cells(&mut elsewhere, "/w/rounds").await.len(), 2);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, None)]).await;
        assert_eq!(secretary.get("/w/rounds/export.xlsx").await.status, 404);
    });
}

#[test]
fn a_list_asked_for_by_script_is_the_part_of_the_page() {
    run(async |app| {
        let mut office = app.office().await;
        fill(&mut office).await;
        let mut security = app.visitor("security", &[(Role::SecurityAdministrator, None)]).await;
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let lists: [(&mut Client, &[&str]); 3] = [
            (
                &mut office,
                &[
                    "/w/organisations",
                    "/w/organisations?search=qs&sort=-kind",
                    "/w/people?search=nobody",
                    "/w/people?sort=age",
                    "/w/rounds?sort=-title",
                    "/w/results",
                ],
            ),
            (&mut security, &["/w/accounts", "/w/accounts?sort=state"]),
            (&mut auditor, &["/w/audit?event=signed-in", "/w/audit?sort=event"]),
        ];
        for (visitor, paths) in lists {
            for path in paths {
                let page = visitor.get(path).await;
                let part = fragment(visitor, path).await;
                assert_eq!(part.status, 200, "{path}");
                assert!(!part.html().contains("<main"), "{path}");
                assert!(list(&part.html()).contains("name=\"sort\""), "{path}: {}", part.html());
                assert_eq!(list(&part.html()), list(&page.html()), "{path}");
                for answer in [&page, &part] {
                    let vary = answer.headers.get("vary").map(|vary| vary.to_str().unwrap().to_owned());
                    assert!(vary.is_some_and(|vary| vary.contains("HX-Request")), "{path}");
                }
                let back = [("hx-request", "true"), ("hx-history-restore-request", "true")];
                let restored = visitor.ask("GET", path, &back, Vec::new()).await;
                assert!(restored.html().contains("<main"), "{path}");
            }
        }
    });
}

#[test]
fn what_is_no_list_is_opened_as_a_page_by_script() {
    run(async |app| {
        let gone = fragment(&mut app.anonymous(), "/w/organisations").await;
        assert_eq!((gone.status.as_u16(), gone.headers["hx-redirect"].to_str().unwrap()), (204, "/w/sign-in"));
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        for refused in ["/w/audit?from=gestern", "/w/rounds"] {
            let answer = fragment(&mut auditor, refused).await;
            assert_eq!((answer.status.as_u16(), answer.headers["hx-redirect"].to_str().unwrap()), (204, refused));
        }
    });
}
