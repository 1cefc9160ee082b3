//! What is refused, by the server or by the program itself, and how it is told.

use std::fs;
use std::net::TcpListener;
use std::thread;

use credentials::{RoundId, SheetId};
use data_encoding::BASE64;
use rand::SeedableRng;
use rand::rngs::StdRng;
use storage::Reads;
use test_support::tokens::{OVER, data, take};
use test_support::{PASSWORD, run};
use tokens::{Token, TokenKeys, TokenPublicKey, TokenRequest};

use crate::{Answer, World, cast};

fn foreign() -> TokenKeys {
    TokenKeys::from_pkcs8(include_bytes!("../../../tokens/tests/all/data/key-one.der")).unwrap()
}

#[track_caller]
fn refused(answer: &Answer, told: &str) {
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.out.contains(told), "{told}: {answer:?}");
}

#[test]
fn what_a_member_or_the_server_gets_wrong_while_taking_is_refused_and_nothing_is_stored() {
    run(async |app| {
        let world = World::issuing(app).await;
        let own = world.made.tokens("/own");
        let mut member = world.made.member(app, 0).await;
        let printed = world.printed(&mut member).await;
        let printed = printed.each_ref().map(String::as_str);
        let (from, file) = (world.from(), world.file("token"));
        let words = ["take", "--from", &from, "--token", &file, "--login", "member-0"];

        refused(&cast(&words, &["不对的密码"]), "密码");
        refused(&cast(&words, &[PASSWORD, "不一样"]), "没有对上");
        // A fingerprint alone says nothing of round and sheet: they are asked about.
        refused(&world.take("member-0", "token", &printed[..2], &["不一样"]), "没有对上");
        refused(&world.take("member-0", "token", &["--sheet", "9"], &["是"]), "没有对上");
        refused(&cast(&words, &[PASSWORD]), "输入到此为止");
        let other = foreign().public_key().fingerprint().to_string();
        refused(&world.take("member-0", "token", &["--fingerprint", &other], &["是"]), "没有对上");
        refused(&world.take("member-0", "token", &["--round", "别的评议"], &[]), "手机上评");
        refused(&world.take("office", "token", &printed, &[]), "目前没有可以领盲签凭证的评议");
        assert!(!world.has("token"), "nothing was begun");
        assert!(member.get(&own).await.says("可以领取"), "nothing was signed");

        fs::write(&file, "家里的账\n").unwrap();
        refused(&world.take("member-0", "token", &printed, &[]), "没有改动它");
        assert_eq!(world.read("token"), "家里的账\n");

        // Taken with another device, and with another file.
        drop(take(&mut member, &own, 1).await);
        refused(&world.take("member-0", "elsewhere", &printed, &[]), "别的设备或浏览器");
        assert!(!world.has("elsewhere"));
        drop(world.made.member(app, 1).await);
        assert_eq!(world.take("member-1", "mine", &printed, &[]).code, 0);
        refused(&world.take("member-1", "mine", &printed, &[]), "已经有一张领好的凭证");
        let mut third = world.made.member(app, 2).await;
        world.wire.lose(&world.posting_own());
        assert_eq!(world.take("member-2", "third", &printed, &[]).code, 2);
        refused(&world.take("member-3", "third", &printed, &[]), "密码");
        let begun = world.read("third");
        drop(world.made.member(app, 3).await);
        drop(take(&mut world.made.member(app, 4).await, &own, 4).await);
        refused(&world.take("member-4", "third", &printed, &[]), "别的设备或浏览器");
        // Another key than the one it was begun with: whoever gave it would know who hands in.
        let lines: Vec<&str> = begun.lines().collect();
        let other = begun.replace(lines[3], &BASE64.encode(foreign().public_key().to_spki()));
        fs::write(world.file("other-key"), &other).unwrap();
        refused(&world.take("member-2", "other-key", &[], &[]), "与评议开始时公布的不一致");
        assert_eq!(world.read("other-key"), other, "it is kept");
        // A file that was cut, one of another server, and a request that is not the one that was signed.
        fs::write(world.file("cut"), &begun[..begun.len() - 40]).unwrap();
        refused(&world.take("member-2", "cut", &[], &[]), "没有改动它");
        world.wire.sent();
        fs::write(world.file("moved"), begun.replace(&world.from(), "https://other.example")).unwrap();
        refused(&world.take("member-2", "moved", &[], &[]), "在另一个网址");
        assert_eq!(world.wire.sent(), "", "nobody is told a password");
        let page = third.get(&own).await;
        let key = TokenPublicKey::from_spki(&BASE64.decode(data(&page, "key").as_bytes()).unwrap()).unwrap();
        let sheet = SheetId(data(&page, "sheet").parse().unwrap());
        let round = RoundId::parse(&data(&page, "round")).unwrap();
        let drawn = TokenRequest::begin(&key, round, sheet, &mut StdRng::seed_from_u64(5)).unwrap();
        fs::write(world.file("drawn"), begun.replace(lines[4], &BASE64.encode(&drawn.to_bytes()))).unwrap();
        refused(&world.take("member-2", "drawn", &[], &[]), "别的设备或浏览器");

        app.app.clock.advance_seconds(OVER);
        refused(&world.take("member-3", "late", &printed, &[]), "领取已经在 2026-07-01 09:20 结束");
        assert!(!world.has("late"));
        // What was signed is still given until casting opens.
        assert_eq!(world.take("member-2", "third", &[], &[]).code, 0);
        world.served.stop().await;
    });
}

