//! An installation on PostgreSQL: backed up, restored on either database, and prepared with a role for each side.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use ballot_box::{BallotBox, Place, RoundId, RoundOpening, Settings};
use sea_orm::{ConnectionTrait, EntityTrait};
use storage::entities::{organisation, round};
use storage::{Database, Reads, Strictness, TABLES};
use test_databases::for_each_database;

use crate::operation::Server;
use crate::{Folder, run};

const OPEN: RoundId = RoundId::from_bytes([0xaa; 16]);
const SEALED: RoundId = RoundId::from_bytes([0xbb; 16]);

fn on_runtime(body: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(body);
}

/// Two rounds, one being issued and one sealed, of an organisation whose superior has the later identifier.
async fn two_rounds(url: &str, data: &Folder) {
    const SQL: &str = "\
        INSERT INTO organisation (id, name, sort_key, search_key, kind, ethnic_area, version)
            VALUES ('00000000-0000-0000-0000-000000000009', '中共云山县委员会', '', '', 'territory_committee', 'no', 1);
        INSERT INTO organisation (id, parent_id, name, sort_key, search_key, kind, ethnic_area, version)
            VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000009', '柳林镇党委', '',
                '', 'committee', 'no', 1);
        INSERT INTO round (id, organisation_id, title, period_from, period_to, state, minimum, opinion_minimum,
                retention_days, version)
            VALUES ('aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa', '00000000-0000-0000-0000-000000000001',
                '第二季度群众评议', '2026-04-01', '2026-06-30', 'issuing', 5, 8, 365, 1),
            ('bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb', '00000000-0000-0000-0000-000000000001',
                '第一季度群众评议', '2026-01-01', '2026-03-31', 'sealed', 5, 8, 365, 1);";
    let database = Database::join_postgres(url, Strictness::Panic).await.unwrap();
    let transaction = database.write(storage::Scope::Whole).await.unwrap();
    transaction.connection().execute_unprepared(SQL).await.unwrap();
    transaction.commit().await.unwrap();
    database.close().await.unwrap();
    let ballots = Settings::new(Place::Postgres(url.to_owned()), data.0.join("keys"));
    let ballots = BallotBox::open(ballots).await.unwrap();
    for round in [OPEN, SEALED] {
        let turnout_step = NonZeroU32::new(5).unwrap();
        ballots
            .open_round(&RoundOpening { round, sheets: BTreeMap::new(), token_sheets: [].into(), turnout_step })
            .await
            .unwrap();
    }
    ballots.seal(SEALED).await.unwrap();
    ballots.close().await.unwrap();
}

async fn states(database: Database) -> Vec<String> {
    let rounds = round::Entity::find().all(database.connection()).await.unwrap();
    assert_eq!(organisation::Entity::find().all(database.connection()).await.unwrap().len(), 2);
    database.close().await.unwrap();
    let mut states: Vec<String> = rounds.into_iter().map(|round| round.state).collect();
    states.sort();
    states
}

