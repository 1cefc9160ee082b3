//! A round of a million ballots on both databases: sealed as two tally keepers do, its archives fetched and verified, each
//! against one plain read of the same bytes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ballot_box::{CookieContent, HandIn, Outcome, SheetId};
use credentials::{Answer, RetryKey};
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, QueryFilter, Statement};
use server::roles::Role;
use storage::entities::batch;
use storage::{BatchId, Reads, RoundId, Scope};
use test_databases::{TestDatabase, for_each_database};
use test_support::casting::{BATCH, FIRST_BATCH, Round, Size};
use test_support::{Client, Shown, TestApp, verifier};

use crate::memory::{self, Figure};
use crate::report::{Report, megabytes, seconds, speed};
use crate::verifying;

/// Ballots, unless another number is asked for.
pub const BALLOTS: usize = 1_000_000;
/// Hand-ins under way while the box is filled.
const AT_ONCE: usize = 1_024;

/// What stands where the second verifier cannot run.
const LEFT_OUT: &str = "left out: no Python with the package cryptography";

type Lines = Vec<(String, String)>;

/// Measures.
pub async fn measure(report: &mut Report, ballots: usize) {
    let report = std::cell::RefCell::new(report);
    for_each_database(async |database| {
        let name = if database.postgres_url().is_some() { "PostgreSQL" } else { "SQLite" };
        for (what, figure) in of_database(database, ballots).await {
            report.borrow_mut().add(&format!("{name}: {what}"), figure);
        }
    })
    .await;
}

async fn of_database(database: &TestDatabase, ballots: usize) -> Lines {
    let app = TestApp::start(database).await;
    let mut office = app.office().await;
    // Seven items: an instrument's own.
    let round = Round::casting(&app, &mut office, "柳林", Size { objects: 1, items: 7, judges: ballots }).await;
    let id = round.number;
    enter_batches(&app, id, ballots).await;
    let filling = fill(&app, round).await;
    let what = format!("{ballots} ballots cast in the box itself, {AT_ONCE} at once, without pages");
    let mut lines = vec![(what, format!("{:.0}/s", speed(ballots, filling)))];

    let (bytes, read) = verifying::read(&files_of(database).await).expect("the store");
    let mut keepers = [app.visitor("tally-1", &KEEPS).await, app.visitor("tally-2", &KEEPS).await];
    press_ending(&mut keepers[0], id, "已提出").await;
    let before = memory::forget_peak();
    let start = Instant::now();
    press_ending(&mut keepers[1], id, "票箱已封存").await;
    let sealing = start.elapsed();
    let what = format!(
        "sealing {ballots} ballots, both archives drawn up and signed, against one plain read of the store's {}",
        megabytes(bytes)
    );
    lines.push((what, ratio(sealing, read)));
    lines.push(("peak of the server's memory while sealing, and what it held before".to_owned(), grown(before)));

    let archive = format!("/w/archives/{id}");
    for (keeper, fields) in keepers.iter_mut().zip([&[("recipient", "县审计局")][..], &[]]) {
        let page = keeper.get(&archive).await;
        keeper.submit(&page, "release", fields).await;
    }
    for (kind, visitor) in [("public", &mut office), ("auditor", &mut keepers[0])] {
        let start = Instant::now();
        let fetched = visitor.get(&format!("{archive}/{kind}.zyarchive")).await;
        let fetching = start.elapsed();
        lines.extend(verify(&app.folder.join(kind), (kind, ballots), &fetched, fetching));
    }
    app.app.database.clone().close().await.expect("closing the database");
    app.app.ballots.close().await.expect("closing the ballot box");
    lines
}

const KEEPS: [(Role, Option<storage::OrganisationId>); 1] = [(Role::TallyKeeper, None)];

/// The pages print slips one by one; here the named side is told of the batches that [`Round::casting`] issued.
async fn enter_batches(app: &TestApp, round: RoundId, ballots: usize) {
    let printed = batch::Entity::find().filter(batch::Column::RoundId.eq(round));
    let printed = printed.one(app.app.database.connection()).await.expect("the database").expect("a batch");
    let transaction = app.app.database.write(Scope::Round(round.0)).await.expect("a transaction");
    for (number, first) in (FIRST_BATCH..).zip((0..ballots).step_by(BATCH)) {
        let codes = BATCH.min(ballots - first);
        let row = batch::Model {
            id: BatchId(app.app.clock.next_id()),
            number: number.into(),
            printed: i64::try_from(codes).expect("a number"),
            ..printed.clone()
        };
        let row = batch::ActiveModel::from(row);
        batch::Entity::insert(row).exec_without_returning(transaction.connection()).await.expect("a batch");
    }
    transaction.commit().await.expect("a commit");
}

