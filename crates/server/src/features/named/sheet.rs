//! A named sheet: one member about one object, grade by grade, in words, and who may read the words. Until casting ends the
//! author may change it, and nobody else sees it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::named_sheet;
use storage::{RoundId, Scope};
use texts::Language;

use super::own::{self, Standing};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::{Definition, Object, Ungraded};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

/// The longest words about an object.
const LONGEST_WORDS: usize = 2_000;
/// What stands in the field of an item that is answered 不了解.
const NOT_KNOWN: &str = "not_known";

/// The posted fields, in their order.
type Fields = Vec<(String, String)>;

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().rev().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
}

/// A sheet as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Filled {
    /// Item → grade, or [`NOT_KNOWN`].
    grades: BTreeMap<String, String>,
    words: String,
    /// `yes`, `no`, or nothing while nothing was chosen.
    is_public: String,
    version: i64,
}

impl Filled {
    fn stored(row: &named_sheet::Model, definition: &Definition) -> Result<Self, WebError> {
        let mut grades = grades_of(row)?;
        for item in &definition.items {
            grades.entry(item.code.clone()).or_insert_with(|| NOT_KNOWN.to_owned());
        }
        Ok(Self { grades, words: row.words.clone(), is_public: row.is_public.clone(), version: row.version })
    }

    /// Reads the fields: each item has a grade, or 不了解 where the instrument allows it; words have a reader.
    fn read(definition: &Definition, fields: &Fields, errors: &mut FieldErrors) -> Result<Self, WebError> {
        let version = field(fields, "version").parse().map_err(|_| WebError::BadForm("version".to_owned()))?;
        let mut grades = BTreeMap::new();
        for item in &definition.items {
            let given = field(fields, &format!("g-{}", item.code));
            let is_grade = definition.scale.grades.iter().any(|grade| grade.code == given);
            let is_unknown = given == NOT_KNOWN && definition.ungraded == Ungraded::NotKnown;
            if is_grade || is_unknown {
                grades.insert(item.code.clone(), given.to_owned());
            } else {
                errors.add("grades", "named-grades-missing");
            }
        }
        let words = field(fields, "words").replace("\r\n", "\n");
        let words = if definition.needs_opinions() {
            errors.required("words", &words, LONGEST_WORDS)
        } else {
            errors.optional("words", &words, LONGEST_WORDS)
        };
        let is_public = field(fields, "is_public").to_owned();
        if !matches!(is_public.as_str(), "yes" | "no") {
            errors.add("is_public", "error-choose");
        }
        Ok(Self { grades, words, is_public, version })
    }

    /// What is stored: an item answered 不了解 is absent.
    fn to_text(&self) -> Result<String, WebError> {
        let graded: BTreeMap<&String, &String> =
            self.grades.iter().filter(|(_, grade)| grade.as_str() != NOT_KNOWN).collect();
        serde_json::to_string(&graded).map_err(|error| WebError::Broken(error.to_string()))
    }
}

/// The grades of a stored sheet: item → grade.
///
/// # Errors
/// When the row holds something else.
pub(super) fn grades_of(row: &named_sheet::Model) -> Result<BTreeMap<String, String>, WebError> {
    serde_json::from_str(&row.grades).map_err(|error| WebError::Broken(error.to_string()))
}

struct ItemView {
    code: String,
    name: String,
    explanation: String,
    chosen: String,
}

