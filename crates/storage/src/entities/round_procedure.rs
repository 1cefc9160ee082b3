//! The table `round_procedure`.

use sea_orm::entity::prelude::*;

use crate::RoundId;

/// A row of `round_procedure`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_procedure")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// A code of procedures.toml.
    #[sea_orm(primary_key, auto_increment = false)]
    pub procedure_code: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
