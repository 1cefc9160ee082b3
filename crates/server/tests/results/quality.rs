//! What of a round's quality comes from opinions and from own grades, and how few are too few.

use test_support::TestApp;

use crate::own_grades::hand_in;
use crate::run;
use crate::world::{Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[
    ("柳林镇党委", None),
    ("东河村党支部", Some(0)),
    ("西沟村党支部", Some(0)),
    ("南山村党支部", Some(0)),
    ("北坡村党支部", Some(0)),
    ("中庄村党支部", Some(0)),
];

/// Eight that count, of which four say what another says.
const OPINIONS: [&str; 10] = [
    "希望多到村里来走一走。",
    "希望多到村里来走一走",
    "希望多到村里来，走一走！",
    "  希望多到村里来走一走",
    "办事大厅中午最好有人值班。",
    "村口的路灯坏了半年没有修。",
    "党员活动可以放在晚上开展。",
    "账目公布得再详细一些就好。",
    "很好",
    "很好",
];

/// Of the judged so many say the best of themselves, and so many what others say; ten judge each.
async fn rows(app: &TestApp, opinions: &[&'static str], (best, same): (usize, usize)) -> Vec<String> {
    let of_village = |village: usize| Judges::masses(village, &[(10, 1)]);
    let mut groups: Vec<Judges> = (1..TOWN.len()).map(of_village).collect();
    groups[0] = of_village(1).saying(opinions);
    let mut world = World::of(TOWN, groups);
    world.quality = [("identical", 200), ("overrated", 600)].map(|(code, limit)| (code.to_owned(), limit)).into();
    let made = cast(app, &world).await;
    for village in 1..=best + same {
        let grade = if village <= best { "satisfied" } else { "basically_satisfied" };
        hand_in(app, &made, made.objects[&village], &format!("{{\"A1\":\"{grade}\"}}")).await;
    }
    made.seal(app).await;
    app.office().await.get(&made.path("")).await.texts("#quality tbody tr")
}

#[test]
fn s060_k05_copied_opinions_and_own_grades_that_most_put_lower_are_told_as_shares() {
    run(async |app| {
        let rows = rows(app, &OPINIONS, (3, 2)).await;
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows[0].contains("4/8 = 50.0 %") && rows[0].contains("超出声明的限度"), "{}", rows[0]);
        // The limit itself is kept.
        assert!(rows[1].contains("3/5 = 60.0 %") && rows[1].contains("在声明的限度以内"), "{}", rows[1]);
    });
}

#[test]
fn below_k_opinions_and_judged_nothing_is_told_of_either() {
    run(async |app| {
        // Seven opinions that count, and four who say something of themselves.
        let rows = rows(app, &OPINIONS[1..], (3, 1)).await;
        assert_eq!(rows.len(), 2, "{rows:?}");
        for row in rows {
            assert!(row.contains("可以统计的太少，不公布") && !row.contains('/'), "{row}");
        }
    });
}
