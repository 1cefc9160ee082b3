//! Reading Fluent files: what a text is called, what it says, which variables it uses.

use fluent_syntax::ast::{Attribute, CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};

/// What a file holds, by key (`message`, `message.attribute`, `-term`): the variables each text uses.
pub type Keys = BTreeMap<String, BTreeSet<String>>;

/// The keys of a file with the variables each uses.
///
/// # Errors
/// A sentence for each part that is not Fluent and for each key defined twice.
pub fn keys(source: &str) -> Result<Keys, Vec<String>> {
    let mut visitor = KeyVisitor::default();
    let mut problems = walk(source, &mut visitor);
    problems.append(&mut visitor.problems);
    if problems.is_empty() { Ok(visitor.keys) } else { Err(problems) }
}

/// The pieces of plain text in a file, in order, each a slice of `source`.
///
/// # Errors
/// A sentence for each part that is not Fluent.
pub fn text_pieces(source: &str) -> Result<Vec<&str>, Vec<String>> {
    let mut visitor = TextVisitor::default();
    let problems = walk(source, &mut visitor);
    if problems.is_empty() { Ok(visitor.pieces) } else { Err(problems) }
}

/// Told about everything in a file, in order.
trait Visitor<'s> {
    fn key(&mut self, _key: String) {}
    fn text(&mut self, _piece: &'s str) {}
    fn variable(&mut self, _name: &'s str) {}
}

#[derive(Default)]
struct KeyVisitor {
    keys: Keys,
    current: String,
    problems: Vec<String>,
}

impl Visitor<'_> for KeyVisitor {
    fn key(&mut self, key: String) {
        if self.keys.insert(key.clone(), BTreeSet::new()).is_some() {
            self.problems.push(format!("{key} is defined twice"));
        }
        self.current = key;
    }
    fn variable(&mut self, name: &str) {
        if let Some(variables) = self.keys.get_mut(&self.current) {
            variables.insert(name.to_owned());
        }
    }
}

#[derive(Default)]
struct TextVisitor<'s> {
    pieces: Vec<&'s str>,
}

impl<'s> Visitor<'s> for TextVisitor<'s> {
    fn text(&mut self, piece: &'s str) {
        self.pieces.push(piece);
    }
}

fn walk<'s>(source: &'s str, visitor: &mut impl Visitor<'s>) -> Vec<String> {
    let (resource, mut problems) = match fluent_syntax::parser::parse(source) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors.iter().map(|error| located(source, error)).collect()),
    };
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                visitor.key(message.id.name.to_owned());
                if let Some(value) = message.value {
                    pattern(value, visitor);
                }
                attributes(message.id.name, message.attributes, visitor);
            }
            Entry::Term(term) => {
                let name = format!("-{}", term.id.name);
                visitor.key(name.clone());
                pattern(term.value, visitor);
                attributes(&name, term.attributes, visitor);
            }
            Entry::Junk { content } if problems.is_empty() => problems.push(format!("not Fluent: {content}")),
            _ => {}
        }
    }
    problems
}

fn located(source: &str, error: &fluent_syntax::parser::ParserError) -> String {
    let line = source.as_bytes().iter().take(error.pos.start).filter(|byte| **byte == b'\n').count() + 1;
    format!("line {line}: {}", error.kind)
}

fn attributes<'s>(owner: &str, list: Vec<Attribute<&'s str>>, visitor: &mut impl Visitor<'s>) {
    for attribute in list {
        visitor.key(format!("{owner}.{}", attribute.id.name));
        pattern(attribute.value, visitor);
    }
}

fn pattern<'s>(pattern: Pattern<&'s str>, visitor: &mut impl Visitor<'s>) {
    for element in pattern.elements {
        match element {
            PatternElement::TextElement { value } => visitor.text(value),
            PatternElement::Placeable { expression } => placeable(expression, visitor),
        }
    }
}

fn placeable<'s>(expression: Expression<&'s str>, visitor: &mut impl Visitor<'s>) {
    match expression {
        Expression::Inline(inline) => inside(inline, visitor),
        Expression::Select { selector, variants } => {
            inside(selector, visitor);
            for variant in variants {
                pattern(variant.value, visitor);
            }
        }
    }
}

fn inside<'s>(inline: InlineExpression<&'s str>, visitor: &mut impl Visitor<'s>) {
    match inline {
        InlineExpression::VariableReference { id } => visitor.variable(id.name),
        InlineExpression::Placeable { expression } => placeable(*expression, visitor),
        InlineExpression::FunctionReference { arguments, .. }
        | InlineExpression::TermReference { arguments: Some(arguments), .. } => call(arguments, visitor),
        _ => {}
    }
}

fn call<'s>(arguments: CallArguments<&'s str>, visitor: &mut impl Visitor<'s>) {
    for argument in arguments.positional {
        inside(argument, visitor);
    }
    for argument in arguments.named {
        inside(argument.value, visitor);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const SAMPLE: &str = "\
# 说明不是文字
title = 群众评议
    .hint = 共 { NUMBER($count) } 票
-brand = 争优
turnout = { $spent ->
    [0] 还没有人交票
   *[other] 已交 { $spent } 张，共 { $issued } 张
}
";

    #[test]
    fn keys_come_with_the_variables_they_use() {
        let keys = keys(SAMPLE).unwrap();
        let names: Vec<_> = keys.keys().map(String::as_str).collect();
        assert_eq!(names, ["-brand", "title", "title.hint", "turnout"]);
        let variables: Vec<_> = keys["turnout"].iter().map(String::as_str).collect();
        assert_eq!(variables, ["issued", "spent"]);
        assert!(keys["title.hint"].contains("count") && keys["title"].is_empty());
    }

    #[test]
    fn text_pieces_leave_out_keys_placeables_and_comments() {
        let pieces = text_pieces(SAMPLE).unwrap();
        assert_eq!(pieces, ["群众评议", "共 ", " 票", "争优", "还没有人交票", "已交 ", " 张，共 ", " 张"]);
    }

    #[test]
    fn a_broken_line_and_a_double_key_are_named() {
        let problems = keys("good = 好\n\nbad text\n").unwrap_err();
        assert!(problems.iter().any(|problem| problem.starts_with("line 3")), "{problems:?}");
        assert_eq!(keys("好好 = x\n").unwrap_err().len(), 1);
        assert_eq!(keys("a = 一\na = 二\n").unwrap_err(), ["a is defined twice"]);
    }
}
