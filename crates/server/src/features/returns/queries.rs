//! What the returns read and write.

mod waiting;

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{return_event, return_remark, round, round_record, statistics_return};
use storage::{
    OrganisationId, Reads, ReturnEventId, ReturnId, ReturnRemarkId, RoundId, StorageError, WriteTransaction,
};

pub use waiting::{ListedReturn, drawn_up, filed_below, late, open_of, with_units};

use crate::App;
use crate::web::Visitor;

/// One return.
pub async fn find(reads: &impl Reads, id: ReturnId) -> Result<Option<statistics_return::Model>, StorageError> {
    Ok(statistics_return::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// One round.
pub async fn round(reads: &impl Reads, id: RoundId) -> Result<Option<round::Model>, StorageError> {
    Ok(round::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Rounds that are published or finished, latest first; `among` limits them to those of some owners.
pub async fn published_rounds(
    reads: &impl Reads,
    among: Option<&[OrganisationId]>,
) -> Result<Vec<round::Model>, StorageError> {
    let mut query = round::Entity::find().filter(round::Column::State.is_in(["published", "finished"]));
    if let Some(among) = among {
        query = query.filter(round::Column::OrganisationId.is_in(among.iter().copied()));
    }
    Ok(query.order_by_desc(round::Column::Id).all(reads.connection()).await?)
}

/// All returns of a round, by name.
pub async fn of_round(reads: &impl Reads, round: RoundId) -> Result<Vec<statistics_return::Model>, StorageError> {
    let query = statistics_return::Entity::find().filter(statistics_return::Column::RoundId.eq(round));
    Ok(query
        .order_by_asc(statistics_return::Column::SortKey)
        .order_by_asc(statistics_return::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The returns of these organisations, latest round first.
pub async fn of_organisations(
    reads: &impl Reads,
    organisations: &[OrganisationId],
) -> Result<Vec<statistics_return::Model>, StorageError> {
    let query = statistics_return::Entity::find()
        .filter(statistics_return::Column::OrganisationId.is_in(organisations.iter().copied()));
    Ok(query
        .order_by_desc(statistics_return::Column::RoundId)
        .order_by_asc(statistics_return::Column::SortKey)
        .order_by_asc(statistics_return::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The returns that are added to this one, by name.
pub async fn children(reads: &impl Reads, id: ReturnId) -> Result<Vec<statistics_return::Model>, StorageError> {
    let query = statistics_return::Entity::find().filter(statistics_return::Column::ParentId.eq(id));
    Ok(query
        .order_by_asc(statistics_return::Column::SortKey)
        .order_by_asc(statistics_return::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Stores new returns; superiors first.
pub async fn insert(transaction: &WriteTransaction, rows: Vec<statistics_return::Model>) -> Result<(), StorageError> {
    // A statement takes a limited number of values.
    for some in rows.chunks(100) {
        let rows = some.iter().map(|row| statistics_return::ActiveModel::from(row.clone()).reset_all());
        statistics_return::Entity::insert_many(rows).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// Stores a return whose row was read as version `row.version`; `false` where somebody changed it meanwhile.
pub async fn update(transaction: &WriteTransaction, row: statistics_return::Model) -> Result<bool, StorageError> {
    let (id, before) = (row.id, row.version);
    let changed: statistics_return::ActiveModel = statistics_return::Model { version: before + 1, ..row }.into();
    let result = statistics_return::Entity::update_many()
        .set(changed.reset_all())
        .filter(statistics_return::Column::Id.eq(id))
        .filter(statistics_return::Column::Version.eq(before))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// A new day for all returns of a round that are not accepted yet.
pub async fn set_due(transaction: &WriteTransaction, round: RoundId, due_on: &str) -> Result<(), StorageError> {
    statistics_return::Entity::update_many()
        .col_expr(statistics_return::Column::DueOn, Expr::value(due_on))
        .filter(statistics_return::Column::RoundId.eq(round))
        .filter(statistics_return::Column::State.ne("accepted"))
        .exec(transaction.connection())
        .await?;
    Ok(())
}

/// The superior's remarks on a return, in the order they were written.
pub async fn remarks(reads: &impl Reads, id: ReturnId) -> Result<Vec<return_remark::Model>, StorageError> {
    let query = return_remark::Entity::find().filter(return_remark::Column::ReturnId.eq(id));
    Ok(query
        .order_by_asc(return_remark::Column::WrittenAt)
        .order_by_asc(return_remark::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Adds a remark.
pub async fn insert_remark(
    transaction: &WriteTransaction,
    app: &App,
    visitor: &Visitor,
    id: ReturnId,
    (line, words): (Option<String>, String),
) -> Result<(), StorageError> {
    let row = return_remark::ActiveModel {
        id: Set(ReturnRemarkId(app.clock.next_id())),
        return_id: Set(id),
        line: Set(line),
        words: Set(words),
        account_id: Set(visitor.account),
        written_at: Set(app.clock.now()),
    };
    return_remark::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// A return's history, in order.
pub async fn history(reads: &impl Reads, id: ReturnId) -> Result<Vec<return_event::Model>, StorageError> {
    let query = return_event::Entity::find().filter(return_event::Column::ReturnId.eq(id));
    Ok(query
        .order_by_asc(return_event::Column::HappenedAt)
        .order_by_asc(return_event::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Adds a line to the history of some returns; nothing is ever taken from it.
pub async fn record_history(
    transaction: &WriteTransaction,
    app: &App,
    visitor: &Visitor,
    ids: &[ReturnId],
    (kind, details): (&str, &str),
) -> Result<(), StorageError> {
    for some in ids.chunks(500) {
        let rows = some.iter().map(|id| return_event::ActiveModel {
            id: Set(ReturnEventId(app.clock.next_id())),
            return_id: Set(*id),
            kind: Set(kind.to_owned()),
            details: Set(details.to_owned()),
            account_id: Set(visitor.account),
            actor_name: Set(visitor.display_name.clone()),
            happened_at: Set(app.clock.now()),
        });
        return_event::Entity::insert_many(rows).exec_without_returning(transaction.connection()).await?;
    }
    Ok(())
}

/// What an organisation noted of a round.
pub async fn record(
    reads: &impl Reads,
    round: RoundId,
    organisation: OrganisationId,
) -> Result<Option<round_record::Model>, StorageError> {
    Ok(round_record::Entity::find()
        .filter(round_record::Column::RoundId.eq(round))
        .filter(round_record::Column::OrganisationId.eq(organisation))
        .one(reads.connection())
        .await?)
}
