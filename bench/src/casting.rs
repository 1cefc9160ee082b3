//! Ballots over HTTP against bare inserts of the same rows, on both databases.

use test_databases::for_each_database;
use test_support::TestApp;

use crate::bare;
use crate::load::{Served, percentile};
use crate::report::{Report, milliseconds, speed};
use crate::round::{Round, Size};

/// A village judged by its masses.
const SIZE: Size = Size { objects: 1, items: 7, judges: 20_000 };
/// Judges with a request open.
const AT_ONCE: usize = 512;

/// Measures.
pub async fn measure(report: &mut Report) {
    let lines = std::cell::RefCell::new(Vec::new());
    for_each_database(async |database| {
        let name = if database.postgres_url().is_some() { "PostgreSQL" } else { "SQLite" };
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let round = Round::casting(&app, &mut office, SIZE).await;
        let hand_ins = round.hand_ins(&app).await;
        let number = hand_ins.len();
        let served = Served::start(&app).await;
        let (took, whole) = served.ask(hand_ins.clone(), AT_ONCE).await;
        served.stop().await;
        let nothing = Served::start_empty().await;
        let (_, http) = nothing.ask(hand_ins, AT_ONCE).await;
        nothing.stop().await;
        for (a_statement, how) in [(1, "a row a statement"), (bare::A_TRANSACTION, "a table a statement")] {
            let bare = bare::insert(database, a_statement).await;
            assert_eq!(bare.ballots, number, "every ballot is in the box");
            let inserted = speed(number, bare.took);
            for (what, requests) in [
                (format!("{number} ballots over HTTP, {AT_ONCE} judges at once"), whole),
                ("the same requests answered by nothing at all".to_owned(), http),
            ] {
                let asked = speed(number, requests);
                lines.borrow_mut().push((
                    format!("{name}: {what}, against bare inserts, {} a transaction, {how}", bare::A_TRANSACTION),
                    format!("{asked:.0}/s : {inserted:.0}/s = {:.2}", asked / inserted),
                ));
            }
        }
        let latency = [50, 99].map(|percent| milliseconds(percentile(&took, percent)));
        lines.borrow_mut().push((format!("{name}: handing in, p50 / p99"), latency.join(" / ")));
        app.app.database.clone().close().await.expect("closing the database");
        app.app.ballots.close().await.expect("closing the ballot box");
    })
    .await;
    for (what, figure) in lines.into_inner() {
        report.add(&what, figure);
    }
}
