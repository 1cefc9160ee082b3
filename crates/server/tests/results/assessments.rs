//! The four appraisals side by side (S078), and one figure over them only where it was declared (R40).

use std::collections::BTreeMap;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::features::appraisals::model::Composite;
use server::roles::Role;
use storage::entities::member;
use storage::{MemberId, ObjectId, Reads, Scope};
use test_support::{Client, Shown, TestApp, rows};

use crate::own_grades::hand_in;
use crate::run;
use crate::world::{Cast, Judges, OnSheet, World, cast};

const DISTRICT: &[(&str, Option<usize>)] =
    &[("长风社区党委", None), ("第二居民区党总支", Some(0)), ("第三居民区党支部", Some(0))];

/// T12: 308 members and 36 others, of whom 332 are satisfied.
fn changfeng() -> World {
    World {
        composite: Some(Composite {
            revision: 2,
            weights: [200, 300, 250, 250],
            points: BTreeMap::from([("SC1".to_owned(), vec![100, 60, 0])]),
        }),
        ..World::of(
            DISTRICT,
            vec![
                Judges::members(1, 311, &[(300, 0), (8, 1)]),
                Judges::masses(1, &[(32, 0), (4, 2)]),
                Judges::members(2, 7, &[(6, 0), (1, 1)]),
                Judges::masses(2, &[(2, 0), (1, 1)]),
            ],
        )
    }
}

fn page_of(made: &Cast, place: usize) -> String {
    format!("/w/results/{}/assessments/{}", made.id, made.objects[&place])
}

const REVIEW: [(&str, &str); 4] = [
    ("author", "社区党委书记 陈立"),
    ("given_on", "2026-01-05"),
    ("grade", "satisfied"),
    ("words", "为民办实事扎实，台账不够细。"),
];

async fn enter(client: &mut Client, path: &str, source: &str, fields: &[(&str, &str)]) -> Shown {
    let page = client.get(path).await;
    client.submit(&page, source, fields).await
}

#[test]
fn s078_the_four_stand_side_by_side_and_one_figure_only_by_declared_weights() {
    run(async |app| {
        let made = cast(app, &changfeng()).await;
        let mut office = app.office().await;
        let list = format!("/w/results/{}/assessments", made.id);
        // Before sealing nothing of the ballots is there, and judgements by name may be entered.
        let page = office.get(&list).await;
        assert!(page.says("2 个对象四评不全") && page.says("封存后显示"), "{}", page.text());
        let path = page_of(&made, 1);
        let saved = enter(&mut office, &path, "leader_review", &REVIEW).await;
        assert!(saved.says("已保存") && saved.says("台账不够细"), "{}", saved.text());
        assert!(saved.says("缺党组织考评、党员互评、群众测评，不计算"), "{}", saved.text());
        let assessment = [
            ("author", "区委考核组"),
            ("given_on", "2026-01-06"),
            ("grade", "basically_satisfied"),
            ("words", "制度健全。"),
        ];
        enter(&mut office, &path, "organisation_assessment", &assessment).await;
        made.seal(app).await;
        let page = office.get(&path).await;
        assert!(page.says("300/308 = 97.4 %") && page.says("32/36 = 88.9 %"), "{}", page.text());
        // 0.2 × 1 + 0.3 × 0.6 + 0.25 × 30480/30800 + 0.25 × 3200/3600 = 0.8496…
        assert!(
            page.says("85.0 分（权重第 2 版）") && page.says("得分 30480/30800 = 99.0%，权重 25.0%"),
            "{}",
            page.text()
        );
        assert_eq!(page.texts("details ol li").len(), 5);
        // By name, never by result; those without all four can be listed.
        let page = office.get(&list).await;
        assert_eq!(page.texts("tbody tr td:first-child"), ["第二居民区党总支", "第三居民区党支部"]);
        assert_eq!(page.texts("thead th").len(), 6);
        let missing = office.get(&format!("{list}?missing=yes")).await;
        assert_eq!(missing.texts("tbody tr td:first-child"), ["第三居民区党支部"]);
        // A side whose only group is too small is shown with others only, and nothing takes its place in the figure.
        let small = office.get(&page_of(&made, 2)).await;
        assert!(small.says("人数过少，只与其他小组合并公布"), "{}", small.text());
        assert!(!small.says("2/3") && small.says("，不计算"), "{}", small.text());
        office.get("/language/en?back=/w").await;
        let english = office.get(&path).await;
        assert!(english.says("85.0 points") && english.says("Leader’s review 20 % + "), "{}", english.text());
    });
}

#[test]
fn without_declared_weights_nothing_is_added_up() {
    run(async |app| {
        let made = cast(app, &World { composite: None, ..changfeng() }).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let page = office.get(&page_of(&made, 1)).await;
        assert!(page.says("300/308 = 97.4 %") && page.says("不计算综合数"), "{}", page.text());
        assert!(!page.says(" 分"), "{}", page.text());
        assert_eq!(office.get(&format!("/w/results/{}/assessments", made.id)).await.texts("thead th").len(), 5);
    });
}

