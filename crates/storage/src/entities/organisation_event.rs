//! The table `organisation_event`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationEventId, OrganisationId};

/// A row of `organisation_event`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationEventId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Kind.
    pub kind: String,
    /// Happened on.
    pub happened_on: String,
    /// Before text.
    pub before_text: Option<String>,
    /// After text.
    pub after_text: Option<String>,
    /// Recorded at.
    pub recorded_at: Instant,
    /// Account id.
    pub account_id: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
