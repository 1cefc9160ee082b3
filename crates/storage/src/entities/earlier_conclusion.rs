//! The table `earlier_conclusion`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationId, RoundId};

/// A row of `earlier_conclusion`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_conclusion")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Organisation id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The version that said so.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i64,
    /// Ideas and style.
    pub style: String,
    /// Results of work.
    pub work: String,
    /// The whole in words.
    pub words: String,
    /// When other words took their place.
    pub replaced_at: Instant,
    /// Who replaced them.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
