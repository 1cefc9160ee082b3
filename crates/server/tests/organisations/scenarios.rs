//! The rows S135 and S002 with the numbers of their cases, and who sees what.

use server::roles::Role;

use crate::{county, found, run};

#[test]
fn s135_types_are_counted_and_a_name_is_found_by_pinyin() {
    run(async |app| {
        let mut office = app.office().await;
        let top = found(&mut office, None, "中共合江区直属机关工作委员会", "work_committee", "office").await;
        for number in 1..=5 {
            found(&mut office, Some(&top), &format!("第{number}机关党委"), "committee", "office").await;
        }
        for number in 1..=6 {
            found(&mut office, Some(&top), &format!("第{number}机关党总支"), "general_branch", "office").await;
        }
        let list = office.get("/w/organisations").await;
        assert!(list.says("党工委 1 · 党委 5 · 党总支 6"), "{}", list.text());
        assert_eq!(office.get("/w/organisations?search=di3%20jiguan%20dangwei").await.texts("tbody tr").len(), 1);
        assert_eq!(office.get("/w/organisations?search=djgdzz").await.texts("tbody tr").len(), 0);
        assert_eq!(office.get("/w/organisations?kind=general_branch").await.texts("tbody tr").len(), 6);
        let export = office.get(&list.link("导出表格")).await;
        assert_eq!(export.bytes.get(..2), Some(b"PK".as_slice()));
        let workbook = spreadsheets::open(&export.bytes, &spreadsheets::Limits::default()).unwrap();
        let choices = spreadsheets::Choices::default();
        let file = spreadsheets::organisations::read(&workbook, &choices, &mut |_, _| {});
        assert_eq!(file.rows.len(), 12);
    });
}

#[test]
fn s002_criteria_are_common_plus_sector_plus_local_and_inherited_down_the_tree() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, committee, first, _) = county(&mut office).await;
        assert!(first.says("敬业奉献 （沿用行业："), "{}", first.text());
        assert!(first.says("师生反映好"), "the school variant of the common standard: {}", first.text());
        let form = office.get(&committee.link("修改")).await;
        office.submit(&form, "/w/organisations", &[("own_theme", "内强素质，外树形象")]).await;
        let branch = office.get(first.path.split('?').next().unwrap()).await;
        assert!(branch.says("内强素质，外树形象 （沿用上级：青山县教育局党委）"), "{}", branch.text());
        let form = office.get(&branch.link("修改")).await;
        let own = office.submit(&form, "/w/organisations", &[("own_theme", "做学生喜爱的教师")]).await;
        assert!(own.says("做学生喜爱的教师 （本组织自定）"), "{}", own.text());
    });
}

#[test]
fn a_secretary_sees_the_own_subtree_and_changes_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        let (county, committee, first, _) = county(&mut office).await;
        let id = committee.path.rsplit('/').next().unwrap().split('?').next().unwrap().parse().unwrap();
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(id))]).await;
        assert!(secretary.get("/w/organisations").await.says("共 3 条"));
        let page = secretary.get(first.path.split('?').next().unwrap()).await;
        assert!(page.says("青山一中党支部") && !page.says("新建下级组织"));
        assert_eq!(secretary.get(county.path.split('?').next().unwrap()).await.status, 404);
        assert_eq!(secretary.get("/w/organisations/new").await.status, 404);
        assert_eq!(secretary.get(&first.link("修改")).await.status, 404);
    });
}
