//! Every sealed round of the demonstration as an archive: both verifiers let both kinds stand, a superior countersigns one,
//! and a restored backup gives the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use test_support::verifier;

use crate::{Served, between, sign_in, zhengyou};

/// 县审计局, as a form sends it.
const RECIPIENT: &str = "%E5%8E%BF%E5%AE%A1%E8%AE%A1%E5%B1%80";

/// The states of a round whose box is sealed.
const SEALED: [&str; 3] = ["sealed", "published", "finished"];

/// The archives of a round, fetched.
struct Fetched {
    public: PathBuf,
    auditor: PathBuf,
    root: String,
    opening_hash: String,
}

/// Fetches, verifies and countersigns; one round and its public archive, to be compared after a restore.
pub fn every_sealed_round_stands(served: &Served, folder: &Path) -> (String, Vec<u8>) {
    fs::create_dir_all(folder).unwrap();
    let [office, first, second] = ["office", "tally-1", "tally-2"].map(|name| sign_in(served, name));
    let all = listed(served, &office, "");
    let sealed: BTreeSet<String> =
        SEALED.iter().flat_map(|state| listed(served, &office, &format!("?state={state}"))).collect();
    let mut fetched = Vec::new();
    for round in &all {
        let page = served.ask(&format!("GET /w/archives/{round}"), &office, "");
        let expected = if sealed.contains(round) { "HTTP/1.1 200" } else { "HTTP/1.1 404" };
        assert!(page.starts_with(expected), "{round}, not {expected}: {page:.300}");
        if !sealed.contains(round) {
            continue;
        }
        let root = between(&page, "id=\"root\">", "<").to_owned();
        assert!(served.ask(&format!("GET /receipts/{round}"), "", "").contains(&root), "{round}");
        release(served, round, &[(&first, "recipient"), (&second, "seen")]);
        let file = |kind: &str, cookie: &str| {
            let answer = served.ask(&format!("GET /w/archives/{round}/{kind}.zyarchive"), cookie, "");
            let (head, body) = answer.split_once("\r\n\r\n").unwrap();
            assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
            let path = folder.join(format!("{round}-{kind}.zyarchive"));
            fs::write(&path, body).unwrap();
            path
        };
        fetched.push(Fetched {
            public: file("public", &office),
            auditor: file("auditor", &second),
            opening_hash: between(&page, "--opening-hash ", "\n").to_owned(),
            root,
        });
    }
    assert!(fetched.len() == sealed.len() && sealed.is_subset(&all), "{sealed:?} of {all:?}");
    every_kind_is_there(&fetched);
    for one in &fetched {
        for file in [&one.public, &one.auditor] {
            done(zhengyou().arg("verify").arg(file).args(one.held()).output().unwrap(), file);
        }
    }
    in_python(&fetched, folder);
    countersigned(&fetched[0], folder);
    let name = fetched[0].public.file_name().unwrap().to_str().unwrap();
    (name[..32].to_owned(), fs::read(&fetched[0].public).unwrap())
}

/// The rounds that the office's list shows when it is asked like this.
fn listed(served: &Served, office: &str, asked: &str) -> BTreeSet<String> {
    let list = served.ask(&format!("GET /w/rounds{asked}"), office, "");
    let links = list.split("href=\"/w/rounds/").skip(1).filter_map(|rest| rest.split('"').next());
    let rounds: BTreeSet<String> = links.filter(|id| id.len() == 32).map(str::to_owned).collect();
    let total: String = between(&list, "role=\"status\">", "<").chars().filter(char::is_ascii_digit).collect();
    assert_eq!(Ok(rounds.len()), total.parse(), "{asked}: the list goes on elsewhere");
    rounds
}

impl Fetched {
    fn held(&self) -> [&str; 4] {
        ["--root", &self.root, "--opening-hash", &self.opening_hash]
    }
}

