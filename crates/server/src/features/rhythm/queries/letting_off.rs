//! Half-yearly reviews of members and the items that are not let off (S063).

use std::collections::BTreeMap;

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use storage::entities::{letting_off_item, letting_off_review};
use storage::{LettingOffItemId, LettingOffReviewId, MemberId, OrganisationId, Reads, StorageError, WriteTransaction};

/// Whose review and of when.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    /// The branch.
    pub organisation: OrganisationId,
    /// The year.
    pub year: i64,
    /// 1 or 2.
    pub half: u8,
}

fn of_term(term: Term) -> sea_orm::Select<letting_off_review::Entity> {
    letting_off_review::Entity::find()
        .filter(letting_off_review::Column::OrganisationId.eq(term.organisation))
        .filter(letting_off_review::Column::Year.eq(term.year))
        .filter(letting_off_review::Column::Half.eq(i64::from(term.half)))
}

/// The reviews of a branch in a half-year.
pub async fn reviews(reads: &impl Reads, term: Term) -> Result<Vec<letting_off_review::Model>, StorageError> {
    let rows = of_term(term).order_by_asc(letting_off_review::Column::Id);
    Ok(rows.all(reads.connection()).await?)
}

/// How many reviews each of some branches has in a half-year.
pub async fn counted(
    reads: &impl Reads,
    organisations: &[OrganisationId],
    (year, half): (i64, u8),
) -> Result<BTreeMap<OrganisationId, usize>, StorageError> {
    let rows: Vec<OrganisationId> = letting_off_review::Entity::find()
        .select_only()
        .column(letting_off_review::Column::OrganisationId)
        .filter(letting_off_review::Column::OrganisationId.is_in(organisations.iter().copied()))
        .filter(letting_off_review::Column::Year.eq(year))
        .filter(letting_off_review::Column::Half.eq(i64::from(half)))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let mut counted = BTreeMap::new();
    for organisation in rows {
        *counted.entry(organisation).or_default() += 1;
    }
    Ok(counted)
}

/// The review of a member.
pub async fn review(
    reads: &impl Reads,
    term: Term,
    member: MemberId,
) -> Result<Option<letting_off_review::Model>, StorageError> {
    let own = of_term(term).filter(letting_off_review::Column::MemberId.eq(member));
    Ok(own.one(reads.connection()).await?)
}

/// Stores a review: a new one, or one that was read as version `row.version - 1`.
pub async fn store_review(
    transaction: &WriteTransaction,
    row: letting_off_review::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = letting_off_review::ActiveModel::from(row).reset_all();
    if is_new {
        letting_off_review::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        letting_off_review::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// The items of all reviews of a branch in a half-year.
pub async fn items(reads: &impl Reads, term: Term) -> Result<Vec<letting_off_item::Model>, StorageError> {
    let reviews = of_term(term).select_only().column(letting_off_review::Column::Id).into_query();
    Ok(letting_off_item::Entity::find()
        .filter(letting_off_item::Column::ReviewId.in_subquery(reviews))
        .order_by_asc(letting_off_item::Column::Item)
        .order_by_asc(letting_off_item::Column::Id)
        .all(reads.connection())
        .await?)
}

/// The items of one review.
pub async fn items_of(
    reads: &impl Reads,
    review: LettingOffReviewId,
) -> Result<Vec<letting_off_item::Model>, StorageError> {
    Ok(letting_off_item::Entity::find()
        .filter(letting_off_item::Column::ReviewId.eq(review))
        .order_by_asc(letting_off_item::Column::Item)
        .order_by_asc(letting_off_item::Column::Id)
        .all(reads.connection())
        .await?)
}

/// Stores an item: a new one, or one that was read as version `row.version - 1`.
pub async fn store_item(
    transaction: &WriteTransaction,
    row: letting_off_item::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = letting_off_item::ActiveModel::from(row).reset_all();
    if is_new {
        letting_off_item::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        letting_off_item::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}

/// Takes an item back.
pub async fn delete_item(transaction: &WriteTransaction, id: LettingOffItemId) -> Result<(), StorageError> {
    letting_off_item::Entity::delete_by_id(id).exec(transaction.connection()).await?;
    Ok(())
}
