//! The table `conclusion_entry`.

use sea_orm::entity::prelude::*;

use crate::{EverydayEntryId, OrganisationId, RoundId};

/// A row of `conclusion_entry`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conclusion_entry")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Organisation id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The entry cited.
    #[sea_orm(primary_key, auto_increment = false)]
    pub entry_id: EverydayEntryId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
