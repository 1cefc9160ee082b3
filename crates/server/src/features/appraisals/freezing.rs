//! Everything declared, put together as it is hashed when issuing begins.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use ballot_box::RoundOpening;
use storage::Reads;
use storage::entities::round;

use super::layout::{ballot_round, layout_of};
use super::model::{Followed, Frozen, FrozenOrganisation, FrozenTokens, Head, Plan};
use super::queries;
use crate::features::{named, organisations, tokens};
use crate::roles::Reach;
use crate::web::WebError;

/// The frozen text of a round as it stands on a day (ISO), without the public key, which the ballot store makes.
pub async fn freeze(reads: &impl Reads, round: &round::Model, plan: Plan, day: &str) -> Result<Frozen, WebError> {
    let among = organisations::queries::subtree(reads, round.organisation_id).await?;
    let rolls = queries::rolls(reads, &among, day).await?;
    let filter =
        organisations::queries::Filter { among: vec![Reach::Under(vec![round.organisation_id])], ..Default::default() };
    let open = organisations::queries::all(reads, &filter).await?;
    let tree = open.into_iter().map(|organisation| {
        let roll = rolls.get(&organisation.id).copied().unwrap_or_default();
        FrozenOrganisation {
            id: organisation.id,
            parent: organisation.parent_id.filter(|_| organisation.id != round.organisation_id),
            name: organisation.name,
            kind: organisation.kind,
            sector: organisation.sector,
            members: roll.total,
            exempt: roll.exempt,
        }
    });
    let tree: Vec<FrozenOrganisation> = tree.collect();
    let owner = tree.iter().find(|one| one.id == round.organisation_id);
    let head = match round.head_account_id {
        Some(account) => {
            let mut names = queries::account_names(reads, &[account]).await?;
            names.remove(&account).map(|name| Head { account, name })
        }
        None => None,
    };
    Ok(Frozen {
        format: 1,
        round: round.id,
        organisation: round.organisation_id,
        organisation_name: owner.map(|owner| owner.name.clone()).unwrap_or_default(),
        title: round.title.clone(),
        notice_number: round.notice_number.clone(),
        period_from: round.period_from.clone(),
        period_to: round.period_to.clone(),
        minimum: queries::number(round.minimum),
        opinion_minimum: queries::number(round.opinion_minimum),
        verdict: queries::verdict(reads, round).await?,
        composite: queries::composite(reads, round.id).await?,
        follows: match round.follows_id {
            Some(follows) => queries::round(reads, follows).await?.map(|below| Followed {
                round: below.id,
                title: below.title,
                opening_hash: below.opening_hash.unwrap_or_default(),
            }),
            None => None,
        },
        staff: round.staff.map(queries::number),
        named: named::queries::measures(reads, round.id).await?.into_iter().collect(),
        tokens: frozen_tokens(reads, round, &plan).await?,
        head,
        retention_days: queries::number(round.retention_days),
        casting_until: round.casting_until,
        public_key: String::new(),
        tree,
        plan,
    })
}

/// The groups that take blind tokens, and until when.
async fn frozen_tokens(
    reads: &impl Reads,
    round: &round::Model,
    plan: &Plan,
) -> Result<Option<FrozenTokens>, WebError> {
    let groups = tokens::queries::groups(reads, round.id).await?;
    let offered = plan.open_panels().filter(|panel| groups.contains_key(&panel.id));
    let keys: BTreeMap<u32, String> = offered.map(|panel| (panel.number, String::new())).collect();
    let until = tokens::queries::ends_at(reads, round.id).await?;
    Ok(until.filter(|_| !keys.is_empty()).map(|until| FrozenTokens { until, keys }))
}

/// What the ballot store is opened with: one sheet for each panel that gets slips.
pub fn opening(frozen: &Frozen) -> Result<RoundOpening, WebError> {
    let mut sheets = BTreeMap::new();
    for panel in frozen.plan.open_panels() {
        let sheet = frozen.plan.sheet(panel.sheet).ok_or(WebError::NotFound)?;
        let layout = layout_of(&frozen.plan, sheet).map_err(|_| WebError::refused("appraisals-sheet-too-large"))?;
        sheets.insert(ballot_box::SheetId(panel.number), layout);
    }
    let turnout_step =
        NonZeroU32::new(frozen.minimum).ok_or_else(|| WebError::Broken("a round without k".to_owned()))?;
    let tokens = frozen.tokens.iter().flat_map(|tokens| tokens.keys.keys());
    let token_sheets = tokens.map(|number| ballot_box::SheetId(*number)).collect();
    Ok(RoundOpening { round: ballot_round(frozen.round), sheets, token_sheets, turnout_step })
}
