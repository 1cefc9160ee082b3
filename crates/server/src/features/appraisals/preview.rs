//! What judges will see, on the screen and as a blank paper (F12, F13, F15).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use documents::papers::instrument;
use documents::{Date, Period};
use storage::entities::round;
use texts::Language;

use super::common::{self, OFFICE, Paths};
use super::model::{Definition, GroupLayout, Ungraded};
use super::{queries, urls, verdict};
use crate::App;
use crate::features::library::model::SATISFACTION_FORM;
use crate::features::organisations;
use crate::web::papers::date_of;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct GroupView {
    name: String,
    is_columns: bool,
    items: Vec<(String, String, String)>,
}

struct ObjectView {
    name: String,
    groups: Vec<GroupView>,
    grades: Vec<String>,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/preview.html")]
struct PreviewView {
    page: Page,
    paths: Paths,
    round: round::Model,
    title: String,
    target: String,
    objects: Vec<ObjectView>,
    papers: Vec<(String, String)>,
    answers: usize,
}

/// Shows a sheet as judges will see it.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Preview>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let sheet = plan.sheet(url.sheet).ok_or(WebError::NotFound)?;
    let page = frame.page("appraisals-preview-title");
    let language = page.language;
    let objects = plan.objects_of(sheet);
    let mut papers = Vec::new();
    for (object, definition) in &objects {
        let path = urls::Paper { id: url.id, measure: object.measure, sheet: sheet.id }.to_path();
        let paper = (path, format!("{} {}", definition.form, definition.name.in_language(language)));
        if !papers.contains(&paper) {
            papers.push(paper);
        }
    }
    html(&PreviewView {
        paths: Paths { id: url.id },
        title: plan.sheet_title(sheet, language),
        target: sheet.target_in(language).unwrap_or_default().to_owned(),
        answers: objects.iter().map(|(_, definition)| definition.items.len()).sum(),
        objects: objects.iter().map(|(object, definition)| object_view(&object.name, definition, &page)).collect(),
        papers,
        round,
        page,
    })
}

fn object_view(name: &str, definition: &Definition, page: &Page) -> ObjectView {
    let language = page.language;
    let not_known = (definition.ungraded == Ungraded::NotKnown).then(|| page.t("appraisals-not-known"));
    let words = |words: &super::model::Words| words.in_language(language).to_owned();
    let groups = definition.groups.iter().map(|group| GroupView {
        name: words(&group.name),
        is_columns: group.layout == GroupLayout::Columns,
        items: definition
            .items_of(&group.code)
            .map(|item| (item.code.clone(), words(&item.name), words(&item.explanation)))
            .collect(),
    });
    ObjectView {
        name: name.to_owned(),
        groups: groups.collect(),
        grades: definition.scale.grades.iter().map(|grade| words(&grade.name)).chain(not_known).collect(),
    }
}

/// The blank paper of one instrument of a sheet.
pub async fn paper(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Paper>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let sheet = plan.sheet(url.sheet).ok_or(WebError::NotFound)?;
    let measure = plan.measure(url.measure).ok_or(WebError::NotFound)?;
    let objects: Vec<String> = plan
        .objects_of(sheet)
        .iter()
        .filter(|(object, _)| object.measure == measure.id)
        .map(|(object, _)| object.name.clone())
        .collect();
    if objects.is_empty() {
        return Err(WebError::NotFound);
    }
    let issuer = organisations::queries::find(&app.database, round.organisation_id).await?;
    let issuer = issuer.map(|issuer| issuer.name).unwrap_or_default();
    let page = frame.page("appraisals-preview-title");
    let mut declared = vec![
        page.t1("appraisals-paper-minimum", "minimum", round.minimum),
        page.t1("appraisals-paper-retention", "days", round.retention_days),
    ];
    let rule = queries::verdict(&app.database, &round).await?;
    if rule.is_some() {
        declared.extend(verdict::sentences(&app.texts, page.language, rule.as_ref(), &plan));
    }
    if plan.judges_are_judged(sheet) {
        declared.push(page.t("appraisals-paper-own-grades"));
    }
    if measure.definition.needs_opinions() {
        declared.push(page.t("appraisals-paper-opinions"));
    }
    if let Some(target) = sheet.target_in(page.language) {
        declared.insert(0, page.t1("appraisals-paper-target", "target", target));
    }
    let view = paper_view(&round, &measure.definition, objects, (issuer, declared), page.language)?;
    let name = format!("{}-{}.pdf", measure.definition.form, sheet.position);
    let language = frame.language;
    let bytes = tokio::task::spawn_blocking(move || instrument::render(&view, language)).await?;
    pdf(bytes, &name)
}

fn paper_view(
    round: &round::Model,
    definition: &Definition,
    objects: Vec<String>,
    (issuer, declared): (String, Vec<String>),
    language: Language,
) -> Result<instrument::View, WebError> {
    let item = |item: &super::model::Item| {
        let name = item.name.in_language(language);
        let explanation = item.explanation.in_language(language);
        instrument::Item {
            text: if explanation.is_empty() {
                name.to_owned()
            } else if language == Language::En {
                format!("{name} ({explanation})")
            } else {
                format!("{name}({explanation})")
            },
            role: if Some(&item.code) == definition.overall.as_ref() {
                instrument::Role::Overall
            } else {
                instrument::Role::Aspect
            },
        }
    };
    Ok(instrument::View {
        form: match definition.form.as_str() {
            SATISFACTION_FORM => instrument::Form::Satisfaction,
            _ if definition.judges_members() => instrument::Form::Member,
            _ => instrument::Form::Organisation,
        },
        instrument: definition.name.in_language(language).to_owned(),
        issuer,
        round: round.title.clone(),
        period: period(round)?,
        arrangement: if definition.judges_members() && objects.len() > 3 {
            instrument::Arrangement::AsColumns
        } else {
            instrument::Arrangement::OneAfterAnother
        },
        objects,
        items: definition.items.iter().map(item).collect(),
        grades: definition.scale.grades.iter().map(|grade| grade.name.in_language(language).to_owned()).collect(),
        blanks: match definition.ungraded {
            Ungraded::Refused => instrument::Blanks::Refused,
            Ungraded::NotKnown => instrument::Blanks::Allowed,
        },
        declared,
        opinion_lines: 2,
    })
}

/// The period of a round, for papers.
pub fn period(round: &round::Model) -> Result<Period, WebError> {
    Ok(Period { from: date(&round.period_from)?, to: date(&round.period_to)? })
}

fn date(iso: &str) -> Result<Date, WebError> {
    date_of(iso).ok_or_else(|| WebError::Broken(format!("a stored day that is none: {iso}")))
}

/// A paper as an answer; nobody keeps it on the way.
pub fn pdf(bytes: Result<Vec<u8>, documents::DocumentError>, name: &str) -> Result<Response, WebError> {
    let bytes = bytes.map_err(|error| WebError::Broken(error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
