//! What the figures released before tell apart.

use std::collections::BTreeSet;

use super::input::{InputError, RoundFigures};

/// The sets of groups whose sums follow from the known unions: each union less the largest known unions inside it.
pub(super) fn atoms(figures: &RoundFigures) -> Result<Vec<Vec<usize>>, InputError> {
    let mut unions: Vec<(usize, BTreeSet<usize>)> = Vec::new();
    for (position, known) in figures.known.iter().enumerate() {
        let set: BTreeSet<usize> = known.groups.iter().copied().collect();
        if set.iter().any(|group| *group >= figures.groups.len()) {
            return Err(InputError::UnknownGroup(position));
        }
        unions.push((position, set));
    }
    unions.sort_by_key(|(position, set)| (set.len(), *position));
    // Smaller unions first: what a union adds to those before it is told apart by it.
    let mut owner: Vec<Option<usize>> = vec![None; figures.groups.len()];
    let mut atoms = Vec::new();
    for (index, (position, set)) in unions.iter().enumerate() {
        let inner: BTreeSet<usize> = set.iter().filter_map(|group| owner.get(*group).copied().flatten()).collect();
        for earlier in inner {
            if let Some((other, smaller)) = unions.get(earlier)
                && !smaller.is_subset(set)
            {
                return Err(InputError::KnownUnionsCross(*other, *position));
            }
        }
        let fresh =
            set.iter().copied().filter(|group| owner.get(*group).copied().flatten().is_none()).collect::<Vec<_>>();
        for group in set {
            if let Some(slot) = owner.get_mut(*group) {
                *slot = Some(index);
            }
        }
        if !fresh.is_empty() {
            atoms.push(fresh);
        }
    }
    Ok(atoms)
}
