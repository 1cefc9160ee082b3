//! What signing in reads and writes.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use storage::entities::{account, session};
use storage::{AccountId, Instant, Reads, StorageError, WriteTransaction};

/// The account of a sign-in name.
pub async fn account_named(reads: &impl Reads, name: &str) -> Result<Option<account::Model>, StorageError> {
    let query = account::Entity::find().filter(account::Column::SignInName.eq(name));
    Ok(query.filter(account::Column::EndedAt.is_null()).one(reads.connection()).await?)
}

/// The account itself.
pub async fn account(reads: &impl Reads, id: AccountId) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Counts a failure or clears the count.
pub async fn set_failures(
    transaction: &WriteTransaction,
    id: AccountId,
    failures: i64,
    locked_until: Option<Instant>,
) -> Result<(), StorageError> {
    let change = account::ActiveModel {
        id: Set(id),
        failed_attempts: Set(failures),
        locked_until: Set(locked_until),
        ..Default::default()
    };
    account::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// Stores a password chosen by its owner.
pub async fn set_password(transaction: &WriteTransaction, id: AccountId, hash: String) -> Result<(), StorageError> {
    let change = account::ActiveModel {
        id: Set(id),
        password_hash: Set(hash),
        password_kind: Set("own".to_owned()),
        ..Default::default()
    };
    account::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// Stores a session.
pub async fn insert_session(transaction: &WriteTransaction, session: session::Model) -> Result<(), StorageError> {
    let row = session::ActiveModel {
        token_hash: Set(session.token_hash),
        account_id: Set(session.account_id),
        csrf: Set(session.csrf),
        created_at: Set(session.created_at),
        seen_at: Set(session.seen_at),
    };
    session::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Ends one session.
pub async fn end_session(transaction: &WriteTransaction, token_hash: Vec<u8>) -> Result<(), StorageError> {
    session::Entity::delete_by_id(token_hash).exec(transaction.connection()).await?;
    Ok(())
}

/// Ends all sessions of an account except, where given, one.
///
/// # Errors
/// When the database refuses.
pub async fn end_sessions(
    transaction: &WriteTransaction,
    account: AccountId,
    except: Option<Vec<u8>>,
) -> Result<(), StorageError> {
    let mut query = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    if let Some(except) = except {
        query = query.filter(session::Column::TokenHash.ne(except));
    }
    query.exec(transaction.connection()).await?;
    Ok(())
}
