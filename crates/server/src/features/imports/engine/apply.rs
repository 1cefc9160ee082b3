//! Writing a checked file: everything in the caller's transaction, many rows a statement.

use sea_orm::{ActiveModelTrait, EntityTrait};
use spreadsheets::matching::{Action, Change, Parent, Summary};
use spreadsheets::members::MemberRow;
use spreadsheets::organisations::{OrganisationRow, Sector};
use storage::entities::{member, organisation, organisation_event};
use storage::{MemberId, OrganisationEventId, OrganisationId, Reads, StorageError, WriteTransaction};

use super::{Checked, Phase, Plan, Progress};
use crate::Clock;
use crate::audit::Actor;
use crate::features::{organisations, people};
use crate::people_names::{search_key, sort_key};

/// Rows of one statement: the databases limit the values a statement takes.
const BATCH: usize = 500;

/// Why a file was not written; the caller rolls back.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The database refuses.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Something is wrong or unanswered.
    #[error("the file has errors or open questions")]
    NotReady,
    /// A record is no longer what the check saw.
    #[error("a record changed meanwhile")]
    ChangedMeanwhile,
}

impl From<sea_orm::DbErr> for ApplyError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(error.into())
    }
}

/// Who writes, and when.
pub struct Applied<'a> {
    /// The transaction everything is written in.
    pub transaction: &'a WriteTransaction,
    /// Where identifiers and instants come from.
    pub clock: &'a Clock,
    /// Who imports.
    pub actor: &'a Actor,
    /// Today, ISO: the day of the organisations' history.
    pub today: &'a str,
}

/// Writes a checked file; its check must have read from the same transaction.
///
/// # Errors
/// [`ApplyError`]; then the caller rolls back and nothing was written.
pub async fn apply(applied: &Applied<'_>, checked: &Checked, progress: Progress<'_>) -> Result<Summary, ApplyError> {
    if !checked.may_be_applied() {
        return Err(ApplyError::NotReady);
    }
    match &checked.plan {
        Plan::Organisations(rows, plan) => {
            let writer = Organisations {
                applied,
                rows,
                ids: ids(&plan.actions, || OrganisationId(applied.clock.next_id())),
                parents: &plan.parents,
            };
            writer.create(&plan.actions, &plan.order, progress).await?;
            writer.update(&plan.actions, progress).await?;
        }
        Plan::Members(rows, plan) => {
            let ids = ids(&plan.actions, || MemberId(applied.clock.next_id()));
            create_members(applied, (rows, &ids), (&plan.actions, &plan.branches), progress).await?;
            update_members(applied, (rows, &ids), (&plan.actions, &plan.branches), progress).await?;
        }
    }
    Ok(checked.summary())
}

/// The identifier of every row: of the record it is, or a new one.
fn ids<Id: std::str::FromStr>(actions: &[Action], mut next: impl FnMut() -> Id) -> Vec<Option<Id>> {
    let id = |action: &Action| match action {
        Action::Create => Some(next()),
        Action::Update { code, .. } | Action::Unchanged { code } => code.parse().ok(),
        Action::LeftOut | Action::Ask => None,
    };
    actions.iter().map(id).collect()
}

struct Organisations<'a> {
    applied: &'a Applied<'a>,
    rows: &'a [OrganisationRow],
    ids: Vec<Option<OrganisationId>>,
    parents: &'a [Parent],
}

