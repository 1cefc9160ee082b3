//! The table `cycle_round`.

use sea_orm::entity::prelude::*;

use crate::{CycleId, RoundId};

/// A row of `cycle_round`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_round")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Cycle id.
    pub cycle_id: CycleId,
    /// A quarter, a half-year, or the year.
    pub period: String,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
