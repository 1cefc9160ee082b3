//! Rows as pages leave them, for tests that begin in the middle: a test of results need not draw up a round by pages.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use server::features::appraisals::model::Plan;
use server::features::{organisations, people};
use storage::entities::{account, measure, member, organisation, panel, round_object, sheet, sheet_object};
use storage::{MemberId, OrganisationId, Reads, RoundId, Scope, SheetObjectId, WriteTransaction};

use crate::TestApp;

/// Puts a row in, every column of it.
///
/// # Panics
/// When the database refuses it.
pub async fn insert<Row>(transaction: &WriteTransaction, row: Row)
where
    Row: ActiveModelTrait + Send,
{
    let row = row.reset_all();
    Row::Entity::insert(row).exec_without_returning(transaction.connection()).await.expect("a row");
}

/// An organisation of which nothing else is known.
#[must_use]
pub fn organisation(
    id: OrganisationId,
    parent_id: Option<OrganisationId>,
    name: &str,
    kind: &str,
) -> organisation::Model {
    organisation::Model {
        parent_id,
        name: name.to_owned(),
        sort_key: name.as_bytes().to_vec(),
        search_key: name.to_lowercase(),
        kind: kind.to_owned(),
        ..organisations::blank(id)
    }
}

/// A full member of whom nothing else is known.
#[must_use]
pub fn member(id: MemberId, organisation_id: OrganisationId, name: &str) -> member::Model {
    member::Model {
        name: name.to_owned(),
        sort_key: name.as_bytes().to_vec(),
        search_key: name.to_owned(),
        category: "full".to_owned(),
        ..people::blank(id, organisation_id)
    }
}

/// Ties an account to a member, as making the account would have: it turns out to be somebody who is judged.
///
/// # Panics
/// When the database refuses.
pub async fn tie_account(app: &TestApp, sign_in_name: &str, member: MemberId) {
    let transaction = app.app.database.write(Scope::Whole).await.expect("a transaction");
    account::Entity::update_many()
        .col_expr(account::Column::MemberId, Expr::value(member.0))
        .filter(account::Column::SignInName.eq(sign_in_name))
        .exec(transaction.connection())
        .await
        .expect("an account");
    transaction.commit().await.expect("a commit");
}

/// The rows of a round's plan, with the members it judges; the round and the organisations must be there.
///
/// # Panics
/// When the database refuses one.
pub async fn insert_plan(app: &TestApp, transaction: &WriteTransaction, round_id: RoundId, plan: &Plan) {
    for (measure, position) in plan.measures.iter().zip(1..) {
        let row = measure::Model {
            id: measure.id,
            round_id,
            position,
            instrument_code: measure.definition.code.clone(),
            instrument_version: 1,
            direction: measure.direction.clone(),
            definition: serde_json::to_string(&measure.definition).expect("a definition"),
        };
        insert(transaction, measure::ActiveModel::from(row)).await;
    }
    for object in &plan.objects {
        if let Some(id) = object.member {
            let row = member(id, object.organisation, &object.name);
            insert(transaction, member::ActiveModel::from(row)).await;
        }
        let row = round_object::Model {
            id: object.id,
            round_id,
            subject: object.subject.into(),
            kind: object.kind.code().to_owned(),
            organisation_id: object.organisation,
            member_id: object.member,
            name: object.name.clone(),
            measure_id: object.measure,
            no_self_report_reason: None,
            reported_as_id: None,
            area_id: object.area,
            window_id: object.window,
        };
        insert(transaction, round_object::ActiveModel::from(row)).await;
    }
    for sheet in &plan.sheets {
        let row = sheet::Model {
            id: sheet.id,
            round_id,
            number: sheet.position.into(),
            title: sheet.title.clone(),
            target: sheet.target.clone(),
        };
        insert(transaction, sheet::ActiveModel::from(row)).await;
        for (object, position) in sheet.objects.iter().zip(1..) {
            let id = SheetObjectId(app.app.clock.next_id());
            let row = sheet_object::Model { id, sheet_id: sheet.id, object_id: *object, position };
            insert(transaction, sheet_object::ActiveModel::from(row)).await;
        }
    }
    for panel in &plan.panels {
        let row = panel::Model {
            id: panel.id,
            round_id,
            number: panel.number.into(),
            sheet_id: panel.sheet,
            organisation_id: panel.organisation,
            category: panel.category.clone(),
            planned: panel.planned.into(),
            due: panel.due.map(i64::from),
            merged_into: panel.merged_into,
            area_id: panel.area,
            window_id: panel.window,
        };
        insert(transaction, panel::ActiveModel::from(row)).await;
    }
}
