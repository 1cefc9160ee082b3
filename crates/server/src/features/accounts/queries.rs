//! What accounts are asked and told.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use storage::entities::{account, member, organisation, role_grant};
use storage::{AccountId, MemberId, OrganisationId, Reads, RoleGrantId, StorageError, WriteTransaction};

use super::rules::Held;
use crate::Clock;
use crate::features::organisations;
use crate::people_names::{search_key, search_term, sort_key};
use crate::roles::Role;
use crate::web::Sorting;
use crate::web::paging::ROWS;
use crate::web::sorting::first_of;

/// How many organisations or members are offered where a name fits several.
const MOST_CHOICES: u64 = 20;

/// An account to be made.
pub struct NewAccount {
    /// The name typed at sign-in, in lower case.
    pub sign_in_name: String,
    /// The name shown.
    pub display_name: String,
    /// The hash of a one-time password.
    pub password_hash: String,
    /// The member the account belongs to, if any.
    pub member: Option<MemberId>,
}

/// Whether there is any account.
pub(super) async fn exist(reads: &impl Reads) -> Result<bool, StorageError> {
    Ok(account::Entity::find().limit(1).one(reads.connection()).await?.is_some())
}

/// Whether a sign-in name was ever given.
///
/// # Errors
/// When the database does not answer.
pub async fn is_taken(reads: &impl Reads, sign_in_name: &str) -> Result<bool, StorageError> {
    Ok(account::Entity::find()
        .filter(account::Column::SignInName.eq(sign_in_name))
        .one(reads.connection())
        .await?
        .is_some())
}

/// Makes an account with a one-time password.
///
/// # Errors
/// When the database refuses.
pub async fn insert(transaction: &WriteTransaction, clock: &Clock, new: NewAccount) -> Result<AccountId, StorageError> {
    let id = AccountId(clock.next_id());
    let row = account::ActiveModel {
        id: Set(id),
        sort_key: Set(sort_key(&new.display_name)),
        search_key: Set(searched(&new.display_name, &new.sign_in_name)),
        sign_in_name: Set(new.sign_in_name),
        display_name: Set(new.display_name),
        password_hash: Set(new.password_hash),
        password_kind: Set("one_time".to_owned()),
        member_id: Set(new.member),
        failed_attempts: Set(0),
        locked_until: Set(None),
        created_at: Set(clock.now()),
        ended_at: Set(None),
        version: Set(1),
    };
    account::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(id)
}

/// What a search for an account looks into.
fn searched(display_name: &str, sign_in_name: &str) -> String {
    format!("{}|{sign_in_name}", search_key(display_name))
}

/// Changes the name shown of an account read as this version; `false` where somebody changed it meanwhile.
pub(super) async fn rename(
    transaction: &WriteTransaction,
    (id, sign_in_name): (AccountId, &str),
    version: i64,
    name: &str,
) -> Result<bool, StorageError> {
    let change = account::ActiveModel {
        display_name: Set(name.to_owned()),
        sort_key: Set(sort_key(name)),
        search_key: Set(searched(name, sign_in_name)),
        version: Set(version + 1),
        ..Default::default()
    };
    let result = account::Entity::update_many()
        .set(change)
        .filter(account::Column::Id.eq(id))
        .filter(account::Column::Version.eq(version))
        .exec(transaction.connection())
        .await?;
    Ok(result.rows_affected == 1)
}

/// Gives an account a role; `None` is the whole tree.
///
/// # Errors
/// When the database refuses.
pub async fn grant(
    transaction: &WriteTransaction,
    clock: &Clock,
    account: AccountId,
    (role, organisation): (Role, Option<OrganisationId>),
    by: Option<AccountId>,
) -> Result<(), StorageError> {
    let row = role_grant::ActiveModel {
        id: Set(RoleGrantId(clock.next_id())),
        account_id: Set(account),
        role: Set(role.code().to_owned()),
        organisation_id: Set(organisation),
        granted_at: Set(clock.now()),
        granted_by: Set(by),
        ended_at: Set(None),
    };
    role_grant::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    Ok(())
}

