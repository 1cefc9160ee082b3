//! The table `return_event`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, ReturnEventId, ReturnId};

/// A row of `return_event`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReturnEventId,
    /// Return id.
    pub return_id: ReturnId,
    /// Kind.
    pub kind: String,
    /// A short particular: a line and its value, a file name.
    pub details: String,
    /// Account id.
    pub account_id: AccountId,
    /// Actor name.
    pub actor_name: String,
    /// Happened at.
    pub happened_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
