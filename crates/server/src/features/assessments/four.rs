//! The four appraisals of one object, and the one figure over them where it was declared.

use rules::composite::{Points, Source, Weights, composite};
use rules::{Fraction, Step};
use storage::entities::named_record;
use texts::Language;

use super::sheet::Sheet;
use crate::App;
use crate::features::appraisals::model::{Definition, Object};
use crate::features::results::context::Context;
use crate::features::results::figures::{Figure, grade_names, scale_of};
use crate::features::results::release::Standing;
use crate::web::WebError;

/// One of the four.
pub(super) struct One {
    /// Which.
    pub source: Source,
    /// The grade given by name, in words.
    pub grade: Option<String>,
    /// What was given by name.
    pub record: Option<named_record::Model>,
    /// The figure of the ballots.
    pub figure: Option<Figure>,
    /// The names of its grades.
    pub grades: Vec<String>,
    /// In place of a grade or a figure: why there is none.
    pub words: String,
    /// Whether it is there at all.
    pub is_there: bool,
    /// The points earned, where points are declared.
    worth: Option<Fraction>,
}

impl One {
    /// What a cell says of it: the grade given by name, else the rate of the ballots, else why there is neither.
    pub(super) fn said(&self) -> String {
        match (&self.grade, &self.figure) {
            (Some(grade), _) => grade.clone(),
            (None, Some(figure)) => figure.rate(),
            (None, None) => self.words.clone(),
        }
    }
}

