//! The table `everyday_entry`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, EverydayEntryId, OrganisationId};

/// A row of `everyday_entry`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "everyday_entry")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EverydayEntryId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// ISO day.
    pub happened_on: String,
    /// A code of opinion_methods.toml.
    pub method: String,
    /// Words.
    pub words: String,
    /// Where the proof of it is.
    pub evidence: String,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
