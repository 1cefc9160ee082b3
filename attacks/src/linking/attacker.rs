//! The attacker: on half of the rounds he finds out which order of what betrays most, on the other half he names.
//!
//! A rule says: put what is known in the order of one trace, what is sought in the order of another (or backwards), and
//! say that things at the same place belong together. People are known in the order in which they came.

use std::collections::BTreeMap;

use super::copies::{Kind, Trace, Traces};
use super::lived::Judge;
use super::question::Question;

/// The judges of one sheet of one round among whom a thing is to be named, with the traces of their things: who is who
/// is the scorer's, the attacker sees traces only.
#[derive(Default)]
pub struct Group {
    members: usize,
    /// Per kind and trace those members who left it, in its order.
    orders: BTreeMap<(Option<Kind>, String), Vec<usize>>,
}

/// An agreement of orders that chance does not give: not once in a hundred million trials.
pub const BEYOND_CHANCE: f64 = 6.0;

/// What came of an attack on the scored half.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Things to be named.
    pub targets: u64,
    /// Things that he gave a name: those of which something is left in the traces he relied on.
    pub tried: u64,
    /// Named rightly.
    pub named: u64,
    /// How many chance alone names rightly on average, and the variance of that.
    pub chance: f64,
    /// In things squared.
    pub variance: f64,
    /// How far the order he relied on agrees with the true one, in standard deviations of chance.
    pub agreement: f64,
    /// The rule he chose.
    pub rule: String,
}

impl Score {
    /// The most that chance gives: its average and so many standard deviations. Where that average is below one, a count is
    /// rare and no deviation tells how far it goes: then as many as chance passes no more often than so many deviations.
    #[must_use]
    pub fn allowed(&self, deviations: f64) -> f64 {
        let allowed = (self.chance + deviations * self.variance.sqrt()).floor();
        if self.chance < 1.0 { allowed.max(rare(self.chance, deviations)) } else { allowed }
    }

    /// Whether he named more than that, or relied on an order with which chance does not agree.
    #[must_use]
    pub fn is_beyond(&self, deviations: f64) -> bool {
        self.named as f64 > self.allowed(deviations) || self.agreement > BEYOND_CHANCE
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
        for kind in Kind::ALL {
            for (sort, all) in traces.of_kind(kind) {
                let order = order_of(judges, members, kind, all);
                if !order.is_empty() {
                    orders.insert((Some(kind), sort.clone()), order);
                }
            }
        }
        Some(Self { members: members.len(), orders })
    }
}

/// Those members who left a trace, in its order. Ties are broken by the things themselves, which are hashes or random.
fn order_of(judges: &[Judge], members: &[usize], kind: Kind, all: &[Option<Trace>]) -> Vec<usize> {
    let mut traced = Vec::with_capacity(members.len());
    for (place, number) in members.iter().enumerate() {
        if let Some(trace) = all.get(*number).copied().flatten() {
            traced.push((trace, judges[*number].thing(kind), place));
        }
    }
    traced.sort_unstable();
    traced.into_iter().map(|(_, _, place)| place).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forwards,
    Backwards,
}

/// Who is laid beside whom where not everybody left a trace: a free page, a log's tail or a backup holds some only.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matching {
    /// Those who left both traces, among themselves: as if he knew whose traces are left.
    Among,
    /// The first of the one order beside the first of the other, as far as both go; nobody tells him whose they are.
    FromFirst,
    /// The same from the last on: what is left is often of those who came last.
    FromLast,
}

struct Rule {
    known: (Option<Kind>, String),
    sought: (Option<Kind>, String),
    direction: Direction,
    matching: Matching,
}

/// What a rule does on some groups.
#[derive(Default)]
struct Tried {
    named: u64,
    things: u64,
    chance: f64,
    variance: f64,
    /// Sum over groups of Spearman's ρ times √(k − 1), which by chance has a variance of one each.
    correlation: f64,
    correlated: f64,
}

/// Chooses a rule on every other round and scores it on the rest.
#[must_use]
pub fn attack(rounds: &[Vec<Group>], question: Question) -> Score {
    let half = |remainder: usize| -> Vec<&Group> {
        rounds.iter().enumerate().filter(|(place, _)| place % 2 == remainder).flat_map(|(_, groups)| groups).collect()
    };
    let (learnt, scored) = (half(0), half(1));
    // Which traces the others left he sees as well: a rule that applies to none of them is of no use to him.
    let applies = |rule: &Rule| {
        let has_both =
            |group: &&Group| group.orders.contains_key(&rule.known) && group.orders.contains_key(&rule.sought);
        scored.iter().any(has_both)
    };
    let weighed = rules(&learnt, question).filter(applies).map(|rule| (try_rule(&learnt, &rule).worth(), rule));
    let best = weighed.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, rule)| rule);
    let tried = best.as_ref().map(|best| try_rule(&scored, best)).unwrap_or_default();
    Score {
        targets: scored.iter().map(|group| group.members as u64).sum(),
        tried: tried.things,
        named: tried.named,
        chance: tried.chance,
        variance: tried.variance,
        agreement: tried.deviations(),
        rule: best.map_or_else(|| "none".to_owned(), |best| best.words()),
    }
}

