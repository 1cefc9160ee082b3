//! The table `acknowledgement`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, ObjectId, RoundId};

/// A row of `acknowledgement`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acknowledgement")]
pub struct Model {
    /// The object whose feedback sheet it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: ObjectId,
    /// Round id.
    pub round_id: RoundId,
    /// Who acknowledged.
    pub account_id: AccountId,
    /// The name shown of that account then.
    pub name: String,
    /// Acknowledged at.
    pub acknowledged_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
