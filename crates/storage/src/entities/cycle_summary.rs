//! The table `cycle_summary`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, CycleId, CycleSummaryId, OrganisationId};

/// A row of `cycle_summary`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cycle_summary")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CycleSummaryId,
    /// Cycle id.
    pub cycle_id: CycleId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// A half-year, or the year.
    pub period: String,
    /// Words.
    pub words: String,
    /// Who wrote it last.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
