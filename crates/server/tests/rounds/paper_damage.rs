//! Paper of which what was keyed is damaged: it is keyed again, and holds up no other batch.

use ballot_box::Phase;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use server::features::results::resume;
use storage::entities::{paper_batch, paper_draft};
use storage::{PaperBatchId, Reads, Scope};
use test_support::{Client, TestApp, run};

use crate::paper_life::{
    accept, clerk, count_twice, counted, drafts, end, issued, key, key_sheet, make_forms, open_casting, phase,
    results_of,
};

fn id_of(batch: &str) -> PaperBatchId {
    batch.rsplit('/').next().unwrap().parse().unwrap()
}

/// A batch whose acceptance is intended, and then the power failed.
async fn cut_off(app: &TestApp, batch: &str) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    paper_batch::Entity::update_many()
        .col_expr(paper_batch::Column::State, Expr::value("moving"))
        .col_expr(paper_batch::Column::Invalid, Expr::value(0_i64))
        .filter(paper_batch::Column::Id.eq(id_of(batch)))
        .exec(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

/// A draft of a batch that nobody can read.
async fn damage(app: &TestApp, batch: &str, keying: &str) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let of_sheet = paper_draft::Entity::delete_many()
        .filter(paper_draft::Column::BatchId.eq(id_of(batch)))
        .filter(paper_draft::Column::SheetNumber.eq(1_i64))
        .filter(paper_draft::Column::Keying.eq(keying));
    of_sheet.exec(transaction.connection()).await.unwrap();
    let row = paper_draft::ActiveModel {
        batch_id: Set(id_of(batch)),
        sheet_number: Set(1),
        keying: Set(keying.to_owned()),
        answers: Set("1".to_owned()),
        opinions: Set("{".to_owned()),
        invalid: Set("no".to_owned()),
        version: Set(1),
    };
    paper_draft::Entity::insert(row).exec_without_returning(transaction.connection()).await.unwrap();
    transaction.commit().await.unwrap();
}

/// A clerk keys the one sheet of a batch that nobody could read.
async fn key_again(clerk: &mut Client, batch: &str) {
    let home = clerk.get("/w").await;
    assert!(home.says("待录入"), "{}", home.text());
    let page = clerk.get(&format!("{batch}/sheets/1")).await;
    let done = key_sheet(clerk, &page, "1", "").await;
    assert!(done.says("已全部录完"), "{}", done.text());
}

#[test]
fn s048_a_damaged_draft_is_a_sheet_that_is_keyed_again() {
    run(async |app| {
        let mut office = app.office().await;
        let (round, batch, mut keepers) = counted(app, &mut office, ("10", "5"), ["5", "5", "0", "0"]).await;
        let mut first = clerk(app, "clerk-1").await;
        key(&mut first, &batch, "first", &["1"; 5]).await;
        key(&mut clerk(app, "clerk-2").await, &batch, "second", &["1"; 5]).await;
        // Whoever keyed is told why somebody else accepts, and gets no button.
        let own = first.get(&batch).await;
        assert!(own.find_form("acceptance").is_none(), "{}", own.text());
        damage(app, &batch, "first").await;
        let page = keepers[0].get(&batch).await;
        assert!(page.status == 200 && page.find_form("acceptance").is_none(), "{}", page.text());
        key_again(&mut first, &batch).await;
        accept(&mut keepers, &batch).await;
        assert_eq!(phase(app, &round).await, Some(Phase::Sealed));
    });
}

async fn state(app: &TestApp, batch: &str) -> String {
    let found = paper_batch::Entity::find_by_id(id_of(batch)).one(app.app.database.connection()).await;
    found.unwrap().unwrap().state
}

#[test]
fn s048_a_damaged_batch_holds_up_no_other_and_two_keepers_take_it_out() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "15").await;
        let mut batches = Vec::new();
        for _ in 0..3 {
            batches.push(make_forms(&mut office, &round, "5").await);
        }
        open_casting(&mut office, &round).await;
        let mut keepers = end(app, &round).await;
        for batch in &batches {
            count_twice(&mut keepers, batch, ["5", "5", "0", "0"]).await;
        }
        let (mut first_clerks, mut second_clerks) = (Vec::new(), Vec::new());
        for (place, batch) in batches.iter().enumerate() {
            let mut first = clerk(app, &format!("a-{place}")).await;
            key(&mut first, batch, "first", &["1"; 5]).await;
            first_clerks.push(first);
            let mut second = clerk(app, &format!("b-{place}")).await;
            key(&mut second, batch, "second", &["1"; 5]).await;
            second_clerks.push(second);
        }
        let [in_second, whole, in_first] = [&batches[0], &batches[1], &batches[2]];
        let whole_page = keepers[0].get(whole).await;
        assert!(whole_page.find_form("recovery").is_none(), "{}", whole_page.text());
        for batch in &batches {
            cut_off(app, batch).await;
        }
        damage(app, in_second, "second").await;
        // A decision nobody needed holds nothing up, damaged or not.
        damage(app, whole, "resolution").await;
        damage(app, in_first, "first").await;
        drop(resume(&app.app).await);
        assert_eq!(state(app, whole).await, "accepted", "the one between them had its turn");
        assert_eq!(state(app, in_second).await, "moving");
        assert_eq!(phase(app, &round).await, Some(Phase::Paused));
        assert!(keepers[0].get("/w").await.says("底稿损坏"));
        // The box knows what it has: a batch cut off after it moved is done, whatever became of its drafts.
        cut_off(app, whole).await;
        damage(app, whole, "first").await;
        drop(resume(&app.app).await);
        assert_eq!(state(app, whole).await, "accepted");
        for batch in [in_second, in_first] {
            let page = keepers[0].get(batch).await;
            let empty = keepers[0].submit(&page, "recovery", &[("reason", " ")]).await;
            assert_eq!(empty.status, 422, "{}", empty.text());
            let page = keepers[0].get(batch).await;
            let asked = keepers[0].tell(&page, "recovery", &[("reason", "底稿读不出")], "等待另一名计票人确认").await;
            assert!(asked.find_form("recovery").is_none(), "{}", asked.text());
            let page = keepers[1].get(batch).await;
            assert!(page.says("底稿读不出"), "{}", page.text());
            keepers[1].tell(&page, "recovery", &[], "已退回录入").await;
            assert_eq!(state(app, batch).await, "keying");
        }
        assert_eq!(phase(app, &round).await, Some(Phase::Paused));
        // The one sheet of a keying that nobody could read is keyed again from the paper, by its clerk.
        key_again(&mut second_clerks[0], in_second).await;
        accept(&mut keepers, in_second).await;
        key_again(&mut first_clerks[2], in_first).await;
        accept(&mut keepers, in_first).await;
        assert_eq!(drafts(app).await, 0);
        assert_eq!(phase(app, &round).await, Some(Phase::Sealed));
        let results = office.get(&results_of(&round)).await;
        // Three batches of five, each once.
        assert!(results.says("15/15 = 100.0 %"), "{}", results.text());
    });
}
