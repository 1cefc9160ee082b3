//! The table `composite`.

use sea_orm::entity::prelude::*;

use crate::RoundId;

/// A row of `composite`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "composite")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// How often it was declared: the version that is frozen with the round.
    pub revision: i64,
    /// What the sources weigh in tenths of a percent (JSON list).
    pub weights: String,
    /// What the grades are worth by scale (JSON).
    pub points: String,
    /// `yes` where the last declaration was taken back, `no` where it holds.
    pub withdrawn: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
