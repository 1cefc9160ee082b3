//! A share of `cargo xtask attack stuffing`, always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::cell::Cell;
use std::collections::BTreeSet;

use attacks::stuffing::{Outcome, Settings, stuff_both};

/// What is tried, as the tables of the whole attack name it.
fn kinds() -> BTreeSet<&'static str> {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/ATTACKS.md"));
    let (_, section) = page.split_once("\n## Stuffing\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let first_cells = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    first_cells.filter(|cell| *cell != "tried").collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_hand_ins_over_http_add_no_ballot_and_lose_or_double_none() {
    let settings = Settings { hand_ins: 6_000, honest: 60, seed: 1 };
    let is_stuffed = Cell::new(false);
    let check = |outcome: &Outcome| {
        assert_eq!((outcome.ballots, outcome.used), (120, 120));
        assert_eq!(outcome.by_token, (30, 30));
        assert!(outcome.told.0.values().sum::<u64>() >= 6_000);
        // A kind that is never sent proves nothing, and one that no table names was never measured.
        let tried: BTreeSet<&str> = outcome.told.0.keys().map(|(tried, _)| *tried).collect();
        assert_eq!(tried, kinds(), "{}", outcome.database);
        is_stuffed.set(true);
    };
    stuff_both(settings, check).await.unwrap();
    assert!(is_stuffed.get());
}
