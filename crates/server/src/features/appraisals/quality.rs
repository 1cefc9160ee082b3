//! Declaring what is shown of the quality of a round, and within which limits it is meant to stay (K01, P11). Nothing is
//! proposed; what has no limit is not measured. Frozen with the round, so that no limit is drawn around what came out.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::quality::{Side, Sign};
use storage::entities::round;
use texts::{Language, Texts};

use super::common::{self, Editing, OFFICE, PREPARING, Paths};
use super::model::QualityLimits;
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::percent::{percent, permille};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page, Posted, Visitor, WebError};

/// The fields as they were typed.
type Fields = Vec<(String, String)>;

struct Field {
    name: &'static str,
    label: String,
    means: String,
    value: String,
    is_wrong: bool,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/quality.html")]
struct QualityView {
    page: Page,
    paths: Paths,
    round: round::Model,
    conflict: Option<Conflict>,
    fields: Vec<Field>,
}

/// The texts, and the language they are said in.
pub type Said<'a> = (&'a Texts, Language);

/// What is measured, in words.
#[must_use]
pub fn called((texts, language): Said<'_>, sign: Sign) -> String {
    texts.get(language, &format!("appraisals-quality-of-{}", sign.code()))
}

/// What that means, and what it does not.
#[must_use]
pub fn means((texts, language): Said<'_>, sign: Sign) -> String {
    texts.get(language, &format!("appraisals-quality-means-{}", sign.code()))
}

fn side((texts, language): Said<'_>, sign: Sign) -> String {
    let key = match sign.side() {
        Side::AtMost => "appraisals-quality-at-most",
        Side::AtLeast => "appraisals-quality-at-least",
    };
    texts.get(language, key)
}

/// A limit in words: on which side of it the share is meant to be.
#[must_use]
pub fn limit(said: Said<'_>, sign: Sign, permille: u32) -> String {
    format!("{} {} %", side(said, sign), percent(permille))
}

/// What is declared in words, a sentence each.
#[must_use]
pub fn sentences(said: Said<'_>, declared: &QualityLimits) -> Vec<String> {
    if declared.is_empty() {
        return vec![said.0.get(said.1, "appraisals-quality-none")];
    }
    let sentence = |sign: Sign| {
        let limit = limit(said, sign, *declared.get(sign.code())?);
        Some(format!("{} {limit}", called(said, sign)))
    };
    Sign::ALL.into_iter().filter_map(sentence).collect()
}

fn typed<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

fn as_typed(declared: &QualityLimits) -> Fields {
    declared.iter().map(|(sign, limit)| (sign.clone(), percent(*limit))).collect()
}

fn view(app: &App, frame: &Frame, round: round::Model, fields: &Fields) -> QualityView {
    let said: Said<'_> = (&app.texts, frame.language);
    let field = |sign: Sign| {
        let value = typed(fields, sign.code()).to_owned();
        Field {
            name: sign.code(),
            label: format!("{} {}", called(said, sign), side(said, sign)),
            means: means(said, sign),
            is_wrong: !value.is_empty() && permille(&value).is_none(),
            value,
        }
    };
    QualityView {
        page: frame.page("appraisals-quality-title"),
        paths: Paths { id: round.id },
        round,
        conflict: None,
        fields: Sign::ALL.into_iter().map(field).collect(),
    }
}

/// What is stored beside what was typed.
fn both_versions(shown: &QualityView, stored: &Fields) -> Conflict {
    shown.fields.iter().fold(Conflict::beside(), |conflict, field| {
        conflict.and(field.label.clone(), typed(stored, field.name).to_owned(), field.value.clone())
    })
}

/// Shows what is declared.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Quality>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let declared = queries::quality(&app.database, url.id).await?;
    html_with(StatusCode::OK, &view(&app, &frame, round, &as_typed(&declared)))
}

/// Declares it.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Quality>,
    posted: Posted<Fields>,
) -> Answer {
    let fields = posted.input;
    let before = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let shown = view(&app, &frame, before, &fields);
    if shown.fields.iter().any(|field| field.is_wrong) {
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let version = typed(&fields, "version").parse().map_err(|_| WebError::BadForm("version".to_owned()))?;
    let (change, round) = match common::edit(&app, &visitor, &posted.once, (url.id, version), PREPARING).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let stored = queries::quality(&app.database, url.id).await?;
            let mut shown = view(&app, &frame, round, &fields);
            shown.conflict = Some(both_versions(&shown, &as_typed(&stored)));
            return html_with(StatusCode::CONFLICT, &shown);
        }
        Err(error) => return Err(error),
    };
    let limit = |field: &Field| Some((field.name.to_owned(), permille(&field.value)?));
    let declared: QualityLimits = shown.fields.iter().filter_map(limit).collect();
    queries::set_quality(&change.transaction, url.id, &declared).await?;
    let words = sentences((&app.texts, frame.language), &declared).join("; ");
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &words).await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-quality-saved").await
}
