//! What the pages show, and what they never give away.

use server::roles::Role;

use crate::notes::{meeting, note};
use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] =
    &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0)), ("南山村党支部", Some(0))];

#[test]
fn s057_of_344_slips_332_are_satisfied_and_99_percent_of_the_members_took_part() {
    run(async |app| {
        let mut world = World::of(
            &[("银宇煤矿党委", None)],
            vec![Judges::members(0, 311, &[(300, 0), (8, 1)]), Judges::masses(0, &[(32, 0), (4, 1)])],
        );
        world.rolls.insert(0, (320, 9));
        let made = cast(app, &world).await;
        // Nothing before sealing, to nobody.
        let mut office = app.office().await;
        assert_eq!(office.get(&made.path("")).await.status, 404);
        made.end(app).await;
        let page = office.get(&made.path("")).await;
        assert!(page.says("332/344 = 96.5 %"), "{}", page.text());
        assert!(page.says("308/311 = 99.0 %"), "{}", page.text());
        let object = office.get(&made.object(0)).await;
        assert!(object.says("332/344 = 96.5 %"), "{}", object.text());
        assert!(object.says("95% 区间"), "{}", object.text());
        assert!(object.says("300/308 = 97.4 %") && object.says("32/36 = 88.9 %"));
        assert!(object.html().contains("<svg"));
        let steps = office.get(&object.link("332/344")).await;
        for words in [
            "有效票 344 张，其中 0 张未评此项，基数为 344",
            "满意率 332/344 = 96.5%",
            "党员 320 人，免于参加 9 人，应到 311 人",
            "参加率 308/311 = 99.0%",
            "发出 308，收回 308",
        ] {
            assert!(steps.says(words), "{words}: {}", steps.text());
        }
        let english = office.clone().speaking("en").get(&made.object(0)).await;
        assert!(english.says("All judges") && !english.html().contains('⟦'));
        // The bulletin holds the same figures and the opening hash, and publishing says where and when.
        let form = office.get(&made.path("/publication")).await;
        let refused = office.submit(&form, "publication", &[("day", "昨天")]).await;
        assert_eq!(refused.status, 422);
        let fields = [("place", "公开栏、全体党员大会"), ("day", "2026-07-01")];
        let published = office.submit(&form, "publication", &fields).await;
        assert!(published.says("已通报"), "{}", published.text());
        for paper in ["/bulletin.pdf", "/summary.pdf"] {
            let pdf = office.get(&made.path(paper)).await;
            assert!(pdf.bytes.starts_with(b"%PDF"), "{paper}: {}", pdf.text());
        }
        let pdf = office.get(&format!("{}/feedback.pdf", made.object(0))).await;
        assert!(pdf.bytes.starts_with(b"%PDF"), "{}", pdf.text());
        let table = office.get(&made.path("/figures.xlsx")).await;
        assert!(table.bytes.starts_with(b"PK"));
        // Nothing is left to do: the round is finished and stays readable.
        let form = office.get(&made.path("/finish")).await;
        assert!(form.says("1/1 = 100.0 %"), "{}", form.text());
        let finished = office.submit(&form, "finish", &[]).await;
        assert!(finished.says("已办结"), "{}", finished.text());
        assert_eq!(office.get(&made.path("/finish")).await.status, 422);
    });
}

#[test]
fn a_round_is_not_finished_before_every_unit_is_appraised_or_says_why_not() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(9, 0)]), Judges::masses(2, &[(9, 0)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.end(app).await;
        let mut office = app.office().await;
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let page = office.get(&made.path("/finish")).await;
        assert!(page.says("南山村党支部") && page.says("2/3 = 66.7 %"), "{}", page.text());
        assert!(page.find_form("finish").is_none());
        note(app, &made, 3, (None, Some("全体外出抗旱，另行评议"))).await;
        let page = office.get(&made.path("/finish")).await;
        assert!(!page.says("南山村党支部"), "{}", page.text());
        assert!(office.submit(&page, "finish", &[]).await.says("已办结"));
    });
}

#[test]
fn a_small_unanimous_panel_with_a_superior_present_and_a_review_the_same_day_is_flagged() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(42, 0)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        meeting(app, &made, 1, (42, 3, true)).await;
        made.end(app).await;
        let page = app.office().await.get(&made.object(1)).await;
        for words in [
            "42/42 = 100.0 %",
            "这组 42 份评价完全一致",
            "评议时有上级人员 3 人次在场",
            "2026-06-20 当天既评议又完成总结",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
    });
}

#[test]
fn thirty_forms_for_35_participants_and_a_rate_nobody_can_reach_are_flagged() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(20, 0), (10, 1)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        meeting(app, &made, 1, (35, 0, false)).await;
        note(app, &made, 1, (Some("满意率达到98.5%，成绩显著"), None)).await;
        made.end(app).await;
        let page = app.office().await.get(&made.object(1)).await;
        assert!(page.says("只发出 30 份评议表，参加会议的有 35 人"), "{}", page.text());
        assert!(page.says("文中所称 98.5% 不成立：30 份评价得不出这个比例"));
    });
}

