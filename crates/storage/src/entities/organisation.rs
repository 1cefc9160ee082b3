//! The table `organisation`.

use sea_orm::entity::prelude::*;

use crate::OrganisationId;

/// A row of `organisation`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    /// Parent id.
    pub parent_id: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// Sort and search keys made by the program, because databases disagree about case and Chinese.
    pub sort_key: Vec<u8>,
    /// Search key.
    pub search_key: String,
    /// Kind.
    pub kind: String,
    /// Sector.
    pub sector: Option<String>,
    /// Ethnic area.
    pub ethnic_area: String,
    /// To the precision known: 1953, 1953-04 or 1953-04-09.
    pub founded: Option<String>,
    /// Secretary name.
    pub secretary_name: Option<String>,
    /// Declared members.
    pub declared_members: Option<i64>,
    /// Remark.
    pub remark: Option<String>,
    /// A theme and a target of its own, over those inherited from sector and superior (S002).
    pub own_theme: Option<String>,
    /// Own target.
    pub own_target: Option<String>,
    /// Closed on.
    pub closed_on: Option<String>,
    /// Merged into.
    pub merged_into: Option<OrganisationId>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
