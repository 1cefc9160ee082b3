//! A round as rows, the way the pages of a round leave it.

use server::features::appraisals::model::Frozen;
use storage::entities::{batch, named_measure, organisation, round};
use storage::{BatchId, OrganisationId, Scope};
use test_support::TestApp;
use test_support::rows::{self, insert};

use crate::tokens;
use crate::world::World;

pub async fn draw_up(app: &TestApp, world: &World, frozen: &Frozen, places: &[OrganisationId]) {
    let id = frozen.round;
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    for (position, (name, parent)) in world.tree.iter().enumerate() {
        let row = rows::organisation(places[position], parent.map(|parent| places[parent]), name, "branch");
        insert(&transaction, organisation::ActiveModel::from(row)).await;
    }
    let text = frozen.to_text().unwrap();
    let row = round::Model {
        id,
        organisation_id: frozen.organisation,
        title: frozen.title.clone(),
        notice_number: frozen.notice_number.clone(),
        period_from: frozen.period_from.clone(),
        period_to: frozen.period_to.clone(),
        state: "casting".to_owned(),
        minimum: frozen.minimum.into(),
        opinion_minimum: frozen.opinion_minimum.into(),
        satisfied_permille: frozen.verdict.as_ref().map(|rule| rule.satisfied_permille.into()),
        basic_permille: frozen.verdict.as_ref().map(|rule| rule.basic_permille.into()),
        head_account_id: None,
        follows_id: None,
        staff: frozen.staff.map(i64::from),
        retention_days: 365,
        casting_until: frozen.casting_until,
        opening_hash: Some(Frozen::hash_of(&text)),
        frozen: Some(text),
        version: 1,
    };
    insert(&transaction, round::ActiveModel::from(row)).await;
    rows::insert_plan(app, &transaction, id, &frozen.plan).await;
    for measure_id in &frozen.named {
        let row = named_measure::Model { round_id: id, measure_id: *measure_id };
        insert(&transaction, named_measure::ActiveModel::from(row)).await;
    }
    let groups = frozen.plan.panels.iter().zip(&world.groups);
    for (panel, group) in groups.filter(|(_, group)| group.merged_into.is_none()) {
        if let Some(taken) = group.tokens {
            tokens::note(app, &transaction, frozen, (panel.id, taken)).await;
        }
        if group.holds_tokens() {
            continue;
        }
        let issued = i64::try_from(group.issued).unwrap();
        let row = batch::Model {
            id: BatchId(app.app.clock.next_id()),
            round_id: id,
            panel_id: panel.id,
            number: panel.number.into(),
            channel: "slips".to_owned(),
            printed: issued,
            handed_out: Some(issued),
            returned: Some(0),
            missing: Some(0),
            state: "printed".to_owned(),
            counted_by: None,
            counted_by_second: None,
            created_at: app.app.clock.now(),
        };
        insert(&transaction, batch::ActiveModel::from(row)).await;
    }
    transaction.commit().await.unwrap();
}
