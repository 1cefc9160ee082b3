//! The steps of a project, each an entry with its day: begun, done, taken up again, given up, made public, and what changed
//! since. Doing it answers every opinion of it that has no answer yet, in one entry.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{correction_entry, correction_project};
use storage::{CorrectionEntryId, Scope};

use super::form::{Entry, EntryForm};
use super::rules::{self, Step};
use super::seen::Seen;
use super::{plan, queries, show, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::{appraisals, results};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// Takes a step.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Entries>,
    posted: Posted<EntryForm>,
) -> Answer {
    let seen = Seen::load(&app, &visitor, url.round).await?;
    let project = plan::writable(&app, &seen, url.project).await?;
    let form = posted.input;
    let step = Step::from_kind(&form.kind).ok_or_else(|| WebError::BadForm("kind".to_owned()))?;
    let mut errors = FieldErrors::default();
    let answers = results::queries::answers(&app.database, url.round).await?;
    let mut keys = seen.grouped.iter().filter(|(_, of)| **of == url.project).map(|(key, _)| key);
    let is_unanswered = keys.any(|key| !answers.contains_key(key));
    let days = (seen.context.round.period_from.as_str(), app.today());
    let entry = form.read((step, is_unanswered), days, &mut errors);
    if !errors.is_empty() {
        let typed = show::Typed { step, form, errors, conflict: None };
        return show::page((&app, &visitor, &frame), &seen, &project, StatusCode::UNPROCESSABLE_ENTITY, Some(typed))
            .await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::project(&change.transaction, (url.round, url.project)).await?;
    let Some(stored) = stored else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if stored.version != form.version {
        change.give_up().await?;
        let seen = Seen::load(&app, &visitor, url.round).await?;
        let conflict = Some(form.beside(&frame.page("corrections-title"), &stored, step));
        let typed = show::Typed { step, form: EntryForm { version: stored.version, ..form }, errors, conflict };
        return show::page((&app, &visitor, &frame), &seen, &stored, StatusCode::CONFLICT, Some(typed)).await;
    }
    let round = appraisals::queries::state(&change.transaction, url.round).await?.ok_or(WebError::NotFound)?;
    if let Some(refusal) = refusal(step, &stored.state, &round) {
        change.give_up().await?;
        return Err(WebError::refused(refusal));
    }
    if step == Step::Complete {
        answer_all(&change, (&app, &visitor), &seen, (&stored, &entry.words)).await?;
    }
    if step == Step::Withdraw {
        queries::set_opinions(&change.transaction, stored.id, []).await?;
        queries::set_weak_points(&change.transaction, stored.id, []).await?;
    }
    let about = About::organisation(
        stored.organisation_id,
        format!("{}: {} | correction-{}", seen.context.round.title, stored.name, step.kind()),
    );
    take(&change, (&app, &visitor), stored, (step, entry)).await?;
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::CorrectionChanged, about).await?;
    let notice = format!("corrections-{}", step.kind());
    change.answer(&urls::Correction { round: url.round, project: url.project }, &notice).await
}

/// Why a step may not be taken now.
fn refusal(step: Step, state: &str, round_state: &str) -> Option<&'static str> {
    if !step.may_follow(state) {
        return Some("corrections-not-now");
    }
    (step == Step::Publish && !rules::may_publish(round_state)).then_some("corrections-not-before-results")
}

/// Stores the project as the step leaves it, with its entry.
async fn take(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    stored: correction_project::Model,
    (step, entry): (Step, Entry),
) -> Result<(), WebError> {
    let row = correction_entry::Model {
        id: CorrectionEntryId(app.clock.next_id()),
        project_id: stored.id,
        kind: step.kind().to_owned(),
        happened_on: app.today().to_string(),
        words: entry.words,
        account_id: visitor.account,
    };
    queries::add_entry(&change.transaction, row).await?;
    let mut row =
        correction_project::Model { state: step.leads_to().to_owned(), version: stored.version + 1, ..stored };
    if step == Step::Complete {
        row.output = Some(entry.output);
        row.output_on = Some(entry.output_on);
        row.evidence = Some(entry.evidence);
    }
    Ok(queries::store(&change.transaction, row).await?)
}

/// One entry, many papers (S089): the answer stands at every opinion of the project that has none. Whoever put an opinion
/// into the project answers for it, and so let the project speak for him; an answer written for one opinion alone stays,
/// one the project itself gave before it was taken up again is replaced.
async fn answer_all(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    seen: &Seen,
    (project, words): (&correction_project::Model, &str),
) -> Result<(), WebError> {
    let round = project.round_id;
    let answers = results::queries::answers(&change.transaction, round).await?;
    let grouped = queries::grouped(&change.transaction, round).await?;
    let mut opinions = results::queries::opinions(&change.transaction, round).await?;
    opinions.retain(|one| grouped.get(&one.opinion_key) == Some(&project.id));
    let entries = queries::entries(&change.transaction, project.id).await?;
    let said_before =
        |words: &str| entries.iter().any(|entry| entry.kind == Step::Complete.kind() && entry.words == words);
    for opinion in &opinions {
        let version = match answers.get(&opinion.opinion_key) {
            None => 0,
            Some(answer) if said_before(&answer.words) => answer.version,
            Some(_) => continue,
        };
        let said = (words.to_owned(), version);
        results::record_answer(&change.transaction, (app, visitor), &seen.context, opinion, said).await?;
    }
    Ok(())
}
