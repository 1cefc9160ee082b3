//! Common forms are made above and used below: who sees what, what cannot be taken away.

use server::roles::Role;

use crate::{add_item, choose, copy, draft_of, draw_up, found, instrument, release, run};

#[test]
fn what_an_office_releases_is_used_below_and_nowhere_else() {
    run(async |app| {
        let mut whole = app.office().await;
        let county = found(&mut whole, None, ("柳林县委", "territory_committee", "office")).await;
        let town = found(&mut whole, Some(county), ("东河镇党委", "committee", "rural")).await;
        let other = found(&mut whole, Some(county), ("西山镇党委", "committee", "rural")).await;
        let of = async |name: &str, root| app.visitor(name, &[(Role::CampaignOffice, Some(root))]).await;
        let mut town_office = of("town", town).await;
        let mut other_office = of("other", other).await;
        let mut county_office = of("county", county).await;

        let edit = copy(&mut town_office, &instrument("village_members", 1), "east_members").await;
        let path = draft_of(&edit);
        // A draft is its maker's; the office above sees it too, the one beside it never.
        assert_eq!(county_office.get(&path).await.status, 200);
        assert_eq!(other_office.get(&path).await.status, 404);
        release(&mut town_office, &path).await;
        for path in [path.clone(), format!("{path}/template.toml"), format!("{path}/edit")] {
            assert_eq!(other_office.get(&path).await.status, 404, "{path}");
        }
        assert!(!other_office.get("/w/library?search=east").await.says("east_members"));
        assert!(county_office.get("/w/library?search=east").await.says("east_members"));

        // The county's is seen and used in both towns, and changed in neither.
        let edit = copy(&mut county_office, &instrument("six_aspects", 1), "county_form").await;
        let common = draft_of(&edit);
        assert_eq!(town_office.get(&common).await.status, 404, "a draft from above is not seen yet");
        county_office.tell(&edit, "_method=put", &[("name", "全县统一评议表")], "已保存").await;
        release(&mut county_office, &common).await;
        for (office, root) in [(&mut town_office, town), (&mut other_office, other)] {
            let page = office.get(&common).await;
            assert!(page.says("柳林县委") && page.find_form("retirement").is_none(), "{}", page.text());
            assert!(page.forms("/w/library").iter().all(|form| form.action.ends_with("/copies")));
            assert_eq!(office.get(&format!("{common}/edit")).await.status, 404);
            let round = draw_up(office, root).await;
            let chosen = choose(office, &round, &[root], &[("instrument", "county_form")]).await;
            assert!(chosen.says("全县统一评议表"), "{}", chosen.text());
        }
        // A round of the county does not take a town's.
        let round = draw_up(&mut county_office, county).await;
        let refused = choose(&mut county_office, &round, &[town], &[("instrument", "east_members")]).await;
        assert_eq!(refused.status, 422);
        // Who may see rounds may read the library, and change nothing.
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, Some(town))]).await;
        let page = keeper.get(&common).await;
        assert!(page.says("全县统一评议表") && page.find_form("copies").is_none(), "{}", page.text());
        assert_eq!(keeper.get("/w/library/import").await.status, 404);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(town))]).await;
        assert_eq!(secretary.get("/w/library").await.status, 404);
    });
}

