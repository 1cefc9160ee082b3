//! Asking the sealed box, for no more than the question names.

use std::collections::BTreeMap;

use ballot_box::SheetId as Number;
use credentials::Answer;
use severity::Ballot;

use super::question::{Asked, Question, ask};
use super::{Adjusted, Measured, RULE};
use crate::App;
use crate::features::appraisals::layout::ballot_round;
use crate::features::appraisals::model::{Frozen, Plan, Sheet};
use crate::features::results::counting::{broken, grade};
use crate::features::results::release::Release;
use crate::web::WebError;

/// The grades of one ballot: object by object, item by item.
type Grades = Vec<Vec<Option<u8>>>;

/// Computes the adjusted scores of a sealed round beside its release.
///
/// # Errors
/// Those of the ballot store, and where release and ballots are not of one round.
pub async fn compute(app: &App, frozen: &Frozen, release: &Release) -> Result<Adjusted, WebError> {
    let mut measures = Vec::new();
    for measure in &frozen.plan.measures {
        let outcome = match ask(release, measure.id, measure.definition.scale.grades.len()) {
            None => continue,
            Some(Asked::Answered(outcome)) => outcome,
            Some(Asked::Ballots(question)) => {
                let ballots = read(app, frozen, release, &question).await?;
                // It takes a while: away from the threads that answer requests.
                let answer = tokio::task::spawn_blocking(move || question.answer(&ballots)).await?;
                answer.map_err(|error| WebError::Broken(error.to_string()))?
            }
        };
        measures.push(Measured { measure: measure.id, outcome });
    }
    Ok(Adjusted { rule: RULE, measures })
}

/// The ballots of the groups concerned, those alike counted once with their number.
async fn read(app: &App, frozen: &Frozen, release: &Release, question: &Question) -> Result<Vec<Ballot>, WebError> {
    let plan = &frozen.plan;
    let mut found: BTreeMap<Grades, u32> = BTreeMap::new();
    for group in &question.panels {
        let panel = release.panels.get(*group).and_then(|group| plan.panel(*group.panels.first()?));
        let sheet = panel.and_then(|panel| Some((panel, plan.sheet(panel.sheet)?)));
        let (panel, sheet) = sheet.ok_or_else(|| WebError::Broken("a group without its sheet".to_owned()))?;
        let places = places(plan, sheet, release, question);
        let mut visit = |answers: &[Answer]| {
            let object = |place: &Option<usize>| -> Vec<Option<u8>> {
                let answers = place.and_then(|first| answers.get(first..first + question.items));
                answers.map_or_else(Vec::new, |answers| answers.iter().map(grade).collect())
            };
            *found.entry(places.iter().map(object).collect()).or_default() += 1;
        };
        let number = Number(panel.number);
        app.ballots.for_each_ballot(ballot_round(frozen.round), number, &mut visit).await.map_err(broken)?;
    }
    Ok(found.iter().map(|(grades, times)| question.ballot(grades, *times)).collect())
}

/// Where on a sheet's ballots the grades of each object begin that takes part; nothing where the sheet does not ask it.
fn places(plan: &Plan, sheet: &Sheet, release: &Release, question: &Question) -> Vec<Option<usize>> {
    let mut begins = BTreeMap::new();
    let mut next = 0;
    for (object, definition) in plan.objects_of(sheet) {
        begins.insert(object.id, next);
        next += definition.items.len();
    }
    let of_object = |object: &usize| release.objects.get(*object).and_then(|object| begins.get(&object.object));
    question.objects.iter().map(|object| of_object(object).copied()).collect()
}