#[derive(Template)]
#[template(path = "features/named/templates/sheet.html")]
struct SheetView {
    page: Page,
    back: (String, String),
    action: String,
    is_open: bool,
    is_stored: bool,
    filled: Filled,
    items: Vec<ItemView>,
    grades: Vec<(String, String)>,
    longest: usize,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// An object the visitor may judge by name.
struct Found {
    standing: Standing,
    object: Object,
    definition: Definition,
    stored: Option<named_sheet::Model>,
}

/// Finds it. Whoever takes part by slip or not at all has no named sheet, and nobody judges himself.
async fn find(app: &App, visitor: &Visitor, url: &urls::Sheet) -> Result<Found, WebError> {
    let standing = Standing::load(app, visitor, url.round).await?;
    let object = standing.objects(app).await?.into_iter().find(|object| object.id == url.object).cloned();
    let object = object.ok_or(WebError::NotFound)?;
    if standing.is_own(&object) {
        return Err(WebError::refused("named-own"));
    }
    if standing.channel() != "named" {
        return Err(WebError::refused("named-not-allotted"));
    }
    let definition = standing.plan.definition_of(&object).cloned().ok_or(WebError::NotFound)?;
    let stored = queries::sheet(&app.database, url.object, standing.member).await?;
    Ok(Found { standing, object, definition, stored })
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Sheet>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    let stored = found.stored.as_ref().map(|row| Filled::stored(row, &found.definition)).transpose()?;
    let typed = (stored.unwrap_or_default(), FieldErrors::default(), None);
    page(&app, &frame, &found, (StatusCode::OK, typed)).await
}

async fn page(
    app: &App,
    frame: &Frame,
    found: &Found,
    (status, (filled, errors, conflict)): (StatusCode, (Filled, FieldErrors, Option<Conflict>)),
) -> Answer {
    let language = frame.language;
    let round: RoundId = found.standing.round.id;
    let page = frame.titled(found.object.name.clone());
    let items = found.definition.items.iter().map(|item| ItemView {
        code: item.code.clone(),
        name: item.name.in_language(language).to_owned(),
        explanation: item.explanation.in_language(language).to_owned(),
        chosen: filled.grades.get(&item.code).cloned().unwrap_or_default(),
    });
    let items = items.collect();
    let view = SheetView {
        back: (urls::Own { round }.to_path(), found.standing.round.title.clone()),
        action: urls::Sheet { round, object: found.object.id }.to_path(),
        is_open: own::is_casting(app, &found.standing.round).await?,
        is_stored: found.stored.is_some(),
        items,
        grades: answers(&page, &found.definition, language),
        filled,
        longest: LONGEST_WORDS,
        errors,
        conflict,
        page,
    };
    html_with(status, &view)
}

/// What an item may be answered: code and label.
fn answers(page: &Page, definition: &Definition, language: Language) -> Vec<(String, String)> {
    let grades = definition.scale.grades.iter();
    let mut answers: Vec<(String, String)> =
        grades.map(|grade| (grade.code.clone(), grade.name.in_language(language).to_owned())).collect();
    if definition.ungraded == Ungraded::NotKnown {
        answers.push((NOT_KNOWN.to_owned(), page.t("named-not-known")));
    }
    answers
}

/// What is stored beside what was filled in.
fn both_versions(page: &Page, definition: &Definition, stored: &Filled, typed: &Filled) -> Conflict {
    let answers = answers(page, definition, page.language);
    let label = |filled: &Filled, item: &str| {
        let code = filled.grades.get(item).map_or("", String::as_str);
        answers.iter().find(|(known, _)| known == code).map_or_else(String::new, |(_, label)| label.clone())
    };
    let reader = |filled: &Filled| {
        if filled.is_public.is_empty() { String::new() } else { page.coded("named-public-", &filled.is_public) }
    };
    let fields =
        [("named-words", stored.words.clone(), typed.words.clone()), ("named-readers", reader(stored), reader(typed))];
    definition.items.iter().fold(Conflict::between(page, fields), |conflict, item| {
        let name = item.name.in_language(page.language).to_owned();
        conflict.and(name, label(stored, &item.code), label(typed, &item.code))
    })
}

/// Hands it in, or changes it while casting is open.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Sheet>,
    posted: Posted<Fields>,
) -> Answer {
    let found = find(&app, &visitor, &url).await?;
    if !own::is_casting(&app, &found.standing.round).await? {
        return Err(WebError::refused("named-not-open"));
    }
    let mut errors = FieldErrors::default();
    let filled = Filled::read(&found.definition, &posted.input, &mut errors)?;
    if !errors.is_empty() {
        return page(&app, &frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, (filled, errors, None))).await;
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let round = crate::features::appraisals::queries::round(&change.transaction, url.round).await?;
    let is_open = match &round {
        Some(round) => own::is_casting(&app, round).await?,
        None => false,
    };
    if !is_open {
        change.give_up().await?;
        return Err(WebError::refused("named-not-open"));
    }
    let stored = queries::sheet(&change.transaction, url.object, found.standing.member).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != filled.version {
        change.give_up().await?;
        let before = stored.as_ref().map(|row| Filled::stored(row, &found.definition)).transpose()?;
        let shown = frame.page("named-title");
        let conflict = both_versions(&shown, &found.definition, &before.unwrap_or_default(), &filled);
        let typed = (Filled { version, ..filled }, errors, Some(conflict));
        return page(&app, &frame, &found, (StatusCode::CONFLICT, typed)).await;
    }
    let row = named_sheet::Model {
        object_id: url.object,
        member_id: found.standing.member,
        round_id: url.round,
        grades: filled.to_text()?,
        words: filled.words,
        is_public: filled.is_public,
        version: version + 1,
    };
    queries::store_sheet(&change.transaction, row, stored.is_none()).await?;
    let details = format!("{}: {}", found.standing.round.title, found.object.name);
    let about = About::organisation(found.object.organisation, details);
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RecordChanged, about).await?;
    change.answer(&urls::Own { round: url.round }, "named-handed-in").await
}
