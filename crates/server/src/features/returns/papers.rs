//! The form as it is printed and as a spreadsheet, in its own layout.

use axum::extract::{Path, State};
use chrono::{Datelike, NaiveDate};
use documents::papers::statistics_return as paper;
use rules::dates::PartialDate;
use rules::statistics_return::{FilledLine, FilledReturn, Line};
use storage::entities::statistics_return;
use texts::Language;

use super::files::{PAPER, WORKBOOK, file};
use super::standing::{self, Figures};
use super::{lines, urls};
use crate::App;
use crate::web::{Answer, Frame, Page, Visitor, WebError};

/// The form as a PDF.
pub async fn pdf(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Paper>) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?;
    let row = &standing.row;
    let figures = standing::load_figures(&app, &app.database, row, frame.language).await?;
    let form = form(&frame.page("returns-title"), row, &figures);
    let view = paper_view(&app, row, &form)?;
    let language = frame.language;
    let bytes = tokio::task::spawn_blocking(move || paper::render(&view, language))
        .await?
        .map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(file(PAPER, &format!("F19 {}.pdf", row.unit_name), bytes))
}

/// The form as a spreadsheet that can be filled in and brought back. The form exists in Chinese only, and so do the
/// reasons the program writes into it.
pub async fn workbook(
    State(app): State<App>,
    visitor: Visitor,
    mut frame: Frame,
    Path(url): Path<urls::Workbook>,
) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?;
    let row = &standing.row;
    frame.language = Language::ZhHans;
    let figures = standing::load_figures(&app, &app.database, row, frame.language).await?;
    let mut form = form(&frame.page("returns-title"), row, &figures);
    form.filled_on = Some(filled_on(&app, row)).and_then(|day| format!("{day}").parse::<PartialDate>().ok());
    let bytes = tokio::task::spawn_blocking(move || spreadsheets::statistics_return::write(&form))
        .await?
        .map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(file(WORKBOOK, &format!("F19 {}.xlsx", row.unit_name), bytes))
}

/// The form to be filed: a unit's own figures, or the sum with its remarks.
fn form(page: &Page, row: &statistics_return::Model, figures: &Figures) -> FilledReturn {
    if figures.children.is_empty() {
        return figures.own.clone();
    }
    let reason = page.t("returns-all-blank");
    let mut form = figures.total.as_return(&row.unit_name, &reason);
    for line in Line::ALL {
        let remark = lines::blank_units(page, figures, *line);
        let filled: &mut FilledLine = form.lines.entry(*line).or_default();
        if filled.blank_reason.is_none() {
            filled.blank_reason = remark;
        }
    }
    form
}

fn filled_on(app: &App, row: &statistics_return::Model) -> NaiveDate {
    standing::filed_on(app, row).unwrap_or_else(|| app.today())
}

fn paper_view(app: &App, row: &statistics_return::Model, form: &FilledReturn) -> Result<paper::View, WebError> {
    let day = filled_on(app, row);
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let methods = rules::statistics_return::parse_methods(&form.methods).unwrap_or_default();
    let mut filled = Vec::new();
    for line in Line::ALL {
        let printed = paper::Line::from_code(line.code())
            .ok_or_else(|| WebError::Broken(format!("line {} is not printed", line.code())))?;
        let entry = match (line, form.count(*line)) {
            (Line::Methods, _) if !methods.is_empty() => paper::Entry::Methods(methods.iter().map(method).collect()),
            (_, Some(count)) => paper::Entry::Number(count),
            _ => paper::Entry::Blank,
        };
        // 无 is an answer, and stands where reasons stand.
        let reason = match line {
            Line::Methods if methods.is_empty() && !form.methods.is_empty() => form.methods.clone(),
            _ => form.lines.get(line).and_then(|filled| filled.blank_reason.clone()).unwrap_or_default(),
        };
        filled.push(paper::Filled { line: printed, entry, reason });
    }
    Ok(paper::View {
        unit: row.unit_name.clone(),
        date: documents::Date { year: day.year(), month: small(day.month()), day: small(day.day()) },
        lines: filled,
    })
}

fn method(method: &rules::statistics_return::Method) -> paper::Method {
    paper::Method { name: method.name.clone(), number: method.quantity, unit: method.unit.clone() }
}
