//! Copies by form: added to, changed, moved, taken from, released, locked once used.

use crate::{add_item, choose, copy, draft_of, draw_up, found, instrument, release, run};

#[test]
fn a_copy_is_edited_by_its_form_with_every_button() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let edit = copy(&mut office, &instrument("six_aspects", 1), "county_aspects").await;
        let path = draft_of(&edit);
        assert_eq!(path, instrument("county_aspects", 1));
        let edit = add_item(&mut office, &edit, ("aspects", "办事是否公开")).await;
        let codes = |page: &test_support::Shown| page.texts("tbody tr th").into_iter().take(8).collect::<Vec<_>>();
        assert_eq!(codes(&edit), ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "OV"]);
        let edit = office.tell(&edit, "_method=put", &[("act", "up:A7")], "已保存").await;
        assert_eq!(codes(&edit)[4..7], ["A5", "A7", "A6"]);
        let edit = office.tell(&edit, "_method=put", &[("act", "down:A7")], "已保存").await;
        // The last of its group stays where it is.
        let edit = office.tell(&edit, "_method=put", &[("act", "down:A7")], "已保存").await;
        assert_eq!(codes(&edit)[4..7], ["A5", "A6", "A7"]);
        let edit = office.tell(&edit, "_method=put", &[("act", "remove:A2")], "已保存").await;
        let fields = [("act", "add"), ("new_group_name", "基层反映"), ("new_variant_name", "医院")];
        let edit = office.tell(&edit, "_method=put", &fields, "已保存").await;
        let edit = add_item(&mut office, &edit, ("group_3", "基层是否满意")).await;
        // Words of its own for one item, for one sector; a verdict rule; another scale.
        let form = edit.form("_method=put");
        let place = form.fields.iter().filter(|(name, _)| name == "words_of").position(|(_, of)| of == "variant_1/A1");
        let mut names: Vec<(&str, &str)> = vec![("words_name", ""); 8];
        names[place.unwrap()] = ("words_name", "是否重视患者感受");
        let mut fields = names;
        fields.extend([("variant_sectors", "variant_1/institution"), ("scale", "SC2")]);
        fields.extend([("satisfied", "80"), ("basic", "75.5"), ("name", "柳林县党组织评议表"), ("act", "")]);
        let shown = office.tell(&edit, "_method=put", &fields, "已保存").await;
        assert_eq!(shown.path.split('?').next().unwrap(), path);
        for words in ["柳林县党组织评议表", "满意、合格、不满意", "是否重视患者感受", "不低于80.0%", "不低于75.5%"]
        {
            assert!(shown.says(words), "{words}: {}", shown.text());
        }
        assert!(!shown.says("是否联系实际") && shown.says("基层是否满意"), "{}", shown.text());
        // What is wrong is told, nothing of what was typed is lost, and nothing is stored.
        let edit = office.get(&format!("{path}/edit")).await;
        let wrong = [("name", ""), ("satisfied", "很高"), ("object", "member"), ("about", "改到一半")];
        let refused = office.submit(&edit, "_method=put", &wrong).await;
        assert_eq!(refused.status, 422);
        for words in ["没有保存", "很高", "两项都填0到100的百分数", "至少选一个与评议对象相符的评议方向"]
        {
            assert!(refused.says(words), "{words}: {}", refused.text());
        }
        assert!(refused.html().contains("value=\"改到一半\""));
        assert!(office.get(&path).await.says("柳林县党组织评议表"));
    });
}

#[test]
fn a_scale_that_ships_empty_is_filled_in_and_used() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let edit = copy(&mut office, "/w/library/templates/scales/SC8/1", "").await;
        let path = draft_of(&edit);
        assert!(office.get(&path).await.find_form("release").is_none(), "without grades it cannot be released");
        let mut fields = vec![("grade_name", "优秀"), ("grade_name", "合格"), ("grade_name", "不合格")];
        fields.extend([("grade_counts", "satisfied"), ("grade_counts", "basic"), ("grade_counts", "neither")]);
        let shown = office.tell(&edit, "_method=put", &fields, "已保存").await;
        assert_eq!(shown.texts("tbody tr").len(), 3 + 1, "three grades and the version brought along");
        release(&mut office, &path).await;
        // An instrument on that scale: what the grades count as is confirmed, by their own names.
        let edit = copy(&mut office, &instrument("six_aspects", 1), "graded").await;
        let draft = draft_of(&edit);
        office.tell(&edit, "_method=put", &[("scale", "SC8")], "已保存").await;
        release(&mut office, &draft).await;
        let round = draw_up(&mut office, county).await;
        let refused = choose(&mut office, &round, &[county], &[("instrument", "graded")]).await;
        assert_eq!(refused.status, 422);
        let mapping = "确认本表等次的含义：“优秀”计为满意；“合格”计为基本满意；“不合格”计为不满意";
        assert!(refused.says(mapping), "{}", refused.text());
        let chosen = choose(&mut office, &round, &[county], &[("instrument", "graded"), ("mapping", "yes")]).await;
        assert!(chosen.says("已加入评议对象"), "{}", chosen.text());
        // Taken by a round, the scale is locked like its instrument.
        for path in [path, draft] {
            let shown = office.get(&path).await;
            assert!(shown.says("已有评议轮次使用这个版本"), "{}", shown.text());
        }
    });
}

