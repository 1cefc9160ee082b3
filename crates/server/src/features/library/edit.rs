//! Changing a draft by its form: everything typed is read by the same strict reader as a file.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use storage::entities::template;

use super::catalogue::{Catalogue, Entry};
use super::checks::{self, Told};
use super::embedded::LIBRARY;
use super::instrument_form::{InstrumentForm, at};
use super::model::{self, Instrument};
use super::scale_form::ScaleForm;
use super::states::{self, Editing};
use super::urls::Kind;
use super::{queries, reader, rules, sight, urls, writer};
use crate::App;
use crate::audit::Event;
use crate::percent::permille;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page, Posted, Visitor, WebError, html};

/// A choice of a select or a list of boxes.
struct Choice {
    code: String,
    name: String,
    is_chosen: bool,
}

struct ItemLine {
    code: String,
    group: String,
    name: String,
    name_en: String,
    explanation: String,
    explanation_en: String,
    /// Part of the form made above.
    is_fixed: bool,
}

struct WordsLine {
    of: String,
    code: String,
    common: String,
    name: String,
    name_en: String,
    explanation: String,
    explanation_en: String,
}

struct VariantLines {
    code: String,
    name: String,
    name_en: String,
    sectors: Vec<Choice>,
    words: Vec<WordsLine>,
}

#[derive(Template)]
#[template(path = "features/library/templates/edit_instrument.html")]
struct InstrumentView {
    page: Page,
    url: urls::Template,
    form: InstrumentForm,
    findings: Vec<Told>,
    conflict: Option<Conflict>,
    is_below: bool,
    objects: Vec<Choice>,
    directions: Vec<Choice>,
    scales: Vec<Choice>,
    sectors: Vec<Choice>,
    groups: Vec<(String, String, String, String)>,
    items: Vec<ItemLine>,
    variants: Vec<VariantLines>,
}

#[derive(Template)]
#[template(path = "features/library/templates/edit_scale.html")]
struct ScaleView {
    page: Page,
    url: urls::Template,
    form: ScaleForm,
    findings: Vec<Told>,
    conflict: Option<Conflict>,
}

impl ScaleView {
    fn action(&self) -> String {
        urls::Grades { code: self.url.code.clone(), version: self.url.version }.to_path()
    }
}

/// A draft the visitor may change.
async fn draft(
    app: &App,
    visitor: &Visitor,
    url: &urls::Template,
) -> Result<(model::Template, template::Model), WebError> {
    let (entry, sight) = sight::seen(app, visitor, (url.kind, &url.code, url.version)).await?;
    let Entry { template, row } = entry;
    let row = row.ok_or_else(|| WebError::refused("library-is-embedded"))?;
    if !sight.is_own(row.organisation_id) {
        return Err(WebError::NotFound);
    }
    if row.state != "draft" {
        return Err(WebError::refused(if row.used == "yes" { "library-locked" } else { "library-not-draft" }));
    }
    Ok((template, row))
}

/// Shows the form.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Edit>) -> Answer {
    let url = urls::Template { kind: url.kind, code: url.code, version: url.version };
    let (template, row) = draft(&app, &visitor, &url).await?;
    match template {
        model::Template::Instrument(instrument) => {
            let form = InstrumentForm::of(&instrument, row.version);
            html(&instrument_view(&app, &frame, (url, &row), form, Vec::new()).await?)
        }
        model::Template::Scale(scale) => html(&scale_view(&frame, url, ScaleForm::of(&scale, row.version), Vec::new())),
        _ => Err(WebError::NotFound),
    }
}

fn scale_view(frame: &Frame, url: urls::Template, form: ScaleForm, findings: Vec<Told>) -> ScaleView {
    ScaleView { page: frame.page("library-edit-title"), url, form, findings, conflict: None }
}

