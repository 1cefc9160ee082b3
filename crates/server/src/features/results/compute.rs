//! From tallies to the release: the plan over the frozen tree, measure by measure. Pure.
//!
//! Every group is the ballots of one sheet about one object and hangs on the object; objects hang on their
//! organisations. Ballots of earlier rounds are other ballots. The one figure that is of several rounds, a year's
//! (R44), adds what these rounds published and nothing else: it tells nothing that they did not, so nothing here can be
//! had by subtracting, and no union of this round's groups is known before.

mod counted;
mod input;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rules::release::{InputError, Plan, Standing as Planned, Total, plan_among};
use rules::{Step, release::Partition};
use storage::MeasureId;

pub use counted::{Counted, Judged, OpinionPlace, Table};
use input::{figures, from_too_few, group_reference, lies_within, opinions};

use super::release::{FORMAT, Item, Object, PlaceTotal, Pool, Reasons, Release, Standing, StoredStep};

/// Computes the release, and per object where its opinions go.
///
/// # Errors
/// When tree, groups and tables do not fit together.
pub fn release(counted: &Counted) -> Result<(Release, Vec<OpinionPlace>), InputError> {
    let mut release = Release {
        format: FORMAT,
        minimum: counted.minimum,
        opinion_minimum: counted.opinion_minimum,
        places: counted.places.clone(),
        panels: counted.panels.clone(),
        objects: Vec::new(),
        pools: Vec::new(),
        totals: Vec::new(),
        opinions_received: counted.opinions.iter().sum(),
        opinions_sealed: 0,
        quality: Vec::new(),
    };
    let mut objects: Vec<Option<Object>> = vec![None; counted.objects.len()];
    let measures: BTreeSet<MeasureId> = counted.objects.iter().map(|object| object.measure).collect();
    for measure in measures {
        MeasurePlan::make(counted, measure)?.write(&mut release, &mut objects);
    }
    release.objects = objects.into_iter().flatten().collect();
    let opinions = opinions(counted)?;
    for (place, number) in opinions.iter().zip(&counted.opinions) {
        if *place == OpinionPlace::Sealed {
            release.opinions_sealed += number;
        }
    }
    Ok((release, opinions))
}

/// The plan of one measure: nodes are the places, then the objects; groups are the tables that are not hidden.
struct MeasurePlan<'a> {
    counted: &'a Counted,
    measure: MeasureId,
    /// Positions of the measure's objects; the node of the n-th is `places + n`.
    objects: Vec<usize>,
    /// The tables in the plan.
    kept: Vec<&'a Table>,
    /// Where the table of an object and a group stands among them.
    index: HashMap<(usize, usize), usize>,
    /// The tables of each object, those left out included.
    of_object: BTreeMap<usize, Vec<&'a Table>>,
    /// Tables left out, because what they could be pooled with comes from too few people.
    dropped: Vec<&'a Table>,
    plan: Plan,
}

impl<'a> MeasurePlan<'a> {
    fn make(counted: &'a Counted, measure: MeasureId) -> Result<Self, InputError> {
        let objects: Vec<usize> = counted
            .objects
            .iter()
            .enumerate()
            .filter(|(_, object)| object.measure == measure)
            .map(|(position, _)| position)
            .collect();
        let mut of_object: BTreeMap<usize, Vec<&Table>> = objects.iter().map(|object| (*object, Vec::new())).collect();
        let mut kept: Vec<&Table> = Vec::new();
        for table in &counted.tables {
            if let Some(tables) = of_object.get_mut(&table.object) {
                tables.push(table);
                kept.push(table);
            }
        }
        let mut dropped = Vec::new();
        loop {
            let people: Vec<usize> = kept.iter().map(|table| table.panel).collect();
            let plan = plan_among(&figures(counted, &objects, &kept), &people)?;
            let few = from_too_few(counted, &kept, &plan);
            if few.is_empty() {
                let index =
                    kept.iter().enumerate().map(|(position, table)| ((table.object, table.panel), position)).collect();
                return Ok(Self { counted, measure, objects, index, of_object, kept, dropped, plan });
            }
            let mut position = 0;
            kept.retain(|table| {
                let stays = !few.contains(&position);
                if !stays {
                    dropped.push(*table);
                }
                position += 1;
                stays
            });
        }
    }

    fn node_of(&self, object: usize) -> Option<usize> {
        let place = self.objects.iter().position(|other| *other == object)?;
        Some(self.counted.places.len() + place)
    }

