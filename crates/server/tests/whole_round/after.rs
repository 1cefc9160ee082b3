//! After sealing: the figures on pages and papers, opinions read by two, publishing, answering, finishing.

use test_support::papers::text_of;
use test_support::{Client, Shown};

use crate::count::{Count, cells, rate};
use crate::people::{People, follow, refuse, to_do};
use crate::voting::{OF_SCHOOL, OPINIONS};
use crate::{COUNTY, EAST, JUDGED, SCHOOL, TITLE, TOWN, WEST, id_in};

/// Where the results of the round are.
pub fn results(round: &str) -> String {
    format!("/w/results/{}", id_in(round))
}

/// Whether a page has a row of this name with these figures.
fn has_row(page: &Shown, name: &str, counts: [u64; 3]) -> bool {
    let mut row = vec![name.to_owned()];
    row.extend(cells(counts));
    page.texts("tbody th, tbody td").windows(row.len()).any(|cells| cells == row)
}

fn assert_row(page: &Shown, name: &str, counts: [u64; 3]) {
    assert!(has_row(page, name, counts), "{name} {:?} on {}: {}", cells(counts), page.path, page.text());
}

/// Every figure on the pages is the one counted here; a small group's own figure stands nowhere.
pub async fn look_at_figures(people: &mut People, round: &str, count: &Count) {
    let path = results(round);
    refuse(&mut people.east, &path).await;
    let office = &mut people.office;
    assert!(office.get(round).await.links().contains(&path), "the round leads to its results");
    let whole = office.get(&path).await;
    let branches = count.overall_of(&[EAST, WEST]);
    assert_row(&whole, &format!("{COUNTY}合计"), branches);
    assert_row(&whole, TOWN, count.overall(SCHOOL));
    assert_row(&whole, TOWN, count.overall_of(&JUDGED));
    assert!(whole.says("收到意见 3 条"), "{}", whole.text());
    for (name, ballots) in &count.ballots {
        let name = name.replace('+', "、");
        let rows = whole.texts("tbody tr");
        // Printed, come back, valid: one slip of each group at least was not used.
        let row = rows.iter().find(|row| row.starts_with(&name)).unwrap_or_else(|| panic!("{name}: {rows:?}"));
        assert!(row.contains(&ballots.to_string()), "{name}: {row}");
    }
    let town = office.get(&whole.link(TOWN)).await;
    for branch in [EAST, WEST] {
        assert_row(&town, branch, count.overall(branch));
    }
    for (object, items) in &count.objects {
        let page = object_page(office, &town, object).await;
        for (item, counts) in items {
            assert_row(&page, item, *counts);
        }
        let [satisfied, basic, not] = count.overall(object);
        let steps = office.get(&page.link(&rate(satisfied, satisfied + basic + not))).await;
        let words = format!("满意率 {}", rate(satisfied, satisfied + basic + not).replace(" %", "%"));
        assert!(steps.says(&words), "{words}: {}", steps.text());
        assert_eq!(page.says("不足 5 人，并入"), object == WEST, "{}", page.text());
    }
    // The statistician sees the same, and takes it along as a spreadsheet.
    let seen = people.statistician.get(&path).await;
    assert_row(&seen, &format!("{COUNTY}合计"), branches);
    let table = people.statistician.get(&format!("{path}/figures.xlsx")).await;
    assert!(table.bytes.starts_with(b"PK"));
}

/// The page of an object, through the pages of the places above it.
async fn object_page(office: &mut Client, town: &Shown, object: &str) -> Shown {
    let branch = if JUDGED.contains(&object) { EAST } else { object };
    let place = office.get(&town.link(branch)).await;
    office.get(&place.link(object)).await
}

