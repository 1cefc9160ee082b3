//! A crash between any two steps of opening, pausing and going on: what was begun is ended at the next start.

use std::sync::Arc;

use ballot_box::{BallotBox, Interrupted, Phase, Place, Settings, Step, StepHook};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use server::App;
use server::features::appraisals::{ballot_round, resume};
use storage::entities::{round, round_step};
use storage::{Reads, RoundId, RoundStepId, Scope};
use test_databases::for_each_database;
use test_support::{Client, TestApp};

use crate::{add_panels, choose, draw_up, enter_members, found, round_path, run};

/// Cuts the work off after a step, as a crash would.
struct CutAfter(Step);

impl StepHook for CutAfter {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == self.0 { Err(Interrupted(step)) } else { Ok(()) }
    }
}

/// An announced round, ready to be issued; the path of its page.
async fn announced(app: &TestApp, office: &mut Client) -> String {
    let county = found(office, None, ("柳林县委", "committee", "office")).await;
    let village = found(office, Some(county), ("东河村党支部", "branch", "rural")).await;
    enter_members(app, village, 1).await;
    let path = round_path(&draw_up(office, county).await);
    choose(office, &path, &[village], "six_aspects").await;
    add_panels(office, &path, "villagers", "12").await;
    let shown = office.get(&path).await;
    office.submit(&shown, "announcement", &[]).await;
    path
}

fn id_of(path: &str) -> RoundId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[test]
fn opening_that_was_cut_off_after_any_step_goes_on_at_the_next_start() {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(for_each_database(
        async |database| {
            let app = TestApp::start(database).await;
            let mut office = app.office().await;
            let path = announced(&app, &mut office).await;
            // The first crash: the intent is kept, the ballot store was not reached.
            let (keys, aside) = (app.folder.join("keys"), app.folder.join("keys-aside"));
            std::fs::rename(&keys, &aside).unwrap();
            std::fs::write(&keys, b"").unwrap();
            let issuing = office.get(&format!("{path}/issuing")).await;
            assert_eq!(office.submit(&issuing, "issuing", &[]).await.status, 500);
            std::fs::remove_file(&keys).unwrap();
            std::fs::rename(&aside, &keys).unwrap();
            assert!(office.get(&format!("{path}/batches")).await.says("票箱还没有准备好"));
            // Then one after every step in the ballot store.
            for step in Step::OPENING {
                let place = match database.postgres_url() {
                    Some(url) => Place::Postgres(url.to_owned()),
                    None => Place::Folder(app.folder.join("ballots")),
                };
                let mut settings = Settings::new(place, keys.clone());
                settings.steps = Arc::new(CutAfter(step));
                let ballots = Arc::new(BallotBox::open(settings).await.unwrap());
                let (database, clock) = (app.app.database.clone(), app.app.clock.clone());
                let cut = App::new(database, Arc::clone(&ballots), clock, app.app.settings.clone()).unwrap();
                assert!(resume(&cut).await.is_err(), "{step:?}");
                ballots.close().await.unwrap();
                assert_eq!(office.get(&path).await.texts("code").len(), 0, "{step:?}: no opening hash yet");
            }
            resume(&app.app).await.unwrap();
            let hash = office.get(&path).await.texts("code");
            assert_eq!(hash[0].len(), 64);
            // And the last: the store is open, the named side does not know it.
            begin_again(&app, id_of(&path), "issuing").await;
            resume(&app.app).await.unwrap();
            assert_eq!(office.get(&path).await.texts("code"), hash, "the same key, the same hash");
            app.app.database.clone().close().await.unwrap();
            app.app.ballots.close().await.unwrap();
        },
    ));
}

/// The step is as it was before its end: begun.
async fn begin_again(app: &TestApp, id: RoundId, step: &str) {
    let transaction = app.app.database.write(Scope::Round(id.0)).await.unwrap();
    round_step::Entity::update_many()
        .col_expr(round_step::Column::State, Expr::value("begun"))
        .filter(round_step::Column::RoundId.eq(id))
        .filter(round_step::Column::Step.eq(step))
        .exec(transaction.connection())
        .await
        .unwrap();
    if step == "casting" {
        round::Entity::update_many()
            .col_expr(round::Column::State, Expr::value("issuing"))
            .filter(round::Column::Id.eq(id))
            .exec(transaction.connection())
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
}

/// The intent alone, as the moment before the ballot store is reached leaves it.
async fn intend(app: &TestApp, id: RoundId, step: &str) {
    let transaction = app.app.database.write(Scope::Round(id.0)).await.unwrap();
    let row = round_step::Model {
        id: RoundStepId(app.app.clock.next_id()),
        round_id: id,
        step: step.to_owned(),
        state: "begun".to_owned(),
        details: String::new(),
        happened_at: app.app.clock.now(),
        account_id: None,
        second_account_id: None,
    };
    let row = round_step::ActiveModel::from(row).reset_all();
    round_step::Entity::insert(row).exec_without_returning(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn stands(app: &TestApp, id: RoundId) -> (Option<Phase>, String, usize) {
    let found = round::Entity::find_by_id(id).one(app.app.database.connection()).await.unwrap().unwrap();
    let steps = round_step::Entity::find()
        .filter(round_step::Column::RoundId.eq(id))
        .filter(round_step::Column::State.eq("begun"))
        .all(app.app.database.connection())
        .await
        .unwrap();
    (app.app.ballots.phase(ballot_round(id)).await.unwrap(), found.state, steps.len())
}

#[test]
fn casting_pausing_and_going_on_that_were_cut_off_go_on_at_the_next_start() {
    run(async |app| {
        let mut office = app.office().await;
        let path = announced(app, &mut office).await;
        let id = id_of(&path);
        let issuing = office.get(&format!("{path}/issuing")).await;
        office.submit(&issuing, "issuing", &[]).await;
        for (step, phase) in [("casting", Phase::Casting), ("paused", Phase::Paused), ("resumed", Phase::Casting)] {
            // Cut off before the ballot store is reached, then after it was.
            intend(app, id, step).await;
            resume(&app.app).await.unwrap();
            assert_eq!(stands(app, id).await, (Some(phase), "casting".to_owned(), 0), "{step}");
            begin_again(app, id, step).await;
            resume(&app.app).await.unwrap();
            assert_eq!(stands(app, id).await, (Some(phase), "casting".to_owned(), 0), "{step}, a second time");
        }
    });
}
