//! The table `sheet`.

use sea_orm::entity::prelude::*;

use crate::{RoundId, SheetId};

/// A row of `sheet`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SheetId,
    /// Round id.
    pub round_id: RoundId,
    /// Its place among the sheets of the round.
    pub number: i64,
    /// Title.
    pub title: String,
    /// The sector's appraisal target shown to the judges (S053).
    pub target: Option<String>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
