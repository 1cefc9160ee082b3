//! The forest police (T15): a meeting on 2012-01-05, three forms on the 6th in the afternoon, the summary on the 9th.

use server::roles::Role;
use test_support::papers::text_of;
use test_support::slips::enter;
use test_support::{Client, found, run};

use crate::life::{Slips, add_panel, cast, choose, choose_members, draw_up, enter_members, seal};
use crate::paper_life::open_casting;
use crate::procedures::{of_round, record};

/// The fourteen members; the first five are the committee of the branch.
const MEMBERS: [&str; 14] = [
    "林一",
    "林二",
    "林三",
    "林四",
    "林五",
    "林六",
    "林七",
    "林八",
    "林九",
    "林十",
    "林十一",
    "林十二",
    "林十三",
    "林十四",
];

/// Prints the slips of every group of a round whose conventions are fixed.
async fn print_all(office: &mut Client, round: &str) -> Vec<Slips> {
    let batches = format!("{round}/batches");
    let mut all = Vec::new();
    for form in test_support::slips::print_forms(&office.get(&batches).await) {
        let paper = office.post_form(form, &[]).await;
        let page = office.fill(&batches, "_method=put", &[], "已确认这一批打印无误").await;
        let name = page.texts("table tbody tr td:nth-child(2)").pop().unwrap();
        all.push(Slips { name, codes: test_support::slips::codes_on(&paper.bytes) });
    }
    all
}

#[test]
fn s059_t15_no_ballot_before_the_report_of_the_first_meeting_and_three_linked_forms_after_it() {
    run(async |app| {
        let mut office = app.office().await;
        let bureau = found(&mut office, None, ("县林业局党委", "committee", "office")).await;
        let police = found(&mut office, Some(bureau), ("森林公安分局党支部", "branch", "office")).await;
        let people = enter_members(app, police, &MEMBERS).await;
        let days = [("period_from", "2012-01-05"), ("period_to", "2012-01-09")];
        let round = draw_up(&mut office, bureau, "创先争优群众评议", &days).await;
        // Police and assistants judge the branch and its fourteen members; the five of its committee judge the members too.
        choose(&mut office, &round, &[police], ("six_aspects", "masses_to_organisation")).await;
        for (direction, objects) in
            [("masses_to_member", "评议对象（15）"), ("organisation_to_member", "评议对象（29）")]
        {
            let judged = (police, people.as_slice());
            let chosen = choose_members(&mut office, &round, judged, ("five_looks", direction)).await;
            assert!(chosen.says(objects), "{}", chosen.text());
        }
        for (category, planned) in [("staff", "14"), ("committee", "5")] {
            add_panel(&mut office, &round, category, planned).await;
        }
        let procedures = of_round(&round);
        office.fill(&procedures, &procedures, &[("chosen", "two_meetings")], "议程已保存").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(police))]).await;
        // The third form: the branch and each of its fourteen members, before the ballot.
        let own = secretary.get(&round.replace("/w/rounds/", "/w/self-reports/rounds/")).await;
        assert_eq!(own.texts("tbody tr").len(), 15, "{}", own.text());
        let one = secretary.get(&own.link("林十四")).await;
        let form = text_of(&secretary.get(&one.link("打印自我评价表")).await.bytes);
        assert!(form.contains("党员自我评价表") && form.contains("森林公安分局党支部"), "{form}");
        office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
        let slips = print_all(&mut office, &round).await;
        let casting = format!("{round}/casting");
        let mut page = office.get(&casting).await;
        while let Some(form) = page.find_form("/excuse") {
            page = office.post_form(form, &[("reason", "评议当天交")]).await;
        }
        assert!(page.says("投票前还有 1 步议程没有登记") && page.says("第一次大会：书记报告"), "{}", page.text());
        assert!(page.find_form("/casting").is_none(), "{}", page.text());

        // The first meeting was held on the 5th: only with its report the ballot opens.
        let path = format!("{procedures}/two_meetings/{police}");
        let step = |day: &'static str, words: &'static str| [("happened_on", day), ("words", words), ("persons", "19")];
        let page = secretary.get(&path).await;
        let recorded = record(&mut secretary, &page, "report", &step("2012-01-05", "书记向民警、协警和党员报告")).await;
        let open = office.get(&casting).await;
        let ready = open.form("/casting");
        secretary.tell(&recorded, "report?_method=delete", &[], "登记已撤销").await;
        let refused = office.post_form(ready, &[]).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.says("投票前还有 1 步议程没有登记"), "{}", refused.text());
        assert!(enter(&mut app.anonymous(), &slips[0].codes[0]).await.says("评议还没有开始"));
        let page = secretary.get(&path).await;
        record(&mut secretary, &page, "report", &step("2012-01-05", "书记向民警、协警和党员报告")).await;
        open_casting(&mut office, &round).await;

        // On the 6th in the afternoon: two forms by ballot, the third is the own one of everybody judged.
        let preview = office.get(&format!("{round}/panels")).await;
        let previews: Vec<String> = preview.links().into_iter().filter(|link| link.ends_with("/preview")).collect();
        let mut forms = Vec::new();
        for path in previews {
            let page = office.get(&path).await;
            forms.extend(["F12", "F13"].into_iter().filter(|form| page.says(form)));
        }
        forms.sort_unstable();
        forms.dedup();
        assert_eq!(forms, ["F12", "F13"]);
        cast(app, &slips, "职工", &[0]).await;
        cast(app, &slips, "班子成员", &[0, 0, 0, 0, 1]).await;
        let page = secretary.get(&path).await;
        record(&mut secretary, &page, "forms", &step("2012-01-06", "下午发出三张表，当场收回")).await;
        let results = office.get(&seal(app, &round, "keeper").await).await;
        // The branch by 14; fourteen members by 14 each and, apart from them, by 5 each.
        for rate in ["14/14 = 100.0 %", "196/196 = 100.0 %", "56/70 = 80.0 %"] {
            assert!(results.says(rate), "{rate}: {}", results.text());
        }
        let page = secretary.get(&path).await;
        let page = record(&mut secretary, &page, "summary", &step("2012-01-09", "群众满意，联系林区不够经常")).await;
        for day in ["2012-01-05", "2012-01-06", "2012-01-09"] {
            assert!(page.says(day), "{day}: {}", page.text());
        }
        assert!(secretary.get(&procedures).await.says("3/3"));
    });
}
