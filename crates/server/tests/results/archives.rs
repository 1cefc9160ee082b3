//! The archive of a sealed round: what the office fetches stands by itself, what opens ballots takes two tally keepers, and
//! judges compare their receipts without showing them.

use std::path::{Path, PathBuf};

use archive::{Bytes, Evidence, Kind, Line, Reader, ReceiptProof, Warning, prove_from_list, verify};
use sea_orm::EntityTrait;
use server::features::results::resume;
use server::roles::Role;
use server::{LostRounds, lost_rounds, void_lost_rounds};
use storage::entities::round_archive;
use storage::{Reads, Scope};
use test_support::{Client, Shown, TestApp};

use crate::reconciliation::count;
use crate::run;
use crate::verifying::{Held, stands};
use crate::world::{Cast, Judges, World, cast};

const TOWN: &[(&str, Option<usize>)] = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];

/// Twelve and nine people judge two branches; three of them are fewer than k and stand withheld or pooled.
pub fn world() -> World {
    let east = Judges::members(1, 14, &[(11, 0), (1, 2)]);
    World::of(TOWN, vec![east, Judges::masses(2, &[(9, 1)]), Judges::masses(1, &[(3, 2)])])
}

impl Cast {
    pub fn archive(&self, rest: &str) -> String {
        format!("/w/archives/{}{rest}", self.id)
    }

    pub fn receipts_page(&self, rest: &str) -> String {
        format!("/receipts/{}{rest}", self.id)
    }
}

pub fn lines(file: &Shown) -> Vec<Line> {
    let mut reader = Reader::open(file.bytes.as_slice()).unwrap();
    std::iter::from_fn(|| reader.next_line().unwrap()).collect()
}

#[test]
fn the_public_archive_of_a_sealed_round_stands_and_the_bulletin_bears_its_root() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut office = app.office().await;
        assert_eq!(office.get(&made.archive("")).await.status, 404, "there is none before sealing");
        assert_eq!(office.get(&made.archive("/public.zyarchive")).await.status, 404);
        made.seal(app).await;
        let page = office.get(&made.archive("")).await;
        let file = office.get(&page.links().into_iter().find(|link| link.ends_with("public.zyarchive")).unwrap()).await;
        let root = page.texts("#root").remove(0);
        stands(app, &file, &Held { root: Some(&root), receipts: &made.receipts, ..Held::default() });
        // Ballots are commitments alone, and the batches of a group stand in one line.
        for line in lines(&file) {
            match line {
                Line::Head(head) => assert_eq!(head.kind, Kind::Public),
                Line::Ballot(ballot) => assert!(ballot.sheet.is_none() && ballot.answers.is_none()),
                Line::Batch(batch) => {
                    assert_eq!((batch.handed_out, batch.missing), (None, None), "nobody counted back")
                }
                _ => {}
            }
        }
        // It is written again each time, byte by byte the same, and nothing of it stays on the disk.
        assert_eq!(office.get(&made.archive("/public.zyarchive")).await.bytes, file.bytes);
        assert_eq!(std::fs::read_dir(app.folder.join("archives")).unwrap().count(), 0);
        assert!(office.get(&made.path("")).await.says(&root));
        let form = office.get(&made.path("/publication")).await;
        assert!(form.says(&root), "{}", form.text());
        office.submit(&form, "publication", &[("place", "公开栏"), ("day", "2026-07-01")]).await;
        let bulletin = office.get(&made.path("/bulletin.pdf")).await;
        assert!(test_support::papers::says(&bulletin.bytes, &root), "the bulletin says another root");
        let trail = app.visitor("auditor", &[(Role::Auditor, None)]).await.get("/w/audit").await;
        assert!(trail.says("下载公开归档包"), "{}", trail.text());
    });
}

