//! The attacker: on half of the rounds he finds out which order of what betrays most, on the other half he names.
//!
//! A rule says: put what is known in the order of one trace, what is sought in the order of another (or backwards), and
//! say that things at the same place belong together. People are known in the order in which they came.

use std::collections::BTreeMap;

use super::copies::{Kind, Sort, Trace, Traces};
use super::life::Judge;

/// What is known, and what is to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// `None`: people, in the order in which they came.
    pub known: Option<Kind>,
    /// What is to be named.
    pub sought: Kind,
}

impl Question {
    /// Everything that is asked.
    pub const ALL: [Self; 4] = [
        Self { known: None, sought: Kind::Ballot },
        Self { known: Some(Kind::Slip), sought: Kind::Ballot },
        Self { known: None, sought: Kind::Opinion },
        Self { known: Some(Kind::Opinion), sought: Kind::Ballot },
    ];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match (self.known, self.sought) {
            (None, Kind::Opinion) => "opinion of a person",
            (None, _) => "ballot of a person",
            (Some(Kind::Opinion), _) => "ballot of an opinion",
            (Some(_), _) => "ballot of a used slip",
        }
    }
}

/// The judges of one sheet of one round among whom a thing is to be named, with the traces of their things: who is who
/// is the scorer's, the attacker sees traces only.
#[derive(Default)]
pub struct Group {
    members: usize,
    /// Per kind and trace the members in its order.
    orders: BTreeMap<(Option<Kind>, String), Vec<usize>>,
}

/// An agreement of orders that chance does not give: not once in a hundred million trials.
pub const BEYOND_CHANCE: f64 = 6.0;

/// What came of an attack on the scored half.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Groups scored; by chance alone each gives one right name on average, with a variance of one.
    pub groups: u64,
    /// Things to be named.
    pub targets: u64,
    /// Named rightly.
    pub named: u64,
    /// How far the order he relied on agrees with the true one, in standard deviations of chance.
    pub agreement: f64,
    /// The rule he chose.
    pub rule: String,
}

impl Score {
    /// The most that chance gives: 1/m on average and so many standard deviations. Of m things in any order that has to
    /// do with nothing, one stands at its own place on average, and the variance of their number is one for every m > 1.
    #[must_use]
    pub fn allowed(&self, deviations: u64) -> u64 {
        // ⌊d √g⌋ = ⌊√(d² g)⌋, in whole numbers.
        self.groups + (deviations * deviations * self.groups).isqrt()
    }
}

impl Group {
    /// The judges of a round with these numbers, which are in the order of arrival. `None` where there is nothing to
    /// choose from: with m = 1 the only ballot is his.
    #[must_use]
    pub fn of(judges: &[Judge], members: &[usize], traces: &Traces) -> Option<Self> {
        if members.len() < 2 {
            return None;
        }
        let mut orders = BTreeMap::from([((None, "arrival".to_owned()), (0..members.len()).collect())]);
        for kind in [Kind::Ballot, Kind::Slip, Kind::Opinion] {
            for (sort, all) in traces.of_kind(kind) {
                if let Some(order) = order_of(judges, members, kind, all) {
                    orders.insert((Some(kind), name(sort)), order);
                }
            }
        }
        Some(Self { members: members.len(), orders })
    }
}

/// The members in the order of their traces, where each has one. Ties are broken by the things themselves, which are
/// hashes or random.
fn order_of(judges: &[Judge], members: &[usize], kind: Kind, all: &[Option<Trace>]) -> Option<Vec<usize>> {
    let mut traced = Vec::with_capacity(members.len());
    for (place, number) in members.iter().enumerate() {
        traced.push((all.get(*number).copied().flatten()?, judges[*number].thing(kind), place));
    }
    traced.sort_unstable();
    Some(traced.into_iter().map(|(_, _, place)| place).collect())
}

fn name(sort: &Sort) -> String {
    if sort.is_column { format!("column {}", sort.name) } else { sort.name.clone() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forwards,
    Backwards,
}

struct Rule {
    known: (Option<Kind>, String),
    sought: (Option<Kind>, String),
    direction: Direction,
}

/// What a rule does on some groups.
#[derive(Default)]
struct Tried {
    named: u64,
    /// Sum over groups of Spearman's ρ times √(m − 1), which by chance has a variance of one each.
    correlation: f64,
    groups: f64,
}

/// Chooses a rule on every other round and scores it on the rest.
#[must_use]
pub fn attack(rounds: &[Vec<Group>], question: Question) -> Score {
    let half = |remainder: usize| -> Vec<&Group> {
        rounds.iter().enumerate().filter(|(place, _)| place % 2 == remainder).flat_map(|(_, groups)| groups).collect()
    };
    let (learnt, scored) = (half(0), half(1));
    let weighed = rules(&learnt, question).map(|rule| (worth(&learnt, &rule), rule));
    let best = weighed.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, rule)| rule);
    let mut score = Score {
        groups: scored.len() as u64,
        targets: scored.iter().map(|group| group.members as u64).sum(),
        named: 0,
        agreement: 0.0,
        rule: "none".to_owned(),
    };
    if let Some(best) = best {
        let tried = try_rule(&scored, &best);
        score.named = tried.named;
        score.agreement = tried.deviations();
        let backwards = if best.direction == Direction::Backwards { ", backwards" } else { "" };
        score.rule = format!("{} ~ {}{backwards}", best.known.1, best.sought.1);
    }
    score
}

