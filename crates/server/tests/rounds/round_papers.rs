//! The papers of a round that are made of what is entered anyway: notice, opinion slip, box record, special record, tally
//! sheet, duty report, summaries (F11, F17, F18, F20, F57, F58, F61).

use server::roles::Role;
use storage::OrganisationId;
use test_support::papers::text_of;
use test_support::{Client, TestApp, found, run};

use crate::life::{add_panel, begin, cast, choose, choose_members, draw_up, enter_members, seal};

/// What a paper says.
async fn words(client: &mut Client, path: &str) -> String {
    let paper = client.get(path).await;
    assert_eq!(paper.headers["content-type"], "application/pdf", "{path}: {}", paper.text());
    text_of(&paper.bytes)
}

fn says(paper: &str, expected: &[&str]) {
    for words in expected {
        let plain: String = words.chars().filter(|letter| !letter.is_whitespace()).collect();
        assert!(paper.contains(&plain), "{words} in {paper}");
    }
}

/// A drafted round of a town of a county: one branch, two members of it, 25 judges.
struct Drafted {
    county: OrganisationId,
    branch: OrganisationId,
    round: String,
}

async fn drafted(app: &TestApp, office: &mut Client) -> Drafted {
    let county = found(office, None, ("永宁县委", "committee", "rural")).await;
    let town = found(office, Some(county), ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &["钱一", "钱二"]).await;
    let round = draw_up(office, town, "一季度群众评议", &[("notice_number", "柳委〔2026〕7 号")]).await;
    choose(office, &round, &[branch], ("six_aspects", "")).await;
    choose_members(office, &round, (branch, &people), ("five_looks", "")).await;
    add_panel(office, &round, "villagers", "25").await;
    Drafted { county, branch, round }
}

fn papers_of(round: &str) -> String {
    round.replace("/w/rounds/", "/w/round-papers/")
}

#[test]
fn f11_f17_the_notice_and_the_opinion_slip_say_what_the_round_declares() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { county, branch, round, .. } = drafted(app, &mut office).await;
        // A draft is nobody's business yet.
        assert_eq!(office.get(&format!("{}/notice.pdf", papers_of(&round))).await.status, 404);
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let page = office.get(&round).await;
        let page = office.get(&page.link("文书表格")).await;
        assert!(page.says("F58") && page.says("（到时才有）"), "{}", page.text());
        let notice = words(&mut office, &page.link("群众评议通知")).await;
        says(&notice, &["柳委〔2026〕7 号", "一季度群众评议", "2026-07-01 至 2026-07-10", "柳林镇党委"]);
        says(&notice, &["1 个,东河村党支部", "2 个,钱一、钱二", "村民", "25", "F12", "F13", "无记名评议一人一票"]);
        let slip = words(&mut office, &page.link("征求意见表")).await;
        says(&slip, &["征求意见表", "柳林镇党委", "联系方式(可不填)", "可不署名", "其他"]);

        // A secretary has the slip and the papers of the own organisation, not the office's.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let own = secretary.get(&papers_of(&round)).await;
        assert!(own.says("征求意见表") && !own.says("群众评议通知"), "{}", own.text());
        assert_eq!(secretary.get(&format!("{}/notice.pdf", papers_of(&round))).await.status, 404);
        let other = found(&mut office, Some(county), ("西山镇党委", "committee", "rural")).await;
        let mut stranger = app.visitor("stranger", &[(Role::Secretary, Some(other))]).await;
        for path in [papers_of(&round), format!("{}/opinion-slip.pdf", papers_of(&round))] {
            assert_eq!(stranger.get(&path).await.status, 404, "{path}");
        }
        // English beside it.
        let mut office = office.speaking("en");
        let english = words(&mut office, &format!("{}/notice.pdf", papers_of(&round))).await;
        says(&english, &["Notice of appraisal", "Who judges", "Villagers"]);
    });
}

