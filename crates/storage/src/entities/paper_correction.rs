//! The table `paper_correction`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, PaperBatchId, PaperCorrectionId};

/// A row of `paper_correction`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_correction")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperCorrectionId,
    /// Batch id.
    pub batch_id: PaperBatchId,
    /// `asked` or `done`.
    pub state: String,
    /// Why.
    pub reason: String,
    /// Handed out.
    pub handed_out: i64,
    /// Brought back unused.
    pub returned: i64,
    /// Neither brought back nor in the box.
    pub missing: i64,
    /// Found in the box.
    pub sheets_in_box: i64,
    /// Handed out, as it was counted before.
    pub before_handed_out: i64,
    /// Brought back unused, as it was counted before.
    pub before_returned: i64,
    /// Missing, as it was counted before.
    pub before_missing: i64,
    /// Found in the box, as it was counted before.
    pub before_sheets_in_box: i64,
    /// Why the numbers before did not add up.
    pub before_words: Option<String>,
    /// Who counted before.
    pub before_counted_by: Option<AccountId>,
    /// Who counted before as the second.
    pub before_counted_by_second: Option<AccountId>,
    /// Who asked.
    pub asked_by: AccountId,
    /// Who counted the same.
    pub confirmed_by: Option<AccountId>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
