//! The table `correction_opinion`.

use sea_orm::entity::prelude::*;

use crate::CorrectionProjectId;

/// A row of `correction_opinion`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_opinion")]
pub struct Model {
    /// The opinion.
    #[sea_orm(primary_key, auto_increment = false)]
    pub opinion_key: String,
    /// Its project.
    pub project_id: CorrectionProjectId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
