//! From the sealed box and the frozen declaration to what the release is computed from.

use std::collections::BTreeMap;

use ballot_box::SheetId as Number;
use credentials::Answer;
use rules::tally::{Shape, Tally};
use storage::{ObjectId, RoundId};

use super::compute::{Counted, Judged, Table};
use super::release::{Panel, Place};
use crate::App;
use crate::features::appraisals::layout::{ballot_round, layout_of};
use crate::features::appraisals::model::{self, Frozen};
use crate::features::{named, paper};
use crate::web::WebError;

/// Counts every ballot of a sealed round.
pub async fn count(app: &App, frozen: &Frozen) -> Result<Counted, WebError> {
    let round = frozen.round;
    let sealed = app.ballots.sealed_counts(ballot_round(round)).await.map_err(broken)?;
    let plan = &frozen.plan;
    let places = places(frozen);
    let place_of: BTreeMap<_, usize> =
        places.iter().enumerate().map(|(position, place)| (place.organisation, position)).collect();
    let position: BTreeMap<ObjectId, usize> =
        plan.objects.iter().enumerate().map(|(position, object)| (object.id, position)).collect();
    let mut counted = Counted {
        minimum: frozen.minimum.into(),
        opinion_minimum: frozen.opinion_minimum.into(),
        objects: plan
            .objects
            .iter()
            .map(|object| Judged {
                object: object.id,
                name: object.name.clone(),
                place: place_of.get(&object.organisation).copied().unwrap_or(0),
                measure: object.measure,
            })
            .collect(),
        opinions: vec![0; plan.objects.len()],
        ..Counted::default()
    };
    let taken = named::queries::taken(&app.database, round).await?;
    let forms = paper::queries::batches(&app.database, round).await?;
    for panel in plan.open_panels() {
        let Some(sheet) = plan.sheet(panel.sheet) else {
            continue;
        };
        let ballots =
            sealed.ballots.iter().find(|(number, _)| number.0 == panel.number).map_or(0, |(_, ballots)| *ballots);
        let (valid, tables) = tables_of(app, round, plan, sheet, panel.number).await?;
        let group = counted.panels.len();
        // R04: a paper sheet that cannot be read came back too, though no ballot was made of it.
        let of_panel = forms.iter().filter(|batch| batch.panel_id == panel.id && batch.state == "accepted");
        let invalid = of_panel.filter_map(|batch| u64::try_from(batch.invalid?).ok()).sum();
        let named = named::rules::taken_in_all(plan, panel, &taken).named.into();
        counted.panels.push(group_of(plan, panel, &place_of, (ballots, valid, invalid, named)));
        for (object, items) in tables {
            if let Some(object) = position.get(&object) {
                counted.tables.push(Table { object: *object, panel: group, items });
            }
        }
    }
    let opinions = app.ballots.opinions(ballot_round(round)).await.map_err(broken)?;
    for opinion in opinions {
        let about = plan.objects.iter().position(|object| object.subject == opinion.subject);
        if let Some(count) = about.and_then(|object| counted.opinions.get_mut(object)) {
            *count += 1;
        }
    }
    counted.places = places;
    Ok(counted)
}

fn group_of(
    plan: &model::Plan,
    panel: &model::Panel,
    place_of: &BTreeMap<storage::OrganisationId, usize>,
    (ballots, valid, invalid, named): (u64, u64, u64, u64),
) -> Panel {
    let merged: Vec<&model::Panel> = std::iter::once(panel).chain(plan.merged_into(panel.id)).collect();
    let mut categories: Vec<String> = Vec::new();
    for panel in &merged {
        if !categories.contains(&panel.category) {
            categories.push(panel.category.clone());
        }
    }
    let due: Option<Vec<u64>> = merged.iter().map(|panel| panel.due.map(u64::from)).collect();
    Panel {
        panels: merged.iter().map(|panel| panel.id).collect(),
        sheet: panel.sheet,
        place: place_of.get(&panel.organisation).copied().unwrap_or(0),
        categories,
        // R03: whoever gives a named sheet is due by that channel, not by this one; whoever takes no part is still due.
        due: due.map(|due| due.iter().sum::<u64>().saturating_sub(named)),
        named,
        recovered: ballots + invalid,
        valid,
        blank: ballots.saturating_sub(valid),
        invalid,
    }
}

/// The frozen tree, parents before children.
fn places(frozen: &Frozen) -> Vec<Place> {
    let mut places =
        vec![Place { organisation: frozen.organisation, name: frozen.organisation_name.clone(), parent: None }];
    let mut below: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for organisation in &frozen.tree {
        if let Some(parent) = organisation.parent
            && organisation.id != frozen.organisation
        {
            below.entry(parent).or_default().push(organisation);
        }
    }
    let mut next = 0;
    while let Some(parent) = places.get(next).map(|place| place.organisation) {
        for child in below.remove(&parent).unwrap_or_default() {
            places.push(Place { organisation: child.id, name: child.name.clone(), parent: Some(next) });
        }
        next += 1;
    }
    places
}

/// Valid ballots of a sheet, and per object the counts of its items.
type Tables = (u64, Vec<(ObjectId, Vec<Vec<u64>>)>);

async fn tables_of(
    app: &App,
    round: RoundId,
    plan: &model::Plan,
    sheet: &model::Sheet,
    number: u32,
) -> Result<Tables, WebError> {
    let layout = layout_of(plan, sheet).map_err(|error| WebError::Broken(error.to_string()))?;
    let mut tallies: Vec<Tally> = layout
        .sections()
        .iter()
        .map(|section| {
            let grades = section.items.iter().map(|scale| scale.grades()).collect();
            Tally::new(Shape::new(usize::from(section.objects), grades))
        })
        .collect();
    let (mut valid, mut refused) = (0_u64, None);
    let mut visit = |answers: &[Answer]| {
        let answers: Vec<Option<u8>> = answers.iter().map(grade).collect();
        if answers.iter().all(Option::is_none) {
            return;
        }
        valid += 1;
        let mut rest = answers.as_slice();
        for tally in &mut tallies {
            let (own, others) = rest.split_at(tally.shape().answers().min(rest.len()));
            if let Err(error) = tally.add(own) {
                refused = Some(error);
            }
            rest = others;
        }
    };
    app.ballots.for_each_ballot(ballot_round(round), Number(number), &mut visit).await.map_err(broken)?;
    if let Some(error) = refused {
        return Err(WebError::Broken(error.to_string()));
    }
    let mut objects = plan.objects_of(sheet).into_iter();
    let mut tables = Vec::new();
    for tally in &tallies {
        for place in 0..tally.shape().objects() {
            let Some((object, _)) = objects.next() else {
                return Err(WebError::Broken("a sheet without its objects".to_owned()));
            };
            let items = (0..tally.shape().items())
                .filter_map(|item| tally.counts(place, item))
                .map(|counts| counts.by_grade)
                .collect();
            tables.push((object.id, items));
        }
    }
    Ok((valid, tables))
}

pub const fn grade(answer: &Answer) -> Option<u8> {
    match answer {
        Answer::Grade(grade) => Some(*grade),
        Answer::Blank | Answer::Unknown => None,
    }
}

/// An error of the ballot store as one of a request.
pub fn broken(error: ballot_box::BallotError) -> WebError {
    WebError::Broken(error.to_string())
}
