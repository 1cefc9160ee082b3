//! A million ballots in bounded memory, and a proof below two kilobytes of one of them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs::File;
use std::io::{BufReader, BufWriter};

use archive::{
    ArchiveWriter, Ballot, Batch, Bytes, Channel, Evidence, Head, Keys, Kind, Line, Panel, ProofVersion, ReceiptProof,
    ReleaseText, Signature, Spent, Standing, verify,
};
use credentials::{BallotKey, Proof, Receipt, SigningKeys};
use sha2::{Digest, Sha256};

const BALLOTS: u64 = 1_000_000;
const BY_SLIP: u64 = 100_000;
/// Whose receipt is proved.
const RECEIPT: u64 = 654_321;
/// What verifying may need besides what the program has anyway.
const MOST_MEMORY: u64 = 24 * 1024 * 1024;

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

fn write(keys: &SigningKeys, output: File) {
    let public = Bytes(*keys.public_key().as_bytes());
    let declaration = format!(
        "{{\"format\":1,\"round\":\"00000000-0000-0000-0000-000000000000\",\"title\":\"\",\"organisation_name\":\"\",\
         \"minimum\":5,\"opinion_minimum\":8,\"public_key\":\"{public}\",\"plan\":{{\"measures\":[{{\"id\":\"m\",\
         \"definition\":{{\"scale\":{{\"grades\":[{{\"code\":\"a\"}},{{\"code\":\"b\"}}]}},\"ungraded\":\"refused\",\
         \"items\":[{{\"code\":\"OV\"}}]}}}}],\"objects\":[{{\"id\":\"o\",\"measure\":\"m\"}}],\"sheets\":[{{\
         \"id\":\"s\",\"objects\":[\"o\"]}}],\"panels\":[{{\"id\":\"p\",\"number\":1,\"sheet\":\"s\"}}]}}}}"
    );
    let shown = format!("{{\"shown\":[{},0]}}", BALLOTS);
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
    writer.write(&Line::Head(Head { declaration, kind: Kind::Public, opening_hash, round })).unwrap();
    writer.write(&Line::Keys(Keys { signing: public })).unwrap();
    let panel = Panel { layout: "v1;1:2".to_owned(), objects: vec![0], roll: None, sheet: 1 };
    writer.write(&Line::Panel(panel)).unwrap();
    writer.write(&batch(1, Channel::Slips, BY_SLIP)).unwrap();
    writer.write(&batch(2, Channel::Paper, BALLOTS - BY_SLIP)).unwrap();
    for number in 0..BY_SLIP {
        writer.write(&Line::Spent(Spent { hash: hash(number) })).unwrap();
    }
    for number in 0..BALLOTS {
        writer.write(&Line::Ballot(Ballot::public(hash(number)))).unwrap();
    }
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

#[test]
fn a_million_ballots_are_verified_in_bounded_memory() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let keys = SigningKeys::from_random(&[1; 32]);
    let before = peak();
    write(&keys, file.reopen().unwrap());
    let receipt = keys.receipt(BallotKey::from_bytes(hash(RECEIPT).0));
    let archive = BufReader::new(File::open(file.path()).unwrap());
    let report = verify(archive, &Evidence::default().with_receipt(receipt)).unwrap();
    assert!(report.stands(), "{:?}", report.steps);
    assert_eq!((report.figures.ballots, report.figures.spent), (BALLOTS, BY_SLIP));
    let root = Bytes::parse(&report.figures.root).unwrap();
    let text = proof(&receipt, root);
    assert!(text.len() < 2_000, "{} bytes", text.len());
    assert!(ReceiptProof::parse(&text).unwrap().check(&root, &Bytes(*keys.public_key().as_bytes())).is_ok());
    let needed = peak() - before;
    assert!(needed < MOST_MEMORY, "{needed} bytes for {} bytes of file", file.path().metadata().unwrap().len());
}
