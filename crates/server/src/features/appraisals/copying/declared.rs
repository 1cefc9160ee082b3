//! What a round declared besides whom it judges: areas of neighbours, measures held by name, procedures, the working
//! group.

use std::collections::{BTreeMap, BTreeSet};

use storage::entities::{round, round_area, working_group_member};
use storage::{MeasureId, RoundAreaId, RoundId, WorkingGroupMemberId, WriteTransaction};

use super::super::queries;
use super::present::Omitted;
use crate::App;
use crate::features::{composition, named, procedures};
use crate::web::WebError;

/// The areas by the names they had (S074).
pub async fn areas(
    transaction: &WriteTransaction,
    app: &App,
    (source, made): (RoundId, RoundId),
) -> Result<BTreeMap<RoundAreaId, RoundAreaId>, WebError> {
    let mut ids = BTreeMap::new();
    for area in composition::queries::areas(transaction, source).await? {
        let id = RoundAreaId(app.clock.next_id());
        composition::queries::insert_area(transaction, round_area::Model { id, round_id: made, ..area.clone() })
            .await?;
        ids.insert(area.id, id);
    }
    Ok(ids)
}

/// Which measures are held by name (S069).
pub async fn named_measures(
    transaction: &WriteTransaction,
    (source, made): (RoundId, RoundId),
    measures: &BTreeMap<MeasureId, MeasureId>,
) -> Result<(), WebError> {
    let held: BTreeSet<MeasureId> = named::queries::measures(transaction, source).await?;
    let held: Vec<MeasureId> = held.iter().filter_map(|measure| measures.get(measure).copied()).collect();
    Ok(named::queries::set_measures(transaction, made, &held).await?)
}

/// Which procedures are followed (S059, S076). Who goes to which unit is planned anew each time (S066).
pub async fn followed(
    transaction: &WriteTransaction,
    (source, made): (RoundId, RoundId),
    omitted: &mut Omitted,
) -> Result<(), WebError> {
    for planned in procedures::queries::planned(transaction, source).await? {
        omitted.add("subject", &planned.subject);
    }
    let followed = procedures::queries::followed(transaction, source).await?;
    let codes: Vec<&str> = followed.iter().map(|procedure| procedure.code.as_str()).collect();
    Ok(procedures::queries::set_followed(transaction, made, &codes).await?)
}

/// The working group with its duties (S049); an account that nobody signs in with any longer is none.
pub async fn working_group(
    transaction: &WriteTransaction,
    app: &App,
    (source, made): (&round::Model, RoundId),
    omitted: &mut Omitted,
) -> Result<(), WebError> {
    for member in composition::queries::working_group(transaction, source.id).await? {
        let account = match member.account_id {
            Some(account) => queries::account(transaction, account).await?,
            None => None,
        };
        let account_id = account.filter(|account| account.ended_at.is_none()).map(|account| account.id);
        if account_id != member.account_id {
            omitted.add("account", &member.name);
        }
        let row = working_group_member::Model {
            id: WorkingGroupMemberId(app.clock.next_id()),
            round_id: made,
            account_id,
            version: 1,
            ..member
        };
        composition::queries::store_group_member(transaction, row, true).await?;
    }
    Ok(())
}
