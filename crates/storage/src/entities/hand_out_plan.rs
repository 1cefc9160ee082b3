//! The table `hand_out_plan`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, BatchId};

/// A row of `hand_out_plan`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hand_out_plan")]
pub struct Model {
    /// Batch id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: BatchId,
    /// ISO day.
    pub first_day: String,
    /// ISO day.
    pub last_day: String,
    /// Visitors expected on a day.
    pub visitors: i64,
    /// Forms handed out on a day.
    pub forms: i64,
    /// What the first visitor of a day is drawn from.
    pub seed: String,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
