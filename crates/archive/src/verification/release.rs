//! Whether what was released fits the declaration, the counts, k and itself.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::came_back;
use super::gathering::Gathered;
use super::sums::{Below, fits};
use crate::declared::{Declaration, Measure, Ungraded};
use crate::released::{Object, Pool, Release, Standing, sum};
use crate::report::Fault;

struct Judged<'a> {
    gathered: &'a Gathered,
    declaration: &'a Declaration,
    release: &'a Release,
    measures: BTreeMap<&'a str, &'a Measure>,
    /// Measures that some group judges: only those have figures.
    judged: BTreeSet<&'a str>,
}

/// Everything that can be rechecked without ballots.
pub fn release(gathered: &Gathered, declaration: &Declaration, release: &Release) -> Result<(), Fault> {
    let judged = release.objects.iter().filter(|object| !object.judged_by.is_empty());
    let judged = Judged {
        gathered,
        declaration,
        release,
        measures: declaration.plan.measures_by_id(),
        judged: judged.map(|object| object.measure.as_str()).collect(),
    };
    judged.is_of_declaration()?;
    judged.places()?;
    judged.panels()?;
    for (position, object) in release.objects.iter().enumerate() {
        judged.object(position, object)?;
    }
    for (position, pool) in release.pools.iter().enumerate() {
        judged.pool(position, pool)?;
    }
    judged.object_totals()?;
    judged.place_totals()?;
    if release.opinions_sealed > release.opinions_received { Err(Fault::OpinionsDiffer) } else { Ok(()) }
}

fn hold(is_so: bool, fault: Fault) -> Result<(), Fault> {
    if is_so { Ok(()) } else { Err(fault) }
}

