//! Importing: dry run, questions, corrections, all or nothing, round trip.

use sea_orm::EntityTrait;
use server::roles::Role;
use spreadsheets::{Code, Limits, open};
use storage::Reads;
use storage::entities::{audit_event, import, member, organisation, organisation_event};

use test_support::{Client, run};

use crate::support::{COUNTY, answer, check, edited, import as import_file, workbook};

const MEMBERS: &[&[&str]] = &[
    &["柳林镇党员花名册"],
    &["姓名", "性别", "民族", "身份证号", "出生年月", "所在党支部", "党员类别", "入党时间", "在职状况", "党内职务"],
    &["张三", "男", "汉族", "110101195304090011", "1953年4月", "柳林镇东河村党支部", "正式党员", "1975.07", "农民", ""],
    &[
        "李 四",
        "男",
        "汉族",
        "110101196504090011",
        "1965-04-09",
        "东河村支部",
        "正式",
        "1990-07-01",
        "农民",
        "支部书记",
    ],
    &[
        "赵六",
        "女",
        "汉族",
        "110101197504090011",
        "19750409",
        "柳林镇西山村党支部",
        "预备党员",
        "2025-06-30",
        "在职",
        "",
    ],
];

async fn count<E: EntityTrait>(app: &server::App) -> usize
where
    E::Model: Send + Sync,
{
    E::find().all(app.database.connection()).await.unwrap().len()
}

#[test]
fn a_file_is_checked_before_anything_changes_and_then_imported_whole() {
    run(async |app| {
        let mut office = app.office().await;
        let county = workbook("党组织", COUNTY);
        let report = check(&mut office, "organisations", "党组织.xlsx", &county).await;
        assert!(report.says("可以导入"), "{}", report.text());
        assert!(report.says("新增 4 条"), "{}", report.text());
        assert_eq!(count::<organisation::Entity>(&app.app).await, 0);
        let done = answer(&mut office, &report, "application", &[]).await;
        assert!(done.says("导入完成"), "{}", done.text());
        assert_eq!(count::<organisation::Entity>(&app.app).await, 4);
        assert_eq!(count::<organisation_event::Entity>(&app.app).await, 4);
        let events = audit_event::Entity::find().all(app.app.database.connection()).await.unwrap();
        assert!(events.iter().any(|event| event.event == "import-applied" && event.details.contains("+4")));
        let kept = import::Entity::find().one(app.app.database.connection()).await.unwrap().unwrap();
        assert!(kept.file.is_none(), "the file is erased once imported");

        let again = check(&mut office, "organisations", "党组织.xlsx", &county).await;
        assert!(again.says("完全一致"), "{}", again.text());
        assert!(again.find_form("application").is_none());
        let list = office.submit(&again, "imports/", &[]).await;
        assert!(list.says("已删除"), "{}", list.text());
    });
}

#[test]
fn questions_are_answered_one_by_one_or_all_sure_ones_at_once() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let file = workbook("花名册", MEMBERS);
        let report = check(&mut office, "members", "花名册.xlsx", &file).await;
        assert!(report.says("民族、身份证号"), "{}", report.text());
        assert!(report.says("没有叫“东河村支部”的党组织"), "{}", report.text());
        assert!(report.find_form("application").is_none());
        let questions = office.get(&format!("{}?severity=question", report.path)).await;
        assert!(questions.says("东河村支部") && !questions.says("没有读取"));
        let form = questions.form("choices");
        assert!(form.fields.iter().any(|(name, value)| name == "value" && value.contains("东河村")));
        let report = answer(&mut office, &questions, "choices", &[]).await;
        assert!(report.says("新增 3 条"), "{}", report.text());
        let done = answer(&mut office, &report, "application", &[]).await;
        assert!(done.says("导入完成"), "{}", done.text());
        assert_eq!(count::<member::Entity>(&app.app).await, 3);
    });
}

#[test]
fn an_answer_leads_back_to_the_page_and_filter_it_was_given_on() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let names: Vec<String> = (0..60).map(|number| format!("李{number}")).collect();
        let branches: Vec<String> = (0..60).map(|number| format!("第{number}支部")).collect();
        let mut rows: Vec<Vec<&str>> = vec![vec!["姓名", "所在党支部"]];
        rows.extend(names.iter().zip(&branches).map(|(name, branch)| vec![name.as_str(), branch.as_str()]));
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let report = check(&mut office, "members", "花名册.xlsx", &workbook("花名册", &rows)).await;
        let second = office.get(&format!("{}?severity=question&page=2", report.path)).await;
        let answered = answer(&mut office, &second, "/choices", &[("value", "柳林镇东河村党支部")]).await;
        assert!(answered.path.contains("severity=question&page=2"), "{}", answered.path);
        assert!(answered.says("第 2 页"), "{}", answered.text());
    });
}

