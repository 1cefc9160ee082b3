//! The table `correction_repeat`.

use sea_orm::entity::prelude::*;

use crate::{CorrectionProjectId, RoundId};

/// A row of `correction_repeat`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_repeat")]
pub struct Model {
    /// The project.
    #[sea_orm(primary_key, auto_increment = false)]
    pub project_id: CorrectionProjectId,
    /// The round that judges again.
    pub round_id: RoundId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
