//! Whether a total fits what stands below it: the same rule for an object's groups and for a place's objects.

use std::collections::BTreeSet;

use crate::released::{Release, Standing, add};

/// The objects at each place and below it.
pub struct Below(Vec<Vec<usize>>);

impl Below {
    /// Places whose parents come before them, which [`super::release`] saw to.
    pub fn of(release: &Release) -> Self {
        let mut below = vec![Vec::new(); release.places.len()];
        for (position, object) in release.objects.iter().enumerate() {
            let mut at = Some(object.place);
            while let Some(place) = at {
                if let Some(objects) = below.get_mut(place) {
                    objects.push(position);
                }
                at = release.places.get(place).and_then(|place| place.parent).filter(|parent| *parent < place);
            }
        }
        Self(below)
    }

    /// The objects of a measure at a place and below it, by position.
    pub fn objects<'a>(
        &'a self,
        release: &'a Release,
        place: usize,
        measure: &'a str,
    ) -> impl Iterator<Item = usize> + 'a {
        let all = self.0.get(place).map(Vec::as_slice).unwrap_or_default();
        let is_of = move |object: &usize| release.objects.get(*object).is_some_and(|object| object.measure == measure);
        all.iter().copied().filter(is_of)
    }
}

/// Whether a total may stand above these objects on an item with so many grades.
///
/// Shown groups and pools that lie within add up to it; where a pool reaches beyond or something is withheld, it is at
/// least what is known. A pool may stand for it where everything below stands in that pool.
pub fn fits(release: &Release, objects: &BTreeSet<usize>, item: usize, grades: usize, total: &Standing) -> bool {
    let mut known = vec![0; grades];
    let (mut is_all_known, mut is_anything_shown) = (true, false);
    let mut pools = BTreeSet::new();
    for object in objects.iter().filter_map(|object| release.objects.get(*object)) {
        for standing in object.items.get(item).iter().flat_map(|item| &item.panels) {
            match standing {
                Standing::Empty => {}
                Standing::Shown(counts) => {
                    is_anything_shown = true;
                    if add(&mut known, counts).is_none() {
                        return false;
                    }
                }
                Standing::Pooled(pool) => {
                    pools.insert(*pool);
                }
                Standing::Withheld => {
                    is_anything_shown = true;
                    is_all_known = false;
                }
            }
        }
    }
    for pool in pools.iter().map(|pool| release.pools.get(*pool)) {
        let within = pool.filter(|pool| pool.groups.iter().all(|(object, _)| objects.contains(object)));
        match within.and_then(|pool| pool.counts(item)) {
            Some(counts) => {
                if add(&mut known, counts).is_none() {
                    return false;
                }
            }
            None => is_all_known = false,
        }
    }
    match total {
        Standing::Empty => !is_anything_shown && pools.is_empty(),
        Standing::Shown(counts) if is_all_known => *counts == known,
        Standing::Shown(counts) => {
            counts.len() == known.len() && counts.iter().zip(&known).all(|(count, known)| count >= known)
        }
        Standing::Pooled(pool) => !is_anything_shown && pools.len() == 1 && pools.contains(pool),
        Standing::Withheld => true,
    }
}
