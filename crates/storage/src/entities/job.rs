//! The table `job`.

use sea_orm::entity::prelude::*;

use crate::{Instant, JobId};

/// A row of `job`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    /// Kind.
    pub kind: String,
    /// Payload.
    pub payload: String,
    /// State.
    pub state: String,
    /// Attempts.
    pub attempts: i64,
    /// Created at.
    pub created_at: Instant,
    /// Finished at.
    pub finished_at: Option<Instant>,
    /// Failure.
    pub failure: Option<String>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
