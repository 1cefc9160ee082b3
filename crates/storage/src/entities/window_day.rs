//! The table `window_day`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, BatchId};

/// A row of `window_day`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "window_day")]
pub struct Model {
    /// Batch id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: BatchId,
    /// ISO day.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    /// Forms handed out.
    pub handed_out: i64,
    /// Forms brought back unused.
    pub returned: i64,
    /// Persons who took a form.
    pub persons: i64,
    /// Units they came from.
    pub units: i64,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
