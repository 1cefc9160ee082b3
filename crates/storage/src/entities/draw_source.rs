//! The table `draw_source`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, PanelId, RoundId};

/// A row of `draw_source`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draw_source")]
pub struct Model {
    /// Panel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub panel_id: PanelId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    /// Round id.
    pub round_id: RoundId,
    /// What is read.
    pub source: String,
    /// Where it is read.
    pub place: String,
    /// How it is written down.
    pub format: String,
    /// The day on which it comes about (ISO).
    pub due_on: String,
    /// The hour (HH:MM).
    pub due_at: String,
    /// Why the source before failed; empty for the first.
    pub reason: String,
    /// `declared`, `proposed` or `dropped`.
    pub standing: String,
    /// Declared on (ISO).
    pub declared_on: String,
    /// Who declared it.
    pub declared_by: AccountId,
    /// The second person, where it follows another one.
    pub agreed_by: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
