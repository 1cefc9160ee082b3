//! The table `session`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant};

/// A row of `session`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token in the cookie: a copy of the database signs nobody in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// Account id.
    pub account_id: AccountId,
    /// Csrf.
    pub csrf: String,
    /// Created at.
    pub created_at: Instant,
    /// Seen at.
    pub seen_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
