//! What a template lacks before rounds may take it, and what is wrong with one, in words.

use storage::OrganisationId;

use super::catalogue::{Catalogue, Entry};
use super::embedded::LIBRARY;
use super::model::{Instrument, Template};
use super::reader::{self, Codes, Finding, Known};
use super::rules::{self, Lack};
use super::urls::Kind;
use crate::App;
use crate::features::organisations;
use crate::web::{Page, WebError};

/// The form above that an office's own may not take away from; nothing where nobody stands above it, or where the form
/// above cannot be used as it is.
pub async fn above(app: &App, maker: OrganisationId, code: &str) -> Result<Option<Instrument>, WebError> {
    let Some(above) = all_above(app, maker).await? else {
        return Ok(None);
    };
    let entry = above.entry(Kind::Instruments, code).filter(|entry| entry.template.is_complete());
    Ok(entry.and_then(|entry| match &entry.template {
        Template::Instrument(instrument) => Some(instrument.clone()),
        _ => None,
    }))
}

/// Everything made above an office; nothing where nobody stands above it.
pub async fn all_above(app: &App, maker: OrganisationId) -> Result<Option<Catalogue>, WebError> {
    let chain = organisations::queries::ancestors(&app.database, maker).await?;
    if chain.len() < 2 {
        return Ok(None);
    }
    Ok(Some(Catalogue::above(&app.database, maker).await?))
}

/// What a template lacks; `catalogue` is what its maker's rounds may take.
pub async fn lack(app: &App, entry: &Entry, catalogue: &Catalogue) -> Result<Option<Lack>, WebError> {
    let above = match &entry.row {
        Some(row) => above(app, row.organisation_id, &row.code).await?,
        None => None,
    };
    let is_usable = |code: &str| catalogue.scales().any(|scale| scale.code == code && scale.is_usable());
    Ok(rules::lack(&entry.template, is_usable, above.as_ref(), brought_along(entry.template.code())))
}

/// How many items the list brought along under a code has according to its source, where that is known.
#[must_use]
pub fn brought_along(code: &str) -> Option<u32> {
    LIBRARY.instrument(code).and_then(|instrument| instrument.expected_items)
}

/// What is lacking, as a sentence with what to do.
#[must_use]
pub fn lack_text(page: &Page, lack: &Lack) -> String {
    match lack {
        Lack::Items(missing) => page.t1("library-lack-items", "missing", *missing),
        Lack::Number(number) => page.t1("library-lack-number", "number", *number),
        Lack::Blank => page.t("library-lack-blank"),
        Lack::Grades => page.t("library-lack-grades"),
        Lack::Scale(code) => page.t1("library-lack-scale", "code", code),
        Lack::Common(codes) => page.t1("library-lack-common", "codes", codes.join(", ")),
    }
}

/// A finding as a page tells it.
pub struct Told {
    /// The line of the file; nothing where there was none, as in a form.
    pub line: Option<usize>,
    /// Where in it.
    pub field: String,
    /// What stands there.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// Findings as a page tells them.
#[must_use]
pub fn told(page: &Page, findings: &[Finding]) -> Vec<Told> {
    let told = |finding: &Finding| Told {
        line: Some(finding.line),
        field: field_name(page, &finding.field),
        found: finding.found.clone(),
        expected: page.with(finding.expected, &finding.arguments()),
    };
    findings.iter().map(told).collect()
}

/// `item.3.name` as people read it: the names of fields, as far as they are known, and the path as the file has it.
fn field_name(page: &Page, path: &str) -> String {
    if path.is_empty() {
        return page.t("library-field-file");
    }
    let parts = path.split('.').map(|part| page.coded_or("library-field-", part));
    parts.collect::<Vec<_>>().join(" ")
}

/// Reads a text as a template of a maker: what it names must be in the maker's sight, and what it adds to a list made above
/// must be local. A form adds nothing else: there, nothing stands above.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str, catalogue: &Catalogue, above: Option<&Catalogue>) -> Result<Template, Vec<Finding>> {
    let scales = catalogue.scales().filter(|scale| scale.is_grades()).map(|scale| scale.code.as_str());
    let directions = catalogue.directions().map(|one| (one.code.as_str(), one.object.as_str()));
    let known = Known {
        directions: Some(directions.collect()),
        categories: Some(catalogue.categories().map(|category| category.code.as_str()).collect()),
        codes: Codes::Local,
        above: above.into_iter().flat_map(Catalogue::complete_instruments).collect(),
        ..LIBRARY.known(Some(scales.collect()))
    };
    reader::read(text, &known)
}
