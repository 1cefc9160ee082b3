//! A share of `cargo xtask attack linking`, always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attacks::linking::{Given, Size, attack_both};

/// Wide enough that chance alone never fails the share; `cargo xtask attack linking` holds rounds to three.
const DEVIATIONS: f64 = 5.0;

#[tokio::test]
async fn nobody_is_named_in_a_sealed_round_and_everybody_in_a_careless_build() {
    for size in [Size { judges: 12, rounds: 16 }, Size { judges: 100, rounds: 4 }] {
        let lines = attack_both(size, 1).await.unwrap();
        let faults: Vec<_> = lines.iter().filter_map(|line| line.fault(DEVIATIONS)).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(lines.iter().any(|line| line.given == Given::Sealed && line.score.targets > 0));
    }
}
