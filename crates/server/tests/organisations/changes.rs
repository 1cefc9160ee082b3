//! Each change of the tree, and what is refused.

use server::roles::Role;
use test_support::{Client, Shown};

use crate::{county, found, run};

#[test]
fn a_branch_under_a_territory_is_refused_with_the_types_that_would_be_right() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, "中共青山县委员会", "territory_committee", "office").await;
        let form = office.get(&county.link("新建下级组织")).await;
        let fields = [("name", "青山县气象局党支部"), ("kind", "branch"), ("secretary_name", "李春")];
        let refused = office.submit(&form, "/w/organisations", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("党支部不能设在地方党委之下，只能设在：党委 / 党总支 / 党工委"), "{}", refused.text());
        let kept = refused.form("/w/organisations");
        assert!(kept.fields.contains(&("secretary_name".to_owned(), "李春".to_owned())));
    });
}

#[test]
fn a_namesake_under_the_same_superior_and_a_month_thirteen_are_refused() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, committee, ..) = county(&mut office).await;
        let form = office.get(&committee.link("新建下级组织")).await;
        let twice = office.submit(&form, "/w/organisations", &[("name", "青山一中党支部"), ("kind", "branch")]).await;
        assert!(twice.says("同一上级下已有同名组织"), "{}", twice.text());
        let fields = [("name", "青山三中党支部"), ("kind", "branch"), ("founded", "2010-13")];
        let month = office.submit(&form, "/w/organisations", &fields).await;
        assert!(month.says("成立时间请写成"), "{}", month.text());
    });
}

#[test]
fn a_form_posted_twice_founds_one_organisation() {
    run(async |app| {
        let mut office = app.office().await;
        let form = office.get("/w/organisations/new").await;
        let fields = [("name", "中共青山县委员会"), ("kind", "territory_committee")];
        let first = office.submit(&form, "/w/organisations", &fields).await;
        let second = office.submit(&form, "/w/organisations", &fields).await;
        assert_eq!(first.path, second.path);
        assert!(office.get("/w/organisations").await.says("共 1 条"));
    });
}

#[test]
fn two_people_editing_see_both_versions() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, _, first, _) = county(&mut office).await;
        let mine = office.get(&first.link("修改")).await;
        let theirs = office.get(&first.link("修改")).await;
        let saved = office.submit(&theirs, "/w/organisations", &[("secretary_name", "王芳")]).await;
        assert!(saved.says("修改已保存"));
        let conflict = office.submit(&mine, "/w/organisations", &[("secretary_name", "李春")]).await;
        assert_eq!(conflict.status, 409);
        assert!(conflict.says("另一位同志刚刚修改了同一内容") && conflict.says("王芳"), "{}", conflict.text());
        let again = office.submit(&conflict, "/w/organisations", &[]).await;
        assert!(again.says("李春") && again.says("修改已保存"), "{}", again.text());
    });
}

#[test]
fn nothing_moves_below_itself_and_a_move_is_remembered() {
    run(async |app| {
        let mut office = app.office().await;
        let (county, committee, first, _) = county(&mut office).await;
        let other = found(&mut office, Some(&county), "青山县卫生局党委", "committee", "institution").await;
        let page = office.get(&first.link("调整隶属")).await;
        let target = other.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        let moved = office.submit(&page, "place", &[("target", &target)]).await;
        assert!(moved.says("隶属关系已调整") && moved.says("青山县卫生局党委"), "{}", moved.text());
        assert!(moved.says("调整隶属 青山县教育局党委 青山县卫生局党委"), "{}", moved.text());
        let page = office.get(&other.link("调整隶属")).await;
        let below = first.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        let circle = office.submit(&page, "place", &[("target", &below)]).await;
        assert_eq!(circle.status, 422);
        assert!(circle.says("不能调整到自己或自己的下级组织之下"), "{}", circle.text());
        drop(committee);
    });
}

#[test]
fn a_merged_branch_hands_over_and_closes_and_a_full_one_cannot_close() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, committee, first, second) = county(&mut office).await;
        let page = office.get(&committee.link("撤销")).await;
        let refused = office.submit(&page, "closure", &[]).await;
        assert!(refused.says("还有 2 个下级组织"), "{}", refused.text());
        let page = office.get(&first.link("并入其他组织")).await;
        let target = second.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        let merged = office.submit(&page, "merger", &[("target", &target)]).await;
        assert!(merged.says("已并入") && merged.says("接收并入 青山一中党支部"), "{}", merged.text());
        let gone = office.get(first.path.split('?').next().unwrap()).await;
        assert!(gone.says("该组织已于 2026-07-01 撤销"), "{}", gone.text());
        assert!(!office.get("/w/organisations").await.says("青山一中党支部"));
        let page = office.get(&second.link("撤销")).await;
        let future = office.submit(&page, "closure", &[("day", "2026-07-02")]).await;
        assert!(future.says("日期不能晚于今天"), "{}", future.text());
        assert!(office.submit(&page, "closure", &[]).await.says("组织已撤销"));
    });
}

#[test]
fn neither_a_move_nor_a_merger_makes_two_of_one_name_under_one_superior() {
    run(async |app| {
        let mut office = app.office().await;
        let (county, _, first, _) = county(&mut office).await;
        let other = found(&mut office, Some(&county), "青山县卫生局党委", "committee", "institution").await;
        found(&mut office, Some(&other), "青山一中党支部", "branch", "institution").await;
        let target = id_of(&other);
        for (page, action) in [(&first, "place"), (&committee_of(&mut office).await, "merger")] {
            let words = if action == "place" { "调整隶属" } else { "并入其他组织" };
            let page = office.get(&page.link(words)).await;
            let refused = office.submit(&page, action, &[("target", &target)]).await;
            assert_eq!(refused.status, 422, "{action}");
            assert!(refused.says("那里已有同名组织青山一中党支部"), "{}", refused.text());
        }
    });
}

#[test]
fn the_day_of_a_change_is_stored_as_a_day_not_as_it_was_typed() {
    run(async |app| {
        let mut office = app.office().await;
        let (_, _, first, _) = county(&mut office).await;
        let page = office.get(&first.link("撤销")).await;
        let closed = office.submit(&page, "closure", &[("day", " 2026-6-3 ")]).await;
        assert!(closed.says("2026-06-03") && !closed.says("2026-6-3"), "{}", closed.text());
    });
}

#[test]
fn the_form_of_a_new_organisation_names_no_superior_out_of_reach() {
    run(async |app| {
        let mut office = app.office().await;
        let (county, committee, ..) = county(&mut office).await;
        let reach = Some(id_of(&committee).parse().unwrap());
        let mut below = app.visitor("below", &[(Role::CampaignOffice, reach)]).await;
        let own = below.get(&format!("/w/organisations/new?parent={}", id_of(&committee))).await;
        assert!(own.says("青山县教育局党委"), "{}", own.text());
        let above = below.get(&format!("/w/organisations/new?parent={}", id_of(&county))).await;
        assert_eq!(above.status, 404);
        // Neither does the form that comes back with its errors.
        let fields = [("parent", id_of(&county)), ("name", String::new())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = below.submit(&own, "/w/organisations", &fields).await;
        assert_eq!(refused.status, 422);
        assert!(!refused.html().contains("中共青山县委员会"), "{}", refused.text());
    });
}

fn id_of(shown: &Shown) -> String {
    shown.path.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
}

async fn committee_of(office: &mut Client) -> Shown {
    let list = office.get("/w/organisations").await;
    office.get(&list.link("青山县教育局党委")).await
}
