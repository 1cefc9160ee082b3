//! The table `return_remark`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, ReturnId, ReturnRemarkId};

/// A row of `return_remark`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "return_remark")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReturnRemarkId,
    /// Return id.
    pub return_id: ReturnId,
    /// The line it is about; NULL for the whole.
    pub line: Option<String>,
    /// Words.
    pub words: String,
    /// Account id.
    pub account_id: AccountId,
    /// Written at.
    pub written_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