#[test]
fn a_judgement_by_name_says_what_is_missing_and_nobody_judges_himself() {
    run(async |app| {
        let mut world = changfeng();
        world.members.push((1, "王建国"));
        let made = cast(app, &world).await;
        let mut office = app.office().await;
        let path = page_of(&made, 1);
        let cases = [
            (vec![("author", "")], "请填写"),
            (vec![("given_on", "2010.13")], "日期"),
            (vec![("given_on", "2099-01-01")], "日期不能晚于今天"),
            (vec![("grade", "")], "请选择"),
            (vec![("words", " ")], "请填写"),
        ];
        for (wrong, message) in cases {
            let fields: Vec<(&str, &str)> = REVIEW
                .iter()
                .map(|(name, value)| *wrong.iter().find(|(field, _)| field == name).unwrap_or(&(name, value)))
                .collect();
            let refused = enter(&mut office, &path, "leader_review", &fields).await;
            assert_eq!(refused.status, 422, "{wrong:?}");
            assert!(refused.texts(".invalid-feedback").concat().contains(message), "{wrong:?}: {}", refused.text());
        }
        assert!(!office.get(&path).await.says("陈立"), "nothing half-written stays behind");
        let member = made.members[0];
        let own = format!("/w/results/{}/assessments/{}", made.id, member.1);
        let fields = [("author", "总支书记 王建国"), REVIEW[1], REVIEW[2], REVIEW[3]];
        let refused = enter(&mut office, &own, "leader_review", &fields).await;
        assert!(refused.says("被评议的人不能点评自己"), "{}", refused.text());
        rows::tie_account(app, "office", member.0).await;
        let refused = enter(&mut office, &own, "leader_review", &REVIEW).await;
        assert!(refused.status == 422 && refused.says("不能录入对自己的点评或考评"), "{}", refused.text());
    });
}

#[test]
fn two_people_who_enter_the_same_judgement_see_both() {
    run(async |app| {
        let made = cast(app, &changfeng()).await;
        let (mut one, mut other) = (app.office().await, app.visitor("office-2", &[(Role::CampaignOffice, None)]).await);
        let path = page_of(&made, 1);
        let first = one.get(&path).await;
        let second = other.get(&path).await;
        one.submit(&first, "leader_review", &REVIEW).await;
        let fields = [REVIEW[0], REVIEW[1], ("grade", "not_satisfied"), ("words", "承诺没有兑现。")];
        let conflict = other.submit(&second, "leader_review", &fields).await;
        assert_eq!(conflict.status, 409);
        let differing = conflict.texts("#both-versions tbody tr").concat();
        assert!(differing.contains("台账不够细") && differing.contains("承诺没有兑现"), "{differing}");
        assert!(differing.contains("不满意"), "grades in words: {differing}");
        let saved = other.submit(&conflict, "leader_review", &fields).await;
        assert!(saved.says("已保存"), "{}", saved.text());
    });
}

#[test]
fn whoever_is_judged_sees_it_once_results_are_published_and_nothing_of_others() {
    run(async |app| {
        let made = cast(app, &changfeng()).await;
        let mut office = app.office().await;
        enter(&mut office, &page_of(&made, 1), "leader_review", &REVIEW).await;
        let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.places[1]))]).await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        assert_eq!(secretary.get(&page_of(&made, 1)).await.status, 404);
        made.seal(app).await;
        assert_eq!(secretary.get(&page_of(&made, 1)).await.status, 404, "sealed, not published");
        let form = office.get(&made.path("/publication")).await;
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let page = secretary.get(&page_of(&made, 1)).await;
        assert!(page.says("台账不够细") && page.find_form("leader_review").is_none(), "{}", page.text());
        assert_eq!(secretary.get(&page_of(&made, 2)).await.status, 404);
        assert_eq!(keeper.get(&page_of(&made, 1)).await.status, 404);
        let page = secretary.get(&made.path("")).await;
        assert_eq!(secretary.get(&page.link("四评对照")).await.texts("tbody tr td:first-child"), ["第二居民区党总支"]);
    });
}

