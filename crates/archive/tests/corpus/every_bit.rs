//! Every single bit of a small archive.

use archive::{Evidence, Kind, MAGIC, Outcome, verify};

use crate::chance::Chance;
use crate::drawing_up::honest;
use crate::judging::Case;
use crate::world::World;

/// The smallest auditor's archive of the corpus in which every type of line stands but those of tokens, and a
/// countersignature.
pub fn small() -> Vec<u8> {
    let is_fit = |world: &World| {
        let has_code = world.ballots.iter().any(|ballot| ballot.code.is_some());
        world.kind == Kind::Auditor && has_code && !world.countersigners.is_empty()
    };
    let files = (0..100).map(World::of).filter(is_fit).map(|world| honest(&world));
    files.min_by_key(Vec::len).unwrap()
}

/// The smallest auditor's archive of a round with used tokens and ballots of slips beside them.
pub fn small_with_tokens() -> Vec<u8> {
    let is_fit = |world: &World| {
        let has_code = world.ballots.iter().any(|ballot| ballot.code.is_some());
        world.kind == Kind::Auditor && has_code && world.tokens.iter().any(|sheet| !sheet.used.is_empty())
    };
    let files = (0..40).map(World::with_tokens).filter(is_fit).map(|world| honest(&world));
    files.min_by_key(Vec::len).unwrap()
}

/// The bytes that stand in lines of tokens and of their keys.
pub fn of_tokens(file: &[u8]) -> impl Iterator<Item = usize> {
    (0..file.len()).filter(|at| is_of_tokens(file, *at))
}

fn is_of_tokens(file: &[u8], at: usize) -> bool {
    let begin = file[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
    let end = file[at..].iter().position(|byte| *byte == b'\n').map_or(file.len(), |after| at + after);
    let line = String::from_utf8_lossy(&file[begin..end]);
    line.contains("\"line\":\"token")
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

/// What this crate's verifier lets pass of the file with one bit of these bytes flipped, or refuses at another step than
/// is expected; and how many bits were tried.
pub fn passed(file: &[u8], places: impl Iterator<Item = usize>) -> (Vec<String>, usize) {
    let (mut bytes, mut passed, mut tried) = (file.to_vec(), Vec::new(), 0);
    for at in places {
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

/// One bit of each of these bytes, for both verifiers.
pub fn cases(file: &[u8], places: impl Iterator<Item = usize>) -> Vec<Case> {
    let mut chance = Chance(8);
    let flip = |at: usize| {
        let (mut bytes, bit) = (file.to_vec(), chance.below(8));
        bytes[at] ^= 1 << bit;
        Case::new(format!("bit {bit} of byte {at}"), bytes, expected(file, at))
    };
    places.map(flip).collect()
}
