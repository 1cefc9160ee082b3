//! Procedures a round follows: what must come first keeps casting closed, and each unit records its steps.

use server::roles::Role;
use storage::OrganisationId;
use test_support::{Client, Form, Shown, TestApp, found, run};

use crate::composition::{composition_of, panel};
use crate::life::{add_panel, cast, choose, choose_members, draw_up, enter_members, seal};

/// A round of a town over one branch that follows a procedure; the town, the branch, the round.
pub async fn following(
    app: &TestApp,
    office: &mut Client,
    procedure: &str,
) -> (OrganisationId, OrganisationId, String) {
    let town = found(office, None, ("柳林镇党委", "committee", "rural")).await;
    let branch = found(office, Some(town), ("东河村党支部", "branch", "rural")).await;
    let people = enter_members(app, branch, &["钱一", "钱二"]).await;
    let round = draw_up(office, town, "议程试行", &[]).await;
    choose(office, &round, &[branch], ("six_aspects", "")).await;
    choose_members(office, &round, (branch, &people), ("five_looks", "")).await;
    let procedures = of_round(&round);
    let page = office.get(&procedures).await;
    office.tell(&page, &procedures, &[("chosen", procedure)], "议程已保存").await;
    (town, branch, round)
}

/// Where the procedures of a round are.
pub fn of_round(round: &str) -> String {
    format!("{}/procedures", round.replace("/w/rounds/", "/w/records/"))
}

/// Records a step; the page afterwards.
pub async fn record(client: &mut Client, page: &Shown, step: &str, fields: &[(&str, &str)]) -> Shown {
    // Whoever is added last stands last.
    let form = page.forms(&format!("/{step}?_method=put")).into_iter().last().unwrap();
    client.post_form(form, fields).await
}

pub fn said<'a>(words: &'a str, persons: &'a str) -> [(&'a str, &'a str); 4] {
    [("happened_on", "2026-06-30"), ("words", words), ("persons", persons), ("evidence", "镇创先办〔2026〕7 号")]
}

#[test]
fn s059_the_report_comes_before_the_ballot_and_three_forms_stand_in_one_round() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "two_meetings").await;
        add_panel(&mut office, &round, "villagers", "6").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        // The three forms: the organisation's, the members', each one's own before the ballot.
        let objects = office.get(&format!("{round}/objects")).await;
        assert!(objects.says("六方面") && objects.says("五看"), "{}", objects.text());
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let own = secretary.get(&round.replace("/w/rounds/", "/w/self-reports/rounds/")).await;
        assert_eq!(own.texts("tbody tr").len(), 3, "{}", own.text());
        office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(casting.says("投票前还有 1 步议程没有登记"), "{}", casting.text());
        // The secretary finds the step through the records of the round.
        let records = secretary.get(&format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"))).await;
        let list = secretary.get(&records.link("评议议程")).await;
        assert!(list.says("0/3") && list.find_form("_method=put").is_none(), "{}", list.text());
        let page = secretary.get(&list.link("东河村党支部")).await;
        assert!(page.says("投票前必须登记"), "{}", page.text());
        let tomorrow = [("happened_on", "2026-07-02"), ("words", "书记报告"), ("persons", "21")];
        let future = record(&mut secretary, &page, "report", &tomorrow).await;
        assert_eq!(future.status, 422);
        assert!(future.says("这一天还没有到"), "{}", future.text());
        let page = record(&mut secretary, &page, "report", &said("书记报告全年工作", "二十一")).await;
        assert_eq!(page.status, 422, "words are no number: {}", page.text());
        let page = record(&mut secretary, &page, "report", &said("书记报告全年工作", "２１")).await;
        assert!(page.says("登记已保存") && page.says("21 人参加"), "{}", page.text());
        let casting = office.get(&format!("{round}/casting")).await;
        assert!(!casting.says("步议程没有登记"), "{}", casting.text());
        for step in ["forms", "summary"] {
            let page = secretary.get(&list.link("东河村党支部")).await;
            record(&mut secretary, &page, step, &said("发出 63 张，收回 63 张", "21")).await;
        }
        assert!(secretary.get(&list.path).await.says("3/3"));
        // Somebody of another unit finds nothing.
        let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
        let mut other = app.visitor("other", &[(Role::Secretary, Some(elsewhere))]).await;
        assert_eq!(other.get(&list.link("东河村党支部")).await.status, 404);
    });
}

