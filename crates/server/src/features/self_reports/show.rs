//! One self-report: filled in by the secretary or by the member, open until casting begins.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{round, self_report};
use storage::{ObjectId, Scope, SelfReportId};

use super::form::{self, Fields};
use super::queries::{self, Introduction};
use super::urls;
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::{Definition, Object};
use crate::features::{appraisals, organisations};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/self_reports/templates/show.html")]
struct ReportView {
    page: Page,
    path: String,
    list: String,
    paper: String,
    blank: String,
    duty: String,
    /// A member's written summary; nothing for an organisation.
    summary: Option<String>,
    name: String,
    round: String,
    can_edit: bool,
    is_submitted: bool,
    version: i64,
    items: Vec<ItemView>,
    grades: Vec<(String, String)>,
    texts: Vec<TextView>,
    errors: FieldErrors,
}

struct ItemView {
    code: String,
    name: String,
    explanation: String,
    chosen: String,
}

struct TextView {
    field: &'static str,
    label: String,
    words: String,
}

/// What the pages and papers of one self-report need.
pub(super) struct Found {
    /// The round.
    pub round: round::Model,
    /// Who is judged.
    pub object: Object,
    /// By what.
    pub definition: Definition,
    /// What was saved.
    pub report: Option<self_report::Model>,
    /// Whether the visitor may fill it in, and it is still open.
    pub can_edit: bool,
}

impl Found {
    /// What was saved so far.
    pub(super) fn said(&self) -> Result<Introduction, WebError> {
        let said = self.report.clone().map(queries::introduction).transpose()?;
        Ok(said.unwrap_or_default())
    }
}

/// Finds a self-report that the visitor may see.
pub(super) async fn find(app: &App, visitor: &Visitor, id: ObjectId) -> Result<Found, WebError> {
    let reads = &app.database;
    let (round, object) = appraisals::queries::find_object(reads, id).await?.ok_or(WebError::NotFound)?;
    let round = queries::announced_round(reads, round).await?.ok_or(WebError::NotFound)?;
    let in_reach = async |roles: &[Role]| {
        let reach = visitor.reach(roles);
        organisations::queries::in_reach(reads, &reach, object.organisation).await
    };
    let is_own = object.member.is_some() && object.member == visitor.member;
    let may_fill_in = is_own || in_reach(&[Role::Secretary]).await?;
    if !may_fill_in && !in_reach(&[Role::CampaignOffice]).await? {
        return Err(WebError::NotFound);
    }
    let measures = appraisals::queries::measures(reads, round.id).await?;
    let measure = measures.into_iter().find(|measure| measure.id == object.measure).ok_or(WebError::NotFound)?;
    Ok(Found {
        can_edit: may_fill_in && matches!(round.state.as_str(), "announced" | "issuing"),
        report: queries::report(reads, id).await?,
        definition: measure.definition,
        round,
        object,
    })
}

/// Shows it: as a form where it may be filled in, else as it was handed in.
pub(super) async fn show(
    State(app): State<App>,
    Path(url): Path<urls::SelfReport>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    let found = find(&app, &visitor, url.object).await?;
    let said = found.said()?;
    render(&frame, StatusCode::OK, found, said, FieldErrors::default(), None)
}

