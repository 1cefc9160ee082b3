//! The table `panel_roll`.

use sea_orm::entity::prelude::*;

use crate::{PanelId, RoundId};

/// A row of `panel_roll`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_roll")]
pub struct Model {
    /// Panel id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub panel_id: PanelId,
    /// Round id.
    pub round_id: RoundId,
    /// Kind.
    pub kind: String,
    /// How many came, as the sign-in list counts them.
    pub attended: Option<i64>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
