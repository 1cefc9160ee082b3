//! Random trees with rounds on them: what an attacker will try to see through.

use rules::release::{Group, Node, RoundFigures};

use crate::random::Random;

/// One tree and everything that was ever counted on it.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The nodes that are judged. The others are organisations, up to five levels of them.
    pub objects: Vec<usize>,
    /// The rounds, in time; all on the same nodes and panels.
    pub rounds: Vec<Round>,
    /// How many of the best grades count as satisfied (A15).
    pub satisfied: usize,
}

/// A round.
#[derive(Clone, Debug)]
pub struct Round {
    /// What was counted. `known` is empty: that is told by what was released before.
    pub figures: RoundFigures,
    /// Whether it is a quarter of the year, whose figures R44 adds up. A linked round (S071) is none.
    pub is_quarter: bool,
    /// The groups whose ballots were released before, in a round of a part of the tree.
    pub released_before: Vec<usize>,
}

/// How a group grades.
#[derive(Clone, Copy)]
enum Mood {
    /// Everybody alike.
    Unanimous,
    /// Most give the best grade.
    Content,
    /// Anything.
    Divided,
}

/// How many people stand in the groups of a tree.
#[derive(Clone, Copy)]
enum Sizes {
    Any,
    Small,
    FewSmall,
    Tiny,
}

/// How many of a group's forms grade an item.
#[derive(Clone, Copy)]
enum Answering {
    Everybody,
    Most,
    HardlyAnybody,
}

impl Tree {
    /// The tree of a number: up to five levels, groups of up to 40 people, up to four panels an object, one to four
    /// quarters, sometimes a linked round, sometimes a part that was released before.
    #[must_use]
    pub fn random(random: &mut Random) -> Self {
        let (nodes, objects) = nodes(random, (1, 14), 14);
        let panels: Vec<usize> =
            objects.iter().flat_map(|object| vec![*object; random.one_of(&[1, 1, 2, 2, 3, 4])]).collect();
        Self::with_panels(random, &nodes, objects, &panels)
    }

    /// One round of one to six groups, small enough to try every division of it.
    #[must_use]
    pub fn small(random: &mut Random) -> Self {
        let (nodes, objects) = nodes(random, (1, 5), 5);
        let objects: Vec<usize> = objects.into_iter().take(6).collect();
        let mut panels = objects.clone();
        while panels.len() < 6 && random.percent(80) {
            panels.push(random.one_of(&objects));
        }
        let sizes = random.one_of(&[Sizes::Any, Sizes::Small, Sizes::FewSmall, Sizes::Tiny]);
        let rolls: Vec<u64> = panels.iter().map(|_| people(random, sizes)).collect();
        let mut answering = vec![Answering::Everybody];
        if random.percent(60) {
            answering.push(random.one_of(&[Answering::Everybody, Answering::Most]));
        }
        let frame =
            Frame { nodes: &nodes, panels: &panels, answering: &answering, grades: 3, threshold: threshold(random) };
        let figures = frame.figures(random, &rolls);
        let round = Round { figures, is_quarter: false, released_before: Vec::new() };
        Self { objects, rounds: vec![round], satisfied: 1 }
    }

    fn with_panels(random: &mut Random, nodes: &[Node], objects: Vec<usize>, panels: &[usize]) -> Self {
        let sizes = random.one_of(&[Sizes::Any, Sizes::Any, Sizes::Small, Sizes::FewSmall, Sizes::Tiny]);
        let mut rolls: Vec<u64> = panels.iter().map(|_| people(random, sizes)).collect();
        let mut answering = vec![if random.percent(75) { Answering::Everybody } else { Answering::Most }];
        while answering.len() < 3 && random.percent(45) {
            answering.push(random.one_of(&[Answering::Everybody, Answering::Most, Answering::HardlyAnybody]));
        }
        let grades = random.one_of(&[3, 3, 4, 5]);
        let frame = Frame { nodes, panels, answering: &answering, grades, threshold: threshold(random) };
        let quarters = random.one_of(&[1, 1, 2, 3, 4]);
        let mut rounds = Vec::new();
        for _ in 0..quarters {
            rounds.push(Round {
                figures: frame.figures(random, &rolls),
                is_quarter: quarters > 1,
                released_before: Vec::new(),
            });
            for roll in &mut rolls {
                *roll = (*roll + random.between(0, 2)).saturating_sub(1).min(40);
            }
        }
        if random.percent(30) {
            let others: Vec<u64> = rolls.iter().map(|_| people(random, sizes)).collect();
            let figures = frame.figures(random, &others);
            rounds.push(Round { figures, is_quarter: false, released_before: Vec::new() });
        }
        if random.percent(25) {
            let part = random.place(nodes.len());
            for round in &mut rounds {
                round.released_before = below(&round.figures, part);
            }
        }
        Self { objects, rounds, satisfied: random.one_of(&[1, 1, 2]) }
    }
}

