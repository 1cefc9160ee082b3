//! `docs/TRUST.md` claims no more than is proved: each row of its tables names a test or says *limit*, and what it names
//! exists.

use super::{Finding, documented_paths::quoted, test_names};
use crate::files::Files;

const PAGE: &str = "docs/TRUST.md";
/// Rows the page has at least: fewer cannot have named every channel and everybody who may be corrupt.
const FEWEST: usize = 40;
/// What a row says that no test proves.
const LIMIT: &str = "*limit*";
/// Lines of a table above its first row.
const HEADING: usize = 2;

/// Rows without proof or limit, tests that do not exist, and a page of too few rows.
pub fn find(files: &Files) -> Vec<Finding> {
    let text = files.text(PAGE).unwrap_or_default();
    let existing = test_names::of_programs(files);
    let mut findings = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let invented = named(line).filter(|name| !existing.contains(*name));
        findings.extend(invented.map(|name| Finding::at(PAGE, number, format!("there is no test {name}"))));
    }
    let rows: Vec<(usize, &str)> = rows(text).collect();
    let bare = rows.iter().filter(|(_, row)| named(row).next().is_none() && !row.contains(LIMIT));
    findings.extend(bare.map(|(number, _)| {
        Finding::at(PAGE, *number, format!("the row names no test (`program::function`) and does not say {LIMIT}"))
    }));
    if rows.len() < FEWEST {
        findings.push(Finding::in_file(PAGE, format!("{} rows, at least {FEWEST}", rows.len())));
    }
    findings
}

/// The tests a line names as `program::function`, between back quotes.
fn named(line: &str) -> impl Iterator<Item = &str> {
    quoted(line).filter(|name| name.contains("::"))
}

/// The rows of all tables with their lines, counted from 1.
fn rows(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut reached = 0;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        reached = if line.starts_with('|') { reached + 1 } else { 0 };
        (reached > HEADING).then_some((number, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADINGS: &str = "# Trust\n\n| who | proved by |\n|---|---|\n";
    const PROVED: &str = "| a | `zhengyou verify`; `linking::nobody_is_named` |\n";
    const LIMITED: &str = "| b | *limit*: he reads along |\n";

    fn messages(page: &str) -> Vec<String> {
        let code = "#[tokio::test]\nasync fn nobody_is_named() {}\nfn helper() {}\n";
        let files = Files::sample(&[(PAGE, page), ("attacks/tests/linking.rs", code)]);
        find(&files).iter().map(ToString::to_string).collect()
    }

    /// A page of forty rows whose last one is given.
    fn page(last: &str) -> String {
        format!(
            "{HEADINGS}{}\nWords.\n\n| who | proved by |\n|---|---|\n{}{last}",
            PROVED.repeat(20),
            LIMITED.repeat(19)
        )
    }

    #[test]
    fn a_page_of_proofs_and_limits_has_no_findings() {
        assert_eq!(messages(&page(PROVED)), Vec::<String>::new());
    }

    #[test]
    fn a_row_without_proof_or_limit_is_found() {
        let message = format!("{PAGE}:49: the row names no test (`program::function`) and does not say *limit*");
        assert_eq!(messages(&page("| c | `zhengyou verify` shows it, within limits |\n")), [message]);
    }

    #[test]
    fn a_test_that_does_not_exist_is_found_in_rows_and_in_words() {
        for line in ["| c | *limit*; `linking::helper` |\n", "| c | `storm::nobody_is_named` |\n"] {
            assert_eq!(messages(&page(line)).len(), 1, "{line}");
        }
        let words = format!("{}\nSee `linking::nobody`.\n", page(PROVED));
        assert_eq!(messages(&words), [format!("{PAGE}:51: there is no test linking::nobody")]);
    }

    #[test]
    fn thirty_nine_rows_are_too_few() {
        assert_eq!(messages(&page("")), [format!("{PAGE}: 39 rows, at least 40")]);
        assert_eq!(messages(""), [format!("{PAGE}: 0 rows, at least 40")]);
    }
}
