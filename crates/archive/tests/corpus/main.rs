//! A hundred honest archives of every kind of round, and what becomes of them when somebody tampers.
//!
//! Both verifiers judge every file, and say the same of every step. What was made without the round's keys is refused
//! from the file alone; what its operator made with them is refuted by what others hold. What nobody can detect is
//! listed in docs/TRUST.md.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod chance;
mod drawing_up;
mod every_bit;
mod evidence;
mod judging;
mod kinds;
mod of_tokens;
mod releasing;
mod tokens;
mod typed;
mod with_keys;
mod without_keys;
mod world;

use crate::judging::Case;
use crate::world::World;

#[test]
fn a_hundred_honest_archives_of_every_kind_stand() {
    let worlds = (0..100).map(World::of).chain((0..40).map(World::with_tokens));
    let files: Vec<Vec<u8>> = worlds.map(|world| drawing_up::honest(&world)).collect();
    kinds::are_all_there(&files);
    let cases = files.into_iter().enumerate();
    let cases: Vec<Case> = cases.map(|(number, file)| Case::new(format!("archive {number}"), file, &[])).collect();
    judging::judge(&cases);
}

#[test]
fn whatever_is_made_without_the_keys_is_refused_from_the_file_alone() {
    let cases = without_keys::cases();
    assert!(cases.len() >= 300, "{} corruptions", cases.len());
    judging::judge(&cases);
}

#[test]
fn whatever_the_operator_makes_is_refuted_by_what_others_hold() {
    let cases = with_keys::cases();
    assert!(cases.len() >= 300, "{} cases", cases.len());
    judging::judge(&cases);
}

#[test]
fn whatever_the_operator_makes_of_tokens_is_refused_or_refuted() {
    let cases = of_tokens::cases();
    assert!(cases.len() >= 300, "{} cases", cases.len());
    judging::judge(&cases);
}

#[test]
fn receipts_and_codes_are_read_alike_however_they_are_typed() {
    let cases = typed::cases();
    assert!(cases.len() >= 200, "{} ways", cases.len());
    judging::judge(&cases);
}

#[test]
fn every_single_bit_that_is_flipped_is_refused_with_a_named_step() {
    let (file, of_tokens) = (every_bit::small(), every_bit::small_with_tokens());
    let (mut passed, tried) = every_bit::passed(&file, 0..file.len());
    assert!(tried >= 16_000, "{tried} bits");
    let (besides, tried) = every_bit::passed(&of_tokens, every_bit::of_tokens(&of_tokens));
    assert!(tried >= 16_000, "{tried} bits of tokens");
    passed.extend(besides);
    assert!(passed.is_empty(), "{}: {:?}", passed.len(), &passed[..passed.len().min(10)]);
}

#[test]
fn one_flipped_bit_of_every_byte_is_refused_by_both_verifiers_alike() {
    let (file, of_tokens) = (every_bit::small(), every_bit::small_with_tokens());
    let mut cases = every_bit::cases(&file, 0..file.len());
    assert!(cases.len() >= 2_000, "{} bytes", cases.len());
    let besides = every_bit::cases(&of_tokens, every_bit::of_tokens(&of_tokens));
    assert!(besides.len() >= 2_000, "{} bytes of tokens", besides.len());
    cases.extend(besides);
    judging::judge(&cases);
}
