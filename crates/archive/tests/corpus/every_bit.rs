//! Every single bit of a small archive.

use archive::{Evidence, Kind, MAGIC, Outcome, verify};

use crate::chance::Chance;
use crate::drawing_up::honest;
use crate::judging::Case;
use crate::world::World;

/// The smallest auditor's archive of the corpus in which every type of line stands, and a countersignature.
pub fn small() -> Vec<u8> {
    let is_fit = |world: &World| {
        let has_code = world.ballots.iter().any(|ballot| ballot.code.is_some());
        world.kind == Kind::Auditor && has_code && !world.countersigners.is_empty()
    };
    let files = (0..100).map(World::of).filter(is_fit).map(|world| honest(&world));
    files.min_by_key(Vec::len).unwrap()
}

/// The steps one of which must fail first when a byte is another.
fn expected(file: &[u8], at: usize) -> &'static [&'static str] {
    let before_end = file[..file.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
    match at {
        _ if at <= MAGIC.len() => &["magic"],
        _ if at <= before_end => &["form", "digest"],
        _ => &["form", "digest", "signature"],
    }
}

/// What this crate's verifier lets pass of the file with one bit flipped, or refuses at another step than is expected;
/// and how many bits were tried.
pub fn passed(file: &[u8]) -> (Vec<String>, usize) {
    let (mut bytes, mut passed, mut tried) = (file.to_vec(), Vec::new(), 0);
    for at in 0..file.len() {
        let expected = expected(file, at);
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            let report = verify(bytes.as_slice(), &Evidence::default()).unwrap();
            bytes[at] ^= 1 << bit;
            tried += 1;
            let failed = report.steps.iter().find(|(_, outcome)| matches!(outcome, Outcome::Failed { .. }));
            if !failed.is_some_and(|(step, _)| expected.contains(&step.code())) {
                passed.push(format!("bit {bit} of byte {at}: {failed:?}, expected {expected:?}"));
            }
        }
    }
    (passed, tried)
}

/// One bit of every byte, for both verifiers.
pub fn cases(file: &[u8]) -> Vec<Case> {
    let mut chance = Chance(8);
    let flip = |at: usize| {
        let (mut bytes, bit) = (file.to_vec(), chance.below(8));
        bytes[at] ^= 1 << bit;
        Case::new(format!("bit {bit} of byte {at}"), bytes, expected(file, at))
    };
    (0..file.len()).map(flip).collect()
}
