//! The office draws the round up, announces it, issues it; the judged hand in what they say of themselves.

use test_support::slips::{codes_on, print_forms};
use test_support::{Client, Shown};

use crate::people::{People, follow, to_do};
use crate::{BRANCHES, COUNTY, EAST, JUDGED, SCHOOL, TITLE, WEST, id_in};

/// Slips of a judge group, read from the paper.
pub struct Batch {
    /// The judge group as the page of slips names it: sheet · categories.
    pub name: String,
    /// The sheet it answers: the name of its organisation.
    pub sheet: String,
    /// The codes, as they stand on the paper.
    pub codes: Vec<String>,
    /// How many of them vote; the others stay unused.
    pub votes: usize,
}

/// The path of the round's page.
pub async fn draw_up(people: &mut People) -> String {
    let office = &mut people.office;
    let form = office.get("/w/rounds/new").await;
    assert_eq!(to_do(office).await, Vec::<String>::new());
    let owner = form.choice(COUNTY);
    let fields = [
        ("organisation", owner.as_str()),
        ("title", TITLE),
        ("notice_number", "云创先办〔2026〕3 号"),
        ("period_from", "2026-06-15"),
        ("period_to", "2026-07-10"),
        ("minimum", "5"),
        ("opinion_minimum", "8"),
        ("retention_days", "1095"),
        ("casting_until", ""),
    ];
    let drawn = office.tell(&form, "rounds?draw-up", &fields, "轮次已建立").await;
    let path = drawn.path.split('?').next().unwrap().to_owned();
    // Each branch in its sector's words, and three members of the first one.
    let page = office.get(&format!("{path}/objects/organisations")).await;
    let branches: Vec<String> = BRANCHES.iter().map(|(name, _)| page.choice(name)).collect();
    let mut fields: Vec<(&str, &str)> = branches.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", "five_goods"));
    let objects = office.tell(&page, "objects?add", &fields, "已加入评议对象").await;
    assert!(objects.says("学校"), "the school has words of its own: {}", objects.text());
    let members = objects.link(EAST);
    let page = office.get(&members).await;
    let judged: Vec<String> = JUDGED.iter().map(|name| page.choice(name)).collect();
    let mut fields: Vec<(&str, &str)> = judged.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.push(("instrument", "five_looks"));
    let objects = office.tell(&page, "/objects/members/", &fields, "已加入评议对象").await;
    assert!(objects.says("评议对象（6）"), "{}", objects.text());
    // Members, the people's representatives, and three of a supervision group: too few to stand alone.
    let panels = format!("{path}/panels");
    for (category, planned) in [("members", ""), ("mass_representatives", "9"), ("supervision_group", "3")] {
        office.fill(&panels, "/panels", &[("category", category), ("planned", planned)], "已增加参评人员").await;
    }
    let page = office.get(&panels).await;
    assert!(page.says("有 3 组不足 5 人"), "{}", page.text());
    let merged = office.tell(&page, "mergers", &[], "已合并人数不足的组").await;
    assert!(merged.says("12 人"), "{}", merged.text());
    // When a unit counts as satisfied, for the return: by whose forms, on which instrument.
    let fields = [
        ("satisfied", "60"),
        ("basic", "60"),
        ("measure_organisation", "five_goods"),
        ("judges_organisation", "members"),
        ("judges_organisation", "mass_representatives"),
        ("judges_organisation", "supervision_group"),
        ("measure_member", "five_looks"),
        ("judges_member", "members"),
        ("judges_member", "mass_representatives"),
        ("judges_member", "supervision_group"),
    ];
    office.fill(&format!("{path}/settings"), "_method=put", &fields, "已保存").await;
    path
}

