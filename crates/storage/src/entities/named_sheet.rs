//! The table `named_sheet`.

use sea_orm::entity::prelude::*;

use crate::{MemberId, ObjectId, RoundId};

/// A row of `named_sheet`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "named_sheet")]
pub struct Model {
    /// Object id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: ObjectId,
    /// The author.
    #[sea_orm(primary_key, auto_increment = false)]
    pub member_id: MemberId,
    /// Round id.
    pub round_id: RoundId,
    /// JSON: item code → grade code.
    pub grades: String,
    /// Words.
    pub words: String,
    /// `yes` or `no`: who reads the words.
    pub is_public: String,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
