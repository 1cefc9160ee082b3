//! An accepted batch moves to the ballot store: intent on the named side ('moving'), an act there that may be repeated,
//! the end here. While a batch is neither accepted nor missing, sealing waits and the box takes no hand-ins.

use ballot_box::{Batch, BatchId, Opinion, PaperBallot, SheetId};
use storage::entities::paper_batch;
use storage::{PaperBatchId, RoundId, Scope};

use super::keyed::{Asked, Keyed};
use super::rules::Reading;
use super::{found, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::{self, ballot_round};
use crate::web::WebError;

/// Whether sealing waits for paper; meanwhile the box stands still. A batch that was cut off while it moved goes on.
///
/// # Errors
/// Those of the stores; then it is called again.
pub async fn is_waited_for(app: &App, round: RoundId) -> Result<bool, WebError> {
    let open = queries::open(&app.database, round).await?;
    if open.is_empty() {
        return Ok(false);
    }
    app.ballots.pause_casting(ballot_round(round)).await.map_err(broken)?;
    for batch in open.iter().filter(|batch| batch.state == "moving") {
        finish(app, batch.id).await?;
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
    let (panel, sheet) = found::asked(&plan, &batch)?;
    let asked = Asked::of(&plan, sheet, texts::Language::ZhHans);
    let reading = Reading::of(&batch, &queries::drafts(&app.database, id).await?)?;
    let sheets = reading.settled().ok_or_else(|| WebError::Broken("accepted paper that is not settled".to_owned()))?;
    let ballots = sheets.iter().filter(|sheet| !sheet.is_invalid).map(|sheet| ballot(&asked, sheet));
    let ballots = ballots.collect::<Result<Vec<_>, _>>()?;
    let number = appraisals::queries::number(batch.number);
    let into = Batch { id: BatchId(number), sheet: SheetId(panel.number) };
    app.ballots.accept_paper(ballot_round(batch.round_id), into, &ballots).await.map_err(broken)?;
    record(app, id).await
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
    let sheets = batch.sheets_in_box.unwrap_or(0);
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