async fn instrument_view(
    app: &App,
    frame: &Frame,
    (url, row): (urls::Template, &template::Model),
    form: InstrumentForm,
    findings: Vec<Told>,
) -> Result<InstrumentView, WebError> {
    let page = frame.page("library-edit-title");
    let language = page.language;
    let above = checks::above(app, row.organisation_id, &row.code).await?;
    let catalogue = Catalogue::of(&app.database, row.organisation_id).await?;
    let choice = |code: &str, name: String, is_chosen: bool| Choice { code: code.to_owned(), name, is_chosen };
    let objects = super::reader::OBJECTS.iter();
    let objects = objects.map(|code| choice(code, page.coded("library-object-", code), form.object == **code));
    let directions = catalogue.directions().map(|direction| {
        let object = page.coded("library-object-", &direction.object);
        let name = format!("{} ({object})", direction.name.in_language(language));
        choice(&direction.code, name, form.directions.contains(&direction.code))
    });
    let scales = catalogue.scales().filter(|scale| scale.is_grades()).map(|scale| {
        let name = format!("{} · {}", scale.code, scale.name.in_language(language));
        choice(&scale.code, name, form.scale == scale.code)
    });
    let sector = |code: &str, is_chosen: bool| choice(code, LIBRARY.sector_name(code, language).to_owned(), is_chosen);
    let sectors = LIBRARY.sector_codes().map(|code| sector(code, form.sectors.iter().any(|one| one == code)));
    let groups = form.group_code.iter().enumerate().map(|(index, code)| {
        let list = |list| at(list, index).to_owned();
        (code.clone(), list(&form.group_name), list(&form.group_name_en), list(&form.group_layout))
    });
    let items = form.item_code.iter().enumerate().map(|(index, code)| ItemLine {
        is_fixed: above.as_ref().is_some_and(|above| is_common(above, code)),
        code: code.clone(),
        group: at(&form.item_group, index).to_owned(),
        name: at(&form.item_name, index).to_owned(),
        name_en: at(&form.item_name_en, index).to_owned(),
        explanation: at(&form.item_explanation, index).to_owned(),
        explanation_en: at(&form.item_explanation_en, index).to_owned(),
    });
    let variants = form.variant_code.iter().enumerate().map(|(index, code)| VariantLines {
        code: code.clone(),
        name: at(&form.variant_name, index).to_owned(),
        name_en: at(&form.variant_name_en, index).to_owned(),
        sectors: LIBRARY
            .sector_codes()
            .map(|one| sector(one, form.variant_sectors.contains(&format!("{code}/{one}"))))
            .collect(),
        words: words_lines(&form, code),
    });
    Ok(InstrumentView {
        objects: objects.collect(),
        directions: directions.collect(),
        scales: scales.collect(),
        sectors: sectors.collect(),
        groups: groups.collect(),
        items: items.collect(),
        variants: variants.collect(),
        is_below: above.is_some(),
        conflict: None,
        findings,
        form,
        url,
        page,
    })
}

fn is_common(above: &Instrument, code: &str) -> bool {
    above.items.iter().any(|item| item.common && item.code == code)
}

/// A line for every item, in the words of a variant.
fn words_lines(form: &InstrumentForm, variant: &str) -> Vec<WordsLine> {
    let line = |(index, code): (usize, &String)| {
        let of = format!("{variant}/{code}");
        let place = form.words_of.iter().position(|key| *key == of);
        let list = |list: &[String]| place.map_or("", |place| at(list, place)).to_owned();
        WordsLine {
            code: code.clone(),
            common: at(&form.item_name, index).to_owned(),
            name: list(&form.words_name),
            name_en: list(&form.words_name_en),
            explanation: list(&form.words_explanation),
            explanation_en: list(&form.words_explanation_en),
            of,
        }
    };
    form.item_code.iter().enumerate().map(line).collect()
}

/// What was typed into an instrument's form that the form itself could not read.
fn misread(page: &Page, form: &InstrumentForm) -> Vec<Told> {
    let told = |field: &str, found: &str, expected: &str| Told {
        line: None,
        field: page.t(field),
        found: found.to_owned(),
        expected: page.t(expected),
    };
    let shares = [form.satisfied.trim(), form.basic.trim()];
    let is_read = shares.iter().all(|typed| typed.is_empty()) || shares.iter().all(|typed| permille(typed).is_some());
    let mut misread = Vec::new();
    if !is_read {
        misread.push(told("library-verdict", &shares.join(" / "), "library-expected-shares"));
    }
    let number = form.expected_items.trim();
    if !number.is_empty() && number.parse::<u32>().is_err() {
        misread.push(told("library-expected-items", number, "error-bad-number"));
    }
    misread
}

/// What the strict reader finds, in the words of a form.
fn of_form(page: &Page, findings: &[reader::Finding]) -> Vec<Told> {
    let fits = |told: Told, finding: &reader::Finding| {
        let expected =
            if finding.field == "directions" { page.t("library-expected-directions") } else { told.expected };
        Told { line: None, expected, ..told }
    };
    checks::told(page, findings).into_iter().zip(findings).map(|(told, finding)| fits(told, finding)).collect()
}

