//! Every paper of a round in one file, made through the outbox.

use std::io::{Cursor, Read};
use std::time::Duration;

use server::outbox;
use server::roles::Role;
use test_support::papers::says;
use test_support::{Client, TestApp};
use zip::ZipArchive;

use crate::run;
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村/党支部", Some(0)), ("西沟村党支部", Some(0))];

async fn published(app: &TestApp) -> (Cast, Client) {
    let world = World::of(TOWN, vec![Judges::masses(1, &[(20, 0), (4, 1)]), Judges::masses(2, &[(13, 0), (4, 2)])]);
    let made = cast(app, &world).await;
    made.seal(app).await;
    let mut office = app.office().await;
    let form = office.get(&made.path("/publication")).await;
    office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
    (made, office)
}

async fn unpacked(office: &mut Client, made: &Cast) -> Vec<(String, Vec<u8>)> {
    let page = office.get(&made.path("/dossier")).await;
    let file = office.get(&page.link("下载全部文书")).await;
    let mut dossier = ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let entries = dossier.len();
    let read = |place| {
        let mut entry = dossier.by_index(place).unwrap();
        let mut paper = Vec::new();
        entry.read_to_end(&mut paper).unwrap();
        (entry.name().unwrap().into_owned(), paper)
    };
    (0..entries).map(read).collect()
}

#[test]
fn the_office_gets_every_paper_of_a_round_in_one_file() {
    run(async |app| {
        let (made, mut office) = published(app).await;
        let page = office.get(&made.path("")).await;
        let page = office.get(&page.link("全部文书")).await;
        let asked = office.submit(&page, "dossier", &[]).await;
        // Nothing is made while somebody waits for a page; the page looks again by itself.
        assert!(asked.says("即将开始生成") && asked.html().contains("http-equiv=\"refresh\""), "{}", asked.text());
        assert_eq!(office.get(&made.path("/dossier.zip")).await.status, 404);
        // Asked for twice, it is made once.
        office.submit(&page, "dossier", &[]).await;
        assert_eq!(outbox::work_off(&app.app).await.unwrap(), 1);
        let papers = unpacked(&mut office, &made).await;
        let names: Vec<&str> = papers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "F22 结果通报.pdf",
                "F21 评议总结.pdf",
                "F23 反馈单/0001 东河村 党支部.pdf",
                "F23 反馈单/0002 西沟村党支部.pdf"
            ]
        );
        for (paper, words) in papers.iter().zip(["结果通报", "西沟村党支部", "20/24 = 83.3%", "13/17 = 76.5%"])
        {
            assert!(says(&paper.1, words), "{}: {words}", paper.0);
        }
        // It is the office's that runs the round, and nobody else's.
        let reach = (Role::CampaignOffice, Some(made.places[2]));
        let mut elsewhere = app.visitor("elsewhere", &[reach]).await;
        let mut statistician = app.visitor("statistician", &[(Role::Statistician, None)]).await;
        for visitor in [&mut elsewhere, &mut statistician] {
            for path in ["/dossier", "/dossier.zip"] {
                assert_eq!(visitor.get(&made.path(path)).await.status, 404, "{path}");
            }
        }
    });
}

#[test]
fn finishing_a_round_asks_for_its_dossier() {
    run(async |app| {
        let (made, mut office) = published(app).await;
        let form = office.get(&made.path("/finish")).await;
        assert!(office.submit(&form, "finish", &[]).await.says("已办结"));
        assert_eq!(outbox::work_off(&app.app).await.unwrap(), 1);
        assert_eq!(unpacked(&mut office, &made).await.len(), 4);
        assert_eq!(outbox::work_off(&app.app).await.unwrap(), 0);
    });
}

#[test]
fn a_server_works_off_its_outbox_by_itself() {
    run(async |app| {
        let (made, mut office) = published(app).await;
        let page = office.get(&made.path("/dossier")).await;
        office.submit(&page, "dossier", &[]).await;
        let door = server::listen(([127, 0, 0, 1], 0).into()).unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = server::serve(&app.app, door, async { drop(stopped.await) });
        let ready = async {
            // The page is opened again and again, as it opens itself in a browser.
            while !office.get(&made.path("/dossier")).await.says("下载全部文书") {}
            stop.send(()).unwrap();
        };
        let (served, ready) = tokio::join!(serving, tokio::time::timeout(Duration::from_secs(180), ready));
        served.unwrap();
        ready.unwrap();
    });
}

#[test]
fn a_job_that_fails_is_tried_again_and_then_said_to_have_failed() {
    run(async |app| {
        let (made, mut office) = published(app).await;
        // No folder can be made where a file is.
        let place = app.folder.join("dossiers");
        std::fs::write(&place, "").unwrap();
        let page = office.get(&made.path("/dossier")).await;
        office.submit(&page, "dossier", &[]).await;
        for _ in 0..3 {
            assert!(office.get(&made.path("/dossier")).await.says("即将开始生成"));
            assert_eq!(outbox::work_off(&app.app).await.unwrap(), 1);
        }
        assert_eq!(outbox::work_off(&app.app).await.unwrap(), 0);
        let page = office.get(&made.path("/dossier")).await;
        assert!(page.says("没有生成成功") && !page.says("下载全部文书"), "{}", page.text());
        std::fs::remove_file(&place).unwrap();
        app.app.clock.advance_seconds(60);
        office.submit(&page, "dossier", &[]).await;
        assert_eq!(outbox::work_off(&app.app).await.unwrap(), 1);
        assert_eq!(unpacked(&mut office, &made).await.len(), 4);
    });
}