#[test]
fn a13_lists_the_sources_only_name_say_so_are_refused_to_rounds_and_keep_their_number() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let round = draw_up(&mut office, county).await;
        for (code, name) in [
            ("five_good_branches", "五好党支部"),
            ("five_good_townships", "五好乡镇党委"),
            ("five_good_villages", "五好村党支部"),
        ] {
            let page = office.get(&instrument(code, 1)).await;
            let said = [&format!("来源只提到“{name}”"), "没有列出五项内容", "还缺 5 个项目，不能用于评议"];
            assert!(said.iter().all(|words| page.says(words)), "{}", page.text());
            let refused = choose(&mut office, &round, &[county], &[("instrument", code), ("mapping", "yes")]).await;
            assert_eq!(refused.status, 422, "{code}");
        }
        assert!(office.get(&format!("{round}/objects")).await.texts("main tbody tr").is_empty());
        // Five items make it whole; without its number, or with a smaller one, it would be whole with one.
        let mut edit = copy(&mut office, &instrument("five_good_villages", 1), "").await;
        let path = draft_of(&edit);
        edit = add_item(&mut office, &edit, ("goods", "领导班子好")).await;
        let wrong = office.submit(&edit, "_method=put", &[("expected_items", "五")]).await;
        assert!(wrong.status == 422 && wrong.html().contains("value=\"五\""), "{}", wrong.text());
        for number in ["", "1"] {
            let shown = office.tell(&edit, "_method=put", &[("expected_items", number), ("act", "")], "已保存").await;
            assert!(shown.says("按来源，这份表有 5 项"), "{number}: {}", shown.text());
            assert!(shown.find_form("release").is_none(), "{number}");
            edit = office.get(&format!("{path}/edit")).await;
        }
        let shown = office.tell(&edit, "_method=put", &[("expected_items", "5"), ("act", "")], "已保存").await;
        assert!(shown.says("还缺 4 个项目") && shown.find_form("release").is_none(), "{}", shown.text());
        // Under a code of its own it is another list, as long as its maker says.
        let own = copy(&mut office, &path, "east_villages").await;
        let own = office.tell(&own, "_method=put", &[("expected_items", ""), ("act", "")], "已保存").await;
        let path = own.path.split('?').next().unwrap().to_owned();
        release(&mut office, &path).await;
        let chosen = choose(&mut office, &round, &[county], &[("instrument", "east_villages")]).await;
        assert!(chosen.says("已加入评议对象"), "{}", chosen.text());
    });
}

#[test]
fn s060_what_the_judged_hand_in_first_is_chosen_in_the_form_of_a_copy() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let mut edit = copy(&mut office, &instrument("six_aspects", 1), "with_reports").await;
        let path = draft_of(&edit);
        let chosen = |page: &test_support::Shown| {
            let fields = page.form("_method=put").fields;
            fields.into_iter().find(|(name, _)| name == "own_grades").map(|(_, value)| value)
        };
        for (own_grades, file) in [
            ("own", Some("grades = \"own\"")),
            ("none", Some("grades = \"none\"")),
            ("", None),
            ("own", Some("grades = \"own\"")),
        ] {
            office.tell(&edit, "_method=put", &[("own_grades", own_grades), ("act", "")], "已保存").await;
            let text = String::from_utf8(office.get(&format!("{path}/template.toml")).await.bytes).unwrap();
            assert_eq!(text.contains("[self_evaluation]"), file.is_some(), "{own_grades}: {text}");
            assert!(file.is_none_or(|line| text.contains(line)), "{own_grades}: {text}");
            edit = office.get(&format!("{path}/edit")).await;
            assert_eq!(chosen(&edit).as_deref(), Some(own_grades));
        }
    });
}

