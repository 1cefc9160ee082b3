//! The table `role_grant`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationId, RoleGrantId};

/// A row of `role_grant`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleGrantId,
    /// Account id.
    pub account_id: AccountId,
    /// Role.
    pub role: String,
    /// The root of the subtree the role reaches; NULL is the whole tree.
    pub organisation_id: Option<OrganisationId>,
    /// Granted at.
    pub granted_at: Instant,
    /// Granted by.
    pub granted_by: Option<AccountId>,
    /// Ended at.
    pub ended_at: Option<Instant>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
