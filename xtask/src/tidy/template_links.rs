//! Templates hold no path of their own: every link comes from a typed URL.

use super::Finding;
use crate::files::Files;

const ATTRIBUTES: [&str; 10] =
    ["href", "action", "formaction", "src", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-push-url"];

/// Attributes whose value starts with a path.
pub fn find(files: &Files) -> Vec<Finding> {
    let templates = files.ending(&[".html"]).filter(|(path, _)| path.split('/').any(|part| part == "templates"));
    templates.flat_map(|(path, text)| check(path, text)).collect()
}

fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().zip(1..);
    let bad = lines.filter_map(|(line, number)| Some((number, ATTRIBUTES.iter().find(|name| has_path(line, name))?)));
    bad.map(|(number, name)| Finding::at(path, number, format!("{name} holds a path; take it from a type in urls.rs")))
        .collect()
}

fn has_path(line: &str, attribute: &str) -> bool {
    ["=\"/", "='/", "=/"].iter().any(|start| {
        let wanted = format!("{attribute}{start}");
        line.match_indices(&wanted).any(|(position, _)| {
            let before = line.get(..position).and_then(|before| before.chars().next_back());
            before.is_none_or(|character| character.is_whitespace() || character == '"')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_path_is_found_and_a_typed_one_is_not() {
        let template = "<a href=\"/rounds\">轮次</a>\n<a href=\"{{ url }}\">\n<form method=post action='/sign-in'>\n\
                        <a href=\"#top\">\n<div data-href=\"/x\">\n<button hx-get=\"/x\">";
        let files = Files::sample(&[
            ("crates/server/src/features/rounds/templates/list.html", template),
            ("docs/example.html", "<a href=\"/x\">"),
        ]);
        let found: Vec<_> = find(&files).into_iter().filter_map(|finding| finding.line).collect();
        assert_eq!(found, [1, 3, 6]);
    }
}
