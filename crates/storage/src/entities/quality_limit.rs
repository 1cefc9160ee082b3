//! The table `quality_limit`.

use sea_orm::entity::prelude::*;

use crate::RoundId;

/// A row of `quality_limit`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quality_limit")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// What tells of it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sign: String,
    /// The declared limit, in per mille.
    pub permille: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
