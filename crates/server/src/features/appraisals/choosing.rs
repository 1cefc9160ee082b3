//! Putting what was chosen on a round: instrument, variant, measure.

use std::collections::BTreeMap;

use axum::response::Response;
use storage::entities::{measure, organisation, round_object};
use storage::{MeasureId, MemberId, ObjectId, RoundId, WindowId, WriteTransaction};
use texts::Language;

use super::common::{self, DRAFT, Editing};
use super::library::{self, Catalogue, Kind, LIBRARY, Taken};
use super::model::{Definition, Direction, Judged, LEADING_TEAM, Measure, Object, ObjectKind, Plan, WINDOW};
use super::{arranging, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::web::{FieldErrors, Visitor, WebError};

/// One to be judged.
pub struct Chosen {
    /// The name on the sheet.
    pub name: String,
    /// The organisation judged, or the member's, or the window's.
    pub organisation: organisation::Model,
    /// The member, if one is judged.
    pub member: Option<MemberId>,
    /// The service window, if one is judged.
    pub window: Option<WindowId>,
}

/// The instrument chosen for several.
pub struct Choice {
    taken: Taken,
    wording: Wording,
    direction: String,
}

enum Wording {
    /// Each one's sector decides.
    BySector,
    /// The common words.
    Common,
    /// This variant for all.
    Variant(String),
}

/// What is chosen from: each has a page of its own and the instruments made for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosable {
    /// Organisations, and their leading teams.
    Organisations,
    /// Members, as members or as leaders.
    Members,
    /// Service windows (S070).
    Windows,
}

impl Choosable {
    /// Whether organisations are chosen.
    #[must_use]
    pub const fn is_organisations(self) -> bool {
        matches!(self, Self::Organisations)
    }

    /// Whether service windows are chosen.
    #[must_use]
    pub const fn is_windows(self) -> bool {
        matches!(self, Self::Windows)
    }
}

/// From what an object of this type of the library is chosen.
#[must_use]
pub fn chosen_from(object: &str) -> Option<Choosable> {
    match object {
        "organisation" | LEADING_TEAM => Some(Choosable::Organisations),
        "member" | "leader" => Some(Choosable::Members),
        WINDOW => Some(Choosable::Windows),
        _ => None,
    }
}

/// An instrument as it was chosen in a form.
pub struct Typed<'a> {
    /// `code`, `code:common` or `code:variant`.
    pub instrument: &'a str,
    /// A direction, or nothing for the instrument's usual one.
    pub direction: &'a str,
    /// `yes` where the meaning that is proposed for the scale was confirmed.
    pub mapping: &'a str,
}

/// Reads what was chosen; where the scale's meaning is only proposed, it must be confirmed.
pub fn instrument(
    catalogue: &Catalogue,
    typed: &Typed<'_>,
    from: Choosable,
    errors: &mut FieldErrors,
) -> Option<Choice> {
    let (code, wording) = typed.instrument.split_once(':').unwrap_or((typed.instrument, ""));
    let known = catalogue.instruments().find(|instrument| instrument.code == code);
    let Some(known) = known.filter(|known| chosen_from(&known.object) == Some(from)) else {
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
    if taken.is_proposed() && typed.mapping != "yes" {
        errors.add("mapping", "appraisals-error-mapping");
        return None;
    }
    let direction = match typed.direction {
        "" => taken.instrument.directions.first().cloned().unwrap_or_default(),
        chosen => chosen.to_owned(),
    };
    let mut directions = catalogue.directions();
    let fits = |known: &Direction| known.code == direction && known.object == taken.instrument.object;
    if !directions.any(fits) {
        errors.add("direction", "appraisals-error-direction");
        return None;
    }
    Some(Choice { taken, wording, direction })
}

/// Adds what was chosen on a page, and brings the sheets in line; nothing where the round was changed since the page was
/// shown.
///
/// # Errors
/// Those of the database, and a refusal once the round is no draft.
pub async fn take(
    app: &App,
    visitor: &Visitor,
    (once, seen): (&str, (RoundId, i64)),
    (chosen, choice, catalogue): (Vec<Chosen>, &Choice, &Catalogue),
) -> Result<Option<Response>, WebError> {
    let (change, round) = match common::edit(app, visitor, once, seen, DRAFT).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(Some(answer)),
        Err(WebError::ChangedMeanwhile) => return Ok(None),
        Err(error) => return Err(error),
    };
    let direction = (catalogue, Kind::Directions, choice.direction.as_str());
    library::taken::take(&change.transaction, round.id, direction).await?;
    add(&change.transaction, app, round.id, chosen, choice).await?;
    arranging::follow(&change.transaction, app, &round).await?;
    common::note(&change, app, visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Objects { id: round.id }, "appraisals-objects-added").await.map(Some)
}

