//! What the office chooses from: members of organisations and their rolls.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use storage::entities::{account, exemption, member, round_omission, round_step, self_report};
use storage::{AccountId, MemberId, ObjectId, OrganisationId, Reads, RoundId, StorageError};

/// The members on an organisation's own roll, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn members_of(reads: &impl Reads, organisation: OrganisationId) -> Result<Vec<member::Model>, StorageError> {
    Ok(member::Entity::find()
        .filter(member::Column::OrganisationId.eq(organisation))
        .filter(member::Column::EndedOn.is_null())
        .order_by_asc(member::Column::SortKey)
        .order_by_asc(member::Column::Id)
        .all(reads.connection())
        .await?)
}

/// A roll: members, and how many of them are exempt today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roll {
    /// On the roll.
    pub total: u32,
    /// Exempt from taking part.
    pub exempt: u32,
}

impl Roll {
    /// Due: total − exempt (R03).
    #[must_use]
    pub const fn due(self) -> u32 {
        self.total.saturating_sub(self.exempt)
    }
}

/// The rolls of organisations on a day (ISO).
///
/// # Errors
/// When the database does not answer.
pub async fn rolls(
    reads: &impl Reads,
    organisations: &[OrganisationId],
    day: &str,
) -> Result<BTreeMap<OrganisationId, Roll>, StorageError> {
    let mut rolls: BTreeMap<OrganisationId, Roll> = BTreeMap::new();
    for some in organisations.chunks(500) {
        let members = member::Entity::find()
            .filter(member::Column::OrganisationId.is_in(some.iter().copied()))
            .filter(member::Column::EndedOn.is_null())
            .all(reads.connection())
            .await?;
        let of: BTreeMap<MemberId, OrganisationId> =
            members.iter().map(|member| (member.id, member.organisation_id)).collect();
        for organisation in of.values() {
            rolls.entry(*organisation).or_default().total += 1;
        }
        let ids: Vec<MemberId> = of.keys().copied().collect();
        for member in exempt_among(reads, &ids, day).await? {
            if let Some(roll) = of.get(&member).and_then(|at| rolls.get_mut(at)) {
                roll.exempt += 1;
            }
        }
    }
    Ok(rolls)
}

async fn exempt_among(
    reads: &impl Reads,
    members: &[MemberId],
    day: &str,
) -> Result<std::collections::BTreeSet<MemberId>, StorageError> {
    let mut exempt = std::collections::BTreeSet::new();
    for some in members.chunks(500) {
        let rows = exemption::Entity::find()
            .filter(exemption::Column::MemberId.is_in(some.iter().copied()))
            .all(reads.connection())
            .await?;
        let on_day =
            |row: &exemption::Model| row.from_day.as_str() <= day && row.to_day.as_deref().is_none_or(|to| to >= day);
        exempt.extend(rows.iter().filter(|row| on_day(row)).map(|row| row.member_id));
    }
    Ok(exempt)
}

/// The objects of a round whose self-report was handed in.
///
/// # Errors
/// When the database does not answer.
pub async fn reported_objects(reads: &impl Reads, round: RoundId) -> Result<Vec<ObjectId>, StorageError> {
    let rows = self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(round))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .order_by_asc(self_report::Column::ObjectId)
        .all(reads.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.object_id).collect())
}

/// The names of accounts.
///
/// # Errors
/// When the database does not answer.
pub async fn account_names(reads: &impl Reads, ids: &[AccountId]) -> Result<BTreeMap<AccountId, String>, StorageError> {
    let rows =
        account::Entity::find().filter(account::Column::Id.is_in(ids.iter().copied())).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.display_name)).collect())
}

/// Some accounts, those that ended too.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts(
    reads: &impl Reads,
    ids: impl IntoIterator<Item = AccountId>,
) -> Result<BTreeMap<AccountId, account::Model>, StorageError> {
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(reads.connection()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// What a round that was drawn up after an earlier one left out of it: why, and who or what by name.
///
/// # Errors
/// When the database does not answer.
pub async fn omissions(reads: &impl Reads, round: RoundId) -> Result<Vec<round_omission::Model>, StorageError> {
    let of_round = round_omission::Entity::find().filter(round_omission::Column::RoundId.eq(round));
    Ok(of_round.order_by_asc(round_omission::Column::Number).all(reads.connection()).await?)
}

/// The member an account belongs to.
///
/// # Errors
/// When the database does not answer.
pub async fn member_of_account(reads: &impl Reads, id: AccountId) -> Result<Option<MemberId>, StorageError> {
    let row = account::Entity::find_by_id(id).one(reads.connection()).await?;
    Ok(row.and_then(|row| row.member_id))
}

/// The steps that were begun and not ended, oldest first, of all rounds.
///
/// # Errors
/// When the database does not answer.
pub async fn unfinished_steps(reads: &impl Reads, names: &[&str]) -> Result<Vec<round_step::Model>, StorageError> {
    Ok(round_step::Entity::find()
        .filter(round_step::Column::State.eq("begun"))
        .filter(round_step::Column::Step.is_in(names.iter().copied()))
        .order_by_asc(round_step::Column::HappenedAt)
        .order_by_asc(round_step::Column::Id)
        .all(reads.connection())
        .await?)
}
