//! Blind tokens through pages: declared, taken by members who signed in, handed in by nobody in particular.

use ::tokens::{Token, TokenKeys, TokenRequest};
use credentials::{Code, RoundId, SheetId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use server::roles::Role;
use test_support::life::{add_panel, enter_members, seal};
use test_support::papers::{says, text_of};
use test_support::slips::{codes_on, enter, print_forms, vote};
use test_support::tokens::{Device, ENDS_AT, Made, OVER, begin_issuing, data, declare, draw, take};
use test_support::{Client, Shown, TestApp, found, run, run_at};

#[test]
fn members_take_tokens_on_their_phones_and_hand_in_later_as_nobody_in_particular() {
    run(async |app| {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        for (ends_at, told) in [("", "时间请写成"), ("2026-06-30T12:00", "时间"), ("2026-07-20T18:00", "早于投票截止")]
        {
            let refused = declare(&mut office, &made, ends_at).await;
            assert_eq!(refused.status, 422, "{ends_at}");
            assert!(refused.says(told), "{ends_at}: {}", refused.text());
        }
        let declared = declare(&mut office, &made, ENDS_AT).await;
        assert!(declared.says("盲签凭证的设置已经保存"), "{}", declared.text());
        let own = made.tokens("/own");
        let mut first = made.member(app, 0).await;
        assert_eq!(first.get(&own).await.status, 404, "a draft is the office's own");
        let issued = begin_issuing(&mut office, &made).await;
        assert!(
            print_forms(&issued).is_empty() && issued.says("盲签凭证"),
            "nobody is given a slip: {}",
            issued.text()
        );

        // The page says what cannot be undone before it is done; home leads there.
        assert!(first.get("/w").await.says("领取“手机上评”的盲签凭证"));
        let page = first.get(&own).await;
        assert!(page.says("凭证丢了不能补") && page.says("2026-07-01 09:20"), "{}", page.text());
        let device = Device::begin(&page, 1);
        let answered = device.send(&mut first, &page).await;
        let token = device.finish(&answered);
        // Asked again, after a lost answer, in another window: the same. Another message: refused.
        assert_eq!(device.finish(&first.get(&own).await).to_text(), token.to_text());
        let again = device.send(&mut first, &page).await;
        assert_eq!(device.finish(&again).to_text(), token.to_text());
        let another = Device::begin(&page, 2).send(&mut first, &page).await;
        assert_eq!(another.status, 422);
        assert!(another.says("每人只签一张"), "{}", another.text());
        let mut second = made.member(app, 6).await;
        let page = second.get(&own).await;
        for (blinded, told) in [
            ("不是凭证".to_owned(), "不是遮盖过的凭证"),
            (device.blinded()[..100].to_owned(), "不是遮盖过的凭证"),
            (data_encoding::BASE64.encode(&[0xff; 384]), "不是用本组的公钥遮盖的"),
        ] {
            let refused = second.submit(&page, "/own", &[("blinded", &blinded)]).await;
            assert_eq!(refused.status, 422, "{told}");
            assert!(refused.says(told), "{}", refused.text());
        }

        // The printed notice shows everybody the same key as the page.
        let notice = office.get(&format!("{}/notice.pdf", made.round.replace("/w/rounds/", "/w/round-papers/"))).await;
        let fingerprint = data(&first.get(&own).await, "fingerprint");
        let key = format!("号表）的公钥指纹：{fingerprint}");
        assert!(says(&notice.bytes, &key), "{key} in {}", text_of(&notice.bytes));

        // Whoever has no phone is given a slip; whoever took a token stays with it.
        let overview = office.get(&made.tokens("")).await;
        let roll = office.get(&overview.link("· 党员")).await;
        let moved = office.submit(&roll, &format!("{}?_method=put", made.people[8]), &[("channel", "slip")]).await;
        assert!(moved.says("参评方式已保存"), "{}", moved.text());
        let fixed = office.submit(&moved, &format!("{}?_method=put", made.people[0]), &[("channel", "slip")]).await;
        assert_eq!(fixed.status, 422);
        assert!(fixed.says("已经领取了盲签凭证"), "{}", fixed.text());
        let mut ninth = made.member(app, 8).await;
        assert!(ninth.get(&own).await.says("您用其他方式参加这次评议"));
        let batches = office.get(&format!("{}/batches", made.round)).await;
        let form = print_forms(&batches).remove(0);
        let beyond = office.post_form(form, &[("count", "2")]).await;
        assert_eq!(beyond.status, 422);
        assert!(beyond.says("只能印给改领纸质的人"), "{}", beyond.text());
        let form = print_forms(&batches).remove(0);
        let slip = codes_on(&office.post_form(form, &[("count", "1")]).await.bytes).remove(0);
        let page = office.get(&format!("{}/batches", made.round)).await;
        office.tell(&page, "_method=put", &[], "已确认这一批打印无误").await;

        let mut tokens = vec![token];
        for number in 1..6 {
            let mut member = made.member(app, number).await;
            tokens.push(take(&mut member, &own, u64::try_from(10 + number).unwrap()).await);
        }
        // Casting comes after the time in which tokens are taken.
        let casting = format!("{}/casting", made.round);
        let waits = office.get(&casting).await;
        assert!(
            waits.says("盲签凭证领取到 2026-07-01 09:20") && waits.find_form("/casting").is_none(),
            "{}",
            waits.text()
        );
        let early = enter(&mut app.anonymous(), &tokens[0].to_text()).await;
        assert!(early.says("还没有开始"), "{}", early.text());
        app.app.clock.advance_seconds(OVER);
        let mut late = made.member(app, 7).await;
        assert!(late.get(&own).await.says("领取已经在 2026-07-01 09:20 结束"));
        assert!(!late.get("/w").await.says("领取“手机上评”的盲签凭证"), "it no longer waits");
        let refused = late.post_raw(&own, &[("csrf", ""), ("once", ""), ("blinded", "AA")]).await;
        assert_ne!(refused.status, 200);
        own_rounds_are_listed(app, &made, [(0, &mut first, true), (7, &mut late, false), (8, &mut ninth, true)]).await;
        // An answer that was lost is still given.
        assert_eq!(device.finish(&first.get(&own).await).to_text(), tokens[0].to_text());
        let page = office.get(&casting).await;
        office.tell(&page, "casting", &[], "投票已开放").await;
        assert!(data(&first.get(&own).await, "answer").is_empty(), "nothing is signed while ballots come in");

        bad_tokens_are_told_what_to_do(app, &tokens[0]).await;
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, &tokens[0].to_text()).await;
        assert!(sheet.says("您自己的设备生成、遮盖") && !sheet.says("凭证是随机领取的"), "{}", sheet.text());
        vote(&mut judge, &tokens[0].to_text(), 0).await;
        assert!(judge.cookie("zhengyou_session").is_none(), "no account");
        let again = enter(&mut app.anonymous(), &tokens[0].to_text()).await;
        assert!(again.says("已经用过"), "{}", again.text());
        for token in &tokens[1..5] {
            vote(&mut app.anonymous(), &token.to_text(), 0).await;
        }
        let sheet = enter(&mut app.anonymous(), &slip).await;
        assert!(sheet.says("凭证是随机领取的"), "{}", sheet.text());
        vote(&mut app.anonymous(), &slip, 1).await;

        let results = seal(app, &made.round, "keeper").await;
        let overview = office.get(&results).await;
        assert!(overview.says("6/9"), "{}", overview.text());
        // Given out were six tokens and a slip; six came back. The papers say the same.
        let forms = "党员76606/9=66.7%";
        let row = |page: &Shown| {
            page.texts("tbody tr").into_iter().map(|row| row.replace(' ', "")).find(|row| row.contains(forms))
        };
        assert!(row(&overview).is_some(), "{:?}", overview.texts("tbody tr"));
        assert!(!overview.says("票数不符"), "{}", overview.text());
        let sums = office.get(&format!("{}/reconciliation", made.round)).await;
        // Nine on the roll: eight to take a token, of whom six did; five were used, one not.
        let cells = sums.texts("#channels tbody tr:first-child td");
        assert_eq!(cells, ["盲签凭证", "8", "", "6", "5", "", "1", "", "相符"]);
        assert!(sums.says("票箱内 6 张票，已用凭证 6 个") && !sums.says("票数不符"), "{}", sums.text());
        let counted = enter(&mut app.anonymous(), &tokens[0].to_text()).await;
        assert!(counted.says("交的票已经计入"), "{}", counted.text());
        let unused = enter(&mut app.anonymous(), &tokens[5].to_text()).await;
        assert!(unused.says("没有使用"), "{}", unused.text());
    });
}

