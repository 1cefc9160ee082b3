//! The table `box_opening`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, BoxOpeningId, OrganisationId, RoundId};

/// A row of `box_opening`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "box_opening")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoxOpeningId,
    /// Round id.
    pub round_id: RoundId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Where the box hangs.
    pub place: String,
    /// Opened on.
    pub opened_on: String,
    /// By whom.
    pub first_opener: String,
    /// And by whom else.
    pub second_opener: String,
    /// How many opinions were in it.
    pub opinions: i64,
    /// How many of them are about each aspect, as JSON.
    pub aspects: String,
    /// Account id.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
