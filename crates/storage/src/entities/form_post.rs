//! The table `form_post`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant};

/// A row of `form_post`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_post")]
pub struct Model {
    /// The random key of a form: posted twice, it counts once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form_key: String,
    /// Account id.
    pub account_id: Option<AccountId>,
    /// Answer.
    pub answer: String,
    /// Posted at.
    pub posted_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
