//! Archives verified, proved and countersigned without a server.

use archive::{
    ArchiveWriter, Ballot, Batch, Bytes, Channel, Head, Keys, Kind, Line, Panel, ReleaseText, Signature, Spent,
    Standing,
};
use credentials::{BallotKey, SigningKeys};
use sha2::{Digest, Sha256};
use test_support::verifier;

use crate::{Folder, run};

/// The smallest round there is: five ballots by slips, not one of them graded.
struct Round {
    folder: Folder,
    keys: SigningKeys,
    opening_hash: String,
    root: String,
}

fn ballot(number: u8) -> BallotKey {
    BallotKey::from_bytes([number; 32])
}

impl Round {
    fn new(name: &str) -> Self {
        let folder = Folder::new(name);
        std::fs::create_dir_all(&folder.0).unwrap();
        let keys = SigningKeys::from_random(&[7; 32]);
        let public = Bytes(*keys.public_key().as_bytes());
        let declaration = format!(
            "{{\"format\":1,\"round\":\"01010101-0101-0101-0101-010101010101\",\"title\":\"二季度评议\",\
             \"organisation_name\":\"清河县委\",\"minimum\":5,\"opinion_minimum\":8,\"public_key\":\"{public}\",\"plan\":{{\
             \"measures\":[{{\"id\":\"m\",\"definition\":{{\"scale\":{{\"grades\":[{{\"code\":\"a\"}},{{\"code\":\"b\"}}]}},\
             \"ungraded\":\"not_known\",\"items\":[{{\"code\":\"OV\"}}]}}}}],\
             \"objects\":[{{\"id\":\"o\",\"measure\":\"m\"}}],\"sheets\":[{{\"id\":\"s\",\"objects\":[\"o\"]}}],\
             \"panels\":[{{\"id\":\"p\",\"number\":1,\"sheet\":\"s\",\"due\":null,\"merged_into\":null}}]}}}}"
        );
        let release = "{\"format\":1,\"minimum\":5,\"opinion_minimum\":8,\"places\":[{\"parent\":null}],\"panels\":[{\
             \"panels\":[\"p\"],\"sheet\":\"s\",\"place\":0,\"due\":null,\"recovered\":5,\"valid\":0,\"blank\":5}],\
             \"objects\":[{\"object\":\"o\",\"place\":0,\"measure\":\"m\",\"judged_by\":[0],\
             \"items\":[{\"total\":\"empty\",\"panels\":[\"empty\"]}]}],\"pools\":[],\"totals\":[{\"place\":0,\
             \"measure\":\"m\",\"objects\":1,\"valid\":0,\"items\":[\"empty\"]}],\"opinions_received\":0,\"opinions_sealed\":0}";
        let opening_hash = Bytes(Sha256::digest(declaration.as_bytes()).into());
        let mut writer = ArchiveWriter::begin(Vec::new()).unwrap();
        let head = Head { declaration, kind: Kind::Public, opening_hash, round: Bytes([1; 16]) };
        let panel = Panel { layout: "v1;1:2u".to_owned(), objects: vec![0], roll: None, sheet: 1 };
        let (channel, standing) = (Channel::Slips, Standing::Valid);
        let (handed_out, returned, missing) = (Some(6), Some(1), Some(0));
        let (number, sheet, spent, printed, invalid) = (1, 1, 5, 10, 0);
        let batch = Batch { channel, handed_out, invalid, missing, number, printed, returned, sheet, spent, standing };
        writer.write(&Line::Head(head)).unwrap();
        writer.write(&Line::Keys(Keys { signing: public })).unwrap();
        writer.write(&Line::Panel(panel)).unwrap();
        writer.write(&Line::Batch(batch)).unwrap();
        for number in 1..=5 {
            writer.write(&Line::Spent(Spent { hash: Bytes([number; 32]) })).unwrap();
        }
        for number in 1..=5 {
            let key = Bytes(*ballot(number).as_bytes());
            writer.write(&Line::Ballot(Ballot::public(key))).unwrap();
        }
        let root = writer.root().to_string();
        writer.write(&Line::Release(ReleaseText { text: release.to_owned() })).unwrap();
        let bytes = writer.finish(|digest| vec![Signature::of_round(&keys, digest)]).unwrap();
        std::fs::write(folder.0.join("round.zyarchive"), bytes).unwrap();
        Self { folder, keys, opening_hash: opening_hash.to_string(), root }
    }

