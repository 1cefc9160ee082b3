//! The table `round_omission`.

use sea_orm::entity::prelude::*;

use crate::RoundId;

/// A row of `round_omission`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_omission")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Why: the end of a text key.
    pub reason: String,
    /// Who or what, by name; of a judge group the title of its sheet.
    pub name: String,
    /// The category of a judge group; none of anything else, nor of a group whose whole name was stored in Chinese.
    pub category: Option<String>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