#[test]
fn f18_f20_f58_records_and_tally_sheet_are_made_of_what_was_entered_once() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { branch, round, .. } = drafted(app, &mut office).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let records = format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"));
        let meeting = [
            ("held_on", "2026-06-28"),
            ("participants", "31"),
            ("heads_reporting", "1"),
            ("others_reporting", "0"),
            ("sent_by_superior", "1"),
            ("review_same_day", "no"),
        ];
        secretary.fill(&records, "/meetings", &meeting, "会议已记录").await;
        let opened = [
            ("method", "意见征求箱"),
            ("number", "4"),
            ("unit", "个"),
            ("contacted_on", "2026-06-29"),
            ("persons", ""),
        ];
        secretary.fill(&records, "/contacts", &opened, "已记录").await;
        let noted = [("problems", "谈心不够"), ("next_steps", "每月走访一次"), ("published_where", "村务公开栏")];
        secretary.fill(&records, "_method=put", &noted, "记录已保存").await;
        let slips = begin(&mut office, &round).await;
        // T14's shares: 24 of 25 satisfied.
        let mut grades = [0; 25];
        grades[24] = 2;
        cast(app, &slips, "村民", &grades).await;
        let page = secretary.get(&records).await;
        let (record, opened) = (page.link("群众评议专项记录"), page.link("意见箱开箱记录"));
        let before = words(&mut secretary, &record).await;
        says(&before, &["没有可公布的结果", "2026-06-28", "31", "意见征求箱", "谈心不够", "每月走访一次"]);
        says(
            &words(&mut secretary, &opened).await,
            &["东河村党支部", "意见征求箱 4 个", "2026-06-29", "开箱人", "两人同时到场"],
        );
        let tally = format!("{}/tally-sheet.pdf", papers_of(&round));
        assert_eq!(office.get(&tally).await.status, 404, "nothing is told before sealing");

        let results = seal(app, &round, "keeper").await;
        let sheet = words(&mut office, &tally).await;
        says(&sheet, &["民主测评汇总表", "东河村党支部", "24/25 = 96.0%", "25", "计票人", "监票人"]);
        // A secretary gets no tally sheet, and sees the result with its publication.
        assert_eq!(secretary.get(&tally).await.status, 404);
        says(&words(&mut secretary, &record).await, &["没有可公布的结果"]);
        let form = office.get(&format!("{results}/publication")).await;
        office.tell(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")], "结果已公布").await;
        let after = words(&mut secretary, &record).await;
        says(&after, &["东河村党支部", "满意率24/25 = 96.0%", "钱一", "村务公开栏", "公开意见0 条"]);
    });
}

/// T06: 35 opinions in 11 aspects, out of 4 boxes.
const BOXES: [(&str, &str, &str); 4] = [
    ("办事大厅", "16", "作风 5\n服务 4\n效率 3\n学习 2\n纪律 2"),
    ("机关食堂", "9", "后勤 4\n学习 2\n培训 3"),
    ("车间门口", "6", "安全 3\n服务 1\n待遇 2"),
    ("职工之家", "4", "文体 2\n环境 2"),
];

#[test]
fn f18_t06_two_people_open_each_of_four_boxes_and_thirty_five_opinions_stand_by_aspect() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { branch, round, .. } = drafted(app, &mut office).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let records = format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"));
        let right = [
            ("place", "办事大厅"),
            ("opened_on", "2026-06-29"),
            ("first_opener", "周敏"),
            ("second_opener", "何川"),
            ("opinions", "3"),
            ("aspects", "作风 2\n服务 1"),
        ];
        let wrong: [(&str, &str, &str); 7] = [
            ("second_opener", "周 敏", "两名开箱人是同一个人"),
            ("second_opener", "", "请填写"),
            ("opened_on", "2026-12-31", "日期在今天以后"),
            ("opinions", "4", "各方面合计 3 条，意见条数是 4 条"),
            ("aspects", "作风 2\n服务", "第 2 行看不懂"),
            ("aspects", "作风 2\n作风 1", "第 2 行的方面前面已经写过"),
            ("aspects", "作风 3\n服务 0", "条数至少为1"),
        ];
        for (field, typed, told) in wrong {
            let page = secretary.get(&records).await;
            let mut fields = right;
            fields.iter_mut().filter(|(name, _)| *name == field).for_each(|(_, value)| *value = typed);
            let shown = secretary.tell(&page, "/boxes", &fields, told).await;
            assert!(shown.status == 422 && shown.texts("#boxes tbody tr").is_empty(), "{}", shown.text());
        }
        for (place, opinions, aspects) in BOXES {
            let mut fields = right;
            fields[0].1 = place;
            fields[4].1 = opinions;
            fields[5].1 = aspects;
            secretary.fill(&records, "/boxes", &fields, "开箱已登记").await;
        }
        // An empty box is recorded too, and what was entered by mistake is taken off the list again.
        let mut empty = right;
        empty[0].1 = "传达室";
        empty[4].1 = "0";
        empty[5].1 = "";
        let page = secretary.fill(&records, "/boxes", &empty, "开箱已登记").await;
        let rows = page.texts("#boxes tbody tr");
        assert_eq!(rows.len(), 5);
        let place = rows.iter().position(|row| row.starts_with("传达室")).unwrap();
        let page = secretary.post_form(page.forms("/boxes/").swap_remove(place), &[]).await;
        assert!(page.says("已删除") && page.texts("#boxes tbody tr").len() == 4, "{}", page.text());
        let paper = words(&mut secretary, &page.link("意见箱开箱记录")).await;
        says(&paper, &["开箱4 个,意见35 条,涉及11 个方面", "周敏", "何川", "办事大厅", "职工之家", "作风5"]);
        // The office reads it and changes nothing; a stranger sees nothing.
        let page = office.get(&records).await;
        assert!(page.says("文体 2 · 环境 2") && page.find_form("/boxes").is_none(), "{}", page.text());
        let mut stranger = app.visitor("stranger", &[(Role::CampaignOffice, Some(branch))]).await;
        assert_eq!(stranger.get(&records).await.status, 200, "the branch's own office");
        let english = words(&mut office.speaking("en"), &page.link("意见箱开箱记录")).await;
        says(&english, &["4 boxes opened, 35 opinions on 11 aspects"]);
    });
}

