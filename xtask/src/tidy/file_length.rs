//! No source file is longer than 400 lines.

use super::Finding;
use crate::files::Files;

const LONGEST: usize = 400;
const SOURCES: &[&str] = &[".rs", ".html", ".css", ".js", ".sh"];

/// Files over the limit. Generated files and packages' own files are exempt.
pub fn find(files: &Files) -> Vec<Finding> {
    files.ending(SOURCES).filter(|(path, _)| !is_exempt(path)).filter_map(|(path, text)| check(path, text)).collect()
}

fn check(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| Finding::in_file(path, format!("{lines} lines, at most {LONGEST}; split it")))
}

fn is_exempt(path: &str) -> bool {
    path.split('/').any(|part| part == "generated") || path.starts_with(crate::assets::OUTPUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_hundred_and_first_line_is_one_too_many() {
        let (fits, long) = ("x\n".repeat(400), "x\n".repeat(401));
        let files = Files::sample(&[
            ("crates/rules/src/fits.rs", &fits),
            ("crates/rules/src/long.rs", &long),
            ("crates/server/assets/vendor/tabler.min.css", &long),
            ("docs/coverage.toml", &long),
        ]);
        assert_eq!(find(&files), [Finding::in_file("crates/rules/src/long.rs", "401 lines, at most 400; split it")]);
    }
}
