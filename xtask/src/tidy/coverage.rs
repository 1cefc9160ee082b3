//! `docs/coverage.toml` tells the truth: every mechanism stands in it once, and what works names tests that exist.

use super::{Finding, test_names};
use crate::files::Files;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "docs/coverage.toml";
/// How many mechanisms `docs/MECHANISMS.md` describes, numbered from 1.
const MECHANISMS: usize = 150;

/// What is read of an entry.
#[derive(Deserialize)]
struct Mechanism {
    state: String,
    tests: Vec<String>,
}

/// Mechanisms that are missing, unknown, or in a state their tests do not bear out.
pub fn find(files: &Files) -> Vec<Finding> {
    let text = files.text(LIST).unwrap_or_default();
    let listed: BTreeMap<String, Mechanism> = match toml::from_str(text) {
        Ok(listed) => listed,
        Err(error) => return vec![Finding::in_file(LIST, error.to_string())],
    };
    let expected: BTreeSet<String> = (1..=MECHANISMS).map(|number| format!("S{number:03}")).collect();
    let existing: BTreeSet<String> = files.ending(&[".rs"]).flat_map(|(_, text)| test_names::in_source(text)).collect();
    let missing = expected.iter().filter(|id| !listed.contains_key(*id));
    let mut findings: Vec<Finding> =
        missing.map(|id| Finding::in_file(LIST, format!("{id} is missing; enter it, as planned at first"))).collect();
    for (id, mechanism) in &listed {
        let mut messages = Vec::new();
        if !expected.contains(id) {
            messages.push(format!("{id} is no mechanism; they go from S001 to S{MECHANISMS}"));
        }
        messages.extend(contradiction(mechanism).map(|message| format!("{id}: {message}")));
        let invented = mechanism.tests.iter().filter(|name| !existing.contains(*name));
        messages.extend(invented.map(|name| format!("{id}: there is no test {name}")));
        let line = line_of(text, id);
        findings.extend(messages.into_iter().map(|message| Finding { path: LIST.to_owned(), line, message }));
    }
    findings
}

/// The line of an entry's heading, counted from 1.
fn line_of(text: &str, id: &str) -> Option<usize> {
    let heading = format!("[{id}]");
    text.lines().position(|line| line.trim() == heading).map(|before| before + 1)
}

/// What is wrong between the state and the number of tests.
fn contradiction(mechanism: &Mechanism) -> Option<String> {
    match mechanism.state.as_str() {
        "planned" if mechanism.tests.is_empty() => None,
        "planned" => Some("planned, but it names tests; say what works".to_owned()),
        state @ ("partial" | "works") if mechanism.tests.is_empty() => Some(format!("{state}, but no test says so")),
        "partial" | "works" => None,
        state => Some(format!("the state is \"{state}\" and not planned, partial or works")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole list, all planned but for what stands in `others`, in the order of their ids.
    fn list(others: &[(&str, &str)]) -> String {
        let entry = |id: &str| {
            let other = others.iter().find(|(changed, _)| *changed == id);
            other.map_or("state = \"planned\"\ntests = []", |(_, entry)| *entry).to_owned()
        };
        (1..=MECHANISMS).map(|number| format!("S{number:03}")).map(|id| format!("[{id}]\n{}\n", entry(&id))).collect()
    }

    fn messages(list: &str) -> Vec<String> {
        let code = "#[test]\nfn s002_分类() {}\n#[tokio::test]\nasync fn s003_levels() {}\n\
                    fn s004_helper() {}\n// #[test]\n// fn s005_thought_of() {}\n";
        let files = Files::sample(&[(LIST, list), ("crates/server/tests/all/main.rs", code)]);
        find(&files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_that_is_true_has_no_findings() {
        let works = "title = \"分类实施\"\nstate = \"works\"\ntests = [\"s002_分类\"]";
        let partial = "state = \"partial\"\ntests = [\"s003_levels\", \"s002_分类\"]";
        assert_eq!(messages(&list(&[("S002", works), ("S003", partial)])), Vec::<String>::new());
    }

    #[test]
    fn a_missing_and_an_unknown_mechanism_are_found() {
        let renamed = list(&[]).replace("[S150]", "[S151]");
        assert_eq!(
            messages(&renamed),
            [
                format!("{LIST}: S150 is missing; enter it, as planned at first"),
                format!("{LIST}:448: S151 is no mechanism; they go from S001 to S150"),
            ]
        );
        assert_eq!(messages("").len(), MECHANISMS);
    }

    #[test]
    fn a_mechanism_that_stands_twice_or_says_nothing_is_found() {
        assert_eq!(messages(&list(&[]).replace("[S150]", "[S149]")).len(), 1);
        assert_eq!(messages(&list(&[("S001", "state = \"planned\"")])).len(), 1);
    }

    #[test]
    fn a_state_that_is_none_is_found() {
        let found = messages(&list(&[("S001", "state = \"done\"\ntests = [\"s002_分类\"]")]));
        assert_eq!(found, [format!("{LIST}:1: S001: the state is \"done\" and not planned, partial or works")]);
    }

    #[test]
    fn a_test_that_does_not_exist_is_found() {
        // A helper and a test that is only a comment are no tests.
        let entry = "state = \"works\"\ntests = [\"s002_分类\", \"s004_helper\", \"s005_thought_of\"]";
        assert_eq!(
            messages(&list(&[("S002", entry)])),
            [
                format!("{LIST}:4: S002: there is no test s004_helper"),
                format!("{LIST}:4: S002: there is no test s005_thought_of"),
            ]
        );
    }

    #[test]
    fn what_works_names_a_test_and_what_is_planned_none() {
        let found = messages(&list(&[
            ("S001", "state = \"works\"\ntests = []"),
            ("S002", "state = \"partial\"\ntests = []"),
            ("S003", "state = \"planned\"\ntests = [\"s003_levels\"]"),
        ]));
        assert_eq!(
            found,
            [
                format!("{LIST}:1: S001: works, but no test says so"),
                format!("{LIST}:4: S002: partial, but no test says so"),
                format!("{LIST}:7: S003: planned, but it names tests; say what works"),
            ]
        );
    }
}