#[test]
fn another_word_for_the_type_is_a_sure_correction() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let file = workbook(
            "花名册",
            &[
                &["姓名", "所在支部", "党员类别"],
                &["张三", "柳林镇东河村支部", "正式党员"],
                &["李四", "柳林镇西山村支部", "正式党员"],
            ],
        );
        let report = check(&mut office, "members", "花名册.xlsx", &file).await;
        assert!(report.says("接受全部有把握的更正（2 处）"), "{}", report.text());
        let report = answer(&mut office, &report, "sure-choices", &[]).await;
        assert!(report.says("新增 2 条"), "{}", report.text());
    });
}

#[test]
fn values_that_must_not_be_held_are_in_no_stored_byte() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let file = workbook("花名册", MEMBERS);
        check(&mut office, "members", "花名册.xlsx", &file).await;
        let rows = import::Entity::find().all(app.app.database.connection()).await.unwrap();
        let kept = rows.iter().find(|row| row.kind == "members").unwrap();
        assert!(!kept.report.contains("110101"));
        let copy = open(kept.file.as_deref().unwrap(), &Limits::default()).unwrap();
        let cells = copy.sheets.iter().flat_map(|sheet| sheet.cells());
        let words: Vec<String> = cells.map(|cell| cell.value.written()).collect();
        assert!(words.iter().any(|word| word == "张三"));
        assert!(words.iter().all(|word| !word.contains("110101") && word != "汉族"));
    });
}

#[test]
fn an_export_imported_unchanged_changes_nothing_and_an_edited_one_only_that() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let file = workbook("花名册", MEMBERS);
        let report = check(&mut office, "members", "花名册.xlsx", &file).await;
        let report = answer(&mut office, &report, "choices", &[]).await;
        answer(&mut office, &report, "application", &[]).await;
        let exported = office.get("/w/people/export.xlsx").await;
        let changed = edited(&exported.bytes, "支部书记", "组织委员");
        comes_back(&mut office, "members", (&exported.bytes, &changed), 3).await;
        let list = office.get("/w/people").await;
        assert!(list.says("组织委员") && !list.says("支部书记"), "{}", list.text());
    });
}

#[test]
fn exported_organisations_imported_unchanged_change_nothing_and_edited_ones_only_that() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let exported = office.get("/w/organisations/export.xlsx").await;
        let changed = edited(&exported.bytes, "赵六", "孙七");
        comes_back(&mut office, "organisations", (&exported.bytes, &changed), 4).await;
        let list = office.get("/w/organisations").await;
        assert!(list.says("孙七") && !list.says("赵六"), "{}", list.text());
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        let trail = auditor.get("/w/audit?event=exported").await;
        assert_eq!(trail.texts("tbody tr").len(), 1, "{}", trail.text());
        assert!(trail.says("党组织.xlsx: 4"), "{}", trail.text());
    });
}

/// What was exported is all there already; with one cell changed it is one record of so many that changes, once.
async fn comes_back(office: &mut Client, kind: &str, (exported, changed): (&[u8], &[u8]), records: usize) {
    let unchanged = check(office, kind, "导出.xlsx", exported).await;
    assert!(unchanged.says("完全一致"), "{}", unchanged.text());
    assert!(unchanged.says(&format!("新增 0 修改 0 没有变化 {records}")), "{}", unchanged.text());
    assert!(!unchanged.says("错误"), "{}", unchanged.text());
    let report = check(office, kind, "改过的导出.xlsx", changed).await;
    assert!(report.says(&format!("新增 0 修改 1 没有变化 {}", records - 1)), "{}", report.text());
    let done = answer(office, &report, "application", &[]).await;
    assert!(done.says("导入完成"), "{}", done.text());
    let again = check(office, kind, "改过的导出.xlsx", changed).await;
    assert!(again.says("完全一致"), "{}", again.text());
}