#[test]
fn an_installation_on_postgres_is_backed_up_and_restored_on_either_database() {
    on_runtime(for_each_database(async |first| {
        let Some(url) = first.postgres_url() else {
            return;
        };
        let (data, copy) = (Folder::new("postgres"), Folder::new("postgres-backup"));
        let here = ["--data", data.text(), "--database-url", url];
        let server = Server::start_with(&data, &here[2..]);
        assert!(server.get("/").starts_with("HTTP/1.1 200"));
        two_rounds(url, &data).await;
        // While it is served.
        let backup = run(&[&["backup", copy.text()], &here[..]].concat());
        server.stop();
        assert_eq!(backup.code, 0, "{backup:?}");
        assert!(backup.lines[0].contains("1 个已封存轮次"), "{backup:?}");
        assert_eq!(backup.lines[2..], ["  第二季度群众评议"], "{backup:?}");
        assert!(copy.0.join("ballots").join(format!("{SEALED}.sealed.sqlite")).is_file());

        let used = run(&[&["restore", copy.text()], &["--data", Folder::new("unused").text()], &here[2..]].concat());
        assert!(used.code == 1 && used.lines[0].contains("已有数据"), "{used:?}");
        let folder = Folder::new("postgres-to-sqlite");
        let done = run(&["restore", copy.text(), "--data", folder.text()]);
        assert_eq!((done.code, &done.lines[2..]), (0, &["  第二季度群众评议".to_owned()][..]), "{done:?}");
        let restored = Database::open_sqlite(&folder.0.join("zhengyou.sqlite"), Strictness::Panic).await.unwrap();
        assert_eq!(states(restored).await, ["sealed", "void"]);

        for_each_database(async |second| {
            let Some(url) = second.postgres_url() else {
                return;
            };
            let folder = Folder::new("postgres-restored");
            let there = ["--data", folder.text(), "--database-url", url];
            let done = run(&[&["restore", copy.text()], &there[..]].concat());
            assert_eq!((done.code, &done.lines[2..]), (0, &["  第二季度群众评议".to_owned()][..]), "{done:?}");
            assert_eq!(
                states(Database::join_postgres(url, Strictness::Panic).await.unwrap()).await,
                ["sealed", "void"]
            );
            let server = Server::start_with(&folder, &there[2..]);
            assert!(server.printed.is_empty(), "the accounts are there");
            server.stop();
        })
        .await;
    }));
}

#[test]
fn a_backup_forgets_no_table() {
    on_runtime(async {
        let folder = Folder::new("tables");
        std::fs::create_dir_all(&folder.0).unwrap();
        let database = Database::open_sqlite(&folder.0.join("zhengyou.sqlite"), Strictness::Panic).await.unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('seaql_migrations') \
            AND name NOT LIKE 'sqlite_%' ORDER BY name";
        let connection = database.connection();
        let asked = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
        let found = connection.query_all_raw(asked).await.unwrap();
        let found: Vec<String> = found.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let mut copied: Vec<&str> = TABLES.to_vec();
        copied.sort_unstable();
        assert_eq!(copied, found);
        database.close().await.unwrap();
    });
}

#[test]
fn the_role_of_one_side_cannot_enter_the_database_of_the_other() {
    on_runtime(async {
        let Some(server) = test_databases::postgres_server() else {
            return;
        };
        let name = format!("prepared_{}", std::process::id());
        let printed = run(&["admin", "prepare-postgres", "--name", &name, "--language", "en"]);
        assert_eq!(printed.code, 0, "{printed:?}");
        let admin = sea_orm::Database::connect(&server).await.unwrap();
        for sql in printed.lines.iter().filter(|line| !line.starts_with("--")) {
            admin.execute_unprepared(sql).await.unwrap();
        }
        let (place, options) = server.split_once('?').map_or((server.as_str(), ""), |(place, more)| (place, more));
        let (before, after) = (place.split_once("://").unwrap().0, place.rsplit_once('@').map_or("", |(_, host)| host));
        let host = after.split('/').next().unwrap_or_default();
        let url = |role: &str, database: &str| format!("{before}://{role}@{host}/{database}?{options}");
        let ballots = format!("{name}_ballots");
        let named = Database::open_postgres(&url(&name, &name), Strictness::Panic).await.unwrap();
        named.close().await.unwrap();
        let folder = Folder::new("prepared-keys");
        let own = Settings::new(Place::Postgres(url(&ballots, &ballots)), folder.0.clone());
        BallotBox::open(own).await.unwrap().close().await.unwrap();
        for (role, database) in [(&name, &ballots), (&ballots, &name)] {
            let refused = sea_orm::Database::connect(url(role, database)).await;
            assert!(refused.is_err_and(|error| error.to_string().contains("permission denied")), "{role} {database}");
        }
        for side in [&ballots, &name] {
            admin.execute_unprepared(&format!("DROP DATABASE {side} WITH (FORCE)")).await.unwrap();
            admin.execute_unprepared(&format!("DROP ROLE {side}")).await.unwrap();
        }
        admin.close().await.unwrap();
    });
}
