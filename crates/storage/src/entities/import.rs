//! The table `import`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, ImportId, Instant, OrganisationId};

/// A row of `import`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// Kind.
    pub kind: String,
    /// File name.
    pub file_name: String,
    /// Erased once the import is applied or given up: it may hold what the platform must not keep.
    pub file: Option<Vec<u8>>,
    /// State.
    pub state: String,
    /// What the check found, as the page shows it (JSON).
    pub report: String,
    /// Corrections and answers chosen so far (JSON).
    pub choices: String,
    /// Account id.
    pub account_id: AccountId,
    /// The subtree the importer may write to; NULL is the whole tree.
    pub reach_root: Option<OrganisationId>,
    /// Created at.
    pub created_at: Instant,
    /// Finished at.
    pub finished_at: Option<Instant>,
    /// Version.
    pub version: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
