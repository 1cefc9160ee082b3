//! Importing a file: a dry run first, which shows what is wrong or what would be entered; then all or nothing.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::organisation;

use super::catalogue::{Catalogue, Entry};
use super::checks::{self, Told};
use super::model;
use super::reader::LARGEST;
use super::urls::Kind;
use super::{copies, queries, rules, sight, states, urls};
use crate::App;
use crate::audit::Event;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::upload::Upload;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// What an import would enter.
struct Preview {
    name: String,
    code: String,
    version: u32,
    /// Items, grades or steps, by code and name.
    rows: Vec<(String, String)>,
    /// The version that says exactly the same already.
    same: Option<urls::Template>,
    /// What it would still lack.
    lack: Option<String>,
}

#[derive(Template)]
#[template(path = "features/library/templates/import.html")]
struct ImportView {
    page: Page,
    errors: FieldErrors,
    makers: Vec<organisation::Model>,
    maker: String,
    text: String,
    findings: Vec<Told>,
    preview: Option<Preview>,
}

/// Shows the form.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    html(&view(&app, &visitor, &frame, (String::new(), String::new())).await?)
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (maker, text): (String, String),
) -> Result<ImportView, WebError> {
    Ok(ImportView {
        page: frame.page("library-import-title"),
        errors: FieldErrors::default(),
        makers: sight::makers(&app.database, visitor).await?,
        maker,
        text,
        findings: Vec::new(),
        preview: None,
    })
}

/// The dry run: nothing is written.
pub async fn check(State(app): State<App>, visitor: Visitor, frame: Frame, upload: Upload) -> Answer {
    let is_file = !upload.file_name.is_empty();
    let typed = upload.field("text").to_owned();
    // A file beside a text: the file was chosen last, the text is what a page before filled in.
    let text = if is_file { String::from_utf8(upload.bytes.clone()).ok() } else { Some(typed) };
    let mut view = view(&app, &visitor, &frame, (upload.field("maker").to_owned(), String::new())).await?;
    let Some(text) = text else {
        view.errors.add("file", "library-not-text");
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let text = text.trim_start_matches('\u{feff}').to_owned();
    if text.trim().is_empty() {
        view.errors.add("file", "library-no-file");
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let Some(maker) = sight::chosen(&view.makers, &view.maker) else {
        view.errors.add("maker", "error-choose");
        view.text = if text.len() > LARGEST { String::new() } else { text };
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let catalogue = Catalogue::of(&app.database, maker.id).await?;
    let above = checks::all_above(&app, maker.id).await?;
    match checks::read(&text, &catalogue, above.as_ref()) {
        Err(findings) => {
            view.findings = checks::told(&view.page, &findings);
            view.text = if text.len() > LARGEST { String::new() } else { text };
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
        Ok(template) => {
            view.preview = Some(preview(&app, &view.page, maker, (&catalogue, template)).await?);
            view.maker = maker.id.to_string();
            view.text = text;
            html(&view)
        }
    }
}

/// The version that says the same as a template, if the maker sees one.
async fn same(
    app: &App,
    maker: &organisation::Model,
    template: &model::Template,
) -> Result<Option<urls::Template>, WebError> {
    let (kind, code) = (Kind::of(template), template.code());
    let embedded = Entry::embedded().filter(|entry| entry.kind() == kind && entry.template.code() == code);
    let mut entries: Vec<Entry> = embedded.collect();
    let above = crate::features::organisations::queries::ancestors(&app.database, maker.id).await?;
    for row in queries::versions(&app.database, kind, code).await? {
        let is_own = row.organisation_id == maker.id;
        if is_own || row.state != "draft" && above.iter().any(|one| one.id == row.organisation_id) {
            entries.push(Entry::of(row)?);
        }
    }
    let found = entries.into_iter().rev().find(|entry| rules::is_same(&entry.template, template));
    Ok(found.map(|entry| urls::Template { kind, code: code.to_owned(), version: entry.template.version() }))
}

async fn preview(
    app: &App,
    page: &Page,
    maker: &organisation::Model,
    (catalogue, template): (&Catalogue, model::Template),
) -> Result<Preview, WebError> {
    let same = same(app, maker, &template).await?;
    let above = checks::above(app, maker.id, template.code()).await?;
    let is_usable = |code: &str| catalogue.scales().any(|scale| scale.code == code && scale.is_usable());
    let lack = rules::lack(&template, is_usable, above.as_ref(), checks::brought_along(template.code()));
    let name = |words: &model::Words| words.in_language(page.language).to_owned();
    let parts = template.parts();
    Ok(Preview {
        version: copies::next_version(&app.database, Kind::of(&template), template.code()).await?,
        name: name(template.name()),
        code: template.code().to_owned(),
        rows: parts.into_iter().map(|(code, words)| (code, name(&words))).collect(),
        same,
        lack: lack.map(|lack| checks::lack_text(page, &lack)),
    })
}

/// What the dry run showed.
#[derive(Debug, Deserialize)]
pub struct Confirmed {
    #[serde(default)]
    maker: String,
    text: String,
}

/// Enters what the dry run showed as a draft, as its code's next version.
pub async fn create(State(app): State<App>, visitor: Visitor, frame: Frame, posted: Posted<Confirmed>) -> Answer {
    let Confirmed { maker, text } = posted.input;
    let mut view = view(&app, &visitor, &frame, (maker, text)).await?;
    let Some(maker) = sight::chosen(&view.makers, &view.maker) else {
        view.errors.add("maker", "error-choose");
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    };
    let catalogue = Catalogue::of(&app.database, maker.id).await?;
    let above = checks::all_above(&app, maker.id).await?;
    let template = match checks::read(&view.text, &catalogue, above.as_ref()) {
        Ok(template) => template,
        Err(findings) => {
            view.findings = checks::told(&view.page, &findings);
            return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    if same(&app, maker, &template).await?.is_some() {
        return Err(WebError::refused("library-import-same"));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let (kind, code) = (Kind::of(&template), template.code().to_owned());
    let version = copies::next_version(&change.transaction, kind, &code).await?;
    let row = copies::enter(&app, &change, maker.id, &template.named(&code, version)).await?;
    states::note(&change, &app, &visitor, Event::TemplateCreated, &row).await?;
    change.answer(&urls::Template { kind, code, version }, "library-imported").await
}
