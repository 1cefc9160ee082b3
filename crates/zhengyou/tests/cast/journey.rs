//! The whole way of a token, with every answer lost once.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use credentials::{BallotKey, Receipt, SigningKeys};
use server::features::appraisals::ballot_round;
use test_support::life::seal;
use test_support::run;
use test_support::slips::vote;
use test_support::tokens::take;
use tokens::Token;

use crate::{Answer, World, cast};

#[test]
fn a_token_is_taken_handed_in_and_its_receipt_found_without_any_script_though_every_answer_is_lost_once() {
    run(async |app| {
        let mut world = World::issuing(app).await;
        let mut first = world.made.member(app, 0).await;
        let token = taken_though_the_answer_is_lost(&mut world, &mut first).await;
        drop(world.made.member(app, 1).await);
        let asked = world.take("member-1", "second", &["--language", "en", "--round", "手机"], &["yes"]);
        assert_eq!(asked.code, 0, "{asked:?}");
        assert!(asked.said.contains("Are fingerprint, round and sheet the same"), "{}", asked.said);
        assert!(asked.out.contains("A lost file cannot be replaced"), "{}", asked.out);
        let mut others = Vec::new();
        for number in 2..6 {
            let mut member = world.made.member(app, number).await;
            others.push(take(&mut member, &world.made.tokens("/own"), u64::try_from(number).unwrap()).await);
        }

        let early = world.hand_in("first", "receipt", &[]);
        assert_eq!(early.code, 1, "{early:?}");
        assert!(early.out.contains("还没有开始"), "{}", early.out);
        world.open().await;
        let receipt = handed_in_though_the_answer_is_lost(&world, &token).await;
        let early = check(&world, "receipt", &[]);
        assert_eq!(early.code, 2, "{early:?}");
        assert!(early.said.contains("还没有封存"), "{}", early.said);
        for other in &others {
            vote(&mut app.anonymous(), &other.to_text(), 0).await;
        }
        seal(app, &world.made.round, "keeper").await;
        world.wire.sent();
        let found = check(&world, "receipt", &[]);
        assert_eq!(found.code, 0, "{found:?}");
        assert!(found.out.contains("您的票已计入") && found.out.contains("共 6 张"), "{}", found.out);
        // Nothing of the receipt is sent: neither its text nor its key.
        let sent = world.wire.sent();
        assert!(sent.contains("/list.txt"), "{sent}");
        let parsed = Receipt::parse(&receipt).unwrap();
        let key = data_encoding::HEXLOWER.encode(parsed.ballot_key().as_bytes());
        for part in [&receipt[4..12], &parsed.number()[..5], &key[..8]] {
            assert!(!sent.contains(part), "{part} in {sent}");
        }
        what_does_not_fit_is_told(&world, &found.out).await;
        let late = world.hand_in("second", "late", &["不"]);
        assert_eq!(late.code, 1, "{late:?}");
        assert!(late.out.contains("交的票已经计入"), "{}", late.out);
        world.served.stop().await;
    });
}

/// Looks for the receipt of a file.
fn check(world: &World<'_>, receipt: &str, more: &[&str]) -> Answer {
    let list = format!("{}{}", world.from(), world.list());
    cast(&[&["check", "--from", &list, "--receipt", &world.file(receipt)], more].concat(), &[])
}

/// Another receipt, no receipt, another root, another key: each is told.
async fn what_does_not_fit_is_told(world: &World<'_>, found: &str) {
    let root = found.lines().find_map(|line| line.strip_prefix("归档根：")).unwrap();
    assert_eq!(check(world, "receipt", &["--root", &root.to_uppercase()]).code, 0);
    let page = world.app.anonymous().get(&world.list()).await;
    let key = page.texts("#public-key").remove(0);
    let foreign = SigningKeys::from_random(&[7; 32]).receipt(BallotKey::from_bytes([9; 32]));
    fs::write(world.file("foreign"), foreign.to_text()).unwrap();
    fs::write(world.file("no-receipt"), "ZY1-0000\n").unwrap();
    for (file, more, code, told) in [
        ("receipt", ["--root", &key], 1, "与公告印的不一样"),
        ("receipt", ["--root", "abc"], 2, "64 位十六进制"),
        ("foreign", ["--root", root], 1, "没有这张回执的票"),
        ("no-receipt", ["--root", root], 2, "没有完整的回执"),
        ("nowhere", ["--root", root], 2, "没有完整的回执"),
    ] {
        let answer = check(world, file, &more);
        assert_eq!(answer.code, code, "{told}: {answer:?}");
        assert!(answer.out.contains(told) || answer.said.contains(told), "{told}: {answer:?}");
    }
    let backwards = |text: &str| text.chars().rev().collect::<String>();
    for (shown, told) in [(root, "名单与归档根不符"), (&key, "不是用这一轮次的密钥签署的")] {
        world.wire.alter(Some((shown, &backwards(shown))));
        let answer = check(world, "receipt", &[]);
        assert_eq!(answer.code, 1, "{answer:?}");
        assert!(answer.out.contains(told), "{told}: {answer:?}");
        world.wire.alter(None);
    }
}

