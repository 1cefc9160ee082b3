//! The table `verdict_source`.

use sea_orm::entity::prelude::*;

use crate::RoundId;

/// A row of `verdict_source`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verdict_source")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Object kind.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_kind: String,
    /// Instrument code.
    pub instrument_code: String,
    /// Categories of judges (JSON list of codes).
    pub categories: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
