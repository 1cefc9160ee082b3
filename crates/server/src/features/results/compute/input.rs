//! What the plan of a measure is made from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rules::release::{Group, InputError, Node, OpinionSource, Opinions, Plan, RoundFigures, plan_opinions};

use super::{Counted, OpinionPlace, Table};
use crate::features::results::release::Place;

pub(super) fn group_reference(table: &Table) -> String {
    format!("{}.{}", table.object, table.panel)
}

pub(super) fn lies_within(places: &[Place], place: usize, above: usize) -> bool {
    let mut at = Some(place);
    for _ in 0..=places.len() {
        match at {
            Some(here) if here == above => return true,
            Some(here) => at = places.get(here).and_then(|place| place.parent),
            None => return false,
        }
    }
    false
}

pub(super) fn nodes(counted: &Counted, objects: &[usize]) -> Vec<Node> {
    let places = counted.places.iter().map(|place| Node { parent: place.parent });
    let objects = objects.iter().map(|object| Node { parent: counted.objects.get(*object).map(|judged| judged.place) });
    places.chain(objects).collect()
}

pub(super) fn figures(counted: &Counted, objects: &[usize], tables: &[&Table]) -> RoundFigures {
    let nth: HashMap<usize, usize> = objects.iter().enumerate().map(|(nth, object)| (*object, nth)).collect();
    let group = |table: &&Table| {
        let nth = nth.get(&table.object);
        Group {
            node: nth.map_or(usize::MAX, |nth| counted.places.len() + nth),
            valid: counted.panels.get(table.panel).map_or(0, |panel| panel.valid),
            items: table.items.clone(),
        }
    };
    RoundFigures {
        nodes: nodes(counted, objects),
        groups: tables.iter().map(group).collect(),
        known: Vec::new(),
        threshold: counted.minimum,
    }
}

/// Groups in blocks that come from fewer than k people: one person's grades of several objects are several grades,
/// but one person.
pub(super) fn from_too_few(counted: &Counted, tables: &[&Table], plan: &Plan) -> BTreeSet<usize> {
    let mut few = BTreeSet::new();
    for partition in &plan.partitions {
        for block in &partition.blocks {
            let is_small = partition.items.iter().any(|item| {
                let mut people: BTreeMap<usize, u64> = BTreeMap::new();
                for table in block.groups.iter().filter_map(|group| tables.get(*group)) {
                    let graded: u64 = table.items.get(*item).into_iter().flatten().sum();
                    let most = people.entry(table.panel).or_default();
                    *most = graded.max(*most);
                }
                (1..counted.minimum).contains(&people.values().sum())
            });
            if is_small {
                few.extend(&block.groups);
            }
        }
    }
    few
}

/// Per object where its opinions are shown.
pub(super) fn opinions(counted: &Counted) -> Result<Vec<OpinionPlace>, InputError> {
    let all: Vec<usize> = (0..counted.objects.len()).collect();
    let panels_of = |object: usize| -> BTreeSet<usize> {
        let tables = counted.tables.iter();
        tables.filter(|table| table.object == object).map(|table| table.panel).collect()
    };
    let people = |panels: &BTreeSet<usize>| -> u64 {
        panels.iter().filter_map(|panel| counted.panels.get(*panel)).map(|panel| panel.valid).sum()
    };
    let places = counted.places.len();
    let sources: Vec<OpinionSource> = all
        .iter()
        .map(|object| OpinionSource {
            node: places + object,
            ballots: people(&panels_of(*object)),
            opinions: counted.opinions.get(*object).copied().unwrap_or(0),
        })
        .collect();
    let (outcomes, _) = plan_opinions(&nodes(counted, &all), &sources, counted.opinion_minimum)?;
    let mut pools: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (object, outcome) in outcomes.iter().enumerate() {
        if let Opinions::Shown { pool, .. } = outcome {
            pools.entry(*pool).or_default().extend(panels_of(object));
        }
    }
    Ok(outcomes
        .iter()
        .map(|outcome| match outcome {
            Opinions::Shown { node, pool, .. } => {
                // The same people may have judged several of the pooled objects: they count once.
                let enough = pools.get(pool).is_some_and(|panels| people(panels) >= counted.opinion_minimum);
                match (enough, node.checked_sub(places)) {
                    (false, _) => OpinionPlace::Sealed,
                    (true, Some(_)) => OpinionPlace::Object,
                    (true, None) => OpinionPlace::Place(*node),
                }
            }
            Opinions::Sealed { .. } => OpinionPlace::Sealed,
        })
        .collect())
}
