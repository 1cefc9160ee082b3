//! What office, secretary, judge and clerk go to the product for, as tables: who, on what screen, in what language, which
//! words are read, pressed and typed, and what is told afterwards.
//!
//! Everything is found by the words on the page and reached by links, as a person does it; the address bar is never used
//! after signing in. Every page on the way is looked at and must not be wider than the window.

mod table;
mod walk;

use browser_tests::{Browser, Product};
use chrono::Datelike;

use crate::demonstration::started;

/// In this order: the office publishes what the clerks have keyed.
const PAPER_AND_OFFICE: &[&str] = &[include_str!("clerk.txt"), include_str!("office.txt"), include_str!("rounds.txt")];
/// A round of a town comes last: keepers and clerks are told of it too.
const JUDGES_AND_SECRETARIES: &[&str] = &[
    include_str!("judge.txt"),
    include_str!("secretary.txt"),
    include_str!("library.txt"),
    include_str!("papers.txt"),
    include_str!("town.txt"),
];

#[tokio::test]
async fn office_secretary_judge_and_clerk_do_all_of_it_in_both_languages_on_desktop_and_phone() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (_county, product) = started();
    // Side by side in one county, as on any working day.
    tokio::join!(run_all(PAPER_AND_OFFICE, &browser, &product), run_all(JUDGES_AND_SECRETARIES, &browser, &product));
}

async fn run_all(tables: &[&str], browser: &Browser, product: &Product) {
    for errand in tables.iter().flat_map(|table| table::errands(table, this_year())) {
        walk::run(&errand, browser, product).await;
    }
}

/// As the demonstration has it, whose county lies in China.
#[expect(clippy::disallowed_methods, reason = "the demonstration lives up to today, and so does who visits it")]
fn this_year() -> i32 {
    let beijing = chrono::Duration::hours(8);
    (chrono::Utc::now() + beijing).year()
}
