//! S070, S089: many opinions become one project that puts right what they say, is answered for and made public once, and is
//! judged again.

use server::roles::Role;
use test_support::run;

use crate::correction_life::{TOPICS, bare, plan, publish, release, sealed, step, ticked, visit, windows};
use crate::life::{begin, cast, enter_members, seal};

/// What is done about each topic, what can be seen then, and what the opinions are answered.
const DONE: [(&str, &str, &str); 3] = [
    ("大厅增设一块叫号主屏、一台触摸查询屏", "主屏和触摸屏已在大厅使用", "已增设叫号主屏和触摸屏，请到大厅查看。"),
    ("与港务集团签订协作协议", "协议已签订，手续在一处办齐", "已与港务集团签订协议，手续一处办齐。"),
    ("开设政策咨询窗口", "政策咨询窗口每日开放", "已开设政策咨询窗口，工作日随时可问。"),
];

#[test]
fn s070_thirty_seven_opinions_become_special_corrections() {
    run(async |app| {
        let mut made = windows(app, &[("吴淞海关", 7), ("浦江海关", 7), ("洋山海关", 7)], "5").await;
        assert_eq!(made.slips.len(), 21);
        // 16 windows with two opinions, five with one: 37.
        for (place, slips) in made.slips.iter().enumerate() {
            visit(app, slips, (5, if place < 16 { 2 } else { 1 }), "0").await;
        }
        let round = sealed(app, &made, "keeper").await;
        let (by_topic, _) = release(app, &round, 0).await;
        let office = &mut made.office;
        publish(office, &round).await;
        let opinions = format!("/w/results/{round}/opinions");
        let page = office.get(&opinions).await;
        assert_eq!(page.texts("article").len(), 37);
        assert!(page.form("/new").action.contains("/w/corrections/"), "one form, without script");
        // An answer given to one opinion alone.
        let alone = &by_topic[&0][0];
        let answer = [("words", "这一条已单独答复。")];
        office.fill(&format!("{opinions}/{alone}/answer"), "/answer", &answer, "答复已保存").await;
        let form = ticked(office, &round, &by_topic[&0]).await;
        let chosen = form.form(&format!("/w/corrections/{round}")).fields;
        assert_eq!(chosen.iter().filter(|(name, _)| name == "chosen").count(), 13, "those ticked stay so");
        let owner = made.owner.to_string();
        let mut projects = Vec::new();
        for (topic, keys) in &by_topic {
            let given = [("name", TOPICS[*topic].1), ("remedy", DONE[*topic].0), ("organisation", owner.as_str())];
            let shown = plan(office, &round, keys, &given).await;
            assert!(shown.says("整改方案已保存") || shown.html().contains("整改方案已保存"), "{}", shown.text());
            assert_eq!(shown.texts("#number").concat(), keys.len().to_string());
            projects.push(bare(&shown));
        }
        let list = office.get(&format!("/w/corrections/{round}")).await;
        assert!(list.says("已公布意见 37 条，尚未归入项目 0 条"), "{}", list.text());
        let page = office.get(&opinions).await;
        assert_eq!(page.texts("article .project").len(), 37);
        assert!(page.find_form("/new").is_none(), "nothing is left to group");
        let window = office.get("/w/windows").await;
        let window = office.get(&window.link("吴淞海关1号窗口")).await;
        assert!(!window.texts("#corrections li").is_empty(), "{}", window.text());

        for (place, path) in projects.iter().enumerate() {
            let (_, output, answer) = DONE[place];
            step(office, path, "begun", &[], "已开始整改").await;
            let fields =
                [("output", output), ("output_on", "2026-07-01"), ("words", answer), ("evidence", "照片 3 号")];
            step(office, path, "done", &fields, "已登记完成").await;
        }
        let answered = office.get(&opinions).await;
        for (place, count) in [(0, 12), (1, 12), (2, 12)] {
            assert_eq!(answered.html().matches(DONE[place].2).count(), count, "{}", DONE[place].2);
        }
        assert!(answered.says("这一条已单独答复。") && !answered.says("尚未答复"), "{}", answered.text());
        let stages = office.get(&format!("/w/records/{round}/stages")).await;
        assert!(stages.texts("#put-right").concat().contains("专项整改已完成 3 / 3"), "{}", stages.text());

        let public = format!("/w/corrections/{round}/published");
        assert!(office.get(&public).await.says("还没有公布的整改项目"));
        for path in &projects {
            step(office, path, "published", &[], "整改结果已公布").await;
        }
        let fields = [("words", "又增设两块分屏")];
        step(office, &projects[0], "noted", &fields, "补充说明已公布").await;
        let fixed = office.get(&projects[0]).await;
        assert!(office.get(&format!("{}/plan", projects[0])).await.status.is_client_error());
        assert_eq!(fixed.forms("/entries").len(), 1, "published: only what changed since may be added");
        // Any member below reads what was made public, with how many opinions stand behind it, not their words.
        let ids = enter_members(app, made.branches[2], &["孙洋"]).await;
        let mut member = app.visiting_member("sun", ids[0], made.branches[2]).await;
        let shown = member.get(&public).await;
        assert!(shown.says("整改项目 3 个，来自群众意见 37 条"), "{}", shown.text());
        assert!(shown.says("主屏和触摸屏已在大厅使用") && shown.says("又增设两块分屏") && shown.says("2026-07-01"));
        assert!(TOPICS.iter().all(|(words, _)| !shown.says(words)) && !shown.says("照片 3 号"), "{}", shown.text());
        // No second typing: the round can be finished.
        let page = office.get(&format!("/w/results/{round}/finish")).await;
        assert!(office.submit(&page, "finish", &[]).await.html().contains("已办结"));
    });
}

