//! Moving, merging and closing.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::organisation;
use storage::{OrganisationId, Scope};

use super::changes::{add_refusal, changeable, place_of};
use super::rules::{Refusal, Relation, may_close, may_merge, may_move};
use super::tree_change_pages::{Deed, view};
use super::{WRITERS, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::windows;
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The posted decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Decision {
    target: String,
    day: String,
    version: i64,
}

/// Moves it.
pub async fn place(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Place>,
    posted: Posted<Decision>,
) -> Answer {
    decide(&app, &visitor, &frame, url.id, Deed::Move, posted).await
}

/// Merges it into another: its organisations and members go over, and it closes.
pub async fn merge(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Merger>,
    posted: Posted<Decision>,
) -> Answer {
    decide(&app, &visitor, &frame, url.id, Deed::Merge, posted).await
}

/// Closes it.
pub async fn close(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Closure>,
    posted: Posted<Decision>,
) -> Answer {
    decide(&app, &visitor, &frame, url.id, Deed::Close, posted).await
}

async fn decide(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    id: OrganisationId,
    deed: Deed,
    posted: Posted<Decision>,
) -> Answer {
    changeable(app, visitor, id).await?;
    let page = frame.page(&format!("organisations-{}-title", deed.code()));
    let decision = posted.input;
    let mut errors = FieldErrors::default();
    let day = decision.day.trim().parse::<chrono::NaiveDate>();
    match day {
        Ok(day) if day <= app.today() => {}
        Ok(_) => add_refusal(&mut errors, &page, "day", &Refusal::InFuture),
        Err(_) => errors.add("day", "error-bad-date"),
    }
    let change = match once::begin(app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let row = queries::find(&change.transaction, id).await?.ok_or(WebError::NotFound)?;
    let target = match decision.target.parse::<OrganisationId>() {
        Ok(target) if deed != Deed::Close => {
            let may = queries::in_reach(&change.transaction, &visitor.reach(WRITERS), target).await?;
            if may { queries::find(&change.transaction, target).await? } else { None }
        }
        _ => None,
    };
    let outcome = allowed(&change, &row, target.as_ref(), deed).await?;
    match outcome {
        Err(None) => errors.add("target", "error-choose"),
        Err(Some(refusal)) => add_refusal(&mut errors, &page, "target", &refusal),
        Ok(()) => {}
    }
    let (Ok(day), true) = (day, errors.is_empty()) else {
        change.give_up().await?;
        let mut view = view(app, visitor, page, &row, deed, "").await?;
        view.errors = errors;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    if row.version != decision.version {
        change.give_up().await?;
        errors.add("target", "error-changed-again");
        let mut view = view(app, visitor, page, &row, deed, "").await?;
        view.errors = errors;
        return html_with(StatusCode::CONFLICT, &view);
    }
    carry_out(app, visitor, change, row, target, deed, day.to_string()).await
}

/// Whether it may be done; `Err(None)`: nothing was chosen.
async fn allowed(
    change: &Change,
    row: &organisation::Model,
    target: Option<&organisation::Model>,
    deed: Deed,
) -> Result<Result<(), Option<Refusal>>, WebError> {
    let own = place_of(row)?;
    if deed == Deed::Close {
        let children = queries::children(&change.transaction, row.id).await?.len();
        let members = queries::members_of(&change.transaction, row.id).await?;
        return Ok(may_close(children, members).map_err(Some));
    }
    let Some(target) = target else {
        return Ok(Err(None));
    };
    let place = place_of(target)?;
    let is_below = queries::ancestors(&change.transaction, target.id).await?.iter().any(|above| above.id == row.id);
    let relation = match (target.id == row.id, is_below) {
        (true, _) => Relation::Same,
        (false, true) => Relation::Below,
        (false, false) => Relation::Apart,
    };
    let by_type = match deed {
        Deed::Move => may_move(own.kind, Some(place), is_below),
        _ => may_merge(own, place, relation),
    };
    let namesake = match (&by_type, deed) {
        (Err(_), _) => None,
        (Ok(()), Deed::Move) => {
            queries::named_under(&change.transaction, Some(target.id), &row.name).await?.map(|same| same.name)
        }
        (Ok(()), _) => queries::shared_name_below(&change.transaction, row.id, target.id).await?,
    };
    Ok(by_type.and_then(|()| namesake.map_or(Ok(()), |name| Err(Refusal::Namesake(name)))).map_err(Some))
}

async fn carry_out(
    app: &App,
    visitor: &Visitor,
    change: Change,
    row: organisation::Model,
    target: Option<organisation::Model>,
    deed: Deed,
    day: String,
) -> Answer {
    let actor = Actor::from(visitor);
    let transaction = &change.transaction;
    let old_parent = match row.parent_id {
        Some(parent) => queries::find(transaction, parent).await?.map(|parent| parent.name),
        None => None,
    };
    let target_name = target.as_ref().map(|target| target.name.clone());
    let id = row.id;
    let (event, kind, before, after) = match deed {
        Deed::Move => (Event::OrganisationMoved, "moved", old_parent, target_name.clone()),
        Deed::Merge => (Event::OrganisationMerged, "merged", Some(row.name.clone()), target_name.clone()),
        Deed::Close => (Event::OrganisationClosed, "closed", Some(row.name.clone()), None),
    };
    let name = row.name.clone();
    let target_id = target.map(|target| target.id);
    let changed = match deed {
        Deed::Move => organisation::Model { parent_id: target_id, ..row },
        Deed::Merge => organisation::Model { closed_on: Some(day.clone()), merged_into: target_id, ..row },
        Deed::Close => organisation::Model { closed_on: Some(day.clone()), ..row },
    };
    queries::update(transaction, changed).await?;
    let line = queries::HistoryLine { organisation: id, kind, day: day.clone(), before, after };
    queries::record_history(transaction, &app.clock, &actor, line).await?;
    if let (Deed::Merge, Some(stays)) = (deed, target_id) {
        queries::move_children(transaction, id, stays).await?;
        queries::move_members(transaction, id, stays).await?;
        windows::queries::move_windows(transaction, id, stays).await?;
        let line = queries::HistoryLine {
            organisation: stays,
            kind: "absorbed",
            day,
            before: None,
            after: Some(name.clone()),
        };
        queries::record_history(transaction, &app.clock, &actor, line).await?;
    }
    audit::record(transaction, &app.clock, &actor, event, About::organisation(id, name)).await?;
    let shown = if deed == Deed::Merge { target_id.unwrap_or(id) } else { id };
    let notice = match deed {
        Deed::Move => "organisation-moved",
        Deed::Merge => "organisation-merged",
        Deed::Close => "organisation-closed",
    };
    change.answer(&urls::Organisation { id: shown }, notice).await
}
