//! The table `correction_entry`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CorrectionEntryId, CorrectionProjectId};

/// A row of `correction_entry`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_entry")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionEntryId,
    /// Its project.
    pub project_id: CorrectionProjectId,
    /// Which step.
    pub kind: String,
    /// ISO day.
    pub happened_on: String,
    /// The answer, the reason or the change; may be empty.
    pub words: String,
    /// Who took it.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