#[test]
fn s089_thirty_five_opinions_are_put_right_and_judged_again() {
    run(async |app| {
        let mut made = windows(app, &[("吴淞海关", 2)], "36").await;
        visit(app, &made.slips[0], (36, 35), "1").await;
        visit(app, &made.slips[1], (6, 0), "0").await;
        let round = sealed(app, &made, "keeper").await;
        let (by_topic, _) = release(app, &round, 0).await;
        let branch = made.branches[0];
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let all: Vec<String> = by_topic.values().flatten().cloned().collect();
        assert_eq!(all.len(), 35);
        assert_eq!(secretary.get(&format!("/w/corrections/{round}/new")).await.status, 404, "not published yet");
        publish(&mut made.office, &round).await;
        let own = branch.to_string();
        let given = [("name", "排队叫号主屏"), ("organisation", own.as_str()), ("due_on", "2026-07-01")];
        let shown = plan(&mut secretary, &round, &all, &given).await;
        let path = bare(&shown);
        assert!(path.contains("/projects/"), "{}", shown.text());
        // Home names it with its last day; the list of all rounds leads to it.
        assert!(secretary.get("/w").await.says("整改项目“排队叫号主屏”尚未完成"));
        assert!(secretary.get("/w/corrections").await.says("排队叫号主屏"));
        step(&mut secretary, &path, "begun", &[], "已开始整改").await;
        let done = [("output", "叫号主屏已启用"), ("output_on", "2026-07-01"), ("words", "已装主屏。")];
        step(&mut secretary, &path, "done", &done, "已登记完成").await;
        assert!(secretary.get("/w").await.says("整改项目“排队叫号主屏”已完成，请公布"));
        step(&mut secretary, &path, "reopened", &[("words", "主屏时常黑屏")], "已退回整改").await;
        step(&mut secretary, &path, "done", &done, "已登记完成").await;
        let page = secretary.get(&path).await;
        assert_eq!(page.texts("#entries tbody tr").len(), 5, "{}", page.text());
        assert!(page.find_form("/repeat").is_none(), "the office that runs the round draws it up again");

        // One press: the window concerned alone, by the same instrument.
        let office = &mut made.office;
        let page = office.get(&path).await;
        let again = office.tell(&page, "/repeat", &[], "再评轮次已拟好草稿").await;
        let repeat = bare(&again);
        assert!(again.says("本轮再评的整改项目") && again.link("排队叫号主屏") == path, "{}", again.text());
        let objects = office.get(&format!("{repeat}/objects")).await;
        assert!(objects.says("吴淞海关1号窗口") && !objects.says("吴淞海关2号窗口"), "{}", objects.text());
        let page = office.get(&path).await;
        assert!(page.find_form("/repeat").is_none() && page.says("尚未公布"), "{}", page.text());
        office.fill(&repeat, "announcement", &[], "轮次已公布").await;
        let slips = begin(office, &repeat).await;
        cast(app, &slips, "吴淞海关1号窗口", &[0]).await;
        let results = seal(app, &repeat, "second").await;
        // Each figure from the release of its own round: as SC1 has it, grade 1 is not 满意.
        let page = office.get(&path).await;
        let again = page.texts("#again tbody tr");
        assert_eq!(again.len(), 3, "{}", page.text());
        assert!(again.iter().all(|row| row.contains("0/36") && row.contains("36/36")), "{again:?}");
        // The secretary sees the new figures once they are published.
        assert!(secretary.get(&path).await.says("尚未公布"));
        publish(office, results.trim_start_matches("/w/results/")).await;
        assert!(!secretary.get(&path).await.says("尚未公布"));
    });
}