/// Every rule whose traces some group has.
fn rules(groups: &[&Group], question: Question) -> impl Iterator<Item = Rule> {
    // Each trace, and whether some member of some group did not leave it.
    let traces = |kind: Option<Kind>| {
        let mut all = BTreeMap::new();
        for group in groups {
            for (trace, order) in group.orders.iter().filter(|(trace, _)| trace.0 == kind) {
                *all.entry(trace.clone()).or_insert(false) |= order.len() < group.members;
            }
        }
        all
    };
    let sought = traces(Some(question.sought));
    traces(question.known).into_iter().flat_map(move |(known, known_partly)| {
        let pairs = sought.clone().into_iter().map(move |(sought, partly)| (sought, partly || known_partly));
        pairs.flat_map(move |(sought, partly)| {
            let known = known.clone();
            let matchings: &[Matching] = if partly { &Matching::ALL } else { &[Matching::Among] };
            let ways = matchings.iter().flat_map(|matching| Direction::BOTH.map(|direction| (*matching, direction)));
            ways.map(move |(matching, direction)| Rule {
                known: known.clone(),
                sought: sought.clone(),
                direction,
                matching,
            })
        })
    })
}

impl Direction {
    const BOTH: [Self; 2] = [Self::Forwards, Self::Backwards];
}

impl Matching {
    const ALL: [Self; 3] = [Self::Among, Self::FromFirst, Self::FromLast];
}

impl Rule {
    fn words(&self) -> String {
        let backwards = if self.direction == Direction::Backwards { ", backwards" } else { "" };
        let matching = match self.matching {
            Matching::Among => "",
            Matching::FromFirst => ", from the first on",
            Matching::FromLast => ", from the last on",
        };
        format!("{} ~ {}{backwards}{matching}", self.known.1, self.sought.1)
    }
}

impl Tried {
    /// How unlikely chance makes it: a correlation far beyond chance tells more than a few lucky names.
    fn worth(&self) -> f64 {
        let (named, deviations) = (self.named as f64, self.deviations());
        let names = if named > self.chance { named * (named / self.chance).ln() - (named - self.chance) } else { 0.0 };
        if deviations > BEYOND_CHANCE { names + deviations * deviations / 2.0 } else { names }
    }

    fn deviations(&self) -> f64 {
        if self.correlated > 0.0 { self.correlation / self.correlated.sqrt() } else { 0.0 }
    }
}

fn try_rule(groups: &[&Group], rule: &Rule) -> Tried {
    let mut tried = Tried::default();
    for group in groups {
        let (Some(known), Some(sought)) = (group.orders.get(&rule.known), group.orders.get(&rule.sought)) else {
            continue;
        };
        let mut sought = sought.clone();
        if rule.direction == Direction::Backwards {
            sought.reverse();
        }
        match rule.matching {
            Matching::Among => tried.among(known, &sought, group.members),
            Matching::FromFirst => tried.beside(known.iter().zip(&sought), group.members),
            Matching::FromLast => tried.beside(known.iter().rev().zip(sought.iter().rev()), group.members),
        }
    }
    tried
}

impl Tried {
    /// Of k things in any order that has to do with nothing, one stands at its own place on average, and the variance of
    /// their number is one for every k > 1. With k = 1 there is nothing to choose from.
    fn among(&mut self, known: &[usize], sought: &[usize], members: usize) {
        let places = places_of(sought, known, members);
        let both: Vec<usize> = known.iter().filter_map(|member| places[*member]).collect();
        if both.len() < 2 {
            return;
        }
        let mut squares: u64 = 0;
        for (place, sought) in both.iter().enumerate() {
            let distance = sought.abs_diff(place) as u64;
            squares += distance * distance;
            self.named += u64::from(distance == 0);
        }
        self.things += both.len() as u64;
        self.chance += 1.0;
        self.variance += 1.0;
        self.correlation += spearman(squares, both.len());
        self.correlated += 1.0;
    }

