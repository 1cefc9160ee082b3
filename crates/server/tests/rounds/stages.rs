//! The stages of a round (S048) with what each leaves behind, and a round that judges again.

use server::roles::Role;
use test_support::{Shown, found, run};

use crate::life::{add_panel, cast, choose, draw_up, open, seal};

/// The state of a stage and its numbers.
fn stage(page: &Shown, code: &str) -> String {
    page.texts(&format!("#{code}")).concat()
}

#[test]
fn a_page_of_a_round_that_stands_in_no_navigation_is_not_marked_as_home() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let round = draw_up(&mut office, town, "一季度群众评议", &[]).await;
        let current = "nav [aria-current=page]";
        assert_eq!(office.get("/w").await.texts(current), ["首页"]);
        assert_eq!(office.get(&round).await.texts(current), ["群众评议"]);
        let composition = office.get(&round.replace("/w/rounds/", "/w/composition/")).await;
        assert!(composition.texts(current).is_empty(), "{:?}", composition.texts(current));
    });
}

#[test]
fn s048_each_stage_shows_what_it_left_and_the_round_is_judged_again() {
    run(async |app| {
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let branch = found(&mut office, Some(town), ("东河村党支部", "branch", "rural")).await;
        let round = draw_up(&mut office, town, "一季度群众评议", &[("notice_number", "柳委〔2026〕7 号")]).await;
        choose(&mut office, &round, &[branch], ("six_aspects", "")).await;
        add_panel(&mut office, &round, "villagers", "6").await;
        let stages = format!("{}/stages", round.replace("/w/rounds/", "/w/records/"));
        let page = office.get(&round).await;
        let draft = office.get(&page.link("阶段与材料")).await;
        assert!(draft.path.starts_with(&stages), "{}", draft.path);
        assert!(stage(&draft, "prepare").contains("未齐") && stage(&draft, "prepare").contains("○ 约定已固定"));

        let slips = open(&mut office, &round).await;
        let casting = office.get(&stages).await;
        assert!(stage(&casting, "prepare").contains("齐全"), "{}", casting.text());
        // The one report was excused: none is waited for.
        assert!(stage(&casting, "report").contains("0 / 0"), "{}", casting.text());
        assert!(stage(&casting, "tally").contains("未齐") && casting.find_form("/repeat").is_none());
        cast(app, &slips, "村民", &[0, 0, 0, 0, 0, 1]).await;
        let results = seal(app, &round, "keeper").await;
        let form = office.get(&format!("{results}/publication")).await;
        office.tell(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")], "结果已公布").await;
        let published = office.get(&stages).await;
        for (code, words) in
            [("tally", "齐全"), ("feed-back", "○ 反馈单已签收"), ("publish", "○ 单位已公开"), ("judge-again", "视需要")]
        {
            assert!(stage(&published, code).contains(words), "{code}: {}", published.text());
        }

        // Judging again: the same object, measure and judges in a new draft.
        let again = office.tell(&published, "/repeat", &[], "再评轮次已拟好草稿").await;
        assert!(again.says("一季度群众评议（再评）"), "{}", again.text());
        let drawn_up = again.path.split('?').next().unwrap().to_owned();
        let objects = office.get(&format!("{drawn_up}/objects")).await;
        assert!(objects.says("东河村党支部") && objects.says("六方面"), "{}", objects.text());
        assert!(office.get(&format!("{drawn_up}/panels")).await.says("村民"));
        assert!(stage(&office.get(&stages).await, "judge-again").contains("✓ 再评轮次 1"));

        // A draft that follows a procedure can be given up all the same.
        let procedures = format!("{}/procedures", drawn_up.replace("/w/rounds/", "/w/records/"));
        let page = office.get(&procedures).await;
        office.tell(&page, &procedures, &[("chosen", "two_meetings")], "议程已保存").await;
        let page = office.get(&drawn_up).await;
        let gone = office.submit(&page, &format!("{drawn_up}?_method=delete"), &[("sure", "yes")]).await;
        assert!(gone.status.is_success() && gone.path.starts_with("/w/rounds?"), "{}", gone.text());
        assert!(stage(&office.get(&stages).await, "judge-again").contains("视需要"));

        // Who does not run the round has no such page.
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(branch))]).await;
        assert_eq!(secretary.get(&stages).await.status, 404);
    });
}
