//! The table `statistics_return`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationId, ReturnId, RoundId};

/// A row of `statistics_return`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "statistics_return")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReturnId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Round id.
    pub round_id: RoundId,
    /// The return it is added to; NULL for the owner of the round.
    pub parent_id: Option<ReturnId>,
    /// The organisation's name when the return was drawn up.
    pub unit_name: String,
    /// The sort key of that name.
    pub sort_key: Vec<u8>,
    /// State.
    pub state: String,
    /// The organisation's own direct figures as the form writes them (JSON: line → entry text), and why a line is blank.
    pub lines: String,
    /// Reasons.
    pub reasons: String,
    /// What was filed: own figures and those of the children accepted until then (JSON); NULL before filing.
    pub filed_figures: Option<String>,
    /// Filled on.
    pub filled_on: Option<String>,
    /// Filed at.
    pub filed_at: Option<Instant>,
    /// Filed by.
    pub filed_by: Option<AccountId>,
    /// Decided at.
    pub decided_at: Option<Instant>,
    /// Decided by.
    pub decided_by: Option<AccountId>,
    /// Due on.
    pub due_on: String,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
