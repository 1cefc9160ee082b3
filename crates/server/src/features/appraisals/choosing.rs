//! Putting what was chosen on a round: instrument, variant, measure.

use storage::entities::{measure, organisation, round_object};
use storage::{MeasureId, MemberId, ObjectId, RoundId, WriteTransaction};
use texts::Language;

use super::library::{Catalogue, LIBRARY, Taken};
use super::model::{Definition, Measure, Object, ObjectKind};
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
    taken: Taken,
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

/// Which row of a round an object of this type of the library is; a window has none yet.
#[must_use]
pub fn row_of(object: &str) -> Option<ObjectKind> {
    match object {
        "organisation" | LEADING_TEAM => Some(ObjectKind::Organisation),
        "member" | "leader" => Some(ObjectKind::Member),
        _ => None,
    }
}

/// Reads `code`, `code:common` or `code:variant`; where the scale's meaning is only proposed, it must be confirmed.
pub fn instrument(
    catalogue: &Catalogue,
    (typed, mapping): (&str, &str),
    kind: ObjectKind,
    errors: &mut FieldErrors,
) -> Option<Choice> {
    let (code, wording) = typed.split_once(':').unwrap_or((typed, ""));
    let known = catalogue.instruments().find(|instrument| instrument.code == code);
    let Some(known) = known.filter(|known| row_of(&known.object) == Some(kind)) else {
        errors.add("instrument", "error-choose");
        return None;
    };
    // A list that ships empty cannot open a round.
    let Some(taken) = catalogue.take(code) else {
        errors.add("instrument", "appraisals-error-incomplete");
        return None;
    };
    let wording = match wording {
        "" => Wording::BySector,
        "common" => Wording::Common,
        other if known.variant(other).is_some() => Wording::Variant(other.to_owned()),
        _ => {
            errors.add("instrument", "error-choose");
            return None;
        }
    };
    if taken.is_proposed() && mapping != "yes" {
        errors.add("mapping", "appraisals-error-mapping");
        return None;
    }
    Some(Choice { taken, wording })
}

/// The type of objects that are leading teams.
pub const LEADING_TEAM: &str = "leading_team";

/// Whether an object is the leading team of its organisation.
#[must_use]
pub fn is_team_of(measures: &[Measure], object: &Object) -> bool {
    let mut measures = measures.iter();
    measures.any(|measure| measure.id == object.measure && measure.definition.object == LEADING_TEAM)
}

/// The name of an organisation's leading team on a sheet, as stored: in simplified Chinese, like the organisation's.
fn team_name(app: &App, name: &str) -> String {
    app.texts.with(Language::ZhHans, "appraisals-leading-team", &[("name", name.into())])
}

impl Choice {
    /// The usual direction of the instrument.
    fn direction(&self) -> String {
        self.taken.instrument.directions.first().cloned().unwrap_or_default()
    }

    /// The definition for somebody of this sector: the variant proposed for it, or the one chosen for all.
    fn definition(&self, sector: Option<&str>) -> Option<Definition> {
        let variant = match &self.wording {
            Wording::Common => None,
            Wording::Variant(variant) => Some(variant.clone()),
            Wording::BySector => {
                let mut variants = self.taken.instrument.variants.iter();
                let fitting = variants
                    .find(|variant| sector.is_some_and(|sector| variant.sectors.iter().any(|one| one == sector)));
                fitting.map(|variant| variant.code.clone())
            }
        };
        self.taken.definition(variant.as_deref())
    }
}

/// Adds objects; those that are on the round already stay as they are. An organisation may be judged as itself and as its
/// leading team, and the name on the sheet says which.
pub async fn add(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    chosen: Vec<Chosen>,
    choice: &Choice,
) -> Result<(), WebError> {
    let mut measures = queries::measures(transaction, round).await?;
    choice.taken.lock(transaction).await?;
    let is_team = choice.taken.instrument.object == LEADING_TEAM;
    let there = queries::objects(transaction, round).await?;
    let mut subject = there.iter().map(|object| object.subject).max().unwrap_or(0);
    let mut rows = Vec::new();
    for one in chosen {
        let same = |object: &Object| object.member == one.member && object.organisation == one.organisation.id;
        if there.iter().any(|object| same(object) && is_team_of(&measures, object) == is_team) {
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
            name: if is_team { team_name(app, &one.name) } else { one.name },
            measure_id: measure_for(transaction, app, round, (definition, choice.direction()), &mut measures).await?,
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
    (definition, direction): (Definition, String),
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
    let fits =
        |sectors: &[String]| sectors.is_empty() || sector.is_none_or(|sector| sectors.iter().any(|one| one == sector));
    !fits(&definition.sectors) || !fits(&definition.variant_sectors)
}

/// The name of a measure: its instrument, and the variant's where one is used.
#[must_use]
pub fn measure_name(measure: &Measure, language: Language) -> String {
    let definition = &measure.definition;
    let name = definition.name.in_language(language);
    let words = definition.variant_name.as_ref().map(|variant| variant.in_language(language));
    // Rounds drawn up before the name was kept with them have the code alone.
    match words.or(definition.variant.as_deref()) {
        None => name.to_owned(),
        Some(variant) => format!("{name} · {variant}"),
    }
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
