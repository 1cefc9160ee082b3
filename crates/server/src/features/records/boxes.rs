//! Opened opinion boxes (意见箱开箱记录, F18, S067): which box, when, by which two people, how many opinions were in it and
//! about what. Who wrote them nobody asks.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::Deserialize;
use storage::entities::box_opening;
use storage::{BoxOpeningId, Scope};

use super::form::{MOST, number, past_day};
use super::queries::boxes as queries;
use super::show::{self, Typed};
use super::{entries, urls};
use crate::App;
use crate::web::once::{self, Begun};
use crate::web::{Answer, FieldErrors, Frame, Nothing, Posted, Visitor, WebError};

const LONGEST_LINE: usize = 60;
const LONGEST_TEXT: usize = 2_000;

/// An opened box, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct BoxForm {
    pub place: String,
    pub opened_on: String,
    pub first_opener: String,
    pub second_opener: String,
    pub opinions: String,
    /// A line each: the aspect, then how many opinions are about it.
    pub aspects: String,
}

/// An aspect with how many opinions are about it.
pub type Aspect = (String, i64);

/// An opened box, read.
struct BoxRead {
    place: String,
    opened_on: String,
    openers: [String; 2],
    opinions: i64,
    aspects: Vec<Aspect>,
}

/// The aspects of an opened box.
///
/// # Errors
/// When the database holds something else.
pub fn aspects(row: &box_opening::Model) -> Result<Vec<Aspect>, WebError> {
    serde_json::from_str(&row.aspects).map_err(|error| WebError::Broken(error.to_string()))
}

/// Aspects as they are written in one line.
#[must_use]
pub fn in_a_line(aspects: &[Aspect]) -> String {
    aspects.iter().map(|(aspect, number)| format!("{aspect} {number}")).collect::<Vec<_>>().join(" · ")
}

impl BoxForm {
    /// Reads it, noting what is wrong.
    fn read(&self, today: NaiveDate, errors: &mut FieldErrors) -> BoxRead {
        let opened_on = past_day(errors, ("opened_on", &self.opened_on), today);
        let first = errors.required("first_opener", &self.first_opener, LONGEST_LINE);
        let second = errors.required("second_opener", &self.second_opener, LONGEST_LINE);
        let letters = |name: &str| name.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
        // F18: nobody opens a box alone.
        if letters(&first) == letters(&second) {
            errors.add("second_opener", "records-box-same-opener");
        }
        let opinions = number(errors, "opinions", &self.opinions);
        let aspects = self.read_aspects(errors);
        let place = errors.required("place", &self.place, LONGEST_LINE);
        let sum: i64 = aspects.iter().map(|(_, number)| number).sum();
        if errors.is_empty() && sum != opinions {
            errors.add_with("aspects", "records-box-sum", vec![("sum", sum.into()), ("opinions", opinions.into())]);
        }
        BoxRead { place, opened_on, openers: [first, second], opinions, aspects }
    }

    fn read_aspects(&self, errors: &mut FieldErrors) -> Vec<Aspect> {
        let text = errors.optional("aspects", &self.aspects, LONGEST_TEXT);
        let mut known = BTreeSet::new();
        let mut aspects = Vec::new();
        for (at, line) in (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            let plain = rules::digits::plain_text(line.trim());
            let name = plain.trim_end_matches(|letter: char| letter.is_ascii_digit());
            let number = plain.strip_prefix(name).and_then(|number| number.parse::<i64>().ok());
            match (name.trim(), number.filter(|number| (1..=MOST).contains(number))) {
                (aspect, Some(number)) if !aspect.is_empty() && aspect.chars().count() <= LONGEST_LINE => {
                    if !known.insert(aspect.to_owned()) {
                        errors.add_with("aspects", "records-box-aspect-twice", vec![("line", at.into())]);
                    }
                    aspects.push((aspect.to_owned(), number));
                }
                _ => errors.add_with("aspects", "records-box-aspect", vec![("line", at.into())]),
            }
        }
        aspects
    }
}

/// Adds an opened box.
pub(super) async fn add(
    State(app): State<App>,
    Path(url): Path<urls::Boxes>,
    visitor: Visitor,
    frame: Frame,
    posted: Posted<BoxForm>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let mut errors = FieldErrors::default();
    let read = posted.input.read(app.today(), &mut errors);
    if !errors.is_empty() {
        let typed = Typed { opened: posted.input, ..Typed::default() };
        return show::render(&app, &frame, StatusCode::UNPROCESSABLE_ENTITY, found, typed, errors).await;
    }
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let details = format!("+ F18 {} {}: {}", read.opened_on, read.place, read.opinions);
    let [first_opener, second_opener] = read.openers;
    let row = box_opening::Model {
        id: BoxOpeningId(app.clock.next_id()),
        round_id: url.round,
        organisation_id: url.organisation,
        place: read.place,
        opened_on: read.opened_on,
        first_opener,
        second_opener,
        opinions: read.opinions,
        aspects: serde_json::to_string(&read.aspects).map_err(|error| WebError::Broken(error.to_string()))?,
        account_id: visitor.account,
    };
    queries::add(&change.transaction, row).await?;
    entries::trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-box-added").await
}

/// Takes an opened box off the list.
pub(super) async fn remove(
    State(app): State<App>,
    Path(url): Path<urls::OpenedBox>,
    visitor: Visitor,
    posted: Posted<Nothing>,
) -> Answer {
    let found = show::find(&app, &visitor, url.round, url.organisation).await?;
    show::must_write(&found)?;
    let scope = Scope::Round(url.round.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let Some(row) = queries::remove(&change.transaction, &url).await? else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    let details = format!("− F18 {} {}: {}", row.opened_on, row.place, row.opinions);
    entries::trail(&app, &change, &visitor, url.organisation, details).await?;
    let back = urls::Record { round: url.round, organisation: url.organisation };
    change.answer(&back, "records-entry-removed").await
}