#[test]
fn a_server_that_shows_one_member_another_key_or_round_or_signs_something_else_gets_nothing_of_use() {
    run(async |app| {
        let world = World::issuing(app).await;
        let own = world.made.tokens("/own");
        let mut member = world.made.member(app, 0).await;
        let page = member.get(&own).await;
        let (key, round) = (data(&page, "key"), data(&page, "round"));
        let fingerprint = data(&page, "fingerprint");
        let other_key = BASE64.encode(foreign().public_key().to_spki());
        let other_fingerprint = foreign().public_key().fingerprint().to_string();
        let other_round = format!("data-round=\"{}\"", round.chars().rev().collect::<String>());
        let take = |answers: &[&str]| world.take("member-0", "token", &[], answers);
        for (shown, altered, answer) in [
            // The fingerprint that was frozen is not the key's,
            (key.as_str(), other_key.as_str(), "是"),
            (&fingerprint, &other_fingerprint, "是"),
            // or the round is not the one whose page it is.
            (&format!("data-round=\"{round}\""), &other_round, "是"),
        ] {
            world.wire.alter(Some((shown, altered)));
            refused(&take(&[answer]), "与评议开始时公布的不一致");
        }
        // A sheet of his own would name him as well: it is shown, and it is not the printed one.
        let printed = world.printed(&mut member).await;
        let sheet = format!("data-sheet=\"{}\"", printed[3]);
        world.wire.alter(Some((&sheet, "data-sheet=\"9\"")));
        let asked = take(&["不一样"]);
        refused(&asked, "没有对上");
        assert!(asked.said.contains("第 9 号表"), "{}", asked.said);
        refused(&world.take("member-0", "token", &printed.each_ref().map(String::as_str), &[]), "没有对上");
        world.wire.alter(None);
        assert!(!world.has("token"), "nothing was begun");

        // The answer is none: what was begun stays good.
        world.wire.lose(&world.posting_own());
        assert_eq!(take(&["是"]).code, 2);
        let answer = data(&member.get(&own).await, "answer");
        world.wire.alter(Some((&answer, &answer.chars().rev().collect::<String>())));
        refused(&take(&[]), "不是对所送内容的签名");
        world.wire.alter(Some((&answer, &" ".repeat(answer.len()))));
        refused(&take(&[]), "不是对所送内容的签名");
        world.wire.alter(None);
        assert_eq!(take(&[]).code, 0);
        assert!(Token::parse(&world.read("token")).is_ok());
        world.served.stop().await;
    });
}

#[test]
fn somebody_whose_password_is_a_one_time_one_is_sent_to_choose_an_own_one() {
    run(async |app| {
        let world = World::issuing(app).await;
        drop(world.made.member(app, 0).await);
        let transaction = app.app.database.write(storage::Scope::Whole).await.unwrap();
        let sql = "UPDATE account SET password_kind = 'one_time' WHERE sign_in_name = 'member-0'";
        sea_orm::ConnectionTrait::execute_unprepared(transaction.connection(), sql).await.unwrap();
        transaction.commit().await.unwrap();
        refused(&world.take("member-0", "token", &[], &[]), "一次性密码");
        assert!(!world.has("token"));
        world.served.stop().await;
    });
}

