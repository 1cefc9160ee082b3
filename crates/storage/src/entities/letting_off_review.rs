//! The table `letting_off_review`.

use sea_orm::entity::prelude::*;

use crate::{LettingOffReviewId, MemberId, OrganisationId};

/// A row of `letting_off_review`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letting_off_review")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LettingOffReviewId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Member id.
    pub member_id: MemberId,
    /// Year.
    pub year: i64,
    /// 1 or 2.
    pub half: i64,
    /// What the member reported of this half-year.
    pub report: String,
    /// What the member plans for the next.
    pub plan: String,
    /// The masses' opinion, without names.
    pub opinion: String,
    /// The branch's comment.
    pub remark: String,
    /// Why the member is recommended for commendation; nothing where not.
    pub recommended_reason: Option<String>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
