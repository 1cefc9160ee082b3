//! Both verifiers on many files: this crate's in this process, the Python one in one process for all of them.

use std::path::Path;

use archive::{Bytes, Evidence, Outcome, verify};
use credentials::{Code, Receipt};
use serde_json::Value;
use test_support::verifier;

/// What people hold besides a file.
#[derive(Clone, Debug)]
pub enum Held {
    Root(String),
    OpeningHash(String),
    Signer(String),
    Receipt(String),
    Returned(String),
    Other(Vec<u8>),
}

/// What a case expects where something that is held is none, so that nothing is judged.
pub const UNJUDGED: &str = "unjudged";

/// A file to be judged.
pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub held: Vec<Held>,
    /// The steps one of which must fail first, or [`UNJUDGED`]; none where the file must stand.
    pub expected: Vec<&'static str>,
}

impl Case {
    pub fn new(name: impl Into<String>, bytes: Vec<u8>, expected: &[&'static str]) -> Self {
        Self { name: name.into(), bytes, held: Vec::new(), expected: expected.to_vec() }
    }

    pub fn with(mut self, held: &Held) -> Self {
        self.held.push(held.clone());
        self
    }

    /// Nothing where a receipt or a code is none.
    fn evidence(&self) -> Option<Evidence> {
        self.held.iter().try_fold(Evidence::default(), |evidence, held| {
            Some(match held {
                Held::Root(root) => evidence.with_root(Bytes::parse(root).unwrap()),
                Held::OpeningHash(hash) => evidence.with_opening_hash(Bytes::parse(hash).unwrap()),
                Held::Signer(key) => evidence.with_signer(Bytes::parse(key).unwrap()),
                Held::Receipt(text) => evidence.with_receipt(Receipt::parse(text).ok()?),
                Held::Returned(text) => evidence.with_returned(Code::parse(text).ok()?),
                Held::Other(bytes) => evidence.with_other(verify(bytes.as_slice(), &Evidence::default()).unwrap()),
            })
        })
    }

    /// The words of a call of the Python verifier; another archive is a file beside this one.
    fn words(&self, file: &Path) -> Vec<String> {
        let mut words = vec!["--json".to_owned(), file.display().to_string()];
        for held in &self.held {
            let (option, value) = match held {
                Held::Root(root) => ("--root", root.clone()),
                Held::OpeningHash(hash) => ("--opening-hash", hash.clone()),
                Held::Signer(key) => ("--signer", key.clone()),
                Held::Receipt(text) => ("--receipt", text.clone()),
                Held::Returned(text) => ("--returned", text.clone()),
                Held::Other(bytes) => {
                    let other = file.with_extension("other");
                    std::fs::write(&other, bytes).unwrap();
                    ("--other", other.display().to_string())
                }
            };
            words.extend([option.to_owned(), value]);
        }
        words
    }
}

/// The steps of a report with how they ended.
type Steps = Vec<(String, String)>;

/// What a verifier says of a file, and why it refuses where it tells.
struct Answer {
    steps: Steps,
    code: u64,
    reasons: String,
}

impl Answer {
    /// The first step that failed.
    fn failed(&self) -> Option<&str> {
        let failed = self.steps.iter().find(|(_, outcome)| outcome == "failed");
        if self.code == 2 { Some(UNJUDGED) } else { failed.map(|(step, _)| step.as_str()) }
    }
}

/// Judges every case with both verifiers: both say the same of every step, and the expected one fails first.
pub fn judge(cases: &[Case]) {
    let folder = tempfile::tempdir().unwrap();
    let mut calls = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let file = folder.path().join(format!("{number}.zyarchive"));
        std::fs::write(&file, &case.bytes).unwrap();
        calls.push(case.words(&file));
    }
    let of_python = in_python(folder.path(), &calls);
    let mut wrong = Vec::new();
    for (case, python) in cases.iter().zip(of_python) {
        let rust = in_rust(case);
        let failed = rust.failed();
        let is_expected = match failed {
            None => case.expected.is_empty(),
            Some(step) => case.expected.contains(&step),
        };
        if !is_expected {
            wrong.push(format!("{}: {failed:?}, expected {:?}", case.name, case.expected));
        }
        if rust.steps != python.steps || rust.code != python.code {
            let first = rust.steps.iter().zip(&python.steps).find(|(one, other)| one != other);
            wrong.push(format!("{}: the verifiers differ: {first:?}, {}, {}", case.name, python.code, python.reasons));
        }
    }
    let shown: Vec<&str> = wrong.iter().take(10).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), shown.join("\n"));
}

fn in_rust(case: &Case) -> Answer {
    let Some(evidence) = case.evidence() else {
        return Answer { steps: Vec::new(), code: 2, reasons: String::new() };
    };
    let report = verify(case.bytes.as_slice(), &evidence).unwrap();
    let outcome = |outcome: &Outcome| match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed { .. } => "failed",
        Outcome::NotJudged => "not-judged",
    };
    let steps = report.steps.iter().map(|(step, ended)| (step.code().to_owned(), outcome(ended).to_owned()));
    Answer { steps: steps.collect(), code: u64::from(!report.stands()), reasons: String::new() }
}

fn in_python(folder: &Path, calls: &[Vec<String>]) -> Vec<Answer> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let answer = |answer: &Value| {
        let steps = answer["steps"].as_array().unwrap();
        let reasons: Vec<&str> = steps.iter().filter_map(|step| step["reason"].as_str()).collect();
        Answer {
            steps: steps.iter().map(|step| (text(&step["step"]), text(&step["outcome"]))).collect(),
            code: answer["exit"].as_u64().unwrap(),
            reasons: format!("{reasons:?} {}", answer["reason"]),
        }
    };
    verifier::run_calls(folder, calls).iter().map(answer).collect()
}
