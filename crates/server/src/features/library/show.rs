//! One version of a template: everything it says, where it stands, what can be done with it.

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::{organisation, template};

use super::catalogue::{Catalogue, Entry};
use super::checks;
use super::embedded::LIBRARY;
use super::judging_facts::{self, StepRow};
use super::model::{self, Instrument, ScaleTemplate, Ungraded, Words};
use super::sight::{self, Sight};
use super::{WRITERS, list, queries, urls};
use crate::App;
use crate::features::organisations;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

struct ItemRow {
    code: String,
    group: String,
    name: String,
    explanation: String,
    is_common: bool,
    /// The same in the words of each variant; empty where it keeps the common words.
    in_variants: Vec<String>,
}

struct GradeRow {
    name: String,
    counts: String,
}

/// What a template is made of.
enum Body {
    /// Items, with the names of the variants.
    Items(Vec<ItemRow>, Vec<String>),
    Grades(Vec<GradeRow>),
    Steps(Vec<StepRow>),
    Nothing,
}

/// Another version of the same code.
struct Other {
    path: String,
    version: u32,
    maker: String,
    state: String,
}

#[derive(Template)]
#[template(path = "features/library/templates/show.html")]
struct ShowView {
    page: Page,
    url: urls::Template,
    about: String,
    /// Label and value.
    facts: Vec<(String, String)>,
    body: Body,
    state: String,
    state_name: String,
    /// Why rounds cannot take it as it stands.
    lack: Option<String>,
    /// Its row, where the visitor may change it.
    own: Option<template::Model>,
    is_embedded: bool,
    makers: Vec<organisation::Model>,
    others: Vec<Other>,
}

/// Shows a version.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Template>) -> Answer {
    let (entry, sight) = sight::seen(&app, &visitor, (url.kind, &url.code, url.version)).await?;
    let language = frame.language;
    let page = frame.titled(entry.template.name().in_language(language).to_owned());
    let may_write = WRITERS.iter().any(|role| visitor.has(*role));
    let makers = if may_write { sight::makers(&app.database, &visitor).await? } else { Vec::new() };
    let maker = match &entry.row {
        None => None,
        Some(row) => organisations::queries::find(&app.database, row.organisation_id).await?,
    };
    let mut facts = vec![
        (page.t("library-code"), page.t2("library-code-version", "code", &url.code, "version", url.version)),
        (page.t("library-maker"), maker.map_or_else(|| page.t("library-embedded"), |maker| maker.name)),
    ];
    let catalogue = catalogue(&app, &entry, &makers).await?;
    let body = match &entry.template {
        model::Template::Instrument(instrument) => {
            facts.extend(instrument_facts(&page, instrument, &catalogue));
            let variants = instrument.variants.iter().map(|one| variant_name(&page, one)).collect();
            Body::Items(items(&page, instrument), variants)
        }
        model::Template::Scale(scale) => {
            facts.extend(scale_facts(&page, scale));
            Body::Grades(grades(&page, scale))
        }
        model::Template::Direction(direction) => {
            facts.extend(judging_facts::of_direction(&page, direction));
            Body::Nothing
        }
        model::Template::Category(category) => {
            facts.extend(judging_facts::of_category(&page, category, &catalogue));
            Body::Nothing
        }
        model::Template::Procedure(procedure) => {
            facts.extend(judging_facts::of_procedure(&page, procedure));
            Body::Steps(judging_facts::steps(&page, procedure))
        }
    };
    // What has no form is changed in its file: a copy could not be changed.
    let makers = if url.kind.has_form() { makers } else { Vec::new() };
    let state = list::standing(&entry).to_owned();
    let lack = checks::lack(&app, &entry, &catalogue).await?;
    html(&ShowView {
        about: entry.template.about().in_language(language).to_owned(),
        facts,
        body,
        state_name: page.coded("library-state-", &state),
        state,
        lack: lack.map(|lack| checks::lack_text(&page, &lack)),
        others: others(&app, &page, &sight, &entry).await?,
        is_embedded: entry.row.is_none(),
        own: entry.row.filter(|row| may_write && sight.is_own(row.organisation_id)),
        makers,
        url,
        page,
    })
}

/// What the maker's rounds may take: of a template the program brings along, the visitor's own.
async fn catalogue(app: &App, entry: &Entry, makers: &[organisation::Model]) -> Result<Catalogue, WebError> {
    match entry.row.as_ref().map(|row| row.organisation_id).or_else(|| makers.first().map(|maker| maker.id)) {
        Some(maker) => Catalogue::of(&app.database, maker).await,
        None => Ok(Catalogue::embedded()),
    }
}

pub(super) fn joined(page: &Page, parts: Vec<String>) -> String {
    parts.join(crate::texts::comma(page.language))
}

fn variant_name(page: &Page, variant: &model::Variant) -> String {
    variant.name.in_language(page.language).to_owned()
}

