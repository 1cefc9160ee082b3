//! What goes on paper: the invitation (F11) and the sign-in list. Neither has a time beside a person.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::{candidate, round, round_invitation};

use super::rules::{Standing, judges};
use super::seen::{self, OfPanel, Seen};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::{appraisals, organisations};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// What the invitation says, as it is typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct NoticeForm {
    version: i64,
    held: String,
    place: String,
    contents: String,
}

impl From<round_invitation::Model> for NoticeForm {
    fn from(row: round_invitation::Model) -> Self {
        Self { version: row.version, held: row.held, place: row.place, contents: row.contents }
    }
}

#[derive(Template)]
#[template(path = "features/composition/templates/notice.html")]
struct NoticeView {
    page: Page,
    back: (String, String),
    action: String,
    form: NoticeForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "features/composition/templates/invitations.html")]
struct InvitationsView {
    page: Page,
    back: (String, String),
    notice: String,
    owner: String,
    round: round::Model,
    said: NoticeForm,
    people: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/composition/templates/sign_in.html")]
struct SignInView {
    page: Page,
    back: (String, String),
    round: String,
    people: Vec<(usize, String, String)>,
}

/// The invitation is written until the round is over.
fn may_edit(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "draft" | "announced" | "issuing")
}

fn notice_view(
    frame: &Frame,
    round: &round::Model,
    (form, errors, conflict): (NoticeForm, FieldErrors, Option<Conflict>),
) -> NoticeView {
    let url = urls::Notice { round: round.id };
    NoticeView {
        page: frame.page("composition-notice-title"),
        back: seen::back(frame, round),
        action: format!("{}?_method=put", url.to_path()),
        form,
        errors,
        conflict,
        may_edit: may_edit(round),
    }
}

/// Shows what the invitation says.
pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Notice>,
) -> Answer {
    let Seen { round, .. } = seen::seen(&app, &visitor, url.round).await?;
    let stored = queries::invitation(&app.database, url.round).await?;
    let form = stored.map(NoticeForm::from).unwrap_or_default();
    html(&notice_view(&frame, &round, (form, FieldErrors::default(), None)))
}

/// Stores it.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Notice>,
    posted: Posted<NoticeForm>,
) -> Answer {
    let Seen { round, .. } = seen::seen(&app, &visitor, url.round).await?;
    if !may_edit(&round) {
        return Err(WebError::refused("composition-refused-late"));
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let held = errors.required("held", &form.held, 100);
    let place = errors.required("place", &form.place, 100);
    let contents = errors.required("contents", &form.contents, 1_000);
    if !errors.is_empty() {
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &notice_view(&frame, &round, (form, errors, None)));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let now = appraisals::queries::round(&change.transaction, url.round).await?;
    if !now.as_ref().is_some_and(may_edit) {
        change.give_up().await?;
        return Err(WebError::refused("composition-refused-late"));
    }
    let stored = queries::invitation(&change.transaction, url.round).await?;
    let is_new = stored.is_none();
    let stored = stored.map(NoticeForm::from).unwrap_or_default();
    if stored.version != form.version {
        change.give_up().await?;
        let page = frame.page("composition-notice-title");
        let conflict = Conflict::between(
            &page,
            [
                ("composition-held", stored.held, form.held.clone()),
                ("composition-place-where", stored.place, form.place.clone()),
                ("composition-contents", stored.contents, form.contents.clone()),
            ],
        );
        let form = NoticeForm { version: stored.version, ..form };
        return html_with(StatusCode::CONFLICT, &notice_view(&frame, &round, (form, errors, Some(conflict))));
    }
    let row = round_invitation::Model { round_id: url.round, held, place, contents, version: stored.version + 1 };
    queries::store_invitation(&change.transaction, row, is_new).await?;
    let about = About::organisation(round.organisation_id, format!("{}: invitation", round.title));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RecordChanged, about).await?;
    change.answer(&url, "composition-notice-saved").await
}

/// Those of a list who are asked to judge.
fn asked(rows: Vec<candidate::Model>) -> Vec<candidate::Model> {
    let standings: Vec<Standing> = rows.iter().map(|row| Standing::from_code(&row.standing)).collect();
    let judging = judges(&standings);
    rows.into_iter().zip(judging).filter(|(_, is_judge)| *is_judge).map(|(row, _)| row).collect()
}

fn back(found: &OfPanel, frame: &Frame) -> (String, String) {
    let url = urls::Panel { round: found.round.id, panel: found.panel.id };
    (url.to_path(), seen::panel_name(&found.plan, &found.panel, frame.language))
}

/// The invitations, one for each judge of a panel.
pub(super) async fn invitations(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Invitations>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let stored = queries::invitation(&app.database, url.round).await?;
    let said = stored.map(NoticeForm::from).unwrap_or_default();
    let owner = organisations::queries::find(&app.database, found.round.organisation_id).await?;
    let people = asked(queries::candidates(&app.database, url.panel).await?);
    html(&InvitationsView {
        page: frame.page("composition-invitations-title"),
        back: back(&found, &frame),
        notice: urls::Notice { round: url.round }.to_path(),
        owner: owner.map(|owner| owner.name).unwrap_or_default(),
        said,
        people: people.into_iter().map(|row| (row.name, row.note)).collect(),
        round: found.round,
    })
}

/// The list judges sign when they come.
pub(super) async fn sign_in(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::SignIn>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let people = asked(queries::candidates(&app.database, url.panel).await?);
    html(&SignInView {
        page: frame.page("composition-sign-in-title"),
        back: back(&found, &frame),
        people: people.into_iter().zip(1..).map(|(row, number)| (number, row.name, row.note)).collect(),
        round: found.round.title.clone(),
    })
}
