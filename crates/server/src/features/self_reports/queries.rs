//! What is asked of self-reports and written to them.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{SelectStatement, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use storage::entities::{round, round_object, self_report};
use storage::{Instant, MemberId, ObjectId, OrganisationId, Reads, RoundId, StorageError, WriteTransaction};

use crate::features::organisations;
use crate::roles::Reach;

/// What somebody judged has said, as the judges see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Introduction {
    /// Item code → grade code.
    pub grades: BTreeMap<String, String>,
    /// What was done.
    pub deeds: String,
    /// What fell short.
    pub shortcomings: String,
    /// What will be improved.
    pub plan: String,
}

/// How many have handed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Handed in.
    pub submitted: u64,
    /// All who are judged.
    pub due: u64,
}

/// Whose objects a visitor sees.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    /// Those of these organisations; `None` is all.
    pub organisations: Option<Vec<OrganisationId>>,
    /// The own.
    pub member: Option<MemberId>,
}

impl Sight {
    fn condition(&self) -> Condition {
        let Some(organisations) = &self.organisations else {
            return Condition::all();
        };
        let under = round_object::Column::OrganisationId.is_in(organisations.iter().copied());
        let own = self.member.map(|member| round_object::Column::MemberId.eq(member));
        Condition::any().add(under).add_option(own)
    }
}

/// Whoever is judged in several directions introduces itself once, as the first of its objects (S054).
fn introduces_itself() -> SimpleExpr {
    round_object::Column::ReportedAsId.is_null()
}

/// Everything handed in for a round, by the object that handed it in.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn introductions(reads: &impl Reads, id: RoundId) -> Result<BTreeMap<ObjectId, Introduction>, StorageError> {
    let rows = self_report::Entity::find()
        .filter(self_report::Column::RoundId.eq(id))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .all(reads.connection())
        .await?;
    rows.into_iter().map(|row| Ok((row.object_id, introduction(row)?))).collect()
}

/// What these objects of a round have handed in.
///
/// # Errors
/// When the database does not answer or holds something else.
pub async fn introductions_of(
    reads: &impl Reads,
    id: RoundId,
    objects: &[ObjectId],
) -> Result<BTreeMap<ObjectId, Introduction>, StorageError> {
    let rows = self_report::Entity::find()
        .filter(self_report::Column::ObjectId.is_in(objects.iter().copied()))
        .filter(self_report::Column::RoundId.eq(id))
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .all(reads.connection())
        .await?;
    rows.into_iter().map(|row| Ok((row.object_id, introduction(row)?))).collect()
}

/// A stored row as what it says.
pub(super) fn introduction(row: self_report::Model) -> Result<Introduction, StorageError> {
    Ok(Introduction {
        grades: serde_json::from_str(&row.grades).map_err(|_| StorageError::Damaged("the grades of a self-report"))?,
        deeds: row.deeds,
        shortcomings: row.shortcomings,
        plan: row.plan,
    })
}

/// The members of an organisation who are judged in a round, by subject: the name, and whether the report was handed in.
///
/// # Errors
/// When the database does not answer.
pub async fn members(
    reads: &impl Reads,
    id: RoundId,
    organisation: OrganisationId,
) -> Result<Vec<(String, bool)>, StorageError> {
    let submitted: BTreeSet<ObjectId> = introductions(reads, id).await?.into_keys().collect();
    let members = round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(id))
        .filter(introduces_itself())
        .filter(round_object::Column::OrganisationId.eq(organisation))
        .filter(round_object::Column::MemberId.is_not_null())
        .order_by_asc(round_object::Column::Subject)
        .all(reads.connection())
        .await?;
    Ok(members.into_iter().map(|object| (object.name, submitted.contains(&object.id))).collect())
}

/// How many members of an organisation have introduced themselves in a round: line 5 of the statistics return.
///
/// # Errors
/// When the database does not answer.
pub async fn introduced(reads: &impl Reads, id: RoundId, organisation: OrganisationId) -> Result<u64, StorageError> {
    let members = members(reads, id, organisation).await?;
    Ok(members.iter().filter(|(_, is_in)| *is_in).count() as u64)
}

/// Objects that have not handed in, by subject, with their names: casting waits for them (S060).
///
/// # Errors
/// When the database does not answer.
pub async fn outstanding(reads: &impl Reads, id: RoundId) -> Result<Vec<(ObjectId, String)>, StorageError> {
    let submitted: BTreeSet<ObjectId> = introductions(reads, id).await?.into_keys().collect();
    let objects = round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(id))
        .filter(introduces_itself())
        .order_by_asc(round_object::Column::Subject)
        .all(reads.connection())
        .await?;
    Ok(objects
        .into_iter()
        .filter(|object| !submitted.contains(&object.id))
        .map(|object| (object.id, object.name))
        .collect())
}

/// How many have handed in, of all who are judged in a round.
///
/// # Errors
/// When the database does not answer.
pub async fn summary(reads: &impl Reads, id: RoundId) -> Result<Summary, StorageError> {
    seen_summary(reads, id, &Sight { organisations: None, member: None }).await
}

