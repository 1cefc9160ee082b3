//! Items of a measure: the common ones are locked, local ones may be added (S052).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::RoundId;

use super::common::{self, DRAFT, Editing, OFFICE, Paths};
use super::model::{Definition, Group, GroupLayout, Item, Measure, Ungraded, Words};
use super::settings::Confirmed;
use super::{choosing, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError, html};

/// The group local items stand in.
const LOCAL: &str = "local";
/// The most local items of an instrument: a ballot must stay bearable.
const MOST_LOCAL: usize = 10;

struct Row {
    code: String,
    name: String,
    explanation: String,
    group: String,
    is_local: bool,
    remove: Option<String>,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/items.html")]
struct ItemsView {
    page: Page,
    paths: Paths,
    action: String,
    version: i64,
    may_edit: bool,
    /// Where it is declared whether 不了解 may be answered.
    declare: String,
    may_be_unknown: bool,
    rows: Vec<Row>,
    grades: Vec<String>,
    typed: ItemForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// A local item as typed.
#[derive(Debug, Default, Deserialize)]
pub struct ItemForm {
    name: String,
    #[serde(default)]
    explanation: String,
    version: i64,
}

/// Shows the items.
pub async fn index(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Items>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let measure = found(&app, &url).await?;
    let form = ItemForm { version: round.version, ..ItemForm::default() };
    let may_edit = round.state == "draft";
    html(&view(&frame, url.id, &measure, may_edit, form, FieldErrors::default()))
}

async fn found(app: &App, url: &urls::Items) -> Result<Measure, WebError> {
    let measures = queries::measures(&app.database, url.id).await?;
    let mut measures = measures.into_iter();
    measures.find(|measure| measure.id == url.measure).ok_or(WebError::NotFound)
}

fn view(
    frame: &Frame,
    id: RoundId,
    measure: &Measure,
    may_edit: bool,
    form: ItemForm,
    errors: FieldErrors,
) -> ItemsView {
    let language = frame.language;
    let definition = &measure.definition;
    let group = |code: &str| {
        let found = definition.groups.iter().find(|group| group.code == code);
        found.map_or_else(String::new, |group| group.name.in_language(language).to_owned())
    };
    let rows = definition.items.iter().map(|item| Row {
        code: item.code.clone(),
        name: item.name.in_language(language).to_owned(),
        explanation: item.explanation.in_language(language).to_owned(),
        group: group(&item.group),
        is_local: !item.common,
        remove: (!item.common && may_edit)
            .then(|| urls::Item { id, measure: measure.id, code: item.code.clone() }.to_path()),
    });
    let grades = definition.scale.grades.iter();
    ItemsView {
        page: frame.titled(choosing::measure_name(measure, language)),
        paths: Paths { id },
        action: format!("{}?add", urls::Items { id, measure: measure.id }.to_path()),
        version: form.version,
        may_edit,
        declare: format!("{}?_method=put", urls::Measure { id, measure: measure.id }.to_path()),
        may_be_unknown: definition.ungraded == Ungraded::NotKnown,
        rows: rows.collect(),
        grades: grades.map(|grade| grade.name.in_language(language).to_owned()).collect(),
        typed: form,
        errors,
        conflict: None,
    }
}

/// Adds a local item before the overall item's group.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Items>,
    posted: Posted<ItemForm>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let measure = found(&app, &url).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let name = errors.required("name", &form.name, 40);
    let explanation = errors.optional("explanation", &form.explanation, 80);
    let definition = &measure.definition;
    let local = definition.items.iter().filter(|item| !item.common).count();
    if local >= MOST_LOCAL {
        let most = vec![("most", MOST_LOCAL.into())];
        errors.add_with("name", "appraisals-error-many-items", most);
    }
    if definition.items.iter().any(|item| item.name.0.values().any(|words| *words == name)) {
        errors.add("name", "appraisals-error-item-exists");
    }
    if !errors.is_empty() {
        let view = view(&frame, url.id, &measure, round.state == "draft", form, errors);
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let seen = (url.id, form.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await {
        Ok(Editing::Fresh(change, round)) => (change, *round),
        Ok(Editing::Repeated(answer)) => return Ok(answer),
        Err(WebError::ChangedMeanwhile) => {
            let round = common::reached(&app, &visitor, url.id, OFFICE).await?;
            let form = ItemForm { version: round.version, ..form };
            let mut shown = view(&frame, url.id, &measure, round.state == "draft", form, errors);
            shown.conflict = Some(Conflict::beside());
            return html_with(StatusCode::CONFLICT, &shown);
        }
        Err(error) => return Err(error),
    };
    let group_name = frame.page("appraisals-local-items").title;
    let definition = with_item(definition.clone(), &name, &explanation, &group_name);
    let text = choosing::text_of(&definition)?;
    queries::set_definition(&change.transaction, measure.id, text).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &name).await?;
    change.answer(&url, "appraisals-item-added").await
}

/// A free code of a local item: L and a number. Instruments of their own use letters freely, so taken ones are skipped.
fn with_item(mut definition: Definition, name: &str, explanation: &str, group_name: &str) -> Definition {
    let mut number = 1;
    while definition.items.iter().any(|item| item.code == format!("L{number}")) {
        number += 1;
    }
    let overall_group = definition
        .items
        .iter()
        .find(|item| Some(&item.code) == definition.overall.as_ref())
        .map(|item| item.group.clone());
    // Local items come before the overall item where that stands alone, so that it still sums up.
    let alone = overall_group.filter(|group| definition.items_of(group).count() == 1);
    if !definition.groups.iter().any(|group| group.code == LOCAL) {
        let place = definition
            .groups
            .iter()
            .position(|group| Some(&group.code) == alone.as_ref())
            .unwrap_or(definition.groups.len());
        let group = Group { code: LOCAL.to_owned(), name: Words::typed(group_name), layout: GroupLayout::Rows };
        definition.groups.insert(place, group);
    }
    let place =
        definition.items.iter().position(|item| Some(&item.group) == alone.as_ref()).unwrap_or(definition.items.len());
    let item = Item {
        code: format!("L{number}"),
        group: LOCAL.to_owned(),
        name: Words::typed(name),
        explanation: Words::typed(explanation),
        common: false,
    };
    definition.items.insert(place, item);
    definition
}

/// Takes a local item away; a common one stays.
pub async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Item>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let measures = queries::measures(&change.transaction, url.id).await?;
    let measure = measures.into_iter().find(|measure| measure.id == url.measure);
    let item = measure.as_ref().and_then(|measure| {
        let mut items = measure.definition.items.iter();
        items.find(|item| item.code == url.code).cloned()
    });
    let (Some(measure), Some(item)) = (measure, item) else {
        return common::refuse(change, WebError::NotFound).await;
    };
    if item.common {
        return common::refuse(change, WebError::refused("appraisals-item-is-common")).await;
    }
    let mut definition = measure.definition;
    definition.items.retain(|other| other.code != item.code);
    if definition.items_of(LOCAL).count() == 0 {
        definition.groups.retain(|group| group.code != LOCAL);
    }
    let text = choosing::text_of(&definition)?;
    queries::set_definition(&change.transaction, measure.id, text).await?;
    common::note(&change, &app, &visitor, Event::RoundChanged, &round, &url.code).await?;
    let items = urls::Items { id: url.id, measure: url.measure };
    change.answer(&items, "appraisals-item-removed").await
}