#[test]
fn the_marked_spreadsheet_tells_what_is_wrong_where_it_is() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let file = workbook(
            "花名册",
            &[
                &["姓名", "出生年月", "所在支部", "身份证号"],
                &["张三", "2010.13", "柳林镇东河村党支部", "110101195304090011"],
            ],
        );
        let report = check(&mut office, "members", "花名册.xlsx", &file).await;
        assert!(report.says("没有 13 月"), "{}", report.text());
        assert!(report.says("花名册!B2"), "{}", report.text());
        let marked = office.get(&report.link("下载标注后的表格")).await;
        let marked = open(&marked.bytes, &Limits::default()).unwrap();
        let cells = marked.sheets.iter().flat_map(|sheet| sheet.cells());
        let words: Vec<String> = cells.map(|cell| cell.value.written()).collect();
        assert!(words.iter().any(|word| word.contains("没有 13 月")), "{words:?}");
        assert!(words.iter().all(|word| !word.contains("110101")));
        let report = answer(&mut office, &report, "choices", &[("value", "2001-03")]).await;
        assert!(report.says("新增 1 条"), "{}", report.text());
    });
}

#[test]
fn a_check_lost_by_a_restart_is_done_again_from_the_stored_copy() {
    run(async |app| {
        let mut office = app.office().await;
        let county = workbook("党组织", COUNTY);
        let report = check(&mut office, "organisations", "党组织.xlsx", &county).await;
        let transaction = app.app.database.write(storage::Scope::Whole).await.unwrap();
        let mut rows = import::Entity::find().all(transaction.connection()).await.unwrap();
        let mut row: import::ActiveModel = rows.remove(0).into();
        row.state = sea_orm::ActiveValue::Set("applying".to_owned());
        row.report = sea_orm::ActiveValue::Set(String::new());
        import::Entity::update(row).exec(transaction.connection()).await.unwrap();
        transaction.commit().await.unwrap();
        let shown = office.get(&report.path).await;
        let shown = crate::support::settled(&mut office, shown).await;
        assert!(shown.says("新增 4 条"), "{}", shown.text());
    });
}

#[test]
fn only_the_office_of_the_whole_tree_imports() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let town = crate::support::organisation(&mut office, "柳林镇党委").await;
        let role = (Role::CampaignOffice, Some(town));
        let mut part = app.visitor("town", &[role]).await;
        let page = part.get("/w/imports").await;
        assert!(page.says("由负责全部党组织的活动办办理"), "{}", page.text());
        assert!(page.find_form("/w/imports").is_none());
        let list = office.get("/w/imports").await;
        let import = list.link("表.xlsx");
        assert_eq!(part.get(&import).await.status, 404);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(town))]).await;
        assert_eq!(secretary.get("/w/imports").await.status, 404);
    });
}

#[test]
fn every_problem_has_a_text_in_every_language() {
    run(async |app| {
        for language in texts::Language::ALL {
            for code in Code::ALL {
                let key = format!("imports-problem-{}", code.key());
                assert!(app.app.texts.has(language, &key), "{key} in {language}");
            }
        }
    });
}

#[test]
fn the_list_of_imports_is_sorted_by_its_headings() {
    run(async |app| {
        let mut office = app.office().await;
        import_file(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let faulty: &[&[&str]] = &[COUNTY[0], COUNTY[1], &["1", "柳林镇南坡党支部", "党支部", "没有的党委"]];
        app.app.clock.advance_seconds(60);
        check(&mut office, "organisations", "错.xlsx", &workbook("党组织", faulty)).await;
        app.app.clock.advance_seconds(60);
        check(&mut office, "members", "党员.xlsx", &workbook("党员", MEMBERS)).await;
        let files = async |client: &mut Client, path: &str| client.get(path).await.texts("tbody td a");
        let page = office.get("/w/imports").await;
        assert_eq!(page.texts("tbody td a"), ["党员.xlsx", "错.xlsx", "表.xlsx"]);
        assert_eq!(page.texts("th[aria-sort=descending]").len(), 1, "the latest stands first");
        assert_eq!(files(&mut office, "/w/imports?sort=at").await, ["表.xlsx", "错.xlsx", "党员.xlsx"]);
        assert_eq!(files(&mut office, "/w/imports?sort=-kind").await.first().unwrap(), "党员.xlsx");
        assert_eq!(files(&mut office, "/w/imports?sort=-state").await.first().unwrap(), "表.xlsx");
        let list = office.ask("GET", "/w/imports?sort=kind", &[("hx-request", "true")], Vec::new()).await;
        assert!(!list.html().contains("<html"), "the list alone");
    });
}
