//! What batches of accounts are checked against and proposed from: names, places and who has an account, nothing else of
//! the register.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use storage::entities::{account, member, organisation, role_grant};
use storage::{AccountId, MemberId, OrganisationId, Reads, StorageError};

use super::plan::{Known, KnownMember, MOST, Wanted};
use crate::features::organisations::queries as organisations;
use crate::people_names;
use crate::roles::{Reach, Role};

/// What these rows are checked against. At most [`MOST`] rows: a statement takes a limited number of values.
pub async fn known(reads: &impl Reads, rows: &[Wanted]) -> Result<Known, StorageError> {
    let connection = reads.connection();
    let open: Vec<(OrganisationId, String)> = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .filter(organisation::Column::ClosedOn.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    let tree = organisations::Tree::load(reads).await?;
    let place = |(id, name): (OrganisationId, String)| (id, (name, tree.path(id).join(" / ")));
    let taken: Vec<String> =
        account::Entity::find().select_only().column(account::Column::SignInName).into_tuple().all(connection).await?;
    Ok(Known {
        organisations: open.into_iter().map(place).collect(),
        taken: taken.into_iter().collect(),
        members: members(reads, rows).await?,
        holders: holders(reads, rows).await?,
    })
}

fn names(rows: &[Wanted]) -> BTreeSet<String> {
    rows.iter().map(|row| row.name.trim().to_owned()).collect()
}

/// The members rows name, by 编号 or by name.
async fn members(reads: &impl Reads, rows: &[Wanted]) -> Result<Vec<KnownMember>, StorageError> {
    let ids = rows.iter().filter_map(|row| row.member.trim().parse::<MemberId>().ok());
    let named = Condition::any().add(member::Column::Id.is_in(ids)).add(member::Column::Name.is_in(names(rows)));
    let found: Vec<(MemberId, String, OrganisationId)> = member::Entity::find()
        .select_only()
        .columns([member::Column::Id, member::Column::Name, member::Column::OrganisationId])
        .filter(member::Column::EndedOn.is_null())
        .filter(named)
        .order_by_asc(member::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?;
    let accounts: Vec<(Option<MemberId>, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::MemberId, account::Column::SignInName])
        .filter(account::Column::EndedAt.is_null())
        .filter(account::Column::MemberId.is_not_null())
        .into_tuple()
        .all(reads.connection())
        .await?;
    let accounts: BTreeMap<MemberId, String> =
        accounts.into_iter().filter_map(|(member, name)| Some((member?, name))).collect();
    let known = |(id, name, organisation)| KnownMember { id, name, organisation, account: accounts.get(&id).cloned() };
    Ok(found.into_iter().map(known).collect())
}

/// Who of these names holds which role where.
async fn holders(
    reads: &impl Reads,
    rows: &[Wanted],
) -> Result<Vec<(String, Role, Option<OrganisationId>, String)>, StorageError> {
    let found: Vec<(AccountId, String, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName, account::Column::SignInName])
        .filter(account::Column::EndedAt.is_null())
        .filter(account::Column::DisplayName.is_in(names(rows)))
        .order_by_asc(account::Column::Id)
        .into_tuple()
        .all(reads.connection())
        .await?;
    let ids: Vec<AccountId> = found.iter().map(|(id, ..)| *id).collect();
    let held = super::super::queries::held(reads, &ids).await?;
    let of = |(id, name, account): (AccountId, String, String)| {
        let own = held.iter().filter(move |(holder, _)| *holder == id);
        own.map(move |(_, held)| (name.clone(), held.role, held.organisation, account.clone())).collect::<Vec<_>>()
    };
    Ok(found.into_iter().flat_map(of).collect())
}

