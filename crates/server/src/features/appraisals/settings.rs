//! What a round declares, until issuing begins.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::round;

use super::common::{self, DRAFT, Editing, OFFICE, PREPARING};
use super::form::RoundForm;
use super::list::SettingsView;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError, html};

/// Shows the form.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Settings>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !PREPARING.contains(&round.state.as_str()) {
        return Err(WebError::refused("appraisals-too-late"));
    }
    let form = RoundForm::of(&round, app.settings.time_zone);
    html(&view(&frame, url.id, form, FieldErrors::default()))
}

fn view(frame: &Frame, id: storage::RoundId, form: RoundForm, errors: FieldErrors) -> SettingsView {
    SettingsView {
        page: frame.page("appraisals-settings-title"),
        action: format!("{}?_method=put", urls::Round { id }.to_path()),
        form,
        errors,
        owners: Vec::new(),
        is_new: false,
        search: String::new(),
    }
}

/// Stores what was declared.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Round>,
    posted: Posted<RoundForm>,
) -> Answer {
    let form = posted.input;
    common::reached(&app, &visitor, url.id, OFFICE).await?;
    let mut errors = FieldErrors::default();
    let Some(declared) = form.check(&app, &mut errors) else {
        let view = view(&frame, url.id, form, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    let (change, before) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let round = round::Model {
        title: declared.title,
        notice_number: declared.notice_number,
        period_from: declared.period_from,
        period_to: declared.period_to,
        minimum: declared.minimum,
        opinion_minimum: declared.opinion_minimum,
        satisfied_permille: declared.verdict.map(|rule| rule.satisfied_permille.into()),
        basic_permille: declared.verdict.map(|rule| rule.basic_permille.into()),
        retention_days: declared.retention_days,
        casting_until: declared.casting_until,
        ..before
    };
    queries::update_round(&change.transaction, round.clone()).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-saved").await
}

/// The version somebody saw, and their word that they mean it.
#[derive(Debug, Deserialize)]
pub struct Confirmed {
    /// The version.
    pub version: i64,
    /// Ticked or not there.
    #[serde(default)]
    pub sure: String,
}

/// Throws a draft away.
pub async fn discard(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Round>,
    posted: Posted<Confirmed>,
) -> Answer {
    if posted.input.sure != "yes" {
        return Err(WebError::refused("appraisals-tick-to-discard"));
    }
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    queries::delete_round(&change.transaction, url.id).await?;
    common::note(&change, &app, &visitor, Event::RoundDiscarded, &round, "").await?;
    change.answer(&urls::Rounds {}, "appraisals-discarded").await
}
