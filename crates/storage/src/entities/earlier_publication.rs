//! The table `earlier_publication`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationId, RoundId};

/// A row of `earlier_publication`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_publication")]
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
    /// Where the result was published.
    pub published_where: String,
    /// The day.
    pub published_on: Option<String>,
    /// The link or the number of the photograph that proves it.
    pub published_proof: Option<String>,
    /// When other words took their place.
    pub replaced_at: Instant,
    /// Who replaced them.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