/// The members of an organisation and everything below it who have no account, branch by branch: at most [`MOST`], and
/// how many there are.
pub async fn members_without(reads: &impl Reads, root: OrganisationId) -> Result<(Vec<Wanted>, u64), StorageError> {
    let with = account::Entity::find()
        .select_only()
        .column(account::Column::MemberId)
        .filter(account::Column::EndedAt.is_null())
        .filter(account::Column::MemberId.is_not_null())
        .into_query();
    let mut query: Select<member::Entity> = member::Entity::find()
        .filter(member::Column::EndedOn.is_null())
        .filter(member::Column::Id.not_in_subquery(with));
    if let Some(inside) = organisations::within(&Reach::Under(vec![root])) {
        query = query.filter(member::Column::OrganisationId.in_subquery(inside));
    }
    let total = query.clone().count(reads.connection()).await?;
    let found: Vec<(MemberId, String, OrganisationId)> = query
        .select_only()
        .columns([member::Column::Id, member::Column::Name, member::Column::OrganisationId])
        .order_by_asc(organisations::name_key((member::Entity, member::Column::OrganisationId)))
        .order_by_asc(member::Column::SortKey)
        .order_by_asc(member::Column::Id)
        .limit(MOST as u64)
        .into_tuple()
        .all(reads.connection())
        .await?;
    let tree = organisations::Tree::load(reads).await?;
    let wanted = |(id, name, organisation): (MemberId, String, OrganisationId)| Wanted {
        name,
        role: Role::Member.code().to_owned(),
        organisation: tree.path(organisation).join(" / "),
        member: id.to_string(),
        ..Wanted::default()
    };
    Ok((found.into_iter().map(wanted).collect(), total))
}

/// The organisations there whose secretary has no account, with the secretary's name where the tree holds one.
pub async fn secretaries_without(
    reads: &impl Reads,
    root: OrganisationId,
    unnamed: impl Fn(&str) -> String,
) -> Result<(Vec<Wanted>, u64), StorageError> {
    let open = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::EndedAt.is_null())
        .into_query();
    let with = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::OrganisationId)
        .filter(role_grant::Column::Role.eq(Role::Secretary.code()))
        .filter(role_grant::Column::EndedAt.is_null())
        .filter(role_grant::Column::OrganisationId.is_not_null())
        .filter(role_grant::Column::AccountId.in_subquery(open))
        .into_query();
    let mut query: Select<organisation::Entity> = organisation::Entity::find()
        .filter(organisation::Column::ClosedOn.is_null())
        // A member group has no secretary: it counts with its branch.
        .filter(organisation::Column::Kind.ne("group"))
        .filter(organisation::Column::Id.not_in_subquery(with));
    if let Some(inside) = organisations::within(&Reach::Under(vec![root])) {
        query = query.filter(organisation::Column::Id.in_subquery(inside));
    }
    let total = query.clone().count(reads.connection()).await?;
    let found: Vec<(OrganisationId, String, Option<String>)> = query
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name, organisation::Column::SecretaryName])
        .order_by_asc(organisation::Column::SortKey)
        .order_by_asc(organisation::Column::Id)
        .limit(MOST as u64)
        .into_tuple()
        .all(reads.connection())
        .await?;
    let tree = organisations::Tree::load(reads).await?;
    let mut wanted = Vec::new();
    for (id, name, secretary) in found {
        let secretary = secretary.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let of_office = people_names::initials(&name);
        wanted.push(Wanted {
            account: if secretary.is_none() { of_office } else { String::new() },
            name: secretary.unwrap_or_else(|| unnamed(&name)),
            role: Role::Secretary.code().to_owned(),
            organisation: tree.path(id).join(" / "),
            ..Wanted::default()
        });
    }
    tie(reads, &mut wanted, &tree).await?;
    Ok((wanted, total))
}

/// Ties a secretary to the one member of that name in the organisation.
async fn tie(reads: &impl Reads, wanted: &mut [Wanted], tree: &organisations::Tree) -> Result<(), StorageError> {
    let mut by_place: BTreeMap<(String, String), Vec<MemberId>> = BTreeMap::new();
    for member in members(reads, wanted).await? {
        let place = (member.name, tree.path(member.organisation).join(" / "));
        by_place.entry(place).or_default().push(member.id);
    }
    for one in wanted {
        if let Some([only]) = by_place.get(&(one.name.clone(), one.organisation.clone())).map(Vec::as_slice) {
            one.member = only.to_string();
        }
    }
    Ok(())
}
