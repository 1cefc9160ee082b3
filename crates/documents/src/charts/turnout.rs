//! Turnout over time: how many ballots had arrived at each sampled moment.

use super::canvas::{Anchor, FAINT, GREY, INK, RED, WIDTH, Words, drawing, line, words};
use super::element::Element;

/// What the chart shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turnout {
    /// The chart's title.
    pub title: String,
    /// What it shows, for those who hear it; the last point is added.
    pub description: String,
    /// All that can arrive, where known: the top of the scale.
    pub whole: Option<u64>,
    /// The sampled moments, evenly spaced, in order.
    pub points: Vec<TurnoutPoint>,
}

/// One sampled moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnoutPoint {
    /// The moment as it is written on the axis, such as 09:10.
    pub label: String,
    /// Ballots by then.
    pub count: u64,
}

const LEFT: u64 = 64;
const RIGHT: u64 = WIDTH - 72;
const TOP: u64 = 40;
const BOTTOM: u64 = 240;

/// The chart as SVG text: steps, because nothing is known between two samples.
#[must_use]
pub fn turnout(view: &Turnout) -> String {
    let most = view.points.iter().map(|point| point.count).max().unwrap_or(0);
    let most = most.max(view.whole.unwrap_or(0)).max(1);
    let mut parts = vec![at(0, 18, 16, INK, Anchor::Start, &view.title)];
    let step = step(most);
    for value in (0..=most / step).map(|number| number * step) {
        parts.push(line((LEFT, height(value, most)), (RIGHT, height(value, most)), FAINT));
        parts.push(at(LEFT - 8, height(value, most) + 4, 12, GREY, Anchor::End, &value.to_string()));
    }
    if let Some(whole) = view.whole {
        parts.push(line((LEFT, height(whole, most)), (RIGHT, height(whole, most)), INK));
        parts.push(at(RIGHT + 6, height(whole, most) + 5, 14, INK, Anchor::Start, &whole.to_string()));
    }
    curve(view, most, &mut parts);
    labels(view, &mut parts);
    let last = view.points.last().map_or_else(String::new, |last| format!("; {}: {}", last.label, last.count));
    drawing(BOTTOM + 36, &view.title, &format!("{}{last}", view.description), parts)
}

fn at(x: u64, baseline: u64, size: u64, fill: &str, anchor: Anchor, text: &str) -> Element {
    words(&Words { x, baseline, size, fill, anchor, text })
}

/// 1, 2 or 5 times a power of ten, so that at most five lines are drawn above nought.
fn step(most: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if most / step <= 5 {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

fn height(value: u64, most: u64) -> u64 {
    let up = u128::from(BOTTOM - TOP) * u128::from(value) / u128::from(most);
    BOTTOM - u64::try_from(up).unwrap_or(BOTTOM - TOP)
}

fn across(index: usize, points: usize) -> u64 {
    let place = |number: usize| u64::try_from(number).unwrap_or(0);
    LEFT + (RIGHT - LEFT) * place(index) / place(points.saturating_sub(1).max(1))
}

fn curve(view: &Turnout, most: u64, parts: &mut Vec<Element>) {
    let count = view.points.len();
    let Some((first, rest)) = view.points.split_first() else {
        return;
    };
    let mut path = format!("M{} {}", LEFT, height(first.count, most));
    for (index, point) in rest.iter().enumerate() {
        path.push_str(&format!("H{}V{}", across(index + 1, count), height(point.count, most)));
    }
    let path = Element::new("path").with("d", path).with("fill", "none").with("stroke", RED);
    parts.push(path.with("stroke-width", 3).with("stroke-linejoin", "round"));
    if let Some(last) = view.points.last() {
        let (x, y) = (across(count - 1, count), height(last.count, most));
        parts.push(Element::new("circle").with("cx", x).with("cy", y).with("r", 5).with("fill", RED));
        // The whole may be reached: then its own number stands there already.
        if view.whole != Some(last.count) {
            parts.push(at(x + 9, y + 6, 18, RED, Anchor::Start, &last.count.to_string()));
        }
    }
}

/// At most seven moments are written, the first and the last among them.
fn labels(view: &Turnout, parts: &mut Vec<Element>) {
    let count = view.points.len();
    let every = count.div_ceil(6).max(1);
    for (index, point) in view.points.iter().enumerate() {
        let last = index + 1 == count;
        let crowded = count - 1 - index < every && !last;
        if last || (index % every == 0 && !crowded) {
            let x = across(index, count);
            parts.push(at(x, BOTTOM + 20, 12, GREY, Anchor::Middle, &point.label));
        }
    }
}
