//! From the released tables to what has to be asked of the ballots, and from ballots to scores. Pure.
//!
//! What is asked, and whether anything is, follows from the release alone; what is answered follows from grades of
//! objects of which the release shows every group by itself. Nothing else comes in here.

use std::collections::{BTreeMap, BTreeSet};

use severity::{Adjustment, Ballot, Design, Grade, MOST_ITEMS, MOST_OBJECTS, Refusal, Settings};
use storage::MeasureId;

use super::{EXTREME_TENTHS, FEWEST_BALLOTS, Outcome, Reason, Scored, Scores};
use crate::features::results::release::{Object, Release, Standing};

/// The most grades that are computed with: their memory is what sealing can spare.
const MOST_GRADES: u64 = 2_000_000;

/// What the release says of a measure before any ballot is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// All there is to say.
    Answered(Outcome),
    /// The ballots have to be asked.
    Ballots(Question),
}

/// What has to be asked of the ballots of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The objects that take part, by their position in the release.
    pub objects: Vec<usize>,
    /// The groups that grade them.
    pub panels: BTreeSet<usize>,
    /// How many items each is graded on.
    pub items: usize,
    /// The best grade's points.
    highest: u8,
    /// k: so many ballots join two objects.
    minimum: u64,
}

/// How many grade each item of an object, by group.
type Graded = BTreeMap<usize, Vec<u64>>;

/// What the release says of a measure; nothing where it judges fewer than two objects. `grades` is how many its scale has.
#[must_use]
pub fn ask(release: &Release, measure: MeasureId, grades: usize) -> Option<Asked> {
    let judged = release.objects.iter().enumerate().filter(|(_, object)| object.measure == measure);
    let judged: Vec<(usize, &Object)> = judged.filter(|(_, object)| !object.judged_by.is_empty()).collect();
    if judged.len() < 2 {
        return None;
    }
    let taking_part: BTreeMap<usize, Graded> =
        judged.iter().filter_map(|(position, object)| Some((*position, graded(object)?))).collect();
    Some(decide(release, &taking_part, grades))
}

/// How the groups of an object grade it, where the release shows every one that does by itself; nothing where one is
/// pooled or withheld, or where nobody grades it.
fn graded(object: &Object) -> Option<Graded> {
    let mut found = Graded::new();
    for item in &object.items {
        if !matches!(item.total, Standing::Shown(_) | Standing::Empty) {
            return None;
        }
        for (panel, standing) in object.judged_by.iter().zip(&item.panels) {
            let sum = match standing {
                Standing::Shown(counts) => counts.iter().sum(),
                Standing::Empty => 0,
                Standing::Pooled(_) | Standing::Withheld => return None,
            };
            found.entry(*panel).or_default().push(sum);
        }
    }
    found.retain(|_, items| items.iter().any(|graded| *graded > 0));
    (!found.is_empty()).then_some(found)
}

fn decide(release: &Release, taking_part: &BTreeMap<usize, Graded>, grades: usize) -> Asked {
    let valid = |panel: &usize| release.panels.get(*panel).map_or(0, |panel| panel.valid);
    let panels: BTreeSet<usize> = taking_part.values().flat_map(BTreeMap::keys).copied().collect();
    let items = taking_part.values().flat_map(BTreeMap::values).map(Vec::len).max().unwrap_or(0);
    let of_all = |panel: &usize| {
        taking_part
            .values()
            .all(|graded| graded.get(panel).is_some_and(|by_item| by_item.iter().all(|graded| *graded == valid(panel))))
    };
    let all_grades: u64 = taking_part.values().flat_map(BTreeMap::values).flatten().sum();
    let parts = parts(taking_part);
    let too_large = all_grades > MOST_GRADES || taking_part.len() > MOST_OBJECTS || items > MOST_ITEMS;
    let outcome = if taking_part.len() < 2 {
        Outcome::NotComputed(Reason::FewObjects)
    } else if panels.iter().map(valid).sum::<u64>() < FEWEST_BALLOTS {
        Outcome::Hidden
    } else if panels.iter().all(of_all) {
        Outcome::NotNeeded
    } else if parts.len() > 1 {
        Outcome::NotComputed(Reason::Separate(parts))
    } else if too_large {
        Outcome::NotComputed(Reason::TooLarge)
    } else if let Some(highest) = u8::try_from(grades).ok().and_then(|grades| grades.checked_sub(1)) {
        let objects = taking_part.keys().copied().collect();
        return Asked::Ballots(Question { objects, panels, items, highest, minimum: release.minimum });
    } else {
        Outcome::NotComputed(Reason::TooLarge)
    };
    Asked::Answered(outcome)
}

