//! S056, SC10: a scale that asks for a grade and for words takes no grade without them, on telephone, paper and named sheet.

use test_support::named::say;
use test_support::papers::text_of;
use test_support::slips::{enter, press};
use test_support::{Client, found, run};

use crate::life::{add_panel, choose, draw_up, enter_members, open, seal};
use crate::named::{Made, NINE, allot, roll};
use crate::paper_life::{self, clerk, count_twice, drafts, end, key_sheet, make_forms, open_casting};

/// SC10 with grades of its own, and six aspects on it, made by form from what the program brings along.
async fn bring(office: &mut Client) {
    let page = office.get("/w/library/templates/scales/SC10/1").await;
    assert!(page.says("必须写：等次和意见缺一不可") && page.says("等次不足两个"), "{}", page.text());
    let edit = office.tell(&page, "copies", &[("new_code", "words_too")], "已另存为草稿").await;
    let fields = [("grade_name", "好"), ("grade_name", "一般"), ("grade_name", "差")];
    let counts = [("grade_counts", "satisfied"), ("grade_counts", "basic"), ("grade_counts", "neither")];
    let path = edit.path.split('?').next().unwrap().trim_end_matches("/edit").to_owned();
    office.tell(&edit, "_method=put", &[&fields[..], &counts[..]].concat(), "已保存").await;
    let page = office.get(&path).await;
    office.tell(&page, "release", &[], "已启用").await;
    let six = office.get("/w/library/templates/instruments/six_aspects/1/template.toml").await;
    let six = String::from_utf8(six.bytes).unwrap();
    let six = six.replacen("\"six_aspects\"", "\"six_in_words\"", 1).replacen("\"SC1\"", "\"words_too\"", 1);
    let page = office.get("/w/library/import").await;
    let checked = office.upload(page.form("import/check"), "file", "six.toml", six.as_bytes()).await;
    let draft = office.tell(&checked, "/w/library", &[], "已导入为草稿").await;
    office.tell(&draft, "release", &[], "已启用").await;
}

#[test]
fn s056_where_grade_and_words_are_both_asked_for_a_ballot_without_words_is_refused_with_the_reason() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        bring(&mut office).await;
        let round = draw_up(&mut office, town, "等次和意见", &[]).await;
        choose(&mut office, &round, &[branch], ("six_in_words", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        // Paper says so.
        let panels = office.get(&format!("{round}/panels")).await;
        let preview = office.get(&panels.links().into_iter().find(|path| path.contains("/sheets/")).unwrap()).await;
        let paper = preview.links().into_iter().find(|path| path.ends_with("instrument.pdf")).unwrap();
        let paper = text_of(&office.get(&paper).await.bytes);
        assert!(paper.contains("等次和意见都要写"), "{paper}");
        let slips = open(&mut office, &round).await;
        for (code, language, needed, missing) in [
            (&slips[0].codes[0], "zh-Hans", "等次和意见缺一不可", "还没有写对“东河村党支部”的意见"),
            (&slips[0].codes[1], "en", "needed: this form asks", "There is no opinion on “东河村党支部” yet"),
        ] {
            let mut judge = app.anonymous().speaking(language);
            let sheet = enter(&mut judge, code).await;
            assert!(sheet.says(needed), "{}", sheet.text());
            let items = sheet.texts("section#o1 legend").len();
            let mut fields: Vec<(String, String)> =
                (0..items).map(|item| (format!("g0-{item}"), "0".to_owned())).collect();
            // Told when it is looked over, and refused when it is handed in all the same.
            let go = [("go".to_owned(), "check".to_owned())];
            let checked = press(&mut judge, &sheet, "/b/sheet", &[&fields[..], &go[..]].concat()).await;
            assert!(checked.status == 422 && checked.says(missing), "{}", checked.text());
            let refused = press(&mut judge, &sheet, "/b/receipt", &fields).await;
            assert!(refused.status == 422 && refused.says(missing), "{}", refused.text());
            fields.push(("o0".to_owned(), " \n".to_owned()));
            let blank = press(&mut judge, &sheet, "/b/receipt", &fields).await;
            assert!(blank.status == 422 && blank.texts("#receipt").is_empty(), "{}", blank.text());
            fields.pop();
            fields.push(("o0".to_owned(), "台账不细".to_owned()));
            let received = press(&mut judge, &refused, "/b/receipt", &fields).await;
            assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
        }
        // Nothing that was refused counts.
        let results = office.get(&seal(app, &round, "keeper").await).await;
        assert!(results.says("6 2 2"), "{}", results.text());
    });
}

#[test]
fn s056_a_named_sheet_with_grades_and_no_words_is_refused_where_both_are_asked_for() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let people = enter_members(app, branch, &NINE).await;
        bring(&mut office).await;
        let round = draw_up(&mut office, town, "等次和意见", &[]).await;
        choose(&mut office, &round, &[branch], ("six_in_words", "members_to_organisation")).await;
        add_panel(&mut office, &round, "members", "").await;
        let made = Made { branch, people, round };
        let page = office.get(&made.named("")).await;
        let (_, held) = page.choices().remove(0);
        office.tell(&page, "_method=put", &[("held", &held)], "实名评议的范围已保存").await;
        let page = roll(&mut office, &made).await;
        allot(&mut office, &page, made.people[0], &[("channel", "named")]).await;
        open(&mut office, &made.round).await;
        let mut member = app.visiting_member("member", made.people[0], branch).await;
        let own = member.get(&made.named("/own")).await;
        let sheet = own.link("东河村党支部");
        for words in ["", " \n"] {
            let refused = say(&mut member, &sheet, 1, (words, "no")).await;
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert_eq!(refused.texts(".invalid-feedback"), ["请填写此项。"], "{}", refused.text());
            assert!(member.get(&made.named("/own")).await.says("已交 0 份"), "nothing of it is kept");
        }
        let told = say(&mut member, &sheet, 1, ("台账不细", "no")).await;
        assert!(told.says("实名表已提交") && told.says("已交 1 份"), "{}", told.text());
    });
}

#[test]
fn s056_a_paper_sheet_with_grades_and_no_words_is_keyed_with_words_or_as_invalid() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        bring(&mut office).await;
        let round = draw_up(&mut office, town, "等次和意见", &[]).await;
        choose(&mut office, &round, &[town], ("six_in_words", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;
        office.fill(&format!("{round}/issuing"), "issuing", &[], "各项约定已固定").await;
        let batch = make_forms(&mut office, &round, "6").await;
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        count_twice(&mut keepers, &batch, ["6", "6", "0", "0"]).await;
        let mut clerk = clerk(app, "clerk-1").await;
        let page = paper_life::begin(&mut clerk, &batch, "first").await;
        let refused = key_sheet(&mut clerk, &page, "1", "").await;
        assert!(refused.status == 422 && refused.says("等次和意见"), "{}", refused.text());
        assert_eq!(drafts(app).await, 0, "nothing of it is kept");
        key_sheet(&mut clerk, &refused, "1", "台账不细").await;
        assert_eq!(drafts(app).await, 1);
    });
}