/// The first reader proposes, the second releases; what names its author does not leave the two.
pub async fn read_opinions(people: &mut People, round: &str) {
    let list = follow(&mut people.first_keeper, "有 3 条意见等您阅读").await;
    assert_eq!(list.path, format!("{}/readings", results(round)));
    let links: Vec<String> = list.links().into_iter().filter(|link| link.contains("/readings/")).collect();
    assert_eq!(links.len(), 3, "{}", list.text());
    for link in links {
        refuse(&mut people.office, &link).await;
        let page = people.first_keeper.get(&link).await;
        let found = OPINIONS.iter().find(|(raw, _)| page.says(raw)).map(|(_, words)| *words);
        let fields = [("decision", "propose"), ("words", found.unwrap_or(OF_SCHOOL))];
        people.first_keeper.tell(&page, "/readings/", &fields, "等待另一名计票人核对").await;
        people.second_keeper.fill(&link, "/readings/", &[("decision", "confirm")], "意见已公布").await;
    }
}

/// The office publishes; the papers carry the figures and the opening hash.
pub async fn publish(people: &mut People, round: &str, count: &Count) {
    let path = results(round);
    let office = &mut people.office;
    let fields = [("place", "县党务公开栏"), ("day", "2026-07-01")];
    let form = follow(office, "请通报").await;
    office.tell(&form, "publication", &fields, "已通报").await;
    let hash = office.get(round).await.texts("code")[0].clone();
    let bulletin = text_of(&office.get(&format!("{path}/bulletin.pdf")).await.bytes);
    let [satisfied, basic, not] = count.overall(EAST);
    let east = rate(satisfied, satisfied + basic + not).replace(' ', "");
    assert!(bulletin.contains(&east), "{east}: {bulletin}");
    assert!(bulletin.contains(&hash), "{hash}: {bulletin}");
    let summary = office.get(&format!("{path}/summary.pdf")).await;
    assert!(summary.bytes.starts_with(b"%PDF"));
    // The judged see their own now, and nothing else.
    let own = people.member.get(&path).await;
    assert!(own.texts("h1").contains(&JUDGED[1].to_owned()), "{}", own.text());
    let secretary = people.east.get(&path).await;
    assert!(secretary.says(EAST) && !secretary.says(WEST), "{}", secretary.text());
    let feedback = people.member.get(&own.link("反馈单")).await;
    let [satisfied, basic, not] = count.overall(JUDGED[1]);
    let mine = rate(satisfied, satisfied + basic + not).replace(' ', "");
    assert!(text_of(&feedback.bytes).contains(&mine));
}

/// Each released opinion is answered by the secretary concerned; then the round is finished.
pub async fn answer_and_finish(people: &mut People, round: &str) {
    let path = results(round);
    for keeper in [&mut people.first_keeper, &mut people.second_keeper] {
        assert_eq!(to_do(keeper).await, Vec::<String>::new());
    }
    let sheet = |name: &str| format!("请确认收到“{name}”在“{TITLE}”中的反馈单");
    assert_eq!(to_do(&mut people.east).await, [format!("“{TITLE}”有 2 条意见等您答复"), sheet(EAST)]);
    assert_eq!(to_do(&mut people.school).await, [format!("“{TITLE}”有 1 条意见等您答复"), sheet(SCHOOL)]);
    assert_eq!(to_do(&mut people.west).await, [sheet(WEST)]);
    assert_eq!(to_do(&mut people.member).await, [sheet(JUDGED[1])]);
    for judged in [&mut people.west, &mut people.member] {
        let page = follow(judged, "请确认收到").await;
        judged.tell(&page, "/acknowledgement", &[], "已确认收到反馈单").await;
        assert_eq!(to_do(judged).await, Vec::<String>::new());
    }
    assert!(follow(&mut people.school, "条意见等您答复").await.find_form("/answer").is_some());
    let open = follow(&mut people.office, "请核对后办结").await;
    assert!(open.says("还不能办结"), "{}", open.text());
    for (branch, opinions) in [(EAST, 2), (SCHOOL, 1)] {
        let secretary = people.secretary(branch);
        for _ in 0..opinions {
            let list = secretary.get(&format!("{path}/opinions")).await;
            assert!(!list.says("老王"), "{}", list.text());
            let form = list.link("答复意见");
            secretary.fill(&form, "/answer", &[("words", "七月起逐月公开。")], "答复已保存").await;
        }
    }
    people.office.fill(&format!("{path}/finish"), "finish", &[], "已办结").await;
}