/// The objects that some group grades together, directly or by others between.
fn parts(taking_part: &BTreeMap<usize, Graded>) -> Vec<Vec<usize>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for (object, graded) in taking_part {
        let mut joined = (graded.keys().copied().collect::<BTreeSet<usize>>(), vec![*object]);
        let (together, apart): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(panels, _)| !panels.is_disjoint(&joined.0));
        for (panels, objects) in together {
            joined.0.extend(panels);
            joined.1.extend(objects);
        }
        joined.1.sort_unstable();
        parts = apart;
        parts.push(joined);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_iter().map(|(_, objects)| objects).collect();
    parts.sort();
    parts
}

impl Question {
    /// A ballot's grades of the objects that take part. `graded` gives for each of them in turn the grades of its
    /// items, 0 the best; whatever else stands on the ballot is not asked for.
    #[must_use]
    pub fn ballot(&self, graded: &[Vec<Option<u8>>], times: u32) -> Ballot {
        let cells = graded.iter().enumerate().flat_map(|(object, items)| {
            let grades = items.iter().enumerate().filter_map(|(item, grade)| Some((item, (*grade)?)));
            // Points go upwards from the worst grade.
            grades.map(move |(item, grade)| Grade { object, item, category: self.highest.saturating_sub(grade) })
        });
        Ballot { grades: cells.collect(), times }
    }

    /// The scores, or why there are none.
    ///
    /// # Errors
    /// Where the ballots are not those of the release.
    pub fn answer(&self, ballots: &[Ballot]) -> Result<Outcome, Refusal> {
        let settings = Settings {
            fewest_ballots: FEWEST_BALLOTS,
            fewest_links: self.minimum,
            extreme_points: f64::from(EXTREME_TENTHS) / 10.0,
            ..Settings::default()
        };
        let design = Design { objects: self.objects.len(), items: self.items, highest: self.highest };
        let reason = match severity::adjust(design, ballots, &settings) {
            Ok(severity::Outcome::Hidden { .. }) => return Ok(Outcome::Hidden),
            Ok(severity::Outcome::NotNeeded { .. }) => return Ok(Outcome::NotNeeded),
            Ok(severity::Outcome::Adjusted(found)) => return Ok(Outcome::Scores(self.scores(&found, ballots))),
            Err(Refusal::Separate { parts }) => Reason::Separate(parts.iter().map(|part| self.named(part)).collect()),
            Err(Refusal::NothingToCompare) => Reason::NothingToCompare,
            Err(Refusal::Entangled) => Reason::Entangled,
            Err(Refusal::NotConverged { .. }) => Reason::NotConverged,
            Err(Refusal::TooLarge) => Reason::TooLarge,
            Err(
                error @ (Refusal::EmptyDesign
                | Refusal::OutsideDesign { .. }
                | Refusal::GradedTwice { .. }
                | Refusal::ExtremePoints),
            ) => return Err(error),
        };
        Ok(Outcome::NotComputed(reason))
    }

    /// Positions in the release.
    fn named(&self, part: &[usize]) -> Vec<usize> {
        part.iter().filter_map(|object| self.objects.get(*object)).copied().collect()
    }

    fn scores(&self, found: &Adjustment, ballots: &[Ballot]) -> Scores {
        let mut on_object = vec![0_u64; self.objects.len()];
        for ballot in ballots {
            let graded: BTreeSet<usize> = ballot.grades.iter().map(|grade| grade.object).collect();
            for object in graded {
                if let Some(count) = on_object.get_mut(object) {
                    *count += u64::from(ballot.times);
                }
            }
        }
        let scored = |((object, score), ballots): ((&usize, &severity::Score), u64)| Scored {
            object: *object,
            tenths: score.fair_average.filter(|_| ballots >= FEWEST_BALLOTS).map(tenths),
        };
        Scores {
            highest: self.highest.into(),
            ballots: found.counts.ballots,
            all_alike: found.counts.all_lowest + found.counts.all_highest,
            left_out: found.counts.uninformative,
            objects: self.objects.iter().zip(&found.objects).zip(on_object).map(scored).collect(),
        }
    }
}

/// Tenths of a point, half up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean grade: 0 to 14 points")]
fn tenths(points: f64) -> u64 {
    (points * 10.0 + 0.5).floor() as u64
}
