//! Stacked bars: how many ballots gave each grade, object by object.

use super::canvas::{self, Anchor, GREY, INK, RED, WIDTH, Words, drawing, lines, rectangle, words};
use super::element::Element;

/// What the chart shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// What tells its patterns from those of other charts on the same page.
    pub name: String,
    /// The chart's title.
    pub title: String,
    /// What it shows, for those who hear it; each row's figures are added.
    pub description: String,
    /// The grades, best first; the last is drawn in red.
    pub grades: Vec<String>,
    /// The bars, from the top.
    pub rows: Vec<DistributionRow>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionRow {
    /// Whose it is.
    pub label: String,
    /// Ballots by grade, in the order of the grades.
    pub counts: Vec<u64>,
}

const LABEL: u64 = 14;
const SMALL: u64 = 12;
const BAR: u64 = 20;

/// The chart as SVG text. Under each bar its grades stand with their numbers, so that nothing has
/// to be read from a length or a colour.
#[must_use]
pub fn distribution(view: &Distribution) -> String {
    let mut parts = vec![patterns(&view.name), words_at(0, 18, 16, INK, &view.title)];
    let mut top = legend(view, &mut parts) + 12;
    for row in &view.rows {
        top = bar(view, row, top, &mut parts) + 14;
    }
    let spoken: Vec<String> = view.rows.iter().map(|row| format!("{}: {}", row.label, in_words(view, row))).collect();
    let description = std::iter::once(view.description.clone()).chain(spoken).collect::<Vec<_>>();
    drawing(top, &view.title, &description.join("; "), parts)
}

fn words_at(x: u64, baseline: u64, size: u64, fill: &str, text: &str) -> Element {
    words(&Words { x, baseline, size, fill, anchor: Anchor::Start, text })
}

/// The fill of a grade: the last one red, the others in greys that differ by pattern as well.
fn fill(view: &Distribution, grade: usize) -> String {
    let (grades, pattern) = (view.grades.len(), |kind: &str| format!("url(#zy-{}{kind})", view.name));
    if grade + 1 == grades && grades > 1 {
        return pattern("cross");
    }
    match grade % 5 {
        0 => "#57514b".to_owned(),
        1 => pattern("stripe"),
        2 => pattern("dot"),
        3 => "#ffffff".to_owned(),
        _ => pattern("level"),
    }
}

fn patterns(name: &str) -> Element {
    let pattern = |id: &str, ground: &str, stroke: &str, path: &str| {
        let ground = Element::new("rect").with("width", 8).with("height", 8).with("fill", ground);
        let marks = Element::new("path").with("d", path).with("stroke", stroke);
        Element::new("pattern")
            .with("id", format!("zy-{name}{id}"))
            .with("width", 8)
            .with("height", 8)
            .with("patternUnits", "userSpaceOnUse")
            .holding(ground)
            .holding(marks.with("stroke-width", "1.4"))
    };
    Element::new("defs")
        .holding(pattern("stripe", "#b5aea6", "#ffffff", "M-2 2L2 -2M0 8L8 0M6 10L10 6"))
        .holding(pattern("dot", "#eae6e0", "#6b655f", "M1 2h2M5 6h2"))
        .holding(pattern("level", "#d9d4cd", "#8a837b", "M0 4h8"))
        .holding(pattern("cross", RED, "#ffffff", "M0 4h8M4 0v8"))
}

/// Draws the legend, wrapping, and returns where it ends.
fn legend(view: &Distribution, parts: &mut Vec<Element>) -> u64 {
    let (mut x, mut y) = (0, 34);
    for (index, grade) in view.grades.iter().enumerate() {
        let wide = 24 + canvas::width(grade, SMALL) + 18;
        if x > 0 && x + wide > WIDTH {
            (x, y) = (0, y + 20);
        }
        parts.push(rectangle((x + 1, y), (16, 12), &fill(view, index)));
        parts.push(words_at(x + 24, y + 11, SMALL, INK, grade));
        x += wide;
    }
    y + 12
}

/// Draws one row and returns where it ends.
fn bar(view: &Distribution, row: &DistributionRow, top: u64, parts: &mut Vec<Element>) -> u64 {
    let mut y = top;
    for line in lines(&row.label, LABEL, WIDTH) {
        parts.push(words_at(0, y + LABEL, LABEL, INK, &line));
        y += LABEL + 4;
    }
    y += 2;
    let total: u128 = row.counts.iter().copied().map(u128::from).sum();
    let whole = WIDTH - 2;
    let mut before: u128 = 0;
    let mut x = 0;
    for (index, count) in row.counts.iter().enumerate() {
        before += u128::from(*count);
        // Ends are cut from the whole, so that the segments meet and fill it exactly.
        let end = u128::from(whole) * before / total.max(1);
        let end = u64::try_from(end).unwrap_or(whole);
        if *count > 0 {
            parts.push(rectangle((x + 1, y), (end - x, BAR), &fill(view, index)));
        }
        x = end;
    }
    if total == 0 {
        parts.push(rectangle((1, y), (whole, BAR), "none"));
    }
    y += BAR;
    for line in lines(&in_words(view, row), SMALL, WIDTH) {
        parts.push(words_at(0, y + SMALL + 3, SMALL, GREY, &line));
        y += SMALL + 4;
    }
    y
}

/// `满意 332 · 合格 10 · 不满意 2`; a count without a grade's name is shown by its place.
fn in_words(view: &Distribution, row: &DistributionRow) -> String {
    let named = row.counts.iter().enumerate().map(|(index, count)| match view.grades.get(index) {
        Some(grade) => format!("{grade} {count}"),
        None => format!("#{} {count}", index + 1),
    });
    named.collect::<Vec<_>>().join(" · ")
}
