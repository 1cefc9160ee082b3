//! The table `round_meeting`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OrganisationId, RoundId, RoundMeetingId};

/// A row of `round_meeting`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_meeting")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundMeetingId,
    /// Round id.
    pub round_id: RoundId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Held on.
    pub held_on: String,
    /// Participants.
    pub participants: i64,
    /// Heads who reported (line 4a), persons sent by the superior (line 4b).
    pub heads_reporting: i64,
    /// Reports made by others than the head (S079).
    pub others_reporting: i64,
    /// Sent by superior.
    pub sent_by_superior: i64,
    /// Whether a leader's review was held and the summary written on the same day (K01).
    pub review_same_day: String,
    /// Account id.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