    /// Each of k pairs is right in one of m cases, any two of them in one of m(m − 1).
    fn beside<'a>(&mut self, pairs: impl Iterator<Item = (&'a usize, &'a usize)>, members: usize) {
        let mut things: u64 = 0;
        for (known, sought) in pairs {
            things += 1;
            self.named += u64::from(known == sought);
        }
        let (k, m) = (things as f64, members as f64);
        self.things += things;
        self.chance += k / m;
        self.variance += k / m + k * (k - 1.0) / (m * (m - 1.0)) - (k / m) * (k / m);
    }
}

/// Where each member stands in one order among those who are in the other as well.
fn places_of(order: &[usize], others: &[usize], members: usize) -> Vec<Option<usize>> {
    let mut is_other = vec![false; members];
    others.iter().for_each(|member| is_other[*member] = true);
    let mut places = vec![None; members];
    for (place, member) in order.iter().filter(|member| is_other[**member]).enumerate() {
        places[*member] = Some(place);
    }
    places
}

/// The number that a rare count of this average (Poisson's) passes no more often than chance passes so many deviations.
fn rare(average: f64, deviations: f64) -> f64 {
    let squared = deviations * deviations;
    // Mills: the tail of the normal distribution, somewhat too small.
    let tail = (-squared / 2.0).exp() / (std::f64::consts::TAU.sqrt() * deviations) * (1.0 - 1.0 / squared);
    let (mut number, mut probability) = (0.0, (-average).exp());
    let mut beyond = 1.0 - probability;
    while beyond > tail {
        number += 1.0;
        probability *= average / number;
        beyond -= probability;
    }
    number
}

/// ρ = 1 − 6 Σd² / k(k² − 1), times √(k − 1).
fn spearman(squares: u64, things: usize) -> f64 {
    let (squares, things) = (squares as f64, things as f64);
    (1.0 - 6.0 * squares / (things * (things * things - 1.0))) * (things - 1.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Group, Question, Score, attack};
    use crate::linking::copies::Kind;

    fn group(members: usize, order: Vec<usize>) -> Vec<Group> {
        let arrival = ((None, "arrival".to_owned()), (0..members).collect());
        vec![Group { members, orders: [arrival, ((Some(Kind::Ballot), "place".to_owned()), order)].into() }]
    }

    fn of_persons(rounds: &[Vec<Group>]) -> Score {
        attack(rounds, Question::ALL[0])
    }

    #[test]
    fn an_order_that_is_the_arrivals_backwards_names_everybody() {
        let rounds: Vec<_> = (0..4).map(|_| group(7, (0..7).rev().collect())).collect();
        let score = of_persons(&rounds);
        assert_eq!((score.chance, score.targets, score.named), (2.0, 14, 14));
        assert_eq!(score.rule, "arrival ~ place, backwards");
    }

    #[test]
    fn what_is_learnt_on_one_half_and_not_true_of_the_other_names_nobody() {
        let rounds = [[0, 1, 2], [1, 2, 0], [0, 1, 2], [2, 0, 1]].map(|order| group(3, order.to_vec()));
        assert_eq!(of_persons(&rounds).named, 0);
    }

    #[test]
    fn a_few_rows_in_order_name_those_who_left_them() {
        let rounds: Vec<_> = [40, 41, 42, 43].map(|last| group(100, (last - 20..last).rev().collect())).into();
        let score = of_persons(&rounds);
        assert_eq!((score.tried, score.named, score.chance), (40, 40, 2.0));
    }

    #[test]
    fn whose_rows_are_left_is_a_trace_though_they_lie_in_another_order() {
        // Always the last four, and of those one at his place, forwards as backwards, as chance has it.
        let rounds: Vec<_> = (0..40).map(|_| group(100, vec![96, 98, 99, 97])).collect();
        let score = of_persons(&rounds);
        assert_eq!((score.named, score.allowed(3.0)), (20, 5.0));
        assert!(score.rule.ends_with("from the last on"), "{}", score.rule);
    }

    #[test]
    fn chance_is_one_name_a_group_and_three_deviations() {
        let full = Score { chance: 100.0, variance: 100.0, ..of_persons(&[]) };
        assert_eq!(full.allowed(3.0), 130.0);
    }

    #[test]
    fn one_lucky_name_where_chance_gives_a_tenth_of_one_is_not_beyond_it() {
        let rare = |chance: f64| Score { chance, variance: chance, ..of_persons(&[]) }.allowed(3.0);
        assert_eq!([0.0, 0.001, 0.1, 0.99, 1.0].map(rare), [0.0, 0.0, 2.0, 5.0, 4.0]);
    }
}
