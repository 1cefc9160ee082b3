//! The writer takes lines in their order only; what is countersigned is what was copied.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use archive::{
    ArchiveWriter, Ballot, Bytes, Evidence, Fault, Head, Keys, Kind, Line, Milestone, Packed, Panel, ReleaseText,
    Signature, Spent, SpentToken, Step, StepName, TokenKey, TokenStanding, WriteError, countersign, verify,
};
use credentials::SigningKeys;

fn head(kind: Kind) -> Line {
    let declaration = "{}".to_owned();
    Line::Head(Head { declaration, kind, opening_hash: Bytes([0; 32]), round: Bytes([1; 16]) })
}

fn keys() -> Line {
    Line::Keys(Keys { signing: Bytes([2; 32]) })
}

fn panel(sheet: u32) -> Line {
    Line::Panel(Panel { layout: String::new(), objects: Vec::new(), roll: None, sheet })
}

fn spent(number: u8) -> Line {
    Line::Spent(Spent { hash: Bytes([number; 32]) })
}

fn token_key(sheet: u32) -> Line {
    let (issued, public_key, standing) = (0, Bytes([0; 422]), TokenStanding::Valid);
    Line::TokenKey(TokenKey { issued, public_key, sheet, spent: 0, standing, unspent: 0 })
}

fn token(number: u8) -> Line {
    let (prefix, serial, signature) = (Bytes([0; 32]), Bytes([0; 32]), Bytes([0; 384]));
    Line::Token(SpentToken { hash: Bytes([number; 32]), prefix, serial, sheet: 1, signature })
}

fn ballot(number: u8) -> Line {
    Line::Ballot(Ballot::public(Bytes([number; 32])))
}

fn release() -> Line {
    Line::Release(ReleaseText { text: String::new() })
}

fn step(step: Milestone) -> Line {
    Line::Step(Step { day: "2026-03-01".to_owned(), step })
}

/// Whether the last line is taken after the others.
fn takes(lines: &[Line]) -> bool {
    let mut writer = ArchiveWriter::begin(Vec::new()).unwrap();
    let (last, before) = lines.split_last().unwrap();
    for line in before {
        writer.write(line).unwrap();
    }
    match writer.write(last) {
        Ok(()) => true,
        Err(WriteError::OutOfOrder(_)) => false,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn lines_are_taken_in_their_order_only() {
    use Milestone::{Announced, Sealed};
    let head = || head(Kind::Public);
    let begun = |more: &[Line]| takes(&[&[head(), keys()], more].concat());
    assert!(takes(&[head()]) && takes(&[head(), keys()]));
    assert!(!takes(&[keys()]) && !takes(&[head(), panel(1)]) && !takes(&[head(), keys(), keys()]));
    assert!(begun(&[release(), step(Announced), step(Sealed)]));
    assert!(begun(&[panel(1), panel(2), spent(1), spent(2), ballot(1), ballot(2), release()]));
    assert!(begun(&[panel(1), token_key(1), token_key(2), spent(9), token(1), token(2), ballot(1), release()]));
    for refused in [
        &[token_key(2), token_key(1)][..],
        &[token(2), token(1)],
        &[token(1), spent(2)],
        &[ballot(1), token(2)],
        &[panel(2), panel(1)],
        &[panel(1), panel(1)],
        &[spent(2), spent(1)],
        &[ballot(1), ballot(1)],
        &[ballot(1), spent(2)],
        &[step(Announced)],
        &[release(), release()],
        &[release(), ballot(1)],
        &[release(), step(Sealed), step(Announced)],
        &[Line::Ballot(Ballot::opened(Bytes([1; 32]), 1, Bytes([0; 32]), Packed(vec![0])))],
        &[Line::Root(archive::Root { ballots: 0, root: Bytes([0; 32]) })],
    ] {
        assert!(!begun(refused), "{refused:?}");
    }
    let mut unreleased = ArchiveWriter::begin(Vec::new()).unwrap();
    unreleased.write(&head()).unwrap();
    unreleased.write(&keys()).unwrap();
    assert!(
        matches!(unreleased.finish(|_| Vec::new()), Err(WriteError::OutOfOrder(_))),
        "an archive without a release"
    );
}

#[test]
fn what_is_countersigned_is_what_was_copied() {
    let (own, superior) = (SigningKeys::from_random(&[1; 32]), SigningKeys::from_random(&[2; 32]));
    let mut writer = ArchiveWriter::begin(Vec::new()).unwrap();
    for line in [head(Kind::Public), keys(), ballot(1), ballot(2), release()] {
        writer.write(&line).unwrap();
    }
    let bytes = writer.finish(|digest| vec![Signature::of_round(&own, digest)]).unwrap();
    let mut signed = Vec::new();
    countersign(bytes.as_slice(), &mut signed, &superior).unwrap();
    assert_eq!(signed[..bytes.len() - 300], bytes[..bytes.len() - 300], "nothing else changes");
    let key = Bytes(*superior.public_key().as_bytes());
    let signature = |bytes: &[u8]| {
        let report = verify(bytes, &Evidence::default().with_signer(key)).unwrap();
        (report.outcome(StepName::Signature).unwrap(), report.outcome(StepName::Countersignature).unwrap())
    };
    use archive::Outcome::{Failed, Passed};
    assert_eq!(signature(&signed), (Passed, Passed));
    assert_eq!(signature(&bytes), (Passed, Failed { fault: Fault::NotCountersigned, line: None }));
    let text = String::from_utf8(bytes.clone()).unwrap();
    let changed = text.replacen("\"round\":\"01", "\"round\":\"02", 1);
    assert_ne!(text, changed);
    for other in [changed.as_bytes(), &bytes[..bytes.len() / 2], b"", &bytes[..bytes.len() - 2]] {
        let refused = countersign(other, Vec::new(), &superior);
        assert!(matches!(refused, Err(WriteError::NoEnd)), "{refused:?}");
    }
}
