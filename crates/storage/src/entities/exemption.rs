//! The table `exemption`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, ExemptionId, Instant, MemberId};

/// A row of `exemption`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exemption")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExemptionId,
    /// Member id.
    pub member_id: MemberId,
    /// A coarse category only, never a medical detail (P06).
    pub kind: String,
    /// From day.
    pub from_day: String,
    /// To day.
    pub to_day: Option<String>,
    /// Confirmed by.
    pub confirmed_by: AccountId,
    /// Recorded at.
    pub recorded_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
