//! The table `round_area`.

use sea_orm::entity::prelude::*;

use crate::{RoundAreaId, RoundId};

/// A row of `round_area`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_area")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundAreaId,
    /// Round id.
    pub round_id: RoundId,
    /// Name.
    pub name: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
