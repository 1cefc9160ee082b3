//! A round as rows, the way the pages of a round leave it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};
use server::features::appraisals::model::{Frozen, Object};
use storage::entities::{batch, measure, member, organisation, panel, round, round_object, sheet, sheet_object};
use storage::{MemberId, OrganisationId, Reads, Scope, SheetObjectId};
use test_support::TestApp;

use crate::world::World;

pub async fn insert(app: &TestApp, world: &World, frozen: &Frozen, places: &[OrganisationId]) {
    let next = || app.app.clock.next_id();
    let id = frozen.round;
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let connection = transaction.connection();
    for (position, (name, parent)) in world.tree.iter().enumerate() {
        organisation::Entity::insert(organisation::ActiveModel {
            id: Set(places[position]),
            parent_id: Set(parent.map(|parent| places[parent])),
            name: Set((*name).to_owned()),
            sort_key: Set(name.as_bytes().to_vec()),
            search_key: Set(String::new()),
            kind: Set("branch".to_owned()),
            sector: Set(None),
            ethnic_area: Set("no".to_owned()),
            founded: Set(None),
            secretary_name: Set(None),
            declared_members: Set(None),
            remark: Set(None),
            own_theme: Set(None),
            own_target: Set(None),
            closed_on: Set(None),
            merged_into: Set(None),
            version: Set(1),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
    }
    let text = frozen.to_text().unwrap();
    round::Entity::insert(round::ActiveModel {
        id: Set(id),
        organisation_id: Set(frozen.organisation),
        title: Set(frozen.title.clone()),
        notice_number: Set(frozen.notice_number.clone()),
        period_from: Set(frozen.period_from.clone()),
        period_to: Set(frozen.period_to.clone()),
        state: Set("casting".to_owned()),
        minimum: Set(frozen.minimum.into()),
        opinion_minimum: Set(frozen.opinion_minimum.into()),
        satisfied_permille: Set(frozen.verdict.as_ref().map(|rule| rule.satisfied_permille.into())),
        basic_permille: Set(frozen.verdict.as_ref().map(|rule| rule.basic_permille.into())),
        head_account_id: Set(None),
        retention_days: Set(365),
        casting_until: Set(frozen.casting_until),
        opening_hash: Set(Some(Frozen::hash_of(&text))),
        frozen: Set(Some(text)),
        version: Set(1),
    })
    .exec_without_returning(connection)
    .await
    .unwrap();
    for (measure, position) in frozen.plan.measures.iter().zip(1..) {
        measure::Entity::insert(measure::ActiveModel {
            id: Set(measure.id),
            round_id: Set(id),
            position: Set(position),
            instrument_code: Set(measure.definition.code.clone()),
            instrument_version: Set(1),
            direction: Set(measure.direction.clone()),
            definition: Set(serde_json::to_string(&measure.definition).unwrap()),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
    }
    for object in &frozen.plan.objects {
        if let Some(member) = object.member {
            insert_member(connection, member, object).await;
        }
        round_object::Entity::insert(round_object::ActiveModel {
            id: Set(object.id),
            round_id: Set(id),
            subject: Set(object.subject.into()),
            kind: Set(object.kind.code().to_owned()),
            organisation_id: Set(object.organisation),
            member_id: Set(object.member),
            name: Set(object.name.clone()),
            measure_id: Set(object.measure),
            no_self_report_reason: Set(None),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
    }
    for (panel, group) in frozen.plan.panels.iter().zip(&world.groups) {
        let sheet = frozen.plan.sheet(panel.sheet).unwrap();
        sheet::Entity::insert(sheet::ActiveModel {
            id: Set(sheet.id),
            round_id: Set(id),
            number: Set(sheet.position.into()),
            title: Set(sheet.title.clone()),
            target: Set(None),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
        for (object, position) in sheet.objects.iter().zip(1..) {
            sheet_object::Entity::insert(sheet_object::ActiveModel {
                id: Set(SheetObjectId(next())),
                sheet_id: Set(sheet.id),
                object_id: Set(*object),
                position: Set(position),
            })
            .exec_without_returning(connection)
            .await
            .unwrap();
        }
        panel::Entity::insert(panel::ActiveModel {
            id: Set(panel.id),
            round_id: Set(id),
            number: Set(panel.number.into()),
            sheet_id: Set(sheet.id),
            organisation_id: Set(panel.organisation),
            category: Set(panel.category.clone()),
            planned: Set(panel.planned.into()),
            due: Set(panel.due.map(i64::from)),
            merged_into: Set(None),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
        if group.merged_into.is_some() {
            continue;
        }
        let issued = i64::try_from(group.issued).unwrap();
        batch::Entity::insert(batch::ActiveModel {
            id: Set(storage::BatchId(next())),
            round_id: Set(id),
            panel_id: Set(panel.id),
            number: Set(panel.number.into()),
            channel: Set("slips".to_owned()),
            printed: Set(issued),
            handed_out: Set(Some(issued)),
            returned: Set(Some(0)),
            missing: Set(Some(0)),
            state: Set("printed".to_owned()),
            counted_by: Set(None),
            counted_by_second: Set(None),
            created_at: Set(app.app.clock.now()),
        })
        .exec_without_returning(connection)
        .await
        .unwrap();
    }
    transaction.commit().await.unwrap();
}

async fn insert_member(connection: &impl ConnectionTrait, id: MemberId, object: &Object) {
    let row = member::Model {
        id,
        organisation_id: object.organisation,
        name: object.name.clone(),
        sort_key: object.name.as_bytes().to_vec(),
        search_key: object.name.clone(),
        sex: None,
        birth: None,
        category: "full".to_owned(),
        joined: None,
        service: None,
        party_post: None,
        post_title: None,
        ended_on: None,
        version: 1,
    };
    let row = member::ActiveModel::from(row).reset_all();
    member::Entity::insert(row).exec_without_returning(connection).await.unwrap();
}
