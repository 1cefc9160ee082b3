//! Declaring of a measure whether 不了解 may be answered: counted apart, never where judges are among those judged.

use axum::extract::{Path, State};
use serde::Deserialize;

use super::common::{self, DRAFT, Editing};
use super::model::{Definition, Ungraded};
use super::{choosing, queries, rules, urls};
use crate::App;
use crate::audit::Event;
use crate::web::{Answer, Posted, Visitor, WebError};

/// What is declared of a measure.
#[derive(Debug, Default, Deserialize)]
pub struct MeasureForm {
    /// Ticked: 不了解 may be answered.
    #[serde(default)]
    not_known: String,
    version: i64,
}

/// Declares it; refused where a group of judges is among those judged.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Measure>,
    posted: Posted<MeasureForm>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let mut plan = queries::plan(&change.transaction, url.id).await?;
    let Some(measure) = plan.measures.iter_mut().find(|measure| measure.id == url.measure) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    let ungraded = if posted.input.not_known == "yes" { Ungraded::NotKnown } else { Ungraded::Refused };
    measure.definition = Definition { ungraded, ..measure.definition.clone() };
    let (name, text) =
        (choosing::measure_name(measure, texts::Language::ZhHans), choosing::text_of(&measure.definition)?);
    if rules::not_known_among_judges(&plan).contains(&url.measure) {
        return common::refuse(change, WebError::refused("appraisals-not-known-refused")).await;
    }
    queries::set_definition(&change.transaction, url.measure, text).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &name).await?;
    change.answer(&urls::Items { id: url.id, measure: url.measure }, "appraisals-measure-declared").await
}
