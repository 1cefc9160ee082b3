//! What is asked of a tablet and written to it: a number of codes given, a number of wrong digits. Never a time, never who.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::{batch, tablet};
use storage::{BatchId, Reads, Scope, StorageError, WriteTransaction};

use crate::App;
use crate::features::appraisals::queries::{MOST_WRONG_IN_ALL, MOST_WRONG_TRIES};

/// The tablet whose key has this hash, with its batch.
pub(super) async fn find(
    reads: &impl Reads,
    hash: &[u8],
) -> Result<Option<(tablet::Model, batch::Model)>, StorageError> {
    let connection = reads.connection();
    let found = tablet::Entity::find().filter(tablet::Column::KeyHash.eq(hash)).one(connection).await?;
    let Some(tablet) = found else {
        return Ok(None);
    };
    let batch = batch::Entity::find_by_id(tablet.batch_id).one(connection).await?;
    Ok(batch.map(|batch| (tablet, batch)))
}

async fn write(app: &App, batch: &batch::Model) -> Result<WriteTransaction, StorageError> {
    Ok(app.database.write(Scope::Round(batch.round_id.0)).await?.undone_when_dropped())
}

/// Counts a try of the digits before they are compared, so that many at once are not more than one after the other;
/// `false` where there were too many.
pub(super) async fn try_digits(app: &App, batch: &batch::Model) -> Result<bool, StorageError> {
    let transaction = write(app, batch).await?;
    let result = tablet::Entity::update_many()
        .col_expr(tablet::Column::WrongTries, Expr::col(tablet::Column::WrongTries).add(1))
        .col_expr(tablet::Column::WrongInAll, Expr::col(tablet::Column::WrongInAll).add(1))
        .filter(tablet::Column::BatchId.eq(batch.id))
        .filter(tablet::Column::WrongTries.lt(MOST_WRONG_TRIES))
        .filter(tablet::Column::WrongInAll.lt(MOST_WRONG_IN_ALL))
        .exec(transaction.connection())
        .await?;
    transaction.commit().await?;
    Ok(result.rows_affected == 1)
}

/// The digits were right: this try was none of the wrong ones, and a new row of them begins. Those before it stay counted,
/// or whoever guesses beside staff could go on for ever (S070).
pub(super) async fn forget_tries(app: &App, batch: &batch::Model) -> Result<(), StorageError> {
    let transaction = write(app, batch).await?;
    tablet::Entity::update_many()
        .col_expr(tablet::Column::WrongTries, Expr::value(0_i64))
        .col_expr(tablet::Column::WrongInAll, Expr::col(tablet::Column::WrongInAll).sub(1))
        .filter(tablet::Column::BatchId.eq(batch.id))
        .filter(tablet::Column::WrongInAll.gt(0))
        .exec(transaction.connection())
        .await?;
    transaction.commit().await
}

/// Takes the next code: its place, which nobody gets again, and the encrypted codes. Nothing where none is left.
pub(super) async fn take(app: &App, batch: &batch::Model) -> Result<Option<(i64, Vec<u8>)>, StorageError> {
    let transaction = write(app, batch).await?;
    let found = tablet::Entity::find_by_id(batch.id).one(transaction.connection()).await?;
    let place = found.as_ref().map_or(0, |tablet| tablet.given);
    let Some(codes) = found.filter(|tablet| tablet.given < batch.printed).and_then(|tablet| tablet.codes) else {
        transaction.rollback().await?;
        return Ok(None);
    };
    let result = give(&transaction, batch.id, place).await?;
    transaction.commit().await?;
    // Another server was faster: the place is another person's.
    Ok(result.then_some((place, codes)))
}

async fn give(transaction: &WriteTransaction, batch: BatchId, place: i64) -> Result<bool, StorageError> {
    let result = tablet::Entity::update_many()
        .col_expr(tablet::Column::Given, Expr::value(place + 1))
        .filter(tablet::Column::BatchId.eq(batch))
        .filter(tablet::Column::Given.eq(place))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}