#[test]
fn s066_eight_leaders_go_to_eight_units_and_take_four_steps_each() {
    run(async |app| {
        let mut office = app.office().await;
        let (town, _, round) = following(app, &mut office, "leaders_first").await;
        let mut units = Vec::new();
        for number in 1..=8 {
            let name = format!("第{number}基层党支部");
            units.push(found(&mut office, Some(town), (&name, "branch", "rural")).await);
        }
        choose(&mut office, &round, &units, ("six_aspects", "")).await;
        // Nobody has recorded anything: eight are planned, so it is 0 of 8 and not 0 of 0.
        for (number, unit) in units.iter().enumerate() {
            let planned = plan(&mut office, &round, *unit, &format!("党组成员{number}")).await;
            assert!(planned.says("已做齐 0 / 1"), "{}", planned.text());
        }
        let list = office.get(&of_round(&round)).await;
        assert!(list.says("已做齐 0 / 8") && list.says("0/4"), "{}", list.text());
        for (number, unit) in units.iter().enumerate() {
            let path = format!("{}/leaders_first/{unit}", of_round(&round));
            let mut page = office.get(&path).await;
            for step in ["report", "shortcomings", "corrections", "judged"] {
                let list = office.get(&of_round(&round)).await;
                assert!(list.says(&format!("已做齐 {number} / 8")), "{step}: {}", list.text());
                page = record(&mut office, &page, step, &said("带头做了", "12")).await;
                assert!(page.says("登记已保存"), "{}", page.text());
            }
            let list = office.get(&of_round(&round)).await;
            assert!(list.says(&format!("已做齐 {} / 8", number + 1)), "{}", list.text());
        }
        // A ninth who is planned makes it 8 of 9, with one step as without any.
        let page = plan(&mut office, &round, units[0], "党组成员九").await;
        assert!(page.says("已做齐 1 / 2"), "{}", page.text());
        assert!(office.get(&of_round(&round)).await.says("已做齐 8 / 9"));
        record(&mut office, &page, "report", &said("报告了", "12")).await;
        let list = office.get(&of_round(&round)).await;
        assert!(list.says("已做齐 8 / 9") && list.says("5/8"), "{}", list.text());
        // Planned by mistake: withdrawn while nothing is recorded of him, and not afterwards.
        let subjects = format!("{}/leaders_first/{}/subjects", of_round(&round), units[0]);
        let withdraw = format!("{subjects}?_method=delete");
        let stale = plan(&mut office, &round, units[0], "党组成员十").await;
        assert!(office.get(&of_round(&round)).await.says("已做齐 8 / 10"));
        let twice = office.submit(&stale, &subjects, &[("subject", "党组成员十")]).await;
        assert!(twice.status == 422 && twice.says("已经安排在本单位"), "{}", twice.text());
        let mut other = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        let at_unit = format!("{}/leaders_first/{}", of_round(&round), units[0]);
        let begun = other.get(&at_unit).await;
        record(&mut office, &stale, "report", &said("报告了", "12")).await;
        let kept = other.submit(&begun, &withdraw, &[]).await;
        assert!(kept.status == 422 && kept.says("已有登记，不能取消安排"), "{}", kept.text());
        let page = office.get(&at_unit).await;
        let form = page
            .forms("report?_method=delete")
            .into_iter()
            .find(|form| form.fields.contains(&("subject".to_owned(), "党组成员十".to_owned())));
        office.post_form(form.unwrap(), &[]).await;
        let page = office.get(&at_unit).await;
        let gone = office.tell(&page, &withdraw, &[], "已取消安排").await;
        assert!(!gone.says("党组成员十"), "{}", gone.text());
        assert!(office.get(&of_round(&round)).await.says("已做齐 8 / 9"));
        // The secretary of the unit records what was done there; who goes there is the office's to say.
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(units[0]))]).await;
        let page = secretary.get(&at_unit).await;
        assert!(page.says("党组成员九") && page.find_form("/subjects").is_none(), "{}", page.text());
        let form = page.forms("/shortcomings?_method=put").into_iter().last().unwrap();
        let unplanned = [said("查找不足", "12").as_slice(), &[("subject", "没有安排的人")]].concat();
        assert_eq!(secretary.post_form(form, &unplanned).await.status, 404);
    });
}

/// Plans who goes to a unit; the page of the unit.
pub async fn plan(office: &mut Client, round: &str, unit: OrganisationId, subject: &str) -> Shown {
    let path = format!("{}/leaders_first/{unit}", of_round(round));
    office.fill(&path, "/subjects", &[("subject", subject)], "已安排").await
}