/// Announces, and every object hands in its self-report.
pub async fn hand_in_self_reports(people: &mut People, round: &str) {
    let draft = follow(&mut people.office, "还是草稿").await;
    people.office.tell(&draft, "announcement", &[], "轮次已公布").await;
    let waits = |name: &str| format!("请提交“{name}”在“{TITLE}”中的自我评价");
    let of_east = to_do(&mut people.east).await;
    assert_eq!(of_east, [EAST, JUDGED[0], JUDGED[1], JUDGED[2]].map(waits));
    assert_eq!(to_do(&mut people.west).await, [waits(WEST)]);
    let own = format!("/w/self-reports/rounds/{}", id_in(round));
    for branch in [EAST, WEST, SCHOOL] {
        let secretary = people.secretary(branch);
        let list = secretary.get(&own).await;
        let objects: Vec<String> = list.links().into_iter().filter(|path| is_report(path)).collect();
        assert_eq!(objects.len(), if branch == EAST { 4 } else { 1 }, "{}", list.text());
        for object in objects {
            let page = secretary.get(&object).await;
            // The second of the judged members writes for himself.
            if !page.says(JUDGED[1]) {
                hand_in(secretary, &page).await;
            }
        }
    }
    let list = people.east.get(&format!("{own}?sort=state")).await;
    assert_eq!(list.texts("tbody td:first-child")[0], JUDGED[1], "who has not handed in comes first");
    assert_eq!(to_do(&mut people.member).await, [waits(JUDGED[1])]);
    let page = follow(&mut people.member, JUDGED[1]).await;
    hand_in(&mut people.member, &page).await;
    assert!(people.member.get("/w").await.says("现在没有等您办理的事项"));
}

fn is_report(path: &str) -> bool {
    path.starts_with("/w/self-reports/") && !path.contains("/rounds/")
}

async fn hand_in(client: &mut Client, page: &Shown) {
    let html = page.html();
    let mut fields: Vec<(String, String)> = Vec::new();
    for rest in html.split("name=\"g-").skip(1) {
        let name = format!("g-{}", rest.split('"').next().unwrap());
        if !fields.iter().any(|(known, _)| *known == name) {
            fields.push((name, "satisfied".to_owned()));
        }
    }
    for (field, words) in [("deeds", "修通进村路二里。"), ("shortcomings", "学习抓得不紧。"), ("plan", "每月学一次。")]
    {
        fields.push((field.to_owned(), words.to_owned()));
    }
    fields.push(("go".to_owned(), "submit".to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.tell(page, "/w/self-reports/", &fields, "自我评价已提交").await;
}

/// Freezes the round, prints the slips of every group, and opens casting.
pub async fn issue(people: &mut People, round: &str) -> Vec<Batch> {
    let office = &mut people.office;
    let checks = follow(office, "请核对后开始发放凭证").await;
    let issued = office.tell(&checks, "issuing", &[], "各项约定已固定").await;
    assert_eq!(office.get(round).await.texts("code")[0].len(), 64, "the opening hash");
    let mut batches = Vec::new();
    for form in print_forms(&issued) {
        let paper = office.post_form(form, &[]).await;
        assert_eq!(paper.headers["content-type"], "application/pdf");
        let codes = codes_on(&paper.bytes);
        let page = office.get(&format!("{round}/batches")).await;
        let page = office.tell(&page, "_method=put", &[], "已确认这一批打印无误").await;
        let name = page.texts("table tbody tr td:nth-child(2)").pop().unwrap();
        let (sheet, _) = name.split_once(" · ").unwrap();
        // One of each group does not vote; of the second branch so few do that neither group can stand alone.
        let votes = match (sheet, name.contains("代表")) {
            (WEST, false) => 4,
            (WEST, true) => 3,
            _ => codes.len() - 1,
        };
        batches.push(Batch { sheet: sheet.to_owned(), votes, codes, name });
    }
    assert_eq!(batches.len(), 6);
    let opening = follow(office, "发完后请开放投票").await;
    office.tell(&opening, "casting", &[], "投票已开放").await;
    batches
}

/// What the secretaries note about the round: the meeting, whom else they heard, what was done.
pub async fn record(people: &mut People, round: &str) {
    for (place, branch) in [EAST, WEST, SCHOOL].into_iter().enumerate() {
        let secretary = people.secretary(branch);
        assert_eq!(to_do(secretary).await, [format!("“{branch}”还没有登记“{TITLE}”的会议和办事情况")]);
        let path = follow(secretary, branch).await.path;
        assert!(path.contains(&id_in(round)));
        let participants = (12 + place).to_string();
        let meeting = [
            ("held_on", "2026-06-28"),
            ("participants", participants.as_str()),
            ("heads_reporting", "1"),
            ("sent_by_superior", "0"),
            ("review_same_day", "no"),
        ];
        secretary.fill(&path, "/meetings", &meeting, "会议已记录").await;
        secretary.fill(&path, "/contacts", &[("method", "走访调研"), ("number", "5")], "走访调研 5 次").await;
        let done = [("practical_things", "3"), ("problems", "个别党员学习不够。"), ("next_steps", "每月学一次。")];
        secretary.fill(&path, "_method=put", &done, "记录已保存").await;
        assert_eq!(to_do(secretary).await, Vec::<String>::new());
    }
}
