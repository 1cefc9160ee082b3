//! The table `tablet`.

use sea_orm::entity::prelude::*;

use crate::BatchId;

/// A row of `tablet`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tablet")]
pub struct Model {
    /// Batch id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: BatchId,
    /// SHA-256 of the key that only the tablet has.
    pub key_hash: Vec<u8>,
    /// The encrypted codes, until they are erased.
    pub codes: Option<Vec<u8>>,
    /// How many codes were given to somebody.
    pub given: i64,
    /// The staff's digits.
    pub pin_hash: String,
    /// Wrong digits since the last right ones.
    pub wrong_tries: i64,
    /// Wrong digits since the tablet was made or unlocked.
    pub wrong_in_all: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