#[test]
fn s080_a_second_audience_judges_within_the_same_round_and_both_results_stay() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "second_audience").await;
        add_panel(&mut office, &round, "democratic_parties", "6").await;
        add_panel(&mut office, &round, "parents", "10").await;
        let slips = crate::life::open(&mut office, &round).await;
        let path = format!("{}/second_audience/{branch}", of_round(&round));
        cast(app, &slips, "民主党派人士", &[0]).await;
        let page = office.get(&path).await;
        record(&mut office, &page, "first", &said("民主党派人士和群众代表座谈", "6")).await;
        // Mid-term: the parents, with slips of their own.
        cast(app, &slips, "学生家长", &[0, 1]).await;
        let page = office.get(&path).await;
        record(&mut office, &page, "second", &said("期中以后的家长会", "10")).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        let branch = office.get(&results.link("东河村党支部")).await;
        let object = office.get(&branch.link("钱一")).await;
        for words in ["民主党派人士", "6/6 = 100.0 %", "学生家长", "5/10 = 50.0 %", "11/16 = 68.8 %"] {
            assert!(object.says(words), "{words}: {}", object.text());
        }
        let page = office.get(&path).await;
        let page = record(&mut office, &page, "feedback", &said("党员大会上反馈", "40")).await;
        assert!(page.says("40 人参加"), "{}", page.text());
    });
}

#[test]
fn s079_reports_by_heads_and_by_others_are_counted_apart_with_those_the_superior_sent() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "superior_attends").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let records = format!("{}/{branch}", round.replace("/w/rounds/", "/w/records/"));
        // Three meetings: the head reports at each, a deputy at one; two persons are sent to the last.
        for (day, others, sent) in [("2026-06-01", "", "0"), ("2026-06-08", "1", "0"), ("2026-06-20", "0", "2")] {
            let meeting = [
                ("held_on", day),
                ("participants", "7"),
                ("heads_reporting", "1"),
                ("others_reporting", others),
                ("sent_by_superior", sent),
                ("review_same_day", "no"),
            ];
            secretary.fill(&records, "/meetings", &meeting, "会议已记录").await;
        }
        let page = secretary.get(&records).await;
        let cells = page.texts("#meetings tbody td.number");
        assert_eq!(cells, ["7", "1", "0", "0", "7", "1", "1", "0", "7", "1", "0", "2"], "{cells:?}");
        // Who was sent and when, and that balloting was over before the superior spoke.
        let path = format!("{}/superior_attends/{branch}", of_round(&round));
        for (step, words) in [
            ("report", "主要负责人三次通报"),
            ("sent", "镇党委二人，6 月 20 日到会"),
            ("ballots_closed", "投票十点结束，十点半上级讲话"),
        ] {
            let page = secretary.get(&path).await;
            let page = record(&mut secretary, &page, step, &said(words, "3")).await;
            assert!(page.says(words), "{}", page.text());
        }
        assert!(office.get(&of_round(&round)).await.says("3/3"));
    });
}

#[test]
fn s080_parents_are_counted_and_never_named_so_that_no_childs_data_can_be_stored() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, _, round) = following(app, &mut office, "second_audience").await;
        add_panel(&mut office, &round, "democratic_parties", "6").await;
        add_panel(&mut office, &round, "parents", "10").await;
        // Others may stand on a list by name; parents are a number, because their names lead to children.
        let others = panel(&mut office, &round, "民主党派人士").await;
        let list = others.form("?_method=put");
        let parents = panel(&mut office, &round, "学生家长").await;
        assert!(parents.says("这一类评议人只登记人数，不录入姓名"), "{}", parents.text());
        assert!(parents.find_form("?_method=put").is_none() && parents.find_form("/roll").is_none());
        let path = parents.path.split('?').next().unwrap();
        let list_of_parents = Form { action: format!("{path}?_method=put"), fields: list.fields };
        let typed = [("list", "王小明的家长，三年级二班"), ("version", "0")];
        let refused = office.post_form(list_of_parents, &typed).await;
        assert!(refused.status == 422 && refused.says("不录入姓名"), "{}", refused.text());
        let copied = Form { action: format!("{path}/roll"), fields: others.form("/roll").fields };
        assert_eq!(office.post_form(copied, &[("version", "0")]).await.status, 422);
        for page in [path, &composition_of(&round)] {
            let shown = office.get(page).await;
            assert!(!shown.html().contains("王小明") && !shown.html().contains("三年级"), "{}", shown.text());
        }
        // They judge all the same, by slips that name nobody.
        let slips = crate::life::open(&mut office, &round).await;
        cast(app, &slips, "学生家长", &[0]).await;
    });
}
