//! The table `correction_project`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CorrectionProjectId, OrganisationId, RoundId};

/// A row of `correction_project`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_project")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionProjectId,
    /// The sealed round whose opinions it answers.
    pub round_id: RoundId,
    /// Who puts it right.
    pub organisation_id: OrganisationId,
    /// The person, by name.
    pub person: String,
    /// Name.
    pub name: String,
    /// What will be done.
    pub remedy: String,
    /// ISO day.
    pub due_on: String,
    /// `planned`, `in_progress`, `done`, `published` or `withdrawn`.
    pub state: String,
    /// What can be seen now.
    pub output: Option<String>,
    /// ISO day.
    pub output_on: Option<String>,
    /// Where the proof of it is.
    pub evidence: Option<String>,
    /// Who planned it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
