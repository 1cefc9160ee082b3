//! The table `round_result`.

use sea_orm::entity::prelude::*;

use crate::{Instant, RoundId};

/// A row of `round_result`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_result")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// The release plan and every table it allows (JSON), computed once at sealing; all figures are read from here.
    pub release: String,
    /// The severity-adjusted scores (JSON), computed with it; none in rounds sealed before there were any.
    pub adjusted: Option<String>,
    /// Computed at.
    pub computed_at: Instant,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
