//! What the tests need to be there before a return: a company with branches, a published round and its records.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use server::features::library::LIBRARY;
use server::roles::Role;
use storage::entities::{
    measure, member, organisation, round, round_contact, round_meeting, round_object, round_record, self_report,
};
use storage::{
    AccountId, MeasureId, MemberId, ObjectId, OrganisationId, Reads, RoundContactId, RoundId, RoundMeetingId,
    RoundRecordId, Scope, SelfReportId, WriteTransaction,
};
use test_support::rows::{self, insert};
use test_support::{Client, Shown, TestApp};

/// The mine's branch, as the form of T16 names it.
pub const MINE: &str = "银宇煤矿党支部";
/// The day the returns are due.
pub const DUE: &str = "2026-07-15";

/// A company with three branches and a round that judged all of them.
pub struct Company {
    pub office: Client,
    pub company: OrganisationId,
    pub branches: Vec<OrganisationId>,
    pub round: RoundId,
}

impl Company {
    /// Makes it. The mine has nine members, all judged; the others three each.
    pub async fn new(app: &TestApp) -> Self {
        let clock = &app.app.clock;
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        let company = organisation(app, &transaction, None, ("能源公司党工委", "work_committee")).await;
        let mut branches = Vec::new();
        for name in [MINE, "机电队党支部", "运输队党支部"] {
            branches.push(organisation(app, &transaction, Some(company), (name, "branch")).await);
        }
        let round = RoundId(clock.next_id());
        let row = round::Model {
            id: round,
            organisation_id: company,
            title: "2011年度群众评议".to_owned(),
            notice_number: None,
            period_from: "2011-01-01".to_owned(),
            period_to: "2011-12-31".to_owned(),
            state: "published".to_owned(),
            minimum: 5,
            opinion_minimum: 8,
            satisfied_permille: Some(700),
            basic_permille: Some(600),
            retention_days: 365,
            casting_until: None,
            frozen: None,
            opening_hash: None,
            version: 1,
            head_account_id: None,
            follows_id: None,
            staff: None,
        };
        insert(&transaction, round::ActiveModel::from(row)).await;
        let measure = MeasureId(clock.next_id());
        let row = measure::Model {
            id: measure,
            round_id: round,
            position: 1,
            instrument_code: "six_aspects".to_owned(),
            instrument_version: 1,
            direction: "masses_to_organisation".to_owned(),
            definition: serde_json::to_string(&LIBRARY.definition("six_aspects", None).unwrap()).unwrap(),
        };
        insert(&transaction, measure::ActiveModel::from(row)).await;
        let mut company = Self { office: app.anonymous(), company, branches, round };
        company.judge(app, &transaction, measure).await;
        company.record(app, &transaction).await;
        transaction.commit().await.unwrap();
        company.office = app.visitor("company-office", &[(Role::CampaignOffice, Some(company.company))]).await;
        company
    }

    async fn judge(&self, app: &TestApp, transaction: &WriteTransaction, measure: MeasureId) {
        let clock = &app.app.clock;
        let mut subject = 0;
        for (place, branch) in self.branches.iter().enumerate() {
            let members = if place == 0 { 9 } else { 3 };
            for number in 0..=members {
                subject += 1;
                let member = (number > 0).then(|| MemberId(clock.next_id()));
                if let Some(id) = member {
                    let row = rows::member(id, *branch, "某");
                    insert(transaction, member::ActiveModel::from(row)).await;
                }
                let object = ObjectId(clock.next_id());
                let row = round_object::Model {
                    id: object,
                    round_id: self.round,
                    subject,
                    kind: if member.is_some() { "member" } else { "organisation" }.to_owned(),
                    organisation_id: *branch,
                    member_id: member,
                    name: "某".to_owned(),
                    measure_id: measure,
                    no_self_report_reason: None,
                    reported_as_id: None,
                    area_id: None,
                    window_id: None,
                };
                insert(transaction, round_object::ActiveModel::from(row)).await;
                if member.is_some() {
                    let row = self_report::Model {
                        id: SelfReportId(clock.next_id()),
                        round_id: self.round,
                        object_id: object,
                        grades: "{}".to_owned(),
                        deeds: "入户走访".to_owned(),
                        shortcomings: String::new(),
                        plan: String::new(),
                        submitted_at: Some(clock.now()),
                        account_id: None,
                        version: 1,
                    };
                    insert(transaction, self_report::ActiveModel::from(row)).await;
                }
            }
        }
    }

