//! The table `measure`.

use sea_orm::entity::prelude::*;

use crate::{MeasureId, RoundId};

/// A row of `measure`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "measure")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MeasureId,
    /// Round id.
    pub round_id: RoundId,
    /// Position.
    pub position: i64,
    /// Instrument code.
    pub instrument_code: String,
    /// Instrument version.
    pub instrument_version: i64,
    /// Direction.
    pub direction: String,
    /// The instrument as it was chosen, with its scale (JSON): what the library holds later does not matter.
    pub definition: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
