//! Instruments of the library on a round: unified forms, sectors, six aspects and five looks.

use crate::{choose, choose_members, draw_up, enter_members, found, round_path, run};

#[test]
fn s052_common_items_stay_and_a_subordinate_adds_its_own() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        let objects = choose(&mut office, &path, &[county], "six_aspects").await;
        let items = objects.link("六方面");
        let page = office.get(&items).await;
        for code in ["A1", "A2", "A3", "A4", "A5", "A6", "OV"] {
            assert!(page.texts("tbody td").contains(&code.to_owned()), "{code}");
        }
        let fields = [("name", "办事大厅是否方便"), ("explanation", "进一个门、跑一次腿")];
        let added = office.submit(&page, "items?add", &fields).await;
        assert!(added.says("已增加项目"), "{}", added.text());
        assert!(added.says("自设项目"));
        assert!(added.texts("tbody td").contains(&"L1".to_owned()));
        let twice = office.submit(&added, "items?add", &fields).await;
        assert_eq!(twice.status, 422);
        assert!(twice.says("已经有同名的项目"), "{}", twice.text());

        // A common item has no way to be removed on the page, and a forged form is refused.
        let forms: Vec<String> = added
            .html()
            .split("action=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .filter(|action| action.contains("/items/"))
            .collect();
        assert_eq!(forms.len(), 1, "{forms:?}");
        assert!(forms[0].contains("/items/L1"), "{forms:?}");
        let mut forged = added.form("/items/L1");
        forged.action = forged.action.replace("/items/L1", "/items/A1");
        let refused = office.post_form(forged, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("统一项目不能删除"), "{}", refused.text());
        let page = office.get(&items).await;
        let removed = office.submit(&page, "/items/L1", &[]).await;
        assert!(removed.says("已移除项目"), "{}", removed.text());
        assert!(!removed.texts("tbody td").contains(&"L1".to_owned()));
    });
}

#[test]
fn s053_each_of_six_sectors_is_judged_against_its_own_target() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let sectors = [
            ("东河村党支部", "rural", "创业致富"),
            ("长安社区党支部", "community", "和谐安定"),
            ("柳林钢厂党支部", "state_enterprise", "创新增效"),
            ("商会党支部", "new_organisation", "塑造形象"),
            ("第一中学党支部", "institution", "敬业奉献"),
            ("财政局党支部", "office", "服务发展"),
        ];
        let mut chosen = Vec::new();
        for (name, sector, _) in sectors {
            chosen.push(found(&mut office, Some(county), (name, "branch", sector)).await);
        }
        let path = round_path(&draw_up(&mut office, county).await);
        choose(&mut office, &path, &chosen, "six_aspects").await;
        let panels = office.get(&format!("{path}/panels")).await;
        let sheets = panels.texts("h2");
        for (name, _, target) in sectors {
            assert!(sheets.contains(&name.to_owned()), "{sheets:?}");
            assert!(panels.says(&format!("评议目标：{target}")), "{target}");
        }
        let preview = office.get(&panels.link("预览")).await;
        assert!(preview.says("评议目标：创业致富"), "{}", preview.text());
        office.get("/language/en?back=/w").await;
        let preview = office.get(&panels.link("预览")).await;
        assert!(preview.says("Judged against: Building livelihoods"), "{}", preview.text());
        office.get("/language/zh-Hans?back=/w").await;
        // On one sheet for all of them no single target holds.
        let objects = office.get(&format!("{path}/objects")).await;
        let fields = [("arrangement", "common")];
        let arranged = office.submit(&objects, "sheets", &fields).await;
        assert!(arranged.says("评议表已重新编排"), "{}", arranged.text());
        let panels = office.get(&format!("{path}/panels")).await;
        assert!(!panels.says("评议目标"), "{}", panels.text());
        assert!(panels.says("6 个对象，共 42 项"), "{}", panels.text());
    });
}

#[test]
fn s002_a_school_is_offered_its_own_wording_and_another_sectors_is_flagged() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let school = found(&mut office, Some(county), ("第一中学党支部", "branch", "institution")).await;
        let village = found(&mut office, Some(county), ("东河村党支部", "branch", "rural")).await;
        let path = round_path(&draw_up(&mut office, county).await);
        // By sector: the school's words for the school, the common ones for the village.
        let objects = choose(&mut office, &path, &[school, village], "five_goods").await;
        assert!(objects.says("学校"), "{}", objects.text());
        assert!(!objects.says("不是本行业用表"), "{}", objects.text());
        let school_items = office.get(&objects.link("· 学校")).await;
        assert!(school_items.says("师生反映好"), "{}", school_items.text());
        assert!(school_items.texts("tbody td").contains(&"G5".to_owned()));
        // The school's words chosen for a village: it may be done, and is flagged.
        let path = round_path(&draw_up(&mut office, county).await);
        let objects = choose(&mut office, &path, &[village], "five_goods:school").await;
        assert!(objects.says("不是本行业用表"), "{}", objects.text());
    });
}

#[test]
fn s058_six_aspects_of_a_branch_and_five_looks_with_four_traits_of_its_14_members() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let branch = found(&mut office, Some(county), ("交警大队党支部", "branch", "office")).await;
        let members = enter_members(app, branch, 14).await;
        let path = round_path(&draw_up(&mut office, county).await);
        choose(&mut office, &path, &[branch], "six_aspects").await;
        let objects = choose_members(&mut office, &path, branch, &members).await;
        assert!(objects.says("评议对象（15）"), "{}", objects.text());
        // One sheet: 7 items of the branch and 9 of each of its 14 members.
        let panels = office.get(&format!("{path}/panels")).await;
        assert!(panels.says("15 个对象，共 133 项"), "{}", panels.text());
        let preview = office.get(&panels.link("预览")).await;
        let names = preview.texts("section h2");
        assert_eq!(names.len(), 15);
        assert_eq!(names[0], "交警大队党支部");
        assert_eq!(preview.texts("table.as-rows tbody th").len(), 7 + 14 * 5);
        let columns = preview.texts("table.as-columns thead th");
        assert_eq!(columns.iter().filter(|words| !words.is_empty()).count(), 14 * 4);
        for trait_name in ["理想信念", "表率作用", "组织纪律", "综合表现"] {
            let with = columns.iter().filter(|words| words.starts_with(trait_name));
            assert_eq!(with.count(), 14, "{trait_name}");
        }
        for form in ["F12", "F13"] {
            let pdf = office.get(&preview.link(form)).await;
            assert_eq!(pdf.headers["content-type"], "application/pdf", "{form}");
            assert!(pdf.bytes.starts_with(b"%PDF"));
        }
    });
}
