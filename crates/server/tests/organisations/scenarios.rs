//! The rows S135 and S002 with the numbers of their cases, and who sees what.

use rust_xlsxwriter::Workbook;
use server::roles::Role;
use test_support::Shown;
use test_support::imports::import;

use crate::{county, run};

/// The top of the district's tree.
const TOP: &str = "中共合江区直属机关工作委员会";

/// The district's own list: below its work committee 5 committees, 6 general branches, and their 243 branches.
fn district() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("党组织").unwrap();
    sheet.write_row(0, 0, ["党组织名称", "类别", "上级党组织", "所属行业"]).unwrap();
    sheet.write_row(1, 0, [TOP, "党工委", "", "机关"]).unwrap();
    let committees = (1..=5).map(|number| (format!("第{number}机关党委"), "党委"));
    let general_branches = (1..=6).map(|number| (format!("第{number}机关党总支"), "党总支"));
    let above: Vec<(String, &str)> = committees.chain(general_branches).collect();
    for (row, (name, kind)) in (2..).zip(&above) {
        sheet.write_row(row, 0, [name.as_str(), *kind, TOP, "机关"]).unwrap();
    }
    for (row, number) in (13..).zip(0..243) {
        let (superior, _) = &above[number % above.len()];
        let name = format!("区直第{}党支部", number + 1);
        sheet.write_row(row, 0, [name.as_str(), "党支部", superior.as_str(), "机关"]).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn s135_types_are_counted_and_a_name_is_found_by_pinyin() {
    run(async |app| {
        let mut office = app.office().await;
        let done = import(&mut office, "organisations", &district()).await;
        assert!(done.says("新增 255 "), "{}", done.text());
        // X27: 5 + 6 + 243 = 254 below the work committee.
        let list = office.get("/w/organisations").await;
        assert!(list.says("党工委 1 · 党委 5 · 党总支 6 · 党支部 243"), "{}", list.text());
        assert!(list.says("共 255 条"), "{}", list.text());
        for (kind, number) in [("committee", 5), ("general_branch", 6), ("branch", 243)] {
            let some = office.get(&format!("/w/organisations?kind={kind}")).await;
            assert!(some.says(&format!("共 {number} 条")), "{kind}: {}", some.text());
        }
        let top = office.get(&list.link(TOP)).await;
        assert!(top.says("下级组织 254 个"), "{}", top.text());
        assert_eq!(top.texts("tbody")[0].matches("机关党").count(), 5 + 6, "{}", top.text());
        assert_eq!(office.get("/w/organisations?search=di3%20jiguan%20dangwei").await.texts("tbody tr").len(), 1);
        assert_eq!(office.get("/w/organisations?search=djgdzz").await.texts("tbody tr").len(), 0);
        let export = office.get(&list.link("导出表格")).await;
        assert_eq!(export.bytes.get(..2), Some(b"PK".as_slice()));
        let workbook = spreadsheets::open(&export.bytes, &spreadsheets::Limits::default()).unwrap();
        let choices = spreadsheets::Choices::default();
        let file = spreadsheets::organisations::read(&workbook, &choices, &mut |_, _| {});
        assert_eq!(file.rows.len(), 255);
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

#[test]
fn superiors_out_of_reach_are_named_and_not_linked() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, committee, first, _) = county(&mut office).await;
        let own = |page: &Shown| page.path.split('?').next().unwrap().to_owned();
        let id = own(&committee).rsplit('/').next().unwrap().parse().unwrap();
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(id))]).await;
        for path in ["/w/organisations".to_owned(), own(&committee), own(&first)] {
            let page = secretary.get(&path).await;
            assert!(page.says("中共青山县委员会"), "{}", page.text());
            let links = page.links().into_iter().filter(|link| link.starts_with("/w/organisations/"));
            for link in links {
                assert_eq!(secretary.get(&link).await.status, 200, "{link} on {path}");
            }
        }
        let page = secretary.get(&own(&first)).await;
        assert_eq!(page.link("青山县教育局党委"), own(&committee), "the committee itself is in reach");
    });
}
