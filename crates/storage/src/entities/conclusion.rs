//! The table `conclusion`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OrganisationId, RoundId};

/// A row of `conclusion`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conclusion")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Organisation id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Ideas and style.
    pub style: String,
    /// Results of work.
    pub work: String,
    /// The whole in words.
    pub words: String,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
