//! The classes of each object's overall item, as released: what the verdict rule is applied to. They are counted for
//! the return and shown beside no name.

use std::collections::BTreeMap;

use rules::scale::Classes;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::{measure, round_object};
use storage::{MeasureId, Reads, RoundId, StorageError};

use crate::features::appraisals::model::Definition;
use crate::features::results::queries::release;
use crate::features::results::release::Release;

/// What the release says of one object.
pub enum Classified {
    /// Its overall item; nothing counted where the figure is withheld or pooled.
    Counted(Classes),
    /// Its instrument has no overall item.
    NoOverallItem,
}

/// The release of a round with the instruments it was graded by.
pub struct Verdicts {
    release: Release,
    definitions: BTreeMap<MeasureId, Definition>,
}

/// Reads them; nothing before the round is sealed.
pub async fn load(reads: &impl Reads, round: RoundId) -> Result<Option<Verdicts>, StorageError> {
    let Some(release) = release(reads, round).await? else {
        return Ok(None);
    };
    let measures = measure::Entity::find().filter(measure::Column::RoundId.eq(round)).all(reads.connection()).await?;
    let mut definitions = BTreeMap::new();
    for measure in measures {
        let definition =
            serde_json::from_str(&measure.definition).map_err(|_| StorageError::Damaged("a measure's definition"))?;
        definitions.insert(measure.id, definition);
    }
    Ok(Some(Verdicts { release, definitions }))
}

impl Verdicts {
    /// What was released of an object.
    pub fn of(&self, object: &round_object::Model) -> Classified {
        let definition = self.definitions.get(&object.measure_id);
        let Some((definition, overall)) =
            definition.and_then(|definition| Some((definition, definition.overall_position()?)))
        else {
            return Classified::NoOverallItem;
        };
        let counts =
            self.release.object(object.id).and_then(|(_, released)| released.items.get(overall)?.total.counts());
        let mut classes = Classes::default();
        for (grade, count) in definition.scale.grades.iter().zip(counts.unwrap_or_default()) {
            classes.base += count;
            classes.satisfied += if grade.satisfied { *count } else { 0 };
            classes.basic_or_above += if grade.basic { *count } else { 0 };
        }
        Classified::Counted(classes)
    }
}
