//! Measures what a round declared of its quality, once, when it is sealed.
//!
//! R32 holds as it does without them. Unanimous figures, coverage and turnout are told from what is released anyway. Uniform
//! ballots are counted only in judge groups all of whose figures are shown by themselves: no ballot of a protected group, and
//! none of a pool, is looked at, so that no count which is protected comes nearer. Opinions are those that may be read, once
//! they are as many as *k* for opinions. Own grades are compared with released totals, once *k* are judged who gave some; each
//! adds one or nothing, so that no own grade follows from the sum.

use std::collections::{BTreeMap, BTreeSet};

use ballot_box::SheetId as Number;
use credentials::Answer;
use rules::gap::gap;
use rules::quality::{Count, Sign, identical, unanimous, uniform};
use storage::entities::released_opinion;

use super::super::counting::broken;
use super::super::queries;
use super::super::release::{Object, QualityRate, Release, Standing};
use crate::App;
use crate::features::appraisals::ballot_round;
use crate::features::appraisals::model::{self, Frozen};
use crate::web::WebError;

/// The share of each sign that has a declared limit.
///
/// # Errors
/// Those of the stores.
pub async fn measure(
    app: &App,
    frozen: &Frozen,
    release: &Release,
    readable: &[released_opinion::Model],
) -> Result<Vec<QualityRate>, WebError> {
    let mut rates = Vec::new();
    for sign in Sign::ALL.into_iter().filter(|sign| frozen.quality.contains_key(sign.code())) {
        let found = match sign {
            Sign::Uniform => uniform_ballots(app, frozen, release).await?,
            Sign::Unanimous => Some(unanimous(of_groups(release).filter_map(Standing::counts))),
            Sign::Identical => identical_opinions(app, frozen, readable).await?,
            Sign::Overrated => overrated(app, frozen, release).await?,
            Sign::Coverage => Some(coverage(frozen, release)),
            Sign::Turnout => Some(turnout(frozen, release)),
        };
        let found = found.filter(|found| found.base > 0).map(|found| [found.count, found.base]);
        rates.push(QualityRate { sign: sign.code().to_owned(), found });
    }
    Ok(rates)
}

/// Every figure of one judge group about one object on one item.
fn of_groups(release: &Release) -> impl Iterator<Item = &Standing> {
    release.objects.iter().flat_map(|object| &object.items).flat_map(|item| &item.panels)
}

/// Whether whatever a judge group graded is shown by itself.
fn is_shown(release: &Release, group: usize) -> bool {
    let of_group = |object: &Object| {
        let place = object.judged_by.iter().position(|other| *other == group);
        place.is_none_or(|place| {
            let standings = object.items.iter().filter_map(|item| item.panels.get(place));
            standings.into_iter().all(|standing| matches!(standing, Standing::Shown(_) | Standing::Empty))
        })
    };
    release.objects.iter().all(of_group)
}

async fn uniform_ballots(app: &App, frozen: &Frozen, release: &Release) -> Result<Option<Count>, WebError> {
    let mut found = Count::default();
    let groups = release.panels.iter().enumerate().filter(|(group, _)| is_shown(release, *group));
    for panel in groups.filter_map(|(_, panel)| frozen.plan.panel(*panel.panels.first()?)) {
        let visit = |answers: &[Answer]| {
            let grades: Vec<Option<u8>> = answers
                .iter()
                .map(|answer| match answer {
                    Answer::Grade(grade) => Some(*grade),
                    Answer::Blank | Answer::Unknown => None,
                })
                .collect();
            if let Some(is_uniform) = uniform(&grades) {
                found.add(is_uniform);
            }
        };
        app.ballots.for_each_ballot(ballot_round(frozen.round), Number(panel.number), visit).await.map_err(broken)?;
    }
    Ok((found.base >= release.minimum).then_some(found))
}

async fn identical_opinions(
    app: &App,
    frozen: &Frozen,
    readable: &[released_opinion::Model],
) -> Result<Option<Count>, WebError> {
    let keys: BTreeSet<&str> = readable.iter().map(|opinion| opinion.opinion_key.as_str()).collect();
    let all = app.ballots.opinions(ballot_round(frozen.round)).await.map_err(broken)?;
    let read = all.iter().filter(|opinion| keys.contains(data_encoding::HEXLOWER.encode(&opinion.key).as_str()));
    let found = identical(read.map(|opinion| opinion.words.as_str()));
    Ok((found.base >= u64::from(frozen.opinion_minimum)).then_some(found))
}

async fn overrated(app: &App, frozen: &Frozen, release: &Release) -> Result<Option<Count>, WebError> {
    let reports = queries::own_grades(&app.database, frozen.round).await?;
    let (mut found, mut judged) = (Count::default(), BTreeSet::new());
    for object in &release.objects {
        let reporter = frozen.plan.object(object.object).map_or(object.object, model::Object::reporter);
        let own = reports.get(&reporter).map(|grades| serde_json::from_str::<BTreeMap<String, String>>(grades));
        let own = own.transpose().map_err(|error| WebError::Broken(error.to_string()))?.unwrap_or_default();
        let Some(asked) = frozen.plan.measure(object.measure) else {
            continue;
        };
        for (item, released) in asked.definition.items.iter().zip(&object.items) {
            let grades = &asked.definition.scale.grades;
            let place = own.get(&item.code).and_then(|code| grades.iter().position(|grade| grade.code == *code));
            let gap = place.zip(released.total.counts()).and_then(|(place, counts)| gap(place, counts));
            if let Some(gap) = gap {
                found.add(gap.is_overrated());
                judged.insert(reporter);
            }
        }
    }
    Ok((judged.len() as u64 >= release.minimum).then_some(found))
}

fn coverage(frozen: &Frozen, release: &Release) -> Count {
    let mut found = Count::default();
    for object in &release.objects {
        let overall = frozen.plan.measure(object.measure).and_then(|asked| asked.definition.overall_position());
        let is_shown = |item: usize| object.items.get(item).is_some_and(|item| item.total.counts().is_some());
        found.add(overall.map_or_else(|| (0..object.items.len()).any(is_shown), is_shown));
    }
    found
}

fn turnout(frozen: &Frozen, release: &Release) -> Count {
    let mut found = Count::default();
    for group in &release.panels {
        let panels = group.panels.iter().filter_map(|panel| frozen.plan.panel(*panel));
        let planned = panels.map(|panel| u64::from(panel.planned)).sum::<u64>().saturating_sub(group.named);
        found.append(Count { count: group.recovered.min(planned), base: planned });
    }
    found
}
