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
        let bare = bare::insert(database).await;
        assert_eq!(bare.ballots, number, "every ballot is in the box");
        let (accepted, inserted) = (speed(number, whole), speed(number, bare.took));
        lines.borrow_mut().push((
            format!(
                "{name}: {number} ballots over HTTP, {AT_ONCE} judges at once, against bare inserts, 256 a transaction"
            ),
            format!("{accepted:.0}/s : {inserted:.0}/s = {:.2}", accepted / inserted),
        ));
        lines.borrow_mut().push((
            format!("{name}: the same requests answered by nothing at all, against bare inserts"),
            format!("{:.0}/s : {inserted:.0}/s = {:.2}", speed(number, http), speed(number, http) / inserted),
        ));
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
