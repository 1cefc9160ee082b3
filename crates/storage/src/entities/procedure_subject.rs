//! The table `procedure_subject`.

use sea_orm::entity::prelude::*;

use crate::{OrganisationId, RoundId};

/// A row of `procedure_subject`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_subject")]
pub struct Model {
    /// Round id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// A code of procedures.toml.
    #[sea_orm(primary_key, auto_increment = false)]
    pub procedure_code: String,
    /// At which unit.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Name and post.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
