//! Shapes and text on a drawing 720 units wide, and how wide a text will be.

use super::element::Element;
use crate::engine::{advance, fallback_family, invisible, printable};

/// Units across every chart; a page scales it.
pub(super) const WIDTH: u64 = 720;
pub(super) const INK: &str = "#2b2723";
pub(super) const GREY: &str = "#6b655f";
pub(super) const FAINT: &str = "#d9d4cd";
pub(super) const RED: &str = "#a61b1b";

/// Where a text is fixed.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text to write.
pub(super) struct Words<'a> {
    pub(super) x: u64,
    pub(super) baseline: u64,
    pub(super) size: u64,
    pub(super) fill: &'a str,
    pub(super) anchor: Anchor,
    pub(super) text: &'a str,
}

/// A text in runs, each with the font that draws it and a place of its own: a drawing inside a
/// paper does not find another font by itself, and shapes what stands together in one font.
fn in_runs(mut element: Element, words: &Words<'_>) -> Element {
    let mut x = words.x;
    for (index, (family, run)) in runs(words.text).into_iter().enumerate() {
        let next = x + width(&run, words.size);
        let mut span = Element::new("tspan");
        if index > 0 && matches!(words.anchor, Anchor::Start) {
            span = span.with("x", x);
        }
        if let Some(family) = family {
            span = span.with("font-family", family);
        }
        element = element.holding(span.saying(run));
        x = next;
    }
    element
}

fn runs(text: &str) -> Vec<(Option<&'static str>, String)> {
    let mut runs: Vec<(Option<&'static str>, String)> = Vec::new();
    // Invisible marks only shape text, and a drawing inside a paper would show them as boxes.
    for character in printable(text).chars().filter(|character| !invisible(*character)) {
        let family = fallback_family(character);
        let mut run = String::new();
        // A mark is set together with its letter, or it would stand beside it.
        if ('\u{300}'..='\u{36F}').contains(&character)
            && family.is_some()
            && let Some(letter) = runs.last_mut().and_then(|(_, text)| text.pop())
        {
            run.push(letter);
        }
        run.push(character);
        match runs.last_mut() {
            Some((last, text)) if *last == family => text.push_str(&run),
            _ => runs.push((family, run)),
        }
    }
    runs
}

pub(super) fn words(words: &Words<'_>) -> Element {
    let anchor = match words.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let element = Element::new("text")
        .with("x", words.x)
        .with("y", words.baseline)
        .with("font-size", words.size)
        .with("fill", words.fill)
        .with("text-anchor", anchor);
    in_runs(element, words)
}

pub(super) fn line(from: (u64, u64), to: (u64, u64), stroke: &str) -> Element {
    Element::new("line")
        .with("x1", from.0)
        .with("y1", from.1)
        .with("x2", to.0)
        .with("y2", to.1)
        .with("stroke", stroke)
        .with("stroke-width", 1)
}

pub(super) fn rectangle(corner: (u64, u64), size: (u64, u64), fill: &str) -> Element {
    Element::new("rect")
        .with("x", corner.0)
        .with("y", corner.1)
        .with("width", size.0)
        .with("height", size.1)
        .with("fill", fill)
        .with("stroke", INK)
        .with("stroke-width", "0.75")
}

/// The drawing: a picture to a screen reader, with its title and description.
pub(super) fn drawing(height: u64, title: &str, description: &str, parts: Vec<Element>) -> String {
    let root = Element::new("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("viewBox", format!("0 0 {WIDTH} {height}"))
        .with("role", "img")
        .with("class", "chart")
        .with("font-family", "Noto Sans SC, system-ui, sans-serif")
        .holding(Element::new("title").saying(printable(title)))
        .holding(Element::new("desc").saying(printable(description)));
    parts.into_iter().fold(root, Element::holding).to_string()
}

/// How many units a text of the size takes in the embedded fonts, rounded up; a browser's own font
/// comes close.
pub(super) fn width(text: &str, size: u64) -> u64 {
    (text.chars().map(advance).sum::<u64>() * size).div_ceil(1_000)
}

/// The text in lines that fit, broken between words where there are any and anywhere else else.
pub(super) fn lines(text: &str, size: u64, most: u64) -> Vec<String> {
    let text = printable(text).replace('\n', " ");
    let mut lines = Vec::new();
    let mut line = String::new();
    for letter in text.chars() {
        if width(&line, size) + size > most {
            let cut = line.rfind(' ').filter(|cut| *cut > 0 && letter.is_ascii());
            let rest = cut.map_or_else(String::new, |cut| line.split_off(cut).trim_start().to_owned());
            lines.push(std::mem::replace(&mut line, rest));
        }
        line.push(letter);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_broken_and_loses_nothing() {
        let name = "中共某某县某某镇某某村某某合作社联合支部委员会".repeat(3);
        let broken = lines(&name, 14, 300);
        assert!(broken.len() > 2 && broken.iter().all(|line| width(line, 14) <= 300));
        assert_eq!(broken.concat(), name);
        assert_eq!(lines("one two three", 10, 70), ["one two", "three"]);
    }
}
