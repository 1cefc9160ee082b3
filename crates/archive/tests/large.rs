//! A million ballots of either kind in bounded memory, by both verifiers, and a proof below two kilobytes of one of them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use archive::{
    ArchiveWriter, Ballot, Batch, Bytes, Channel, Evidence, Figures, Head, Keys, Kind, Line, Packed, Panel,
    ProofVersion, ReceiptProof, ReleaseText, Signature, Spent, Standing, verify,
};
use credentials::{BallotKey, Proof, Receipt, SigningKeys};
use sha2::{Digest, Sha256};
use test_support::verifier;

const BALLOTS: u64 = 1_000_000;
const BY_SLIP: u64 = 100_000;
/// Whose receipt is proved.
const RECEIPT: u64 = 654_321;
/// What verifying may need besides what the program has anyway.
const MOST_MEMORY: u64 = 24 * 1024 * 1024;
/// All that the Python verifier may hold, interpreter and packages too. A list of the commitments alone would be more.
const MOST_MEMORY_OF_PYTHON: u64 = 64 * 1024 * 1024;
/// Parts in which the commitments of an auditor's archive are put in order, so that writing needs little memory too.
const PARTS: u64 = 4;

fn hash(number: u64) -> Bytes<32> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Bytes(bytes)
}

/// The most memory this process ever had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

fn batch(number: u32, channel: Channel, spent: u64) -> Line {
    let (handed_out, returned, missing) = (Some(spent), Some(0), Some(0));
    let (invalid, printed, sheet, standing) = (0, spent, 1, Standing::Valid);
    Line::Batch(Batch { channel, handed_out, invalid, missing, number, printed, returned, sheet, spent, standing })
}

/// One of two grades, by turns.
fn grade(number: u64) -> u8 {
    u8::from(number % 2 == 1)
}

/// A ballot as an auditor's archive opens it: its nonce is its number, its answers one symbol of two bits.
fn opened(number: u64) -> Ballot {
    let (nonce, packed) = (hash(number), vec![grade(number) << 6]);
    let parts: [&[u8]; 6] = [b"zhengyou/ballot/v1", &[0; 16], &nonce.0, &[1], &1_u32.to_be_bytes(), &packed];
    let key = Bytes(parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into());
    Ballot::opened(key, 1, nonce, Packed(packed))
}

/// Every ballot in the order of the keys.
fn each_ballot(kind: Kind, mut visit: impl FnMut(Ballot)) {
    if kind == Kind::Public {
        return (0..BALLOTS).for_each(|number| visit(Ballot::public(hash(number))));
    }
    for part in 0..PARTS {
        let begins = |number: u64| u64::from_be_bytes(*opened(number).key.0.first_chunk().unwrap());
        let width = u64::MAX / PARTS + 1;
        let numbered = (0..BALLOTS).map(|number| (begins(number), number));
        let mut order: Vec<(u64, u64)> = numbered.filter(|(first, _)| first / width == part).collect();
        order.sort_unstable();
        order.into_iter().for_each(|(_, number)| visit(opened(number)));
    }
}

