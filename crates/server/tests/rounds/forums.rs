//! S064: the appraisal forum, recorded in three parts and point by point; a weak point named there becomes a correction.

use sea_orm::EntityTrait;
use server::roles::Role;
use storage::entities::{account, procedure_record};
use storage::{OrganisationId, ProcedureRecordId, Reads, Scope};
use test_support::{Client, Shown, TestApp, rows, run};

use crate::correction_life::{bare, publish, step};
use crate::life::{add_panel, cast, open, seal};
use crate::procedures::{following, of_round, record, said};

/// Records a step at a point; the page afterwards.
async fn at_point(client: &mut Client, path: &str, (point, step): (&str, &str), words: &str) -> Shown {
    let page = client.get(path).await;
    let forms = page.forms(&format!("/{step}?_method=put")).into_iter();
    let form = forms.into_iter().find(|form| form.fields.contains(&("subject".to_owned(), point.to_owned())));
    client.post_form(form.unwrap(), &said(words, "15")).await
}

/// What was said of the four points of the list and what was concluded.
const POINTS: [(&str, &str, &str); 4] = [
    ("S1", "班子团结，愿意听不同意见", "作风扎实，继续保持"),
    ("S2", "思路跟得上公司的发展", "思路清楚"),
    ("S3", "各条线都达标，台账记得不细", "业绩好，台账不细"),
    ("S4", "食堂和班车的事办了", "服务到位，多到夜班去"),
];

#[test]
fn s064_a_forum_is_recorded_point_by_point_and_a_weak_point_becomes_a_correction() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "appraisal_forum").await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let slips = open(&mut office, &round).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let path = format!("{}/appraisal_forum/{branch}", of_round(&round));
        let page = secretary.get(&path).await;
        let empty = ["评工作作风 0/2", "评工作思路 0/2", "评工作业绩 0/2", "评服务群众 0/2"];
        assert_eq!(page.texts("h2"), empty, "the points are those of the list");
        // The branch reports; of each point people speak and the leader concludes: 1 + 4 + 4.
        record(&mut secretary, &page, "report", &said("作风、思路、业绩、服务群众四个方面的报告", "15")).await;
        for (place, (point, voice, conclusion)) in POINTS.into_iter().enumerate() {
            at_point(&mut secretary, &path, (point, "voices"), voice).await;
            let page = at_point(&mut secretary, &path, (point, "review"), conclusion).await;
            assert!(page.says(voice) && page.says(conclusion), "{}", page.text());
            assert!(page.texts("h2")[place].ends_with("2/2"), "{:?}", page.texts("h2"));
            let list = secretary.get(&of_round(&round)).await;
            let done = 1 + 2 * (place + 1);
            assert!(list.says(&format!("{done}/9")), "{done}: {}", list.text());
        }
        assert!(office.get(&of_round(&round)).await.says("已做齐 1 / 1"));
        let nowhere = page.forms("/voices?_method=put").into_iter().next().unwrap();
        let other_list = [said("说了", "15").as_slice(), &[("subject", "A1")]].concat();
        assert_eq!(secretary.post_form(nowhere, &other_list).await.status, 404, "a point of another list is none");
        // Two who change the same step at the same point see both versions.
        let stale = secretary.get(&path).await;
        at_point(&mut office, &path, ("S4", "review"), "服务到位").await;
        let both = record(&mut secretary, &stale, "review", &said("多到夜班去", "15")).await;
        assert_eq!(both.status, 409);
        assert!(both.says("服务到位") && both.says("多到夜班去"), "{}", both.text());

        // One weak point. It is put right once the round is sealed: by the office, then by the secretary.
        let page = at_point(&mut secretary, &path, ("S3", "weak_points"), "台账不细").await;
        assert!(page.says("本轮封存以后，由活动办列为整改项目"), "{}", page.text());
        assert!(secretary.get(&of_round(&round)).await.says("9/9"), "a weak point is not owed");
        cast(app, &slips, "村民", &[0]).await;
        let results = seal(app, &round, "keeper").await;
        let id = results.trim_start_matches("/w/results/").to_owned();
        let early = office.get(&path).await.link("列为整改项目");
        assert!(secretary.get(&path).await.says("结果通报以后，支部书记也可以列入"));
        let stale = office.get(&early).await;
        publish(&mut office, &id).await;
        let list = secretary.get(&format!("/w/corrections/{id}")).await;
        assert!(list.texts("#weak").concat().contains("评议会上的短板 1 个，尚未列为整改项目 1 个"), "{}", list.text());
        let link = secretary.get(&path).await.link("列为整改项目");
        let form = secretary.get(&link).await;
        assert!(form.says("东河村党支部 · 评工作业绩") && form.says("台账不细"), "{}", form.text());
        let action = format!("/w/corrections/{id}");
        let ticked = form.form(&action).fields.into_iter().filter(|(name, _)| name == "weak").count();
        assert_eq!(ticked, 1, "the weak point comes along");
        let own = branch.to_string();
        let task = [
            ("name", "规范台账"),
            ("remedy", "逐条补记台账，每月核对"),
            ("organisation", own.as_str()),
            ("person", "组织委员孙强"),
            ("due_on", "2026-07-31"),
        ];
        let planned = secretary.tell(&form, &action, &task, "整改方案已保存").await;
        assert!(planned.says("东河村党支部 · 评工作业绩") && planned.says("台账不细"), "{}", planned.text());
        // It stands on the list of corrections with who and by when, and at the point of the forum.
        let corrections = secretary.get("/w/corrections").await.texts("tbody tr");
        assert_eq!(corrections.len(), 1, "{corrections:?}");
        for words in ["规范台账", "组织委员孙强", "2026-07-31", "已列入计划"] {
            assert!(corrections[0].contains(words), "{words}: {corrections:?}");
        }
        let page = secretary.get(&path).await;
        let told = page.texts(".task").concat();
        assert!(told.contains("规范台账 · 责任人 组织委员孙强 · 完成时限 2026-07-31"), "{told}");
        let kept = secretary.submit(&page, "weak_points?_method=delete", &[]).await;
        assert!(kept.status == 422 && kept.says("这个短板已列为整改项目"), "{}", kept.text());
        // It belongs to one project.
        let another = [&task[..3], &[("person", "李"), ("due_on", "2026-07-30")]].concat();
        let twice = office.submit(&stale, &action, &another).await;
        assert!(twice.status == 422 && twice.says("刚被归入另一个项目"), "{}", twice.text());
        // Done like any other correction, with no opinion to answer; given up, its weak point is free again.
        let project = bare(&planned);
        step(&mut secretary, &project, "begun", &[], "已开始整改").await;
        let done = [("output", "台账逐条补齐"), ("output_on", "2026-07-01"), ("words", "")];
        step(&mut secretary, &project, "done", &done, "已登记完成").await;
        step(&mut secretary, &project, "withdrawn", &[("words", "并入上级项目")], "项目已撤销").await;
        let list = office.get(&format!("/w/corrections/{id}")).await;
        assert!(list.texts("#weak").concat().contains("尚未列为整改项目 1 个"), "{}", list.text());
        let english = office.clone().speaking("en").get(&path).await;
        assert!(english.says("Plan a correction") && !english.html().contains('⟦'), "{}", english.text());
    });
}

