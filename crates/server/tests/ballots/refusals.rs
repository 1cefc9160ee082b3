//! Everything that can go wrong at the door, each with its way out.

use server::features::appraisals::ballot_round;

use crate::casting::{SMALL, cast, enter, graded, press, receipt, with};
use crate::round;
use crate::run;

#[test]
fn each_kind_of_mistyped_code_is_told_apart_and_kept_for_correction() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let text = made.codes[0].to_text();
        let mut judge = app.anonymous();
        let short = enter(&mut judge, text.get(..10).unwrap()).await;
        assert_eq!(short.status, 422);
        assert!(short.says("您输入了8个"), "{}", short.text());
        assert!(short.html().contains(text.get(..10).unwrap()));
        let strange = enter(&mut judge, &text.replacen('-', "中", 1)).await;
        assert!(strange.says("“中”不会出现在凭证码里"), "{}", strange.text());
        let other = if text.starts_with('7') { "8" } else { "7" };
        let mistyped = format!("{other}{}", text.get(1..).unwrap());
        let mistyped = enter(&mut judge, &mistyped).await;
        assert!(mistyped.says("凭证码有误"), "{}", mistyped.text());
        assert!(enter(&mut judge, "").await.says("您输入了0个"));
        // Small letters, no hyphens, full-width digits and spaces are all the same code.
        let easy = text.replace('-', " ").to_lowercase();
        assert_eq!(enter(&mut judge, &easy).await.path, "/b/sheet");
    });
}

#[test]
fn unknown_cancelled_and_early_codes_are_sent_the_right_way() {
    run(async |app| {
        let made = round::announced(app, SMALL).await;
        round::issue(app, &made).await;
        let mut judge = app.anonymous();
        let anonymous = ballot_round(made.id);
        let ballots = &app.app.ballots;
        let stranger = ballots.draw_codes(1).unwrap()[0].to_text();
        assert!(enter(&mut judge, &stranger).await.says("没有找到这张凭证"));
        let mine = made.codes[0].to_text();
        assert!(enter(&mut judge, &mine).await.says("评议还没有开始"));
        ballots.cancel_code(anonymous, &made.codes[1]).await.unwrap();
        let cancelled = made.codes[1].to_text();
        assert!(enter(&mut judge, &cancelled).await.says("已经作废"));
        ballots.begin_casting(anonymous).await.unwrap();
        assert_eq!(enter(&mut judge, &mine).await.path, "/b/sheet");
    });
}

#[test]
fn a_pause_keeps_the_answers_and_sealing_says_what_was_counted() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let anonymous = ballot_round(made.id);
        let ballots = &app.app.ballots;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        ballots.pause_casting(anonymous).await.unwrap();
        let fields = with(&graded(SMALL, "1"), &[("go", "check")]);
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        assert!(checked.says("评议暂停"), "{}", checked.text());
        let refused = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert!(refused.says("评议暂停"));
        assert!(enter(&mut app.anonymous(), &made.codes[1].to_text()).await.says("评议暂停"));
        ballots.begin_casting(anonymous).await.unwrap();
        let done = press(&mut judge, &refused, "/b/receipt", &[]).await;
        assert!(!receipt(&done).is_empty());
        let mut late = app.anonymous();
        let sheet = enter(&mut late, &made.codes[1].to_text()).await;
        ballots.seal(anonymous).await.unwrap();
        let ended = press(&mut late, &sheet, "/b/receipt", &graded(SMALL, "1")).await;
        assert_eq!(ended.status, 422);
        // The secret is gone and with it what the cookie held; the code itself still tells.
        assert!(ended.says("请重新输入凭证码"), "{}", ended.text());
        let counted = enter(&mut late, &made.codes[0].to_text()).await;
        assert!(counted.says("已经计入"));
        let unused = enter(&mut late, &made.codes[1].to_text()).await;
        assert!(unused.says("没有使用"));
    });
}

#[test]
fn fields_that_no_sheet_of_ours_sends_store_nothing() {
    run(async |app| {
        let made = round::casting(app, SMALL).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &made.codes[0].to_text()).await;
        for strange in
            [("g0-0", "9"), ("g0-0", "u"), ("g7-0", "0"), ("g0", "0"), ("g0-0", "-1"), ("o9", "x"), ("same", "0.9")]
        {
            let fields = with(&graded(SMALL, "0"), &[strange]);
            let refused = press(&mut judge, &sheet, "/b/receipt", &fields).await;
            assert_eq!(refused.status, 422, "{strange:?}");
            assert!(refused.says("不是本表的选项"), "{strange:?}");
        }
        let long = "长".repeat(2001);
        let fields = with(&graded(SMALL, "0"), &[("o1", &long)]);
        let refused = press(&mut judge, &sheet, "/b/receipt", &fields).await;
        assert!(refused.says("对“领导2”的意见太长"), "{}", refused.text());
        let fields = with(&graded(SMALL, "0"), &[("sheet", "7")]);
        let refused = press(&mut judge, &sheet, "/b/receipt", &fields).await;
        assert!(refused.says("与您的凭证不符"), "{}", refused.text());
        let fields: Vec<_> = graded(SMALL, "0");
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let nobody = app.anonymous().post_raw("/b/receipt", &pairs).await;
        assert!(nobody.says("没有您的凭证"), "{}", nobody.text());
        assert_eq!(app.anonymous().get("/b/sheet").await.path, "/b");
        let unused = cast(&mut judge, &made.codes[0], SMALL, "0").await;
        assert!(!receipt(&unused).is_empty(), "the slip is still good");
    });
}
