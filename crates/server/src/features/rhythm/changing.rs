//! Changing the rule of a year, and taking a year away in which nothing stands.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;

use super::calendar::{self, Shown};
use super::cycles::RULES;
use super::seen::Seen;
use super::series::is_published;
use super::{queries, seen, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun, Change};
use crate::web::{Answer, Conflict, Frame, Posted, Visitor, WebError};

/// The rule as it was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleForm {
    version: i64,
    yearly_rule: String,
}

/// Records what became of a year.
pub(super) async fn note(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    (seen, details): (&Seen, &str),
) -> Result<(), WebError> {
    let details = format!("{} {}: {details}", seen.owner, seen.cycle.year);
    let about = About::organisation(seen.cycle.organisation_id, details);
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RhythmChanged, about).await?)
}

/// Changes the rule.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Calendar>,
    posted: Posted<RuleForm>,
) -> Answer {
    let seen = seen::run(&app, &visitor, url.cycle).await?;
    let chosen = RULES.into_iter().find(|rule| *rule == posted.input.yearly_rule);
    let rule = chosen.ok_or_else(|| WebError::BadForm("yearly_rule".to_owned()))?;
    // Excludes whoever publishes a round of the year meanwhile.
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    // R44: whoever knows figures of the year does not choose any longer how it follows from them.
    let attached = queries::attached(&change.transaction, &[url.cycle]).await?;
    if seen.cycle.yearly_rule != rule && attached.iter().any(|one| is_published(&one.state)) {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-rule-out"));
    }
    if !queries::set_rule(&change.transaction, (url.cycle, posted.input.version), rule).await? {
        change.give_up().await?;
        let seen = seen::run(&app, &visitor, url.cycle).await?;
        let page = frame.page("rhythm-title");
        let words = |rule: &str| page.coded("rhythm-rule-", rule);
        let both = [("rhythm-rule", words(&seen.cycle.yearly_rule), words(rule))];
        let shown = Shown { rule: Some(rule), conflict: Some(Conflict::between(&page, both)), ..Shown::default() };
        return calendar::page(&app, &visitor, &frame, &seen, (StatusCode::CONFLICT, shown)).await;
    }
    note(&change, &app, &visitor, (&seen, rule)).await?;
    change.answer(&url, "rhythm-saved").await
}

/// Which version of a year is taken away.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Gone {
    version: i64,
}

/// Takes a year away that was declared by mistake: nothing stands in it.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Calendar>,
    posted: Posted<Gone>,
) -> Answer {
    let seen = seen::run(&app, &visitor, url.cycle).await?;
    // Excludes whoever puts a round or a summary into the year meanwhile.
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::cycle(&change.transaction, url.cycle).await?;
    if stored.is_none_or(|stored| stored.version != posted.input.version) {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    if !queries::is_empty(&change.transaction, url.cycle).await? {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-not-empty"));
    }
    queries::delete(&change.transaction, url.cycle).await?;
    note(&change, &app, &visitor, (&seen, "-")).await?;
    change.answer(&urls::Cycles {}, "rhythm-removed").await
}