/// Whoever stands on the roll has the round in the list; who is exempt by now, where a token was taken or a slip allotted.
async fn own_rounds_are_listed(app: &TestApp, made: &Made, exempted: [(usize, &mut Client, bool); 3]) {
    let mut secretary = app.visitor("secretary", &[(Role::Secretary, Some(made.branch))]).await;
    for (number, member, is_still_listed) in exempted {
        assert!(member.get("/w/tokens").await.says("手机上评"), "{number}");
        let page = secretary.get(&format!("/w/people/{}", made.people[number])).await;
        let fields = [("kind", "illness"), ("from", "2026-07-01"), ("to", "")];
        secretary.tell(&page, "exemptions", &fields, "豁免已登记").await;
        assert_eq!(member.get("/w/tokens").await.says("手机上评"), is_still_listed, "{number}");
    }
    let mut office = app.visitor("another-office", &[(Role::CampaignOffice, None)]).await;
    let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
    let stray = enter_members(app, elsewhere, &["周一"]).await;
    let mut stray = app.visiting_member("stray", stray[0], elsewhere).await;
    assert!(!stray.get("/w/tokens").await.says("手机上评"));
}

async fn bad_tokens_are_told_what_to_do(app: &TestApp, token: &Token) {
    let text = token.to_text();
    let foreign = TokenKeys::from_pkcs8(include_bytes!("../../../tokens/tests/all/data/key-one.der")).unwrap();
    let forged = |round: RoundId, sheet: SheetId| {
        let mut random = StdRng::seed_from_u64(4);
        let request = TokenRequest::begin(foreign.public_key(), round, sheet, &mut random).unwrap();
        let answer = foreign.sign(&mut random, request.blinded_message()).unwrap();
        request.finalise(foreign.public_key(), &answer).unwrap().to_text()
    };
    let mut altered = text.clone();
    altered.replace_range(400..401, if &text[400..401] == "A" { "B" } else { "A" });
    // One code in a million begins as tokens do.
    let code = Code::from_random([0xff, 0xb4, 0x10, 0, 0, 0, 0, 0, 0, 0]).to_text();
    assert!(code.starts_with("ZYT1-"), "{code}");
    let cases = [
        (code, "没有找到这张凭证。请核对凭证码"),
        (text[..700].to_owned(), "不完整"),
        (format!("{text}{}", &text[5..]), "后面多了内容"),
        (altered, "有误"),
        (format!("ZYT2-{}", &text[5..]), "版本较新"),
        (format!("ZYT-{}", "1".repeat(400)), "以 ZYT1- 开头"),
        (forged(token.round(), token.sheet()), "不是用本次评议的密钥签的"),
        (forged(token.round(), SheetId(9)), "没有这张盲签凭证所属的评议"),
        (forged(RoundId::from_bytes([7; 16]), token.sheet()), "没有这张盲签凭证所属的评议"),
    ];
    for (bad, told) in cases {
        let refused = enter(&mut app.anonymous(), &bad).await;
        assert_eq!(refused.status, 422, "{told}");
        assert!(refused.says(told), "{told}: {}", refused.text());
    }
}

