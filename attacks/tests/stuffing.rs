//! A share of `cargo xtask attack stuffing`, always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attacks::stuffing::{Settings, stuff_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_hand_ins_over_http_add_no_ballot_and_lose_or_double_none() {
    let settings = Settings { hand_ins: 6_000, honest: 60, seed: 1 };
    for outcome in stuff_both(settings, |_| ()).await.unwrap() {
        assert_eq!((outcome.ballots, outcome.used), (120, 120));
        assert!(outcome.told.0.values().sum::<u64>() >= 6_000);
    }
}
