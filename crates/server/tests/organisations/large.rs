//! A tree as large as a province's: lists stay quick and ask the database a fixed number of questions.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use sea_orm::{ActiveModelTrait, EntityTrait};
use server::roles::Role;
use server::{App, router};
use storage::entities::organisation;
use storage::{Database, OrganisationId, Reads, Scope, Strictness};
use test_databases::{TestDatabase, for_each_database};
use test_support::{Client, PASSWORD, TestApp, rows};

/// More than SQLite takes as the values of one statement.
const ORGANISATIONS: usize = 33_000;
/// The most values any statement of a page may carry.
const MOST_VALUES: usize = 200;

/// A county with committees and many branches; the county.
async fn grow(app: &App, many: usize) -> OrganisationId {
    let id = || OrganisationId(app.clock.next_id());
    let county = id();
    let mut grown = vec![rows::organisation(county, None, "中共云山县委员会", "territory_committee")];
    let mut committee = county;
    for number in 1..many {
        let own = id();
        if number % 100 == 1 {
            committee = own;
            grown.push(rows::organisation(own, Some(county), &format!("党委{number}"), "committee"));
        } else {
            grown.push(rows::organisation(own, Some(committee), &format!("党支部{number}"), "branch"));
        }
    }
    let transaction = app.database.write(Scope::Whole).await.unwrap();
    for some in grown.chunks(500) {
        let some = some.iter().cloned().map(|row| organisation::ActiveModel::from(row).reset_all());
        organisation::Entity::insert_many(some).exec_without_returning(transaction.connection()).await.unwrap();
    }
    transaction.commit().await.unwrap();
    county
}

/// The same application over a database that tells what it is asked.
async fn watched(app: &TestApp, database: &TestDatabase, heard: impl Fn(&str) + Send + Sync + 'static) -> Client {
    let opened = match database.postgres_url() {
        Some(url) => Database::open_postgres(url, Strictness::Panic).await,
        None => Database::open_sqlite(&app.folder.join("zhengyou.sqlite"), Strictness::Panic).await,
    };
    let opened = opened.unwrap().watched(heard);
    let app = &app.app;
    let app = App::new(opened, Arc::clone(&app.ballots), app.clock.clone(), app.settings.clone()).unwrap();
    Client::new(tower::util::BoxCloneSyncService::new(router(&app)))
}

#[test]
fn lists_of_a_large_tree_ask_a_fixed_number_of_questions() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let many = if database.postgres_url().is_some() { 5_000 } else { ORGANISATIONS };
        let county = grow(&app.app, many).await;
        // Not the whole tree, but all below its top: what is narrowed to a reach.
        app.visitor("office", &[(Role::CampaignOffice, Some(county))]).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let longest = Arc::new(Mutex::new(String::new()));
        let heard = {
            let (asked, longest) = (Arc::clone(&asked), Arc::clone(&longest));
            move |sql: &str| {
                asked.fetch_add(1, Ordering::Relaxed);
                let mut longest = longest.lock().unwrap();
                if sql.len() > longest.len() {
                    sql.clone_into(&mut longest);
                }
            }
        };
        let mut office = watched(&app, database, heard).await;
        let page = office.get("/w/sign-in").await;
        office.submit(&page, "sign-in", &[("name", "office"), ("password", PASSWORD)]).await;
        let pages = [
            ("/w".to_owned(), "现在没有等您办理的事项".to_owned()),
            ("/w/organisations".to_owned(), format!("共 {many} 条")),
            (format!("/w/organisations/{county}"), "党委1".to_owned()),
            ("/w/people".to_owned(), "党员".to_owned()),
            ("/w/organisations/export.xlsx".to_owned(), String::new()),
        ];
        for (path, words) in pages {
            asked.store(0, Ordering::Relaxed);
            let shown = office.get(&path).await;
            assert_eq!(shown.status, 200, "{path}");
            assert!(words.is_empty() || shown.says(&words), "{path}");
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= 20, "{path} asks {asked} questions");
        }
        let longest = longest.lock().unwrap();
        let values = longest.matches(['?', '$']).count();
        assert!(values <= MOST_VALUES, "{values} values in {longest}");
    }));
}
