//! The table `paper_batch`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, PanelId, PaperBatchId, RoundId};

/// A row of `paper_batch`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_batch")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperBatchId,
    /// Round id.
    pub round_id: RoundId,
    /// Panel id.
    pub panel_id: PanelId,
    /// The number the ballot store knows it by.
    pub number: i64,
    /// Printed.
    pub printed: i64,
    /// Handed out.
    pub handed_out: Option<i64>,
    /// Brought back unused.
    pub returned: Option<i64>,
    /// Neither brought back nor in the box.
    pub missing: Option<i64>,
    /// Found in the box.
    pub sheets_in_box: Option<i64>,
    /// Of those no ballot; told on acceptance.
    pub invalid: Option<i64>,
    /// State.
    pub state: String,
    /// Counted by.
    pub counted_by: Option<AccountId>,
    /// Counted by second.
    pub counted_by_second: Option<AccountId>,
    /// Why the numbers do not add up.
    pub count_words: Option<String>,
    /// Who keys first.
    pub first_keyer: Option<AccountId>,
    /// Who keys for the second time.
    pub second_keyer: Option<AccountId>,
    /// Who decided what the two read differently.
    pub resolver: Option<AccountId>,
    /// Accepted by.
    pub accepted_by: Option<AccountId>,
    /// Accepted by second.
    pub accepted_by_second: Option<AccountId>,
    /// Recorded as missing by.
    pub lost_by: Option<AccountId>,
    /// Recorded as missing by second.
    pub lost_by_second: Option<AccountId>,
    /// Why it is missing.
    pub lost_reason: Option<String>,
    /// Version.
    pub version: i64,
    /// The batch its sheets were shuffled with, and which is keyed with them.
    pub pooled_into: Option<PaperBatchId>,
    /// Sheets of other batches among those keyed as this one's.
    pub pooled_sheets: i64,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
