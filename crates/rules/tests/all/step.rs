use std::collections::BTreeSet;

use rules::{Fraction, Rule, Step};

#[test]
fn every_kind_of_step_has_its_own_key() {
    let keys: BTreeSet<&str> = Step::CATALOGUE.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys.len(), Step::CATALOGUE.len());
    assert!(keys.iter().all(|key| { key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') }));
}

#[test]
fn a_step_gives_its_numbers_by_name_and_its_rule() {
    let share = Fraction::new(332, 344).unwrap();
    let step = Step::SatisfactionComputed { share, percent: share.percent(rules::rounding::Decimals::ONE) };
    assert_eq!(step.key(), "satisfaction-computed");
    assert_eq!(step.rule().to_string(), "R01");
    assert_eq!(step.arguments(), [("share", "332/344".to_owned()), ("percent", "96.5".to_owned())]);
    assert!(Step::CATALOGUE.contains(&("satisfaction-computed", &["share", "percent"])));
}

#[test]
fn rules_are_cited_by_their_ids() {
    let ids: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
    for id in ["R01", "R09", "R13", "R32", "R44"] {
        assert!(ids.contains(id), "{id}");
    }
}
