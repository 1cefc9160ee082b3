//! An order that claims no more than its figures carry (S083): shares stand in the order of their size, and two of them
//! are told apart only where their intervals do not meet.
//!
//! Whoever meets a neighbour shares a place with it, and so does whoever is joined to it by others that meet both: else
//! somebody would stand behind one it cannot be told apart from. The bounds are rounded outwards (`wilson`), and bounds
//! that touch meet, so that a doubt never makes a place.

use std::cmp::Reverse;

use crate::fraction::Fraction;
use crate::wilson::{Bounds, bounds};

/// Where one of several stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The best place it may have, from 1: so many less one are better beyond doubt.
    pub first: usize,
    /// The worst place it may have; the same as the first where it shares its place with nobody.
    pub last: usize,
    /// Its interval.
    pub bounds: Bounds,
    /// The positions of those whose interval meets its own, in the order given.
    pub meeting: Vec<usize>,
    /// The positions of those it shares a place with although their intervals do not meet: others join them.
    pub joined: Vec<usize>,
}

/// The places of shares, in the order they were given; nothing where one of them has no interval (more than all of its
/// base, or a base beyond what intervals are computed for).
#[must_use]
pub fn places(shares: &[Fraction]) -> Option<Vec<Place>> {
    let found: Option<Vec<Bounds>> = shares.iter().map(|share| bounds(*share)).collect();
    let found = found?;
    let mut order: Vec<(usize, Bounds)> = found.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, bounds)| Reverse((bounds.upper, bounds.lower)));
    // From the top: whoever ends below everybody before him begins a new place.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut lowest = 0;
    for (position, bounds) in order {
        match groups.last_mut().filter(|_| bounds.upper >= lowest) {
            Some(group) => {
                group.push(position);
                lowest = lowest.min(bounds.lower);
            }
            None => {
                groups.push(vec![position]);
                lowest = bounds.lower;
            }
        }
    }
    let mut before = 0;
    let mut placed: Vec<(usize, Place)> = Vec::new();
    for group in groups {
        for position in &group {
            let own = *found.get(*position)?;
            let others = |wanted: bool| -> Vec<usize> {
                let meets = |other: &usize| found.get(*other).is_some_and(|other| meet(own, *other)) == wanted;
                let mut others: Vec<usize> =
                    group.iter().copied().filter(|other| other != position).filter(meets).collect();
                others.sort_unstable();
                others
            };
            let (first, last) = (before + 1, before + group.len());
            placed.push((*position, Place { first, last, bounds: own, meeting: others(true), joined: others(false) }));
        }
        before += group.len();
    }
    placed.sort_by_key(|(position, _)| *position);
    Some(placed.into_iter().map(|(_, place)| place).collect())
}

/// Whether two intervals have a share in common.
const fn meet(one: Bounds, other: Bounds) -> bool {
    one.lower <= other.upper && other.lower <= one.upper
}