/// The same of those a visitor sees.
pub(super) async fn seen_summary(reads: &impl Reads, id: RoundId, sight: &Sight) -> Result<Summary, StorageError> {
    let submitted: BTreeSet<ObjectId> = introductions(reads, id).await?.into_keys().collect();
    let objects: Vec<ObjectId> = round_object::Entity::find()
        .select_only()
        .column(round_object::Column::Id)
        .filter(round_object::Column::RoundId.eq(id))
        .filter(introduces_itself())
        .filter(sight.condition())
        .into_tuple()
        .all(reads.connection())
        .await?;
    let done = objects.iter().filter(|id| submitted.contains(*id)).count();
    Ok(Summary { submitted: done as u64, due: objects.len() as u64 })
}

fn announced() -> sea_orm::Select<round::Entity> {
    round::Entity::find().filter(round::Column::State.is_not_in(["draft", "void"])).order_by_desc(round::Column::Id)
}

/// The announced rounds in which a visitor sees anybody, latest first.
pub(super) async fn rounds(reads: &impl Reads, sight: &Sight) -> Result<Vec<round::Model>, StorageError> {
    let seen =
        round_object::Entity::find().select_only().column(round_object::Column::RoundId).filter(sight.condition());
    Ok(announced()
        .filter(round::Column::Id.in_subquery(sea_orm::QueryTrait::into_query(seen)))
        .all(reads.connection())
        .await?)
}

/// A round that was announced.
pub(super) async fn announced_round(reads: &impl Reads, id: RoundId) -> Result<Option<round::Model>, StorageError> {
    Ok(announced().filter(round::Column::Id.eq(id)).one(reads.connection()).await?)
}

/// The objects a visitor sees, by subject.
pub(super) async fn objects(
    reads: &impl Reads,
    id: RoundId,
    sight: &Sight,
) -> Result<Vec<round_object::Model>, StorageError> {
    Ok(round_object::Entity::find()
        .filter(round_object::Column::RoundId.eq(id))
        .filter(introduces_itself())
        .filter(sight.condition())
        .order_by_asc(round_object::Column::Subject)
        .order_by_asc(round_object::Column::Id)
        .all(reads.connection())
        .await?)
}

/// How far a self-report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Saved.
    Draft,
    /// Handed in.
    Submitted,
}

/// How far the self-reports of a round are: those nobody has begun are absent.
pub(super) async fn standings(reads: &impl Reads, id: RoundId) -> Result<BTreeMap<ObjectId, Standing>, StorageError> {
    let found: Vec<(ObjectId, Option<Instant>)> = self_report::Entity::find()
        .select_only()
        .columns([self_report::Column::ObjectId, self_report::Column::SubmittedAt])
        .filter(self_report::Column::RoundId.eq(id))
        .into_tuple()
        .all(reads.connection())
        .await?;
    let standing = |at: Option<Instant>| at.map_or(Standing::Draft, |_| Standing::Submitted);
    Ok(found.into_iter().map(|(object, at)| (object, standing(at))).collect())
}

/// The objects of these rounds whose self-report was neither handed in nor excused: a member's own, and those of the
/// organisations in a reach; by subject.
pub(super) async fn missing(
    reads: &impl Reads,
    (reach, own): (&Reach, Option<MemberId>),
    rounds: SelectStatement,
) -> Result<Vec<(RoundId, ObjectId, String)>, StorageError> {
    let submitted = self_report::Entity::find()
        .select_only()
        .column(self_report::Column::ObjectId)
        .filter(self_report::Column::SubmittedAt.is_not_null())
        .into_query();
    let own = own.map(|member| round_object::Column::MemberId.eq(member));
    let seen = match organisations::queries::within(reach) {
        Some(inside) => Condition::any().add(round_object::Column::OrganisationId.in_subquery(inside)).add_option(own),
        None => Condition::all(),
    };
    Ok(round_object::Entity::find()
        .select_only()
        .columns([round_object::Column::RoundId, round_object::Column::Id, round_object::Column::Name])
        .filter(round_object::Column::RoundId.in_subquery(rounds))
        .filter(introduces_itself())
        .filter(round_object::Column::NoSelfReportReason.is_null())
        .filter(round_object::Column::Id.not_in_subquery(submitted))
        .filter(seen)
        .order_by_asc(round_object::Column::RoundId)
        .order_by_asc(round_object::Column::Subject)
        .into_tuple()
        .all(reads.connection())
        .await?)
}

/// The report of an object.
pub(super) async fn report(reads: &impl Reads, object: ObjectId) -> Result<Option<self_report::Model>, StorageError> {
    Ok(self_report::Entity::find().filter(self_report::Column::ObjectId.eq(object)).one(reads.connection()).await?)
}

/// Stores a report: a new one, or one that was read as version `row.version - 1`.
pub(super) async fn store(
    transaction: &WriteTransaction,
    row: self_report::Model,
    is_new: bool,
) -> Result<(), StorageError> {
    let row = self_report::ActiveModel::from(row).reset_all();
    if is_new {
        self_report::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
    } else {
        self_report::Entity::update(row).exec(transaction.connection()).await?;
    }
    Ok(())
}
