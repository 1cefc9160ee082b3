//! Pages under load, and the bytes of the largest ballot.

use test_databases::TestDatabase;
use test_support::TestApp;
use test_support::casting::{Round, Size};
use test_support::served::Served;

use crate::load::{Asked, ask, bytes, percentile};
use crate::report::{Report, milliseconds, speed};

/// Twenty leaders of a customs house on thirteen items (S068).
const SIZE: Size = Size { objects: 20, items: 13, judges: 50 };
const REQUESTS: usize = 5_000;
const AT_ONCE: usize = 32;

/// Measures.
pub async fn measure(report: &mut Report) {
    let database = TestDatabase::sqlite();
    let app = TestApp::start(&database).await;
    let mut office = app.office().await;
    let round = Round::casting(&app, &mut office, "柳林", SIZE).await;
    let cookies = round.cookies(&app).await;
    let ballot = |cookie: &String| Asked { path: "/b/sheet".to_owned(), cookie: cookie.clone(), form: None };
    let served = Served::start(&app);
    let (raw, packed) = bytes(&served, cookies.first().map(ballot).expect("a judge")).await;
    report.add("ballot page, 20 objects × 13 items", format!("{raw} bytes, {packed} on the wire"));
    let asked = cookies.iter().map(ballot).cycle().take(REQUESTS).collect();
    under_load(report, &served, "ballot page, 20 × 13", asked).await;
    served.stop().await;
}

/// Asks for pages, many at once.
pub async fn under_load(report: &mut Report, served: &Served, what: &str, asked: Vec<Asked>) {
    let number = asked.len();
    let (took, whole) = ask(served, asked, AT_ONCE).await;
    let [half, most] = [50, 99].map(|percent| milliseconds(percentile(&took, percent)));
    let figure = format!("p50 {half}, p99 {most}, {:.0}/s", speed(number, whole));
    report.add(&format!("{what}, {AT_ONCE} at once"), figure);
}
