//! The table `correction_weak_point`.

use sea_orm::entity::prelude::*;

use crate::{CorrectionProjectId, ProcedureRecordId};

/// A row of `correction_weak_point`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_weak_point")]
pub struct Model {
    /// The weak point, as a forum recorded it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record_id: ProcedureRecordId,
    /// Its project.
    pub project_id: CorrectionProjectId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
