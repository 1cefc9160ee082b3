//! The table `panel_draw`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, PanelId, RoundId};

/// A row of `panel_draw`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_draw")]
pub struct Model {
    /// Panel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub panel_id: PanelId,
    /// Round id.
    pub round_id: RoundId,
    /// Lines.
    pub lines: i64,
    /// Wanted.
    pub wanted: i64,
    /// Digest.
    pub digest: String,
    /// Fixed on.
    pub fixed_on: String,
    /// Seed.
    pub seed: Option<String>,
    /// Where the seed came from, in words.
    pub seed_source: Option<String>,
    /// Drawn on.
    pub drawn_on: Option<String>,
    /// Who fixed the list, then who drew.
    pub account_id: AccountId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
