//! Cases of the sources with their own numbers, on rounds whose ballots are put into the box in bulk (T06, T09).

use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{Definition, Item, Words};
use test_support::Shown;

use crate::notes::{meetings, note};
use crate::run;
use crate::world::{Judges, World, cast};

/// A name that lasts as long as the tests.
fn name(words: String) -> &'static str {
    words.leak()
}

/// A list of which the source names a part, filled up to as many items as it says there are; the last one sums up. How an
/// office fills one is another test's.
pub fn filled(code: &str, items: usize) -> Definition {
    let mut definition = LIBRARY.definition(code, None).unwrap();
    let groups: Vec<String> = definition.groups.iter().map(|group| group.code.clone()).collect();
    for number in definition.items.len()..items {
        definition.items.push(Item {
            code: format!("N{number}"),
            group: groups[number * groups.len() / items].clone(),
            name: Words::typed(&format!("第{}项", number + 1)),
            explanation: Words::default(),
            common: true,
        });
    }
    let place = |item: &Item| groups.iter().position(|group| *group == item.group);
    definition.items.sort_by_key(place);
    definition.overall = definition.items.last().map(|item| item.code.clone());
    definition
}

/// Whether a page warns of this.
fn warned(page: &Shown, words: &str) -> bool {
    page.texts(".alert-warning li").iter().any(|warning| warning.contains(words))
}

#[test]
fn s068_t06_96_8_percent_of_106_leaders_is_told_to_be_impossible_and_121_of_125_ballots_is_not() {
    run(async |app| {
        // 106 leaders on one sheet with their organisation; 121 of 125 judges are satisfied with each: 96.8 %.
        let tree = [("海关党组", None), ("海关机关党委", Some(0))];
        let mut world = World::of(&tree, vec![Judges::masses(1, &[(121, 0), (4, 1)])]);
        world.members = (1..=106).map(|number| (1, name(format!("关员{number}")))).collect();
        let made = cast(app, &world).await;
        note(app, &made, 1, (Some("对106名领导干部的群众满意率为96.8%。"), None)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.path("")).await;
        // Of 106 it cannot be: 102 are 96.2 %, 103 are 97.2 % (X08). Of ballots it can, and both numbers are kept.
        assert!(warned(&page, "96.8%") && warned(&page, "106"), "{:?}", page.texts(".alert-warning li"));
        let shown = office.get(&format!("/w/results/{}/objects/{}", made.id, made.members[105].1)).await;
        assert!(shown.says("关员106") && shown.says("121/125 = 96.8 %"), "{}", shown.text());
        assert!(!page.says("/106 ="), "{}", page.text());
    });
}

#[test]
fn s074_t09_1200_forms_of_41_firms_15_supervisors_and_villagers_give_92_percent_of_six_branches_on_30_items() {
    run(async |app| {
        let mut tree: Vec<(&'static str, Option<usize>)> = vec![("杨王村党委", None)];
        tree.extend((1..=6).map(|number| (name(format!("杨王村第{number}党支部")), Some(0))));
        let all: Vec<usize> = (1..=6).collect();
        // 41 secretaries of firms, 15 supervisors and the villagers of three groups judge all six: 1,200 forms, and 1,104 of
        // them are satisfied.
        let of_all =
            |category, votes: &[(usize, u8)]| Judges { category, judges: all.clone(), ..Judges::masses(0, votes) };
        let groups = vec![
            of_all("firm_secretaries", &[(38, 0), (3, 1)]),
            of_all("supervision_group", &[(14, 0), (1, 1)]),
            of_all("villagers", &[(351, 0), (31, 1)]),
            of_all("villagers", &[(351, 0), (30, 1)]),
            of_all("villagers", &[(350, 0), (31, 1)]),
        ];
        let mut world = World::of(&tree, groups);
        world.lists[0] = filled("village_branches", 30);
        let made = cast(app, &world).await;
        // 3,000 person-times at 12 meetings are no forms.
        meetings(app, &made, 1, &[(250, 0, false); 12]).await;
        // The representatives' 92 % of 41 + 15 people is impossible: 51 are 91.1 %, 52 are 92.9 %.
        note(app, &made, 1, (Some("56名代表的群众满意率为92%。"), None)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let results = office.get(&made.path("")).await;
        assert!(warned(&results, "92%") && warned(&results, "56"), "{:?}", results.texts(".alert-warning li"));
        for forms in ["41 41 41", "15 15 15", "382 382 382"] {
            assert!(results.says(forms), "{forms}: {}", results.text());
        }
        assert!(!results.says("/3000 ="), "{}", results.text());
        let branch = office.get(&made.object(1)).await;
        for rate in ["1104/1200 = 92.0 %", "38/41 = 92.7 %", "14/15 = 93.3 %", "351/382 = 91.9 %"] {
            assert!(branch.says(rate), "{rate}: {}", branch.text());
        }
        for item in ["第3项", "第30项"] {
            assert!(branch.says(item), "{item}: {}", branch.text());
        }
    });
}