#[test]
fn a_token_that_is_cut_altered_or_of_another_key_is_refused_at_the_door() {
    run(async |app| {
        let mut world = World::issuing(app).await;
        let mut tokens = Vec::new();
        for number in 0..5 {
            let mut member = world.made.member(app, number).await;
            tokens.push(take(&mut member, &world.made.tokens("/own"), u64::try_from(number).unwrap()).await);
        }
        world.open().await;
        let text = tokens[0].to_text();
        let mut altered = text.clone();
        altered.replace_range(400..401, if &text[400..401] == "A" { "B" } else { "A" });
        world.wire.sent();
        for (bad, told) in [
            (text[..700].to_owned(), "不完整"),
            (format!("{text}{}", &text[5..]), "后面多了内容"),
            (altered, "有误"),
            (format!("ZYT2-{}", &text[5..]), "版本较新"),
            ("家里的账".to_owned(), "ZYT1-"),
        ] {
            fs::write(world.file("token"), bad).unwrap();
            refused(&world.hand_in("token", "receipt", &[]), told);
        }
        assert_eq!(world.wire.sent(), "", "what is no token is not sent");
        for (sheet, told) in
            [(tokens[0].sheet(), "不是用本次评议的密钥签的"), (SheetId(9), "没有这张盲签凭证所属的评议")]
        {
            fs::write(world.file("token"), forged(&tokens[0], sheet)).unwrap();
            refused(&world.hand_in("token", "receipt", &[]), told);
        }
        assert!(!world.has("receipt") && !world.has("token.hand-in"));

        // Left before the end, the token is as good as before; the input that ends hands nothing in.
        fs::write(world.file("token"), &text).unwrap();
        let items = world.items(&text).await;
        let grades = vec!["1"; items];
        refused(&world.hand_in("token", "receipt", &[&grades[..], &["", "q"]].concat()), "这次没有交票");
        refused(&world.hand_in("token", "receipt", &grades), "输入到此为止");
        assert!(!world.has("token.hand-in"), "nothing was begun");
        // What the server refuses can be changed on the spot.
        let long = "好".repeat(2_001);
        let changed = [&grades[..], &[&long, "是", "1"], &grades, &["短", "q"]].concat();
        let told = world.hand_in("token", "receipt", &changed);
        refused(&told, "意见太长");
        assert!(told.said.contains("“短”"), "{}", told.said);
        assert!(!world.has("token.hand-in"), "what was refused leaves nothing");
        let (from, file) = (world.from(), world.file("token"));
        let words = ["hand-in", "--from", &from, "--token", &file, "--language", "en"];
        let handed = cast(&words, &[&grades[..], &["", "yes"]].concat());
        assert_eq!(handed.code, 0, "{handed:?}");
        assert!(handed.out.starts_with("ZY1-"), "without a file for it the receipt is printed: {}", handed.out);
        assert_eq!(cast(&["hand-in", "--from", &from, "--token", &world.file("nowhere")], &[]).code, 2);

        // A receipt that cannot be kept is shown, and the same answers give it again.
        fs::write(world.file("second"), tokens[1].to_text()).unwrap();
        let answers = [&grades[..], &["", "是"]].concat();
        let unkept = world.hand_in("second", "no-folder/receipt", &answers);
        assert_eq!(unkept.code, 2, "{unkept:?}");
        assert!(unkept.said.contains("回执没有存好") && world.has("second.hand-in"), "{}", unkept.said);
        // What another hand-in left is neither used nor removed.
        fs::write(world.file("third"), tokens[2].to_text()).unwrap();
        fs::copy(world.file("second.hand-in"), world.file("third.hand-in")).unwrap();
        refused(&world.hand_in("third", "third-receipt", &answers), "不是这张凭证交票时留下的");
        assert!(world.has("third.hand-in"));
        let kept = world.read("second.hand-in");
        fs::write(world.file("third.hand-in"), &kept[..kept.len() - 1]).unwrap();
        fs::rename(world.file("second"), world.file("third")).unwrap();
        refused(&world.hand_in("third", "third-receipt", &answers), "不是这张凭证交票时留下的");
        fs::rename(world.file("third"), world.file("second")).unwrap();
        assert_eq!(world.hand_in("second", "receipt", &[&["是"], &answers[..]].concat()).code, 0);
        assert!(unkept.said.contains(world.read("receipt").trim()), "{}", unkept.said);
        world.served.stop().await;
    });
}

/// A token of the same round that another key signed.
fn forged(token: &Token, sheet: SheetId) -> String {
    let (keys, mut random) = (foreign(), StdRng::seed_from_u64(4));
    let request = TokenRequest::begin(keys.public_key(), token.round(), sheet, &mut random).unwrap();
    let answer = keys.sign(&mut random, request.blinded_message()).unwrap();
    request.finalise(keys.public_key(), &answer).unwrap().to_text()
}

#[test]
fn where_nobody_answers_or_somebody_else_does_it_cannot_be_done() {
    // Whoever comes is turned away without a word.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let from = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(drop));
    let folder = tempfile_folder("cast-nobody");
    let file = format!("{folder}/token");
    let take = |from: &str| cast(&["take", "--from", from, "--token", &file, "--login", "member-0"], &[PASSWORD]);
    let nobody = take(&from);
    assert_eq!(nobody.code, 2, "{nobody:?}");
    assert!(nobody.said.contains("没有收到"), "{}", nobody.said);
    // A password is sent nowhere in the clear.
    for from in ["http://office.example", "office.example", "https://a@office.example", "https://office.example/w"] {
        let refused = take(from);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.said.contains("--from"), "{}", refused.said);
    }
    assert!(!std::path::Path::new(&file).exists());
    fs::remove_dir_all(folder).unwrap();
}

fn tempfile_folder(name: &str) -> String {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder.to_str().unwrap().to_owned()
}
