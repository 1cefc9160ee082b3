//! The table `named_measure`.

use sea_orm::entity::prelude::*;

use crate::{MeasureId, RoundId};

/// A row of `named_measure`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "named_measure")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Measure id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure_id: MeasureId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