/// One asks for somebody, another confirms it.
fn release(served: &Served, round: &str, keepers: &[(&String, &str)]) {
    for (cookie, field) in keepers {
        let page = served.ask(&format!("GET /w/archives/{round}"), cookie, "");
        let path = format!("/w/archives/{round}/release");
        let (_, form) = page.split_once(&format!("action=\"{path}\"")).unwrap_or_else(|| panic!("{page}"));
        let hidden = |name: &str| between(form, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let body = format!("csrf={}&once={}&{field}={RECIPIENT}", hidden("csrf"), hidden("once"));
        let answer = served.ask(&format!("POST {path}"), cookie, &body);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
}

/// Otherwise little is proved: slips and paper, blind tokens of which one is unused, named sheets besides, pooled and withheld
/// figures; one line for a group's batches of a channel.
fn every_kind_is_there(fetched: &[Fetched]) {
    let texts: Vec<String> = fetched.iter().map(|one| fs::read_to_string(&one.public).unwrap()).collect();
    for wanted in ["\"channel\":\"slips\"", "\"channel\":\"paper\"", "\"unspent\":1", "\\\"pooled\\\":"] {
        assert!(texts.iter().any(|text| text.contains(wanted)), "no archive with {wanted}");
    }
    let has_named = |text: &String| text.split("\\\"named\\\":").skip(1).any(|rest| rest.starts_with(['1', '2', '3']));
    assert!(texts.iter().any(has_named), "nobody judged by name");
    for text in &texts {
        let batches = text.lines().filter(|line| line.starts_with("{\"channel\""));
        let kinds: Vec<(&str, &str, &str)> = batches
            .map(|line| {
                (
                    between(line, "\"channel\":", ","),
                    between(line, "\"sheet\":", ","),
                    between(line, "\"standing\":", "}"),
                )
            })
            .collect();
        assert_eq!(kinds.len(), kinds.iter().collect::<BTreeSet<_>>().len(), "{kinds:?}");
    }
}

/// All of them in one process of the second verifier.
fn in_python(fetched: &[Fetched], folder: &Path) {
    let call = |one: &Fetched, file: &PathBuf| {
        let held = one.held().map(str::to_owned);
        ["--json".to_owned(), file.display().to_string()].into_iter().chain(held).collect()
    };
    let calls: Vec<_> = fetched.iter().flat_map(|one| [call(one, &one.public), call(one, &one.auditor)]).collect();
    for answer in verifier::run_calls(folder, &calls) {
        let steps = answer["steps"].as_array().unwrap();
        assert!(steps.len() >= 14 && steps.iter().all(|step| step["outcome"] == "passed"), "{answer}");
    }
}

/// A superior organisation signs with a key made elsewhere; what it signed is the archive as it was.
fn countersigned(one: &Fetched, folder: &Path) {
    let (key, signed) = (folder.join("key"), folder.join("signed.zyarchive"));
    let made =
        done(zhengyou().args(["countersign", "--language", "en", "--make-key"]).arg(&key).output().unwrap(), &key);
    let public = made.lines().find_map(|line| line.strip_prefix("Public key: ")).unwrap();
    let mut words = zhengyou();
    words.arg("countersign").arg(&one.public).arg("--key").arg(&key).arg("--output").arg(&signed);
    done(words.output().unwrap(), &signed);
    let mut words = zhengyou();
    words.arg("verify").arg(&signed).args(["--signer", public, "--other"]).arg(&one.public);
    done(words.output().unwrap(), &signed);
}

/// A backup restored elsewhere gives the archive again, byte by byte.
pub fn a_restored_backup_has_it(data: &Path, folder: &Path, (round, archive): &(String, Vec<u8>)) {
    let (copy, restored) = (folder.join("backup"), folder.join("restored"));
    done(zhengyou().arg("backup").arg(&copy).arg("--data").arg(data).output().unwrap(), &copy);
    done(zhengyou().arg("restore").arg(&copy).arg("--data").arg(&restored).output().unwrap(), &restored);
    let served = Served::start(&restored);
    let answer = served.ask(&format!("GET /w/archives/{round}/public.zyarchive"), &sign_in(&served, "office"), "");
    assert!(
        answer.as_bytes().ends_with(archive) && answer.starts_with("HTTP/1.1 200"),
        "another archive: {answer:.400}"
    );
}

/// What a program printed that did what it was asked.
fn done(output: Output, about: &Path) -> String {
    let printed = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {printed}{errors}", about.display());
    printed
}
