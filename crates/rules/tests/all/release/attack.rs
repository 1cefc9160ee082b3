//! The attack: everything published is known, rolls and graded counts included; can a hidden count be solved for?

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rules::release::{RoundFigures, Standing, plan};

use super::samples::{Published, any_round, any_round_with_history, below, published, truth};

/// The groups that no published sum tells apart: those that stand in the same published sums. The attacker is granted
/// the sum of each such part, whether it can be had by subtraction (as it can where sums nest) or not; of groups in no
/// published sum nothing is known.
struct Parts {
    of_group: BTreeMap<usize, Option<usize>>,
}

fn parts(figures: &RoundFigures, family: &[Published]) -> Parts {
    let mut signatures: Vec<Vec<usize>> = Vec::new();
    let mut part = |group: usize| {
        let around = |index: &usize| family.get(*index).is_some_and(|(set, _)| set.contains(&group));
        let signature: Vec<usize> = (0..family.len()).filter(around).collect();
        if signature.is_empty() {
            return None;
        }
        signatures.iter().position(|other| *other == signature).or_else(|| {
            signatures.push(signature);
            Some(signatures.len() - 1)
        })
    };
    Parts { of_group: (0..figures.groups.len()).map(|group| (group, part(group))).collect() }
}

/// Whether the count of `grade` in `group` can have another value than the true one, given the published sums and
/// every group's number of grades. The true counts are one solution; another one differs from it by a closed walk that
/// adds one to some counts and takes one from others, so the walk is searched for.
fn can_differ(figures: &RoundFigures, parts: &Parts, item: usize, group: usize, grade: usize) -> bool {
    let count = |row: usize, column: usize| figures.groups[row].items[item][column];
    let grades = figures.groups[group].items[item].len();
    let Some(part) = parts.of_group[&group] else {
        return figures.groups[group].graded(item) > 0;
    };
    let rows: Vec<usize> = (0..figures.groups.len()).filter(|row| parts.of_group[row] == Some(part)).collect();
    // From a column that has one too many, a row gives up one there and takes one in another column.
    let reaches = |start: usize, goal: usize, forbidden: usize| {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(column) = open.pop() {
            if rows.iter().any(|row| count(*row, column) > 0 && *row != forbidden) {
                for next in (0..grades).filter(|next| *next != column) {
                    if seen.insert(next) {
                        open.push(next);
                    }
                }
            }
        }
        seen.contains(&goal)
    };
    (0..grades).filter(|other| *other != grade).any(|other| {
        let more = count(group, other) > 0 && reaches(grade, other, group);
        let less = count(group, grade) > 0 && reaches(other, grade, group);
        more || less
    })
}

/// The protected counts an attacker can solve for: group, item, grade.
fn solved(figures: &RoundFigures, item: usize, family: &[Published]) -> Vec<(usize, usize)> {
    let parts = parts(figures, family);
    let mut found = Vec::new();
    for (group, member) in figures.groups.iter().enumerate() {
        let protected = (1..figures.threshold).contains(&member.graded(item));
        if !protected {
            continue;
        }
        let pooled: BTreeSet<usize> = match parts.of_group[&group] {
            Some(part) => (0..figures.groups.len()).filter(|row| parts.of_group[row] == Some(part)).collect(),
            None => (0..figures.groups.len()).filter(|row| parts.of_group[row].is_none()).collect(),
        };
        let table = truth(figures, &pooled, item);
        let all: u64 = table.iter().sum();
        for (grade, count) in table.iter().enumerate() {
            let declared_open = *count == 0 || *count == all;
            if !declared_open && !can_differ(figures, &parts, item, group, grade) {
                found.push((group, grade));
            }
        }
    }
    found
}

/// What a careless program does: small cells are hidden, every total is shown.
fn naive(figures: &RoundFigures, item: usize) -> Vec<Published> {
    let shown = (0..figures.groups.len()).filter(|group| figures.groups[*group].graded(item) >= figures.threshold);
    let singles = shown.map(|group| BTreeSet::from([group]));
    let totals = (0..figures.nodes.len()).map(|node| below(figures, node)).filter(|groups| !groups.is_empty());
    singles
        .chain(totals)
        .map(|groups| {
            let table = truth(figures, &groups, item);
            (groups, table)
        })
        .collect()
}

#[test]
fn the_attack_succeeds_against_hiding_small_cells_only() {
    let figures = super::known_answers::town(&[12, 9, 3], 5);
    assert!(!solved(&figures, 0, &naive(&figures, 0)).is_empty());
    let plan = plan(&figures).unwrap();
    assert!(solved(&figures, 0, &published(&figures, &plan, 0)).is_empty());
}

