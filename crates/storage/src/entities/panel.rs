//! The table `panel`.

use sea_orm::entity::prelude::*;

use crate::{OrganisationId, PanelId, RoundAreaId, RoundId, SheetId, WindowId};

/// A row of `panel`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PanelId,
    /// Round id.
    pub round_id: RoundId,
    /// The number the ballot store knows the panel's sheet by.
    pub number: i64,
    /// Sheet id.
    pub sheet_id: SheetId,
    /// Its place in the tree.
    pub organisation_id: OrganisationId,
    /// Category.
    pub category: String,
    /// Planned.
    pub planned: i64,
    /// Members due (total − exempt) where the panel is the members of its organisation; else NULL.
    pub due: Option<i64>,
    /// A panel below k was merged into this one before issuing.
    pub merged_into: Option<PanelId>,
    /// The area of neighbours (S074).
    pub area_id: Option<RoundAreaId>,
    /// The service window whose visitors it is (S070).
    pub window_id: Option<WindowId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
