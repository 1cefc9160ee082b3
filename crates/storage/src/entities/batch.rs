//! The table `batch`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, BatchId, Instant, PanelId, RoundId};

/// A row of `batch`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "batch")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BatchId,
    /// Round id.
    pub round_id: RoundId,
    /// Panel id.
    pub panel_id: PanelId,
    /// The number the ballot store knows it by.
    pub number: i64,
    /// Channel.
    pub channel: String,
    /// Printed.
    pub printed: i64,
    /// Handed out.
    pub handed_out: Option<i64>,
    /// Returned.
    pub returned: Option<i64>,
    /// Missing.
    pub missing: Option<i64>,
    /// State.
    pub state: String,
    /// Counted by.
    pub counted_by: Option<AccountId>,
    /// Counted by second.
    pub counted_by_second: Option<AccountId>,
    /// Created at.
    pub created_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