impl Organisations<'_> {
    fn id(&self, at: usize) -> Option<OrganisationId> {
        self.ids.get(at).copied().flatten()
    }

    fn parent(&self, at: usize) -> Result<Option<OrganisationId>, ApplyError> {
        match self.parents.get(at) {
            None | Some(Parent::None) => Ok(None),
            Some(Parent::Existing(code)) => match code.parse() {
                Ok(id) => Ok(Some(id)),
                Err(_) => Err(ApplyError::NotReady),
            },
            Some(Parent::Row(above)) => self.id(*above).map(Some).ok_or(ApplyError::NotReady),
            Some(Parent::Unresolved) => Err(ApplyError::NotReady),
        }
    }

    async fn create(&self, actions: &[Action], order: &[usize], progress: Progress<'_>) -> Result<(), ApplyError> {
        let connection = self.applied.transaction.connection();
        let new: Vec<usize> = order.iter().copied().filter(|at| actions.get(*at) == Some(&Action::Create)).collect();
        // Superiors stand before those below them in `order`, so every reference is met.
        for (batch, some) in new.chunks(BATCH).enumerate() {
            progress(Phase::Writing, batch * BATCH, actions.len());
            let mut rows = Vec::with_capacity(some.len());
            let mut lines = Vec::with_capacity(some.len());
            for at in some.iter().copied() {
                let (Some(row), Some(id)) = (self.rows.get(at), self.id(at)) else {
                    return Err(ApplyError::NotReady);
                };
                let model = new_organisation(id, self.parent(at)?, row)?;
                rows.push(organisation::ActiveModel::from(model).reset_all());
                let line = self.history(id, "created", (None, Some(row.name.clone())));
                lines.push(organisation_event::ActiveModel::from(line).reset_all());
            }
            organisation::Entity::insert_many(rows).exec_without_returning(connection).await?;
            organisation_event::Entity::insert_many(lines).exec_without_returning(connection).await?;
        }
        Ok(())
    }

    fn history(
        &self,
        organisation_id: OrganisationId,
        kind: &str,
        (before, after): (Option<String>, Option<String>),
    ) -> organisation_event::Model {
        organisation_event::Model {
            id: OrganisationEventId(self.applied.clock.next_id()),
            organisation_id,
            kind: kind.to_owned(),
            happened_on: self.applied.today.to_owned(),
            before_text: before,
            after_text: after,
            recorded_at: self.applied.clock.now(),
            account_id: self.applied.actor.account,
        }
    }

    async fn update(&self, actions: &[Action], progress: Progress<'_>) -> Result<(), ApplyError> {
        let transaction = self.applied.transaction;
        for (at, action) in actions.iter().enumerate() {
            let Action::Update { changes, .. } = action else {
                continue;
            };
            let (Some(row), Some(id)) = (self.rows.get(at), self.id(at)) else {
                return Err(ApplyError::NotReady);
            };
            if at % BATCH == 0 {
                progress(Phase::Writing, at, actions.len());
            }
            let mut model = organisations::queries::find(transaction, id).await?.ok_or(ApplyError::ChangedMeanwhile)?;
            for change in changes {
                self.change(&mut model, (at, row), change)?;
            }
            if !organisations::queries::update(transaction, model).await? {
                return Err(ApplyError::ChangedMeanwhile);
            }
            for line in self.lines(id, at, changes).await? {
                let line = organisation_event::ActiveModel::from(line).reset_all();
                organisation_event::Entity::insert(line).exec_without_returning(transaction.connection()).await?;
            }
        }
        Ok(())
    }

    fn change(
        &self,
        model: &mut organisation::Model,
        (at, row): (usize, &OrganisationRow),
        change: &Change,
    ) -> Result<(), ApplyError> {
        match change.field {
            "name" => {
                model.name.clone_from(&row.name);
                model.sort_key = sort_key(&row.name);
                model.search_key = search_key(&row.name);
            }
            "parent" => model.parent_id = self.parent(at)?,
            "kind" => {
                if let Some(kind) = row.kind {
                    kind.key().clone_into(&mut model.kind);
                }
            }
            "sector" => model.sector = row.sector.map(Sector::key).map(str::to_owned),
            "minority_area" => "yes".clone_into(&mut model.ethnic_area),
            "founded" => model.founded = row.founded.map(|date| date.to_string()),
            "secretary" => model.secretary_name.clone_from(&row.secretary),
            "members" => model.declared_members = count(row.members),
            "remark" => model.remark.clone_from(&row.remark),
            _ => return Err(ApplyError::NotReady),
        }
        Ok(())
    }

    /// The lines of history of an update: a new name and a new superior each on its own.
    async fn lines(
        &self,
        id: OrganisationId,
        at: usize,
        changes: &[Change],
    ) -> Result<Vec<organisation_event::Model>, ApplyError> {
        let mut lines = Vec::new();
        let mut before = Vec::new();
        let mut after = Vec::new();
        for change in changes {
            match change.field {
                "name" => {
                    let texts = (Some(change.from.clone()), Some(change.to.clone()));
                    lines.push(self.history(id, "renamed", texts));
                }
                "parent" => {
                    let old = change.from.parse().ok();
                    let texts = (self.name(old).await?, self.name(self.parent(at)?).await?);
                    lines.push(self.history(id, "moved", texts));
                }
                _ => {
                    before.push(change.from.as_str());
                    after.push(change.to.as_str());
                }
            }
        }
        if !after.is_empty() {
            let texts = (Some(before.join(";")), Some(after.join(";")));
            lines.push(self.history(id, "changed", texts));
        }
        Ok(lines)
    }

    async fn name(&self, id: Option<OrganisationId>) -> Result<Option<String>, ApplyError> {
        let Some(id) = id else { return Ok(None) };
        let found = organisations::queries::find(self.applied.transaction, id).await?;
        Ok(found.map(|found| found.name))
    }
}

