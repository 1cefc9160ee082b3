//! Ballots over HTTP against bare inserts of the same rows, on both databases.

use std::sync::Arc;

use test_databases::for_each_database;
use test_support::TestApp;
use test_support::casting::{Round, Size};
use test_support::served::Served;

use crate::bare;
use crate::load::{Asked, ask, percentile, serve_nothing};
use crate::report::{Report, milliseconds, speed};

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
        let round = Round::casting(&app, &mut office, "柳林", SIZE).await;
        let hand_ins = hand_ins(&app, &round).await;
        let number = hand_ins.len();
        let served = Served::start(&app);
        let (took, whole) = ask(&served, hand_ins.clone(), AT_ONCE).await;
        served.stop().await;
        let nothing = serve_nothing();
        let (_, http) = ask(&nothing, hand_ins, AT_ONCE).await;
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

/// Every judge's hand-in, as the browser sends it from the page that shows the filled sheet.
async fn hand_ins(app: &TestApp, round: &Round) -> Vec<Asked> {
    let form: Arc<str> = round.form(app).await.filled(&[]).into();
    let asked = |cookie| Asked { path: "/b/receipt".to_owned(), cookie, form: Some(Arc::clone(&form)) };
    round.cookies(app).await.into_iter().map(asked).collect()
}