fn write(kind: Kind, keys: &SigningKeys, output: File) {
    let public = Bytes(*keys.public_key().as_bytes());
    let declaration = format!(
        "{{\"format\":1,\"round\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"\",\"organisation_name\":\"\",\
         \"minimum\":5,\"opinion_minimum\":8,\"public_key\":\"{public}\",\"plan\":{{\"measures\":[{{\"id\":\"m\",\
         \"definition\":{{\"scale\":{{\"grades\":[{{\"code\":\"a\"}},{{\"code\":\"b\"}}]}},\"ungraded\":\"refused\",\
         \"items\":[{{\"code\":\"OV\"}}]}}}}],\"objects\":[{{\"id\":\"o\",\"measure\":\"m\"}}],\"sheets\":[{{\
         \"id\":\"s\",\"objects\":[\"o\"]}}],\"panels\":[{{\"id\":\"p\",\"number\":1,\"sheet\":\"s\"}}]}}}}"
    );
    let best = (0..BALLOTS).filter(|number| grade(*number) == 0).count();
    let shown = format!("{{\"shown\":[{best},{}]}}", BALLOTS - u64::try_from(best).unwrap());
    let release = format!(
        "{{\"format\":1,\"minimum\":5,\"opinion_minimum\":8,\"places\":[{{\"parent\":null}}],\"panels\":[{{\"panels\":\
         [\"p\"],\"sheet\":\"s\",\"place\":0,\"recovered\":{BALLOTS},\"valid\":{BALLOTS},\"blank\":0}}],\"objects\":[{{\
         \"object\":\"o\",\"place\":0,\"measure\":\"m\",\"judged_by\":[0],\"items\":[{{\"total\":{shown},\"panels\":\
         [{shown}]}}]}}],\"pools\":[],\"totals\":[{{\"place\":0,\"measure\":\"m\",\"objects\":1,\"valid\":{BALLOTS},\
         \"items\":[{shown}]}}],\"opinions_received\":0,\"opinions_sealed\":0}}"
    );
    let opening_hash = Bytes(Sha256::digest(declaration.as_bytes()).into());
    let mut writer = ArchiveWriter::begin(BufWriter::new(output)).unwrap();
    let round = Bytes([0; 16]);
    writer.write(&Line::Head(Head { declaration, kind, opening_hash, round })).unwrap();
    writer.write(&Line::Keys(Keys { signing: public })).unwrap();
    let panel = Panel { layout: "v1;1:2".to_owned(), objects: vec![0], roll: None, sheet: 1 };
    writer.write(&Line::Panel(panel)).unwrap();
    writer.write(&batch(1, Channel::Slips, BY_SLIP)).unwrap();
    writer.write(&batch(2, Channel::Paper, BALLOTS - BY_SLIP)).unwrap();
    for number in 0..BY_SLIP {
        writer.write(&Line::Spent(Spent { hash: hash(number) })).unwrap();
    }
    each_ballot(kind, |ballot| writer.write(&Line::Ballot(ballot)).unwrap());
    writer.write(&Line::Release(ReleaseText { text: release })).unwrap();
    writer.finish(|digest| vec![Signature::of_round(keys, digest)]).unwrap();
}

/// The proof of the ballot at its place.
fn proof(receipt: &Receipt, root: Bytes<32>) -> String {
    let proof = Proof::of((0..BALLOTS).map(|number| hash(number).0), RECEIPT).unwrap();
    let key = Bytes(*receipt.ballot_key().as_bytes());
    let path = proof.path().iter().copied().map(Bytes).collect();
    let (ballots, index, round) = (BALLOTS, RECEIPT, Bytes([0; 16]));
    let (version, signature) = (ProofVersion::First, Bytes(*receipt.signature()));
    ReceiptProof { ballots, index, key, path, proof: version, root, round, signature }.to_text().unwrap()
}

/// Writes an archive and verifies it; what it is about.
fn written(kind: Kind, keys: &SigningKeys, file: &Path, evidence: &Evidence) -> Figures {
    write(kind, keys, File::create(file).unwrap());
    let report = verify(BufReader::new(File::open(file).unwrap()), evidence).unwrap();
    assert!(report.stands(), "{:?}", report.steps);
    assert_eq!((report.figures.ballots, report.figures.spent), (BALLOTS, BY_SLIP));
    report.figures
}

#[test]
fn a_million_ballots_of_either_kind_are_verified_in_bounded_memory_by_both_verifiers() {
    let folder = tempfile::tempdir().unwrap();
    let [public, auditors] = ["public", "auditors"].map(|name| folder.path().join(name));
    let keys = SigningKeys::from_random(&[1; 32]);
    let before = peak();
    written(Kind::Auditor, &keys, &auditors, &Evidence::default());
    let receipt = keys.receipt(BallotKey::from_bytes(hash(RECEIPT).0));
    let figures = written(Kind::Public, &keys, &public, &Evidence::default().with_receipt(receipt));
    let root = Bytes::parse(&figures.root).unwrap();
    let text = proof(&receipt, root);
    assert!(text.len() < 2_000, "{} bytes", text.len());
    assert!(ReceiptProof::parse(&text).unwrap().check(&root, &Bytes(*keys.public_key().as_bytes())).is_ok());
    let needed = peak() - before;
    assert!(needed < MOST_MEMORY, "{needed} bytes for {} bytes of file", auditors.metadata().unwrap().len());
    let held = verifier::measure(&[&public, &auditors]).memory;
    assert!(held < MOST_MEMORY_OF_PYTHON, "{held} bytes in Python");
}
