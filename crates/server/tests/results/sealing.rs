//! Ending casting, and going on after a crash at any stage.

use server::features::results::{Stage, finish, resume, seal};
use server::roles::Role;
use storage::Instant;

use crate::run;
use crate::world::{Judges, World, cast};

const BRANCH: &[(&str, Option<usize>)] = &[("东河村党支部", None)];

fn world() -> World {
    World::of(BRANCH, vec![Judges::masses(0, &[(9, 0), (1, 2)])])
}

#[test]
fn casting_is_ended_by_two_tally_keepers_who_are_not_judged_nor_of_the_office() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let root = Some(made.places[0]);
        let path = made.path("/ending");
        let both = [(Role::TallyKeeper, root), (Role::Secretary, root)];
        let mut head = app.visitor("head", &both).await;
        let page = head.get(&path).await;
        assert!(page.says("不能担任本轮计票人") && page.find_form("ending").is_none());
        let mut first = app.visitor("first", &[(Role::TallyKeeper, root)]).await;
        let page = first.get(&path).await;
        let unsure = first.submit(&page, "ending", &[]).await;
        assert_eq!(unsure.status, 422, "{}", unsure.text());
        let asked = first.submit(&page, "ending", &[("sure", "yes")]).await;
        assert!(asked.says("等待另一名计票人确认"), "{}", asked.text());
        let again = first.post_form(page.form("ending"), &[("sure", "yes"), ("once", "0123456789abcdef")]).await;
        assert_eq!(again.status, 422, "nobody confirms his own wish");
        let mut second = app.visitor("second", &[(Role::TallyKeeper, root)]).await;
        let page = second.get(&path).await;
        assert!(page.says("first 已提出结束投票"), "{}", page.text());
        let done = second.submit(&page, "ending", &[("sure", "yes")]).await;
        assert!(done.says("已封存"), "{}", done.text());
        assert_eq!(second.get(&path).await.status, 422);
    });
}

#[test]
fn the_clock_ends_casting_also_when_it_is_overdue_at_start() {
    run(async |app| {
        let until = app.app.clock.now().plus_seconds(3_600);
        let mut world = world();
        world.until = Some(Instant(until.0));
        let made = cast(app, &world).await;
        resume(&app.app).await.unwrap();
        let mut office = app.office().await;
        assert_eq!(office.get(&made.path("")).await.status, 404);
        app.app.clock.advance_seconds(3_600);
        resume(&app.app).await.unwrap();
        let page = office.get(&made.path("")).await;
        assert!(page.says("9/10 = 90.0 %"), "{}", page.text());
    });
}

#[test]
fn sealing_that_was_cut_off_after_any_stage_goes_on_at_the_next_start() {
    for stage in Stage::SEALING {
        run(async |app| {
            let until = app.app.clock.now();
            let mut world = world();
            world.until = Some(until);
            let made = cast(app, &world).await;
            // Casting ends, and the program stops after the stage: at the first by being asked to do nothing more.
            let round = made.id;
            end_only(app, &made).await;
            assert!(seal(&app.app, round, Some(stage)).await.is_err());
            let mut office = app.office().await;
            assert_eq!(office.get(&made.path("")).await.status, 404, "{stage:?}");
            assert_eq!(office.get(&format!("/w/archives/{round}")).await.status, 404, "{stage:?}");
            resume(&app.app).await.unwrap();
            resume(&app.app).await.unwrap();
            let page = office.get(&made.path("")).await;
            assert!(page.says("9/10 = 90.0 %"), "{stage:?}: {}", page.text());
        });
    }
}

/// Records that casting has ended, as the moment before a crash leaves it.
async fn end_only(app: &test_support::TestApp, made: &crate::world::Cast) {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    use storage::{Reads, Scope, entities::round};
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round::ActiveModel { id: Set(made.id), state: Set("sealing".to_owned()), ..Default::default() }
        .update(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

#[test]
fn finishing_that_was_cut_off_after_any_stage_goes_on_at_the_next_start() {
    for stage in Stage::FINISHING {
        run(async |app| {
            let made = cast(app, &world()).await;
            made.end(app).await;
            let mut office = app.office().await;
            let form = office.get(&made.path("/publication")).await;
            office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
            intend_to_finish(app, &made).await;
            assert!(finish(&app.app, made.id, Some(stage)).await.is_err());
            assert!(office.get(&made.path("")).await.says("已通报"));
            resume(&app.app).await.unwrap();
            assert!(office.get(&made.path("")).await.says("已办结"), "{stage:?}");
        });
    }
}

async fn intend_to_finish(app: &test_support::TestApp, made: &crate::world::Cast) {
    use server::features::results::queries::add_step;
    use storage::Scope;
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let step = ("finished", "begun");
    add_step(&transaction, &app.app.clock, made.id, step, (None, None)).await.unwrap();
    transaction.commit().await.unwrap();
}
