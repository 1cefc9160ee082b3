//! The table `member`.

use sea_orm::entity::prelude::*;

use crate::{MemberId, OrganisationId};

/// A row of `member`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Name.
    pub name: String,
    /// Sort key.
    pub sort_key: Vec<u8>,
    /// Search key.
    pub search_key: String,
    /// Sex.
    pub sex: Option<String>,
    /// Birth.
    pub birth: Option<String>,
    /// Category.
    pub category: String,
    /// Joined.
    pub joined: Option<String>,
    /// Service.
    pub service: Option<String>,
    /// Party post.
    pub party_post: Option<String>,
    /// Post title.
    pub post_title: Option<String>,
    /// Ended on.
    pub ended_on: Option<String>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