#[test]
fn while_too_few_took_a_token_the_time_is_prolonged_or_the_key_retired_and_slips_are_given() {
    run(async |app| {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        declare(&mut office, &made, ENDS_AT).await;
        begin_issuing(&mut office, &made).await;
        let own = made.tokens("/own");
        let mut tokens = Vec::new();
        for number in 0..2 {
            let mut member = made.member(app, number).await;
            tokens.push(take(&mut member, &own, u64::try_from(number).unwrap()).await);
        }
        let page = office.get(&made.tokens("")).await;
        assert!(page.find_form("/keys/").is_none(), "not before the time is over: {}", page.text());
        for (ends_at, told) in [("2026-07-01T09:10", "只能延长"), ("2026-07-20T18:00", "早于投票截止")] {
            let refused = office.submit(&page, "/period?_method=put", &[("ends_at", ends_at)]).await;
            assert_eq!(refused.status, 422, "{ends_at}");
            assert!(refused.says(told), "{}", refused.text());
        }
        app.app.clock.advance_seconds(OVER);
        let waits = office.get(&format!("{}/casting", made.round)).await;
        assert!(waits.says("有 1 组领取盲签凭证的人太少") && waits.find_form("/casting").is_none(), "{}", waits.text());
        let page = office.get(&made.tokens("")).await;
        office.tell(&page, "/period?_method=put", &[("ends_at", "2026-07-01T09:40")], "领取已经延长").await;
        let mut third = made.member(app, 2).await;
        tokens.push(take(&mut third, &own, 9).await);
        app.app.clock.advance_seconds(OVER);

        let page = office.get(&made.tokens("")).await;
        let unsure = office.submit(&page, "/keys/", &[]).await;
        assert!(unsure.says("请先勾选确认"), "{}", unsure.text());
        let page = office.get(&made.tokens("")).await;
        let retired = office.submit(&page, "/keys/", &[("sure", "yes")]).await;
        assert!(retired.says("已经停用"), "{}", retired.text());
        assert!(third.get(&own).await.says("改用纸质凭证"));
        let notice = office.get(&format!("{}/notice.pdf", made.round.replace("/w/rounds/", "/w/round-papers/"))).await;
        assert!(!text_of(&notice.bytes).contains("盲签凭证"), "nobody takes one any more");
        // All nine are given a slip, also those who took a token.
        let batches = office.get(&format!("{}/batches", made.round)).await;
        let form = print_forms(&batches).remove(0);
        let codes = codes_on(&office.post_form(form, &[]).await.bytes);
        assert_eq!(codes.len(), 9);
        let page = office.get(&format!("{}/batches", made.round)).await;
        office.tell(&page, "_method=put", &[], "已确认这一批打印无误").await;
        let page = office.get(&format!("{}/casting", made.round)).await;
        office.tell(&page, "casting", &[], "投票已开放").await;
        let void = enter(&mut app.anonymous(), &tokens[0].to_text()).await;
        assert!(void.says("已经作废"), "{}", void.text());
        for code in &codes {
            vote(&mut app.anonymous(), code, 0).await;
        }
        let results = seal(app, &made.round, "keeper").await;
        // Tokens of a retired key were given out in vain: there are nine forms, not twelve.
        let overview = office.get(&results).await;
        assert!(overview.says("9/9"), "{}", overview.text());
        let rows = overview.texts("tbody tr");
        assert!(rows.iter().any(|row| row.replace(' ', "").contains("党员99909/9")), "{rows:?}");
    });
}