/// All of them.
pub(super) struct Four {
    /// In the order of [`Source::ALL`].
    pub each: Vec<One>,
    /// What stands for the one figure; nothing where none is declared.
    pub composite: Option<String>,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Counts of the ballots of one side.
enum Ballots {
    /// Nobody of this side judges the object.
    Nobody,
    /// The instrument names no overall item.
    NoOverall,
    /// Some of its groups are shown together with others only.
    Together,
    /// By grade, best first, with the valid forms.
    Counts(Vec<u64>, u64),
}

impl Ballots {
    /// What says most comes first.
    fn rank(&self) -> u8 {
        match self {
            Self::Counts(counts, _) if counts.iter().any(|count| *count > 0) => 0,
            Self::Together => 1,
            Self::Counts(..) => 2,
            Self::NoOverall => 3,
            Self::Nobody => 4,
        }
    }
}

/// What may be shown of one side: the sum of its groups, where each of them is shown by itself. A sum of figures that are
/// published tells nothing that they do not.
fn ballots(context: &Context, object: &Object, definition: &Definition, judges: &str) -> Ballots {
    let Some((_, found)) = context.release.object(object.id) else {
        return Ballots::Nobody;
    };
    let Some(item) = definition.overall_position().and_then(|item| found.items.get(item)) else {
        return Ballots::NoOverall;
    };
    // Whom the library does not know is not of the organisation.
    let is_of_side = |code: &String| {
        context.frozen.plan.category(code).map_or(judges == "masses", |category| category.judges_as(judges))
    };
    let (mut counts, mut valid, mut groups) = (vec![0; definition.scale.grades.len()], 0, 0);
    for (group, standing) in found.judged_by.iter().zip(&item.panels) {
        let Some(panel) = context.release.panels.get(*group) else { continue };
        let of_side = panel.categories.iter().filter(|code| is_of_side(code)).count();
        if of_side == 0 {
            continue;
        }
        if of_side < panel.categories.len() {
            return Ballots::Together;
        }
        groups += 1;
        match standing {
            Standing::Shown(shown) => {
                counts.iter_mut().zip(shown).for_each(|(sum, count)| *sum += count);
                valid += panel.valid;
            }
            Standing::Empty => {}
            Standing::Pooled(_) | Standing::Withheld => return Ballots::Together,
        }
    }
    if groups == 0 { Ballots::Nobody } else { Ballots::Counts(counts, valid) }
}

fn points(sheet: &Sheet, definition: &Definition) -> Option<Points> {
    let declared = sheet.composite.as_ref()?.points.get(&definition.scale.code)?;
    Points::declare(declared.clone()).ok()
}

fn by_name(
    app: &App,
    language: Language,
    (sheet, object): (&Sheet, &Object),
    definition: &Definition,
    source: Source,
) -> One {
    let record = sheet.record(object.id, source).cloned();
    let grades = &definition.scale.grades;
    let place = record.as_ref().and_then(|record| grades.iter().position(|grade| grade.code == record.grade));
    let alone: Vec<u64> = (0..grades.len()).map(|grade| u64::from(Some(grade) == place)).collect();
    One {
        source,
        grade: place.and_then(|place| grades.get(place)).map(|grade| grade.name.in_language(language).to_owned()),
        words: if record.is_some() { String::new() } else { app.texts.get(language, "assessments-not-given") },
        is_there: record.is_some(),
        worth: points(sheet, definition).and_then(|points| points.worth(&alone)),
        figure: None,
        grades: Vec::new(),
        record,
    }
}

fn by_ballot(app: &App, language: Language, (sheet, object): (&Sheet, &Object), source: Source) -> One {
    let mut one = One {
        source,
        grade: None,
        record: None,
        figure: None,
        grades: Vec::new(),
        words: String::new(),
        is_there: false,
        worth: None,
    };
    let Some(context) = &sheet.context else {
        one.words = app.texts.get(language, "assessments-not-sealed");
        return one;
    };
    // Whoever judges from above, across or for an organisation is neither of the members' side nor of the people's (S054).
    let judges = if source == Source::Members { "members" } else { "masses" };
    let judged = sheet.plan.judged(object);
    let same: Vec<&Object> = sheet.plan.objects.iter().filter(|other| sheet.plan.judged(other) == judged).collect();
    let direction = |other: &Object| sheet.plan.measure(other.measure).map_or("", |measure| measure.direction.as_str());
    // Where it is judged in several directions, those of this side judge it in theirs; where members and the people judge
    // it in one, both do.
    let is_one = same.iter().all(|other| direction(other) == direction(object));
    let is_asked = |other: &&&Object| match sheet.plan.judges_in(direction(other)) {
        asked @ ("members" | "masses") => is_one || asked == judges,
        // A round of before there were directions.
        "" => true,
        _ => false,
    };
    let each = same.iter().filter(is_asked);
    let each = each.filter_map(|other| {
        let definition = sheet.plan.definition_of(other)?;
        Some((definition, ballots(context, other, definition, judges)))
    });
    let found = each.min_by_key(|(_, ballots)| ballots.rank());
    let Some((definition, ballots)) = found else {
        one.words = app.texts.get(language, "assessments-nobody");
        return one;
    };
    let key = match ballots {
        Ballots::Counts(counts, valid) if counts.iter().any(|count| *count > 0) => {
            one.is_there = true;
            one.worth = points(sheet, definition).and_then(|points| points.worth(&counts));
            one.grades = grade_names(definition, language);
            one.figure = scale_of(definition).map(|scale| Figure::of(&counts, valid, None, &scale));
            return one;
        }
        Ballots::Counts(..) => "results-nobody",
        Ballots::Nobody => "assessments-nobody",
        Ballots::NoOverall => "assessments-no-overall",
        Ballots::Together => "assessments-together",
    };
    one.words = app.texts.get(language, key);
    one
}

impl Four {
    /// The four of an object.
    ///
    /// # Errors
    /// When its measure is missing.
    pub(super) fn of(app: &App, language: Language, sheet: &Sheet, object: &Object) -> Result<Self, WebError> {
        let definition = sheet.plan.definition_of(object);
        let definition = definition.ok_or_else(|| WebError::Broken("an object without its measure".to_owned()))?;
        let each = Source::ALL.map(|source| match source {
            Source::LeaderReview | Source::OrganisationAssessment => {
                by_name(app, language, (sheet, object), definition, source)
            }
            Source::Members | Source::Masses => by_ballot(app, language, (sheet, object), source),
        });
        let mut four = Self { each: Vec::new(), composite: None, steps: Vec::new() };
        let declared = sheet.composite.as_ref();
        let weighed = declared.and_then(|declared| Some((declared, Weights::declare(declared.weights).ok()?)));
        if let Some((declared, weights)) = weighed {
            let worths = each.each_ref().map(|one| one.worth);
            let found = composite(weights, worths);
            four.composite = Some(match found.outcome {
                Ok(share) => {
                    let percent = share.percent(rules::rounding::Decimals::ONE);
                    let version = ("version", declared.revision.to_string().into());
                    let points = ("points", percent.to_string().into());
                    app.texts.with(language, "assessments-composite-figure", &[points, version])
                }
                Err(missing) => {
                    let names = missing.iter().map(|source| source_name(app, language, *source)).collect::<Vec<_>>();
                    let comma = crate::texts::comma(language);
                    let missing = ("missing", names.join(comma).into());
                    app.texts.with(language, "assessments-composite-missing", &[missing])
                }
            });
            four.steps = found.steps;
        }
        four.each = each.into();
        Ok(four)
    }

    /// Whether each of the four is there.
    pub(super) fn is_complete(&self) -> bool {
        self.each.iter().all(|one| one.is_there)
    }
}

/// The name of a source.
pub(super) fn source_name(app: &App, language: Language, source: Source) -> String {
    app.texts.get(language, &format!("appraisals-source-of-{}", source.code().replace('_', "-")))
}