#[test]
fn only_the_office_and_the_tally_keepers_of_the_round_see_the_archive() {
    run(async |app| {
        let made = cast(app, &world()).await;
        made.seal(app).await;
        let (root, below) = (Some(made.places[0]), Some(made.places[1]));
        for (name, role, place) in [
            ("secretary", Role::Secretary, root),
            ("statistician", Role::Statistician, root),
            ("office-below", Role::CampaignOffice, below),
            ("keeper-below", Role::TallyKeeper, below),
        ] {
            let mut visitor = app.visitor(name, &[(role, place)]).await;
            for rest in ["", "/public.zyarchive", "/auditor.zyarchive"] {
                assert_ne!(visitor.get(&made.archive(rest)).await.status, 200, "{name} {rest}");
            }
        }
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, root)]).await;
        assert!(keeper.get(&made.archive("")).await.find_form("release").is_some());
        assert_ne!(keeper.get(&made.archive("/public.zyarchive")).await.status, 200);
        let office = app.office().await.get(&made.archive("")).await;
        assert!(office.find_form("release").is_none() && office.says("下载公开归档包"), "{}", office.text());
    });
}

/// A tally keeper sends the form of the release.
pub async fn press(keeper: &mut Client, made: &Cast, fields: &[(&str, &str)]) -> Shown {
    let page = keeper.get(&made.archive("")).await;
    keeper.submit(&page, "release", fields).await
}

#[test]
fn the_auditors_archive_is_released_by_two_tally_keepers_and_counts_again() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let (mut first, mut second) = made.end(app).await;
        assert!(press(&mut first, &made, &[("recipient", " ")]).await.status == 422, "to nobody");
        let to = [("recipient", "县审计局 李明")];
        let asked = press(&mut first, &made, &to).await;
        assert!(asked.says("等待另一名计票人确认"), "{}", asked.text());
        assert_eq!(first.get(&made.archive("/auditor.zyarchive")).await.status, 404);
        let own = first.get(&made.archive("")).await;
        assert!(own.says("须由另一名计票人登录后确认"));
        // The page offers the first no confirmation; made by hand it is refused and releases nothing.
        let mut forged = own.form("release?_method=delete");
        forged.action = made.archive("/release");
        let alone = first.post_form(forged, &[("seen", to[0].1)]).await;
        assert!(alone.status == 422 && alone.says("须由另一名计票人登录后确认"), "{}", alone.text());
        assert_eq!(first.get(&made.archive("/auditor.zyarchive")).await.status, 404);
        let own = first.get(&made.archive("")).await;
        // What the second saw was withdrawn and asked for somebody else meanwhile: nothing is confirmed unseen.
        let seen = second.get(&made.archive("")).await;
        first.submit(&own, "release?_method=delete", &[]).await;
        press(&mut first, &made, &[("recipient", "县纪委")]).await;
        let unseen = second.submit(&seen, "release", &[]).await;
        assert_eq!(unseen.status, 409, "{}", unseen.text());
        let released = press(&mut second, &made, &[]).await;
        assert!(released.says("审计归档包已放行") && released.says("县纪委"), "{}", released.text());
        let file = second.get(&made.archive("/auditor.zyarchive")).await;
        let root = second.get(&made.archive("")).await.texts("#root").remove(0);
        // Both archives tell of one round.
        let public = app.office().await.get(&made.archive("/public.zyarchive")).await;
        let held = Held { root: Some(&root), receipts: &made.receipts[..1], other: Some(&public) };
        stands(app, &file, &held);
        let opened =
            lines(&file).into_iter().filter(|line| matches!(line, Line::Ballot(ballot) if ballot.nonce.is_some()));
        assert_eq!(opened.count(), 24);
        let trail = app.visitor("auditor", &[(Role::Auditor, None)]).await.get("/w/audit").await;
        for event in ["提出放行审计归档包", "撤回放行审计归档包的提议", "放行审计归档包", "下载审计归档包"]
        {
            assert!(trail.says(event), "{event}: {}", trail.text());
        }
    });
}

