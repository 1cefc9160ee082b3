//! The table `procedure_record`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, OrganisationId, ProcedureRecordId, RoundId};

/// A row of `procedure_record`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_record")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProcedureRecordId,
    /// Round id.
    pub round_id: RoundId,
    /// A code of procedures.toml.
    pub procedure_code: String,
    /// A step of that procedure.
    pub step: String,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// Whose step it is, where a procedure goes person by person; empty where it is the organisation's.
    pub subject: String,
    /// ISO day.
    pub happened_on: String,
    /// Persons who took part, where the step counts them.
    pub persons: Option<i64>,
    /// Words.
    pub words: String,
    /// Where the proof of it is.
    pub evidence: String,
    /// Who entered it.
    pub account_id: AccountId,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
