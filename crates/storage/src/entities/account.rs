//! The table `account`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, MemberId};

/// A row of `account`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Sign in name.
    pub sign_in_name: String,
    /// Display name.
    pub display_name: String,
    /// Sort key.
    pub sort_key: Vec<u8>,
    /// Search key.
    pub search_key: String,
    /// Password hash.
    pub password_hash: String,
    /// Password kind.
    pub password_kind: String,
    /// Member id.
    pub member_id: Option<MemberId>,
    /// Failed attempts.
    pub failed_attempts: i64,
    /// Locked until.
    pub locked_until: Option<Instant>,
    /// Created at.
    pub created_at: Instant,
    /// Ended at.
    pub ended_at: Option<Instant>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