/// Stores an instrument as typed.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Template>,
    posted: Posted<InstrumentForm>,
) -> Answer {
    let (template, row) = draft(&app, &visitor, &url).await?;
    let model::Template::Instrument(before) = template else { return Err(WebError::NotFound) };
    let form = posted.input;
    let page = frame.page("library-edit-title");
    let above = checks::above(&app, row.organisation_id, &row.code).await?;
    let catalogue = Catalogue::of(&app.database, row.organisation_id).await?;
    let after = form.instrument(&before, above.is_some());
    let text = writer::write(&model::Template::Instrument(after.clone()));
    let mut findings = misread(&page, &form);
    if let Err(wrong) = checks::read(&text, &catalogue, None) {
        findings.extend(of_form(&page, &wrong));
    }
    if let Some(above) = &above {
        let lacked = rules::taken_away(&before, above);
        let taken = rules::taken_away(&after, above);
        let taken: Vec<String> = taken.into_iter().filter(|code| !lacked.contains(code)).collect();
        if !taken.is_empty() {
            let expected = page.t1("library-lack-common", "codes", taken.join(", "));
            findings.push(Told { line: None, field: page.t("library-item"), found: taken.join(", "), expected });
        }
    }
    if !findings.is_empty() {
        let view = instrument_view(&app, &frame, (url, &row), form, findings).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let (go_on, seen) = (!form.act.is_empty(), form.version);
    match store(&app, &visitor, &posted.once, (&url, seen), (text, go_on)).await? {
        Stored::Answer(answer) => Ok(answer),
        Stored::Changed(stored) => {
            let mut view = instrument_view(&app, &frame, (url, &stored), form, Vec::new()).await?;
            view.form.version = stored.version;
            if let model::Template::Instrument(stored) = Entry::of(*stored)?.template {
                view.conflict = Some(both_versions(&page, &stored, &after));
            }
            html_with(StatusCode::CONFLICT, &view)
        }
    }
}

/// Stores a scale as typed.
pub async fn update_scale(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Grades>,
    posted: Posted<ScaleForm>,
) -> Answer {
    let url = urls::Template { kind: Kind::Scales, code: url.code, version: url.version };
    let (template, row) = draft(&app, &visitor, &url).await?;
    let model::Template::Scale(before) = template else { return Err(WebError::NotFound) };
    let form = posted.input;
    let page = frame.page("library-edit-title");
    let catalogue = Catalogue::of(&app.database, row.organisation_id).await?;
    let text = writer::write(&model::Template::Scale(form.scale(&before)));
    if let Err(wrong) = checks::read(&text, &catalogue, None) {
        let view = scale_view(&frame, url, form, of_form(&page, &wrong));
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    match store(&app, &visitor, &posted.once, (&url, form.version), (text, false)).await? {
        Stored::Answer(answer) => Ok(answer),
        Stored::Changed(stored) => {
            let version = stored.version;
            let labels = |form: &ScaleForm| form.grade_name.join("、");
            let mut view = scale_view(&frame, url, form, Vec::new());
            if let model::Template::Scale(stored) = Entry::of(*stored)?.template {
                let stored = ScaleForm::of(&stored, version);
                view.conflict = Some(Conflict::between(
                    &page,
                    [
                        ("library-name", stored.name.clone(), view.form.name.clone()),
                        ("library-grades", labels(&stored), labels(&view.form)),
                    ],
                ));
            }
            view.form.version = version;
            html_with(StatusCode::CONFLICT, &view)
        }
    }
}

/// What came of storing.
enum Stored {
    /// It is stored, or was before.
    Answer(Response),
    /// Somebody else changed it: the row as it stands.
    Changed(Box<template::Model>),
}

async fn store(
    app: &App,
    visitor: &Visitor,
    once_key: &str,
    (url, seen): (&urls::Template, i64),
    (content, go_on): (String, bool),
) -> Result<Stored, WebError> {
    let (change, row) = match states::begin(app, visitor, once_key, url).await? {
        Editing::Fresh(change, row) => (change, row),
        Editing::Repeated(answer) => return Ok(Stored::Answer(answer)),
    };
    if row.version != seen || row.state != "draft" {
        change.give_up().await?;
        return Ok(Stored::Changed(row));
    }
    let row = template::Model { content, changed_at: app.clock.now(), ..*row };
    if !queries::update(&change.transaction, row.clone()).await? {
        return Err(WebError::ChangedMeanwhile);
    }
    states::note(&change, app, visitor, Event::TemplateChanged, &row).await?;
    let answer = if go_on {
        let edit = urls::Edit { kind: url.kind, code: url.code.clone(), version: url.version };
        change.answer(&edit, "library-saved").await?
    } else {
        change.answer(url, "library-saved").await?
    };
    Ok(Stored::Answer(answer))
}

/// What is stored beside what was typed.
fn both_versions(page: &Page, stored: &Instrument, typed: &Instrument) -> Conflict {
    let language = page.language;
    let items = |instrument: &Instrument| {
        let items = instrument.items_in_words(None);
        let items: Vec<String> =
            items.iter().map(|item| format!("{} {}", item.code, item.name.in_language(language))).collect();
        items.join("、")
    };
    let name = |instrument: &Instrument| instrument.name.in_language(language).to_owned();
    let object = |instrument: &Instrument| page.coded("library-object-", &instrument.object);
    let overall = |instrument: &Instrument| instrument.overall.clone().unwrap_or_default();
    let paper = |instrument: &Instrument| page.coded("library-paper-", instrument.form.to_lowercase());
    Conflict::between(
        page,
        [
            ("library-name", name(stored), name(typed)),
            ("library-paper", paper(stored), paper(typed)),
            ("library-object", object(stored), object(typed)),
            ("library-scale", stored.scale.clone(), typed.scale.clone()),
            ("library-overall", overall(stored), overall(typed)),
            ("library-items", items(stored), items(typed)),
        ],
    )
}
