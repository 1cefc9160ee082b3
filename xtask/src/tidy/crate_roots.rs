//! Every crate's root says in 5 to 20 lines what the crate is for.

use super::Finding;
use crate::files::Files;

/// Roots whose `//!` is shorter or longer.
pub fn find(files: &Files) -> Vec<Finding> {
    let roots = files.ending(&["/src/lib.rs", "/src/main.rs"]).filter(|(path, _)| is_root(files, path));
    roots.filter_map(|(path, text)| check(path, text)).collect()
}

/// A binary beside a library is not a root of its own.
fn is_root(files: &Files, path: &str) -> bool {
    let Some(folder) = path.strip_suffix("main.rs") else {
        return true;
    };
    files.text(&format!("{folder}lib.rs")).is_none()
}

fn check(path: &str, text: &str) -> Option<Finding> {
    let lines = text.lines().take_while(|line| line.starts_with("//!")).filter(|line| line.len() > 3).count();
    let message =
        format!("the root starts with {lines} lines of //!, wanted are 5 to 20: purpose, invariant, absence, boundary");
    (!(5..=20).contains(&lines)).then(|| Finding::in_file(path, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_with_too_little_or_too_much_to_say_is_found() {
        let good = "//! 规则\n".repeat(5);
        let long = "//! x\n".repeat(21);
        let files = Files::sample(&[
            ("crates/rules/src/lib.rs", &good),
            ("crates/server/src/lib.rs", "//! x\n//!\n//!\n//!\n//! y\n"),
            ("crates/storage/src/lib.rs", &long),
            ("crates/zhengyou/src/lib.rs", &good),
            ("crates/zhengyou/src/main.rs", "fn main() {}\n"),
            ("xtask/src/main.rs", "fn main() {}\n"),
        ]);
        let found: Vec<_> = find(&files).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["crates/server/src/lib.rs", "crates/storage/src/lib.rs", "xtask/src/main.rs"]);
    }
}
