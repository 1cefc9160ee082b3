//! One released figure as pages and papers show it: counts, both rates with their numbers, how far they carry.

use rules::scale::Scale;
use rules::tally::GradeCounts;
use rules::wilson::{Uncertainty, uncertainty};
use rules::{Fraction, Step};
use texts::Language;

use super::context::Context;
use super::release::{Object, Standing};
use crate::App;
use crate::features::appraisals::model::{Definition, Words};

/// A figure with everything derived from it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Counts by grade, best first.
    pub counts: Vec<u64>,
    /// Forms that grade the item: the base.
    pub base: u64,
    /// Satisfied ÷ base.
    pub satisfied: Option<Fraction>,
    /// Basically satisfied or above ÷ base.
    pub basic: Option<Fraction>,
    /// How far the rate carries.
    pub uncertainty: Option<Uncertainty>,
    /// How all of it was found.
    pub steps: Vec<Step>,
}

impl Figure {
    /// The figure of released counts, of so many valid forms, where so many people were due.
    pub fn of(counts: &[u64], valid: u64, due: Option<u64>, scale: &Scale) -> Self {
        let base = counts.iter().sum();
        let counted = GradeCounts { by_grade: counts.to_vec(), ungraded: valid.saturating_sub(base) };
        let mut figure =
            Self { counts: counts.to_vec(), base, satisfied: None, basic: None, uncertainty: None, steps: Vec::new() };
        if let Ok(rates) = rules::rate::item_rates(&counted, scale) {
            figure.satisfied = Some(rates.satisfied);
            figure.basic = Some(rates.basic_or_above);
            figure.steps = rates.steps;
            figure.uncertainty = uncertainty(rates.satisfied, due.unwrap_or(0));
            if let Some(Uncertainty::EverybodyTookPart { steps } | Uncertainty::Interval { steps, .. }) =
                &figure.uncertainty
            {
                figure.steps.extend(steps.clone());
            }
        }
        figure
    }

    /// The share satisfied, `332/344 = 96.5 %`.
    pub fn rate(&self) -> String {
        self.satisfied.map(share).unwrap_or_default()
    }

    /// The share basically satisfied or above.
    pub fn basic_rate(&self) -> String {
        self.basic.map(share).unwrap_or_default()
    }

    /// How far it carries, in words.
    pub fn certainty(&self, app: &App, language: Language) -> String {
        match &self.uncertainty {
            None => String::new(),
            Some(Uncertainty::EverybodyTookPart { .. }) => app.texts.get(language, "results-everyone"),
            Some(Uncertainty::Interval { bounds, .. }) => app.texts.with(
                language,
                "results-interval",
                &[("lower", per_mille(bounds.lower).into()), ("upper", per_mille(bounds.upper).into())],
            ),
        }
    }
}

/// Tenths of a percent as a percentage, `87.9`.
pub fn per_mille(value: u16) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// A share with both numbers and one decimal.
pub fn share(share: Fraction) -> String {
    format!("{share} = {} %", share.percent(rules::rounding::Decimals::ONE))
}

/// The scale of an instrument with its declared mapping.
pub fn scale_of(definition: &Definition) -> Option<Scale> {
    let grades = &definition.scale.grades;
    let labels: Vec<&str> = grades.iter().map(|grade| grade.code.as_str()).collect();
    let best = |counts: fn(&crate::features::appraisals::model::Grade) -> bool| {
        u8::try_from(grades.iter().take_while(|grade| counts(grade)).count()).ok()
    };
    Scale::new(&labels).ok()?.declaring(best(|grade| grade.satisfied)?, best(|grade| grade.basic)?).ok()
}

/// What a page shows in a row of figures.
pub struct Row {
    /// Whose row it is.
    pub name: String,
    /// Where the name leads.
    pub link: Option<String>,
    /// The figure; nothing where `words` say why.
    pub figure: Option<Figure>,
    /// How far it carries.
    pub certainty: String,
    /// In place of a figure.
    pub words: String,
    /// Where its steps are.
    pub steps: Option<String>,
}

impl Row {
    /// A row of what stands for a figure.
    pub fn of(
        (app, language): (&App, Language),
        context: &Context,
        name: String,
        standing: &Standing,
        (valid, due): (u64, Option<u64>),
        definition: &Definition,
    ) -> Self {
        let mut row =
            Self { name, link: None, figure: None, certainty: String::new(), words: String::new(), steps: None };
        let minimum = ("minimum", context.release.minimum.into());
        match standing {
            Standing::Empty => row.words = app.texts.get(language, "results-nobody"),
            Standing::Withheld => {
                row.words = app.texts.with(language, "results-withheld", &[minimum]);
            }
            Standing::Pooled(pool) => {
                let name = pool_name(app, language, context, *pool);
                row.words = app.texts.with(language, "results-pooled", &[minimum, ("pool", name.into())]);
            }
            Standing::Shown(counts) => {
                if let Some(scale) = scale_of(definition) {
                    let figure = Figure::of(counts, valid, due, &scale);
                    row.certainty = figure.certainty(app, language);
                    row.figure = Some(figure);
                }
            }
        }
        row
    }

    /// The same with a link.
    #[must_use]
    pub fn linked(mut self, link: String) -> Self {
        self.link = Some(link);
        self
    }

    /// The same with the page of its steps.
    #[must_use]
    pub fn explained(mut self, steps: String) -> Self {
        self.steps = Some(steps);
        self
    }
}

/// The name of a pool: its object or place, and how many groups it pools.
pub fn pool_name(app: &App, language: Language, context: &Context, pool: usize) -> String {
    let Some(found) = context.release.pools.get(pool) else {
        return String::new();
    };
    let place = match found.object {
        Some(object) => context.release.objects.get(object).map(|object| object.name.clone()),
        None => context.release.places.get(found.place).map(|place| place.name.clone()),
    };
    let number = context
        .release
        .pools
        .iter()
        .take(pool)
        .filter(|other| other.place == found.place && other.object == found.object)
        .count()
        + 1;
    app.texts.with(
        language,
        "results-pool-name",
        &[
            ("place", place.unwrap_or_default().into()),
            ("number", number.into()),
            ("groups", found.groups.len().into()),
        ],
    )
}

/// The name of a judge group: where it stands and who is in it.
pub fn group_name(language: Language, context: &Context, group: usize) -> String {
    let Some(found) = context.release.panels.get(group) else {
        return String::new();
    };
    let place = context.release.places.get(found.place).map_or("", |place| place.name.as_str());
    // The visitors of a window are those of the window, not of its organisation (S070).
    let plan = &context.frozen.plan;
    let panel = found.panels.first().and_then(|id| plan.panel(*id));
    let place = panel.and_then(|panel| plan.window_name(panel)).unwrap_or(place);
    let names: Vec<&str> = found.categories.iter().map(|code| plan.category_name(code, language)).collect();
    let comma = crate::texts::comma(language);
    format!("{place} · {}", names.join(comma))
}

/// The names of a scale's grades.
pub fn grade_names(definition: &Definition, language: Language) -> Vec<String> {
    let grades = definition.scale.grades.iter();
    grades.map(|grade| words(&grade.name, language)).collect()
}

/// Words in a language.
pub fn words(words: &Words, language: Language) -> String {
    words.in_language(language).to_owned()
}

/// The rate shown for an object: its overall item, where the instrument names one.
pub fn overall<'a>(object: &'a Object, definition: &Definition) -> Option<(usize, &'a Standing)> {
    let item = definition.overall_position()?;
    Some((item, &object.items.get(item)?.total))
}
