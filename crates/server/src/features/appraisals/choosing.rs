//! Putting what was chosen on a round: instrument, variant, measure.

use storage::entities::{measure, organisation, round_object};
use storage::{MeasureId, MemberId, ObjectId, RoundId, WriteTransaction};
use texts::Language;

use super::library::LIBRARY;
use super::model::{Definition, Measure, ObjectKind};
use super::queries;
use crate::App;
use crate::web::{FieldErrors, WebError};

/// One to be judged.
pub struct Chosen {
    /// The name on the sheet.
    pub name: String,
    /// The organisation judged, or the member's.
    pub organisation: organisation::Model,
    /// The member, if one is judged.
    pub member: Option<MemberId>,
}

/// The instrument chosen for several.
pub struct Choice {
    code: String,
    wording: Wording,
}

enum Wording {
    /// Each one's sector decides.
    BySector,
    /// The common words.
    Common,
    /// This variant for all.
    Variant(String),
}

/// Reads `code`, `code:common` or `code:variant`; where the scale's meaning is only proposed, it must be confirmed.
pub fn instrument(typed: &str, mapping: &str, object: &str, errors: &mut FieldErrors) -> Option<Choice> {
    let (code, wording) = typed.split_once(':').unwrap_or((typed, ""));
    let found = LIBRARY.instruments_for(object).find(|instrument| instrument.code == code);
    let wording = match wording {
        "" => Some(Wording::BySector),
        "common" => Some(Wording::Common),
        other => found
            .filter(|found| found.variants.iter().any(|variant| variant.code == other))
            .map(|_| Wording::Variant(other.to_owned())),
    };
    let (Some(_), Some(wording)) = (found, wording) else {
        errors.add("instrument", "error-choose");
        return None;
    };
    let definition = LIBRARY.definition(code, None)?;
    if LIBRARY.is_proposed(&definition.scale.code) && mapping != "yes" {
        errors.add("mapping", "appraisals-error-mapping");
        return None;
    }
    Some(Choice { code: code.to_owned(), wording })
}

impl Choice {
    /// The definition for somebody of this sector: the variant proposed for it, or the one chosen for all.
    fn definition(&self, sector: Option<&str>) -> Option<Definition> {
        let variant = match &self.wording {
            Wording::Common => None,
            Wording::Variant(variant) => Some(variant.clone()),
            Wording::BySector => {
                let instrument = LIBRARY.instrument(&self.code)?;
                let fitting = instrument
                    .variants
                    .iter()
                    .find(|variant| sector.is_some_and(|sector| variant.sectors.iter().any(|one| one == sector)));
                fitting.map(|variant| variant.code.clone())
            }
        };
        LIBRARY.definition(&self.code, variant.as_deref())
    }
}

/// Adds objects; those that are on the round already stay as they are.
pub async fn add(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    chosen: Vec<Chosen>,
    choice: &Choice,
) -> Result<(), WebError> {
    let mut measures = queries::measures(transaction, round).await?;
    let there = queries::objects(transaction, round).await?;
    let mut subject = there.iter().map(|object| object.subject).max().unwrap_or(0);
    let mut rows = Vec::new();
    for one in chosen {
        let is_there =
            there.iter().any(|object| object.member == one.member && object.organisation == one.organisation.id);
        if is_there {
            continue;
        }
        let definition = choice.definition(one.organisation.sector.as_deref()).ok_or(WebError::NotFound)?;
        subject += 1;
        rows.push(round_object::Model {
            id: ObjectId(app.clock.next_id()),
            round_id: round,
            subject: i64::from(subject),
            kind: if one.member.is_some() {
                ObjectKind::Member.code().to_owned()
            } else {
                ObjectKind::Organisation.code().to_owned()
            },
            organisation_id: one.organisation.id,
            member_id: one.member,
            name: one.name,
            measure_id: measure_for(transaction, app, round, definition, &mut measures).await?,
            no_self_report_reason: None,
        });
    }
    Ok(queries::insert_objects(transaction, rows).await?)
}

/// The measure with this instrument, made where there is none.
async fn measure_for(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    definition: Definition,
    measures: &mut Vec<Measure>,
) -> Result<MeasureId, WebError> {
    let found = measures.iter().find(|measure| {
        measure.definition.code == definition.code
            && measure.definition.version == definition.version
            && measure.definition.variant == definition.variant
    });
    if let Some(found) = found {
        return Ok(found.id);
    }
    let direction = LIBRARY
        .instrument(&definition.code)
        .and_then(|instrument| instrument.directions.first().cloned())
        .unwrap_or_default();
    let id = MeasureId(app.clock.next_id());
    let row = measure::Model {
        id,
        round_id: round,
        position: i64::try_from(measures.len()).unwrap_or(i64::MAX),
        instrument_code: definition.code.clone(),
        instrument_version: i64::from(definition.version),
        direction: direction.clone(),
        definition: text_of(&definition)?,
    };
    queries::insert_measure(transaction, row).await?;
    measures.push(Measure { id, direction, definition });
    Ok(id)
}

/// A definition as it is stored.
pub fn text_of(definition: &Definition) -> Result<String, WebError> {
    serde_json::to_string(definition).map_err(|error| WebError::Broken(error.to_string()))
}

/// Whether somebody of this sector is judged by an instrument or in words made for others (S002, K02).
#[must_use]
pub fn is_of_another_sector(definition: &Definition, sector: Option<&str>) -> bool {
    let variant = definition.variant.as_deref().and_then(|code| {
        let instrument = LIBRARY.instrument(&definition.code)?;
        instrument.variants.iter().find(|variant| variant.code == code)
    });
    let fits =
        |sectors: &[String]| sectors.is_empty() || sector.is_none_or(|sector| sectors.iter().any(|one| one == sector));
    !fits(&definition.sectors) || variant.is_some_and(|variant| !fits(&variant.sectors))
}

/// The name of a measure: its instrument, and the variant's where one is used.
#[must_use]
pub fn measure_name(measure: &Measure, language: Language) -> String {
    let definition = &measure.definition;
    let name = definition.name.in_language(language);
    let variant = definition.variant.as_deref().and_then(|code| {
        let instrument = LIBRARY.instrument(&definition.code)?;
        instrument.variants.iter().find(|variant| variant.code == code)
    });
    match variant {
        None => name.to_owned(),
        Some(variant) => format!("{name} · {}", variant.name.in_language(language)),
    }
}

/// The name of a direction.
#[must_use]
pub fn direction_name(code: &str, language: Language) -> String {
    let found = LIBRARY.directions.iter().find(|direction| direction.code == code);
    found.map_or_else(|| code.to_owned(), |direction| direction.name.in_language(language).to_owned())
}

/// What the people judge an organisation against: its own target, else its sector's (S053).
#[must_use]
pub fn target_of(organisation: &organisation::Model, language: Language) -> String {
    let own = organisation.own_target.clone();
    own.filter(|target| !target.is_empty()).unwrap_or_else(|| {
        let sector = organisation.sector.as_deref();
        sector
            .and_then(|sector| LIBRARY.target_of(sector))
            .map_or_else(String::new, |target| target.in_language(language).to_owned())
    })
}
