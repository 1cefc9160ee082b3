//! The table `letting_off_item`.

use sea_orm::entity::prelude::*;

use crate::{LettingOffItemId, LettingOffReviewId};

/// A row of `letting_off_item`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "letting_off_item")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LettingOffItemId,
    /// Review id.
    pub review_id: LettingOffReviewId,
    /// An item of four_not_letting_offs.
    pub item: String,
    /// A code of consequences.toml.
    pub remedy: String,
    /// What is to be done.
    pub words: String,
    /// ISO day on which it was dealt with; nothing while it is open.
    pub done_on: Option<String>,
    /// How it was dealt with.
    pub done_words: Option<String>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
