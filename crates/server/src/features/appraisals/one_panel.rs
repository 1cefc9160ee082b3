//! One group of judges: its number, with whom it is merged, taking it away.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::PanelId;
use storage::entities::round;

use super::common::{self, Editing, OFFICE, PREPARING, Paths};
use super::form;
use super::model::Panel;
use super::panels::{MOST_JUDGES, PanelForm, PanelsView, view, words};
use super::settings::Confirmed;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::{composition, organisations};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

impl PanelsView {
    /// The page with what was typed of one group in its row, and what is stored beside it.
    fn with_typed(mut self, panel: &str, typed: &OneForm) -> Self {
        let mut conflict = Conflict::beside();
        let rows = self.sheets.iter().flat_map(|sheet| &sheet.rows);
        let names: BTreeMap<String, String> = rows
            .filter_map(|row| {
                Some((row.path.rsplit('/').next()?.to_owned(), format!("{} ({})", row.category, row.number)))
            })
            .collect();
        let name = |id: &str| names.get(id).cloned().unwrap_or_default();
        let rows = self.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows);
        for row in rows.filter(|row| row.path.ends_with(panel)) {
            let planned = std::mem::replace(&mut row.planned, typed.planned.clone());
            conflict = conflict.and(
                self.page.t1("appraisals-of-panel", "panel", format!("{} ({})", row.category, row.number)),
                planned,
                typed.planned.clone(),
            );
            let stored = std::mem::replace(&mut row.into, typed.merged_into.clone());
            let merged = (name(&stored), name(&row.into));
            conflict = conflict.and(self.page.t("appraisals-merge-into"), merged.0, merged.1);
        }
        self.conflict = Some(conflict);
        self
    }
}

/// One group as typed.
#[derive(Debug, Deserialize)]
pub struct OneForm {
    planned: String,
    #[serde(default)]
    merged_into: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/one_panel.html")]
struct PanelView {
    page: Page,
    paths: Paths,
    round: round::Model,
    action: String,
    name: String,
    planned: u32,
    /// Others on the same sheet: id, words, chosen.
    others: Vec<(String, String, bool)>,
}

/// Shows one group, with those it may be merged with.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Panel>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    if !PREPARING.contains(&round.state.as_str()) {
        return Err(WebError::NotFound);
    }
    let plan = queries::plan(&app.database, url.id).await?;
    let panel = plan.panel(url.panel).ok_or(WebError::NotFound)?;
    let at = plan.panels.iter().map(|panel| panel.organisation);
    let organisations = organisations::queries::names(&app.database, at).await?;
    let name = |panel: &Panel| {
        let organisation = organisations.get(&panel.organisation).map_or("", String::as_str);
        format!("{} · {organisation}", words(&plan, panel, frame.language))
    };
    let others = plan.open_panels().filter(|other| other.sheet == panel.sheet && other.id != panel.id);
    let others = others.map(|other| (other.id.to_string(), name(other), panel.merged_into == Some(other.id)));
    html(&PanelView {
        page: frame.page("appraisals-panel-title"),
        paths: Paths { id: url.id },
        action: url.to_path(),
        name: name(panel),
        planned: panel.planned,
        others: others.collect(),
        round,
    })
}

/// Changes a group's number, or with whom it is merged.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Panel>,
    posted: Posted<OneForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let planned = form::whole("one", &form.planned, &mut errors);
    let planned = planned.filter(|planned| (1..=MOST_JUDGES).contains(planned));
    let planned = planned.and_then(|planned| u32::try_from(planned).ok());
    let Some(planned) = planned else {
        errors.add("one", "appraisals-error-planned");
        let view = view(&app, &frame, round, PanelForm::default(), errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let seen = (url.id, form.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let shown = view(&app, &frame, round, PanelForm::default(), errors).await?;
            return html_with(StatusCode::CONFLICT, &shown.with_typed(&url.panel.to_string(), &form));
        }
        Err(error) => return Err(error),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    let into = match form.merged_into.as_str() {
        "" => Ok(None),
        id => id.parse::<PanelId>().map(Some),
    };
    let panel = plan.panel(url.panel);
    let (Some(panel), Ok(into)) = (panel, into) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    let fits = |into: PanelId| {
        plan.panel(into)
            .is_some_and(|other| other.id != panel.id && other.sheet == panel.sheet && other.merged_into.is_none())
    };
    if into.is_some_and(|into| !fits(into)) {
        return common::refuse(change, WebError::NotFound).await;
    }
    // A draw was announced for this number.
    if panel.planned != planned && composition::queries::is_fixed(&change.transaction, panel.id).await? {
        return common::refuse(change, WebError::refused("composition-refused-fixed")).await;
    }
    queries::set_planned(&change.transaction, panel.id, planned).await?;
    queries::set_merged(&change.transaction, panel.id, into).await?;
    if into.is_some() {
        // Whoever was merged into this one goes along.
        for other in plan.merged_into(panel.id) {
            queries::set_merged(&change.transaction, other.id, into).await?;
        }
    }
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Panels { id: url.id }, "appraisals-saved").await
}

/// Takes a group away.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Panel>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, PREPARING).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let panels = queries::panels(&change.transaction, url.id).await?;
    if !panels.iter().any(|panel| panel.id == url.panel) {
        return common::refuse(change, WebError::NotFound).await;
    }
    // Else a draw could be repeated until it pleases.
    if composition::queries::is_fixed(&change.transaction, url.panel).await? {
        return common::refuse(change, WebError::refused("composition-refused-fixed")).await;
    }
    queries::delete_panel(&change.transaction, url.panel).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, "").await?;
    change.answer(&urls::Panels { id: url.id }, "appraisals-panel-removed").await
}