    fn tables_of(&self, object: usize) -> impl Iterator<Item = &'a Table> {
        let tables = self.of_object.get(&object).map(Vec::as_slice);
        tables.unwrap_or_default().iter().copied()
    }

    fn items(&self) -> usize {
        let tables = self.kept.iter().chain(&self.dropped);
        tables.map(|table| table.items.len()).max().unwrap_or(0)
    }

    fn write(&self, release: &mut Release, objects: &mut [Option<Object>]) {
        // (partition, block) → position among the release's pools
        let mut pools: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (number, partition) in self.plan.partitions.iter().enumerate() {
            for (position, block) in partition.blocks.iter().enumerate() {
                if block.groups.len() < 2 {
                    continue;
                }
                pools.insert((number, position), release.pools.len());
                release.pools.push(self.pool(partition, position));
            }
        }
        for object in &self.objects {
            if let (Some(slot), Some(judged)) = (objects.get_mut(*object), self.counted.objects.get(*object)) {
                *slot = Some(self.object(*object, judged, &pools));
            }
        }
        for place in 0..self.counted.places.len() {
            if let Some(total) = self.place_total(place, &pools) {
                release.totals.push(total);
            }
        }
    }

    fn pool(&self, partition: &Partition, position: usize) -> Pool {
        let block = partition.blocks.get(position);
        let groups: Vec<(usize, usize)> = block
            .iter()
            .flat_map(|block| &block.groups)
            .filter_map(|group| self.kept.get(*group))
            .map(|table| (table.object, table.panel))
            .collect();
        let first = groups.first().map(|(object, _)| *object);
        let object = first.filter(|first| groups.iter().all(|(object, _)| object == first));
        let home = block.map_or(0, |block| block.home);
        let place = if home < self.counted.places.len() {
            home
        } else {
            first.and_then(|object| self.counted.objects.get(object)).map_or(0, |object| object.place)
        };
        Pool {
            measure: self.measure,
            place,
            object,
            groups,
            valid: block.map_or(0, |block| block.valid),
            items: partition.items.clone(),
            tables: block.map_or_else(Vec::new, |block| block.tables.clone()),
        }
    }

    fn object(&self, position: usize, judged: &Judged, pools: &BTreeMap<(usize, usize), usize>) -> Object {
        let mut judged_by: Vec<usize> = self.tables_of(position).map(|table| table.panel).collect();
        judged_by.sort_unstable();
        let node = self.node_of(position).unwrap_or(usize::MAX);
        let items = (0..self.items())
            .map(|item| {
                let panels: Vec<Standing> =
                    judged_by.iter().map(|panel| self.group_standing(position, *panel, item, pools)).collect();
                let below = BTreeSet::from([position]);
                Item { total: self.total_standing(node, &below, item, pools), panels }
            })
            .collect();
        Object {
            object: judged.object,
            name: judged.name.clone(),
            place: judged.place,
            measure: judged.measure,
            judged_by,
            items,
            reasons: self.reasons(node, |table| table.object == position),
        }
    }

    fn group_standing(
        &self,
        object: usize,
        panel: usize,
        item: usize,
        pools: &BTreeMap<(usize, usize), usize>,
    ) -> Standing {
        let is_it = |table: &&&Table| table.object == object && table.panel == panel;
        if let Some(table) = self.dropped.iter().find(is_it) {
            let graded: u64 = table.items.get(item).into_iter().flatten().sum();
            return if graded == 0 { Standing::Empty } else { Standing::Withheld };
        }
        let found = self.index.get(&(object, panel)).copied();
        let divided = self.plan.partitions.iter().enumerate().find(|(_, partition)| partition.items.contains(&item));
        let (Some(group), Some((number, partition))) = (found, divided) else {
            return Standing::Empty;
        };
        match partition.groups.get(group) {
            None | Some(Planned::Empty) => Standing::Empty,
            Some(Planned::Hidden) => Standing::Withheld,
            Some(Planned::Shown(_)) => {
                self.plan.group_table(group, item).map_or(Standing::Withheld, |counts| Standing::Shown(counts.to_vec()))
            }
            Some(Planned::Pooled(block)) => {
                pools.get(&(number, *block)).map_or(Standing::Withheld, |pool| Standing::Pooled(*pool))
            }
        }
    }

    /// The total of a node; where one pool holds everything below it, that pool.
    fn total_standing(
        &self,
        node: usize,
        below: &BTreeSet<usize>,
        item: usize,
        pools: &BTreeMap<(usize, usize), usize>,
    ) -> Standing {
        let is_dropped = self.dropped.iter().any(|table| {
            below.contains(&table.object) && table.items.get(item).is_some_and(|counts| counts.iter().sum::<u64>() > 0)
        });
        if is_dropped {
            return Standing::Withheld;
        }
        let Some((partition, _)) = self.plan.partition_of(item) else {
            return Standing::Empty;
        };
        match partition.totals.get(node) {
            None | Some(Total::Empty) => Standing::Empty,
            Some(Total::Released) => {
                self.plan.total_table(node, item).map_or(Standing::Withheld, |counts| Standing::Shown(counts.to_vec()))
            }
            Some(Total::Withheld) => {
                let mut graded = below
                    .iter()
                    .flat_map(|object| self.tables_of(*object))
                    .map(|table| self.group_standing(table.object, table.panel, item, pools))
                    .filter(|standing| *standing != Standing::Empty);
                match graded.next() {
                    Some(Standing::Pooled(pool)) if graded.all(|other| other == Standing::Pooled(pool)) => {
                        Standing::Pooled(pool)
                    }
                    _ => Standing::Withheld,
                }
            }
        }
    }

    fn place_total(&self, place: usize, pools: &BTreeMap<(usize, usize), usize>) -> Option<PlaceTotal> {
        let below: BTreeSet<usize> = self
            .objects
            .iter()
            .copied()
            .filter(|object| {
                self.counted
                    .objects
                    .get(*object)
                    .is_some_and(|judged| lies_within(&self.counted.places, judged.place, place))
            })
            .collect();
        if below.is_empty() {
            return None;
        }
        let valid = below
            .iter()
            .flat_map(|object| self.tables_of(*object))
            .filter_map(|table| self.counted.panels.get(table.panel))
            .map(|panel| panel.valid)
            .sum();
        let items = (0..self.items()).map(|item| self.total_standing(place, &below, item, pools)).collect();
        Some(PlaceTotal {
            place,
            measure: self.measure,
            objects: below.iter().map(|_| 1_u64).sum(),
            valid,
            items,
            reasons: self.reasons(place, |_| false),
        })
    }

    /// The steps that speak of this node, of these groups, or of a block with one of these groups.
    fn reasons(&self, node: usize, concerns: impl Fn(&Table) -> bool) -> Vec<Reasons> {
        let of_partition = |partition: &Partition| {
            let is_mine = |group: &usize| self.kept.get(*group).is_some_and(|table| concerns(table));
            let blocks: Vec<usize> = partition
                .blocks
                .iter()
                .enumerate()
                .filter(|(_, block)| block.groups.iter().any(is_mine))
                .map(|(position, _)| position)
                .collect();
            let wanted = |step: &&Step| match step {
                Step::BlockReleased { block, .. } => blocks.contains(block),
                Step::GroupPooled { group, .. } | Step::GroupHidden { group, .. } => is_mine(group),
                Step::TotalReleased { node: at, .. } | Step::TotalWithheld { node: at } => *at == node,
                _ => false,
            };
            let mut steps: Vec<StoredStep> =
                partition.steps.iter().filter(wanted).map(|step| self.named(step)).collect();
            for table in self.dropped.iter().filter(|table| concerns(table)) {
                steps.push(StoredStep {
                    key: "group-hidden".to_owned(),
                    rule: rules::Rule::R32.id().to_owned(),
                    arguments: vec![
                        ("group".to_owned(), group_reference(table)),
                        ("threshold".to_owned(), self.counted.minimum.to_string()),
                    ],
                });
            }
            Reasons { items: partition.items.clone(), steps }
        };
        self.plan.partitions.iter().map(of_partition).collect()
    }

    /// A step with references in place of the plan's positions.
    fn named(&self, step: &Step) -> StoredStep {
        let mut stored = StoredStep::from(step);
        for (name, value) in &mut stored.arguments {
            let Ok(number) = value.parse::<usize>() else {
                continue;
            };
            match name.as_str() {
                "group" => {
                    if let Some(table) = self.kept.get(number) {
                        *value = group_reference(table);
                    }
                }
                "node" => *value = self.node_reference(number),
                "block" => *value = (number + 1).to_string(),
                _ => {}
            }
        }
        // How many groups a block pools is named `groups` and stays a number.
        stored
    }

    fn node_reference(&self, node: usize) -> String {
        match node.checked_sub(self.counted.places.len()) {
            None => format!("place:{node}"),
            Some(nth) => format!("object:{}", self.objects.get(nth).copied().unwrap_or(nth)),
        }
    }
}
