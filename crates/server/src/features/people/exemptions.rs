//! The register of exemptions (S077): a coarse kind, from, to, confirmed by the secretary; never a medical detail.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{exemption, member};
use storage::{ExemptionId, MemberId, Scope};

use super::show::{self, ExemptionForm};
use super::{days, members, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// The kinds there are: more is nobody's business.
const KINDS: [&str; 2] = ["aged", "illness"];

async fn own_member(app: &App, visitor: &Visitor, id: MemberId) -> Result<member::Model, WebError> {
    let member = members::member_in_reach(app, visitor, id).await?;
    let reach = visitor.reach(&[Role::Secretary]);
    let organisation = member.organisation_id;
    if organisations::queries::in_reach(&app.database, &reach, organisation).await? {
        Ok(member)
    } else {
        Err(WebError::NotFound)
    }
}

/// Enters an exemption; whoever enters it confirms it.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Exemptions>,
    posted: Posted<ExemptionForm>,
) -> Answer {
    let member = own_member(&app, &visitor, url.id).await?;
    let mut errors = FieldErrors::default();
    let Some(mut row) = check(&posted.input, &mut errors) else {
        let form = (posted.input, errors);
        let view = show::view(&app, &visitor, (&frame, member), form).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let scope = Scope::Organisation(member.organisation_id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    row.id = ExemptionId(app.clock.next_id());
    row.member_id = url.id;
    row.confirmed_by = visitor.account;
    row.recorded_at = app.clock.now();
    queries::insert_exemption(&change.transaction, row).await?;
    // The trail names the member, never the reason.
    let about = About::organisation(member.organisation_id, member.name);
    let actor = Actor::from(&visitor);
    let event = Event::ExemptionCreated;
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    let next = urls::Member { id: url.id };
    change.answer(&next, "exemption-created").await
}

fn check(form: &ExemptionForm, errors: &mut FieldErrors) -> Option<exemption::Model> {
    if !KINDS.contains(&form.kind.as_str()) {
        errors.add("kind", "error-choose");
    }
    let from_day = days::day(&form.from);
    if from_day.is_none() {
        errors.add("from", "error-bad-date");
    }
    let to_day = days::day(&form.to);
    if to_day.is_none() && !form.to.trim().is_empty() {
        errors.add("to", "error-bad-date");
    }
    if let (Some(from), Some(to)) = (&from_day, &to_day)
        && to < from
    {
        errors.add("to", "people-exemption-backwards");
    }
    let from_day = from_day.filter(|_| errors.is_empty())?;
    Some(exemption::Model {
        id: ExemptionId(uuid::Uuid::nil()),
        member_id: MemberId(uuid::Uuid::nil()),
        kind: form.kind.clone(),
        from_day,
        to_day,
        confirmed_by: storage::AccountId(uuid::Uuid::nil()),
        recorded_at: storage::Instant(0),
    })
}

/// The form that ends an exemption.
#[derive(Debug, Deserialize)]
pub struct EndForm {
    #[serde(default)]
    last_day: String,
}

/// Ends an exemption on a day; the register keeps the row.
pub async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Exemption>,
    posted: Posted<EndForm>,
) -> Answer {
    let member = own_member(&app, &visitor, url.id).await?;
    let known = queries::exemptions(&app.database, url.id).await?;
    let known = known.into_iter().find(|known| known.exemption.id == url.exemption).ok_or(WebError::NotFound)?;
    let last_day = days::day(&posted.input.last_day)
        .filter(|day| *day >= known.exemption.from_day)
        .ok_or_else(|| WebError::refused("people-exemption-bad-end"))?;
    let scope = Scope::Organisation(member.organisation_id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    queries::end_exemption(&change.transaction, url.exemption, last_day).await?;
    let about = About::organisation(member.organisation_id, member.name);
    let actor = Actor::from(&visitor);
    let event = Event::ExemptionEnded;
    audit::record(&change.transaction, &app.clock, &actor, event, about).await?;
    let next = urls::Member { id: url.id };
    change.answer(&next, "exemption-ended").await
}
