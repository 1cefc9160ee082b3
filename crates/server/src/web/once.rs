//! A form posted twice counts once: its key is stored with the answer in the transaction of the change.

use std::sync::{Arc, OnceLock};

use axum::extract::Request;
use axum::response::Response;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use storage::entities::form_post;
use storage::{AccountId, Reads, Scope, StorageError, WriteTransaction};

use crate::App;
use crate::web::{Answer, Url, WebError, see_other};

/// How a posted form begins.
pub enum Begun {
    /// For the first time: here is its transaction.
    Fresh(Change),
    /// It was posted before: this is the answer it got.
    Repeated(Response),
}

/// A change in progress, ended by [`Change::answer`] or [`Change::give_up`]; an error on the way, which drops it, undoes
/// it as well.
pub struct Change {
    /// The transaction to write in.
    pub transaction: WriteTransaction,
    key: String,
}

/// The key of the form a request posts, told by whoever reads the form to whoever guards the route.
#[derive(Debug, Clone, Default)]
pub struct FormKey(Arc<OnceLock<String>>);

impl FormKey {
    /// The place for the key of this request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Keeps the key; a request posts one form.
    pub fn hold(&self, key: &str) {
        self.0.get_or_init(|| key.to_owned());
    }

    /// The key, once the form was read.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// Where the form with this key led when it counted; `None` where it did not yet.
///
/// # Errors
/// When the database does not answer.
pub async fn answer_before(reads: &impl Reads, key: &str, account: AccountId) -> Result<Option<String>, StorageError> {
    let before = form_post::Entity::find()
        .filter(form_post::Column::FormKey.eq(key))
        .filter(form_post::Column::AccountId.eq(account))
        .one(reads.connection())
        .await?;
    Ok(before.map(|before| before.answer).filter(|answer| !answer.is_empty()))
}

/// Begins a change, claiming the form's key.
///
/// # Errors
/// When the form carries no key or the database does not answer.
pub async fn begin(app: &App, key: &str, account: Option<AccountId>, scope: Scope) -> Result<Begun, WebError> {
    if key.len() < 16 || key.len() > 64 {
        return Err(WebError::BadForm("once".to_owned()));
    }
    let transaction = app.database.write(scope).await?.undone_when_dropped();
    let row = form_post::ActiveModel {
        form_key: Set(key.to_owned()),
        account_id: Set(account),
        answer: Set(String::new()),
        posted_at: Set(app.clock.now()),
    };
    let inserted = form_post::Entity::insert(row)
        .on_conflict_do_nothing_on([form_post::Column::FormKey])
        .exec_without_returning(transaction.connection())
        .await?;
    if matches!(inserted, TryInsertResult::Inserted(count) if count > 0) {
        return Ok(Begun::Fresh(Change { transaction, key: key.to_owned() }));
    }
    let before = form_post::Entity::find()
        .filter(form_post::Column::FormKey.eq(key))
        .filter(form_post::Column::AccountId.eq(account))
        .one(transaction.connection())
        .await?;
    transaction.rollback().await?;
    Ok(Begun::Repeated(see_other(&before.ok_or(WebError::ForeignForm)?.answer)))
}

impl Change {
    /// Commits the change and goes on to a page.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn answer(self, next: &impl Url, notice: &str) -> Answer {
        Ok(see_other(&self.commit(next, notice).await?))
    }

    /// Commits the change for a handler that answers with a page of its own, shown once; the same form posted again
    /// goes on to `next`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn commit(self, next: &impl Url, notice: &str) -> Result<String, WebError> {
        let path = next.to_path();
        let joint = if path.contains('?') { '&' } else { '?' };
        let location = if notice.is_empty() { path } else { format!("{path}{joint}notice={notice}") };
        form_post::Entity::update(form_post::ActiveModel {
            form_key: Set(self.key),
            answer: Set(location.clone()),
            ..Default::default()
        })
        .exec(self.transaction.connection())
        .await?;
        self.transaction.commit().await?;
        Ok(location)
    }

    /// Undoes everything: the form is shown again and may be posted again.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn give_up(self) -> Result<(), WebError> {
        Ok(self.transaction.rollback().await?)
    }
}
