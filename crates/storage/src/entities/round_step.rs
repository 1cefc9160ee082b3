//! The table `round_step`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, RoundId, RoundStepId};

/// A row of `round_step`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_step")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundStepId,
    /// Round id.
    pub round_id: RoundId,
    /// Step.
    pub step: String,
    /// 'asked': the first of two persons; 'begun': intent on the named side; 'done'.
    pub state: String,
    /// Details.
    pub details: String,
    /// Happened at.
    pub happened_at: Instant,
    /// Account id.
    pub account_id: Option<AccountId>,
    /// Second account id.
    pub second_account_id: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