#[test]
fn s052_a_version_is_locked_once_a_round_took_it_and_followed_by_the_next() {
    run(async |app| {
        let mut office = app.office().await;
        let county = found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let edit = copy(&mut office, &instrument("six_aspects", 1), "").await;
        let path = draft_of(&edit);
        assert_eq!(path, instrument("six_aspects", 2));
        office.tell(&edit, "_method=put", &[("name", "柳林县六方面评议表")], "已保存").await;
        // A draft is offered to nobody.
        let round = draw_up(&mut office, county).await;
        assert!(!office.get(&format!("{round}/objects/organisations")).await.says("柳林县六方面评议表"));
        release(&mut office, &path).await;
        // Released, not used: it can be made a draft again.
        let page = office.get(&path).await;
        office.tell(&page, "release?_method=delete", &[], "已退回草稿").await;
        release(&mut office, &path).await;
        let stale = office.get(&path).await;
        let chosen = choose(&mut office, &round, &[county], &[("instrument", "six_aspects")]).await;
        assert!(chosen.says("柳林县六方面评议表"), "{}", chosen.text());
        // Used: no way back, neither on the page nor by a form shown before.
        let page = office.get(&path).await;
        assert!(page.says("已有评议轮次使用这个版本，内容不再改动"), "{}", page.text());
        assert!(page.find_form("release?_method=delete").is_none());
        let refused = office.submit(&stale, "release?_method=delete", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("另存为下一个版本"), "{}", refused.text());
        assert_eq!(office.get(&format!("{path}/edit")).await.status, 422);
        // The next version may differ; the round keeps what it took.
        let edit = copy(&mut office, &path, "").await;
        let next = draft_of(&edit);
        assert_eq!(next, instrument("six_aspects", 3));
        let edit = office.tell(&edit, "_method=put", &[("name", "新的六方面"), ("act", "add")], "已保存").await;
        office.tell(&edit, "_method=put", &[("act", "remove:A6")], "已保存").await;
        release(&mut office, &next).await;
        let objects = office.get(&format!("{round}/objects")).await;
        assert!(objects.says("柳林县六方面评议表") && !objects.says("新的六方面"), "{}", objects.text());
        let other = draw_up(&mut office, county).await;
        let offered = office.get(&format!("{other}/objects/organisations")).await;
        assert!(offered.says("新的六方面") && !offered.says("柳林县六方面评议表"), "{}", offered.text());
        // Retired: the version before is offered again.
        let page = office.get(&next).await;
        office.tell(&page, "retirement", &[], "已停用").await;
        let offered = office.get(&format!("{other}/objects/organisations")).await;
        assert!(!offered.says("新的六方面") && offered.says("柳林县六方面评议表"), "{}", offered.text());
    });
}

#[test]
fn two_who_edit_the_same_draft_see_both_versions_and_a_second_click_counts_once() {
    run(async |app| {
        let mut office = app.office().await;
        found(&mut office, None, ("柳林县委", "committee", "office")).await;
        let page = office.get(&instrument("five_leads", 1)).await;
        let form = page.form("copies");
        let first = office.post_form(form.clone(), &[]).await;
        let second = office.post_form(form, &[]).await;
        assert_eq!(first.path, second.path);
        assert_eq!(office.get(&instrument("five_leads", 3)).await.status, 404, "one copy");
        let path = draft_of(&first);
        let one = office.get(&format!("{path}/edit")).await;
        let other = office.get(&format!("{path}/edit")).await;
        office.tell(&one, "_method=put", &[("name", "甲改的")], "已保存").await;
        let conflict = office.submit(&other, "_method=put", &[("name", "乙改的")]).await;
        assert_eq!(conflict.status, 409);
        let both = conflict.texts("#both-versions tbody tr");
        assert!(both.iter().any(|row| row.contains("甲改的") && row.contains("乙改的")), "{both:?}");
        office.tell(&conflict, "_method=put", &[], "已保存").await;
        assert!(office.get(&path).await.says("乙改的"));
        // Thrown away, by its own form.
        let page = office.get(&path).await;
        office.tell(&page, "five_leads/2?_method=delete", &[], "草稿已删除").await;
        assert_eq!(office.get(&path).await.status, 404);
    });
}
