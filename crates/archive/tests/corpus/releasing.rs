//! What would be released of a round: small groups are pooled, or withheld where even that does not reach k.

use std::collections::{BTreeMap, BTreeSet};

use credentials::Answer;
use serde_json::{Value, json};

use crate::world::World;

/// Position of object and of group.
type Group = (usize, usize);
/// Per item the counts by grade.
type Table = Vec<Vec<u64>>;

/// The counts of every group about every object on its sheet, and per group valid and blank ballots.
pub struct Counts {
    pub tables: BTreeMap<Group, Table>,
    pub ballots: Vec<(u64, u64)>,
}

/// Counts the ballots.
pub fn count(world: &World) -> Counts {
    let mut counts = Counts { tables: BTreeMap::new(), ballots: Vec::new() };
    for (position, panel) in world.open().enumerate() {
        let objects = &world.sheets[panel.sheet];
        for object in objects {
            let measure = world.measures[world.objects[*object].1];
            let table = vec![vec![0; usize::from(measure.grades)]; measure.items];
            counts.tables.insert((*object, position), table);
        }
        let (mut valid, mut blank) = (0, 0);
        for ballot in world.ballots.iter().filter(|ballot| ballot.number == panel.number) {
            let mut answers = ballot.answers.iter();
            let mut graded = 0_u64;
            for object in objects {
                for item in counts.tables.get_mut(&(*object, position)).unwrap() {
                    if let Some(Answer::Grade(grade)) = answers.next() {
                        item[usize::from(*grade)] += 1;
                        graded += 1;
                    }
                }
            }
            if graded > 0 { valid += 1 } else { blank += 1 }
        }
        counts.ballots.push((valid, blank));
    }
    counts
}

/// What becomes of the groups of a measure.
#[derive(Default)]
struct Blocks {
    pools: Vec<Vec<Group>>,
    withheld: BTreeSet<Group>,
}

fn graded(tables: &[&Table]) -> Vec<u64> {
    let items = tables.first().map_or(0, |table| table.len());
    (0..items).map(|item| tables.iter().map(|table| table[item].iter().sum::<u64>()).sum()).collect()
}

fn sum(tables: &[&Table], item: usize, grades: usize) -> Vec<u64> {
    (0..grades).map(|grade| tables.iter().map(|table| table[item][grade]).sum()).collect()
}

impl Blocks {
    fn of(world: &World, counts: &Counts, measure: usize) -> Self {
        let k = world.minimum;
        let mut blocks = Self::default();
        let mut rest = Vec::new();
        let is_releasable = |groups: &[Group]| {
            let tables: Vec<&Table> = groups.iter().map(|group| &counts.tables[group]).collect();
            graded(&tables).iter().all(|number| *number == 0 || *number >= k)
        };
        let judged = |object: &usize| world.objects[*object].1 == measure;
        for object in (0..world.objects.len()).filter(judged) {
            let mut groups: Vec<Group> = counts.tables.keys().copied().filter(|group| group.0 == object).collect();
            groups.retain(|group| graded(&[&counts.tables[group]]).iter().any(|number| *number > 0));
            let (small, mut large): (Vec<Group>, Vec<Group>) =
                groups.into_iter().partition(|group| !is_releasable(&[*group]));
            let mut block = small;
            while !block.is_empty() && (block.len() < 2 || !is_releasable(&block)) {
                let Some(next) = large.pop() else { break };
                block.push(next);
            }
            if block.len() > 1 && is_releasable(&block) {
                blocks.pools.push(block);
            } else {
                rest.extend(block);
            }
        }
        if rest.len() > 1 && is_releasable(&rest) {
            blocks.pools.push(rest);
        } else {
            blocks.withheld.extend(rest);
        }
        blocks
    }
}

struct Writer<'a> {
    world: &'a World,
    counts: &'a Counts,
    pools: Vec<Vec<Group>>,
    withheld: BTreeSet<Group>,
}

/// The release, as JSON in its own order.
pub fn release(world: &World, counts: &Counts) -> Value {
    let mut writer = Writer { world, counts, pools: Vec::new(), withheld: BTreeSet::new() };
    for measure in 0..world.measures.len() {
        let blocks = Blocks::of(world, counts, measure);
        writer.pools.extend(blocks.pools);
        writer.withheld.extend(blocks.withheld);
    }
    let places = world.places.iter().enumerate();
    json!({
        "format": 1,
        "minimum": world.minimum,
        "opinion_minimum": 8,
        "places": places.map(|(place, parent)| json!({
            "organisation": format!("place-{place}"), "name": format!("支部{place}"), "parent": parent,
        })).collect::<Vec<_>>(),
        "panels": writer.panels(),
        "objects": (0..world.objects.len()).map(|object| writer.object(object)).collect::<Vec<_>>(),
        "pools": (0..writer.pools.len()).map(|pool| writer.pool(pool)).collect::<Vec<_>>(),
        "totals": writer.totals(),
        "opinions_received": 5,
        "opinions_sealed": 2,
    })
}

