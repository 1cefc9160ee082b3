//! The table `recusal`.

use sea_orm::entity::prelude::*;

use crate::{CandidateId, ObjectId, RecusalId, RoundAreaId, RoundId};

/// A row of `recusal`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecusalId,
    /// Round id.
    pub round_id: RoundId,
    /// Candidate id.
    pub candidate_id: CandidateId,
    /// Object id.
    pub object_id: ObjectId,
    /// Moved from.
    pub moved_from: RoundAreaId,
    /// Moved to.
    pub moved_to: RoundAreaId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