#[test]
fn s068_r07_participation_below_a_third_of_the_staff_is_flagged_and_a_third_is_not() {
    run(async |app| {
        for (judges, share, is_flagged) in [(1199, "1199/3600 = 33.3 %", true), (1200, "1200/3600 = 33.3 %", false)] {
            let world = World {
                staff: Some(3600),
                ..World::of(&[("海关党组", None)], vec![Judges::masses(0, &[(judges, 0)])])
            };
            let made = cast(app, &world).await;
            made.seal(app).await;
            let root = Some(made.places[0]);
            let mut office = app.visitor(&format!("office-{judges}"), &[(Role::CampaignOffice, root)]).await;
            let page = office.get(&made.path("")).await;
            assert!(page.says(share), "{}", page.text());
            let flagged = format!("参加的 {judges} 人不到 3600 人的三分之一");
            assert_eq!(page.says(&flagged), is_flagged, "{}", page.text());
            let steps = office.get(&made.path("/participation")).await;
            assert!(steps.says("R07") && steps.says(&share.replace(" %", "%")), "{}", steps.text());
            // The numbers of forms lead to their steps too.
            let forms = office.get(&made.path("/forms/0/steps")).await;
            assert!(forms.says("R04") && forms.says(&judges.to_string()), "{}", forms.text());
        }
    });
}

#[test]
fn a_report_with_its_parents_rate_and_text_is_flagged() {
    run(async |app| {
        let groups = vec![Judges::masses(0, &[(24, 0), (1, 1)]), Judges::masses(1, &[(48, 0), (2, 1)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        let text = "个别支部走过场，意见答复不及时，下一步逐条整改并公开结果。";
        note(app, &made, 0, (Some(text), None)).await;
        note(app, &made, 1, (Some(text), None)).await;
        made.end(app).await;
        let page = app.office().await.get(&made.object(1)).await;
        assert!(page.says("与上级的比例相同（96.0%），文字有 100% 相同"), "{}", page.text());
    });
}

#[test]
fn a_panel_of_three_is_pooled_and_nothing_shown_gives_its_grades() {
    run(async |app| {
        // Three people of one branch, all of them not satisfied, and four of another; a third branch is large.
        let groups =
            vec![Judges::masses(1, &[(3, 2)]), Judges::masses(2, &[(4, 0)]), Judges::masses(3, &[(20, 0), (1, 1)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.end(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.path("")).await;
        assert!(page.says("24/28 = 85.7 %"), "the whole: {}", page.text());
        assert!(page.says("20/21 = 95.2 %"), "the large one: {}", page.text());
        assert!(page.says("4/7 = 57.1 %"), "the pool: {}", page.text());
        let steps = office.get(&page.link("4/7")).await;
        assert!(steps.says("满意率 4/7 = 57.1%"), "{}", steps.text());
        assert!(page.says("不足 5 人，并入“柳林镇党委合并组1（2 个小组）”公布"));
        for place in [1, 2] {
            let organisation = made.places[place];
            for path in [
                made.object(place),
                made.path(&format!("/places/{organisation}")),
                format!("{}/steps/0", made.object(place)),
            ] {
                let shown = office.get(&path).await;
                assert_eq!(shown.status, 200);
                for cell in ["3/3", "0/3", "4/4", "0/4"] {
                    assert!(!shown.says(cell), "{path} shows {cell}: {}", shown.text());
                }
            }
        }
    });
}

#[test]
fn people_who_judge_several_units_are_counted_once() {
    run(async |app| {
        // Three people judge two branches: six grades, but of three people.
        let three = Judges { judges: vec![1, 2], ..Judges::masses(0, &[(3, 0)]) };
        let made = cast(app, &World::of(TOWN, vec![three])).await;
        made.end(app).await;
        let mut office = app.office().await;
        for path in [made.path(""), made.object(1), made.object(2)] {
            let shown = office.get(&path).await;
            assert!(shown.says("评价人数不足 5 人，不公布"), "{}", shown.text());
            assert!(!shown.says("3/3") && !shown.says("6/6"), "{}", shown.text());
        }
    });
}

#[test]
fn each_sees_what_is_theirs() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(9, 0)]), Judges::masses(2, &[(8, 0), (1, 1)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.end(app).await;
        let own = Some(made.places[1]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, own)]).await;
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, own)]).await;
        let mut auditor = app.visitor("auditor", &[(Role::Auditor, None)]).await;
        assert_eq!(secretary.get(&made.object(1)).await.status, 404, "not published");
        assert_eq!(statistician.get(&made.object(1)).await.status, 200);
        assert_eq!(statistician.get(&made.object(2)).await.status, 404);
        assert_eq!(auditor.get(&made.path("")).await.status, 404);
        let mut office = app.office().await;
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        assert!(secretary.get(&made.path("")).await.says("东河村党支部"));
        assert!(!secretary.get(&made.path("")).await.says("西沟村党支部"));
        assert_eq!(secretary.get(&made.object(2)).await.status, 404);
        assert_eq!(secretary.get(&made.path("/figures.xlsx")).await.status, 404);
        assert!(secretary.get("/w/results").await.says("已通报"));
    });
}
