//! The table `draw_reading`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, PanelId, RoundId};

/// A row of `draw_reading`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draw_reading")]
pub struct Model {
    /// Panel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub panel_id: PanelId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Round id.
    pub round_id: RoundId,
    /// The number of the source.
    pub source_number: i64,
    /// What was read.
    pub seed: String,
    /// `waits`, `confirmed` or `sent_back`.
    pub standing: String,
    /// Why it was sent back; else empty.
    pub reason: String,
    /// Entered on (ISO).
    pub read_on: String,
    /// Who entered it.
    pub read_by: AccountId,
    /// Who confirmed it or sent it back.
    pub answered_by: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