/// Takes a role back.
pub(super) async fn end_grant(
    transaction: &WriteTransaction,
    clock: &Clock,
    grant: RoleGrantId,
) -> Result<(), StorageError> {
    let change = role_grant::ActiveModel { id: Set(grant), ended_at: Set(Some(clock.now())), ..Default::default() };
    role_grant::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// One account.
pub(super) async fn find(reads: &impl Reads, id: AccountId) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// The account of a sign-in name that has not ended.
pub(super) async fn named(reads: &impl Reads, sign_in_name: &str) -> Result<Option<account::Model>, StorageError> {
    Ok(account::Entity::find()
        .filter(account::Column::SignInName.eq(sign_in_name))
        .filter(account::Column::EndedAt.is_null())
        .one(reads.connection())
        .await?)
}

/// Which accounts a list shows.
pub(super) struct Filter<'a> {
    /// Typed into the search: name, pinyin, initials or sign-in name.
    pub search: &'a str,
    /// Only those in this of [`STATES`]; anything else is all.
    pub state: &'a str,
}

/// How an account stands, in the order of the list.
pub(super) const STATES: [&str; 3] = ["one_time", "own", "ended"];

/// The columns the list is sorted by. Sign-in names are text in any script, which databases order differently.
pub(super) const COLUMNS: &[&str] = &["name", "state"];

fn stands(state: &str) -> Condition {
    match state {
        "ended" => Condition::all().add(account::Column::EndedAt.is_not_null()),
        _ => Condition::all().add(account::Column::EndedAt.is_null()).add(account::Column::PasswordKind.eq(state)),
    }
}

fn listed(filter: &Filter<'_>) -> Select<account::Entity> {
    let term = search_term(filter.search);
    let mut query = account::Entity::find();
    if !term.is_empty() {
        query = query.filter(account::Column::SearchKey.contains(&term));
    }
    if STATES.contains(&filter.state) { query.filter(stands(filter.state)) } else { query }
}

/// How many accounts a filter leaves.
pub(super) async fn count(reads: &impl Reads, filter: &Filter<'_>) -> Result<u64, StorageError> {
    Ok(listed(filter).count(reads.connection()).await?)
}

/// One page of what a filter leaves, sorted by one of [`COLUMNS`], then by name.
pub(super) async fn page(
    reads: &impl Reads,
    filter: &Filter<'_>,
    sorting: &Sorting,
    offset: u64,
) -> Result<Vec<account::Model>, StorageError> {
    let query = listed(filter);
    let query = match sorting.column() {
        "state" => sorting.by(query, first_of(STATES.map(stands))),
        _ => sorting.by(query, account::Column::SortKey),
    };
    Ok(query
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id)
        .offset(offset)
        .limit(ROWS)
        .all(reads.connection())
        .await?)
}

/// The accounts in use whose owners have not signed in yet, or not since their password was reset: with their names.
pub(super) async fn with_one_time_password(reads: &impl Reads) -> Result<Vec<(AccountId, String)>, StorageError> {
    Ok(account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .filter(account::Column::PasswordKind.eq("one_time"))
        .filter(account::Column::EndedAt.is_null())
        .order_by_asc(account::Column::SortKey)
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?)
}

/// The roles these accounts hold now, in the order they were given.
pub(super) async fn held(reads: &impl Reads, accounts: &[AccountId]) -> Result<Vec<(AccountId, Held)>, StorageError> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(role_grant::Column::EndedAt.is_null())
        .order_by_asc(role_grant::Column::Id)
        .all(reads.connection())
        .await?;
    Ok(grants
        .iter()
        .filter_map(|grant| {
            let held =
                Held { grant: grant.id, role: Role::from_code(&grant.role)?, organisation: grant.organisation_id };
            Some((grant.account_id, held))
        })
        .collect())
}

/// The roles one account holds now.
pub(super) async fn held_by(reads: &impl Reads, account: AccountId) -> Result<Vec<Held>, StorageError> {
    let held = held(reads, &[account]).await?;
    Ok(held.into_iter().map(|(_, held)| held).collect())
}