/// Enters what was recorded of a forum while it was recorded as a whole.
async fn record_before_points(app: &TestApp, branch: OrganisationId, round: &str) {
    let writer = account::Entity::find().one(app.app.database.connection()).await.unwrap().unwrap();
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    for (step, words) in [("voices", "群众代表都说食堂办得好"), ("review", "分管领导肯定了整改")] {
        let row = procedure_record::Model {
            id: ProcedureRecordId(app.app.clock.next_id()),
            round_id: round.rsplit('/').next().unwrap().parse().unwrap(),
            procedure_code: "appraisal_forum".to_owned(),
            step: step.to_owned(),
            organisation_id: branch,
            subject: String::new(),
            happened_on: "2026-06-20".to_owned(),
            persons: Some(15),
            words: words.to_owned(),
            evidence: "记录 3 号".to_owned(),
            account_id: writer.id,
            version: 1,
        };
        rows::insert(&transaction, procedure_record::ActiveModel::from(row)).await;
    }
    transaction.commit().await.unwrap();
}

#[test]
fn s064_a_forum_recorded_as_a_whole_before_it_had_points_can_still_be_read() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, branch, round) = following(app, &mut office, "appraisal_forum").await;
        let path = format!("{}/appraisal_forum/{branch}", of_round(&round));
        assert!(office.get(&path).await.texts("#earlier").is_empty());
        record_before_points(app, branch, &round).await;
        let page = office.get(&path).await;
        let earlier = page.texts("#earlier").concat();
        for words in ["群众代表都说食堂办得好", "分管领导肯定了整改", "2026-06-20", "15", "记录 3 号"]
        {
            assert!(earlier.contains(words), "{words}: {earlier}");
        }
        // It is read, and counts as nothing that is owed now.
        assert_eq!(page.texts("h2")[..4].iter().filter(|heading| heading.ends_with("0/2")).count(), 4);
        let english = office.clone().speaking("en").get(&path).await;
        assert!(english.says("Recorded earlier") && !english.html().contains('⟦'), "{}", english.text());
    });
}
