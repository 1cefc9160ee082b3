//! The statistics return of a sealed round: lines 1b, 1c, 1f and 1g from the figures of the declared judges.

use server::features::appraisals::model::{ObjectKind, VerdictRule, VerdictSource};
use server::roles::Role;
use test_support::{Shown, TestApp};

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[
    ("柳林镇党委", None),
    ("东河村党支部", Some(0)),
    ("西沟村党支部", Some(0)),
    ("南山村党支部", Some(0)),
    ("北坡村党支部", Some(0)),
];

fn source(objects: ObjectKind, instrument: &str, categories: &[&str]) -> VerdictSource {
    let categories = categories.iter().map(|category| (*category).to_owned()).collect();
    VerdictSource { objects, instrument: instrument.to_owned(), categories }
}

/// 70 % satisfied and 60 % basically satisfied or above, of the masses only.
fn rule(sources: Vec<VerdictSource>) -> Option<VerdictRule> {
    Some(VerdictRule { satisfied_permille: 700, basic_permille: 600, sources })
}

/// East is satisfied by its masses; west only with its members, who are not asked; south and north have too few.
fn world() -> World {
    let mut world = World::of(
        TOWN,
        vec![
            Judges::masses(1, &[(30, 0), (8, 1), (2, 2)]),
            Judges::masses(2, &[(20, 0), (18, 1), (2, 2)]),
            Judges::members(2, 40, &[(40, 0)]),
            Judges::masses(3, &[(3, 0)]),
            Judges::masses(4, &[(4, 0)]),
        ],
    );
    world.members = vec![(1, "王建国"), (1, "李秀英"), (2, "张卫东")];
    world
}

/// Publishes, draws up the returns, and opens the one of an organisation.
async fn returns(app: &TestApp, made: &Cast) -> [Shown; 3] {
    made.seal(app).await;
    let mut office = app.office().await;
    let form = office.get(&made.path("/publication")).await;
    let published = office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
    assert!(published.says("已通报"), "{}", published.text());
    let path = format!("/w/returns/rounds/{}", made.id);
    let page = office.get(&path).await;
    office.submit(&page, &path, &[("due_on", "2026-07-15")]).await;
    let mut pages = Vec::new();
    for place in [1, 2, 3] {
        let name = format!("secretary-{place}");
        let mut secretary = app.visitor(&name, &[(Role::Secretary, Some(made.places[place]))]).await;
        let list = secretary.get("/w/returns").await;
        let link = list.links().into_iter().find(|path| path.starts_with("/w/returns/") && !path.contains("rounds"));
        pages.push(secretary.get(&link.unwrap()).await);
    }
    pages.try_into().unwrap_or_else(|_| unreachable!("three pages"))
}

fn total(page: &Shown, line: &str) -> String {
    page.texts(&format!("#line-{line} .total")).concat()
}

/// The link behind the number of a line.
fn steps_link(page: &Shown, line: &str) -> String {
    let ending = format!("/lines/{line}/steps");
    page.links().into_iter().find(|link| link.ends_with(&ending)).unwrap()
}

fn line(page: &Shown, line: &str) -> String {
    page.texts(&format!("#line-{line}")).concat()
}

#[test]
fn s081_a_sealed_rounds_verdicts_fill_the_return_from_the_declared_measure_and_judges() {
    run(async |app| {
        let mut world = world();
        world.verdict = rule(vec![
            source(ObjectKind::Organisation, "six_aspects", &["masses"]),
            source(ObjectKind::Member, "five_looks", &["masses"]),
        ]);
        let made = cast(app, &world).await;
        let [east, west, south] = returns(app, &made).await;
        // 30 of 40 are satisfied, 38 of 40 basically: both shares are reached, by the branch and by its two members.
        for (code, value) in [("1a", "1"), ("1b", "1"), ("1c", "1"), ("1e", "2"), ("1f", "2"), ("1g", "2")] {
            assert_eq!(total(&east, code), value, "east {code}: {}", east.text());
        }
        // 20 of 40 and 38 of 40: only the lower share. With the 40 members, who are not declared, it would be 60 of 80.
        for (code, value) in [("1b", "1"), ("1c", "0"), ("1f", "1"), ("1g", "0")] {
            assert_eq!(total(&west, code), value, "west {code}: {}", west.text());
        }
        // Three forms are below k: the line stays blank, with the reason, and may be filed so.
        for code in ["1b", "1c"] {
            let words = line(&south, code);
            assert!(words.contains("1 个评议对象中有 1 个的有效票少于 5 张"), "{words}");
        }
        assert!(!line(&south, "1b").contains("空白且没有说明原因"));
        // Every verdict line opens its steps, object by object and without a name.
        let mut office = app.visitor("office-steps", &[(Role::CampaignOffice, None)]).await;
        let steps = office.get(&steps_link(&east, "1f")).await;
        let words = "满意 30/40，要求 700/1000；基本满意及以上 38/40，要求 600/1000";
        let reached = steps.texts("ol li");
        assert!(reached.len() == 2 && reached.iter().all(|step| step.contains(words)), "{}", steps.text());
        assert!(reached.iter().all(|step| step.contains("R02")) && !steps.says("王建国"), "{}", steps.text());
        let steps = office.get(&steps_link(&south, "1b")).await;
        assert!(steps.says("可公布的有效票不足 5 份，不作判定"), "{}", steps.text());
        // Nobody's verdict stands anywhere beside a name.
        let mut office = app.visitor("office-2", &[(Role::CampaignOffice, None)]).await;
        for path in [made.path(""), made.object(1), made.object(2)] {
            let shown = office.get(&path).await;
            assert!(!shown.says("达到满意") && !shown.says("认定"), "{path}: {}", shown.text());
        }
    });
}

#[test]
fn lines_without_a_declared_measure_or_judged_by_another_one_stay_blank_with_their_reason() {
    run(async |app| {
        let mut world = world();
        world.verdict = rule(vec![source(ObjectKind::Organisation, "five_goods", &["masses"])]);
        let made = cast(app, &world).await;
        let [east, ..] = returns(app, &made).await;
        assert!(line(&east, "1b").contains("1 个评议对象中有 1 个用的是另一种评议表"), "{}", east.text());
        assert!(line(&east, "1f").contains("没有约定这两行按哪种评议表"), "{}", east.text());
    });
}

#[test]
fn without_a_verdict_rule_the_lines_stay_blank_with_that_reason() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let [east, ..] = returns(app, &made).await;
        for code in ["1b", "1c", "1f", "1g"] {
            assert!(line(&east, code).contains("本轮没有规定满意等次的认定标准"), "{code}: {}", east.text());
        }
    });
}

#[test]
fn judges_merged_with_others_who_are_not_declared_give_no_verdict() {
    run(async |app| {
        let staff = Judges { category: "staff", merged_into: Some(0), ..Judges::masses(1, &[]) };
        let mut world = World::of(TOWN, vec![Judges::masses(1, &[(30, 0), (8, 1)]), staff]);
        world.groups.push(Judges::masses(2, &[(9, 0)]));
        world.groups.push(Judges::masses(3, &[(9, 0)]));
        world.verdict = rule(vec![source(ObjectKind::Organisation, "six_aspects", &["masses"])]);
        let made = cast(app, &world).await;
        let [east, west, _] = returns(app, &made).await;
        assert!(line(&east, "1b").contains("约定计票的参评人员与其他人员合并成一组"), "{}", east.text());
        assert_eq!(total(&west, "1c"), "1");
    });
}
