//! The member's own check: yes or no to each of the four items, with words.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::Scope;
use storage::entities::slackening_check;

use super::check::{self, FIELDS, Typed, entered};
use super::{blank, judged, said};
use crate::App;
use crate::features::rhythm::{queries, urls};
use crate::web::once::{self, Begun};
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_WORDS: usize = 1_000;

/// The check as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::features::rhythm) struct OwnForm {
    pub version: i64,
    self_n1: String,
    self_n2: String,
    self_n3: String,
    self_n4: String,
    words_n1: String,
    words_n2: String,
    words_n3: String,
    words_n4: String,
}

impl From<&slackening_check::Model> for OwnForm {
    fn from(row: &slackening_check::Model) -> Self {
        let [n1, n2, n3, n4] = said(row).map(|(said, words)| (said.to_owned(), words.to_owned()));
        Self {
            version: row.version,
            self_n1: n1.0,
            self_n2: n2.0,
            self_n3: n3.0,
            self_n4: n4.0,
            words_n1: n1.1,
            words_n2: n2.1,
            words_n3: n3.1,
            words_n4: n4.1,
        }
    }
}

impl OwnForm {
    /// Answer and words, item by item.
    pub(super) fn answers(&self) -> [(&str, &str); 4] {
        [
            (&self.self_n1, &self.words_n1),
            (&self.self_n2, &self.words_n2),
            (&self.self_n3, &self.words_n3),
            (&self.self_n4, &self.words_n4),
        ]
    }

    /// What it says, item by item.
    fn read(&self, errors: &mut FieldErrors) -> [(Option<String>, String); 4] {
        let mut read: [(Option<String>, String); 4] = Default::default();
        let typed = FIELDS.into_iter().zip(self.answers());
        for (place, ((said_field, words_field, _), (said, words))) in read.iter_mut().zip(typed) {
            if !matches!(said, "yes" | "no") {
                errors.add(said_field, "error-choose");
            }
            *place = (Some(said.to_owned()), errors.optional(words_field, words, LONGEST_WORDS));
        }
        read
    }
}

/// Both versions, the items by their numbers.
fn both_versions(page: &Page, stored: &OwnForm, typed: &OwnForm) -> Conflict {
    let words = |said: &str, words: &str| {
        let said = if said.is_empty() { String::new() } else { page.coded("rhythm-self-", said) };
        format!("{said} {words}").trim().to_owned()
    };
    let mut conflict = Conflict::between(page, []);
    for (number, (before, after)) in (1_u8..).zip(stored.answers().into_iter().zip(typed.answers())) {
        conflict = conflict.and(format!("N{number}"), words(before.0, before.1), words(after.0, after.1));
    }
    conflict
}

/// Hands it in; it may be handed in anew until the representatives have judged.
pub(in crate::features::rhythm) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OwnCheck>,
    posted: Posted<OwnForm>,
) -> Answer {
    let urls::OwnCheck { organisation, year, quarter, member } = url;
    let url = urls::Check { organisation, year, quarter, member };
    let before = entered(&app, &visitor, &url).await?;
    if !before.may_answer() {
        return Err(WebError::NotFound);
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let read = form.read(&mut errors);
    if !errors.is_empty() {
        let typed = Typed::Own(form, errors, None);
        return check::page(&app, &frame, before, (StatusCode::UNPROCESSABLE_ENTITY, typed));
    }
    let scope = Scope::Organisation(organisation.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::slackening::check(&change.transaction, before.meeting.id, member).await?;
    let version = stored.as_ref().map_or(0, |row| row.version);
    if version != form.version {
        change.give_up().await?;
        let own = stored.as_ref().map(OwnForm::from).unwrap_or_default();
        let conflict = both_versions(&frame.page("rhythm-title"), &own, &form);
        let typed = Typed::Own(OwnForm { version, ..form }, errors, Some(conflict));
        let now = check::Entered { check: stored, ..before };
        return check::page(&app, &frame, now, (StatusCode::CONFLICT, typed));
    }
    let is_judged = stored.as_ref().is_some_and(|row| judged(row).iter().any(Option::is_some));
    if is_judged && !before.found.sight.keeps() {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-judged"));
    }
    let is_new = stored.is_none();
    let row = stored.unwrap_or_else(|| blank(&app, &before.meeting, member));
    let [n1, n2, n3, n4] = read;
    let row = slackening_check::Model {
        self_n1: n1.0,
        self_n2: n2.0,
        self_n3: n3.0,
        self_n4: n4.0,
        words_n1: n1.1,
        words_n2: n2.1,
        words_n3: n3.1,
        words_n4: n4.1,
        version: version + 1,
        ..row
    };
    queries::slackening::store_check(&change.transaction, row, is_new).await?;
    before.found.note(&change, (&app, &visitor), &before.member.name).await?;
    change.answer(&url, "rhythm-own-saved").await
}
