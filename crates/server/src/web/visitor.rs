//! Who is visiting, from the session cookie.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use cookie::Cookie;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{account, role_grant, session};
use storage::{AccountId, Instant, MemberId, OrganisationId, Reads, Scope, StorageError};

use crate::App;
use crate::roles::{Reach, Role};
use crate::secrets;
use crate::web::WebError;

/// The name of the session cookie; its path is `/w`, so ballot pages never receive it.
pub const SESSION_COOKIE: &str = "zhengyou_session";
/// A session ends after two hours without a request,
const IDLE_SECONDS: i64 = 2 * 60 * 60;
/// and after twelve hours in any case.
const LONGEST_SECONDS: i64 = 12 * 60 * 60;
/// How exactly the last request of a session is remembered.
const SEEN_SECONDS: i64 = 5 * 60;

/// Whether the password still is the one the security administrator handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordKind {
    /// It must be changed before anything else.
    OneTime,
    /// Chosen by its owner.
    Own,
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is; what a person is asked, a visitor is asked.
    pub person: Person,
    /// The name shown.
    pub display_name: String,
    /// Whether the password must be changed first.
    pub password: PasswordKind,
    /// The token every form of this session carries.
    pub csrf: String,
    /// The stored hash of the session's token.
    pub session: Vec<u8>,
}

impl Deref for Visitor {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.person
    }
}

/// Somebody with an open account, whether they visit or not: what the first of two people is asked for again when the
/// second confirms.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// The member the account belongs to, if any.
    pub member: Option<MemberId>,
    /// The roles with the roots of their subtrees; `None` is the whole tree.
    pub roles: Vec<(Role, Option<OrganisationId>)>,
}

impl Person {
    /// Whoever an account belongs to, with the roles of this moment; nobody where it was closed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(reads: &impl Reads, id: AccountId) -> Result<Option<Self>, StorageError> {
        let account = account::Entity::find_by_id(id).one(reads.connection()).await?;
        let Some(account) = account.filter(|account| account.ended_at.is_none()) else {
            return Ok(None);
        };
        Ok(Some(Self { account: id, member: account.member_id, roles: roles(reads, id).await? }))
    }

    /// Whether the person holds the role anywhere.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(held, _)| *held == role)
    }

    /// Where the person may do what one of these roles allows.
    #[must_use]
    pub fn reach(&self, roles: &[Role]) -> Reach {
        let mut under = Vec::new();
        for (role, root) in &self.roles {
            if roles.contains(role) {
                match root {
                    None => return Reach::Everywhere,
                    Some(root) => under.push(*root),
                }
            }
        }
        if under.is_empty() { Reach::Nowhere } else { Reach::Under(under) }
    }
}

async fn roles(reads: &impl Reads, id: AccountId) -> Result<Vec<(Role, Option<OrganisationId>)>, StorageError> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.eq(id))
        .filter(role_grant::Column::EndedAt.is_null())
        .order_by_asc(role_grant::Column::Id)
        .all(reads.connection())
        .await?;
    Ok(grants.iter().filter_map(|grant| Some((Role::from_code(&grant.role)?, grant.organisation_id))).collect())
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, WebError> {
        parts.extensions.get::<Self>().cloned().ok_or(WebError::NotFound)
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// When sessions were seen last. A page never waits for its turn to write this down: memory knows at once, the database
/// as soon as it can, and what it could not learn before the server stops is forgotten.
#[derive(Debug, Default)]
pub struct Seen(Mutex<HashMap<Vec<u8>, Instant>>);

impl Seen {
    fn last(&self, session: &session::Model) -> Instant {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&session.token_hash).copied().map_or(session.seen_at, |noted| noted.max(session.seen_at))
    }

    fn note(&self, session: &[u8], now: Instant) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, noted| now < noted.plus_seconds(IDLE_SECONDS));
        seen.insert(session.to_vec(), now);
    }
}

async fn store_seen(app: &App, account: AccountId, session: Vec<u8>, now: Instant) -> Result<(), StorageError> {
    let transaction = app.database.write(Scope::Account(account.0)).await?.undone_when_dropped();
    session::Entity::update_many()
        .set(session::ActiveModel { seen_at: Set(now), ..Default::default() })
        .filter(session::Column::TokenHash.eq(session))
        .exec(transaction.connection())
        .await?;
    transaction.commit().await
}

/// The visitor of a request, if its session is alive.
///
/// # Errors
/// When the database does not answer.
pub async fn load(app: &App, headers: &HeaderMap) -> Result<Option<Visitor>, WebError> {
    let Some(token) = cookie_value(headers, SESSION_COOKIE) else {
        return Ok(None);
    };
    let hash = secrets::token_hash(&token);
    let connection = app.database.connection();
    let Some(session) = session::Entity::find_by_id(hash.clone()).one(connection).await? else {
        return Ok(None);
    };
    let now = app.clock.now();
    let seen_at = app.seen.last(&session);
    if now >= seen_at.plus_seconds(IDLE_SECONDS) || now >= session.created_at.plus_seconds(LONGEST_SECONDS) {
        return Ok(None);
    }
    let Some(account) = account::Entity::find_by_id(session.account_id).one(connection).await? else {
        return Ok(None);
    };
    if account.ended_at.is_some() {
        return Ok(None);
    }
    let roles = roles(&app.database, account.id).await?;
    if now >= seen_at.plus_seconds(SEEN_SECONDS) {
        app.seen.note(&hash, now);
        let (app, account, hash) = (app.clone(), account.id, hash.clone());
        tokio::spawn(async move {
            if let Err(error) = store_seen(&app, account, hash, now).await {
                tracing::warn!(%error, "the last request of a session was not stored");
            }
        });
    }
    Ok(Some(Visitor {
        person: Person { account: account.id, member: account.member_id, roles },
        display_name: account.display_name,
        password: if account.password_kind == "one_time" { PasswordKind::OneTime } else { PasswordKind::Own },
        csrf: session.csrf,
        session: hash,
    }))
}
