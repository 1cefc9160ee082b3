//! The table `sheet_object`.

use sea_orm::entity::prelude::*;

use crate::{ObjectId, SheetId, SheetObjectId};

/// A row of `sheet_object`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_object")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetObjectId,
    /// Sheet id.
    pub sheet_id: SheetId,
    /// Object id.
    pub object_id: ObjectId,
    /// Position.
    pub position: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
