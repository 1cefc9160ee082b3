//! The table `candidate`.

use sea_orm::entity::prelude::*;

use crate::{CandidateId, PanelId, RoundId};

/// A row of `candidate`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "candidate")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CandidateId,
    /// Round id.
    pub round_id: RoundId,
    /// Panel id.
    pub panel_id: PanelId,
    /// Its line on the list, from 1.
    pub number: i64,
    /// Name.
    pub name: String,
    /// A unit or an area.
    pub note: String,
    /// Standing.
    pub standing: String,
    /// The unit that nominated, in words.
    pub nominated_by: String,
    /// Why whoever declined cannot come.
    pub reason: String,
    /// Invited.
    pub invited: String,
    /// Attended.
    pub attended: Option<String>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