#[test]
fn s072_two_reports_and_two_appraisals_or_what_is_missing_is_named() {
    run(async |app| {
        let mut world = changfeng();
        world.members.extend([(1, "王建国"), (1, "李秀英"), (2, "赵卫东")]);
        let made = cast(app, &world).await;
        give_post(app, made.members[0].0, "党总支书记").await;
        give_post(app, made.members[2].0, "副书记").await;
        let mut office = app.office().await;
        let list = format!("/w/results/{}/assessments", made.id);
        let reports = office.get(&list).await.link("双述双评");
        let page = office.get(&reports).await;
        assert_eq!(page.texts("tbody tr").len(), 2, "organisations only: {}", page.text());
        assert!(page.says("2 个党组织，0 个齐全") && page.says("书记：王建国"), "{}", page.text());
        let hint = "书记不在本轮评议对象中：请把书记列为评议对象";
        assert!(page.says(hint), "a deputy is no secretary: {}", page.text());
        hand_in(app, &made, made.objects[&1], "{}").await;
        made.seal(app).await;
        let fields = [("author", "区委考核组"), REVIEW[1], REVIEW[2], REVIEW[3]];
        enter(&mut office, &page_of(&made, 1), "organisation_assessment", &fields).await;
        let states = |page: &Shown| page.texts("tbody tr:first-child td").into_iter().skip(1).collect::<Vec<_>>();
        // The organisation's report with both its appraisals is one half; the members' ballots graded the secretary too.
        let half = ["✓ 已有", "✓ 已有", "✓ 已有", "缺", "✓ 已有", "缺", "未完成"];
        assert_eq!(states(&office.get(&reports).await), half);
        hand_in(app, &made, made.members[1].1, "{}").await;
        assert_eq!(states(&office.get(&reports).await), half, "another member's report is not the secretary's");
        hand_in(app, &made, made.members[0].1, "{}").await;
        let page = office.get(&reports).await;
        assert_eq!(states(&page), ["✓ 已有", "✓ 已有", "✓ 已有", "✓ 已有", "✓ 已有", "缺", "未完成"]);
        assert!(page.says("0 个齐全"), "the superior has not assessed the secretary: {}", page.text());
        // The last of them completes it.
        let own = format!("/w/results/{}/assessments/{}", made.id, made.members[0].1);
        enter(&mut office, &own, "organisation_assessment", &fields).await;
        let page = office.get(&reports).await;
        assert_eq!(states(&page), ["✓ 已有", "✓ 已有", "✓ 已有", "✓ 已有", "✓ 已有", "✓ 已有", "齐全"]);
        let missing = office.get(&format!("{reports}?missing=yes")).await;
        assert_eq!(missing.texts("tbody td:first-child a"), ["第三居民区党支部"]);
        office.get("/language/en?back=/w").await;
        assert!(office.get(&reports).await.says("1 of 2 organisations have everything"));
    });
}

#[test]
fn s072_with_any_one_of_the_two_times_two_appraisals_missing_it_is_incomplete() {
    // What is missing: the places in the row of the organisation.
    for (missing, lacking) in [
        ("own members", vec![1]),
        ("own superior", vec![2]),
        ("secretary members", vec![4]),
        ("secretary superior", vec![5]),
        ("secretary", vec![3, 4, 5]),
        ("nothing", vec![]),
    ] {
        run(async |app| {
            let on_sheet = match missing {
                "own members" => OnSheet::Members,
                "secretary members" => OnSheet::Organisations,
                _ => OnSheet::Both,
            };
            let members = Judges { on_sheet, ..Judges::members(1, 9, &[(9, 0)]) };
            let mut world = World::of(DISTRICT, vec![members, Judges::masses(1, &[(9, 0)])]);
            if missing != "secretary" {
                world.members.push((1, "王建国"));
            }
            let made = cast(app, &world).await;
            let own = made.objects[&1];
            hand_in(app, &made, own, "{}").await;
            let mut assessed: Vec<(&str, ObjectId)> = vec![("own superior", own)];
            for (member, object) in &made.members {
                give_post(app, *member, "党总支书记").await;
                hand_in(app, &made, *object, "{}").await;
                assessed.push(("secretary superior", *object));
            }
            made.seal(app).await;
            let mut office = app.office().await;
            let fields = [("author", "区委考核组"), REVIEW[1], REVIEW[2], REVIEW[3]];
            for (_, object) in assessed.into_iter().filter(|(what, _)| *what != missing) {
                let path = format!("/w/results/{}/assessments/{object}", made.id);
                enter(&mut office, &path, "organisation_assessment", &fields).await;
            }
            let reports = office.get(&format!("/w/results/{}/assessments", made.id)).await.link("双述双评");
            let page = office.get(&reports).await;
            let states: Vec<String> = page.texts("tbody tr:first-child td").into_iter().skip(1).collect();
            let found: Vec<usize> = (0..6).filter(|place| states[*place] == "缺").collect();
            assert_eq!(found, lacking, "{missing}: {states:?}");
            assert_eq!(states[6], if lacking.is_empty() { "齐全" } else { "未完成" }, "{missing}");
        });
    }
}

async fn give_post(app: &TestApp, member: MemberId, post: &str) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    member::Entity::update_many()
        .col_expr(member::Column::PartyPost, Expr::value(post))
        .filter(member::Column::Id.eq(member))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}