/// The groups at a node and below it.
#[must_use]
pub fn below(figures: &RoundFigures, node: usize) -> Vec<usize> {
    let inside = |group: &Group| {
        let mut upwards = std::iter::successors(Some(group.node), |at| figures.nodes[*at].parent);
        upwards.any(|at| at == node)
    };
    (0..figures.groups.len()).filter(|group| inside(&figures.groups[*group])).collect()
}

/// The organisations, then the objects on them.
fn nodes(random: &mut Random, (fewest, most): (u64, u64), most_objects: usize) -> (Vec<Node>, Vec<usize>) {
    let (levels, wanted) = (random.between(1, 5), random.between(fewest, most));
    let mut nodes = vec![Node { parent: None }];
    let mut depths = vec![1];
    for _ in 1..wanted {
        let parent = random.place(nodes.len());
        if depths[parent] < levels {
            nodes.push(Node { parent: Some(parent) });
            depths.push(depths[parent] + 1);
        }
    }
    let places = nodes.len();
    let mut objects = Vec::new();
    for place in (0..places).rev() {
        for _ in 0..random.one_of(&[0, 1, 1, 1, 2]) {
            if objects.len() < most_objects {
                objects.push(nodes.len());
                nodes.push(Node { parent: Some(place) });
            }
        }
    }
    if objects.is_empty() {
        objects.push(nodes.len());
        nodes.push(Node { parent: Some(0) });
    }
    (nodes, objects)
}

/// k: five where nothing else is declared.
fn threshold(random: &mut Random) -> u64 {
    random.one_of(&[5, 5, 5, 3, 4, 8])
}

fn people(random: &mut Random, sizes: Sizes) -> u64 {
    match sizes {
        Sizes::Any => random.between(1, 40),
        Sizes::Small => random.between(1, 9),
        Sizes::FewSmall if random.percent(80) => random.between(10, 40),
        Sizes::FewSmall | Sizes::Tiny => random.between(1, 4),
    }
}

/// What stays the same from round to round.
struct Frame<'a> {
    nodes: &'a [Node],
    /// The node of each panel.
    panels: &'a [usize],
    answering: &'a [Answering],
    grades: usize,
    threshold: u64,
}

impl Frame<'_> {
    fn figures(&self, random: &mut Random, rolls: &[u64]) -> RoundFigures {
        let groups = self.panels.iter().zip(rolls).map(|(node, roll)| self.group(random, *node, *roll)).collect();
        RoundFigures { nodes: self.nodes.to_vec(), groups, known: Vec::new(), threshold: self.threshold }
    }

    /// Some stay away, and now and then everybody does.
    fn group(&self, random: &mut Random, node: usize, roll: u64) -> Group {
        let away = if random.percent(3) { roll } else { random.between(0, roll / 5) };
        let valid = roll - away;
        let mood = random.one_of(&[Mood::Content, Mood::Content, Mood::Divided, Mood::Unanimous]);
        let items = self.answering.iter().map(|answering| self.counts(random, valid, mood, *answering)).collect();
        Group { node, valid, items }
    }

    fn counts(&self, random: &mut Random, valid: u64, mood: Mood, answering: Answering) -> Vec<u64> {
        let mut by_grade = vec![0; self.grades];
        for _ in 0..valid {
            let chance = match answering {
                Answering::Everybody => 100,
                Answering::Most => 80,
                Answering::HardlyAnybody => 15,
            };
            if random.percent(chance) {
                let grade = match mood {
                    Mood::Unanimous => 0,
                    Mood::Content if random.percent(80) => 0,
                    Mood::Content | Mood::Divided => random.place(self.grades),
                };
                by_grade[grade] += 1;
            }
        }
        by_grade
    }
}
