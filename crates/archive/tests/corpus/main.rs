//! A hundred honest archives of every kind of round, and what becomes of them when somebody tampers.
//!
//! Both verifiers judge every file. What was made without the round's keys is refused from the file alone; what its
//! operator made with them is refuted by what others hold.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod chance;
mod drawing_up;
mod releasing;
mod world;

use archive::{Evidence, Report, verify};

use crate::world::World;

/// Verifies bytes.
fn judge(bytes: &[u8], evidence: &Evidence) -> Report {
    verify(bytes, evidence).unwrap()
}

#[test]
fn honest_archives_stand() {
    for number in 0..100 {
        let bytes = drawing_up::honest(&World::of(number));
        let report = judge(&bytes, &Evidence::default());
        assert!(report.stands(), "archive {number}: {:?}", report.steps);
    }
}
