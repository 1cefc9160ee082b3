//! A round of three hundred judge groups, a roll of three hundred people, a year of three hundred rounds: pages ask the
//! database a fixed number of questions.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sea_orm::EntityTrait;
use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{Measure, Object, ObjectKind, Panel, Plan, Sheet};
use server::roles::Role;
use server::{App, router};
use storage::entities::{cycle_round, member, named_measure, organisation, round, round_object, working_group_member};
use storage::{
    Database, MeasureId, MemberId, ObjectId, OrganisationId, PanelId, Reads, RoundId, Scope, SheetId, Strictness,
    WorkingGroupMemberId,
};
use test_databases::{TestDatabase, for_each_database};
use test_support::{Client, PASSWORD, TestApp, found, rows};

use crate::composition::{enter, names};
use crate::life::{draw_up, enter_members};

/// Branches, groups, people, rounds: of everything there is one more than any page may ask about one by one.
const MANY: u32 = 300;

/// Enters as many branches below a town.
async fn branches(app: &App, town: OrganisationId) -> Vec<OrganisationId> {
    let transaction = app.database.write(Scope::Whole).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..MANY {
        let id = OrganisationId(app.clock.next_id());
        let row = rows::organisation(id, Some(town), &format!("党支部{number}"), "branch");
        rows::insert(&transaction, organisation::ActiveModel::from(row)).await;
        ids.push(id);
    }
    transaction.commit().await.unwrap();
    ids
}

/// Each of these is judged by its own members, on a sheet of its own.
fn plan(app: &App, judged: &[OrganisationId]) -> Plan {
    let measure = MeasureId(app.clock.next_id());
    let definition = LIBRARY.definition("five_goods", None).unwrap();
    let direction = "members_to_organisation".to_owned();
    let mut plan = Plan { measures: vec![Measure { id: measure, direction, definition }], ..Plan::default() };
    for (organisation, number) in judged.iter().zip(1..) {
        let (object, sheet) = (ObjectId(app.clock.next_id()), SheetId(app.clock.next_id()));
        plan.objects.push(Object {
            id: object,
            subject: number,
            kind: ObjectKind::Organisation,
            organisation: *organisation,
            member: None,
            name: format!("党支部{number}"),
            measure,
            reported_as: None,
            area: None,
            window: None,
        });
        let title = format!("党支部{number}");
        plan.sheets.push(Sheet { id: sheet, position: number, title, target: None, objects: vec![object] });
        plan.panels.push(Panel {
            id: PanelId(app.clock.next_id()),
            number,
            sheet,
            organisation: *organisation,
            category: "members".to_owned(),
            planned: 7,
            due: Some(7),
            merged_into: None,
            area: None,
            window: None,
            is_listed: false,
        });
    }
    plan
}

/// Fills a round with them, with a named appraisal, people on the first roll and a working group.
async fn fill(app: &TestApp, id: RoundId, judged: &[OrganisationId]) {
    let plan = plan(&app.app, judged);
    let next = || app.app.clock.next_id();
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    rows::insert_plan(app, &transaction, id, &plan).await;
    let row = named_measure::Model { round_id: id, measure_id: plan.measures[0].id };
    rows::insert(&transaction, named_measure::ActiveModel::from(row)).await;
    for number in 0..MANY {
        let row = rows::member(MemberId(next()), judged[0], &format!("党员{number}"));
        rows::insert(&transaction, member::ActiveModel::from(row)).await;
    }
    for number in 0..50 {
        let row = working_group_member::Model {
            id: WorkingGroupMemberId(next()),
            round_id: id,
            name: format!("组员{number}"),
            post: "委员".to_owned(),
            duty: "notice".to_owned(),
            words: String::new(),
            recused: "no".to_owned(),
            account_id: None,
            version: 1,
        };
        rows::insert(&transaction, working_group_member::ActiveModel::from(row)).await;
    }
    transaction.commit().await.unwrap();
}

/// As many rounds as there are branches, each its branch's own, in the first quarter of the year.
async fn year(app: &TestApp, like: RoundId, (calendar, owners): (&str, &[OrganisationId])) {
    let app = &app.app;
    let model = round::Entity::find_by_id(like).one(app.database.connection()).await.unwrap().unwrap();
    let measure = plan(app, &owners[..1]).measures.remove(0);
    let transaction = app.database.write(Scope::Whole).await.unwrap();
    for (owner, number) in owners.iter().zip(1_u32..) {
        let id = RoundId(app.clock.next_id());
        let title = format!("第一季度{number}");
        let row = round::Model { id, organisation_id: *owner, title, state: "announced".to_owned(), ..model.clone() };
        rows::insert(&transaction, round::ActiveModel::from(row)).await;
        let measure_id = MeasureId(app.clock.next_id());
        let row = storage::entities::measure::Model {
            id: measure_id,
            round_id: id,
            position: 1,
            instrument_code: measure.definition.code.clone(),
            instrument_version: 1,
            direction: measure.direction.clone(),
            definition: serde_json::to_string(&measure.definition).unwrap(),
        };
        rows::insert(&transaction, storage::entities::measure::ActiveModel::from(row)).await;
        // Held by name as well.
        let row = named_measure::Model { round_id: id, measure_id };
        rows::insert(&transaction, named_measure::ActiveModel::from(row)).await;
        let row = round_object::Model {
            id: ObjectId(app.clock.next_id()),
            round_id: id,
            subject: 1,
            kind: "organisation".to_owned(),
            organisation_id: *owner,
            member_id: None,
            name: "党支部".to_owned(),
            measure_id,
            no_self_report_reason: None,
            reported_as_id: None,
            area_id: None,
            window_id: None,
        };
        rows::insert(&transaction, round_object::ActiveModel::from(row)).await;
        let cycle_id = calendar.rsplit('/').next().unwrap().parse().unwrap();
        let row = cycle_round::Model { round_id: id, cycle_id, period: "q1".to_owned(), version: 1 };
        rows::insert(&transaction, cycle_round::ActiveModel::from(row)).await;
    }
    transaction.commit().await.unwrap();
}

