//! How much a plan gives away that it need not: compared with every possible division of small rounds.

use proptest::prelude::*;
use rules::release::{Group, Node, RoundFigures, Standing, plan};

use super::samples::any_round;

/// Ballots of groups not shown by themselves, and ballots in nothing shown.
fn pooled_and_hidden(figures: &RoundFigures) -> (u64, u64) {
    let plan = plan(figures).unwrap();
    let (mut pooled, mut hidden) = (0, 0);
    for (group, standing) in plan.partitions[0].groups.iter().enumerate() {
        match standing {
            Standing::Pooled(_) => pooled += figures.groups[group].valid,
            Standing::Hidden => hidden += figures.groups[group].valid,
            Standing::Shown(_) | Standing::Empty => {}
        }
    }
    (pooled, hidden)
}

/// The fewest pooled ballots of any division that hides nobody, tried exhaustively; nothing where none hides nobody.
fn optimum(figures: &RoundFigures) -> Option<u64> {
    fn extend(figures: &RoundFigures, next: usize, blocks: &mut Vec<Vec<usize>>, best: &mut Option<u64>) {
        let Some(group) = figures.groups.get(next) else {
            let graded = |block: &[usize]| block.iter().map(|group| figures.groups[*group].graded(0)).sum::<u64>();
            if blocks.iter().all(|block| graded(block) >= figures.threshold) {
                let pooled = blocks.iter().filter(|block| block.len() > 1).map(|block| graded(block)).sum();
                *best = Some(best.map_or(pooled, |least| least.min(pooled)));
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
            shown += all - pooled_and_hidden(&figures).1;
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
    fn no_more_ballots_are_pooled_than_the_best_division_pools(figures in any_round(8)) {
        let figures = one_item(figures);
        let (pooled, hidden) = pooled_and_hidden(&figures);
        match optimum(&figures) {
            Some(least) => prop_assert_eq!((pooled, hidden), (least, 0)),
            None => prop_assert_eq!(pooled, 0),
        }
    }

    #[test]
    fn the_same_figures_give_the_same_plan_and_a_group_of_k_alone_is_shown(figures in any_round(8)) {
        prop_assert_eq!(plan(&figures), plan(&figures));
        let figures = one_item(figures);
        let small = figures.groups.iter().any(|group| (1..figures.threshold).contains(&group.graded(0)));
        if !small {
            prop_assert_eq!(pooled_and_hidden(&figures), (0, 0));
        }
    }
}