fn render(
    frame: &Frame,
    status: StatusCode,
    found: Found,
    said: Introduction,
    errors: FieldErrors,
    version: Option<i64>,
) -> Answer {
    let page = frame.page("self-reports-show-title");
    let language = page.language;
    let definition = &found.definition;
    let mut words = BTreeWords::from(&said);
    let texts = ["deeds", "shortcomings", "plan"].map(|field| TextView {
        field,
        label: form::label(definition, field, language).unwrap_or_else(|| page.t(&format!("self-reports-{field}"))),
        words: words.take(field),
    });
    let items = if form::grades_themselves(definition) { definition.items.as_slice() } else { &[] };
    let object = found.object.id;
    let view = ReportView {
        path: urls::SelfReport { object }.to_path(),
        list: urls::OfRound { round: found.round.id }.to_path(),
        paper: urls::Paper { object }.to_path(),
        blank: urls::BlankPaper { object }.to_path(),
        duty: urls::DutyReport { object }.to_path(),
        summary: found.object.member.map(|_| urls::WrittenSummary { object }.to_path()),
        name: found.object.name,
        round: found.round.title,
        can_edit: found.can_edit,
        is_submitted: found.report.as_ref().is_some_and(|report| report.submitted_at.is_some()),
        version: version.unwrap_or_else(|| found.report.map_or(0, |report| report.version)),
        items: items
            .iter()
            .map(|item| ItemView {
                chosen: said.grades.get(&item.code).cloned().unwrap_or_default(),
                code: item.code.clone(),
                name: item.name.in_language(language).to_owned(),
                explanation: item.explanation.in_language(language).to_owned(),
            })
            .collect(),
        grades: definition
            .scale
            .grades
            .iter()
            .map(|grade| {
                let name = grade.name.in_language(language).to_owned();
                (grade.code.clone(), name)
            })
            .collect(),
        texts: texts.into(),
        errors,
        page,
    };
    html_with(status, &view)
}

/// The three texts by the names of their fields.
struct BTreeWords([(&'static str, String); 3]);

impl From<&Introduction> for BTreeWords {
    fn from(said: &Introduction) -> Self {
        Self([("deeds", said.deeds.clone()), ("shortcomings", said.shortcomings.clone()), ("plan", said.plan.clone())])
    }
}

impl BTreeWords {
    fn take(&mut self, field: &str) -> String {
        let found = self.0.iter_mut().find(|(name, _)| *name == field);
        found.map(|(_, words)| std::mem::take(words)).unwrap_or_default()
    }
}

/// Saves it as a draft or hands it in; what was handed in may be handed in anew until casting begins.
pub(super) async fn update(
    State(app): State<App>,
    Path(url): Path<urls::SelfReport>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<Fields>,
) -> Answer {
    let found = find(&app, &visitor, url.object).await?;
    if !found.can_edit {
        return Err(WebError::refused("self-reports-closed"));
    }
    let version: i64 =
        form::field(&posted.input, "version").parse().map_err(|_| WebError::BadForm("version".to_owned()))?;
    let before = found.report.as_ref();
    let was_submitted = before.is_some_and(|report| report.submitted_at.is_some());
    let is_handed_in = was_submitted || form::field(&posted.input, "go") == "submit";
    let mut errors = FieldErrors::default();
    let said = form::read(&found.definition, &posted.input, is_handed_in, &mut errors);
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return render(&frame, status, found, said, errors, Some(version));
    }
    let scope = Scope::Round(found.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::report(&change.transaction, found.object.id).await?;
    if stored.as_ref().map_or(0, |report| report.version) != version {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let round = queries::announced_round(&change.transaction, found.round.id).await?;
    if !round.is_some_and(|round| matches!(round.state.as_str(), "announced" | "issuing")) {
        change.give_up().await?;
        return Err(WebError::refused("self-reports-closed"));
    }
    let now = app.clock.now();
    let grades = serde_json::to_string(&said.grades).map_err(|error| WebError::Broken(error.to_string()))?;
    let row = self_report::Model {
        id: stored.as_ref().map_or_else(|| SelfReportId(app.clock.next_id()), |report| report.id),
        round_id: found.round.id,
        object_id: found.object.id,
        grades,
        deeds: said.deeds,
        shortcomings: said.shortcomings,
        plan: said.plan,
        submitted_at: is_handed_in.then_some(now),
        account_id: Some(visitor.account),
        version: version + 1,
    };
    queries::store(&change.transaction, row, stored.is_none()).await?;
    if is_handed_in {
        audit::record(
            &change.transaction,
            &app.clock,
            &Actor::from(&visitor),
            Event::SelfReportSubmitted,
            About::organisation(found.object.organisation, found.object.name),
        )
        .await?;
    }
    let notice = if is_handed_in { "self-report-submitted" } else { "self-report-saved" };
    change.answer(&url, notice).await
}