fn instrument_facts(page: &Page, instrument: &Instrument, catalogue: &Catalogue) -> Vec<(String, String)> {
    let language = page.language;
    let scale = catalogue.scales().find(|scale| scale.code == instrument.scale);
    let scale = scale.map_or_else(|| instrument.scale.clone(), |scale| scale.name.in_language(language).to_owned());
    let directions = instrument.directions.iter().map(|code| judging_facts::direction_name(catalogue, code, language));
    let sectors = instrument.sectors.iter().map(|code| LIBRARY.sector_name(code, language).to_owned());
    let overall = instrument.items.iter().find(|item| Some(&item.code) == instrument.overall.as_ref());
    let mut facts = vec![
        (page.t("library-paper"), page.coded("library-paper-", instrument.form.to_lowercase())),
        (page.t("library-object"), page.coded("library-object-", &instrument.object)),
        (page.t("library-directions"), joined(page, directions.collect())),
        (page.t("library-scale"), scale),
        (
            page.t("library-ungraded"),
            page.t(if instrument.ungraded == Ungraded::Refused {
                "library-ungraded-refused"
            } else {
                "library-ungraded-not-known"
            }),
        ),
        (
            page.t("library-overall"),
            overall.map_or_else(|| page.t("library-overall-none"), |item| item.name.in_language(language).to_owned()),
        ),
        (
            page.t("library-sectors"),
            if instrument.sectors.is_empty() { page.t("library-sectors-all") } else { joined(page, sectors.collect()) },
        ),
    ];
    if let Some(shares) = instrument.verdict {
        let percent = |permille: u32| format!("{}.{}%", permille / 10, permille % 10);
        let (satisfied, basic) = (percent(shares.satisfied_permille), percent(shares.basic_permille));
        facts.push((
            page.t("library-verdict"),
            page.t2("library-verdict-shares", "satisfied", satisfied, "basic", basic),
        ));
    }
    facts
}

fn scale_facts(page: &Page, scale: &ScaleTemplate) -> Vec<(String, String)> {
    let kind = if scale.is_grades() { "library-measures-grades" } else { "library-measures-number" };
    let mut facts = vec![(page.t("library-measures"), page.t(kind))];
    if scale.is_grades() {
        let is_settled = scale.mapping == model::Mapping::Settled;
        let mapping = if is_settled { "library-mapping-settled" } else { "library-mapping-proposed" };
        facts.push((page.t("library-mapping"), page.t(mapping)));
        let is_free = scale.opinions.is_optional();
        let opinions = if is_free { "library-opinions-optional" } else { "library-opinions-required" };
        facts.push((page.t("library-opinions"), page.t(opinions)));
    }
    facts
}

fn items(page: &Page, instrument: &Instrument) -> Vec<ItemRow> {
    let words = |words: &Words| words.in_language(page.language).to_owned();
    let group = |code: &str| instrument.groups.iter().find(|group| group.code == code);
    let row = |item: model::Item| ItemRow {
        in_variants: instrument
            .variants
            .iter()
            .map(|variant| variant.items.iter().find(|own| own.code == item.code))
            .map(|own| own.map_or_else(String::new, |own| words(&own.name)))
            .collect(),
        group: group(&item.group).map_or_else(String::new, |group| words(&group.name)),
        name: words(&item.name),
        explanation: words(&item.explanation),
        is_common: item.common,
        code: item.code,
    };
    instrument.items_in_words(None).into_iter().map(row).collect()
}

fn grades(page: &Page, scale: &ScaleTemplate) -> Vec<GradeRow> {
    let counts = |grade: &model::Grade| match (grade.satisfied, grade.basic) {
        (true, _) => "library-counts-satisfied",
        (false, true) => "library-counts-basic",
        (false, false) => "library-counts-neither",
    };
    let row = |grade: &model::Grade| GradeRow {
        name: grade.name.in_language(page.language).to_owned(),
        counts: page.t(counts(grade)),
    };
    scale.grades.iter().map(row).collect()
}

/// The other versions of the code in sight.
async fn others(app: &App, page: &Page, sight: &Sight, entry: &Entry) -> Result<Vec<Other>, WebError> {
    let (kind, code) = (entry.kind(), entry.template.code());
    let stored = queries::versions(&app.database, kind, code).await?;
    let embedded = Entry::embedded().filter(|other| other.kind() == kind && other.template.code() == code);
    let mut entries: Vec<Entry> = embedded.collect();
    for row in stored.into_iter().filter(|row| sight.sees(row)) {
        entries.push(Entry::of(row)?);
    }
    entries.retain(|other| other.template.version() != entry.template.version());
    let makers = entries.iter().filter_map(|entry| entry.row.as_ref()).map(|row| row.organisation_id);
    let makers = organisations::queries::names(&app.database, makers).await?;
    let other = |other: Entry| {
        let maker = other.row.as_ref().and_then(|row| makers.get(&row.organisation_id).cloned());
        let version = other.template.version();
        Other {
            path: urls::Template { kind, code: code.to_owned(), version }.to_path(),
            version,
            maker: maker.unwrap_or_else(|| page.t("library-embedded")),
            state: page.coded("library-state-", list::standing(&other)),
        }
    };
    Ok(entries.into_iter().map(other).collect())
}

impl ShowView {
    fn path(&self, of: &str) -> String {
        let urls::Template { kind, code, version } = self.url.clone();
        match of {
            "edit" => urls::Edit { kind, code, version }.to_path(),
            "export" => urls::Export { kind, code, version }.to_path(),
            "copies" => urls::Copies { kind, code, version }.to_path(),
            "release" => urls::Release { kind, code, version }.to_path(),
            "retirement" => urls::Retirement { kind, code, version }.to_path(),
            _ => self.url.to_path(),
        }
    }
}
