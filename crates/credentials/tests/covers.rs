//! What lies under a cover opens with the secret of its round alone, as what it was and nowhere else.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;

use credentials::{BallotKey, Cover, CoverError, Nonce, PlainOpinion, RoundId, RoundSecret, SheetId};

const ROUND: RoundId = RoundId::from_bytes([3; 16]);
const SHEET: SheetId = SheetId(1);

fn cover() -> Cover {
    Cover::of(&RoundSecret::from_random([7; 32]), ROUND)
}

fn opinion(words: &str) -> PlainOpinion {
    PlainOpinion { key: [9; 16], sheet: SHEET, subject: 5, words: words.to_owned() }
}

#[test]
fn another_secret_round_sheet_or_name_and_a_changed_byte_open_nothing() {
    let key = BallotKey::from_bytes([1; 32]);
    let ballot = cover().ballot(SHEET, key, &Nonce::from_bytes([2; 32]), &[4; 5]).unwrap();
    let plain = [[1; 32].as_slice(), &[2; 32], &[4; 5]].concat();
    assert_eq!(cover().uncover_ballot(SHEET, &ballot.name, &ballot.content), Ok(plain));
    let covered = cover().opinion(&opinion("望多到村里来")).unwrap();
    assert_eq!(cover().uncover_opinion(&covered.name, &covered.content), Ok(opinion("望多到村里来")));

    let other_secret = Cover::of(&RoundSecret::from_random([8; 32]), ROUND);
    let other_round = Cover::of(&RoundSecret::from_random([7; 32]), RoundId::from_bytes([4; 16]));
    for other in [other_secret, other_round] {
        assert_eq!(other.uncover_ballot(SHEET, &ballot.name, &ballot.content), Err(CoverError));
        assert_eq!(other.uncover_opinion(&covered.name, &covered.content), Err(CoverError));
        assert_ne!(other.ballot_name(key), ballot.name);
    }
    assert_eq!(cover().uncover_ballot(SheetId(2), &ballot.name, &ballot.content), Err(CoverError));
    assert_eq!(cover().uncover_ballot(SHEET, &covered.name, &ballot.content), Err(CoverError));
    for place in 0..ballot.content.len() {
        let mut changed = ballot.content.clone();
        changed[place] ^= 1;
        assert_eq!(cover().uncover_ballot(SHEET, &ballot.name, &changed), Err(CoverError));
    }
    for broken in ["", "望", &covered.content[1..], &covered.content.replace(&covered.content[..4], "AAAA")] {
        assert_eq!(cover().uncover_opinion(&covered.name, broken), Err(CoverError));
    }
}

#[test]
fn covered_opinions_have_one_of_three_lengths_whatever_they_say() {
    // The longest that may be handed in: two thousand characters of four bytes each.
    let lengths: Vec<usize> = [1, 161, 162, 673, 674, 2_000]
        .map(|characters| cover().opinion(&opinion(&"望".repeat(characters))).unwrap().content.len())
        .to_vec();
    assert_eq!(lengths, [704, 704, 2_752, 2_752, 10_944, 10_944]);
    let longest = opinion(&"𠀀".repeat(2_000));
    let covered = cover().opinion(&longest).unwrap();
    assert_eq!(covered.content.len(), 10_944);
    assert_eq!(cover().uncover_opinion(&covered.name, &covered.content), Ok(longest));
    assert_eq!(lengths.into_iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(cover().opinion(&opinion(&"望".repeat(3_000))), Err(CoverError));
}
