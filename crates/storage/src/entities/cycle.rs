//! The table `cycle`.

use sea_orm::entity::prelude::*;

use crate::{CycleId, OrganisationId};

/// A row of `cycle`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CycleId,
    /// The office's organisation: the cycle holds for everything below it.
    pub organisation_id: OrganisationId,
    /// Year.
    pub year: i64,
    /// How the year follows from its quarters (R44).
    pub yearly_rule: String,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
