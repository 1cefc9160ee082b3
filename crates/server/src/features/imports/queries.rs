//! What imports are stored as.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use storage::entities::{account, import};
use storage::{AccountId, ImportId, Instant, Reads, StorageError, WriteTransaction};

use super::engine::Kind;
use crate::web::Sorting;
use crate::web::paging::ROWS;
use crate::web::sorting::place;

/// An import in the list: everything but the file, the report and the answers.
pub type Line = (ImportId, String, String, String, AccountId, Instant);

/// How many imports there were.
pub async fn count(reads: &impl Reads) -> Result<u64, StorageError> {
    Ok(import::Entity::find().count(reads.connection()).await?)
}

/// The columns the list is sorted by, latest first where nothing is asked.
pub const COLUMNS: &[&str] = &["-at", "kind", "state"];
/// The states, in the order an import goes through them.
const STATES: [&str; 6] = ["checking", "checked", "refused", "applying", "applied", "given_up"];

/// One page of the imports, sorted by one of [`COLUMNS`], then latest first.
pub async fn page(reads: &impl Reads, sorting: &Sorting, offset: u64) -> Result<Vec<Line>, StorageError> {
    let query = import::Entity::find();
    let query = match sorting.column() {
        "kind" => sorting.by(query, place(import::Column::Kind, Kind::ALL.map(Kind::code))),
        "state" => sorting.by(query, place(import::Column::State, STATES)),
        _ => sorting.by(query, import::Column::CreatedAt),
    };
    Ok(query
        .select_only()
        .column(import::Column::Id)
        .column(import::Column::Kind)
        .column(import::Column::FileName)
        .column(import::Column::State)
        .column(import::Column::AccountId)
        .column(import::Column::CreatedAt)
        .order_by_desc(import::Column::CreatedAt)
        .order_by_desc(import::Column::Id)
        .offset(offset)
        .limit(ROWS)
        .into_tuple()
        .all(reads.connection())
        .await?)
}

/// The imports that were checked and wait for an answer, oldest first: with the name of the file.
pub async fn checked(reads: &impl Reads) -> Result<Vec<(ImportId, String)>, StorageError> {
    Ok(import::Entity::find()
        .select_only()
        .columns([import::Column::Id, import::Column::FileName])
        .filter(import::Column::State.eq("checked"))
        .order_by_asc(import::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?)
}

/// The names of some accounts.
pub async fn account_names(
    reads: &impl Reads,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, String>, StorageError> {
    let ids: BTreeSet<AccountId> = ids.into_iter().collect();
    let found: Vec<(AccountId, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(reads.connection())
        .await?;
    Ok(found.into_iter().collect())
}

/// One import with everything.
pub async fn find(reads: &impl Reads, id: ImportId) -> Result<Option<import::Model>, StorageError> {
    Ok(import::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Stores a new import.
pub async fn insert(transaction: &WriteTransaction, row: import::Model) -> Result<(), StorageError> {
    let row = import::ActiveModel::from(row).reset_all();
    import::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// A change of an import; what is nothing stays as it is.
#[derive(Default)]
pub struct Change {
    /// The new state.
    pub state: &'static str,
    /// The copy of the file; `Some(None)` erases it.
    pub file: Option<Option<Vec<u8>>>,
    /// The report.
    pub report: Option<String>,
    /// The answers.
    pub choices: Option<String>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// Changes an import that is in one of these states; `false` where it no longer is.
pub async fn change(
    transaction: &WriteTransaction,
    id: ImportId,
    from: &[&str],
    change: Change,
) -> Result<bool, StorageError> {
    let mut row = import::ActiveModel { state: Set(change.state.to_owned()), ..Default::default() };
    if let Some(file) = change.file {
        row.file = Set(file);
    }
    if let Some(report) = change.report {
        row.report = Set(report);
    }
    if let Some(choices) = change.choices {
        row.choices = Set(choices);
    }
    if change.finished_at.is_some() {
        row.finished_at = Set(change.finished_at);
    }
    let result = import::Entity::update_many()
        .set(row)
        .filter(import::Column::Id.eq(id))
        .filter(import::Column::State.is_in(from.iter().copied()))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}
