//! What is refused to somebody who has the form of a token open while the round goes on, and who sends twice at once.

use credentials::SheetId;
use data_encoding::BASE64;
use sea_orm::EntityTrait;
use storage::Reads;
use storage::entities::token_request;
use test_support::life::enter_members;
use test_support::tokens::{Device, ENDS_AT, Made, OVER, begin_issuing, data, declare, draw, take};
use test_support::{Client, Shown, TestApp, found, run};

/// A member with the page open on which a token can be taken, and the device that drew one for it.
struct Begun {
    client: Client,
    page: Shown,
    device: Device,
}

impl Begun {
    async fn open(app: &TestApp, made: &Made, number: usize) -> Self {
        let mut client = made.member(app, number).await;
        let page = client.get(&made.tokens("/own")).await;
        let device = Device::begin(&page, u64::try_from(100 + number).unwrap());
        Self { client, page, device }
    }

    /// Sends the form that was open; it is refused with these words, and the page gives no answer afterwards.
    async fn is_refused(&mut self, made: &Made, told: &str) {
        let refused = self.device.send(&mut self.client, &self.page).await;
        assert_eq!(refused.status, 422, "{told}: {}", refused.text());
        assert!(refused.says(told), "not «{told}» but {}", refused.text());
        let page = self.client.get(&made.tokens("/own")).await;
        assert!(data(&page, "answer").is_empty(), "nothing is signed: {}", page.text());
    }
}

/// How many tokens were taken, as the office sees it and as rows stand there.
async fn taken(app: &TestApp, office: &mut Client, made: &Made) -> usize {
    let page = office.get(&made.tokens("")).await;
    let rows = token_request::Entity::find().all(app.app.database.connection()).await.unwrap();
    assert_eq!(page.texts("#groups tbody td:nth-child(4)"), [rows.len().to_string()], "{}", page.text());
    rows.len()
}

async fn issuing(app: &TestApp, office: &mut Client) -> Made {
    let made = draw(app, office).await;
    declare(office, &made, ENDS_AT).await;
    begin_issuing(office, &made).await;
    made
}

#[test]
fn a_form_open_since_tokens_were_taken_signs_nothing_after_the_time_the_move_to_a_slip_or_the_retired_key() {
    run(async |app| {
        let mut office = app.office().await;
        let made = issuing(app, &mut office).await;
        take(&mut made.member(app, 0).await, &made.tokens("/own"), 1).await;
        let mut moved = Begun::open(app, &made, 1).await;
        let mut late = Begun::open(app, &made, 2).await;
        let mut retired = Begun::open(app, &made, 3).await;

        let overview = office.get(&made.tokens("")).await;
        let roll = office.get(&overview.link("· 党员")).await;
        let put = format!("{}?_method=put", made.people[1]);
        office.tell(&roll, &put, &[("channel", "slip")], "参评方式已保存").await;
        moved.is_refused(&made, "您用其他方式参加这次评议").await;
        assert_eq!(taken(app, &mut office, &made).await, 1);

        app.app.clock.advance_seconds(OVER);
        late.is_refused(&made, "领取已经结束，没有签名").await;
        assert_eq!(taken(app, &mut office, &made).await, 1);
        // Prolonged, the same form is good again: it was the time that refused it.
        let page = office.get(&made.tokens("")).await;
        office.tell(&page, "/period?_method=put", &[("ends_at", "2026-07-01T09:40")], "领取已经延长").await;
        let answered = late.device.send(&mut late.client, &late.page).await;
        assert_eq!(late.device.finish(&answered).sheet(), SheetId(1));
        assert_eq!(taken(app, &mut office, &made).await, 2);

        app.app.clock.advance_seconds(OVER);
        let page = office.get(&made.tokens("")).await;
        office.tell(&page, "/keys/", &[("sure", "yes")], "已经停用").await;
        retired.is_refused(&made, "您所在的组改用纸质凭证").await;
        // Nor is a lost answer given again.
        late.is_refused(&made, "您所在的组改用纸质凭证").await;
        assert_eq!(taken(app, &mut office, &made).await, 2);
    });
}