#[test]
fn a_round_with_tokens_does_not_open_over_plain_http_or_for_people_without_accounts() {
    run_at(Some("http://192.168.1.5:8080"), async |app| {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        add_panel(&mut office, &made.round, "masses", "12").await;
        let page = office.get(&made.tokens("")).await;
        assert_eq!(page.choices().len(), 1, "only members can take one: {}", page.text());
        let mut keeper = app.visitor("keeper", &[(Role::TallyKeeper, None)]).await;
        assert!(keeper.get(&made.tokens("")).await.find_form("_method=put").is_none());
        let mut clerk = app.visitor("clerk", &[(Role::Clerk, None)]).await;
        assert_eq!(clerk.get(&made.tokens("")).await.status, 404);
        declare(&mut office, &made, ENDS_AT).await;
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;

        // Two keepers accept plain http for slips; what a browser cannot draw nobody can accept.
        let checks = format!("{}/issuing", made.round);
        let mut other = app.visitor("other-keeper", &[(Role::TallyKeeper, None)]).await;
        for (keeper, told) in [(&mut keeper, "等待另一名计票人确认"), (&mut other, "两名计票人已确认")]
        {
            let page = keeper.get(&checks).await;
            keeper.tell(&page, "plain-http", &[("sure", "yes")], told).await;
        }
        let page = office.get(&checks).await;
        assert!(page.says("盲签凭证只能用 https 网址") && page.find_form("issuing").is_none(), "{}", page.text());
        let own = made.member(app, 0).await.get(&made.tokens("/own")).await;
        assert!(own.says("还没有开始领取") && data(&own, "key").is_empty(), "{}", own.text());
        assert!(own.find_form("/own").is_none(), "nothing to take: {}", own.text());
        app.app.clock.advance_seconds(OVER);
        let page = office.get(&checks).await;
        assert!(page.says("盲签凭证的领取截止没有设置，或者已经过去"), "{}", page.text());
        // Without tokens the round opens.
        let mut form = office.get(&made.tokens("")).await.form("_method=put");
        form.fields.retain(|(name, _)| name != "panel");
        assert!(office.post_form(form, &[]).await.says("盲签凭证的设置已经保存"));
        let page = office.get(&checks).await;
        assert!(!page.says("盲签凭证") && page.find_form("issuing").is_some(), "{}", page.text());
    });
}
