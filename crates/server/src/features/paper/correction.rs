//! A count that two people confirmed and that is wrong all the same: two tally keepers correct it, each counting for himself,
//! with the reason, until the batch is accepted. Both versions stay.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{paper_batch, paper_correction};
use storage::{AccountId, PaperCorrectionId};

use super::acceptance::Seen;
use super::count::{self, CountForm, Kind, in_figures};
use super::found::{self, Changing, Found};
use super::rules::{Keying, Numbers, sheets_of};
use super::{KEEPERS, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::features::appraisals::queries::By;
use crate::web::once::Change;
use crate::web::{Answer, FieldErrors, Frame, Posted, Visitor, WebError};

/// Whether a count may be corrected: it took effect, and the batch with which its sheets are keyed is not accepted.
pub(super) fn may_correct(batch: &paper_batch::Model, keyed_with: &paper_batch::Model) -> bool {
    matches!(keyed_with.state.as_str(), "counted" | "keying") && batch.counted_by_second.is_some()
}

/// The batch with which the sheets of a batch are keyed: the one it was shuffled into, or itself.
async fn keyed_with(reads: &impl storage::Reads, batch: &paper_batch::Model) -> Result<paper_batch::Model, WebError> {
    let Some(into) = batch.pooled_into else {
        return Ok(batch.clone());
    };
    let taking = queries::batch(reads, into).await?;
    taking.ok_or_else(|| WebError::Broken("paper shuffled into no batch".to_owned()))
}

/// What a first tally keeper asked, where that one still keeps the tally.
pub(super) async fn asked(
    reads: &impl storage::Reads,
    found: &Found,
) -> Result<Option<paper_correction::Model>, WebError> {
    let rows = queries::corrections(reads, found.batch.id).await?;
    let Some(open) = rows.into_iter().rev().find(|row| row.state == "asked") else {
        return Ok(None);
    };
    let first = found::still_keeper(reads, Some(open.asked_by), &found.round).await?;
    Ok(first.map(|_| open))
}

/// Shows the form: the first one's numbers stay hidden from the second, who counts for himself.
pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Correction>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let form = CountForm::of_version(found.batch.version);
    view(&app, &visitor, &frame, &found, (StatusCode::OK, form, FieldErrors::default())).await
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &Found,
    shown: (StatusCode, CountForm, FieldErrors),
) -> Answer {
    let first = asked(&app.database, found).await?.map(|asked| asked.asked_by);
    let unfit = found::unfit(&app.database, visitor, &found.round).await?;
    let keyed_with = keyed_with(&app.database, &found.batch).await?;
    let may_enter = found.round.state == "sealing" && may_correct(&found.batch, &keyed_with) && unfit.is_none();
    count::page(app, (visitor, frame), found, (Kind::Correction, first, may_enter), shown).await
}

/// Asks for a correction, or confirms one by counting the same.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Correction>,
    posted: Posted<CountForm>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let asked_before = asked(&app.database, &found).await?;
    let of_other = asked_before.as_ref().filter(|asked| asked.asked_by != visitor.account);
    let mut errors = FieldErrors::default();
    let said = of_other.map_or("", |asked| asked.reason.as_str());
    let (numbers, reason) = posted.input.read(found.batch.printed, said, &mut errors);
    match of_other {
        Some(asked) if errors.is_empty() && numbers_of(asked) != numbers => {
            errors.add("handed_out", "paper-error-counts-differ");
        }
        Some(_) => {}
        None => {
            if errors.is_empty() && Numbers::of(&found.batch) == Some(numbers) {
                errors.add("handed_out", "paper-error-nothing-corrected");
            }
            if errors.is_empty() && reason.is_empty() {
                errors.add("words", "paper-error-correction-reason");
            }
        }
    }
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return view(&app, &visitor, &frame, &found, (status, posted.input, errors)).await;
    }
    let (change, batch) = match found::change_as_keeper(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    // Both versions side by side would show the second one what the first counted: whoever was late counts anew.
    let is_same = batch == found.batch && asked(&change.transaction, &found).await? == asked_before;
    if !is_same || batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    if !may_correct(&batch, &keyed_with(&change.transaction, &batch).await?) {
        return common::refuse(change, WebError::refused("paper-not-correctable")).await;
    }
    let back = urls::Batch { round: url.round, batch: url.batch };
    match asked_before {
        Some(asked) if asked.asked_by == visitor.account => {
            common::refuse(change, WebError::refused("paper-second-keeper")).await
        }
        Some(asked) => {
            let is_empty = confirm(&change, &app, &visitor, (&found, batch), asked).await?;
            let answer = change.answer(&back, "paper-correction-confirmed").await?;
            if is_empty {
                found::go_on(&app, url.round).await;
            }
            Ok(answer)
        }
        None => {
            queries::remove_asked_corrections(&change.transaction, batch.id).await?;
            let id = PaperCorrectionId(app.clock.next_id());
            let row = correction(id, &batch, (numbers, reason), visitor.account)?;
            queries::insert_correction(&change.transaction, row).await?;
            let details = batch.number.to_string();
            // Whoever looks at the batch meanwhile sees that it changed.
            queries::update(&change.transaction, batch).await?;
            common::note(&change, &app, &visitor, Event::PaperCorrectionAsked, &found.round, &details).await?;
            change.answer(&back, "paper-correction-asked").await
        }
    }
}