#[test]
fn s052_an_office_below_adds_items_and_never_removes_or_changes_common_ones() {
    run(async |app| {
        let mut whole = app.office().await;
        let county = found(&mut whole, None, ("柳林县委", "territory_committee", "office")).await;
        let town = found(&mut whole, Some(county), ("东河镇党委", "committee", "rural")).await;
        let edit = copy(&mut whole, &instrument("six_aspects", 1), "").await;
        let edit = add_item(&mut whole, &edit, ("aspects", "是否按时公开")).await;
        let common = draft_of(&edit);
        release(&mut whole, &common).await;

        let mut office = app.visitor("town", &[(Role::CampaignOffice, Some(town))]).await;
        let edit = copy(&mut office, &common, "").await;
        let path = draft_of(&edit);
        assert_eq!(path, instrument("six_aspects", 3));
        assert!(edit.says("上级统一的项目不能改、不能删"), "{}", edit.text());
        assert!(!edit.html().contains("remove:A7"), "no button for what is common");
        for (field, told) in [("act", "remove:A7"), ("scale", "SC2"), ("overall", "")] {
            let refused = office.submit(&edit, "_method=put", &[(field, told)]).await;
            assert_eq!(refused.status, 422, "{field}");
            assert!(refused.says("上级统一制定的内容不能删除或改动"), "{field}: {}", refused.text());
        }
        let form = edit.form("_method=put");
        let names: Vec<&str> =
            form.fields.iter().filter(|(name, _)| name == "item_name").map(|(_, value)| value.as_str()).collect();
        let mut renamed: Vec<(&str, &str)> = names.iter().map(|name| ("item_name", *name)).collect();
        renamed[0].1 = "随便写写";
        let refused = office.submit(&edit, "_method=put", &renamed).await;
        assert!(refused.says("A1") && refused.says("不能删除或改动"), "{}", refused.text());
        // Its own item has a code of its own, is marked, may be removed again.
        let edit = add_item(&mut office, &edit, ("aspects", "是否方便村民")).await;
        assert!(edit.html().contains("remove:L1"), "{}", edit.text());
        release(&mut office, &path).await;
        let shown = office.get(&path).await;
        let local = shown.texts("tbody tr").into_iter().find(|row| row.starts_with("L1")).unwrap();
        assert!(local.contains("是否方便村民") && local.contains("自设"), "{local}");
        let round = draw_up(&mut office, town).await;
        let chosen = choose(&mut office, &round, &[town], &[("instrument", "six_aspects")]).await;
        let items = office.get(&chosen.link("六方面")).await;
        for code in ["A1", "A7", "L1", "OV"] {
            assert!(items.texts("tbody td").contains(&code.to_owned()), "{code}: {}", items.text());
        }

        // A file that leaves a common item out comes in as a draft and cannot be released.
        let text = String::from_utf8(office.get(&format!("{path}/template.toml")).await.bytes).unwrap();
        let (before, after) = text.split_once("code = \"A3\"").unwrap();
        let (before, after) = (before.rsplit_once("[[item]]").unwrap().0, after.split_once("[[item]]").unwrap().1);
        let without = format!("{before}[[item]]{after}");
        let checked = crate::check(&mut office, without.as_bytes()).await;
        assert!(checked.says("上级统一制定的内容不能删除或改动：A3"), "{}", checked.text());
        office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
        let draft = office.get(&instrument("six_aspects", 4)).await;
        assert!(draft.says("不能删除或改动：A3") && draft.find_form("release").is_none(), "{}", draft.text());
        let mut forged = draft.form("six_aspects/4?_method=delete");
        forged.action = format!("{}/release", instrument("six_aspects", 4));
        let refused = office.post_form(forged, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("不能启用"), "{}", refused.text());
    });
}

/// An item of a file, in the group of its neighbours.
fn item(code: &str, is_common: bool) -> String {
    let name = "{ \"zh-Hans\" = \"是否常下村\", en = \"Often in the villages\" }";
    format!("\n[[item]]\ncode = \"{code}\"\ngroup = \"aspects\"\nname = {name}\ncommon = {is_common}\n")
}

#[test]
fn s052_a_file_of_an_office_below_adds_to_a_common_list_nothing_that_counts_as_common() {
    run(async |app| {
        let mut whole = app.office().await;
        let county = found(&mut whole, None, ("柳林县委", "territory_committee", "office")).await;
        let town = found(&mut whole, Some(county), ("东河镇党委", "committee", "rural")).await;
        let export = format!("{}/template.toml", instrument("six_aspects", 1));
        let text = String::from_utf8(whole.get(&export).await.bytes).unwrap();
        let mut office = app.visitor("town", &[(Role::CampaignOffice, Some(town))]).await;
        let line_of = |text: &str, part: &str| (text.lines().position(|line| line == part).unwrap() + 1).to_string();
        for (code, is_common, expected) in [
            ("A8", false, vec![("代码", "以 L 开头的代码，例如 L1")]),
            ("L1", true, vec![("统一项目", "false：上级的表里没有这个统一项目")]),
            ("A8", true, vec![("代码", "以 L 开头的代码"), ("统一项目", "false：")]),
        ] {
            let with = format!("{text}{}", item(code, is_common));
            let checked = crate::check(&mut office, with.as_bytes()).await;
            assert_eq!(checked.status, 422, "{code} {is_common}: {}", checked.text());
            let found = crate::findings(&checked);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            let at_code: usize = line_of(&with, &format!("code = \"{code}\"")).parse().unwrap();
            for ([line, field, _, told], (name, words)) in found.iter().zip(expected) {
                assert!(field.contains(name) && told.contains(words), "{found:?}");
                let line: usize = line.parse().unwrap();
                assert_eq!(line, at_code + if name == "代码" { 0 } else { 3 }, "{found:?}");
            }
        }
        // One of its own that is not common comes in; above, where the list is made, a common one does.
        let own = crate::check(&mut office, format!("{text}{}", item("L1", false)).as_bytes()).await;
        assert_eq!(own.status, 200, "{}", own.text());
        let page = whole.get("/w/library/import").await;
        let maker = county.to_string();
        let mut form = page.form("import/check");
        form.fields.retain(|(name, _)| name != "maker");
        form.fields.push(("maker".to_owned(), maker));
        let above = whole.upload(form, "file", "table.toml", format!("{text}{}", item("A8", true)).as_bytes()).await;
        assert_eq!(above.status, 200, "{}", above.text());
    });
}
