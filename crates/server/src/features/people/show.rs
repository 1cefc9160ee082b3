//! One member, with the register of exemptions.

use askama::Template;
use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::member;

use super::queries::{self, Confirmed};
use super::{days, members, urls, words};
use crate::App;
use crate::features::organisations;
use crate::roles::Role;
use crate::web::{Answer, FieldErrors, Frame, Page, Visitor, WebError, html};

/// The form of an exemption.
#[derive(Debug, Default, Deserialize)]
pub struct ExemptionForm {
    /// Aged or illness; nothing more is asked.
    #[serde(default)]
    pub kind: String,
    /// The first day.
    #[serde(default)]
    pub from: String,
    /// The last day, or nothing while it lasts.
    #[serde(default)]
    pub to: String,
}

/// Where the links and forms of the page lead.
struct Paths {
    branch: String,
    edit: String,
    departure: String,
    exemptions: String,
}

/// The page of a member.
#[derive(Template)]
#[template(path = "features/people/templates/show.html")]
pub struct ShowView {
    page: Page,
    member: member::Model,
    branch: String,
    paths: Paths,
    age: String,
    service: String,
    exemptions: Vec<(String, Confirmed)>,
    is_secretary: bool,
    today: String,
    form: ExemptionForm,
    errors: FieldErrors,
}

/// Makes the page of a member, with a form of an exemption as filled in so far.
///
/// # Errors
/// When the database does not answer.
pub async fn view(
    app: &App,
    visitor: &Visitor,
    (frame, member): (&Frame, member::Model),
    (form, errors): (ExemptionForm, FieldErrors),
) -> Result<ShowView, WebError> {
    let page = frame.titled(member.name.clone());
    let organisation = member.organisation_id;
    let branch = organisations::queries::find(&app.database, organisation).await?;
    let reach = visitor.reach(&[Role::Secretary]);
    let today = days::iso(app.today());
    let id = member.id;
    let exemptions = queries::exemptions(&app.database, id).await?;
    let path = |known: Confirmed| {
        let exemption = known.exemption.id;
        (urls::Exemption { id, exemption }.to_path(), known)
    };
    Ok(ShowView {
        paths: Paths {
            branch: urls::People::of(organisation),
            edit: urls::Edit { id }.to_path(),
            departure: urls::Departure { id }.to_path(),
            exemptions: urls::Exemptions { id }.to_path(),
        },
        branch: branch.map(|branch| branch.name).unwrap_or_default(),
        age: days::age(member.birth.as_deref(), &today),
        service: words::service_text(&page, member.service.as_deref()),
        exemptions: exemptions.into_iter().map(path).collect(),
        is_secretary: organisations::queries::in_reach(&app.database, &reach, organisation).await?,
        page,
        member,
        today,
        form,
        errors,
    })
}

/// Shows a member.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Member>) -> Answer {
    let member = members::member_in_reach(&app, &visitor, url.id).await?;
    let form = (ExemptionForm::default(), FieldErrors::default());
    html(&view(&app, &visitor, (&frame, member), form).await?)
}