/// The same application over a database that counts what it is asked.
async fn watched(app: &TestApp, database: &TestDatabase, asked: &Arc<AtomicUsize>) -> App {
    let opened = match database.postgres_url() {
        Some(url) => Database::open_postgres(url, Strictness::Panic).await,
        None => Database::open_sqlite(&app.folder.join("zhengyou.sqlite"), Strictness::Panic).await,
    };
    let asked = Arc::clone(asked);
    let opened = opened.unwrap().watched(move |_| {
        asked.fetch_add(1, Ordering::Relaxed);
    });
    let app = &app.app;
    App::new(opened, Arc::clone(&app.ballots), app.clock.clone(), app.settings.clone()).unwrap()
}

async fn sign_in(app: &App, name: &str) -> Client {
    let mut client = Client::new(tower::util::BoxCloneSyncService::new(router(app)));
    let page = client.get("/w/sign-in").await;
    client.submit(&page, "sign-in", &[("name", name), ("password", PASSWORD)]).await;
    client
}

#[test]
fn pages_of_a_large_round_and_of_a_large_year_ask_a_fixed_number_of_questions() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut judged = vec![town];
        judged.extend(branches(&app.app, town).await);
        let round = draw_up(&mut office, town, "三百个支部", &[]).await;
        let id: RoundId = round.rsplit('/').next().unwrap().parse().unwrap();
        fill(&app, id, &judged).await;
        enter(&mut office, &round, "党员", &names("民", 300)).await;
        let owner = town.to_string();
        let fields = [("organisation", owner.as_str()), ("year", "2026"), ("yearly_rule", "pooled")];
        let calendar = office.fill("/w/rhythm", "/w/rhythm?declare", &fields, "年度安排已建立").await;
        let calendar = calendar.path.split('?').next().unwrap().to_owned();
        year(&app, id, (&calendar, &judged[1..])).await;
        office.fill(&round, "announcement", &[], "轮次已公布").await;

        let composition = round.replace("/w/rounds/", "/w/composition/");
        let named = round.replace("/w/rounds/", "/w/named/");
        let overview = office.get(&composition).await;
        let rolls = office.get(&named).await;
        let of_town = rolls.links().into_iter().find(|link| link.contains("/rolls/")).unwrap_or_default();
        app.visitor("narrow", &[(Role::CampaignOffice, Some(town))]).await;
        app.visitor("secretary", &[(Role::Secretary, Some(town))]).await;
        let on_roll = enter_members(&app, judged[1], &["钱一"]).await[0];
        app.visiting_member("on-roll", on_roll, judged[1]).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let heard = watched(&app, database, &asked).await;
        let mut narrow = sign_in(&heard, "narrow").await;
        let mut secretary = sign_in(&heard, "secretary").await;
        let mut on_roll = sign_in(&heard, "on-roll").await;
        let pages = [
            (composition.clone(), "党支部300"),
            (overview.link("· 党员"), "民三零零"),
            (format!("{composition}/areas"), "没有分片区"),
            (format!("{composition}/working-group"), "组员49"),
            (named.clone(), "党支部300"),
            ("/w/named".to_owned(), "第一季度300"),
            (of_town, "党员"),
            (calendar.clone(), "第一季度300"),
            (format!("{round}/issuing"), "301 组"),
        ];
        for (path, words) in pages {
            asked.store(0, Ordering::Relaxed);
            let shown = narrow.get(&path).await;
            assert!(shown.status == 200 && shown.says(words), "{path}: {}", shown.text());
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= 31, "{path} asks {asked} questions");
        }
        for path in [&named, &calendar] {
            asked.store(0, Ordering::Relaxed);
            assert_eq!(secretary.get(path).await.status, 200, "{path}");
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= 25, "{path} asks {asked} questions of a secretary");
        }
        for visitor in [&mut secretary, &mut on_roll] {
            asked.store(0, Ordering::Relaxed);
            let shown = visitor.get("/w/named").await;
            assert!(shown.says("三百个支部") && !shown.says("第一季度"), "{}", shown.text());
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= 15, "the list of rounds asks {asked} questions");
        }
    }));
}