/// The name of an organisation's leading team on a sheet, as stored: in simplified Chinese, like the organisation's.
fn team_name(app: &App, name: &str) -> String {
    app.texts.with(Language::ZhHans, "appraisals-leading-team", &[("name", name.into())])
}

impl Choice {
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

/// Adds objects; those that are judged in this direction already stay as they are. An organisation may be judged as
/// itself and as its leading team, and the name on the sheet says which. Whoever is judged by the same instrument in
/// several directions introduces itself once.
async fn add(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    chosen: Vec<Chosen>,
    choice: &Choice,
) -> Result<(), WebError> {
    let mut plan = queries::plan(transaction, round).await?;
    choice.taken.lock(transaction).await?;
    let is_team = choice.taken.instrument.object == LEADING_TEAM;
    let mut there: BTreeMap<Judged, Vec<Object>> = BTreeMap::new();
    for object in &plan.objects {
        there.entry(plan.judged(object)).or_default().push(object.clone());
    }
    let mut subject = plan.objects.iter().map(|object| object.subject).max().unwrap_or(0);
    let mut rows = Vec::new();
    for one in chosen {
        let same = there.get(&(one.organisation.id, one.member, one.window, is_team)).map_or(&[][..], Vec::as_slice);
        let direction_of = |object: &Object| plan.measure(object.measure).map(|measure| measure.direction.as_str());
        if same.iter().any(|object| direction_of(object) == Some(choice.direction.as_str())) {
            continue;
        }
        let definition = choice.definition(one.organisation.sector.as_deref()).ok_or(WebError::NotFound)?;
        let asks_same = |object: &&Object| {
            let asked = plan.definition_of(object);
            asked.is_some_and(|asked| asked.items == definition.items && asked.scale == definition.scale)
        };
        let reported_as = same.iter().find(asks_same).map(Object::reporter);
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
            measure_id: measure_for(transaction, app, round, (definition, &choice.direction), &mut plan.measures)
                .await?,
            no_self_report_reason: None,
            reported_as_id: reported_as,
            area_id: None,
            window_id: one.window,
        });
    }
    Ok(queries::insert_objects(transaction, rows).await?)
}

/// The measure with this instrument in this direction, made where there is none.
async fn measure_for(
    transaction: &WriteTransaction,
    app: &App,
    round: RoundId,
    (definition, direction): (Definition, &str),
    measures: &mut Vec<Measure>,
) -> Result<MeasureId, WebError> {
    let found = measures.iter().find(|measure| {
        measure.definition.code == definition.code
            && measure.definition.version == definition.version
            && measure.definition.variant == definition.variant
            && measure.direction == direction
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
        direction: direction.to_owned(),
        definition: text_of(&definition)?,
    };
    queries::insert_measure(transaction, row).await?;
    measures.push(Measure { id, direction: direction.to_owned(), definition });
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

/// The name of a measure of a round, with its direction where the round has several (S054).
#[must_use]
pub fn measure_title(plan: &Plan, measure: &Measure, language: Language) -> String {
    let name = measure_name(measure, language);
    if plan.measures.iter().all(|other| other.direction == measure.direction) {
        return name;
    }
    format!("{name} · {}", plan.direction_name(&measure.direction, language))
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
