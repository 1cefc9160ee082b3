//! The label files: the same keys in every language, and none that nothing prints.

use std::collections::BTreeSet;

fn keys(source: &str) -> BTreeSet<&str> {
    source
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key)
        .filter(|key| key.starts_with("papers-"))
        .collect()
}

#[test]
fn the_three_languages_have_the_same_keys() {
    let simplified = keys(include_str!("../locales/zh-Hans/papers.ftl"));
    assert!(simplified.len() > 100);
    assert_eq!(simplified, keys(include_str!("../locales/zh-Hant/papers.ftl")));
    assert_eq!(simplified, keys(include_str!("../locales/en/papers.ftl")));
}
