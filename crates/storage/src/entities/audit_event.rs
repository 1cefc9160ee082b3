//! The table `audit_event`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, AuditEventId, Instant, OrganisationId};

/// A row of `audit_event`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    /// Happened at.
    pub happened_at: Instant,
    /// Account id.
    pub account_id: Option<AccountId>,
    /// Actor name.
    pub actor_name: String,
    /// Event.
    pub event: String,
    /// Organisation id.
    pub organisation_id: Option<OrganisationId>,
    /// Details.
    pub details: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
