//! A round as preparing it leaves it behind: what the pages of other slices do is not what is tested here.

use std::num::NonZeroU32;

use ballot_box::{Batch, BatchId, RoundOpening};
use credentials::{Code, credential_hash};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use server::features::appraisals::library::LIBRARY;
use server::features::appraisals::model::{Frozen, Item, Measure, Object, ObjectKind, Panel, Plan, Sheet, Words};
use server::features::appraisals::{ballot_round, layout_of};
use storage::entities::{organisation, round};
use storage::{Instant, MeasureId, MemberId, ObjectId, OrganisationId, PanelId, Reads, RoundId, Scope, SheetId};
use test_support::TestApp;
use test_support::rows::{self, insert};

/// What a round is made of.
#[derive(Clone, Copy)]
pub struct Size {
    /// Who is judged.
    pub objects: u32,
    /// What is asked about each.
    pub items: usize,
    /// Slips.
    pub slips: usize,
}

/// A round and its slips.
pub struct Round {
    pub id: RoundId,
    pub organisation: OrganisationId,
    pub members: Vec<MemberId>,
    pub objects: Vec<ObjectId>,
    pub codes: Vec<Code>,
    pub plan: Plan,
    /// The declared end of casting.
    pub casting_until: Option<Instant>,
}

pub const NUMBER: u32 = 1;

/// Prepares a round about leaders; nothing is open yet.
pub async fn announced(app: &TestApp, size: Size) -> Round {
    let clock = &app.app.clock;
    let next = || clock.next_id();
    let organisation = OrganisationId(next());
    let id = RoundId(next());
    let mut definition = LIBRARY.definition("five_looks", None).unwrap();
    while definition.items.len() < size.items {
        let code = format!("L{}", definition.items.len());
        definition.items.push(Item {
            name: Words::typed(&format!("补充项目{code}")),
            group: definition.groups[0].code.clone(),
            explanation: Words::default(),
            common: false,
            code,
        });
    }
    definition.items.truncate(size.items);
    let measure_row = MeasureId(next());
    let members: Vec<MemberId> = (0..size.objects).map(|_| MemberId(next())).collect();
    let objects: Vec<Object> = members
        .iter()
        .zip(1..)
        .map(|(member, subject)| Object {
            id: ObjectId(next()),
            subject,
            kind: ObjectKind::Member,
            organisation,
            member: Some(*member),
            name: format!("领导{subject}"),
            measure: measure_row,
            reported_as: None,
            area: None,
            window: None,
        })
        .collect();
    let sheet_row = SheetId(next());
    let panel_row = PanelId(next());
    let planned = u32::try_from(size.slips).unwrap();
    let plan = Plan {
        measures: vec![Measure { id: measure_row, direction: "masses_to_leader".to_owned(), definition }],
        sheets: vec![Sheet {
            id: sheet_row,
            position: 1,
            title: "处级以上领导干部".to_owned(),
            target: Some("把好国门、做好服务".to_owned()),
            objects: objects.iter().map(|object| object.id).collect(),
        }],
        objects,
        panels: vec![Panel {
            id: panel_row,
            number: NUMBER,
            sheet: sheet_row,
            organisation,
            category: "members".to_owned(),
            planned,
            due: None,
            merged_into: None,
            area: None,
            window: None,
            is_listed: false,
        }],
        ..Plan::default()
    };
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let row = rows::organisation(organisation, None, "海关机关党支部", "branch");
    insert(&transaction, organisation::ActiveModel::from(row)).await;
    let row = round::Model {
        id,
        organisation_id: organisation,
        title: "网上匿名测评".to_owned(),
        notice_number: None,
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-06-30".to_owned(),
        state: "announced".to_owned(),
        minimum: 5,
        opinion_minimum: 8,
        satisfied_permille: None,
        basic_permille: None,
        head_account_id: None,
        follows_id: None,
        staff: None,
        retention_days: 365,
        casting_until: None,
        frozen: None,
        opening_hash: None,
        version: 1,
    };
    insert(&transaction, round::ActiveModel::from(row)).await;
    rows::insert_plan(app, &transaction, id, &plan).await;
    transaction.commit().await.unwrap();
    Round {
        id,
        organisation,
        members,
        objects: plan.objects.iter().map(|object| object.id).collect(),
        codes: app.app.ballots.draw_codes(size.slips).unwrap(),
        plan,
        casting_until: None,
    }
}

/// Freezes it and issues the slips.
pub async fn issue(app: &TestApp, made: &Round) {
    let anonymous = ballot_round(made.id);
    let sheet = ballot_box::SheetId(NUMBER);
    let layout = layout_of(&made.plan, &made.plan.sheets[0]).unwrap();
    let opening = RoundOpening {
        round: anonymous,
        sheets: [(sheet, layout)].into(),
        token_sheets: [].into(),
        turnout_step: NonZeroU32::new(5).unwrap(),
    };
    let key = app.app.ballots.open_round(&opening).await.unwrap();
    let hashes: Vec<_> = made.codes.iter().map(|code| credential_hash(anonymous, code)).collect();
    let batch = Batch { id: BatchId(1), sheet };
    app.app.ballots.issue(anonymous, batch, &hashes).await.unwrap();
    let frozen = Frozen {
        format: 1,
        round: made.id,
        organisation: made.organisation,
        organisation_name: "海关机关党支部".to_owned(),
        title: "网上匿名测评".to_owned(),
        notice_number: None,
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-06-30".to_owned(),
        minimum: 5,
        opinion_minimum: 8,
        verdict: None,
        composite: None,
        quality: std::collections::BTreeMap::new(),
        follows: None,
        staff: None,
        named: Vec::new(),
        tokens: None,
        head: None,
        retention_days: 365,
        casting_until: made.casting_until,
        public_key: data_encoding::HEXLOWER.encode(key.as_bytes()),
        tree: vec![],
        plan: made.plan.clone(),
    };
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round::ActiveModel {
        id: Set(made.id),
        state: Set("casting".to_owned()),
        frozen: Set(Some(frozen.to_text().unwrap())),
        casting_until: Set(made.casting_until),
        ..Default::default()
    }
    .update(transaction.connection())
    .await
    .unwrap();
    transaction.commit().await.unwrap();
}

/// Changes what the database holds as frozen of a round, as no page of ours does.
pub async fn overwrite_frozen(app: &TestApp, made: &Round, text: &str) {
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    round::ActiveModel { id: Set(made.id), frozen: Set(Some(text.to_owned())), ..Default::default() }
        .update(transaction.connection())
        .await
        .unwrap();
    transaction.commit().await.unwrap();
}

/// A round that is casting.
pub async fn casting(app: &TestApp, size: Size) -> Round {
    let made = announced(app, size).await;
    issue(app, &made).await;
    let round = ballot_round(made.id);
    app.app.ballots.begin_casting(round).await.unwrap();
    made
}