/// Whether somebody else is a security administrator.
pub(super) async fn another_security_administrator(
    reads: &impl Reads,
    except: AccountId,
) -> Result<bool, StorageError> {
    let grants = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::SecurityAdministrator.code()))
        .filter(role_grant::Column::EndedAt.is_null())
        .filter(role_grant::Column::AccountId.ne(except))
        .all(reads.connection())
        .await?;
    let accounts = grants.iter().map(|grant| grant.account_id);
    Ok(account::Entity::find()
        .filter(account::Column::Id.is_in(accounts))
        .filter(account::Column::EndedAt.is_null())
        .count(reads.connection())
        .await?
        > 0)
}

/// Stores a new one-time password and forgets failures.
pub(super) async fn set_one_time_password(
    transaction: &WriteTransaction,
    id: AccountId,
    hash: String,
) -> Result<(), StorageError> {
    let change = account::ActiveModel {
        id: Set(id),
        password_hash: Set(hash),
        password_kind: Set("one_time".to_owned()),
        failed_attempts: Set(0),
        locked_until: Set(None),
        ..Default::default()
    };
    account::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// Ties an account to a member.
pub(super) async fn set_member(
    transaction: &WriteTransaction,
    id: AccountId,
    member: MemberId,
) -> Result<(), StorageError> {
    let change = account::ActiveModel { id: Set(id), member_id: Set(Some(member)), ..Default::default() };
    account::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// Ends an account; its roles stay in the record.
pub(super) async fn end(transaction: &WriteTransaction, clock: &Clock, id: AccountId) -> Result<(), StorageError> {
    let change = account::ActiveModel { id: Set(id), ended_at: Set(Some(clock.now())), ..Default::default() };
    account::Entity::update(change).exec(transaction.connection()).await?;
    Ok(())
}

/// The open organisations whose name is, or else contains, what was typed.
pub(super) async fn organisations_like(
    reads: &impl Reads,
    typed: &str,
) -> Result<Vec<organisation::Model>, StorageError> {
    let open = || {
        organisation::Entity::find()
            .filter(organisation::Column::ClosedOn.is_null())
            .order_by_asc(organisation::Column::SortKey)
            .order_by_asc(organisation::Column::Id)
            .limit(MOST_CHOICES)
    };
    let exact = open().filter(organisation::Column::Name.eq(typed.trim())).all(reads.connection()).await?;
    let term = search_term(typed);
    if !exact.is_empty() || term.is_empty() {
        return Ok(exact);
    }
    Ok(open().filter(organisation::Column::SearchKey.contains(&term)).all(reads.connection()).await?)
}

/// The members of a name who have not left, in the subtree of an organisation.
pub(super) async fn members_named(
    reads: &impl Reads,
    name: &str,
    root: Option<OrganisationId>,
) -> Result<Vec<member::Model>, StorageError> {
    let found = member::Entity::find()
        .filter(member::Column::Name.eq(name.trim()))
        .filter(member::Column::EndedOn.is_null())
        .order_by_asc(member::Column::SortKey)
        .order_by_asc(member::Column::Id)
        .all(reads.connection())
        .await?;
    let Some(root) = root else {
        return Ok(found);
    };
    let under = organisations::queries::subtree(reads, root).await?;
    Ok(found.into_iter().filter(|member| under.contains(&member.organisation_id)).collect())
}

/// One member.
pub(super) async fn member(reads: &impl Reads, id: MemberId) -> Result<Option<member::Model>, StorageError> {
    Ok(member::Entity::find_by_id(id).one(reads.connection()).await?)
}

/// Whether a member has an account that has not ended.
pub(super) async fn has_account(reads: &impl Reads, member: MemberId) -> Result<bool, StorageError> {
    let of_member = Condition::all().add(account::Column::MemberId.eq(member)).add(account::Column::EndedAt.is_null());
    Ok(account::Entity::find().filter(of_member).count(reads.connection()).await? > 0)
}

/// An organisation with the names above it, topmost first: names repeat in a county.
pub(super) async fn organisation_path(reads: &impl Reads, id: OrganisationId) -> Result<String, StorageError> {
    let chain = organisations::queries::ancestors(reads, id).await?;
    let names: Vec<&str> = chain.iter().rev().map(|one| one.name.as_str()).collect();
    Ok(names.join(" / "))
}
