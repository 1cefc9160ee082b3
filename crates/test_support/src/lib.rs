//! A test application on both databases, and visitors who open pages, fill in the forms they see and post them.
//!
//! **Invariant:** tests go through the public door: the real router, a real database of the test's own, pages and forms
//! as a browser sees them. The clock stands still until a test moves it.
//!
//! **Absence:** no way past a page, except for making accounts with roles ([`TestApp::visitor`]), which every test
//! needs and a few tests of the accounts slice prove.
//!
//! **Boundary:** [`for_each_app`] for tests; [`TestApp`]; the visitors themselves come from the crate `visits`.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

pub mod casting;
pub mod crawling;
pub mod imports;
pub mod life;
pub mod named;
pub mod papers;
pub mod rows;
pub mod served;
pub mod slips;
pub mod tokens;
pub mod traces;
pub mod verifier;

use std::sync::Arc;

use ballot_box::{BallotBox, Place, Settings};
use chrono::{TimeZone, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use server::roles::Role;
use server::{App, AppSettings, Clock, router, secrets};
use storage::entities::{account, role_grant};
use storage::{AccountId, Database, MemberId, OrganisationId, Reads, RoleGrantId, Scope, Strictness};
use test_databases::{TestDatabase, for_each_database};

pub use visits::{Client, Form, Shown};

/// The password of every account a test makes.
pub const PASSWORD: &str = "一句自己记得住的话";

/// The application under test.
pub struct TestApp {
    /// The application, for looking at stores; acting goes through pages.
    pub app: App,
    /// Where its files are.
    pub folder: std::path::PathBuf,
    service: visits::Service,
}

/// Where judges reach the application, unless a test says otherwise.
const PUBLIC_URL: Option<&str> = Some("https://vote.example");

/// Runs the body on an application over SQLite, then over PostgreSQL where there is one.
pub async fn for_each_app(body: impl AsyncFn(&TestApp)) {
    for_each_app_at(PUBLIC_URL, body).await;
}

async fn for_each_app_at(public_url: Option<&str>, body: impl AsyncFn(&TestApp)) {
    for_each_database(async |database| {
        let app = TestApp::start_with(database, TestApp::clock(), public_url).await;
        body(&app).await;
        app.app.database.clone().close().await.expect("closing the database");
        app.app.ballots.close().await.expect("closing the ballot box");
    })
    .await;
}

/// Runs the body as a whole test, as [`for_each_app`] does.
///
/// # Panics
/// Where the body does, or no runtime can be started.
pub fn run(body: impl AsyncFn(&TestApp)) {
    run_at(PUBLIC_URL, body);
}

/// Runs the body as a whole test, on applications with another public address or none.
///
/// # Panics
/// Where the body does, or no runtime can be started.
pub fn run_at(public_url: Option<&str>, body: impl AsyncFn(&TestApp)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(for_each_app_at(public_url, body));
}

/// Founds an organisation by the form, as an office does: its name, kind and sector; gives its identifier.
///
/// # Panics
/// When the page refuses it.
pub async fn found(
    office: &mut Client,
    parent: Option<OrganisationId>,
    (name, kind, sector): (&str, &str, &str),
) -> OrganisationId {
    let form = office.get("/w/organisations/new").await;
    let parent = parent.map_or_else(String::new, |parent| parent.to_string());
    let fields = [("parent", parent.as_str()), ("name", name), ("kind", kind), ("sector", sector)];
    let shown = office.tell(&form, "/w/organisations", &fields, "党组织已建立").await;
    let path = shown.path.split('?').next().unwrap_or_default();
    path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the organisation's own page")
}

impl TestApp {
    /// Starts an application on a test's database; it is 1 July 2026, 09:00 in Shanghai.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(database: &TestDatabase) -> Self {
        Self::start_with(database, Self::clock(), PUBLIC_URL).await
    }

    fn clock() -> Clock {
        Clock::standing_at(Utc.with_ymd_and_hms(2026, 7, 1, 1, 0, 0).single().expect("a moment"))
    }

    /// Starts an application with a clock and a public address.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start_with(database: &TestDatabase, clock: Clock, public_url: Option<&str>) -> Self {
        let folder = database.folder().to_owned();
        let (named, place) = match database.postgres_url() {
            Some(url) => (Database::open_postgres(url, Strictness::Panic).await, Place::Postgres(url.to_owned())),
            None => (
                Database::open_sqlite(&folder.join("zhengyou.sqlite"), Strictness::Panic).await,
                Place::Folder(folder.join("ballots")),
            ),
        };
        let ballots = BallotBox::open(Settings::new(place, folder.join("keys"))).await.expect("a ballot box");
        let settings = AppSettings {
            data: folder.clone(),
            public_url: public_url.map(str::to_owned),
            time_zone: chrono_tz::Asia::Shanghai,
        };
        let app = App::new(named.expect("a database"), Arc::new(ballots), clock, settings).expect("an application");
        let service = visits::Service::new(router(&app));
        Self { app, folder, service }
    }

    /// Somebody without an account.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.service.clone())
    }

    /// Makes an account with these roles and signs it in. The name must be new.
    ///
    /// # Panics
    /// When the account cannot be made or signed in.
    pub async fn visitor(&self, name: &str, roles: &[(Role, Option<OrganisationId>)]) -> Client {
        self.account(name, roles, None).await;
        self.sign_in(name).await
    }

    /// A visitor who is a member.
    ///
    /// # Panics
    /// When the account cannot be made or signed in.
    pub async fn visiting_member(&self, name: &str, member: MemberId, organisation: OrganisationId) -> Client {
        self.account(name, &[(Role::Member, Some(organisation))], Some(member)).await;
        self.sign_in(name).await
    }

    /// The campaign office of the whole tree.
    pub async fn office(&self) -> Client {
        self.visitor("office", &[(Role::CampaignOffice, None)]).await
    }

    async fn sign_in(&self, name: &str) -> Client {
        let mut client = self.anonymous();
        let page = client.get("/w/sign-in").await;
        let shown = client.submit(&page, "sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(shown.path, "/w", "signing in leads home: {}", shown.text());
        client
    }

    async fn account(&self, name: &str, roles: &[(Role, Option<OrganisationId>)], member: Option<MemberId>) {
        let clock = &self.app.clock;
        let id = AccountId(clock.next_id());
        let transaction = self.app.database.write(Scope::Whole).await.expect("a transaction");
        let row = account::ActiveModel {
            id: Set(id),
            sign_in_name: Set(name.to_owned()),
            display_name: Set(name.to_owned()),
            sort_key: Set(name.as_bytes().to_vec()),
            search_key: Set(name.to_lowercase()),
            password_hash: Set(secrets::hash_password(PASSWORD).expect("a hash")),
            password_kind: Set("own".to_owned()),
            member_id: Set(member),
            failed_attempts: Set(0),
            locked_until: Set(None),
            created_at: Set(clock.now()),
            ended_at: Set(None),
            version: Set(1),
        };
        let connection = transaction.connection();
        account::Entity::insert(row).exec_without_returning(connection).await.expect("an account");
        for (role, organisation) in roles {
            let row = role_grant::ActiveModel {
                id: Set(RoleGrantId(clock.next_id())),
                account_id: Set(id),
                role: Set(role.code().to_owned()),
                organisation_id: Set(*organisation),
                granted_at: Set(clock.now()),
                granted_by: Set(None),
                ended_at: Set(None),
            };
            role_grant::Entity::insert(row).exec_without_returning(connection).await.expect("a role");
        }
        transaction.commit().await.expect("a commit");
    }
}