    /// Three meetings with twenty people in all, the contacts of T16, five practical things: the mine's alone.
    async fn record(&self, app: &TestApp, transaction: &WriteTransaction) {
        let clock = &app.app.clock;
        let account = AccountId(clock.next_id());
        for (day, participants) in [("2011-12-01", 6), ("2011-12-08", 6), ("2011-12-20", 8)] {
            let row = round_meeting::Model {
                id: RoundMeetingId(clock.next_id()),
                round_id: self.round,
                organisation_id: self.branches[0],
                held_on: day.to_owned(),
                participants,
                heads_reporting: 1,
                others_reporting: 0,
                sent_by_superior: 0,
                review_same_day: "no".to_owned(),
                account_id: account,
            };
            insert(transaction, round_meeting::ActiveModel::from(row)).await;
        }
        let contacts =
            [("走访调研", 5, "次"), ("个别谈话", 8, "个"), ("座谈交流", 2, "次"), ("发放征求意见表", 30, "张")];
        for (method, number, unit) in contacts {
            let row = round_contact::Model {
                id: RoundContactId(clock.next_id()),
                round_id: self.round,
                organisation_id: self.branches[0],
                method: method.to_owned(),
                number,
                unit: unit.to_owned(),
                held_on: None,
                persons: None,
                account_id: account,
            };
            insert(transaction, round_contact::ActiveModel::from(row)).await;
        }
        let row = round_record::Model {
            id: RoundRecordId(clock.next_id()),
            round_id: self.round,
            organisation_id: self.branches[0],
            practical_things: Some(5),
            not_appraised_reason: None,
            published_where: None,
            published_on: None,
            published_proof: None,
            problems: None,
            next_steps: None,
            version: 1,
        };
        insert(transaction, round_record::ActiveModel::from(row)).await;
    }

    /// The office draws up the returns.
    pub async fn draw_up(&mut self) -> Shown {
        let page = self.office.get(&self.roll_up()).await;
        self.office.submit(&page, &self.roll_up(), &[("due_on", DUE)]).await
    }

    /// What the mine wrote of the round.
    pub async fn say(&self, app: &TestApp, words: &str) {
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        round_record::Entity::update_many()
            .col_expr(round_record::Column::Problems, Expr::value(words))
            .filter(round_record::Column::OrganisationId.eq(self.branches[0]))
            .exec(transaction.connection())
            .await
            .unwrap();
        transaction.commit().await.unwrap();
    }

    /// The page of all returns of the round.
    pub fn roll_up(&self) -> String {
        format!("/w/returns/rounds/{}", self.round)
    }

    /// A branch's secretary, with the branch's return open.
    pub async fn secretary(&self, app: &TestApp, place: usize) -> (Client, Shown) {
        let name = format!("secretary-{place}");
        let role = (Role::Secretary, Some(self.branches[place]));
        let mut secretary = app.visitor(&name, &[role]).await;
        let list = secretary.get("/w/returns").await;
        let path = list.links().into_iter().find(|path| path.starts_with("/w/returns/") && !path.contains("rounds"));
        let page = secretary.get(&path.unwrap()).await;
        (secretary, page)
    }
}

/// Writes these lines and saves; the page of the return afterwards.
pub async fn write(client: &mut Client, page: &Shown, fields: &[(&str, &str)]) -> Shown {
    let form = client.get(&page.link("填写")).await;
    client.submit(&form, "_method=put", fields).await
}

/// Everything T16 lacks or has otherwise, as the secretary wrote it.
pub const T16: &[(&str, &str)] = &[
    ("entry-1b", ""),
    ("reason-1b", ""),
    ("entry-1c", "1"),
    ("entry-1f", "1"),
    ("entry-1g", "８"),
    ("entry-4b", ""),
    ("reason-4b", ""),
];

async fn organisation(
    app: &TestApp,
    transaction: &WriteTransaction,
    parent: Option<OrganisationId>,
    (name, kind): (&str, &str),
) -> OrganisationId {
    let id = OrganisationId(app.app.clock.next_id());
    let row = rows::organisation(id, parent, name, kind);
    insert(transaction, organisation::ActiveModel::from(row)).await;
    id
}
