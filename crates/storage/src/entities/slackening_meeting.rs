//! The table `slackening_meeting`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OrganisationId, SlackeningMeetingId};

/// A row of `slackening_meeting`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slackening_meeting")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SlackeningMeetingId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Year.
    pub year: i64,
    /// 1 to 4.
    pub quarter: i64,
    /// ISO day, planned or held.
    pub held_on: String,
    /// Representatives of the masses who attended.
    pub representatives: Option<i64>,
    /// Ordinary workers of the unit (A10).
    pub workers: Option<i64>,
    /// Their hours together, in tenths.
    pub worker_hours_tenths: Option<i64>,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
