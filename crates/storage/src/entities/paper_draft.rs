//! The table `paper_draft`.

use sea_orm::entity::prelude::*;

use crate::PaperBatchId;

/// A row of `paper_draft`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_draft")]
pub struct Model {
    /// Batch id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub batch_id: PaperBatchId,
    /// The number put on the sheet after shuffling.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sheet_number: i64,
    /// `first`, `second` or `resolution`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub keying: String,
    /// A sign for each answer; empty where invalid.
    pub answers: String,
    /// What is written about each object (JSON).
    pub opinions: String,
    /// `yes` or `no`.
    pub invalid: String,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