/// All tables with the margins of a small part, tried one by one: what the walk finds is what there is.
#[test]
fn the_walk_agrees_with_trying_every_table() {
    let mut differing = 0;
    for seed in 0..300_u64 {
        let digit = |place: u32| (seed * 7919 + 13) / 3_u64.pow(place) % 3;
        let mut figures = super::known_answers::town(&[1, 1, 1], 5);
        for (row, group) in figures.groups.iter_mut().enumerate() {
            let at = u32::try_from(row).unwrap() * 2;
            group.items = vec![vec![digit(at), digit(at + 1)]];
            group.valid = group.graded(0);
        }
        let all: BTreeSet<usize> = BTreeSet::from([0, 1, 2]);
        let family = [(all.clone(), truth(&figures, &all, 0))];
        let margins: Vec<u64> = figures.groups.iter().map(|group| group.graded(0)).collect();
        for group in 0..3 {
            let mut values = BTreeSet::new();
            for first in 0..=margins[0] {
                for second in 0..=margins[1] {
                    if let Some(third) = family[0].1[0].checked_sub(first + second).filter(|third| *third <= margins[2])
                    {
                        values.insert([first, second, third][group]);
                    }
                }
            }
            let walk = can_differ(&figures, &parts(&figures, &family), 0, group, 0);
            assert_eq!(walk, values.len() > 1, "{figures:?} {group}");
            differing += usize::from(walk);
        }
    }
    assert!(differing > 100, "the comparison saw both answers");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_protected_count_can_be_solved_for(figures in any_round(9)) {
        let plan = plan(&figures).unwrap();
        for item in 0..figures.items() {
            let family = published(&figures, &plan, item);
            for (groups, table) in &family {
                prop_assert_eq!(&truth(&figures, groups, item), table);
            }
            prop_assert_eq!(solved(&figures, item, &family), []);
        }
    }

    #[test]
    fn every_difference_of_published_sums_is_nobody_or_at_least_k(figures in any_round_with_history(9)) {
        let plan = plan(&figures).unwrap();
        for item in 0..figures.items() {
            let before: Vec<Published> = figures.known.iter().map(|known| (known.groups.iter().copied().collect(), Vec::new())).collect();
            let open_before = parts(&figures, &before);
            let parts = parts(&figures, &published(&figures, &plan, item));
            for part in parts.of_group.values().flatten().collect::<BTreeSet<_>>() {
                let members: Vec<usize> = parts.of_group.iter().filter(|(_, of)| *of == &Some(*part)).map(|(group, _)| *group).collect();
                let graded: u64 = members.iter().map(|group| figures.groups[*group].graded(item)).sum();
                // What was public before the plan may be smaller; the plan must not have made it so.
                let was_public = members.iter().all(|group| open_before.of_group[group].is_some());
                prop_assert!(graded == 0 || graded >= figures.threshold || was_public, "{:?}", members);
            }
        }
    }

    #[test]
    fn what_was_published_before_does_not_help_to_solve_for_others(figures in any_round_with_history(9)) {
        let plan = plan(&figures).unwrap();
        let public: BTreeSet<usize> = figures.known.iter().flat_map(|known| known.groups.clone()).collect();
        for item in 0..figures.items() {
            let found = solved(&figures, item, &published(&figures, &plan, item));
            prop_assert!(found.iter().all(|(group, _)| public.contains(group)), "{:?}", found);
        }
    }

    #[test]
    fn a_figure_of_any_union_is_shown_only_when_it_cuts_no_block(figures in any_round(9), chosen in proptest::collection::vec(any::<bool>(), 9)) {
        let plan = plan(&figures).unwrap();
        let wanted: BTreeSet<usize> = (0..figures.groups.len()).filter(|group| chosen[*group]).collect();
        let asked: Vec<usize> = wanted.iter().copied().collect();
        for item in 0..figures.items() {
            let (partition, _) = plan.partition_of(item).unwrap();
            let cuts = partition.blocks.iter().any(|block| {
                let inside = block.groups.iter().filter(|group| wanted.contains(group)).count();
                inside > 0 && inside < block.groups.len()
            });
            let hidden = wanted.iter().any(|group| partition.groups[*group] == Standing::Hidden);
            let nobody = wanted.iter().all(|group| partition.groups[*group] == Standing::Empty);
            match plan.figure(&asked, item) {
                Some(table) => {
                    prop_assert!(!cuts && !hidden && !nobody);
                    prop_assert_eq!(table, truth(&figures, &wanted, item));
                }
                None => prop_assert!(cuts || hidden || nobody),
            }
        }
    }
}
