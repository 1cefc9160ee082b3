//! The table `named_record`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, NamedRecordId, ObjectId, RoundId};

/// A row of `named_record`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "named_record")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NamedRecordId,
    /// Round id.
    pub round_id: RoundId,
    /// Object id.
    pub object_id: ObjectId,
    /// Source.
    pub source: String,
    /// Who judged, with the post, and on which day.
    pub author: String,
    /// Given on.
    pub given_on: String,
    /// A grade of the scale of the object's measure.
    pub grade: String,
    /// Words.
    pub words: String,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
