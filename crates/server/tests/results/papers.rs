//! Bulletin and summary cover every measure of the round and say that own grades count.

use test_support::papers::{says, text_of};

use crate::notes::note;
use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

const OWN_GRADES: &str = "一栏也要填写，并与其他人的票一样计入结果";

#[test]
fn bulletin_and_summary_show_every_measure_and_say_that_own_grades_count() {
    run(async |app| {
        let mut world = World::of(
            TOWN,
            vec![
                Judges::members(1, 30, &[(27, 0), (3, 1)]),
                Judges::masses(1, &[(20, 0), (4, 1)]),
                Judges::masses(2, &[(13, 0), (4, 2)]),
            ],
        );
        world.members = vec![(1, "王建国"), (2, "张卫东")];
        let made = cast(app, &world).await;
        made.seal(app).await;
        let mut office = app.office().await;
        for paper in ["/bulletin.pdf", "/summary.pdf"] {
            let pdf = office.get(&made.path(paper)).await;
            // Both judged organisations and both members, each with the rate of the overall item.
            for words in
                ["六方面", "五看", "东河村党支部", "西沟村党支部", "王建国", "张卫东", "47/54 = 87.0%", "13/17 = 76.5%"]
            {
                assert!(says(&pdf.bytes, words), "{paper}: {words}");
            }
            // The round as a whole, with both numbers.
            assert!(says(&pdf.bytes, "合计（2 个对象）") && says(&pdf.bytes, "60/71 = 84.5%"), "{paper}");
            assert!(says(&pdf.bytes, OWN_GRADES), "{paper}");
        }
        // Of the sheet no judge stands on nothing is said.
        let own = office.get(&format!("{}/feedback.pdf", made.object(1))).await;
        assert!(says(&own.bytes, OWN_GRADES));
        let other = office.get(&format!("{}/feedback.pdf", made.object(2))).await;
        assert!(!says(&other.bytes, OWN_GRADES));
    });
}

#[test]
fn a_pool_within_one_object_is_not_listed_a_second_time() {
    run(async |app| {
        let groups = vec![
            Judges::members(1, 4, &[(2, 0), (1, 1)]),
            Judges::masses(1, &[(20, 0), (4, 1)]),
            Judges::masses(2, &[(13, 0), (4, 2)]),
        ];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.object(1)).await;
        assert!(page.says("不足 5 人，并入"), "{}", page.text());
        for paper in ["/bulletin.pdf", "/summary.pdf"] {
            let pdf = office.get(&made.path(paper)).await;
            assert!(says(&pdf.bytes, "22/27 = 81.5%") && !says(&pdf.bytes, "合并公布的对象"), "{paper}");
        }
        // Of objects pooled with one another the pool is the only figure.
        let groups = vec![Judges::masses(1, &[(3, 0)]), Judges::masses(2, &[(2, 0), (1, 2)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        made.seal(app).await;
        let pdf = office.get(&made.path("/bulletin.pdf")).await;
        assert!(says(&pdf.bytes, "合并公布的对象") && says(&pdf.bytes, "5/6 = 83.3%"));
    });
}

#[test]
fn what_several_organisations_note_alike_stands_once_in_the_summary_with_their_names() {
    run(async |app| {
        let groups = vec![Judges::masses(1, &[(9, 0)]), Judges::masses(2, &[(9, 0)])];
        let made = cast(app, &World::of(TOWN, groups)).await;
        note(app, &made, 1, (Some("个别党员参加活动不够经常。\n道路失修"), None)).await;
        note(app, &made, 2, (Some("个别党员参加活动不够经常"), None)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let pdf = office.get(&made.path("/summary.pdf")).await;
        let text = text_of(&pdf.bytes);
        assert_eq!(text.matches("个别党员参加活动不够经常").count(), 1, "{text}");
        for words in
            ["个别党员参加活动不够经常（2 个单位：东河村党支部、西沟村党支部）。", "道路失修（东河村党支部）。"]
        {
            assert!(says(&pdf.bytes, words), "{words}: {text}");
        }
    });
}
