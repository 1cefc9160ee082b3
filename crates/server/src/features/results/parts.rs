//! The results of a round as its papers show them: every measure with its objects, its pools and its total.

use documents::papers::results::{Figures, Group, ObjectResult, Part, Published, Total};
use documents::{Certainty, GradeCount, Interval, Rate};
use rules::Fraction;
use rules::wilson::Uncertainty;
use texts::Language;

use super::context::Context;
use super::figures::{Figure, grade_names, pool_name, scale_of};
use super::release::{Object, Standing};
use crate::App;
use crate::features::appraisals::measure_title;
use crate::features::appraisals::model::{Definition, Measure};
use crate::people_names::sort_key;

/// The results of every measure of the round, in the order it declares them. A measure without an overall item has no
/// rate of its own: its items stand on the feedback sheets.
pub fn parts(app: &App, language: Language, context: &Context) -> Vec<Part> {
    let measures = context.frozen.plan.measures.iter();
    let with_overall = measures.filter(|measure| measure.definition.overall_position().is_some());
    with_overall
        .map(|measure| Part {
            title: measure_title(&context.frozen.plan, measure, language),
            scale: grade_names(&measure.definition, language),
            objects: published(app, language, context, &objects_of(context, measure), &measure.definition),
            groups: groups(app, language, context, measure),
            total: total(app, language, context, measure),
        })
        .collect()
}

/// The objects of a measure by name, never by result.
fn objects_of<'a>(context: &'a Context, measure: &Measure) -> Vec<&'a Object> {
    let objects = context.release.objects.iter();
    let mut objects: Vec<&Object> = objects.filter(|object| object.measure == measure.id).collect();
    objects.sort_by_cached_key(|object| (sort_key(&object.name), object.object));
    objects
}

fn published(
    app: &App,
    language: Language,
    context: &Context,
    objects: &[&Object],
    definition: &Definition,
) -> Vec<ObjectResult> {
    let result = |object: &&Object| {
        let item = definition.overall_position();
        let standing = item.and_then(|item| object.items.get(item));
        let (_, valid, _) = context.release.ballots_on(object);
        let due = context.due(object);
        let published = match standing.map(|item| &item.total) {
            Some(Standing::Shown(counts)) => {
                figures(counts, valid, due, definition, language).map_or(Published::Withheld, Published::Figures)
            }
            Some(Standing::Pooled(pool)) => Published::PooledInto(pool_name(app, language, context, *pool)),
            Some(Standing::Empty | Standing::Withheld) | None => Published::Withheld,
        };
        ObjectResult { name: object.name.clone(), published }
    };
    objects.iter().map(result).collect()
}

/// All objects of a measure together, where there are several: what the release plan publishes at the round's owner.
fn total(app: &App, language: Language, context: &Context, measure: &Measure) -> Option<Total> {
    let item = measure.definition.overall_position()?;
    let mut totals = context.release.totals.iter();
    let total = totals.find(|total| total.place == 0 && total.measure == measure.id && total.objects > 1)?;
    let published = match total.items.get(item)? {
        Standing::Empty => return None,
        // One judge's grades of several objects do not vary by themselves: there is no interval.
        Standing::Shown(counts) => figures(counts, total.valid, None, &measure.definition, language)
            .map_or(Published::Withheld, |found| Published::Figures(Figures { certainty: None, ..found })),
        Standing::Pooled(pool) => Published::PooledInto(pool_name(app, language, context, *pool)),
        Standing::Withheld => Published::Withheld,
    };
    Some(Total { objects: total.objects, published })
}

fn groups(app: &App, language: Language, context: &Context, measure: &Measure) -> Vec<Group> {
    let Some(item) = measure.definition.overall_position() else {
        return Vec::new();
    };
    let pools = context.release.pools.iter().enumerate();
    // What is pooled within one object is that object's own row.
    pools
        .filter(|(_, pool)| pool.measure == measure.id && pool.object.is_none())
        .filter_map(|(number, pool)| {
            let counts = pool.counts(item)?;
            let mut members: Vec<String> = Vec::new();
            for (object, _) in &pool.groups {
                let name = context.release.objects.get(*object)?.name.clone();
                if !members.contains(&name) {
                    members.push(name);
                }
            }
            Some(Group {
                name: pool_name(app, language, context, number),
                members,
                figures: figures(counts, pool.valid, None, &measure.definition, language)?,
            })
        })
        .collect()
}

pub fn figures(
    counts: &[u64],
    valid: u64,
    due: Option<u64>,
    definition: &Definition,
    language: Language,
) -> Option<Figures> {
    let figure = Figure::of(counts, valid, due, &scale_of(definition)?);
    let names = grade_names(definition, language);
    Some(Figures {
        counts: names.into_iter().zip(counts).map(|(grade, count)| GradeCount { grade, count: *count }).collect(),
        base: figure.base,
        satisfied: rate(figure.satisfied?),
        basic_or_above: figure.basic.map(rate),
        certainty: figure.uncertainty.map(|uncertainty| match uncertainty {
            Uncertainty::EverybodyTookPart { .. } => Certainty::Everyone,
            Uncertainty::Interval { bounds, .. } => {
                Certainty::Interval(Interval { low: bounds.lower, high: bounds.upper })
            }
        }),
    })
}

const fn rate(share: Fraction) -> Rate {
    Rate { numerator: share.numerator(), denominator: share.denominator() }
}
