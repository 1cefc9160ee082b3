//! The table `released_opinion`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, ObjectId, OrganisationId, RoundId};

/// A row of `released_opinion`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "released_opinion")]
pub struct Model {
    /// The random key of the opinion, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub opinion_key: String,
    /// Round id.
    pub round_id: RoundId,
    /// The object it is about; NULL where only the parent below may show it.
    pub object_id: Option<ObjectId>,
    /// Organisation id.
    pub organisation_id: OrganisationId,
    /// State.
    pub state: String,
    /// The words as released, without what names the author.
    pub words: Option<String>,
    /// First reader.
    pub first_reader: Option<AccountId>,
    /// Second reader.
    pub second_reader: Option<AccountId>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
