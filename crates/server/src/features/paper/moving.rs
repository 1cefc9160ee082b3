//! An accepted batch moves to the ballot store: intent on the named side ('moving'), an act there that may be repeated,
//! the end here. While a batch is neither accepted nor missing, sealing waits and the box takes no hand-ins.

use ballot_box::{Batch, BatchId, Opinion, PaperBallot, SheetId};
use storage::entities::{paper_batch, paper_draft};
use storage::{PaperBatchId, RoundId, Scope};

use super::keyed::{Asked, Keyed, fits};
use super::rules::{Reading, sheets_of};
use super::{found, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::{Plan, Sheet};
use crate::features::appraisals::{self, ballot_round};
use crate::web::WebError;

/// Whether sealing waits for paper; meanwhile the box stands still. A batch that was cut off while it moved goes on, and one
/// that cannot does not keep the others.
///
/// # Errors
/// Those of the stores, the first after every batch had its turn; then it is called again.
pub async fn is_waited_for(app: &App, round: RoundId) -> Result<bool, WebError> {
    let open = queries::open(&app.database, round).await?;
    if open.is_empty() {
        return Ok(false);
    }
    app.ballots.pause_casting(ballot_round(round)).await.map_err(broken)?;
    let mut failed = None;
    for batch in open.iter().filter(|batch| batch.state == "moving") {
        if let Err(error) = finish(app, batch.id).await {
            tracing::error!(%error, "a batch of paper did not move");
            failed = failed.or(Some(error));
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    Ok(!queries::open(&app.database, round).await?.is_empty())
}

/// Moves an accepted batch and erases what was keyed. Nothing happens where that was done before.
///
/// # Errors
/// Those of the stores; then it is called again.
pub(super) async fn finish(app: &App, id: PaperBatchId) -> Result<(), WebError> {
    let Some(batch) = queries::batch(&app.database, id).await?.filter(|batch| batch.state == "moving") else {
        return Ok(());
    };
    let plan = appraisals::queries::plan(&app.database, batch.round_id).await?;
    // The box knows whether it has the batch: then its drafts are not asked any more, whatever became of them.
    if !has_moved(app, &plan, &batch).await? {
        let ballots = ballots(&plan, &batch, &queries::drafts(&app.database, id).await?)?;
        let into = place(&plan, &batch)?;
        app.ballots.accept_paper(ballot_round(batch.round_id), into, &ballots).await.map_err(broken)?;
    }
    record(app, id).await
}

/// Where the batch goes in the box.
fn place(plan: &Plan, batch: &paper_batch::Model) -> Result<Batch, WebError> {
    let (panel, _) = found::asked(plan, batch)?;
    Ok(Batch { id: BatchId(appraisals::queries::number(batch.number)), sheet: SheetId(panel.number) })
}

/// Whether the box has the batch: a batch of its number without a code.
pub(super) async fn has_moved(app: &App, plan: &Plan, batch: &paper_batch::Model) -> Result<bool, WebError> {
    let place = place(plan, batch)?;
    let counts = app.ballots.issued_counts(ballot_round(batch.round_id)).await.map_err(broken)?;
    Ok(counts.iter().any(|count| count.batch == place.id && count.sheet == place.sheet && count.issued == 0))
}

/// What the box takes of a batch: every sheet that is a ballot, as it was settled.
///
/// # Errors
/// Where a draft is damaged or missing; the batch is then stuck.
pub(super) fn ballots(
    plan: &Plan,
    batch: &paper_batch::Model,
    drafts: &[paper_draft::Model],
) -> Result<Vec<PaperBallot>, WebError> {
    let (_, sheet) = found::asked(plan, batch)?;
    let asked = Asked::of(plan, sheet, texts::Language::ZhHans);
    let reading = Reading::of(batch, drafts);
    let sheets = reading.settled().ok_or_else(|| WebError::Broken("accepted paper that is not settled".to_owned()))?;
    if !sheets.iter().all(|read| fits(plan, sheet, read)) {
        return Err(WebError::Broken("paper that its sheet refuses".to_owned()));
    }
    sheets.iter().filter(|sheet| !sheet.is_invalid).map(|sheet| ballot(&asked, sheet)).collect()
}

/// Whether what was read of a sheet can still be read.
pub(super) fn is_whole(plan: &Plan, sheet: &Sheet, draft: &paper_draft::Model) -> bool {
    Keyed::of(draft).is_ok_and(|read| fits(plan, sheet, &read))
}

/// A sheet as the box takes it.
fn ballot(asked: &[Asked], keyed: &Keyed) -> Result<PaperBallot, WebError> {
    let answers = keyed.answers().ok_or_else(|| WebError::Broken("paper with unknown signs".to_owned()))?;
    let opinions = asked.iter().zip(&keyed.opinions).filter(|(_, words)| !words.is_empty());
    let opinions = opinions.map(|(object, words)| Opinion { subject: object.subject, words: words.clone() });
    Ok(PaperBallot { answers, opinions: opinions.collect() })
}

async fn record(app: &App, id: PaperBatchId) -> Result<(), WebError> {
    let Some(round) = queries::batch(&app.database, id).await?.map(|batch| batch.round_id) else {
        return Ok(());
    };
    let transaction = app.database.write(Scope::Round(round.0)).await?.undone_when_dropped();
    let batch = queries::batch(&transaction, id).await?.filter(|batch| batch.state == "moving");
    let round = appraisals::queries::round(&transaction, round).await?;
    let (Some(batch), Some(round)) = (batch, round) else {
        return Ok(transaction.rollback().await?);
    };
    queries::erase(&transaction, id, None).await?;
    let sheets = sheets_of(&batch);
    let details = format!("{}: {} × {sheets}", round.title, batch.number);
    let account = batch.accepted_by_second.or(batch.accepted_by);
    queries::update(&transaction, paper_batch::Model { state: "accepted".to_owned(), ..batch }).await?;
    let names = appraisals::queries::account_names(&transaction, account.as_slice()).await?;
    let name = account.and_then(|account| names.get(&account).cloned()).unwrap_or_default();
    let about = About::organisation(round.organisation_id, details);
    audit::record(&transaction, &app.clock, &Actor { account, name }, Event::PaperAccepted, about).await?;
    Ok(transaction.commit().await?)
}

fn broken(error: ballot_box::BallotError) -> WebError {
    WebError::Broken(error.to_string())
}
