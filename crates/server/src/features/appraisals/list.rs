//! Drawing up a new round.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{organisation, round};
use storage::{OrganisationId, RoundId, Scope};

use super::common::{self, OFFICE};
use super::form::RoundForm;
use super::model::Plan;
use super::settings::{self, ChoiceOption, SourceField};
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::organisations;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The most organisations the form offers as owners at once.
const MOST_OWNERS: usize = 300;

#[derive(Template)]
#[template(path = "features/appraisals/templates/settings.html")]
pub struct SettingsView {
    pub page: Page,
    pub action: String,
    pub form: RoundForm,
    pub errors: FieldErrors,
    /// What the verdict rule may be read from; nothing until there are objects and judges.
    pub sources: Vec<SourceField>,
    /// The verdict rules proposed with the instruments: where the form filled in with one is, and what it says.
    pub proposals: Vec<(String, String)>,
    /// Owners to choose from; none where the round exists.
    pub owners: Vec<organisation::Model>,
    pub is_new: bool,
    pub search: String,
    /// The rounds this one may follow.
    pub followed: Vec<ChoiceOption>,
    pub conflict: Option<Conflict>,
}

/// What the owners are searched by.
#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    search: String,
    /// The round below the new one.
    #[serde(default)]
    follows: String,
}

/// The form of a new round.
pub async fn new(State(app): State<App>, visitor: Visitor, frame: Frame, Query(search): Query<Search>) -> Answer {
    let form = RoundForm { follows: search.follows, ..RoundForm::empty() };
    let view = new_view(&app, &visitor, &frame, form, FieldErrors::default(), search.search).await?;
    html(&view)
}

async fn new_view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    form: RoundForm,
    errors: FieldErrors,
    search: String,
) -> Result<SettingsView, WebError> {
    let reach = visitor.reach(OFFICE);
    let filter = organisations::queries::Filter { search: search.clone(), among: vec![reach], ..Default::default() };
    let mut owners = organisations::queries::all(&app.database, &filter).await?;
    // Whoever has others below comes first: rounds are mostly run from above.
    owners.sort_by_key(|owner| owner.kind == "branch" || owner.kind == "group");
    owners.truncate(MOST_OWNERS);
    Ok(SettingsView {
        followed: settings::followed(app, visitor, (None, &form.follows)).await?,
        page: frame.page("appraisals-new-title"),
        action: format!("{}?draw-up", urls::Rounds {}.to_path()),
        form,
        errors,
        owners,
        is_new: true,
        sources: Vec::new(),
        proposals: Vec::new(),
        search,
        conflict: None,
    })
}

/// Draws up a round.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<RoundForm>) -> Answer {
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let owner = form.organisation.parse::<OrganisationId>().ok();
    let owner = match owner {
        Some(owner) if common::reaches(&app, &visitor, owner).await? => Some(owner),
        _ => {
            errors.add("organisation", "error-choose");
            None
        }
    };
    let head = settings::head(&app, &form, &mut errors).await?;
    let follows = settings::follows(&app, &visitor, (None, &form), &mut errors).await?;
    let declared = form.check(&app, &Plan::default(), &mut errors);
    let (Some(owner), Some(declared)) = (owner, declared) else {
        let view = new_view(&app, &visitor, &frame, form, errors, String::new()).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let scope = Scope::Organisation(owner.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let id = RoundId(app.clock.next_id());
    let round = round::Model {
        id,
        organisation_id: owner,
        title: declared.title,
        notice_number: declared.notice_number,
        period_from: declared.period_from,
        period_to: declared.period_to,
        state: "draft".to_owned(),
        minimum: declared.minimum,
        opinion_minimum: declared.opinion_minimum,
        satisfied_permille: declared.verdict.as_ref().map(|rule| rule.satisfied_permille.into()),
        basic_permille: declared.verdict.as_ref().map(|rule| rule.basic_permille.into()),
        head_account_id: head,
        retention_days: declared.retention_days,
        casting_until: declared.casting_until,
        follows_id: follows,
        staff: declared.staff,
        frozen: None,
        opening_hash: None,
        version: 1,
    };
    queries::insert_round(&change.transaction, round.clone()).await?;
    common::note(&change, &app, &visitor, Event::RoundCreated, &round, "").await?;
    change.answer(&urls::Round { id }, "appraisals-created").await
}
