//! Which objects ballots join.

use crate::active::Active;
use crate::outcome::Refusal;
use crate::patterns::Patterns;

/// Refuses objects that too few ballots compare: two are joined where `fewest_links` ballots grade both. Only what takes
/// part in the estimation joins: an all-alike ballot compares nothing, and an object with nothing but best grades says
/// nothing of the ballots it stands on.
pub fn check(patterns: &Patterns, active: &Active, fewest_links: u64) -> Result<(), Refusal> {
    let links = Links::of(patterns, active);
    // None would join what nobody compares.
    let fewest = fewest_links.max(1);
    let mut leader: Vec<usize> = (0..patterns.design.objects).collect();
    for (object, with) in links.of_pair.iter().enumerate() {
        for (other, _) in with.iter().enumerate().filter(|(_, ballots)| **ballots >= fewest) {
            let (one, two) = (find(&mut leader, object), find(&mut leader, other));
            // The smaller leads, so that parts come out in one order.
            leader[one.max(two)] = one.min(two);
        }
    }
    let is_reached = |object: &usize| links.of_object[*object] >= fewest;
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
    if joined.len() == 1 && alone.iter().all(is_reached) {
        return Ok(());
    }
    if joined.len() == 1 {
        // Those that are reached can be located beside the others.
        joined[0].extend(alone.iter().filter(|object| is_reached(object)));
        joined[0].sort_unstable();
        alone.retain(|object| !is_reached(object));
    }
    joined.extend(alone.into_iter().map(|object| vec![object]));
    joined.sort();
    Err(Refusal::Separate { parts: joined })
}

/// Ballots that take part: of each object, and of each two objects that take part.
struct Links {
    of_object: Vec<u64>,
    /// By the larger number, then the smaller.
    of_pair: Vec<Vec<u64>>,
}

impl Links {
    fn of(patterns: &Patterns, active: &Active) -> Self {
        let objects = patterns.design.objects;
        let mut links = Self { of_object: vec![0; objects], of_pair: (0..objects).map(|size| vec![0; size]).collect() };
        for (pattern, _) in patterns.patterns.iter().zip(&active.patterns).filter(|(_, is_active)| **is_active) {
            let grades = pattern.grades.iter().filter(|grade| active.items[grade.item]);
            let mut graded: Vec<usize> = grades.map(|grade| grade.object).collect();
            // Grades stand in the order of their objects.
            graded.dedup();
            for object in &graded {
                links.of_object[*object] += pattern.times;
            }
            graded.retain(|object| active.objects[*object]);
            for (place, object) in graded.iter().enumerate() {
                for other in &graded[..place] {
                    links.of_pair[*object][*other] += pattern.times;
                }
            }
        }
        links
    }
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
