//! The table `opinion_answer`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant};

/// A row of `opinion_answer`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "opinion_answer")]
pub struct Model {
    /// Opinion key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub opinion_key: String,
    /// Words.
    pub words: String,
    /// Account id.
    pub account_id: AccountId,
    /// Answered at.
    pub answered_at: Instant,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
