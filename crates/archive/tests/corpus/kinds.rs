//! The kinds of rounds that honest archives must be of: otherwise nothing is proved.

/// The least number of archives of each kind.
const LEAST: usize = 5;

/// What stands in an archive of a kind.
const WORDS: [&str; 18] = [
    "\"kind\":\"public\"",
    "\"kind\":\"auditor\"",
    "\"channel\":\"slips\"",
    "\"channel\":\"tablet\"",
    "\"channel\":\"paper\"",
    "\"standing\":\"void\"",
    "\"handed_out\":null",
    "\"roll\":null",
    "\"step\":\"published\"",
    "{\\\"pooled\\\":",
    "{\\\"shown\\\":",
    "\\\"withheld\\\"",
    "\\\"empty\\\"",
    "\\\"merged_into\\\":\\\"panel",
    "\\\"not_known\\\"",
    "\\\"recovered\\\":0",
    "\\\"named\\\":2",
    NO_BALLOT,
];

const NO_BALLOT: &str = "{\"ballots\":0,\"line\":\"root\"";

const TOKEN: &str = "\"line\":\"token\"";

/// A kind told otherwise than by words that stand there.
type Kind = (&'static str, fn(&str) -> bool);

const KINDS: [Kind; 9] = [
    ("not a single ballot, for the public", |text| text.contains(NO_BALLOT) && !is_auditors(text)),
    ("not a single ballot, for auditors", |text| text.contains(NO_BALLOT) && is_auditors(text)),
    ("ballots, and not a single figure", |text| !text.contains(NO_BALLOT) && !has_figure(text)),
    ("not published yet", |text| !text.contains("\"step\":\"published\"")),
    ("tokens only", |text| text.contains(TOKEN) && !text.contains("\"line\":\"batch\"")),
    ("tokens with slips and paper", |text| {
        text.contains(TOKEN) && text.contains("\"line\":\"spent\"") && text.contains("\"channel\":\"paper\"")
    }),
    ("a retired key", |text| text.contains("\"standing\":\"retired\"")),
    ("tokens that nobody used", |text| text.contains("\"line\":\"token_key\"") && text.contains(NO_BALLOT)),
    ("countersigned", |text| text.matches("\"signature\":").count() > 1),
];

fn is_auditors(text: &str) -> bool {
    text.contains("\"kind\":\"auditor\"")
}

fn has_figure(text: &str) -> bool {
    text.contains("{\\\"shown\\\":") || text.contains("{\\\"pooled\\\":")
}

/// Every kind is there often enough.
pub fn are_all_there(files: &[Vec<u8>]) {
    let texts: Vec<&str> = files.iter().map(|file| std::str::from_utf8(file).unwrap()).collect();
    for wanted in WORDS {
        let found = texts.iter().filter(|text| text.contains(wanted)).count();
        assert!(found >= LEAST, "{wanted} in {found} archives");
    }
    for (name, is_kind) in KINDS {
        let found = texts.iter().filter(|text| is_kind(text)).count();
        let least = if name.starts_with("not a single") { 3 } else { LEAST };
        assert!(found >= least, "{name}: {found} archives");
    }
}