/// Whoever asked takes it back.
pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Correction>,
    posted: Posted<Seen>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), KEEPERS).await?;
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    let rows = queries::corrections(&change.transaction, batch.id).await?;
    if !rows.iter().any(|row| row.state == "asked" && row.asked_by == visitor.account) {
        return common::refuse(change, WebError::refused("paper-correction-not-asked")).await;
    }
    queries::remove_asked_corrections(&change.transaction, batch.id).await?;
    let details = batch.number.to_string();
    queries::update(&change.transaction, batch).await?;
    common::note(&change, &app, &visitor, Event::PaperCorrectionWithdrawn, &found.round, &details).await?;
    change.answer(&urls::Batch { round: url.round, batch: url.batch }, "paper-correction-withdrawn").await
}

/// What a correction says.
pub(super) const fn numbers_of(row: &paper_correction::Model) -> Numbers {
    Numbers {
        handed_out: row.handed_out,
        returned: row.returned,
        missing: row.missing,
        sheets_in_box: row.sheets_in_box,
    }
}

/// What was counted before it.
pub(super) const fn before_of(row: &paper_correction::Model) -> Numbers {
    Numbers {
        handed_out: row.before_handed_out,
        returned: row.before_returned,
        missing: row.before_missing,
        sheets_in_box: row.before_sheets_in_box,
    }
}

fn correction(
    id: PaperCorrectionId,
    batch: &paper_batch::Model,
    (numbers, reason): (Numbers, String),
    asked_by: AccountId,
) -> Result<paper_correction::Model, WebError> {
    let before = Numbers::of(batch).ok_or_else(|| WebError::Broken("a counted batch without numbers".to_owned()))?;
    Ok(paper_correction::Model {
        id,
        batch_id: batch.id,
        state: "asked".to_owned(),
        reason,
        handed_out: numbers.handed_out,
        returned: numbers.returned,
        missing: numbers.missing,
        sheets_in_box: numbers.sheets_in_box,
        before_handed_out: before.handed_out,
        before_returned: before.returned,
        before_missing: before.missing,
        before_sheets_in_box: before.sheets_in_box,
        before_words: batch.count_words.clone(),
        before_counted_by: batch.counted_by,
        before_counted_by_second: batch.counted_by_second,
        asked_by,
        confirmed_by: None,
    })
}

/// The second counted the same: the numbers take effect, and where the box holds another number of sheets keying goes on
/// with that. Whether nothing is left to be keyed.
async fn confirm(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    (found, batch): (&Found, paper_batch::Model),
    asked: paper_correction::Model,
) -> Result<bool, WebError> {
    let numbers = numbers_of(&asked);
    let by = By { first: Some(asked.asked_by), second: Some(visitor.account) };
    let details =
        format!("{}: {} → {}: {}", batch.number, in_figures(before_of(&asked)), in_figures(numbers), asked.reason);
    if !numbers.add_up() {
        count::record_breach(change, (app, visitor), &found.round, by, &details).await?;
    }
    let words = (!numbers.add_up()).then(|| asked.reason.clone());
    let corrected = paper_batch::Model {
        handed_out: Some(numbers.handed_out),
        returned: Some(numbers.returned),
        missing: Some(numbers.missing),
        sheets_in_box: Some(numbers.sheets_in_box),
        counted_by: by.first,
        counted_by_second: by.second,
        count_words: words,
        ..batch
    };
    let mut whole = match corrected.pooled_into {
        None => corrected,
        Some(_) => {
            let taking = keyed_with(&change.transaction, &corrected).await?;
            let pooled_sheets = taking.pooled_sheets + numbers.sheets_in_box - asked.before_sheets_in_box;
            queries::update(&change.transaction, corrected).await?;
            paper_batch::Model { pooled_sheets, ..taking }
        }
    };
    // What a keeper accepted before does not hold any more.
    whole.accepted_by = None;
    let sheets = sheets_of(&whole);
    // Sheets there are none of were never read; those that were read stay, and the keyers go on with the rest.
    queries::erase_beyond(&change.transaction, whole.id, sheets).await?;
    let drafts = queries::drafts(&change.transaction, whole.id).await?;
    if !drafts.iter().any(|row| row.keying == Keying::Resolution.code()) {
        whole.resolver = None;
    }
    let is_empty = sheets == 0 && whole.missing == Some(0);
    if sheets == 0 {
        (whole.first_keyer, whole.second_keyer) = (None, None);
        whole.state = if is_empty { "accepted" } else { "counted" }.to_owned();
        whole.invalid = is_empty.then_some(0);
    }
    queries::update(&change.transaction, whole).await?;
    let done = paper_correction::Model { state: "done".to_owned(), confirmed_by: by.second, ..asked };
    queries::update_correction(&change.transaction, done).await?;
    common::note(change, app, visitor, Event::PaperCorrected, &found.round, &details).await?;
    Ok(is_empty)
}