#[test]
fn f57_a_duty_report_has_the_rate_of_the_ballots_and_the_grade_of_the_superior() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { branch, round, .. } = drafted(app, &mut office).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let list = secretary.get(&round.replace("/w/rounds/", "/w/self-reports/rounds/")).await;
        let own = list.link("钱一");
        let duty = secretary.get(&own).await.link("述职报告");
        let slips = begin(&mut office, &round).await;
        // T14's shares: 24 of 25 satisfied.
        let mut grades = [0; 25];
        grades[24] = 2;
        cast(app, &slips, "村民", &grades).await;
        let assessments = format!("{}/assessments", round.replace("/w/rounds/", "/w/results/"));
        let page = office.get(&assessments).await;
        let given = [
            ("author", "县委考核组"),
            ("given_on", "2026-06-30"),
            ("grade", "basically_satisfied"),
            ("words", "制度健全。"),
        ];
        let one = office.get(&page.link("钱一")).await;
        office.tell(&one, "organisation_assessment", &given, "已保存").await;
        // What others came to stands empty until the results are the author's to see: it is written by hand.
        let before = words(&mut secretary, &duty).await;
        says(&before, &["评议和考评结果", "党组织考评", "群众测评"]);
        assert!(!before.contains("基本满意") && !before.contains("24/25"), "{before}");
        let results = seal(app, &round, "keeper").await;
        let sealed = words(&mut secretary, &duty).await;
        assert!(!sealed.contains("基本满意") && !sealed.contains("24/25"), "{sealed}");
        let form = office.get(&format!("{results}/publication")).await;
        office.tell(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")], "结果已公布").await;
        let after = words(&mut secretary, &duty).await;
        says(&after, &["党组织考评基本满意", "群众测评24/25 = 96.0%"]);
        // A written summary is words only.
        let summary = secretary.get(&own).await.link("党员小结");
        assert!(!words(&mut secretary, &summary).await.contains("24/25"));
    });
}

#[test]
fn f57_f61_duty_report_and_written_summary_are_the_words_of_the_self_report() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { branch, round, .. } = drafted(app, &mut office).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let list = secretary.get(&round.replace("/w/rounds/", "/w/self-reports/rounds/")).await;
        let own = secretary.get(&list.link("钱一")).await;
        let blank = words(&mut secretary, &own.link("述职报告")).await;
        says(&blank, &["述职报告", "钱一", "东河村党支部", "2026-07-01"]);
        let said = [("deeds", "带班一百二十次"), ("shortcomings", "谈心不够"), ("plan", "每周谈心一次")];
        secretary.submit(&own, "_method=put", &said).await;
        let own = secretary.get(&list.link("钱一")).await;
        for (paper, heading) in [("述职报告", "述职报告"), ("党员小结", "党员小结")] {
            let paper = words(&mut secretary, &own.link(paper)).await;
            says(&paper, &[heading, "钱一", "带班一百二十次", "谈心不够", "每周谈心一次"]);
        }
        // An organisation has no written summary of a member.
        let unit = secretary.get(&list.link("东河村党支部")).await;
        assert!(unit.says("述职报告") && !unit.says("党员小结"), "{}", unit.text());
        let path = unit.path.split('?').next().unwrap();
        assert_eq!(secretary.get(&format!("{path}/written-summary.pdf")).await.status, 404);
    });
}

#[test]
fn f61_a_years_summary_stands_on_paper_with_its_figures() {
    run(async |app| {
        let mut office = app.office().await;
        let Drafted { county, branch, .. } = drafted(app, &mut office).await;
        let page = office.get("/w/rhythm").await;
        let owner = county.to_string();
        let fields = [("organisation", owner.as_str()), ("year", "2026"), ("yearly_rule", "pooled")];
        let page = office.tell(&page, "/w/rhythm?declare", &fields, "年度安排已建立").await;
        let year = page.path.split('?').next().unwrap().to_owned();
        let summary = format!("{year}/{branch}/year");
        let blank = words(&mut office, &format!("{summary}/summary.pdf")).await;
        says(&blank, &["活动情况总结", "东河村党支部", "2026-01-01", "2026-12-31"]);
        office.fill(&summary, "_method=put", &[("words", "全年评议四次，群众意见都有答复。")], "小结已保存").await;
        let page = office.get(&summary).await;
        says(&words(&mut office, &page.link("打印总结")).await, &["全年评议四次,群众意见都有答复。"]);
    });
}
