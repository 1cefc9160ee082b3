//! Which objects ballots join.

use crate::active::Active;
use crate::outcome::Refusal;
use crate::patterns::Patterns;

/// Refuses objects that no ballot compares. Only what takes part in the estimation joins: an all-alike ballot compares
/// nothing, and an object with nothing but best grades says nothing of the ballots it stands on.
pub fn check(patterns: &Patterns, active: &Active) -> Result<(), Refusal> {
    let mut leader: Vec<usize> = (0..patterns.design.objects).collect();
    let mut reached = vec![false; patterns.design.objects];
    for (pattern, is_active) in patterns.patterns.iter().zip(&active.patterns) {
        let mut first = None;
        for grade in pattern.grades.iter().filter(|grade| *is_active && active.items[grade.item]) {
            reached[grade.object] = true;
            if active.objects[grade.object] {
                let other = find(&mut leader, grade.object);
                let joined = *first.get_or_insert(other);
                let joined = find(&mut leader, joined);
                // The smaller leads, so that parts come out in one order.
                leader[joined.max(other)] = joined.min(other);
            }
        }
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); patterns.design.objects];
    let (mut joined, mut alone) = (Vec::new(), Vec::new());
    let graded = patterns.raw().into_iter().map(|raw| raw.grades > 0);
    for (object, _) in graded.enumerate().filter(|(_, graded)| *graded) {
        if active.objects[object] {
            parts[find(&mut leader, object)].push(object);
        } else {
            alone.push(object);
        }
    }
    joined.extend(parts.into_iter().filter(|part| !part.is_empty()));
    if joined.len() == 1 && alone.iter().all(|object| reached[*object]) {
        return Ok(());
    }
    if joined.len() == 1 {
        // Those that are reached can be located beside the others.
        joined[0].extend(alone.iter().filter(|object| reached[**object]));
        joined[0].sort_unstable();
        alone.retain(|object| !reached[*object]);
    }
    joined.extend(alone.into_iter().map(|object| vec![object]));
    joined.sort();
    Err(Refusal::Separate { parts: joined })
}

/// The object that leads the part of another.
fn find(leader: &mut [usize], object: usize) -> usize {
    let mut top = object;
    while leader[top] != top {
        top = leader[top];
    }
    leader[object] = top;
    top
}
