//! Who keys a batch: two people, each for himself; one may give it up, and another begins anew.

use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::paper_batch;

use super::acceptance::Seen;
use super::found::{self, Changing};
use super::rules::{Keying, Reading};
use super::{KEEPERS, KEYING, pooling, queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals::common;
use crate::features::organisations;
use crate::web::{Answer, Posted, Visitor, WebError};

/// The keying somebody has taken over; who keyed first does not key for the second time.
pub(super) fn keying_of(batch: &paper_batch::Model, visitor: &Visitor) -> Option<Keying> {
    if batch.first_keyer == Some(visitor.account) {
        return Some(Keying::First);
    }
    (batch.second_keyer == Some(visitor.account)).then_some(Keying::Second)
}

/// What somebody begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BeginForm {
    /// Ticked where the sheets are fewer than k: whoever keys them keeps to himself what he reads.
    sure: String,
}

/// Begins one of the two keyings.
pub(super) async fn begin(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Keying>,
    posted: Posted<BeginForm>,
) -> Answer {
    let keying = Keying::to_begin(&url.keying).ok_or(WebError::NotFound)?;
    let found = found::find(&app, &visitor, (url.round, url.batch), KEYING).await?;
    common::refuse_judged(&app, &visitor, &found.round).await?;
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if !matches!(batch.state.as_str(), "counted" | "keying") {
        return common::refuse(change, WebError::refused("paper-not-counted")).await;
    }
    let minimum = found.round.minimum;
    if let Some(reason) = pooling::hindrance(&batch, &queries::batches(&change.transaction, url.round).await?, minimum)
    {
        return common::refuse(change, WebError::refused(reason)).await;
    }
    if pooling::is_small(&batch, minimum) && posted.input.sure != "yes" {
        return common::refuse(change, WebError::refused("paper-error-small")).await;
    }
    if keying_of(&batch, &visitor).is_some_and(|own| own != keying) {
        return common::refuse(change, WebError::refused("paper-same-keyer")).await;
    }
    let taken = if keying == Keying::First { batch.first_keyer } else { batch.second_keyer };
    match taken {
        Some(keyer) if keyer == visitor.account => return common::refuse(change, WebError::ChangedMeanwhile).await,
        Some(_) => return common::refuse(change, WebError::refused("paper-keyed-by-another")).await,
        None => {}
    }
    let mut begun = paper_batch::Model { state: "keying".to_owned(), ..batch };
    *keyer_of(&mut begun, keying) = Some(visitor.account);
    let details = format!("{} | keying-{}", begun.number, keying.code());
    queries::update(&change.transaction, begun).await?;
    common::note(&change, &app, &visitor, Event::PaperKeyingBegun, &found.round, &details).await?;
    let first = urls::Sheet { round: url.round, batch: url.batch, sheet: "1".to_owned() };
    change.answer(&first, "paper-keying-begun").await
}

/// Gives a keying up: what was read of it is erased. Its keyer does it, or a tally keeper where the keyer is gone.
pub(super) async fn give_up(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Keying>,
    posted: Posted<Seen>,
) -> Answer {
    let keying = Keying::to_begin(&url.keying).ok_or(WebError::NotFound)?;
    let found = found::find(&app, &visitor, (url.round, url.batch), KEYING).await?;
    common::refuse_judged(&app, &visitor, &found.round).await?;
    let reach = visitor.reach(KEEPERS);
    let is_keeper = organisations::queries::in_reach(&app.database, &reach, found.round.organisation_id).await?;
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    if batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    let reading = Reading::of(&batch, &queries::drafts(&change.transaction, batch.id).await?);
    if batch.state != "keying" || reading.is_complete() {
        return common::refuse(change, WebError::refused("paper-complete")).await;
    }
    if keying_of(&batch, &visitor) != Some(keying) {
        let reason = match found::unfit(&change.transaction, &visitor, &found.round).await? {
            _ if !is_keeper => Some("paper-keyed-by-another"),
            unfit => unfit,
        };
        if let Some(reason) = reason {
            return common::refuse(change, WebError::refused(reason)).await;
        }
    }
    queries::erase(&change.transaction, batch.id, Some(keying)).await?;
    let mut left = batch;
    *keyer_of(&mut left, keying) = None;
    let details = format!("{} | keying-{}", left.number, keying.code());
    queries::update(&change.transaction, left).await?;
    common::note(&change, &app, &visitor, Event::PaperKeyingGivenUp, &found.round, &details).await?;
    change.answer(&urls::Batch { round: url.round, batch: url.batch }, "paper-keying-given-up").await
}

const fn keyer_of(batch: &mut paper_batch::Model, keying: Keying) -> &mut Option<storage::AccountId> {
    match keying {
        Keying::First => &mut batch.first_keyer,
        Keying::Second | Keying::Resolution => &mut batch.second_keyer,
    }
}