impl Writer<'_> {
    fn panels(&self) -> Vec<Value> {
        let world = self.world;
        let open = world.open().zip(&self.counts.ballots);
        open.map(|(panel, (valid, blank))| {
            let own = world.panels.iter().position(|other| other.number == panel.number);
            let merged = world.panels.iter().filter(|other| other.merged_into.is_some() && other.merged_into == own);
            let group: Vec<_> = std::iter::once(panel).chain(merged).collect();
            let due: Option<Vec<u64>> = group.iter().map(|panel| panel.due).collect();
            // Some give a named sheet instead (S069): counted by themselves, and not due here.
            let named = if due.is_some() { u64::from(panel.number % 3) } else { 0 };
            let batches = world.batches.iter().filter(|batch| batch.sheet == panel.number);
            let invalid: u64 = batches.map(|batch| batch.invalid).sum();
            json!({
                "panels": group.iter().map(|panel| format!("panel-{}", panel.number)).collect::<Vec<_>>(),
                "sheet": format!("sheet-{}", panel.sheet),
                "place": panel.place,
                "categories": ["members"],
                "due": due.map(|due| due.iter().sum::<u64>() - named),
                "named": named,
                "recovered": valid + blank + invalid,
                "valid": valid,
                "blank": blank,
                "invalid": invalid,
            })
        })
        .collect()
    }

    fn standing(&self, group: Group, item: usize) -> Value {
        let table = &self.counts.tables[&group];
        if graded(&[table]).iter().all(|number| *number == 0) {
            return json!("empty");
        }
        if self.withheld.contains(&group) {
            return json!("withheld");
        }
        match self.pools.iter().position(|pool| pool.contains(&group)) {
            Some(pool) => json!({ "pooled": pool }),
            None => json!({ "shown": table[item] }),
        }
    }

    fn total(&self, groups: &[Group], item: usize, grades: usize) -> Value {
        let standings: Vec<Value> = groups.iter().map(|group| self.standing(*group, item)).collect();
        let mut graded: Vec<&Value> = standings.iter().filter(|standing| **standing != json!("empty")).collect();
        let cut = self.pools.iter().any(|pool| {
            let within = pool.iter().filter(|group| groups.contains(group)).count();
            within > 0 && within < pool.len()
        });
        if graded.is_empty() {
            return json!("empty");
        }
        if cut || graded.contains(&&json!("withheld")) {
            graded.dedup();
            let is_one_pool = graded.len() == 1 && graded[0].get("pooled").is_some();
            return if is_one_pool { graded[0].clone() } else { json!("withheld") };
        }
        let tables: Vec<&Table> = groups.iter().map(|group| &self.counts.tables[group]).collect();
        json!({ "shown": sum(&tables, item, grades) })
    }

    fn groups_of(&self, object: usize) -> Vec<Group> {
        self.counts.tables.keys().copied().filter(|group| group.0 == object).collect()
    }

    /// Items that have figures, and grades.
    fn shape(&self, measure: usize) -> (usize, usize) {
        let judged = self.counts.tables.keys().any(|(object, _)| self.world.objects[*object].1 == measure);
        let shape = self.world.measures[measure];
        (if judged { shape.items } else { 0 }, usize::from(shape.grades))
    }

    fn object(&self, object: usize) -> Value {
        let (place, measure) = self.world.objects[object];
        let groups = self.groups_of(object);
        let (items, grades) = self.shape(measure);
        let items = (0..items).map(|item| {
            let panels: Vec<Value> = groups.iter().map(|group| self.standing(*group, item)).collect();
            json!({ "total": self.total(&groups, item, grades), "panels": panels })
        });
        json!({
            "object": format!("object-{object}"),
            "name": format!("对象{object}"),
            "place": place,
            "measure": format!("measure-{measure}"),
            "judged_by": groups.iter().map(|group| group.1).collect::<Vec<_>>(),
            "items": items.collect::<Vec<_>>(),
            "reasons": [],
        })
    }

    fn pool(&self, pool: usize) -> Value {
        let groups = &self.pools[pool];
        let measure = self.world.objects[groups[0].0].1;
        let (items, grades) = self.shape(measure);
        let tables: Vec<&Table> = groups.iter().map(|group| &self.counts.tables[group]).collect();
        json!({
            "measure": format!("measure-{measure}"),
            "place": 0,
            "object": groups.iter().all(|group| group.0 == groups[0].0).then_some(groups[0].0),
            "groups": groups,
            "valid": groups.iter().map(|group| self.counts.ballots[group.1].0).sum::<u64>(),
            "items": (0..items).collect::<Vec<_>>(),
            "tables": (0..items).map(|item| sum(&tables, item, grades)).collect::<Vec<_>>(),
        })
    }

    fn lies_within(&self, place: usize, above: usize) -> bool {
        place == above || self.world.places[place].is_some_and(|parent| self.lies_within(parent, above))
    }

    fn totals(&self) -> Vec<Value> {
        let mut totals = Vec::new();
        for measure in 0..self.world.measures.len() {
            for place in 0..self.world.places.len() {
                let is_below = |object: &usize| {
                    let (at, own) = self.world.objects[*object];
                    own == measure && self.lies_within(at, place)
                };
                let objects: Vec<usize> = (0..self.world.objects.len()).filter(is_below).collect();
                if objects.is_empty() {
                    continue;
                }
                let groups: Vec<Group> = objects.iter().flat_map(|object| self.groups_of(*object)).collect();
                let (items, grades) = self.shape(measure);
                totals.push(json!({
                    "place": place,
                    "measure": format!("measure-{measure}"),
                    "objects": objects.len(),
                    "valid": groups.iter().map(|group| self.counts.ballots[group.1].0).sum::<u64>(),
                    "items": (0..items).map(|item| self.total(&groups, item, grades)).collect::<Vec<_>>(),
                    "reasons": [],
                }));
            }
        }
        totals
    }
}
