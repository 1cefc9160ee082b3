//! When something of ours fails, and when a judge comes too late.

use server::features::appraisals::ballot_round;
use test_support::{Client, Shown};

use crate::casting::{SMALL, cast, enter, graded, press, receipt, with};
use crate::round;
use crate::run;

const URLENCODED: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const HERE: (&str, &str) = ("origin", "http://zhengyou.test");

/// It looks like the other pages of judges, says what to do and leads to the door.
fn assert_for_judges(shown: &Shown, status: u16, words: &str) {
    assert_eq!(shown.status, status, "{}", shown.text());
    let html = shown.html();
    assert!(html.contains("judge.css") && !html.contains("office.css"), "{html}");
    assert!(html.contains("lang=\"zh-Hans\""));
    assert!(shown.says(words), "{}", shown.text());
}

#[test]
fn errors_of_judges_are_told_in_their_own_pages_with_the_way_out() {
    run(async |app| {
        let mut judge = app.anonymous();
        let post = async |judge: &mut Client, origin, body: Vec<u8>| {
            judge.ask("POST", "/b/sheet", &[("origin", origin), URLENCODED], body).await
        };
        let nowhere = judge.get("/b/nowhere").await;
        assert_for_judges(&nowhere, 404, "请扫描凭证上的二维码");
        assert_eq!(nowhere.link("输入测评凭证"), "/b");
        let foreign = post(&mut judge, "http://evil.example", b"sheet=1".to_vec()).await;
        assert_for_judges(&foreign, 403, "重新输入凭证码");
        let large = post(&mut judge, HERE.1, vec![b'x'; 2 * 1024 * 1024]).await;
        assert_for_judges(&large, 413, "缩短意见");
        let method = judge.ask("DELETE", "/b/receipt", &[HERE], vec![]).await;
        assert_for_judges(&method, 404, "请扫描凭证上的二维码");
        assert_for_judges(&judge.get("/hall/nowhere").await, 404, "现在没有投票进度可看");
        for path in ["/receipts", "/receipts/nowhere", "/receipts/nowhere/0/list.txt", "/verifiers/nothing.py"] {
            let nothing = judge.get(path).await;
            assert_for_judges(&nothing, 404, "这里没有回执号名单，也没有核验程序");
            assert!(!nothing.says("输入测评凭证"), "{path} is outside the judge's cookie: {}", nothing.text());
        }
        // The language and the letters are the judge's.
        let english = app.anonymous().speaking("en").get("/b/nowhere").await;
        assert!(english.says("enter your code"), "{}", english.text());
        assert!(app.anonymous().get("/nowhere").await.html().contains("office.css"), "others keep theirs");
        let made = round::casting(app, SMALL).await;
        round::overwrite_frozen(app, &made, "损坏").await;
        let broken = judge.post_raw("/b", &[("code", &made.codes[0].to_text())]).await;
        assert_for_judges(&broken, 500, "同一张票不会计两次");
    });
}

#[test]
fn after_the_declared_end_the_door_takes_nothing_though_the_watch_has_not_sealed_yet() {
    run(async |app| {
        let mut made = round::announced(app, SMALL).await;
        made.casting_until = Some(app.app.clock.now().plus_seconds(3_600));
        round::issue(app, &made).await;
        app.app.ballots.begin_casting(ballot_round(made.id)).await.unwrap();
        let code = |number: usize| made.codes[number].to_text();
        let fields = with(&graded(SMALL, "1"), &[("go", "check")]);
        let (mut early, mut late) = (app.anonymous(), app.anonymous());
        let sheet = enter(&mut early, &code(0)).await;
        assert!(sheet.says("之前交票"), "{}", sheet.text());
        let early_checked = press(&mut early, &sheet, "/b/sheet", &fields).await;
        let sheet = enter(&mut late, &code(1)).await;
        let checked = press(&mut late, &sheet, "/b/sheet", &fields).await;
        app.app.clock.advance_seconds(3_599);
        let taken = receipt(&press(&mut early, &early_checked, "/b/receipt", &[]).await);

        app.app.clock.advance_seconds(1);
        let refused = press(&mut late, &checked, "/b/receipt", &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("交票时间已过，这一次没有收下票"), "{}", refused.text());
        assert!(press(&mut late, &checked, "/b/sheet", &fields).await.says("没有使用"));
        assert!(enter(&mut app.anonymous(), &code(2)).await.says("评议已经结束"));
        // Who was in time and saw no receipt still gets it.
        assert_eq!(receipt(&press(&mut early, &early_checked, "/b/receipt", &[]).await), taken);
        let counts = app.app.ballots.seal(ballot_round(made.id)).await.unwrap();
        assert_eq!(counts.ballots[0].1, 1);
    });
}

#[test]
fn a_round_whose_box_is_broken_keeps_no_judge_from_another_and_is_not_called_unknown() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let stranger = app.app.ballots.draw_codes(1).unwrap()[0].to_text();
        let mut judge = app.anonymous();
        let ballots = app.folder.join("ballots");
        if !ballots.is_dir() {
            // On PostgreSQL the stores are no files; the ballot box's own test breaks one there.
            return;
        }
        std::fs::write(ballots.join("01010101010101010101010101010101.sqlite"), "no database").unwrap();
        assert!(!receipt(&cast(&mut judge, &made.codes[0], SMALL, "0").await).is_empty());
        let unsure = enter(&mut judge, &stranger).await;
        assert_eq!(unsure.status, 422);
        assert!(unsure.says("有一次评议的票箱暂时打不开"), "{}", unsure.text());
    });
}
