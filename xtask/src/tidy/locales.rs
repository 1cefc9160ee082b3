//! Every text exists in every language, under the same key and with the same variables.

use super::Finding;
use crate::files::Files;
use crate::fluent;

/// The language texts are first written in; the others are compared with it.
const FIRST: &str = "zh-Hans";
const OTHERS: [&str; 2] = ["en", "zh-Hant"];

/// Files, keys and variables that one language has and another has not.
pub fn find(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files.ending(&[".ftl"]) {
        let Some(place) = Place::of(path) else {
            continue;
        };
        if place.language == FIRST {
            findings.extend(OTHERS.iter().flat_map(|other| compare(files, path, text, &place.in_language(other))));
        } else if !OTHERS.contains(&place.language) {
            findings.push(Finding::in_file(path, format!("{} is not a language of this project", place.language)));
        } else if files.text(&place.in_language(FIRST)).is_none() {
            findings.push(Finding::in_file(path, format!("there is no such file in {FIRST}")));
        }
    }
    findings
}

/// `…/locales/<language>/<file>`
struct Place<'p> {
    before: &'p str,
    language: &'p str,
    file: &'p str,
}

impl<'p> Place<'p> {
    fn of(path: &'p str) -> Option<Self> {
        let (before, after) = path.split_once("locales/")?;
        let (language, file) = after.split_once('/')?;
        Some(Self { before, language, file })
    }

    fn in_language(&self, language: &str) -> String {
        format!("{}locales/{language}/{}", self.before, self.file)
    }
}

fn compare(files: &Files, path: &str, text: &str, other_path: &str) -> Vec<Finding> {
    let Some(other_text) = files.text(other_path) else {
        let advice = if other_path.contains("zh-Hant") { "run `cargo xtask generate`" } else { "write it" };
        return vec![Finding::in_file(other_path, format!("missing, while {path} exists; {advice}"))];
    };
    let (keys, other_keys) = match (fluent::keys(text), fluent::keys(other_text)) {
        (Ok(keys), Ok(other_keys)) => (keys, other_keys),
        (first, second) => {
            let wrong = [(path, first.err()), (other_path, second.err())];
            let wrong = wrong
                .into_iter()
                .flat_map(|(place, problems)| problems.into_iter().flatten().map(move |text| (place, text)));
            return wrong.map(|(place, problem)| Finding::in_file(place, problem)).collect();
        }
    };
    let mut findings = Vec::new();
    for (key, variables) in &keys {
        match other_keys.get(key) {
            None => findings.push(Finding::in_file(other_path, format!("has no {key}"))),
            Some(other) if other != variables => {
                let message = format!("{key} uses the variables {other:?}, in {FIRST} it uses {variables:?}");
                findings.push(Finding::in_file(other_path, message));
            }
            Some(_) => {}
        }
    }
    let surplus = other_keys.keys().filter(|key| !keys.contains_key(*key));
    findings.extend(surplus.map(|key| Finding::in_file(other_path, format!("has {key}, {FIRST} has not"))));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANS: &str = "crates/server/locales/zh-Hans/rounds.ftl";
    const HANT: &str = "crates/server/locales/zh-Hant/rounds.ftl";
    const EN: &str = "crates/server/locales/en/rounds.ftl";

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        find(&Files::sample(files)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_or_variable_that_one_language_lacks_is_found() {
        let found = messages(&[
            (EN, "title = Round\nturnout = Handed in\nextra = x\n"),
            (HANS, "title = 轮次\nturnout = 已交 { $spent } 票\nclose = 关闭\n"),
            (HANT, "title = 輪次\nturnout = 已交 { $spent } 票\nclose = 關閉\n"),
        ]);
        assert_eq!(
            found,
            [
                format!("{EN}: has no close"),
                format!("{EN}: turnout uses the variables {{}}, in zh-Hans it uses {{\"spent\"}}"),
                format!("{EN}: has extra, zh-Hans has not"),
            ]
        );
    }

    #[test]
    fn a_file_that_one_language_lacks_is_found() {
        let found = messages(&[(HANS, "a = 一\n"), (EN, "a = one\n")]);
        assert_eq!(found, [format!("{HANT}: missing, while {HANS} exists; run `cargo xtask generate`")]);
        let found = messages(&[(EN, "a = one\n"), ("crates/server/locales/fr/rounds.ftl", "a = un\n")]);
        assert_eq!(
            found,
            [
                format!("{EN}: there is no such file in zh-Hans"),
                "crates/server/locales/fr/rounds.ftl: fr is not a language of this project".into()
            ]
        );
    }

    #[test]
    fn a_file_that_is_not_fluent_is_found() {
        let found = messages(&[(HANS, "a = 一\n"), (HANT, "a = 一\n"), (EN, "a one\n")]);
        assert!(found.first().is_some_and(|message| message.starts_with(EN)), "{found:?}");
    }
}
