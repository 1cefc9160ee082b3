//! The table `round_contact`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OrganisationId, RoundContactId, RoundId};

/// A row of `round_contact`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_contact")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundContactId,
    /// Round id.
    pub round_id: RoundId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// A method besides meetings, its number and unit (line 3).
    pub method: String,
    /// Number.
    pub number: i64,
    /// Unit.
    pub unit: String,
    /// The day it was done, where it is known.
    pub held_on: Option<String>,
    /// Persons heard, where they were counted.
    pub persons: Option<i64>,
    /// Account id.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
