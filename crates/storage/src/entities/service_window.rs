//! The table `service_window`.

use sea_orm::entity::prelude::*;

use crate::{OrganisationId, WindowId};

/// A row of `service_window`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_window")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WindowId,
    /// The organisation it belongs to.
    pub organisation_id: OrganisationId,
    /// Name.
    pub name: String,
    /// Sort key.
    pub sort_key: Vec<u8>,
    /// Search key.
    pub search_key: String,
    /// ISO day; nothing while it is open.
    pub closed_on: Option<String>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
