//! A share over the periods of a year: a point for each period that has one, a gap for each that has none.

use super::canvas::{Anchor, FAINT, GREY, INK, RED, WIDTH, Words, drawing, line, words};
use super::element::Element;

/// What the chart shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// The chart's title.
    pub title: String,
    /// What it shows, for those who hear it; each point's words are added.
    pub description: String,
    /// The periods in order, evenly spaced.
    pub points: Vec<TrendPoint>,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPoint {
    /// The period as it is written on the axis.
    pub label: String,
    /// Part and whole; nothing where the period has no figure.
    pub share: Option<(u64, u64)>,
    /// The figure in numbers, or what stands there in its place.
    pub words: String,
}

const LEFT: u64 = 64;
const RIGHT: u64 = WIDTH - 16;
const TOP: u64 = 64;
const BOTTOM: u64 = 240;

/// The chart as SVG text: every figure stands at its point in numbers, and periods that follow each other are joined by
/// a line only where both have one.
#[must_use]
pub fn trend(view: &Trend) -> String {
    let mut parts = vec![at((0, 18), 16, INK, Anchor::Start, &view.title)];
    for percent in [0, 25, 50, 75, 100] {
        let y = height(percent, 100);
        parts.push(line((LEFT, y), (RIGHT, y), FAINT));
        parts.push(at((LEFT - 8, y + 4), 12, GREY, Anchor::End, &format!("{percent}%")));
    }
    let places: Vec<(u64, Option<u64>)> = view
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| (across(index, view.points.len()), known(point).map(|(part, whole)| height(part, whole))))
        .collect();
    for ((x, y), (next, there)) in places.iter().zip(places.iter().skip(1)) {
        if let (Some(y), Some(there)) = (y, there) {
            parts.push(line((*x, *y), (*next, *there), RED));
        }
    }
    for (point, (x, y)) in view.points.iter().zip(places) {
        if let Some(y) = y {
            parts.push(Element::new("circle").with("cx", x).with("cy", y).with("r", 5).with("fill", RED));
        }
        let baseline = y.map_or(BOTTOM - 8, |y| y - 12);
        parts.push(at((x, baseline), 13, if y.is_some() { INK } else { GREY }, Anchor::Middle, &point.words));
        parts.push(at((x, BOTTOM + 20), 12, GREY, Anchor::Middle, &point.label));
    }
    let spoken = view.points.iter().map(|point| format!("{}: {}", point.label, point.words));
    let description = std::iter::once(view.description.clone()).chain(spoken).collect::<Vec<_>>();
    drawing(BOTTOM + 36, &view.title, &description.join("; "), parts)
}

fn at((x, baseline): (u64, u64), size: u64, fill: &str, anchor: Anchor, text: &str) -> Element {
    words(&Words { x, baseline, size, fill, anchor, text })
}

/// A share of nothing is none.
fn known(point: &TrendPoint) -> Option<(u64, u64)> {
    point.share.filter(|(_, whole)| *whole > 0)
}

fn height(part: u64, whole: u64) -> u64 {
    let up = u128::from(BOTTOM - TOP) * u128::from(part.min(whole)) / u128::from(whole);
    BOTTOM - u64::try_from(up).unwrap_or(BOTTOM - TOP)
}

/// The middle of a period's part of the width.
fn across(index: usize, points: usize) -> u64 {
    let place = |number: usize| u64::try_from(number).unwrap_or(0);
    LEFT + (RIGHT - LEFT) * (2 * place(index) + 1) / (2 * place(points.max(1)))
}
