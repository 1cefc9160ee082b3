//! The table `round_record`.

use sea_orm::entity::prelude::*;

use crate::{OrganisationId, RoundId, RoundRecordId};

/// A row of `round_record`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_record")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundRecordId,
    /// Round id.
    pub round_id: RoundId,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Practical things done for the people (line 6).
    pub practical_things: Option<i64>,
    /// Why the unit was not appraised (S048, R08); NULL where it was.
    pub not_appraised_reason: Option<String>,
    /// Where and when the result was published (S057).
    pub published_where: Option<String>,
    /// Published on.
    pub published_on: Option<String>,
    /// The link or the number of the photograph that proves it.
    pub published_proof: Option<String>,
    /// What was done wrong and what comes next, for the summary (F21).
    pub problems: Option<String>,
    /// Next steps.
    pub next_steps: Option<String>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
