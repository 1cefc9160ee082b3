//! The table `working_group_member`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, RoundId, WorkingGroupMemberId};

/// A row of `working_group_member`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "working_group_member")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WorkingGroupMemberId,
    /// Round id.
    pub round_id: RoundId,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Duty.
    pub duty: String,
    /// The division of work in words.
    pub words: String,
    /// Whether the member stays out of what concerns himself.
    pub recused: String,
    /// Account id.
    pub account_id: Option<AccountId>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