#[test]
fn s089_only_released_opinions_of_the_own_reach_are_grouped_and_each_once() {
    run(async |app| {
        let mut made = windows(app, &[("吴淞海关", 1), ("洋山海关", 1)], "8").await;
        for slips in &made.slips {
            visit(app, slips, (8, 5), "0").await;
        }
        let round = sealed(app, &made, "keeper").await;
        let (by_topic, unread) = release(app, &round, 2).await;
        publish(&mut made.office, &round).await;
        let all: Vec<String> = by_topic.values().flatten().cloned().collect();
        let list = format!("/w/corrections/{round}");
        let owner = made.owner.to_string();
        let given = [("organisation", owner.as_str())];
        // Neither what is unread nor what is no opinion of this round: it is not there.
        for key in [unread[0].clone(), "00112233445566778899aabbccddeeff".to_owned()] {
            let refused = plan(&mut made.office, &round, &[key], &given).await;
            assert_eq!(refused.status, 404, "{}", refused.text());
        }
        // A secretary groups what is about the own organisation.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.branches[0]))]).await;
        let shown = secretary.get(&format!("{list}/new")).await;
        let offered: Vec<String> = shown.choices().into_iter().map(|(_, value)| value).collect();
        let mine: Vec<String> = all.iter().filter(|key| offered.contains(key)).cloned().collect();
        let theirs: Vec<String> = all.iter().filter(|key| !offered.contains(key)).cloned().collect();
        assert!(!mine.is_empty() && !theirs.is_empty());
        let branch = made.branches[0].to_string();
        let at_branch = [("organisation", branch.as_str())];
        assert_eq!(plan(&mut secretary, &round, &theirs[..1], &at_branch).await.status, 404);
        // What is missing or wrong is said at its field, and what was typed stays.
        for (field, value, told) in [
            ("due_on", "2026-06-30", "完成时限不能早于今天"),
            ("due_on", "2036-07-01", "完成时限太远"),
            ("name", " ", "请填写此项"),
            ("organisation", owner.as_str(), "请选择"),
        ] {
            let mut fields = vec![(field, value), ("remedy", "写过的措施")];
            fields.extend((field != "organisation").then_some(at_branch[0]));
            let refused = plan(&mut secretary, &round, &mine, &fields).await;
            assert_eq!(refused.status, 422, "{field}={value}");
            assert!(refused.says(told) && refused.html().contains("写过的措施"), "{told}: {}", refused.text());
        }
        let none = plan(&mut secretary, &round, &[], &at_branch).await;
        assert!(none.status == 422 && none.says("请至少选中一条意见"), "{}", none.text());
        // Two who group the same opinion: the second is told.
        let late = ticked(&mut made.office, &round, &mine[..1]).await;
        let project = bare(&plan(&mut secretary, &round, &mine, &at_branch).await);
        let fields = [
            ("chosen", mine[0].as_str()),
            ("name", "另一项目"),
            ("remedy", "另一措施"),
            ("person", "李"),
            ("due_on", "2026-07-09"),
            ("organisation", owner.as_str()),
        ];
        let refused = made.office.submit(&late, &list, &fields).await;
        assert!(refused.status == 422 && refused.says("刚被归入另一个项目"), "{}", refused.text());
        // Others: a secretary of the neighbour, a member, a clerk.
        let mut neighbour = app.visitor("neighbour", &[(Role::Secretary, Some(made.branches[1]))]).await;
        assert_eq!(neighbour.get(&project).await.status, 404);
        for (name, role) in [("member", Role::Member), ("clerk", Role::Clerk)] {
            let mut visitor = app.visitor(name, &[(role, Some(made.branches[0]))]).await;
            for path in [&list, &project] {
                assert_eq!(visitor.get(path).await.status, 404, "{name} {path}");
            }
        }
        // Without what can be seen, or without an answer, nothing is done.
        step(&mut secretary, &project, "begun", &[], "已开始整改").await;
        let page = secretary.get(&project).await;
        let wrong = secretary.submit(&page, "/entries", &[("output_on", "2026-07-02"), ("evidence", "照片")]).await;
        assert_eq!(wrong.status, 422);
        for told in ["请填写此项", "这一天还没有到", "请写一段答复"] {
            assert!(wrong.says(told), "{told}: {}", wrong.text());
        }
        // Over another's change both versions are shown; the plan and the step alike.
        let edit = secretary.get(&format!("{project}/plan")).await;
        let others = made.office.get(&format!("{project}/plan")).await;
        let put = "?_method=put";
        made.office.tell(&others, put, &[("name", "叫号主屏一期")], "整改方案已保存").await;
        let both = secretary.submit(&edit, put, &[("name", "叫号主屏二期")]).await;
        assert_eq!(both.status, 409);
        assert!(both.says("叫号主屏一期") && both.html().contains("叫号主屏二期"), "{}", both.text());
        let done = [("output", "主屏已启用"), ("output_on", "2026-07-01"), ("words", "已装。")];
        let stale =
            secretary.submit(&page, "/entries", &[done[0], done[1], done[2], ("once", "0123456789abcdef")]).await;
        assert_eq!(stale.status, 409, "{}", stale.text());
        assert!(stale.html().contains("主屏已启用") && stale.html().contains("both-versions"));
        // Given up with a reason, its opinions are free again.
        let page = secretary.get(&project).await;
        let form = page
            .forms("/entries")
            .into_iter()
            .find(|form| form.fields.contains(&("kind".to_owned(), "withdrawn".to_owned())));
        let bare_withdrawal = secretary.post_form(form.unwrap(), &[]).await;
        assert!(bare_withdrawal.status == 422 && bare_withdrawal.says("请填写此项"));
        step(&mut secretary, &project, "withdrawn", &[("words", "并入上级项目")], "项目已撤销").await;
        let opinions = secretary.get(&format!("/w/results/{round}/opinions")).await;
        assert!(opinions.find_form("/new").is_some() && opinions.texts("article .project").is_empty());
    });
}
