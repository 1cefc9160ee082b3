//! An item that is not let off: what follows, and when and how it was dealt with.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use rules::digits::plain_text;
use serde::Deserialize;
use storage::entities::letting_off_item;
use storage::{LettingOffItemId, Scope};

use super::show::{self, Typed};
use super::{Reviewed, asked, begun, kept, queries};
use crate::App;
use crate::features::rhythm::consequences::{remedies_of, remedy};
use crate::features::rhythm::urls;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

const LONGEST_WORDS: usize = 2_000;

/// A consequence as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct ItemForm {
    pub version: i64,
    pub remedy: String,
    pub words: String,
    /// A day, or nothing while it is open.
    pub done_on: String,
    pub done_words: String,
}

impl From<&letting_off_item::Model> for ItemForm {
    fn from(row: &letting_off_item::Model) -> Self {
        Self {
            version: row.version,
            remedy: row.remedy.clone(),
            words: row.words.clone(),
            done_on: row.done_on.clone().unwrap_or_default(),
            done_words: row.done_words.clone().unwrap_or_default(),
        }
    }
}

/// What it says.
struct Read {
    remedy: String,
    words: String,
    /// Day and words, both or none.
    done: Option<(String, String)>,
}

impl ItemForm {
    fn read(&self, item: &str, today: NaiveDate, errors: &mut FieldErrors) -> Read {
        if !remedies_of(item).any(|known| known.code == self.remedy) {
            errors.add("remedy", "error-choose");
        }
        let words = errors.required("words", &self.words, LONGEST_WORDS);
        let (day, told) = (plain_text(&self.done_on), self.done_words.trim());
        let mut done = None;
        if !day.is_empty() || !told.is_empty() {
            let told = errors.required("done_words", told, LONGEST_WORDS);
            match NaiveDate::parse_from_str(&day, "%Y-%m-%d") {
                Err(_) => errors.add("done_on", "error-bad-date"),
                Ok(day) if day > today => errors.add("done_on", "rhythm-error-future"),
                Ok(day) => done = Some((day.to_string(), told)),
            }
        }
        Read { remedy: self.remedy.clone(), words, done }
    }
}

fn both_versions(frame: &Frame, stored: &ItemForm, typed: &ItemForm) -> Conflict {
    let page: Page = frame.page("rhythm-title");
    let name =
        |code: &str| remedy(code).map_or_else(String::new, |one| one.name.in_language(frame.language).to_owned());
    Conflict::between(
        &page,
        [
            ("rhythm-remedy", name(&stored.remedy), name(&typed.remedy)),
            ("rhythm-remedy-words", stored.words.clone(), typed.words.clone()),
            ("rhythm-done-on", stored.done_on.clone(), typed.done_on.clone()),
            ("rhythm-done-words", stored.done_words.clone(), typed.done_words.clone()),
        ],
    )
}

fn of_member(url: urls::Consequence) -> (urls::Review, String) {
    let urls::Consequence { organisation, year, half, member, item } = url;
    (urls::Review { organisation, year, half, member }, item)
}

/// Raises it, changes it, or says that it was dealt with.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Consequence>,
    posted: Posted<ItemForm>,
) -> Answer {
    let (url, item) = of_member(url);
    let before = kept(&app, &visitor, &url).await?;
    if !asked()?.iter().any(|known| known.code == item) {
        return Err(WebError::NotFound);
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let read = form.read(&item, app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed::Item(item, form, errors, None);
        return show::page(&frame, &before, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let review = begun(&change.transaction, &app, (before.found.term, url.member)).await?;
    let items = queries::items_of(&change.transaction, review.id).await?;
    let stored = items.iter().find(|stored| stored.item == item).cloned();
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let now = stored.as_ref().map(ItemForm::from).unwrap_or_default();
        let conflict = both_versions(&frame, &now, &form);
        let typed = Typed::Item(item, ItemForm { version, ..form }, errors, Some(conflict));
        let now = Reviewed { items, ..before };
        return show::page(&frame, &now, (StatusCode::CONFLICT, typed));
    }
    if read.done.is_none() && review.recommended_reason.is_some() {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-recommended"));
    }
    let (done_on, done_words) = read.done.unzip();
    let row = letting_off_item::Model {
        id: stored.as_ref().map_or_else(|| LettingOffItemId(app.clock.next_id()), |row| row.id),
        review_id: review.id,
        item: item.clone(),
        remedy: read.remedy,
        words: read.words,
        done_on,
        done_words,
        version: version + 1,
    };
    queries::store_item(&change.transaction, row, stored.is_none()).await?;
    before.note(&change, (&app, &visitor), &item).await?;
    change.answer(&url, "rhythm-item-saved").await
}

/// Takes it back: it was raised by mistake.
pub(in crate::features::rhythm) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Consequence>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let (url, item) = of_member(url);
    let before = kept(&app, &visitor, &url).await?;
    let Some(review) = &before.review else {
        return Err(WebError::NotFound);
    };
    let scope = Scope::Organisation(url.organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let items = queries::items_of(&change.transaction, review.id).await?;
    let stored = items.into_iter().find(|stored| stored.item == item);
    let Some(stored) = stored.filter(|stored| stored.version == posted.input.version) else {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    };
    queries::delete_item(&change.transaction, stored.id).await?;
    before.note(&change, (&app, &visitor), &item).await?;
    change.answer(&url, "rhythm-item-removed").await
}
