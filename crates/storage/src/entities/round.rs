//! The table `round`.

use sea_orm::entity::prelude::*;

use crate::{AccountId, Instant, OrganisationId, RoundId};

/// A row of `round`; see its migration for what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundId,
    /// Who runs the round; objects and panels lie in its subtree.
    pub organisation_id: OrganisationId,
    /// Title.
    pub title: String,
    /// The superior's notice it is based on.
    pub notice_number: Option<String>,
    /// Period from.
    pub period_from: String,
    /// Period to.
    pub period_to: String,
    /// State.
    pub state: String,
    /// k: figures of fewer valid ballots are pooled; k_text: opinions.
    pub minimum: i64,
    /// Opinion minimum.
    pub opinion_minimum: i64,
    /// The verdict rule of the statistics return, in per mille; both or none.
    pub satisfied_permille: Option<i64>,
    /// Basic permille.
    pub basic_permille: Option<i64>,
    /// Retention days.
    pub retention_days: i64,
    /// Casting until.
    pub casting_until: Option<Instant>,
    /// Everything declared, as it was hashed when issuing began (JSON), and its SHA-256.
    pub frozen: Option<String>,
    /// Opening hash.
    pub opening_hash: Option<String>,
    /// Version.
    pub version: i64,
    /// The head of the working group, where that person has an account.
    pub head_account_id: Option<AccountId>,
    /// The round below this one: it must be sealed before this one is issued (S071).
    pub follows_id: Option<RoundId>,
    /// How many staff there are in all, where it is declared (R07).
    pub staff: Option<i64>,
}

/// No relations: queries join by hand, where one can read what they cost.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
