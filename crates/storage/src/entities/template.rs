//! The table `template`.

use sea_orm::entity::prelude::*;

use crate::{Instant, OrganisationId, TemplateId};

/// A row of `template`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    /// Kind.
    pub kind: String,
    /// Code.
    pub code: String,
    /// Template version.
    pub template_version: i64,
    /// Who made it.
    pub organisation_id: OrganisationId,
    /// State.
    pub state: String,
    /// Whether a round took it.
    pub used: String,
    /// The template (TOML).
    pub content: String,
    /// Changed at.
    pub changed_at: Instant,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
