//! The table `allotment`.

use sea_orm::entity::prelude::*;

use crate::{MemberId, PanelId, RoundId};

/// A row of `allotment`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "allotment")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Member id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// The member's judge group.
    pub panel_id: PanelId,
    /// `slip`, `token`, `named` or `none`.
    pub channel: String,
    /// Printed slips cancelled for this member's changes.
    pub cancelled_slips: i64,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
