//! Rust source with comments and literals blanked out, so that a rule looks at code only.

/// The same text, line for line, with the contents of comments, strings and characters replaced by spaces.
pub fn code_only(source: &str) -> String {
    let mut blanker = Blanker { rest: source, code: String::with_capacity(source.len()) };
    while blanker.step() {}
    blanker.code
}

/// The 1-based line of a byte position.
pub fn line_at(text: &str, position: usize) -> usize {
    text.as_bytes().iter().take(position).filter(|byte| **byte == b'\n').count() + 1
}

/// The byte positions at which `word` stands as a whole word.
pub fn word_positions<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).map(|(position, _)| position).filter(move |position| {
        let before = text.get(..*position).and_then(|text| text.chars().next_back());
        let after = text.get(position + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

struct Blanker<'s> {
    rest: &'s str,
    code: String,
}

impl Blanker<'_> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else {
            return false;
        };
        let rest = self.rest;
        if rest.starts_with("//") {
            self.blank(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.blank(block_comment(rest));
        } else if first == '"' {
            self.blank(string(rest));
        } else if let Some(length) = raw_string(rest).filter(|_| !self.after_word()) {
            self.blank(length);
        } else if first == '\'' {
            match character(rest) {
                Some(length) => self.blank(length),
                None => self.keep(1),
            }
        } else {
            self.keep(first.len_utf8());
        }
        true
    }

    fn after_word(&self) -> bool {
        self.code.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_')
    }

    fn keep(&mut self, length: usize) {
        let (kept, rest) = self.rest.split_at(length);
        self.code.push_str(kept);
        self.rest = rest;
    }

    /// One space for each byte, so that positions stay the same.
    fn blank(&mut self, length: usize) {
        let (blanked, rest) = self.rest.split_at(length);
        self.code.extend(blanked.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        self.rest = rest;
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(tail) = rest.get(position..).filter(|tail| !tail.is_empty()) {
        let step = if tail.starts_with("/*") {
            depth += 1;
            2
        } else if tail.starts_with("*/") {
            depth -= 1;
            2
        } else {
            tail.chars().next().map_or(1, char::len_utf8)
        };
        position += step;
        if depth == 0 {
            break;
        }
    }
    position
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (position, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return position + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#`, `br"…"` and so on, if one starts here.
fn raw_string(rest: &str) -> Option<usize> {
    let after_r = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let content = after_r.trim_start_matches('#');
    let hashes = after_r.len() - content.len();
    let content = content.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - content.len();
    Some(content.find(&end).map_or(rest.len(), |position| start + position + end.len()))
}

/// The length of a character literal; `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    let (_, first) = characters.next()?;
    if first == '\\' {
        characters.next();
        return characters.find(|(_, character)| *character == '\'').map(|(position, _)| position + 1);
    }
    characters.next().filter(|(_, second)| *second == '\'').map(|(position, _)| position + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, kept: &[&str], gone: &[&str]) {
        let code = code_only(source);
        assert_eq!(code.len(), source.len(), "positions must stay: {code}");
        for word in kept {
            assert!(code.contains(word), "{word} is gone from: {code}");
        }
        for word in gone {
            assert!(!code.contains(word), "{word} is still in: {code}");
        }
    }

    #[test]
    fn comments_and_literals_go_and_code_stays() {
        check("let a = 1; // 群众 async\nlet b = 2;", &["let a", "let b"], &["async", "群众"]);
        check("a /* x /* y */ async */ b", &["a ", " b"], &["async", "x"]);
        check(r#"f("as\"ync", 'x', '\'', '"'); g"#, &["f(", "); g"], &["ync", "x"]);
        check("f(r#\"a \"async\" b\"#); g(r\"async\"); for_", &["f(", "g(", "for_"], &["async"]);
        check("fn f<'a>(x: &'a str) -> char { 'a' }", &["<'a>", "&'a str"], &["{ 'a'"]);
        check("let unit = bar\"x\";", &["bar"], &["x"]);
    }

    #[test]
    fn words_are_whole_and_lines_count_from_one() {
        let positions: Vec<_> = word_positions("async asynchronous my_async async", "async").collect();
        assert_eq!(positions, [0, 28]);
        assert_eq!(line_at("a\nb\nc", 4), 3);
    }
}
