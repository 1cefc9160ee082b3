//! The statistics return: prefilled from the round, filed, sent back, corrected, accepted, added up along the tree.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;
use test_support::papers::text_of;
use test_support::{Client, Shown};

use crate::count::Count;
use crate::people::{People, follow, to_do};
use crate::{BRANCHES, COUNTY, EAST, JUDGED, SCHOOL, TITLE, TOWN, WEST, id_in};

/// What stands on a line.
fn total(page: &Shown, code: &str) -> String {
    page.texts(&format!("#line-{code} .total")).concat()
}

fn assert_lines(page: &Shown, lines: &[(&str, String)]) {
    for (code, value) in lines {
        assert_eq!(total(page, code), *value, "line {code} of {}: {}", page.texts("h1").concat(), page.text());
    }
}

/// What the return of a branch says before anybody wrote on it.
fn expected(count: &Count, place: usize, branch: &str, members: usize) -> Vec<(&'static str, String)> {
    let judged: &[&str] = if branch == EAST { &JUDGED } else { &[] };
    let (basic, satisfied) = count.reached(&[branch], 60);
    let (members_basic, members_satisfied) = count.reached(judged, 60);
    let number = |number: u64| number.to_string();
    let judged = judged.len().to_string();
    vec![
        ("1a", number(1)),
        ("1b", number(basic)),
        ("1c", number(satisfied)),
        ("1d", members.to_string()),
        ("1e", judged.clone()),
        ("1f", number(members_basic)),
        ("1g", number(members_satisfied)),
        ("2a", number(1)),
        ("2b", (12 + place).to_string()),
        ("4a", number(1)),
        ("4b", number(0)),
        ("5", judged),
        ("6", number(3)),
    ]
}

/// Where the returns of the round stand.
fn roll_up(round: &str) -> String {
    format!("/w/returns/rounds/{}", id_in(round))
}

async fn own_return(client: &mut Client, unit: &str) -> Shown {
    let list = client.get("/w/returns").await;
    assert!(list.says(TITLE), "{}", list.text());
    client.get(&list.link(unit)).await
}

fn path(page: &Shown) -> String {
    page.path.split('?').next().unwrap().to_owned()
}

/// Drawn up, prefilled, filed; one is sent back and corrected; all are accepted.
pub async fn draw_up_and_file(people: &mut People, round: &str, count: &Count) {
    let form = follow(&mut people.office, "请生成统计单").await;
    let drawn = people.office.tell(&form, &roll_up(round), &[("due_on", "2026-07-20")], "").await;
    assert_eq!(drawn.texts("table tbody tr").len(), 5, "{}", drawn.text());
    for (place, (branch, members)) in BRANCHES.into_iter().enumerate() {
        let secretary = people.secretary(branch);
        assert!(secretary.get("/w").await.says(&format!("统计单（{TITLE}） 截止 2026-07-20")));
        let page = follow(secretary, "请填写并上报").await;
        assert_lines(&page, &expected(count, place, branch, members));
        assert!(total(&page, "3").contains("走访调研 5次"), "{}", page.text());
        let filed = secretary.tell(&page, "/filing", &[], "已上报，待审核").await;
        let own = path(&filed);
        let review = format!("{own}/review");
        if branch == EAST {
            let words = "请核对办实事的件数。";
            // Both the town's office and the one of the whole county may decide; the branch beside sees nothing of it.
            assert!(to_do(&mut people.office).await.concat().contains(&format!("“{EAST}”上报了统计单")));
            assert!(!to_do(&mut people.west).await.concat().contains(EAST));
            let form = follow(&mut people.town, "上报了统计单").await;
            people.town.tell(&form, "/review", &[("remark-6", words)], "").await;
            let secretary = people.secretary(branch);
            let back = follow(secretary, "被退回").await;
            assert!(back.says("已退回"), "{}", back.text());
            assert!(back.texts("#line-6").concat().contains(words), "{}", back.text());
            let form = secretary.get(&back.link("填写")).await;
            let page = secretary.submit(&form, "_method=put", &[("entry-6", "４")]).await;
            assert_eq!(total(&page, "6"), "4");
            secretary.tell(&page, "/filing", &[], "已上报，待审核").await;
        }
        people.town.fill(&review, "/acceptance", &[], "已接收").await;
    }
}

/// The town adds up its branches, the county the town; the paper and the spreadsheet say what the page says.
pub async fn add_up(people: &mut People, round: &str, count: &Count) {
    let branches = [EAST, WEST, SCHOOL];
    let (basic, satisfied) = count.reached(&branches, 60);
    let (members_basic, members_satisfied) = count.reached(&JUDGED, 60);
    let sums = [
        ("1a", 3),
        ("1b", basic),
        ("1c", satisfied),
        ("1d", 21),
        ("1e", 3),
        ("1f", members_basic),
        ("1g", members_satisfied),
        ("2a", 3),
        ("2b", 12 + 13 + 14),
        ("4a", 3),
        ("4b", 0),
        ("5", 3),
        ("6", 4 + 3 + 3),
    ];
    let sums = sums.map(|(code, sum)| (code, sum.to_string()));
    let page = own_return(&mut people.town, TOWN).await;
    assert_lines(&page, &sums);
    assert!(total(&page, "3").contains("走访调研 15次"), "{}", page.text());
    let filed = people.town.tell(&page, "/filing", &[], "已上报，待审核").await;
    people.office.fill(&format!("{}/review", path(&filed)), "/acceptance", &[], "已接收").await;
    let page = own_return(&mut people.office, COUNTY).await;
    assert_lines(&page, &sums);
    let page = people.office.tell(&page, "/filing", &[], "已上报").await;
    let paper = people.office.get(&format!("{}/return.pdf", path(&page))).await;
    assert!(text_of(&paper.bytes).contains("21"), "{}", text_of(&paper.bytes));
    let table = people.office.get(&format!("{}/return.xlsx", path(&page))).await;
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(table.bytes)).unwrap();
    let sheet = book.worksheet_range("统计单").unwrap();
    for (code, sum) in sums {
        let row = sheet.rows().find(|row| row[0] == Data::String(code.to_owned()));
        assert_eq!(row.unwrap()[2].to_string(), sum, "line {code}");
    }
    let seen = people.statistician.get(&roll_up(round)).await;
    assert!(seen.says("未上报单位 无"), "{}", seen.text());
}