/// Takes the first member's token; its text.
async fn taken_though_the_answer_is_lost(world: &mut World<'_>, member: &mut test_support::Client) -> String {
    let mut printed = world.printed(member).await;
    printed[1] = printed[1].to_uppercase();
    let printed = printed.each_ref().map(String::as_str);
    world.wire.lose(&world.posting_own());
    let lost = world.take("member-0", "first", &printed, &[]);
    assert_eq!(lost.code, 2, "{lost:?}");
    assert!(lost.said.contains("用同一个文件再运行一次"), "{}", lost.said);
    let begun = world.read("first");
    assert!(Token::parse(&begun).is_err(), "it is not finished");
    let mode = fs::metadata(world.file("first")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    let refused = world.hand_in("first", "receipt", &[]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.out.contains("还没有领完"), "{}", refused.out);

    // Gone on with twice, from two copies: one token.
    fs::write(world.file("copy"), &begun).unwrap();
    let taken = ["first", "copy"].map(|file| {
        let taken = world.take("member-0", file, &[], &[]);
        assert_eq!(taken.code, 0, "{taken:?}");
        assert!(!taken.said.contains("指纹"), "who goes on is not asked again: {}", taken.said);
        world.read(file)
    });
    assert_eq!(taken[0], taken[1]);
    assert!(Token::parse(&taken[0]).is_ok());
    let mode = fs::metadata(world.file("first")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    assert!(!world.has("first.zhengyou-new"), "nothing is left beside it");
    // No session is left, and no address held a secret.
    let sent = world.wire.sent();
    assert!(sent.contains("POST /w/session?_method=delete"), "{sent}");
    let mut addresses = sent.lines().filter(|line| line.ends_with(" HTTP/1.1"));
    assert!(addresses.all(|line| line.len() < 80 && line.contains(" /w")), "{sent}");
    taken[0].trim().to_owned()
}

/// Hands the first token in; its receipt.
async fn handed_in_though_the_answer_is_lost(world: &World<'_>, token: &str) -> String {
    let opinion = "望多到村里来";
    let items = world.items(token).await;
    // The first item is left open at first, and a grade that there is none is asked for again.
    let mut hasty = vec![""; items];
    hasty[1] = "9\n1";
    let grades = vec!["2"; items];
    let answers = [&hasty[..], &[opinion, "1"], &grades, &[opinion, "是"]].concat();
    world.wire.sent();
    world.wire.lose("POST /b/receipt");
    let lost = world.hand_in("first", "receipt", &answers);
    assert_eq!(lost.code, 2, "{lost:?}");
    assert!(lost.said.contains("没有填，不能交票") && lost.said.contains("没有这一项"), "{}", lost.said);
    assert!(lost.said.contains("得到的是同一张回执") && !world.has("receipt"), "{}", lost.said);
    let kept = world.read("first.hand-in");
    assert!(kept.contains("东河村党支部") && !kept.contains(opinion), "the empty sheet, and no answer");
    let mode = fs::metadata(world.file("first.hand-in")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");

    // Other answers are another ballot, and the token is used.
    let other = vec!["1"; items];
    let differs = world.hand_in("first", "receipt", &[&["是"], &other[..], &["", "是"]].concat());
    assert_eq!(differs.code, 1, "{differs:?}");
    assert!(differs.out.contains("已经用过") && differs.out.contains("和上次一样填写"), "{}", differs.out);
    // While casting is paused nothing is taken, and what a retry needs stays.
    let round = ballot_round(world.made.round.rsplit('/').next().unwrap().parse().unwrap());
    world.app.app.ballots.pause_casting(round).await.unwrap();
    let paused = world.hand_in("first", "receipt", &[&["是"], &grades[..], &[opinion, "是"]].concat());
    assert_eq!(paused.code, 1, "{paused:?}");
    assert!(paused.out.contains("暂停") && world.has("first.hand-in"), "{}", paused.out);
    world.app.app.ballots.begin_casting(round).await.unwrap();
    // The same, sent again on the spot after one more loss.
    world.wire.lose("POST /b/receipt");
    let again = world.hand_in("first", "receipt", &[&["是"], &grades[..], &[opinion, "是", "是"]].concat());
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.out.contains("您的票已经入箱") && again.out.contains("/receipts/"), "{}", again.out);
    assert!(!world.has("first.hand-in"), "what a retry needs is gone");
    let sent = world.wire.sent();
    assert!(!sent.contains("zhengyou_session"), "nobody in particular: {sent}");
    assert!(!sent.to_lowercase().contains("user-agent"), "{sent}");

    let used = world.hand_in("first", "another", &[]);
    assert_eq!(used.code, 1, "{used:?}");
    assert!(used.out.contains("已经用过"), "{}", used.out);
    let exists = world.hand_in("second", "receipt", &[]);
    assert_eq!(exists.code, 1, "{exists:?}");
    assert!(exists.out.contains("已经存在"), "{}", exists.out);
    // Another one is lost, and not asked for again before the sealing.
    world.wire.lose("POST /b/receipt");
    assert_eq!(world.hand_in("second", "late", &[&grades[..], &["", "是"]].concat()).code, 2);
    let receipt = world.read("receipt").trim().to_owned();
    assert!(!again.out.contains(&receipt), "it stands in its file");
    receipt
}
