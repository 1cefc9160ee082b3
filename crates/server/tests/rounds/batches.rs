//! Batches of slips: what may be voided, that what was printed is kept nowhere, and how many questions the pages of a large round ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use credentials::{Code, credential_hash};
use server::features::appraisals::ballot_round;
use server::roles::Role;
use server::{App, router};
use storage::{Database, Strictness};
use test_databases::{TestDatabase, for_each_database};
use test_support::slips::{codes_on, enter, print_forms, vote};
use test_support::traces::Traces;
use test_support::{Client, PASSWORD, TestApp, found, run};

use crate::life::{add_panel, choose, draw_up};
use crate::paper_life::{issued, open_casting};

#[test]
fn a_batch_that_was_printed_well_is_not_voided_by_a_form_made_by_hand() {
    run(async |app| {
        let mut office = app.office().await;
        let round = issued(&mut office, "10").await;
        let batches = format!("{round}/batches");
        let form = print_forms(&office.get(&batches).await).remove(0);
        office.post_form(form, &[]).await;
        // From a page that was open while the batch was still being printed.
        let before = office.get(&batches).await;
        let void = before.forms("_method=delete").into_iter().find(|form| form.action.contains("/batches/")).unwrap();
        office.fill(&batches, "_method=put", &[], "已确认这一批打印无误").await;
        let refused = office.post_form(void, &[]).await;
        assert!(refused.status == 422 && refused.says("正在使用，不能作废"), "{}", refused.text());
        let page = office.get(&batches).await;
        assert!(page.forms("_method=delete").iter().all(|form| !form.action.contains("/batches/")), "{}", page.text());
        open_casting(&mut office, &round).await;
    });
}

/// A code as somebody might have kept it: as it is printed and as it is typed, or as bytes.
fn spellings(code: &str) -> Vec<Vec<u8>> {
    // Without the check, which is the last letter.
    let (groups, _) = code.rsplit_once('-').unwrap();
    let texts = [groups.to_owned(), groups.replace('-', "")];
    let texts = texts.iter().flat_map(|text| [text.clone(), text.to_lowercase()]).map(String::into_bytes);
    texts.chain([Code::parse(code).unwrap().as_bytes().to_vec()]).collect()
}

#[test]
fn no_file_and_no_table_holds_a_printed_code_or_the_paper_it_was_printed_on() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let round = issued(&mut office, "10").await;
        let batches = format!("{round}/batches");
        let form = print_forms(&office.get(&batches).await).remove(0);
        let paper = office.post_form(form, &[]).await.bytes;
        office.fill(&batches, "_method=put", &[], "已确认这一批打印无误").await;
        open_casting(&mut office, &round).await;
        let codes = codes_on(&paper);
        assert_eq!(codes.len(), 10);
        vote(&mut app.anonymous(), &codes[0], 0).await;
        enter(&mut app.anonymous(), &codes[1]).await;
        // The log of the SQLite file is still there and tells what was erased, too.
        let traces = Traces::of(database).await;
        let anonymous = ballot_round(round.rsplit('/').next().unwrap().parse().unwrap());
        for code in &codes {
            // What may be kept of a code is found, so what may not would be.
            let hash = credential_hash(anonymous, &Code::parse(code).unwrap());
            assert!(!traces.places(hash.as_bytes()).is_empty(), "no hash of {code}");
            for spelling in spellings(code) {
                assert_eq!(traces.places(&spelling), Vec::<&str>::new(), "{code} as {spelling:02x?}");
            }
        }
        let pieces: Vec<&[u8]> = (1..4).map(|part| &paper[part * paper.len() / 4..][..48]).collect();
        for piece in pieces.iter().copied().chain([b"%PDF-".as_slice()]) {
            assert_eq!(traces.places(piece), Vec::<&str>::new(), "a piece of the paper");
        }
        // Had somebody spooled it, it would have been found.
        std::fs::write(database.folder().join("spooled"), [&paper, codes[0].to_lowercase().as_bytes()].concat())
            .unwrap();
        let traces = Traces::of(database).await;
        assert!(pieces.iter().all(|piece| traces.places(piece).len() == 1));
        assert!(spellings(&codes[0]).iter().any(|spelling| traces.places(spelling).len() == 1));
        app.app.database.clone().close().await.unwrap();
        app.app.ballots.close().await.unwrap();
    }));
}

/// The same application over a database that counts what it is asked.
async fn watched(app: &TestApp, database: &TestDatabase, asked: &Arc<AtomicUsize>) -> Client {
    let opened = match database.postgres_url() {
        Some(url) => Database::open_postgres(url, Strictness::Panic).await,
        None => Database::open_sqlite(&app.folder.join("zhengyou.sqlite"), Strictness::Panic).await,
    };
    let asked = Arc::clone(asked);
    let opened = opened.unwrap().watched(move |_: &str| {
        asked.fetch_add(1, Ordering::Relaxed);
    });
    let app = &app.app;
    let app = App::new(opened, Arc::clone(&app.ballots), app.clock.clone(), app.settings.clone()).unwrap();
    Client::new(tower::util::BoxCloneSyncService::new(router(&app)))
}

#[test]
fn pages_of_a_round_of_many_panels_ask_a_fixed_number_of_questions_and_list_no_group_in_every_row() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let town = found(&mut office, None, ("柳林镇党委", "committee", "rural")).await;
        let mut judged = Vec::new();
        for number in 1..=30 {
            judged.push(found(&mut office, Some(town), (&format!("{number}号村党支部"), "branch", "rural")).await);
        }
        let round = draw_up(&mut office, town, "多组评议", &[]).await;
        choose(&mut office, &round, &judged, ("five_goods", "")).await;
        let objects = office.get(&format!("{round}/objects")).await;
        office.tell(&objects, "sheets?_method=put", &[("arrangement", "common")], "评议表已重新编排").await;
        add_panel(&mut office, &round, "villagers", "6").await;
        app.visitor("watched", &[(Role::CampaignOffice, Some(town))]).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let mut client = watched(&app, database, &asked).await;
        let page = client.get("/w/sign-in").await;
        client.submit(&page, "sign-in", &[("name", "watched"), ("password", PASSWORD)]).await;
        for (path, words) in [("panels", "30号村党支部"), ("batches", "村民"), ("reconciliation", "村民")] {
            asked.store(0, Ordering::Relaxed);
            let shown = client.get(&format!("{round}/{path}")).await;
            assert!(shown.status == 200 && shown.says(words), "{path}: {}", shown.text());
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= 24, "{path} asks {asked} questions");
        }
        // Whom a group is merged with is chosen on its own page.
        let panels = client.get(&format!("{round}/panels")).await;
        assert!(panels.texts("option").len() < 60, "{}", panels.texts("option").len());
        let one = client.get(&panels.link("合并设置")).await;
        assert_eq!(one.texts("select[name=merged_into] option").len(), 30, "{}", one.text());
        let into = one.choice("村民、村民代表 (2) · 2号村党支部");
        let merged = client.tell(&one, "_method=put", &[("merged_into", &into)], "已保存").await;
        assert!(merged.says("并入"), "{}", merged.text());
        // Saving the number in its row leaves the group merged.
        let saved = client.tell(&merged, "?_method=put", &[("planned", "7")], "已保存").await;
        assert!(saved.says("并入"), "{}", saved.text());
    }));
}
