//! One object: the four side by side, what was said by name, and the forms to enter it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::composite::Source;

use super::four::{Four, source_name};
use super::record::RecordForm;
use super::sheet::Sheet;
use super::urls;
use crate::App;
use crate::features::appraisals::model::Object;
use crate::features::results::release::StoredStep;
use crate::features::results::step_words;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

struct Part {
    name: String,
    grade: Option<String>,
    rate: Option<String>,
    counts: Vec<(String, u64)>,
    words: String,
    said: Option<(String, String, String)>,
    form: Option<Form>,
}

/// The form of a judgement given by name.
pub(super) struct Form {
    action: String,
    code: &'static str,
    grades: Vec<(String, String, bool)>,
    typed: RecordForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed of one source, and what is wrong with it.
pub(super) struct Typed {
    /// Of which.
    pub source: Source,
    /// What was typed.
    pub form: RecordForm,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

#[derive(Template)]
#[template(path = "features/assessments/templates/show.html")]
struct ShowView {
    page: Page,
    back: (String, String),
    parts: Vec<Part>,
    composite: Option<String>,
    declared: Vec<String>,
    steps: Vec<(String, String)>,
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Object>,
) -> Answer {
    let sheet = Sheet::load(&app, &visitor, url.round).await?;
    let object = sheet.object(url.object)?;
    page(&app, &frame, (&sheet, object), StatusCode::OK, None)
}

/// The page, with what was typed of one source.
pub(super) fn page(
    app: &App,
    frame: &Frame,
    (sheet, object): (&Sheet, &Object),
    status: StatusCode,
    mut typed: Option<Typed>,
) -> Answer {
    let language = frame.language;
    let four = Four::of(app, language, sheet, object)?;
    let definition = sheet.plan.definition_of(object).ok_or(WebError::NotFound)?;
    let names: Vec<String> =
        definition.scale.grades.iter().map(|grade| grade.name.in_language(language).to_owned()).collect();
    let mut parts = Vec::new();
    for one in four.each {
        let by_name = matches!(one.source, Source::LeaderReview | Source::OrganisationAssessment);
        let form = (by_name && sheet.may_write).then(|| {
            let mine = typed.take_if(|typed| typed.source == one.source);
            let stored = one.record.as_ref().map(RecordForm::from).unwrap_or_default();
            let (form, errors, conflict) =
                mine.map_or((stored, FieldErrors::default(), None), |mine| (mine.form, mine.errors, mine.conflict));
            let grades = definition.scale.grades.iter().zip(&names);
            Form {
                action: urls::Record { round: sheet.round.id, object: object.id, source: one.source.code().to_owned() }
                    .to_path(),
                code: one.source.code(),
                grades: grades
                    .map(|(grade, name)| (grade.code.clone(), name.clone(), grade.code == form.grade))
                    .collect(),
                typed: form,
                errors,
                conflict,
            }
        });
        parts.push(Part {
            name: source_name(app, language, one.source),
            rate: one.figure.as_ref().map(crate::features::results::figures::Figure::rate),
            counts: one.figure.map(|figure| one.grades.into_iter().zip(figure.counts).collect()).unwrap_or_default(),
            grade: one.grade,
            words: one.words,
            said: one.record.map(|record| (record.author, record.given_on, record.words)),
            form,
        });
    }
    let steps = four.steps.iter().map(StoredStep::from);
    let steps = sheet.context.as_ref().map(|context| {
        steps.map(|step| (step.rule.clone(), step_words(app, language, context, &step))).collect::<Vec<_>>()
    });
    let shown = frame.titled(object.name.clone());
    let declared = sheet.composite.as_ref();
    html_with(
        status,
        &ShowView {
            back: (urls::OfRound { round: sheet.round.id }.to_path(), sheet.round.title.clone()),
            declared: crate::features::appraisals::composite::sentences(&shown, declared, &sheet.plan),
            page: shown,
            parts,
            composite: four.composite,
            steps: steps.unwrap_or_default(),
        },
    )
}
