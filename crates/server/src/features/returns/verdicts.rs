//! The classes of each object's overall item, as released: what the verdict rule is applied to. They are read from the
//! one measure and the judges the round declared, counted for the return, and shown beside no name.

use rules::scale::Classes;
use storage::entities::{round, round_object};
use storage::{Reads, StorageError};

use crate::features::appraisals::model::{Frozen, ObjectKind, VerdictSource};
use crate::features::results::queries::release;
use crate::features::results::release::{Object, Release, Standing};

/// What the release says of one object.
pub enum Classified {
    /// Its overall item; nothing counted where the figure of the declared judges is withheld or pooled with others'.
    Counted(Classes),
    /// The round declared nothing that is read for such objects.
    NoSource,
    /// It was judged by another measure than the declared one.
    OtherMeasure,
    /// Its declared judges were merged with others before issuing: their forms cannot be told apart.
    NotApart,
}

/// The release of a round with what it declared.
pub struct Verdicts {
    release: Release,
    frozen: Frozen,
}

/// Reads them; nothing before the round is sealed.
pub async fn load(reads: &impl Reads, round: &round::Model) -> Result<Option<Verdicts>, StorageError> {
    let (Some(release), Some(frozen)) = (release(reads, round.id).await?, &round.frozen) else {
        return Ok(None);
    };
    let frozen = Frozen::from_text(frozen).map_err(|_| StorageError::Damaged("the frozen text of a round"))?;
    Ok(Some(Verdicts { release, frozen }))
}

impl Verdicts {
    /// What was released of somebody judged by these objects, one for each direction: the declared measure is of one.
    pub fn of_any(&self, objects: &[round_object::Model]) -> Classified {
        let each = objects.iter().map(|object| self.of(object));
        let rank = |found: &Classified| match found {
            Classified::Counted(_) => 0,
            Classified::NotApart => 1,
            Classified::OtherMeasure => 2,
            Classified::NoSource => 3,
        };
        each.min_by_key(rank).unwrap_or(Classified::NoSource)
    }

    /// What was released of an object.
    fn of(&self, object: &round_object::Model) -> Classified {
        let rule = self.frozen.verdict.as_ref();
        let Some(source) = rule.and_then(|rule| rule.source(ObjectKind::from_code(&object.kind))) else {
            return Classified::NoSource;
        };
        let measure = self.frozen.plan.measure(object.measure_id);
        let Some((definition, overall)) = measure
            .filter(|measure| source.is_read_from(measure))
            .and_then(|measure| Some((&measure.definition, measure.definition.overall_position()?)))
        else {
            return Classified::OtherMeasure;
        };
        let released = self.release.object(object.id);
        if released.is_some_and(|(_, object)| is_mixed(&self.release, object, source)) {
            return Classified::NotApart;
        }
        let counts = released.and_then(|(_, object)| counts_of(&self.release, object, overall, source));
        let mut classes = Classes::default();
        for (grade, count) in definition.scale.grades.iter().zip(counts.unwrap_or_default()) {
            classes.base += count;
            classes.satisfied += if grade.satisfied { count } else { 0 };
            classes.basic_or_above += if grade.basic { count } else { 0 };
        }
        Classified::Counted(classes)
    }
}

/// The released counts of the declared judges together; nothing where one of their figures is shown only with others'.
fn counts_of(release: &Release, object: &Object, item: usize, source: &VerdictSource) -> Option<Vec<u64>> {
    let item = object.items.get(item)?;
    let is_declared = |group: &usize| {
        let panel = release.panels.get(*group);
        panel.is_some_and(|panel| panel.categories.iter().all(|category| source.categories.contains(category)))
    };
    if object.judged_by.iter().all(is_declared) {
        return item.total.counts().map(<[u64]>::to_vec);
    }
    let mut sum: Vec<u64> = Vec::new();
    for (_, standing) in object.judged_by.iter().zip(&item.panels).filter(|(group, _)| is_declared(group)) {
        match standing {
            Standing::Empty => {}
            Standing::Shown(counts) => {
                sum.resize(sum.len().max(counts.len()), 0);
                for (all, more) in sum.iter_mut().zip(counts) {
                    *all += more;
                }
            }
            Standing::Pooled(_) | Standing::Withheld => return None,
        }
    }
    Some(sum)
}

/// Whether a group that judges the object was merged of declared judges and others.
fn is_mixed(release: &Release, object: &Object, source: &VerdictSource) -> bool {
    let mut groups = object.judged_by.iter().filter_map(|group| release.panels.get(*group));
    groups.any(|panel| {
        let declared = panel.categories.iter().filter(|category| source.categories.contains(category)).count();
        declared > 0 && declared < panel.categories.len()
    })
}