impl Judged<'_> {
    fn is_of_declaration(&self) -> Result<(), Fault> {
        let (declared, released) = (self.declaration, self.release);
        let objects = declared.plan.objects.iter().map(|object| (&object.id, &object.measure));
        let is_so = released.format == 1
            && (released.minimum, released.opinion_minimum) == (declared.minimum, declared.opinion_minimum)
            && released.objects.iter().map(|object| (&object.object, &object.measure)).eq(objects)
            && released.panels.len() == self.gathered.groups.len();
        hold(is_so, Fault::ReleaseOfAnother)
    }

    fn places(&self) -> Result<(), Fault> {
        let mut places = self.release.places.iter().enumerate();
        let is_tree = places.all(|(position, place)| match place.parent {
            None => position == 0,
            Some(parent) => parent < position,
        });
        hold(is_tree && !self.release.places.is_empty(), Fault::ReleaseMalformed)
    }

    fn is_place(&self, place: usize) -> bool {
        place < self.release.places.len()
    }

    fn panels(&self) -> Result<(), Fault> {
        let plan = &self.declaration.plan;
        let groups = self.gathered.groups.iter().zip(&self.gathered.panels);
        for ((group, line), panel) in groups.zip(&self.release.panels) {
            let declared = plan.panels.iter().find(|declared| declared.id == group.id);
            let declared = declared.ok_or(Fault::ReleaseOfAnother)?;
            let names = plan.group_of(declared).map(|panel| &panel.id);
            // R03: whoever gives a named sheet is due by that channel, not by this one.
            let due = line.roll.map(|roll| roll.saturating_sub(panel.named));
            let is_declared = panel.sheet == declared.sheet && panel.panels.iter().eq(names) && panel.due == due;
            hold(is_declared, Fault::ReleaseOfAnother)?;
            hold(self.is_place(panel.place), Fault::ReleaseMalformed)?;
            let (ballots, invalid) = came_back(self.gathered, line.sheet);
            let is_counted = panel.invalid == invalid
                && panel.recovered == ballots.saturating_add(invalid)
                && panel.recovered == sum([&panel.valid, &panel.blank, &panel.invalid]);
            hold(is_counted, Fault::PanelFiguresDiffer)?;
        }
        Ok(())
    }

    /// Items of a measure that have figures, and grades of its scale.
    fn shape(&self, measure: &str) -> Result<(usize, usize), Fault> {
        let definition = &self.measures.get(measure).ok_or(Fault::ReleaseMalformed)?.definition;
        let items = if self.judged.contains(measure) { definition.items.len() } else { 0 };
        Ok((items, definition.scale.grades.len()))
    }

    fn object(&self, position: usize, object: &Object) -> Result<(), Fault> {
        hold(self.is_place(object.place), Fault::ReleaseMalformed)?;
        let on_sheet = self.gathered.groups.iter().enumerate();
        let on_sheet = on_sheet.filter(|(_, group)| group.objects.iter().any(|asked| asked.object == position));
        hold(on_sheet.map(|(panel, _)| panel).eq(object.judged_by.iter().copied()), Fault::ReleaseMalformed)?;
        let (items, grades) = self.shape(&object.measure)?;
        let is_shaped =
            object.items.len() == items && object.items.iter().all(|item| item.panels.len() == object.judged_by.len());
        hold(is_shaped, Fault::ReleaseMalformed)?;
        let ungraded = self.measures.get(object.measure.as_str()).map(|measure| measure.definition.ungraded);
        for (number, item) in object.items.iter().enumerate() {
            let mut valid = 0_u64;
            for (panel, standing) in object.judged_by.iter().zip(&item.panels) {
                let of_panel = self.release.panels.get(*panel).map_or(0, |panel| panel.valid);
                valid = valid.saturating_add(of_panel);
                let graded = self.table(standing, grades, of_panel)?;
                // R01: where every item must be graded, a figure counts every valid form.
                let is_whole = graded.is_none_or(|graded| graded == of_panel);
                hold(is_whole || ungraded != Some(Ungraded::Refused), Fault::PanelFiguresDiffer)?;
                if let Standing::Pooled(pool) = standing {
                    let pool = self.release.pools.get(*pool).ok_or(Fault::PoolDiffers)?;
                    let is_in = pool.groups.contains(&(position, *panel)) && pool.items.contains(&number);
                    hold(is_in && pool.measure == object.measure, Fault::PoolDiffers)?;
                }
            }
            self.table(&item.total, grades, valid)?;
        }
        Ok(())
    }

    /// How many graded, where it is shown; a table rests on nobody or on k, and never counts more than were valid.
    fn table(&self, standing: &Standing, grades: usize, valid: u64) -> Result<Option<u64>, Fault> {
        let Standing::Shown(counts) = standing else {
            return Ok(None);
        };
        self.counts(counts, grades, valid).map(Some)
    }

    fn counts(&self, counts: &[u64], grades: usize, valid: u64) -> Result<u64, Fault> {
        hold(counts.len() == grades, Fault::ReleaseMalformed)?;
        let graded = sum(counts);
        hold(graded == 0 || graded >= self.release.minimum, Fault::BelowMinimum)?;
        hold(graded <= valid, Fault::MoreThanValid)?;
        Ok(graded)
    }

    fn pool(&self, position: usize, pool: &Pool) -> Result<(), Fault> {
        let (items, grades) = self.shape(&pool.measure)?;
        let distinct_groups: BTreeSet<_> = pool.groups.iter().collect();
        let distinct_items: BTreeSet<_> = pool.items.iter().collect();
        let is_shaped = self.is_place(pool.place)
            && pool.groups.len() >= 2
            && distinct_groups.len() == pool.groups.len()
            && distinct_items.len() == pool.items.len()
            && pool.items.iter().all(|item| *item < items)
            && pool.tables.len() == pool.items.len()
            && pool.object.is_none_or(|object| pool.groups.iter().all(|(other, _)| *other == object));
        hold(is_shaped, Fault::PoolDiffers)?;
        let mut valid = 0_u64;
        for (object, panel) in &pool.groups {
            let object = self.release.objects.get(*object).ok_or(Fault::PoolDiffers)?;
            let place = object.judged_by.iter().position(|other| other == panel).ok_or(Fault::PoolDiffers)?;
            let stands = |item: &usize| {
                let standing = object.items.get(*item).and_then(|item| item.panels.get(place));
                standing == Some(&Standing::Pooled(position))
            };
            hold(object.measure == pool.measure && pool.items.iter().all(stands), Fault::PoolDiffers)?;
            valid = valid.saturating_add(self.release.panels.get(*panel).map_or(0, |panel| panel.valid));
        }
        hold(pool.valid == valid, Fault::PoolDiffers)?;
        pool.tables.iter().try_for_each(|counts| self.counts(counts, grades, valid).map(drop))
    }

    fn object_totals(&self) -> Result<(), Fault> {
        for (position, object) in self.release.objects.iter().enumerate() {
            let (_, grades) = self.shape(&object.measure)?;
            let alone = BTreeSet::from([position]);
            let mut items = object.items.iter().enumerate();
            let is_sum = items.all(|(number, item)| fits(self.release, &alone, number, grades, &item.total));
            hold(is_sum, Fault::TotalDiffers)?;
        }
        Ok(())
    }

    fn place_totals(&self) -> Result<(), Fault> {
        let below = Below::of(self.release);
        let mut seen = BTreeSet::new();
        for total in &self.release.totals {
            hold(self.is_place(total.place), Fault::ReleaseMalformed)?;
            let (items, grades) = self.shape(&total.measure)?;
            let objects: BTreeSet<usize> = below.objects(self.release, total.place, &total.measure).collect();
            let is_first = seen.insert((total.place, total.measure.as_str()));
            hold(is_first && !objects.is_empty() && total.items.len() == items, Fault::ReleaseMalformed)?;
            let groups = objects.iter().filter_map(|object| self.release.objects.get(*object));
            let groups =
                groups.flat_map(|object| &object.judged_by).filter_map(|panel| self.release.panels.get(*panel));
            let valid = sum(groups.map(|panel| &panel.valid));
            let is_counted = u64::try_from(objects.len()).is_ok_and(|number| number == total.objects);
            hold(is_counted && valid == total.valid, Fault::PlaceTotalDiffers)?;
            for (number, standing) in total.items.iter().enumerate() {
                self.table(standing, grades, valid)?;
                hold(fits(self.release, &objects, number, grades, standing), Fault::PlaceTotalDiffers)?;
            }
        }
        // One for every place and measure with something below.
        let measures: BTreeSet<&str> = self.release.objects.iter().map(|object| object.measure.as_str()).collect();
        let places = 0..self.release.places.len();
        let wanted = places.flat_map(|place| measures.iter().map(move |measure| (place, *measure)));
        let wanted = wanted.filter(|(place, measure)| below.objects(self.release, *place, measure).next().is_some());
        hold(wanted.count() == seen.len(), Fault::PlaceTotalDiffers)
    }
}
