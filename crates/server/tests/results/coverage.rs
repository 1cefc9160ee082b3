//! T07: 114 of 114 branches appraised by name, at forums and without a name; the rates of both stand apart (S069).

use server::roles::Role;
use storage::entities::{allotment, member};
use storage::{MemberId, Scope};
use test_support::named::say;
use test_support::rows::{self, insert};
use test_support::{TestApp, run};

use crate::cases::filled;
use crate::world::{Cast, Judges, World, cast};

/// The branch that is appraised by name only, and the one at a forum only.
const BY_NAME: usize = 113;
const AT_FORUM: usize = 114;

/// 1,100 people planned for the anonymous measure, 860 forms, all satisfied, 60 opinions.
fn customs() -> World {
    let mut tree: Vec<(&'static str, Option<usize>)> = vec![("上海海关党组", None)];
    tree.extend((1..=114).map(|number| -> (&'static str, _) { (format!("海关第{number}党支部").leak(), Some(0)) }));
    // 112 branches: 81 × 10 + 31 × 9 = 1,089 planned, 76 × 8 + 36 × 7 = 860 forms.
    let branch = |place: usize| Judges {
        issued: if place <= 81 { 10 } else { 9 },
        opinions: if place <= 60 { vec!["窗口多开一个"] } else { Vec::new() },
        ..Judges::masses(place, &[(if place <= 76 { 8 } else { 7 }, 0)])
    };
    let mut groups: Vec<Judges> = (1..=112).map(branch).collect();
    // Nine of whom four speak by name leave five slips, and six are planned at the last: 11 more.
    groups.push(Judges { issued: 9, ..Judges::members(BY_NAME, 9, &[]) });
    groups.push(Judges { issued: 6, ..Judges::masses(AT_FORUM, &[]) });
    World {
        is_named: true,
        lists: [filled("customs_branches", 7), filled("customs_members", 6)],
        ..World::of(&tree, groups)
    }
}

/// Four of the nine members of a branch were allotted a named sheet before casting was opened.
async fn allotted(app: &TestApp, made: &Cast) -> Vec<MemberId> {
    let panel_id = made.panels[BY_NAME - 1];
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let mut people = Vec::new();
    for number in 1..=4 {
        let member_id = MemberId(app.app.clock.next_id());
        let row = rows::member(member_id, made.places[BY_NAME], &format!("关员{number}"));
        insert(&transaction, member::ActiveModel::from(row)).await;
        let row = allotment::Model {
            round_id: made.id,
            member_id,
            panel_id,
            channel: "named".to_owned(),
            cancelled_slips: 0,
            version: 1,
        };
        insert(&transaction, allotment::ActiveModel::from(row)).await;
        people.push(member_id);
    }
    transaction.commit().await.unwrap();
    people
}

#[test]
fn s069_t07_114_of_114_branches_860_of_1100_forms_and_both_rates_apart() {
    run(async |app| {
        let made = cast(app, &customs()).await;
        let people = allotted(app, &made).await;
        let sheet = format!("/w/named/{}/own/{}", made.id, made.objects[&BY_NAME]);
        for (number, person) in people.iter().enumerate() {
            let mut member = app.visiting_member(&format!("member-{number}"), *person, made.places[BY_NAME]).await;
            let page = say(&mut member, &sheet, 0, ("服务主动", "yes")).await;
            assert!(page.says("实名表已提交"), "{}", page.text());
        }
        made.seal(app).await;
        let mut office = app.office().await;
        let results = office.get(&made.path("")).await;
        let coverage = results.link("评议覆盖情况");
        // All who were judged are counted, whether or not they have a roll.
        let page = office.get(&coverage).await;
        assert!(page.says("已覆盖 113 / 114 个党组织"), "{}", page.text());
        assert_eq!(page.texts("#coverage tbody tr").len(), 114);
        let of_last = format!("/w/records/{}/{}", made.id, made.places[AT_FORUM]);
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.places[0]))]).await;
        let forum = [("method", "座谈交流"), ("number", "1"), ("unit", ""), ("persons", "1100")];
        secretary.fill(&of_last, "/contacts", &forum, "已记录").await;
        let page = office.get(&coverage).await;
        assert!(page.says("已覆盖 114 / 114 个党组织"), "{}", page.text());
        // 78 % of those planned; all of them satisfied, and beside it that sixty of them had something to say.
        assert_eq!(page.texts("#forms"), ["860/1100 = 78.2 %"]);
        let rates = page.texts("dd.rate");
        assert!(rates[0].contains("860/860 = 100.0 %") && rates[0].contains("收到意见 60 条"), "{rates:?}");
        let rows = page.texts("#coverage tbody tr");
        for (name, channel) in
            [("海关第1党支部", "是 · 8"), ("海关第113党支部", "是 · 4"), ("海关第114党支部", "1 次，1100 人次")]
        {
            let row = rows.iter().find(|row| row.starts_with(name)).unwrap();
            assert!(row.contains(channel) && row.ends_with("已覆盖"), "{row}");
        }
        // What four said by name is a figure of its own, n = 4, and is in no rate of the ballots.
        let named = office.get(&results.link("实名评议情况")).await;
        let named = office.get(&named.link("海关第113党支部")).await;
        assert!(named.says("实名评议，n = 4") && !named.says("864"), "{}", named.text());
        let tables = results.texts("table").concat();
        assert!(tables.contains("860/860") && !tables.contains("864"), "{tables}");
    });
}