    fn path(&self, name: &str) -> String {
        self.folder.0.join(name).to_str().unwrap().to_owned()
    }

    fn receipt(&self, number: u8) -> String {
        self.keys.receipt(ballot(number)).to_text()
    }
}

#[test]
fn an_archive_is_verified_step_by_step_and_against_what_people_hold() {
    let round = Round::new("archive-verified");
    let file = round.path("round.zyarchive");
    let answer = run(&["verify", &file]);
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    assert_eq!(answer.lines.first().map(String::as_str), Some("公开归档包：清河县委《二季度评议》"));
    assert_eq!(answer.lines.last().map(String::as_str), Some("核验通过。"));
    assert_eq!(answer.lines.iter().filter(|line| line.starts_with('✓')).count(), 12, "{:?}", answer.lines);

    let (mine, other) = (round.receipt(3), round.receipt(9));
    let held = ["--root", &round.root, "--opening-hash", &round.opening_hash, "--receipt", &mine, "--other", &file];
    let answer = run(&[&["verify", &file, "--language", "en"], &held[..]].concat());
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    assert_eq!(answer.lines.last().map(String::as_str), Some("The archive stands."));
    for (words, step) in [
        (["--receipt", other.as_str()], "receipt"),
        (["--root", &round.opening_hash], "printed-root"),
        (["--opening-hash", &round.root], "printed-opening-hash"),
        (["--signer", &round.root], "countersignature"),
    ] {
        let answer = run(&[&["verify", &file], &words[..]].concat());
        assert_eq!(answer.code, 1, "{words:?}: {:?}", answer.lines);
        assert_eq!(answer.lines.last(), Some(&format!("核验未通过：{step}。")));
    }
    // A file that holds a receipt, as somebody may have kept it; the second verifier reads it too.
    for (text, code) in [(&mine, 0), (&other, 1), (&file, 2)] {
        std::fs::write(
            round.path("receipt.txt"),
            format!("\n {}\r\n", text.replace('-', "\u{2014}").replacen('\u{2014}', "-", 1)),
        )
        .unwrap();
        let held = format!("@{}", round.path("receipt.txt"));
        assert_eq!(run(&["verify", &file, "--receipt", &held]).code, code, "{text}");
        let output = verifier::run(&["--receipt", &held, &file]);
        assert_eq!(output.status.code(), Some(code.into()), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let changed = std::fs::read_to_string(&file).unwrap().replace("清河", "青河");
    std::fs::write(round.path("changed.zyarchive"), changed).unwrap();
    let answer = run(&["verify", &round.path("changed.zyarchive")]);
    assert_eq!((answer.code, answer.lines.last().map(String::as_str)), (1, Some("核验未通过：digest。")));
    for words in [&["--root", "abc"], &["--receipt", "ZY1-1"], &["--receipt", "@/nowhere"], &["--returned", "x"]] {
        assert_eq!(run(&[&["verify", &file], &words[..]].concat()).code, 2, "{words:?}");
    }
    assert_eq!(run(&["verify", "/nowhere/round.zyarchive"]).code, 2);
}

#[test]
fn a_receipt_is_proved_below_two_kilobytes_and_the_proof_checked_offline() {
    let round = Round::new("archive-proved");
    let file = round.path("round.zyarchive");
    let key = Bytes(*round.keys.public_key().as_bytes()).to_string();
    let answer = run(&["prove", &file, "--receipt", &round.receipt(2)]);
    assert_eq!((answer.code, answer.lines.len()), (0, 1), "{:?}", answer.lines);
    assert!(answer.lines[0].len() < 2_000);
    let proof = round.path("proof.json");
    std::fs::write(&proof, format!("{}\n", answer.lines[0])).unwrap();
    let checked = run(&["verify-receipt", &proof, "--root", &round.root, "--key", &key]);
    assert_eq!((checked.code, checked.lines[0].as_str()), (0, "这张评议票已计入：按序第 2 张，共 5 张。"));
    assert_eq!(run(&["verify-receipt", &proof, "--root", &round.opening_hash, "--key", &key]).code, 1);
    assert_eq!(run(&["verify-receipt", &proof, "--root", &round.root, "--key", &round.root]).code, 1);
    assert_eq!(run(&["verify-receipt", &file, "--root", &round.root, "--key", &key]).code, 2);
    assert_eq!(run(&["prove", &file, "--receipt", &round.receipt(6)]).code, 1, "a ballot that is not there");
}

#[test]
fn a_proof_is_made_from_the_list_of_a_round_without_its_archive_and_checked_by_the_second_verifier() {
    let round = Round::new("archive-listed");
    let key = Bytes(*round.keys.public_key().as_bytes()).to_string();
    let prove = |file: &str, number| run(&["prove", file, "--receipt", &round.receipt(number)]);
    let whole: Vec<String> =
        (1..=5).map(|number| prove(&round.path("round.zyarchive"), number).lines.remove(0)).collect();
    // What the server publishes: the same without anybody's signature.
    let list: String =
        whole.iter().map(|line| line.split_once(",\"signature\"").unwrap().0.to_owned() + "}\n").collect();
    let path = round.path("list.txt");
    std::fs::write(&path, list).unwrap();
    let made = prove(&path, 4);
    assert_eq!((made.code, &made.lines[0]), (0, &whole[3]));
    let other = prove(&path, 6);
    assert_eq!(other.code, 1, "{:?}", other.lines);
    let proof = round.path("proof.json");
    std::fs::write(&proof, &made.lines[0]).unwrap();
    for (root, key, code) in [(&round.root, &key, 0), (&round.opening_hash, &key, 1), (&round.root, &round.root, 1)] {
        let output = verifier::run(&["--proof", &proof, "--root", root, "--key", key]);
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_superior_countersigns_with_a_key_made_elsewhere() {
    use std::os::unix::fs::PermissionsExt;
    let round = Round::new("archive-countersigned");
    let (file, key, output) = (round.path("round.zyarchive"), round.path("key"), round.path("signed.zyarchive"));
    let made = run(&["countersign", "--make-key", &key, "--language", "en"]);
    assert_eq!(made.code, 0, "{:?}", made.lines);
    let public = made.lines[0].strip_prefix("Public key: ").unwrap();
    let mode = std::fs::metadata(&key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(run(&["countersign", "--make-key", &key]).code, 2, "a key is never overwritten");
    let words = ["countersign", &file, "--key", &key, "--output", &output];
    assert_eq!(run(&words).code, 0);
    assert_eq!(run(&["verify", &output, "--signer", public, "--other", &file]).code, 0);
    assert_eq!(run(&["verify", &file, "--signer", public]).code, 1, "the one that was not countersigned");
    assert_eq!(run(&words).code, 2, "an archive is never overwritten");
    let again = ["countersign", &output, "--key", &key, "--output", &round.path("again.zyarchive")];
    assert_eq!(run(&again).code, 1, "one key signs once");
    let changed = std::fs::read_to_string(&file).unwrap().replace("清河", "青河");
    std::fs::write(&file, changed).unwrap();
    let changed = ["countersign", &file, "--key", &key, "--output", &round.path("changed.zyarchive")];
    assert_eq!(run(&changed).code, 1, "what does not stand is not signed");
    assert!(!std::path::Path::new(&round.path("changed.zyarchive")).exists());
    assert_eq!(run(&["countersign", &output, "--key", &file, "--output", &round.path("no")]).code, 2);
}
