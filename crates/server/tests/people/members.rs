//! Members: entering, changing, leaving, searching, and who sees whom.

use server::roles::Role;

use test_support::run;

use crate::support::{COUNTY, import, organisation, workbook};

#[test]
fn a_member_is_entered_found_by_initials_changed_and_leaves() {
    run(async |app| {
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let branch = organisation(&mut office, "柳林镇东河村党支部").await;
        let new = office.get(&format!("/w/people/new?organisation={branch}")).await;
        let fields = [("name", ""), ("birth", "1953.13")];
        let refused = office.submit(&new, "/w/people", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("请填写此项"), "{}", refused.text());
        let fields = [("name", "王小明"), ("birth", "1953年4月"), ("service", "retired")];
        let member = office.submit(&refused, "/w/people", &fields).await;
        assert!(member.says("党员已登记") && member.says("1953-04 (73 岁)"), "{}", member.text());
        for typed in ["王小明", "wangxiaoming", "wxm"] {
            let list = office.get(&format!("/w/people?search={typed}")).await;
            assert!(list.says("王小明") && list.says("离退休"), "{}", list.text());
        }
        let edit = office.get(&member.link("修改")).await;
        let changed = office.submit(&edit, "_method=put", &[("name", "王晓明")]).await;
        assert!(changed.says("党员信息已修改"), "{}", changed.text());
        let stale = office.submit(&edit, "_method=put", &[("name", "王小民")]).await;
        assert!(stale.says("王晓明"), "posted twice, it counts once: {}", stale.text());
        let leaving = office.get(&changed.link("登记离开")).await;
        let list = office.submit(&leaving, "departure", &[]).await;
        assert!(list.says("已登记离开") && !list.says("王晓明"), "{}", list.text());
    });
}

#[test]
fn two_people_editing_the_same_member_lose_nothing() {
    run(async |app| {
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let branch = organisation(&mut office, "柳林镇东河村党支部").await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        let new = secretary.get("/w/people/new").await;
        let member = secretary.submit(&new, "/w/people", &[("name", "王小明")]).await;
        let path = member.link("修改");
        let one = office.get(&path).await;
        let other = secretary.get(&path).await;
        office.submit(&one, "_method=put", &[("name", "王大明")]).await;
        let late = secretary.submit(&other, "_method=put", &[("post", "教师")]).await;
        assert_eq!(late.status, 409);
        assert!(late.says("另一位同志刚刚修改了同一内容"), "{}", late.text());
        // Both versions side by side: what is stored, what was typed.
        let rows = late.texts("#both-versions tbody tr");
        assert_eq!(rows, ["姓名王大明王小明", "职称或岗位教师"], "{}", late.text());
        let saved = secretary.submit(&late, "_method=put", &[("name", "王大明")]).await;
        assert!(saved.says("王大明") && saved.says("教师"), "{}", saved.text());
    });
}

#[test]
fn a_secretary_sees_the_own_organisation_and_no_other() {
    run(async |app| {
        let mut office = app.office().await;
        import(&mut office, "organisations", &workbook("党组织", COUNTY)).await;
        let east = organisation(&mut office, "柳林镇东河村党支部").await;
        let west = organisation(&mut office, "柳林镇西山村党支部").await;
        let rows: &[&[&str]] =
            &[&["姓名", "所在党支部"], &["张三", "柳林镇东河村党支部"], &["赵六", "柳林镇西山村党支部"]];
        import(&mut office, "members", &workbook("花名册", rows)).await;
        let other = office.get("/w/people").await.link("赵六");
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(east))]).await;
        let list = secretary.get("/w/people").await;
        assert!(list.says("张三") && !list.says("赵六"), "{}", list.text());
        assert_eq!(secretary.get(&other).await.status, 404);
        let path = format!("/w/people?organisation={west}");
        assert_eq!(secretary.get(&path).await.status, 404);
        let new = secretary.get("/w/people/new").await;
        let west = west.to_string();
        let fields = [("name", "王五"), ("organisation", west.as_str())];
        let refused = secretary.submit(&new, "/w/people", &fields).await;
        assert_eq!(refused.status, 404);
    });
}
