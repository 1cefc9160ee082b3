//! Random rounds, and everything a plan publishes about them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rules::release::{Group, Known, Node, Plan, RoundFigures, Total};

/// A published sum: the groups it is the sum of, and the counts by grade.
pub type Published = (BTreeSet<usize>, Vec<u64>);

pub fn below(figures: &RoundFigures, node: usize) -> BTreeSet<usize> {
    let inside = |mut at: usize| loop {
        if at == node {
            return true;
        }
        match figures.nodes[at].parent {
            Some(parent) => at = parent,
            None => return false,
        }
    };
    (0..figures.groups.len()).filter(|group| inside(figures.groups[*group].node)).collect()
}

pub fn truth(figures: &RoundFigures, groups: &BTreeSet<usize>, item: usize) -> Vec<u64> {
    let grades = figures.groups[0].items[item].len();
    (0..grades).map(|grade| groups.iter().map(|group| figures.groups[*group].items[item][grade]).sum()).collect()
}

/// Every figure the plan releases about an item, read through its public door.
pub fn published(figures: &RoundFigures, plan: &Plan, item: usize) -> Vec<Published> {
    let (partition, place) = plan.partition_of(item).unwrap();
    let mut all: Vec<Published> = Vec::new();
    for block in &partition.blocks {
        all.push((block.groups.iter().copied().collect(), block.tables[place].clone()));
    }
    for node in 0..figures.nodes.len() {
        if let Some(table) = plan.total_table(node, item) {
            assert_eq!(partition.totals[node], Total::Released);
            all.push((below(figures, node), table.to_vec()));
        }
    }
    for known in &figures.known {
        let groups: BTreeSet<usize> = known.groups.iter().copied().collect();
        let table = truth(figures, &groups, item);
        all.push((groups, table));
    }
    // A group nobody of which grades the item adds nothing to any sum.
    for (groups, _) in &mut all {
        groups.retain(|group| figures.groups[*group].graded(item) > 0);
    }
    all.retain(|(groups, _)| !groups.is_empty());
    all
}

fn any_group(nodes: usize, items: usize) -> impl Strategy<Value = Group> {
    let grades = proptest::collection::vec(proptest::collection::vec(0_u64..5, 3), items);
    let thinned = proptest::collection::vec(0_u8..4, items);
    (0..nodes, grades, thinned, 0_u8..8).prop_map(move |(node, mut items, thinned, empty)| {
        for (by_grade, thin) in items.iter_mut().zip(thinned) {
            if thin == 0 || empty == 0 {
                let kept = if empty == 0 { 0 } else { by_grade[0].min(1) };
                *by_grade = vec![kept, 0, 0];
            }
        }
        let valid = items.iter().map(|by_grade| by_grade.iter().sum()).max().unwrap_or(0);
        Group { node, valid, items }
    })
}

/// A round on one tree: up to seven nodes, up to `most` groups, one to three items.
pub fn any_round(most: usize) -> impl Strategy<Value = RoundFigures> {
    (1_usize..8, 1_usize..4, 2_u64..7).prop_flat_map(move |(nodes, items, threshold)| {
        let parents = proptest::collection::vec(any::<prop::sample::Index>(), nodes);
        let groups = proptest::collection::vec(any_group(nodes, items), 1..=most);
        (parents, groups).prop_map(move |(parents, groups)| {
            let parent =
                |(node, index): (usize, &prop::sample::Index)| Node { parent: (node > 0).then(|| index.index(node)) };
            let nodes = parents.iter().enumerate().map(parent).collect();
            RoundFigures { nodes, groups, known: Vec::new(), threshold }
        })
    })
}

/// The same with nested or separate sums published before.
pub fn any_round_with_history(most: usize) -> impl Strategy<Value = RoundFigures> {
    (any_round(most), proptest::collection::vec(0_u8..4, most)).prop_map(|(mut figures, marks)| {
        let marked = |at_least: u8| -> Vec<usize> {
            (0..figures.groups.len()).filter(|group| marks.get(*group).is_some_and(|mark| *mark >= at_least)).collect()
        };
        let unions = [marked(3), marked(2)];
        figures.known = unions.into_iter().filter(|groups| !groups.is_empty()).map(|groups| Known { groups }).collect();
        figures
    })
}