fn count(count: Option<u64>) -> Option<i64> {
    count.and_then(|count| i64::try_from(count).ok())
}

fn new_organisation(
    id: OrganisationId,
    parent_id: Option<OrganisationId>,
    row: &OrganisationRow,
) -> Result<organisation::Model, ApplyError> {
    Ok(organisation::Model {
        parent_id,
        name: row.name.clone(),
        sort_key: sort_key(&row.name),
        search_key: search_key(&row.name),
        kind: row.kind.ok_or(ApplyError::NotReady)?.key().to_owned(),
        sector: row.sector.map(Sector::key).map(str::to_owned),
        ethnic_area: if row.minority_area { "yes" } else { "no" }.to_owned(),
        founded: row.founded.map(|date| date.to_string()),
        secretary_name: row.secretary.clone(),
        declared_members: count(row.members),
        remark: row.remark.clone(),
        ..organisations::blank(id)
    })
}

/// Rows with the identifier of each.
type Identified<'a> = (&'a [MemberRow], &'a [Option<MemberId>]);
/// What becomes of each row, and its branch.
type Planned<'a> = (&'a [Action], &'a [Option<String>]);

async fn create_members(
    applied: &Applied<'_>,
    (rows, ids): Identified<'_>,
    (actions, branches): Planned<'_>,
    progress: Progress<'_>,
) -> Result<(), ApplyError> {
    let new: Vec<usize> = (0..rows.len()).filter(|at| actions.get(*at) == Some(&Action::Create)).collect();
    for (batch, some) in new.chunks(BATCH).enumerate() {
        progress(Phase::Writing, batch * BATCH, new.len());
        let mut models = Vec::with_capacity(some.len());
        for at in some.iter().copied() {
            let (Some(row), Some(Some(id))) = (rows.get(at), ids.get(at)) else {
                return Err(ApplyError::NotReady);
            };
            let mut model = people::blank(*id, branch(branches, at)?);
            for field in MEMBER_FIELDS {
                change_member(&mut model, row, field);
            }
            models.push(member::ActiveModel::from(model).reset_all());
        }
        member::Entity::insert_many(models).exec_without_returning(applied.transaction.connection()).await?;
    }
    Ok(())
}

fn branch(branches: &[Option<String>], at: usize) -> Result<OrganisationId, ApplyError> {
    let code = branches.get(at).and_then(Option::as_deref);
    code.and_then(|code| code.parse().ok()).ok_or(ApplyError::NotReady)
}

async fn update_members(
    applied: &Applied<'_>,
    (rows, ids): Identified<'_>,
    (actions, branches): Planned<'_>,
    progress: Progress<'_>,
) -> Result<(), ApplyError> {
    for (at, action) in actions.iter().enumerate() {
        let Action::Update { changes, .. } = action else {
            continue;
        };
        let (Some(row), Some(Some(id))) = (rows.get(at), ids.get(at)) else {
            return Err(ApplyError::NotReady);
        };
        if at % BATCH == 0 {
            progress(Phase::Writing, at, actions.len());
        }
        let mut model = people::queries::find(applied.transaction, *id).await?.ok_or(ApplyError::ChangedMeanwhile)?;
        for change in changes {
            if change.field == "branch" {
                model.organisation_id = branch(branches, at)?;
            } else {
                change_member(&mut model, row, change.field);
            }
        }
        if !people::queries::update(applied.transaction, model).await? {
            return Err(ApplyError::ChangedMeanwhile);
        }
    }
    Ok(())
}

const MEMBER_FIELDS: [&str; 8] = ["name", "sex", "birth", "category", "joined", "service", "party_post", "post"];

fn change_member(model: &mut member::Model, row: &MemberRow, field: &str) {
    use people::words;
    match field {
        "name" => {
            model.name.clone_from(&row.name);
            model.sort_key = sort_key(&row.name);
            model.search_key = search_key(&row.name);
        }
        "sex" => model.sex = row.sex.map(words::sex_code).map(str::to_owned),
        "birth" => model.birth = row.birth.map(|date| date.to_string()),
        "category" => words::category_code(row.category).clone_into(&mut model.category),
        "joined" => model.joined = row.joined.map(|date| date.to_string()),
        "service" => model.service = row.service.as_ref().map(words::service_code),
        "party_post" => model.party_post.clone_from(&row.party_post),
        _ => model.post_title.clone_from(&row.post),
    }
}
