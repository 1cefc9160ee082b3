//! The table `round_archive`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, RoundId};

/// A row of `round_archive`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_archive")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Judge groups, batches and steps as they stood at sealing (JSON).
    pub lines: String,
    /// Ballots under the root.
    pub ballots: i64,
    /// The root over the sorted commitments.
    pub root: String,
    /// The first commitment and the root of each block (JSON).
    pub blocks: String,
    /// Over the public archive.
    pub public_signature: Option<String>,
    /// Over the auditor's archive.
    pub auditor_signature: Option<String>,
    /// Who asked for the release of the auditor's archive.
    pub asked_by: Option<AccountId>,
    /// To whom it is released.
    pub recipient: Option<String>,
    /// Who released it.
    pub released_by: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