/// Casts one ballot for every code by the box's own door: committed and synced, each with a signed receipt.
async fn fill(app: &TestApp, round: Round) -> Duration {
    let (codes, next) = (Arc::new(round.codes), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let casting = (0..AT_ONCE).map(|_| {
        let (box_, codes, next) = (Arc::clone(&app.app.ballots), Arc::clone(&codes), Arc::clone(&next));
        let (id, items) = (round.id, round.size.objects * round.size.items);
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(code) = codes.get(number) else { return };
                let mut key = [0; 16];
                key[..8].copy_from_slice(&number.to_le_bytes());
                let grade = |item: usize| Answer::Grade(u8::try_from((number / 7 + item) % 3).unwrap_or_default());
                let hand_in = HandIn {
                    round: id,
                    content: CookieContent { credential: code.clone().into(), retry_key: RetryKey::from_random(key) },
                    sheet: SheetId(1),
                    answers: (0..items).map(grade).collect(),
                    opinions: Vec::new(),
                };
                let outcome = box_.cast(hand_in).await.expect("the box");
                assert!(matches!(outcome, Outcome::Accepted(_)), "{outcome:?}");
            }
        })
    });
    let casting: Vec<_> = casting.collect();
    for judge in casting {
        judge.await.expect("a judge");
    }
    start.elapsed()
}

/// The files that hold the round's rows: SQLite's store with its log, PostgreSQL's tables.
async fn files_of(database: &TestDatabase) -> Vec<PathBuf> {
    let Some(url) = database.postgres_url() else {
        let files = std::fs::read_dir(database.folder().join("ballots")).expect("the ballot box");
        return files.map(|file| file.expect("a file").path()).collect();
    };
    let connection = Database::connect(url).await.expect("PostgreSQL");
    connection.execute_unprepared("CHECKPOINT").await.expect("a checkpoint");
    let sql = "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(inhrelid) AS file \
               FROM pg_inherits JOIN pg_class parent ON parent.oid = inhparent \
               WHERE relnamespace = 'ballots'::regnamespace AND relkind = 'p'";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.expect("the files");
    connection.close().await.expect("closing");
    rows.iter().map(|row| row.try_get::<String>("", "file").expect("a path").into()).collect()
}

async fn press_ending(keeper: &mut Client, round: RoundId, says: &str) {
    let page = keeper.get(&format!("/w/results/{round}/ending")).await;
    let shown = keeper.submit(&page, "ending", &[("sure", "yes")]).await;
    assert!(shown.says(says), "{}", shown.text());
}

/// Writes what was fetched into a file and verifies it there.
fn verify(file: &Path, (kind, ballots): (&str, usize), fetched: &Shown, fetching: Duration) -> Lines {
    assert_eq!(fetched.status, 200, "{}", fetched.text());
    std::fs::write(file, &fetched.bytes).expect("a file");
    let verified = verifying::apart(file).expect("an archive that stands");
    let bytes = megabytes(fetched.bytes.len() as u64);
    let of_python = verifier::is_at_hand().then(|| verifier::measure(&[file]));
    let (in_python, peak_of_python) = match of_python {
        Some(needed) => (ratio(needed.time, verified.read), megabytes(needed.memory)),
        None => (LEFT_OUT.to_owned(), LEFT_OUT.to_owned()),
    };
    vec![
        (
            format!(
                "{kind} archive of {ballots} ballots written again, checked and sent, against one plain read of its {bytes}"
            ),
            ratio(fetching, verified.read),
        ),
        (
            format!("{kind} archive of {ballots} ballots verified, against one plain read of its {bytes}"),
            ratio(verified.verified, verified.read),
        ),
        (format!("{kind} archive: peak memory of the verifier"), told(verified.peak)),
        (
            format!("{kind} archive of {ballots} ballots verified in Python, against one plain read of its {bytes}"),
            in_python,
        ),
        (format!("{kind} archive: peak memory of the Python verifier"), peak_of_python),
    ]
}

fn ratio(took: Duration, read: Duration) -> String {
    format!("{} : {:.3} s = {:.0}", seconds(took), read.as_secs_f64(), took.as_secs_f64() / read.as_secs_f64())
}

fn grown(before: Option<u64>) -> String {
    format!("{}, {}", told(memory::of("self", Figure::Peak)), told(before))
}

fn told(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "not told".to_owned(), megabytes)
}
