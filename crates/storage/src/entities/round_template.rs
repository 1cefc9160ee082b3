//! The table `round_template`.

use sea_orm::entity::prelude::*;

use crate::{RoundId, TemplateId};

/// A row of `round_template`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_template")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Template id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: TemplateId,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