/// A page of receipts, in whatever form, says how to check and leads to the repository's own verifier and its format, which
/// anybody gets and may keep.
async fn leads_to_the_verifiers(page: &Shown, app: &TestApp) {
    assert!(page.says("可以就在本页比对回执号；也可以不联网"), "{}", page.text());
    let commands = page.texts("pre").concat();
    for command in ["zhengyou verify FILE.zyarchive --receipt", "python3 zyverify.py FILE.zyarchive --receipt"] {
        assert_eq!(commands.contains(command), !page.texts("#root").is_empty(), "{command}: {commands}");
    }
    for (file, kind) in [("verifier/zyverify.py", "text/x-python"), ("docs/formats/zyarchive-1.md", "text/markdown")] {
        let own = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file)).unwrap();
        let name = file.rsplit('/').next().unwrap();
        let link = page.links().into_iter().find(|link| link.ends_with(name));
        let link = link.unwrap_or_else(|| panic!("no link to {name}: {}", page.text()));
        let served = app.anonymous().get(&link).await;
        assert!(served.status == 200 && served.bytes == own, "{link} is another file");
        let header = |header: &str| served.headers.get(header).map_or("", |value| value.to_str().unwrap());
        assert!(header("content-type").starts_with(kind), "{:?}", served.headers);
        assert_eq!(header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert!(header("cache-control").starts_with("public"), "{:?}", served.headers);
        assert!(header("content-security-policy").contains("default-src 'none'"), "{:?}", served.headers);
        assert_eq!((header("x-content-type-options"), header("set-cookie")), ("nosniff", ""));
    }
}

#[test]
fn the_verifier_and_the_format_are_served_beside_every_list_of_receipts_and_nothing_else_is() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut judge = app.anonymous();
        leads_to_the_verifiers(&judge.get(&made.receipts_page("")).await, app).await;
        made.seal(app).await;
        leads_to_the_verifiers(&judge.get(&made.receipts_page("")).await, app).await;
        let english = app.anonymous().speaking("en").get(&made.receipts_page("")).await;
        assert!(english.says("by either of the verifiers below"), "{}", english.text());
        for name in ["", "nothing", "zyverify.pyc", "ZYVERIFY.PY", "..%2Fverifier%2Fzyverify.py", "zyverify.py/"] {
            assert_eq!(judge.get(&format!("/verifiers/{name}")).await.status, 404, "{name}");
        }
    });
}

#[test]
fn a_judge_finds_the_receipt_number_in_a_public_list_and_makes_a_proof_below_two_kilobytes() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut judge = app.anonymous();
        let before = judge.get(&made.receipts_page("")).await;
        assert!(before.says("还没有封存") && before.texts("#numbers li").is_empty(), "{}", before.text());
        assert_eq!(judge.get(&made.receipts_page("/0/list.txt")).await.status, 404);
        made.seal(app).await;
        let page = judge.get(&made.receipts_page("")).await;
        let (root, key) = (page.texts("#root").remove(0), page.texts("#public-key").remove(0));
        let numbers = page.texts("#numbers li");
        // By size, which is no order of anything that happened.
        assert!(numbers.len() == 24 && numbers.is_sorted(), "{numbers:?}");
        let list = judge.get(&made.receipts_page("/0/list.txt")).await;
        let lines = std::str::from_utf8(&list.bytes).unwrap();
        assert_eq!(lines.lines().count(), 24);
        assert!(!lines.contains("signature"), "nobody gets a receipt that is not his own");
        let (root, key) = (Bytes::parse(&root).unwrap(), Bytes::parse(&key).unwrap());
        for receipt in &made.receipts {
            assert!(numbers.contains(&receipt.number()));
            let proof = prove_from_list(receipt, list.bytes.as_slice()).unwrap().to_text().unwrap();
            assert!(proof.len() < 2_000);
            ReceiptProof::parse(&proof).unwrap().check(&root, &key).unwrap();
        }
        // Nothing of the office or of who judged stands there, and no other part.
        assert!(!page.html().contains("/w/") && judge.get(&made.receipts_page("/1")).await.status == 404);
    });
}

