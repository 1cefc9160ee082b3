//! The table `token_panel`.

use sea_orm::entity::prelude::*;

use crate::{PanelId, RoundId};

/// A row of `token_panel`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "token_panel")]
pub struct Model {
    /// The judge group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub panel_id: PanelId,
    /// Round id.
    pub round_id: RoundId,
    /// `offered` or `retired`.
    pub state: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
