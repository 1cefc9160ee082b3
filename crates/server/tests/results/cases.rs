//! Cases of the sources with their own numbers, on rounds whose ballots are put into the box in bulk (T06, T09, T13).

use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{Definition, Item, Words};
use server::roles::Role;
use test_support::{Client, Shown, TestApp};

use crate::notes::{meetings, note};
use crate::run;
use crate::world::{Cast, Judges, World, cast};

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

async fn publish(office: &mut Client, made: &Cast) {
    let form = office.get(&made.path("/publication")).await;
    office.tell(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")], "已通报").await;
}

/// The return of an organisation that was judged, drawn up by the office and opened by the secretary.
async fn return_of(app: &TestApp, office: &mut Client, made: &Cast, place: usize) -> (Client, Shown) {
    let path = format!("/w/returns/rounds/{}", made.id);
    let page = office.get(&path).await;
    office.submit(&page, &path, &[("due_on", "2026-07-15")]).await;
    let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.places[place]))]).await;
    let list = secretary.get("/w/returns").await;
    let link = list.links().into_iter().find(|path| path.starts_with("/w/returns/") && !path.contains("rounds"));
    let page = secretary.get(&link.unwrap()).await;
    (secretary, page)
}

#[test]
fn s048_t13_645_meetings_7800_forms_4600_opinions_and_96_percent_with_its_base() {
    run(async |app| {
        // 7,800 forms on one sheet, 7,488 of them satisfied: 96 %. The first 4,600 say something besides.
        let tree = [("城关区委", None), ("城关区直机关党工委", Some(0))];
        let judges = Judges::masses(1, &[(7_488, 0), (312, 1)]).saying(&vec!["请多到基层走访"; 4_600]);
        let made = cast(app, &World::of(&tree, vec![judges])).await;
        // 180 × 57 + 465 × 56 = 36,300 person-times.
        let held: Vec<(i64, i64, bool)> =
            (0..645).map(|number| (if number < 180 { 57 } else { 56 }, 0, false)).collect();
        meetings(app, &made, 1, &held).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let results = office.get(&made.path("")).await;
        assert!(results.says("7488/7800 = 96.0 %") && results.says("收到意见 4600 条"), "{}", results.text());
        // A rate of the meetings' person-times stands nowhere.
        assert!(!results.says("/36300"), "{}", results.text());
        publish(&mut office, &made).await;
        let (mut secretary, page) = return_of(app, &mut office, &made, 1).await;
        for (line, number) in [("2a", "645"), ("2b", "36300")] {
            assert_eq!(page.texts(&format!("#line-{line} .total")), [number], "{}", page.text());
        }
        let blank = ["1b", "1c", "6"].map(|line| format!("reason-{line}"));
        let mut fields: Vec<(&str, &str)> = blank.iter().map(|field| (field.as_str(), "由区委统一填报")).collect();
        fields.push(("entry-3", "发放征求意见表 4600张"));
        let edit = secretary.get(&page.link("填写")).await;
        let page = secretary.submit(&edit, "_method=put", &fields).await;
        assert_eq!(page.status, 200, "{}", page.text());
        // X35: 96 % of what? The return waits until the text says it; person-times are no base.
        let records = format!("/w/records/{}/{}", made.id, made.places[1]);
        for (said, told) in [
            ("群众满意率96%。", "所称 96% 没有说明是多少份中的比例"),
            ("参加评议36,300人次，群众满意率96%。", "所称 96% 以 36300 人次为基数，人次不是人数"),
        ] {
            secretary.fill(&records, "_method=put", &[("problems", said)], "记录已保存").await;
            let refused = secretary.submit(&page, "/filing", &[]).await;
            assert!(refused.status == 422 && refused.says(told), "{told}: {}", refused.text());
        }
        let said = "发出评议表7,800份，群众满意率96%；参加36,300人次，收到意见4,600条。";
        secretary.fill(&records, "_method=put", &[("problems", said)], "记录已保存").await;
        secretary.tell(&page, "/filing", &[], "已上报，待审核").await;
    });
}

#[test]
fn s068_t06_96_8_percent_of_106_leaders_is_told_to_be_impossible_and_1210_of_1250_ballots_is_not() {
    run(async |app| {
        // 106 leaders on one sheet with their organisation; 1,210 of 1,250 judges are satisfied with each: 96.8 %.
        let tree = [("海关党组", None), ("海关机关党委", Some(0))];
        let mut world = World::of(&tree, vec![Judges::masses(1, &[(1_210, 0), (40, 1)])]);
        world.members = (1..=106).map(|number| (1, name(format!("关员{number}")))).collect();
        let made = cast(app, &world).await;
        note(app, &made, 1, (Some("对106名领导干部的群众满意率为96.8%。"), None)).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&made.path("")).await;
        // Of 106 it cannot be: 102 are 96.2 %, 103 are 97.2 % (X08). Of ballots it can, and both numbers are kept.
        assert!(warned(&page, "96.8%") && warned(&page, "106"), "{:?}", page.texts(".alert-warning li"));
        let shown = office.get(&format!("/w/results/{}/objects/{}", made.id, made.members[105].1)).await;
        assert!(shown.says("关员106") && shown.says("1210/1250 = 96.8 %"), "{}", shown.text());
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
        for item in ["第4项", "第30项"] {
            assert!(branch.says(item), "{item}: {}", branch.text());
        }
    });
}