#[test]
fn a_long_list_comes_in_parts_of_a_thousand_and_more() {
    run(async |app| {
        let made = cast(app, &World::of(&TOWN[..1], vec![Judges::masses(0, &[(1_500, 0), (700, 1)])])).await;
        made.seal(app).await;
        let mut judge = app.anonymous();
        let page = judge.get(&made.receipts_page("")).await;
        let parts = page.links();
        let parts: Vec<&String> = parts.iter().filter(|link| link.contains("/receipts/")).collect();
        assert_eq!(parts.len(), 2, "{}", page.text());
        leads_to_the_verifiers(&page, app).await;
        let (root, key) = (page.texts("#root").remove(0), page.texts("#public-key").remove(0));
        let (root, key) = (Bytes::parse(&root).unwrap(), Bytes::parse(&key).unwrap());
        let mut sizes = Vec::new();
        for part in &parts {
            let shown = judge.get(part).await;
            leads_to_the_verifiers(&shown, app).await;
            let numbers = shown.texts("#numbers li");
            let list = judge.get(&format!("{part}/list.txt")).await;
            let mine = made.receipts.iter().filter(|receipt| numbers.contains(&receipt.number())).step_by(97);
            for receipt in mine {
                let proof = prove_from_list(receipt, list.bytes.as_slice()).unwrap();
                proof.check(&root, &key).unwrap();
            }
            sizes.push(numbers.len());
        }
        assert_eq!(sizes, [1_024, 1_176]);
    });
}

#[test]
fn slips_counted_after_sealing_stand_as_not_counted_and_the_page_says_so() {
    run(async |app| {
        let made = cast(app, &World::of(&TOWN[..1], vec![Judges::masses(0, &[(9, 0)])])).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, Some(made.places[0]))]).await;
        let before = office.get(&made.archive("/public.zyarchive")).await;
        let batches = office.get(&format!("/w/rounds/{}/batches", made.id)).await;
        let link = batches.links().into_iter().find(|link| link.ends_with("/count")).unwrap();
        count(&mut office, &link, ("9", "0")).await;
        assert!(count(&mut keeper, &link, ("9", "0")).await.says("两人数字一致"));
        // What was signed stays as it was signed; the reconciliation on paper has the numbers.
        let file = office.get(&made.archive("/public.zyarchive")).await;
        assert!(file.bytes == before.bytes, "another archive than was signed");
        stands(app, &file, &Held::default());
        let counted = lines(&file).into_iter().filter_map(|line| match line {
            Line::Batch(batch) => Some((batch.handed_out, batch.returned, batch.missing)),
            _ => None,
        });
        assert_eq!(counted.collect::<Vec<_>>(), [(None, None, None)]);
        let page = office.get(&made.archive("")).await;
        assert!(page.says("封存以后才清点的凭证，在归档包里是“未清点”"), "{}", page.text());
        let report = verify(file.bytes.as_slice(), &Evidence::default()).unwrap();
        assert!(report.stands() && matches!(report.warnings[..], [Warning::BatchNotCounted(_)]), "{report:?}");
    });
}

#[test]
fn a_round_sealed_before_archives_were_drawn_says_that_there_is_no_list_and_offers_no_archive() {
    run(async |app| {
        let made = cast(app, &world()).await;
        made.seal(app).await;
        let mut office = app.office().await;
        let offers = |page: &Shown| page.links().iter().any(|link| link.contains("/w/archives/"));
        assert!(offers(&office.get(&made.path("")).await));
        // As the program that sealed it left it behind.
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        round_archive::Entity::delete_by_id(made.id).exec(transaction.connection()).await.unwrap();
        transaction.commit().await.unwrap();
        let results = office.get(&made.path("")).await;
        assert!(results.status == 200 && !offers(&results), "{}", results.text());
        assert_eq!(office.get(&made.archive("")).await.status, 404);
        let page = app.anonymous().get(&made.receipts_page("")).await;
        assert!(page.says("或者是在本系统公布名单以前封存的"), "{}", page.text());
        leads_to_the_verifiers(&page, app).await;
    });
}

