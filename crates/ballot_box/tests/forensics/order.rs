//! Looking for an order of things in the evidence: rank correlation over every trace that has one.

use std::collections::{BTreeMap, HashMap};

use super::{Evidence, Needle};

const PAGES: [usize; 2] = [4_096, 8_192];

/// How strongly any trace orders the things as given: the strongest rank correlation, in thousandths, its sign
/// dropped. 1000 is the very order, 0 none. A trace that only some of the things left counts as much as a correlation of all
/// of them that chance makes as seldom.
///
/// Traces: the first three places and the last of each thing in each file; places within a page, page by page; on PostgreSQL
/// the order of `ctid` and of `xmin`. There is something to look at: every thing left one.
pub fn strongest_order(evidence: &Evidence, things: &[Needle]) -> u64 {
    let mut strongest = 0;
    let mut is_found = vec![false; things.len()];
    let mut note = |traces: &[Option<usize>]| {
        is_found.iter_mut().zip(traces).for_each(|(found, trace)| *found |= trace.is_some());
    };
    for bytes in &evidence.files {
        let places = locate(bytes, things);
        for choice in [Choice::FromStart(0), Choice::FromStart(1), Choice::FromStart(2), Choice::Last] {
            let ends: Vec<_> = places.iter().map(|places| choice.of(places)).collect();
            note(&ends);
            strongest = strongest.max(correlation(&[pairs_of(&ends)], things.len()));
            for page in PAGES {
                strongest = strongest.max(within_pages(&ends, page));
            }
        }
    }
    for rows in evidence.rows.values() {
        let by_ctid: Vec<_> = things.iter().map(|thing| ctid_rank(rows, thing)).collect();
        note(&by_ctid);
        strongest = strongest.max(correlation(&[pairs_of(&by_ctid)], things.len()));
        let by_xmin: Vec<_> =
            by_ctid.iter().map(|rank| rank.and_then(|rank| usize::try_from(rows[rank].1).ok())).collect();
        strongest = strongest.max(correlation(&[pairs_of(&by_xmin)], things.len()));
    }
    let missing = is_found.iter().filter(|found| !**found).count();
    assert!(missing == 0, "{missing} of {} things are nowhere: no order of them can be found", things.len());
    strongest
}

/// Which of a thing's places in a file is looked at. A code lies among the issued ones first, then among the spent.
#[derive(Clone, Copy)]
enum Choice {
    FromStart(usize),
    Last,
}

impl Choice {
    fn of(self, places: &[usize]) -> Option<usize> {
        match self {
            Self::FromStart(number) => places.get(number).copied(),
            Self::Last => places.last().copied(),
        }
    }
}

/// All places of all things, which are equally long, in one pass over the bytes.
pub fn locate(bytes: &[u8], things: &[Needle]) -> Vec<Vec<usize>> {
    let mut places = vec![Vec::new(); things.len()];
    let Some(length) = things.first().map(Vec::len) else {
        return places;
    };
    let numbers: HashMap<&[u8], usize> =
        things.iter().enumerate().map(|(number, thing)| (thing.as_slice(), number)).collect();
    // Most places are passed over for their first two bytes alone.
    let beginning = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut begins = vec![false; 1 << 16];
    for thing in things {
        begins[beginning(thing)] = true;
    }
    for at in 0..(bytes.len() + 1).saturating_sub(length) {
        if begins[beginning(&bytes[at..])]
            && let Some(number) = numbers.get(&bytes[at..at + length])
        {
            places[*number].push(at);
        }
    }
    places
}

fn ctid_rank(rows: &[(String, i64)], thing: &Needle) -> Option<usize> {
    let text: String = thing.iter().map(|byte| format!("{byte:02x}")).collect();
    rows.iter().position(|(what, _)| *what == text)
}

/// The given order (by index) beside the traced one, for the things that left a trace.
fn pairs_of(traces: &[Option<usize>]) -> Vec<(usize, usize)> {
    traces.iter().enumerate().filter_map(|(index, trace)| trace.map(|trace| (index, trace))).collect()
}

/// Pairs in the same order less pairs in the other, within each group, in deviations of chance, and these as Kendall's τ-a of
/// `all` things in thousandths, the sign dropped. Where one group holds them all that is their τ-a.
fn correlation(groups: &[Vec<(usize, usize)>], all: usize) -> u64 {
    let (mut same, mut other, mut variance) = (0, 0, 0);
    for pairs in groups {
        let found = concordance(pairs);
        same += found.0;
        other += found.1;
        variance += eighteen_variances(pairs.len());
    }
    // τ is the difference by n(n − 1) / 2 pairs.
    let twice_the_pairs = (all * all.saturating_sub(1)) as u128;
    let square = (2_000 * u128::from(same.abs_diff(other))).pow(2) * eighteen_variances(all);
    let square = square.checked_div(variance * twice_the_pairs.pow(2)).unwrap_or(0);
    u64::try_from(square.isqrt()).unwrap()
}

/// Eighteen times the variance of that difference among so many things in an order of chance: n(n − 1)(2n + 5).
fn eighteen_variances(things: usize) -> u128 {
    let n = things as u128;
    n * n.saturating_sub(1) * (2 * n + 5)
}

/// The same over pairs that lie in the same page only: where pages are sorted among themselves, cells may not be.
fn within_pages(traces: &[Option<usize>], page: usize) -> u64 {
    let mut by_page: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, trace) in pairs_of(traces) {
        by_page.entry(trace / page).or_default().push((index, trace));
    }
    let pages: Vec<_> = by_page.into_values().collect();
    correlation(&pages, traces.len())
}

fn concordance(pairs: &[(usize, usize)]) -> (u64, u64) {
    let (mut same, mut other) = (0, 0);
    for (place, one) in pairs.iter().enumerate() {
        for two in &pairs[place + 1..] {
            match one.0.cmp(&two.0) == one.1.cmp(&two.1) {
                _ if one.1 == two.1 => {}
                true => same += 1,
                false => other += 1,
            }
        }
    }
    (same, other)
}
