//! The table `self_report`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, ObjectId, RoundId, SelfReportId};

/// A row of `self_report`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "self_report")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelfReportId,
    /// Round id.
    pub round_id: RoundId,
    /// Object id.
    pub object_id: ObjectId,
    /// Own grade per item (JSON: item code → grade code).
    pub grades: String,
    /// Deeds.
    pub deeds: String,
    /// Shortcomings.
    pub shortcomings: String,
    /// Plan.
    pub plan: String,
    /// Submitted at.
    pub submitted_at: Option<Instant>,
    /// Account id.
    pub account_id: Option<AccountId>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