#[test]
fn a_form_open_since_tokens_were_taken_signs_nothing_while_ballots_come_in() {
    run(async |app| {
        let mut office = app.office().await;
        let made = issuing(app, &mut office).await;
        for number in 0..5 {
            take(&mut made.member(app, number).await, &made.tokens("/own"), u64::try_from(number).unwrap()).await;
        }
        let mut late = Begun::open(app, &made, 5).await;
        app.app.clock.advance_seconds(OVER);
        office.fill(&format!("{}/casting", made.round), "casting", &[], "投票已开放").await;
        late.is_refused(&made, "领取已经结束，没有签名").await;
        assert_eq!(taken(app, &mut office, &made).await, 5);
    });
}

#[test]
fn nothing_is_signed_before_tokens_are_issued_nor_for_who_stands_on_no_roll() {
    run(async |app| {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        declare(&mut office, &made, ENDS_AT).await;
        let own = made.tokens("/own");
        // Every key signs such a number.
        let blinded = BASE64.encode(&[1; 384]);
        // No page gives the form before; whoever writes one has the session's own mark all the same.
        let mut early = made.member(app, 0).await;
        let csrf = mark(&mut early).await;
        let draft = early.post_raw(&own, &[("csrf", &csrf), ("blinded", &blinded)]).await;
        assert_eq!(draft.status, 404, "a draft is the office's own: {}", draft.text());
        office.fill(&made.round, "announcement", &[], "轮次已公布").await;
        let soon = early.post_raw(&own, &[("csrf", &csrf), ("blinded", &blinded)]).await;
        assert_eq!(soon.status, 422, "{}", soon.text());
        assert!(soon.says("还没有开始领取。请在评议进入领取阶段以后再来"), "{}", soon.text());
        assert_eq!(taken(app, &mut office, &made).await, 0);

        office.fill(&format!("{}/issuing", made.round), "issuing", &[], "各项约定已固定").await;
        let elsewhere = found(&mut office, None, ("东河镇党委", "committee", "rural")).await;
        let people = enter_members(app, elsewhere, &["周一"]).await;
        let mut stray = app.visiting_member("stray", people[0], elsewhere).await;
        let csrf = mark(&mut stray).await;
        let refused = stray.post_raw(&own, &[("csrf", &csrf), ("blinded", &blinded)]).await;
        assert_eq!(refused.status, 404, "{}", refused.text());
        assert_eq!(taken(app, &mut office, &made).await, 0);
        // The same fields are taken from who stands on the roll.
        let csrf = mark(&mut early).await;
        let signed = early.post_raw(&own, &[("csrf", &csrf), ("blinded", &blinded)]).await;
        assert!(signed.says("已经领取"), "{}", signed.text());
        assert_eq!(taken(app, &mut office, &made).await, 1);
    });
}

/// What every form of the visitor's session carries.
async fn mark(client: &mut Client) -> String {
    let form = client.get("/w").await.form("/w/session");
    form.fields.into_iter().find(|(name, _)| name == "csrf").unwrap().1
}

#[test]
fn of_two_messages_of_one_person_sent_at_once_one_is_signed_and_the_same_one_twice_has_one_answer() {
    run(async |app| {
        let mut office = app.office().await;
        let made = issuing(app, &mut office).await;
        for number in 0..3 {
            let Begun { mut client, page, device } = Begun::open(app, &made, number).await;
            let other = Device::begin(&page, u64::try_from(200 + number).unwrap());
            let mut window = client.clone();
            let (one, another) = tokio::join!(device.send(&mut client, &page), other.send(&mut window, &page));
            let (signed, signing, refused) =
                if one.status == 422 { (another, &other, one) } else { (one, &device, another) };
            let token = signing.finish(&signed);
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert!(refused.says("每人只签一张"), "{}", refused.text());
            let kept = signing.finish(&client.get(&made.tokens("/own")).await);
            assert_eq!(kept.to_text(), token.to_text());
            assert_eq!(taken(app, &mut office, &made).await, number + 1);
        }
        let Begun { mut client, page, device } = Begun::open(app, &made, 3).await;
        let mut window = client.clone();
        let (one, another) = tokio::join!(device.send(&mut client, &page), device.send(&mut window, &page));
        assert_eq!(data(&one, "answer"), data(&another, "answer"));
        assert_eq!(device.finish(&one).to_text(), device.finish(&another).to_text());
        assert_eq!(taken(app, &mut office, &made).await, 4);
    });
}
