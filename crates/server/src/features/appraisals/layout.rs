//! A sheet as the ballot store knows it: its answers in the order object, item.

use credentials::{Layout, LayoutError, Scale, Section, WithoutGrade};

use super::model::{Definition, Plan, Sheet, Ungraded};

/// The layout of a sheet: for each object its items in order. Neighbours with the same measure form one section.
///
/// # Errors
/// When the sheet asks nothing or too much.
pub fn layout_of(plan: &Plan, sheet: &Sheet) -> Result<Layout, LayoutError> {
    let mut sections: Vec<Section> = Vec::new();
    let mut before = None;
    for (object, definition) in plan.objects_of(sheet) {
        match sections.last_mut() {
            Some(section) if before == Some(object.measure) => {
                section.objects = section.objects.saturating_add(1);
            }
            _ => sections.push(Section { objects: 1, items: scales(definition)? }),
        }
        before = Some(object.measure);
    }
    Layout::new(sections)
}

fn scales(definition: &Definition) -> Result<Vec<Scale>, LayoutError> {
    let grades = u8::try_from(definition.scale.grades.len()).unwrap_or(u8::MAX);
    let without = match definition.ungraded {
        Ungraded::Refused => WithoutGrade::Never,
        Ungraded::NotKnown => WithoutGrade::Unknown,
    };
    let scale = Scale::new(grades, without)?;
    Ok(vec![scale; definition.items.len()])
}

/// The name of a round on the anonymous side.
#[must_use]
pub fn ballot_round(round: storage::RoundId) -> ballot_box::RoundId {
    ballot_box::RoundId::from_bytes(*round.0.as_bytes())
}

/// The round behind a name of the anonymous side.
#[must_use]
pub fn round_of(round: ballot_box::RoundId) -> storage::RoundId {
    storage::RoundId(uuid::Uuid::from_bytes(*round.as_bytes()))
}
