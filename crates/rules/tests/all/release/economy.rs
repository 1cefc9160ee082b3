//! How much a plan gives away that it need not: compared with every possible division of small rounds.

use proptest::prelude::*;
use rules::release::{Group, Node, RoundFigures, Standing, Total, plan};

use super::samples::any_round;

/// What a plan does not show, in the order it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Loss {
    /// Ballots in nothing shown.
    hidden: u64,
    /// Objects with at least k ballots whose total is withheld.
    totals: usize,
    /// Ballots of groups not shown by themselves.
    pooled: u64,
}

/// Objects with at least k ballots, each with its groups.
fn objects(figures: &RoundFigures) -> Vec<Vec<usize>> {
    let of_node = |node: usize| -> Vec<usize> {
        (0..figures.groups.len()).filter(|group| figures.groups[*group].node == node).collect()
    };
    let ballots = |groups: &[usize]| groups.iter().map(|group| figures.groups[*group].graded(0)).sum::<u64>();
    (0..figures.nodes.len()).map(of_node).filter(|groups| ballots(groups) >= figures.threshold).collect()
}

fn loss(figures: &RoundFigures) -> Loss {
    let plan = plan(figures).unwrap();
    let partition = &plan.partitions[0];
    let withheld = |groups: &Vec<usize>| partition.totals[figures.groups[groups[0]].node] == Total::Withheld;
    let mut loss =
        Loss { hidden: 0, totals: objects(figures).iter().filter(|groups| withheld(groups)).count(), pooled: 0 };
    for (group, standing) in partition.groups.iter().enumerate() {
        match standing {
            Standing::Pooled(_) => loss.pooled += figures.groups[group].valid,
            Standing::Hidden => loss.hidden += figures.groups[group].valid,
            Standing::Shown(_) | Standing::Empty => {}
        }
    }
    loss
}

/// The least that any division loses that hides nobody, tried exhaustively; nothing where none hides nobody.
fn optimum(figures: &RoundFigures) -> Option<Loss> {
    fn extend(figures: &RoundFigures, next: usize, blocks: &mut Vec<Vec<usize>>, best: &mut Option<Loss>) {
        let Some(group) = figures.groups.get(next) else {
            let graded = |block: &[usize]| block.iter().map(|group| figures.groups[*group].graded(0)).sum::<u64>();
            if blocks.iter().all(|block| graded(block) >= figures.threshold) {
                let cuts = |object: &Vec<usize>, block: &Vec<usize>| {
                    let inside = block.iter().filter(|group| object.contains(group)).count();
                    inside > 0 && inside < block.len()
                };
                let withheld = |object: &&Vec<usize>| blocks.iter().any(|block| cuts(object, block));
                let totals = objects(figures).iter().filter(withheld).count();
                let pooled = blocks.iter().filter(|block| block.len() > 1).map(|block| graded(block)).sum();
                let loss = Loss { hidden: 0, totals, pooled };
                *best = Some(best.map_or(loss, |least| least.min(loss)));
            }
            return;
        };
        if group.graded(0) == 0 {
            return extend(figures, next + 1, blocks, best);
        }
        for place in 0..=blocks.len() {
            if place == blocks.len() {
                blocks.push(Vec::new());
            }
            blocks[place].push(next);
            extend(figures, next + 1, blocks, best);
            blocks[place].pop();
            if blocks[place].is_empty() {
                blocks.pop();
            }
        }
    }
    let mut best = None;
    extend(figures, 0, &mut Vec::new(), &mut best);
    best
}

/// The groups of each node hang on two objects of it, as in a round.
fn on_objects(mut figures: RoundFigures) -> RoundFigures {
    let mut made = Vec::new();
    for (position, group) in figures.groups.iter_mut().enumerate() {
        let object = (group.node, position % 2);
        let known = made.iter().position(|other| *other == object).unwrap_or_else(|| {
            made.push(object);
            figures.nodes.push(Node { parent: Some(object.0) });
            made.len() - 1
        });
        group.node = figures.nodes.len() - made.len() + known;
    }
    figures
}

fn one_item(mut figures: RoundFigures) -> RoundFigures {
    for group in &mut figures.groups {
        group.items.truncate(1);
        group.valid = group.graded(0);
    }
    figures
}

/// A fixed sequence that looks random; the same in every run.
fn scattered(seed: u64) -> u64 {
    let mixed = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 31)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 33
}

#[test]
fn nineteen_of_twenty_people_stand_in_some_figure() {
    let (mut people, mut shown) = (0, 0);
    for seed in 0..400_u64 {
        let draw = |what: u64| scattered(seed * 1000 + what);
        let nodes = (0..12)
            .map(|node| Node { parent: (node > 0).then(|| usize::try_from(draw(node) % node).unwrap()) })
            .collect();
        let group = |number: u64| {
            let item =
                |item: u64| (0..3).map(|grade| draw(100 + number * 10 + item * 3 + grade) % 4).collect::<Vec<u64>>();
            let items = vec![item(0), item(1)];
            let valid = items.iter().map(|by_grade| by_grade.iter().sum()).max().unwrap();
            Group { node: usize::try_from(draw(50 + number) % 12).unwrap(), valid, items }
        };
        let groups: Vec<Group> = (0..15).map(group).collect();
        let figures = RoundFigures { nodes, groups, known: Vec::new(), threshold: 5 };
        let all: u64 = figures.groups.iter().map(|group| group.valid).sum();
        if all >= 10 {
            people += all;
            shown += all - loss(&figures).hidden;
        }
    }
    assert!(people > 10_000 && 100 * shown >= 95 * people, "{shown} of {people}");
}

#[test]
fn five_thousand_organisations_with_four_panels_each_are_planned() {
    let nodes: Vec<Node> = (0..5000_u64)
        .map(|node| Node { parent: (node > 0).then(|| usize::try_from((node - 1) / 20).unwrap()) })
        .collect();
    let group = |number: u64| {
        let satisfied = scattered(number) % 12;
        Group {
            node: usize::try_from(number / 4).unwrap(),
            valid: satisfied + 2,
            items: vec![vec![satisfied, 1, 1]; 10],
        }
    };
    let groups: Vec<Group> = (0..20_000).map(group).collect();
    let figures = RoundFigures { nodes, groups, known: Vec::new(), threshold: 5 };
    let plan = plan(&figures).unwrap();
    assert!(plan.total_table(0, 9).is_some());
    assert!(plan.partitions[0].groups.iter().all(|standing| *standing != Standing::Hidden));
}

proptest! {
    #[test]
    fn no_division_that_hides_nobody_loses_less(figures in any_round(8)) {
        let figures = on_objects(one_item(figures));
        let found = loss(&figures);
        match optimum(&figures) {
            Some(least) if least.totals == 0 => prop_assert_eq!(found, least),
            // What falls short in a whole tree spares the totals above the objects before it spares ballots; `attacks`
            // counts these too.
            Some(least) => prop_assert_eq!((found.hidden, found.totals), (least.hidden, least.totals)),
            None => prop_assert_eq!((found.totals, found.pooled), (0, 0)),
        }
    }

    #[test]
    fn the_same_figures_give_the_same_plan_and_a_group_of_k_alone_is_shown(figures in any_round(8)) {
        prop_assert_eq!(plan(&figures), plan(&figures));
        let figures = one_item(figures);
        let small = figures.groups.iter().any(|group| (1..figures.threshold).contains(&group.graded(0)));
        if !small {
            prop_assert_eq!(loss(&figures), Loss { hidden: 0, totals: 0, pooled: 0 });
        }
    }
}