#[test]
fn a_round_whose_signing_key_was_lost_is_sealed_with_a_root_and_without_an_archive() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let kept = take_away(app, "signing");
        assert_eq!(kept.len(), 1);
        made.seal(app).await;
        let page = app.office().await.get(&made.archive("")).await;
        assert!(page.says("密钥已经遗失") && !page.says("下载公开归档包"), "{}", page.text());
        assert_eq!(page.texts("#root")[0].len(), 64);
        let page = app.anonymous().get(&made.receipts_page("")).await;
        assert_eq!(page.texts("#numbers li").len(), 24);
        leads_to_the_verifiers(&page, app).await;
    });
}

#[test]
fn a_round_whose_secret_is_missing_says_so_and_is_sealed_when_it_is_back() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let mut office = app.office().await;
        let round = format!("/w/rounds/{}", made.id);
        assert_eq!(office.get(&round).await.texts("#lost-secret").len(), 0);
        let kept = take_away(app, "secret");
        assert!(office.get(&round).await.says("密钥文件不见了"));
        end_in_vain(app, &made).await;
        assert!(office.get(&round).await.says("放回后自动继续"));
        assert_eq!(lost_rounds(&app.app).await.unwrap().titles.len(), 1);
        for (path, content) in kept {
            std::fs::write(path, content).unwrap();
        }
        assert_eq!(lost_rounds(&app.app).await.unwrap(), LostRounds::default());
        resume(&app.app).await.unwrap();
        assert_eq!(office.get(&round).await.texts("#lost-secret").len(), 0);
        let page = app.anonymous().get(&made.receipts_page("")).await;
        assert_eq!(page.texts("#numbers li").len(), 24);
    });
}

#[test]
fn a_round_whose_secret_is_lost_is_declared_void_as_a_whole() {
    run(async |app| {
        let made = cast(app, &world()).await;
        take_away(app, "secret");
        end_in_vain(app, &made).await;
        let named = lost_rounds(&app.app).await.unwrap();
        assert_eq!(void_lost_rounds(&app.app).await.unwrap(), named);
        assert!(named.titles.len() == 1 && named.unopened.is_empty(), "{named:?}");
        assert_eq!(lost_rounds(&app.app).await.unwrap(), LostRounds::default());
        let page = app.office().await.get(&format!("/w/rounds/{}", made.id)).await;
        assert!(page.says("作废") && page.texts("#lost-secret").is_empty(), "{}", page.text());
        // Nothing is tried any more, and nothing was ever sealed.
        resume(&app.app).await.unwrap();
        assert_eq!(app.anonymous().get(&made.receipts_page("")).await.texts("#numbers li").len(), 0);
    });
}

/// Two keepers end casting; sealing cannot go on, says why, and tries again.
async fn end_in_vain(app: &TestApp, made: &Cast) {
    let mut keepers = [app.visitor("tally-1", &KEEPS).await, app.visitor("tally-2", &KEEPS).await];
    let path = format!("/w/results/{}/ending", made.id);
    for keeper in &mut keepers {
        let page = keeper.get(&path).await;
        keeper.submit(&page, "ending", &[("sure", "yes")]).await;
    }
    assert!(keepers[0].get(&path).await.says("无法封存"));
    let told = resume(&app.app).await.unwrap_err().to_string();
    assert!(told.contains("keys of round") && told.contains("void-lost-rounds"), "{told}");
}

const KEEPS: [(Role, Option<storage::OrganisationId>); 1] = [(Role::TallyKeeper, None)];

/// Takes the round's keys of a kind away; what the files held.
fn take_away(app: &TestApp, kind: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = std::fs::read_dir(app.folder.join("keys")).unwrap().map(|entry| entry.unwrap().path());
    let of_kind = paths.filter(|path| path.extension().is_some_and(|ending| ending == kind));
    let taken = of_kind.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect::<Vec<_>>();
    taken.iter().for_each(|(path, _)| std::fs::remove_file(path).unwrap());
    taken
}