/// Every rule whose traces some group has.
fn rules(groups: &[&Group], question: Question) -> impl Iterator<Item = Rule> {
    let traces = |kind: Option<Kind>| {
        let mut all: Vec<_> = groups.iter().flat_map(|group| group.orders.keys()).filter(|key| key.0 == kind).collect();
        all.sort();
        all.dedup();
        all.into_iter().cloned().collect::<Vec<_>>()
    };
    let sought = traces(Some(question.sought));
    traces(question.known).into_iter().flat_map(move |known| {
        let pairs: Vec<_> = sought.iter().map(|sought| (known.clone(), sought.clone())).collect();
        pairs.into_iter().flat_map(|(known, sought)| {
            [Direction::Forwards, Direction::Backwards].map(|direction| Rule {
                known: known.clone(),
                sought: sought.clone(),
                direction,
            })
        })
    })
}

/// How good a rule looks: a correlation far beyond chance tells more than a few lucky names.
fn worth(groups: &[&Group], rule: &Rule) -> f64 {
    let tried = try_rule(groups, rule);
    let deviations = tried.deviations();
    let named = u32::try_from(tried.named).map_or(f64::MAX, f64::from);
    if deviations > BEYOND_CHANCE { named + deviations } else { named }
}

impl Tried {
    fn deviations(&self) -> f64 {
        if self.groups > 0.0 { self.correlation / self.groups.sqrt() } else { 0.0 }
    }
}

fn try_rule(groups: &[&Group], rule: &Rule) -> Tried {
    let mut tried = Tried::default();
    for group in groups {
        let (Some(known), Some(sought)) = (group.orders.get(&rule.known), group.orders.get(&rule.sought)) else {
            continue;
        };
        let mut places = vec![0; group.members];
        for (place, member) in sought.iter().enumerate() {
            places[*member] = if rule.direction == Direction::Forwards { place } else { group.members - 1 - place };
        }
        let mut squares: u64 = 0;
        for (place, member) in known.iter().enumerate() {
            let distance = places[*member].abs_diff(place) as u64;
            squares += distance * distance;
            tried.named += u64::from(distance == 0);
        }
        tried.correlation += spearman(squares, group.members);
        tried.groups += 1.0;
    }
    tried
}

/// ρ = 1 − 6 Σd² / m(m² − 1), times √(m − 1).
fn spearman(squares: u64, members: usize) -> f64 {
    let members = u32::try_from(members).map_or(f64::MAX, f64::from);
    let squares = squares as f64;
    (1.0 - 6.0 * squares / (members * (members * members - 1.0))) * (members - 1.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Group, Question, Score, attack};
    use crate::linking::copies::Kind;

    fn group(order: Vec<usize>) -> Group {
        let members = order.len();
        let arrival = ((None, "arrival".to_owned()), (0..members).collect());
        Group { members, orders: [arrival, ((Some(Kind::Ballot), "place".to_owned()), order)].into() }
    }

    #[test]
    fn an_order_that_is_the_arrivals_backwards_names_everybody() {
        let groups: Vec<_> = (0..4).map(|_| vec![group((0..7).rev().collect())]).collect();
        let score = attack(&groups, Question::ALL[0]);
        assert_eq!((score.groups, score.targets, score.named), (2, 14, 14));
        assert_eq!(score.rule, "arrival ~ place, backwards");
    }

    #[test]
    fn what_is_learnt_on_one_half_and_not_true_of_the_other_names_nobody() {
        let orders = [[0, 1, 2], [1, 2, 0], [0, 1, 2], [2, 0, 1]];
        let groups = orders.map(|order| vec![group(order.to_vec())]);
        assert_eq!(attack(&groups, Question::ALL[0]).named, 0);
    }

    #[test]
    fn chance_is_one_name_a_group_and_three_deviations() {
        let score = Score { groups: 100, targets: 800, named: 0, agreement: 0.0, rule: String::new() };
        assert_eq!(score.allowed(3), 130);
    }
}
