//! The table `slackening_check`.

use sea_orm::entity::prelude::*;

use crate::{MemberId, SlackeningCheckId, SlackeningMeetingId};

/// A row of `slackening_check`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slackening_check")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SlackeningCheckId,
    /// Meeting id.
    pub meeting_id: SlackeningMeetingId,
    /// Member id.
    pub member_id: MemberId,
    /// What the member says of N1: yes, no, or nothing.
    pub self_n1: Option<String>,
    /// What the member says of N2: yes, no, or nothing.
    pub self_n2: Option<String>,
    /// What the member says of N3: yes, no, or nothing.
    pub self_n3: Option<String>,
    /// What the member says of N4: yes, no, or nothing.
    pub self_n4: Option<String>,
    /// The member's words about N1.
    pub words_n1: String,
    /// The member's words about N2.
    pub words_n2: String,
    /// The member's words about N3.
    pub words_n3: String,
    /// The member's words about N4.
    pub words_n4: String,
    /// Hours completed, in tenths.
    pub hours_tenths: Option<i64>,
    /// Whether there was waste.
    pub waste: Option<String>,
    /// Whether there was a violation.
    pub violation: Option<String>,
    /// Whether there was an accident.
    pub accident: Option<String>,
    /// Representatives satisfied with N1.
    pub judged_n1: Option<i64>,
    /// Representatives satisfied with N2.
    pub judged_n2: Option<i64>,
    /// Representatives satisfied with N3.
    pub judged_n3: Option<i64>,
    /// Representatives satisfied with N4.
    pub judged_n4: Option<i64>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
