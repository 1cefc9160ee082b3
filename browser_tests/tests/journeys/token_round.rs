//! A member takes a token on a phone, and hands in on another device as nobody in particular.

use browser_tests::{Browser, Locator, Visit, Visitor};
use serde_json::json;
use test_databases::TestDatabase;
use test_support::life::seal;
use test_support::served::Served;
use test_support::tokens::{Made, begin_issuing, declare, draw, take};
use test_support::{Client, PASSWORD, TestApp};

use crate::demonstration::{grade_everything, look};

/// From the beginning of the test, 09:00, to when the time for taking is over.
const OVER: i64 = 21 * 60;
/// What a page finds where nothing may be kept, and where nothing can be drawn.
const NO_STORAGE: &str = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('private'); } });";
const NO_CRYPTO: &str = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });";

struct World {
    app: TestApp,
    office: Client,
    made: Made,
    served: Served,
}

impl World {
    async fn issuing(database: &TestDatabase) -> Self {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let made = draw(&app, &mut office).await;
        declare(&mut office, &made, "2026-07-01T09:20").await;
        begin_issuing(&mut office, &made).await;
        let served = Served::start(&app);
        Self { app, office, made, served }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.served.address)
    }

    fn own(&self) -> String {
        self.url(&self.made.tokens("/own"))
    }

    /// An account of one of the members, signed in with a browser.
    async fn sign_in(&self, visitor: &Visitor, number: usize) {
        visitor.client.goto(&self.url("/w/sign-in")).await.unwrap();
        visitor.fill("name", &format!("member-{number}")).await.unwrap();
        visitor.fill("password", PASSWORD).await.unwrap();
        visitor.press(Locator::Css("main button.btn-primary")).await.unwrap();
        visitor.see(Locator::Css("nav [aria-current=page]")).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_taken_on_a_phone_is_handed_in_elsewhere_and_its_receipt_is_found_after_sealing() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let database = TestDatabase::sqlite();
    let mut world = World::issuing(&database).await;
    for number in 0..2 {
        drop(world.made.member(&world.app, number).await);
    }
    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    world.sign_in(&phone, 0).await;
    told_what_a_browser_lacks(&phone, &world).await;
    let carried = take_here(&phone, &world, "token-phone").await;
    // Opened again, the page shows the same token: it is kept here until it is deleted or used.
    phone.client.goto(&world.own()).await.unwrap();
    assert_eq!(shown(&phone).await, carried);
    let desk = browser.visit(Visit::AT_THE_DESK.in_english()).await.unwrap();
    world.sign_in(&desk, 0).await;
    desk.client.goto(&world.own()).await.unwrap();
    desk.see(Locator::Css("#token-elsewhere:not([hidden])")).await.unwrap();
    look(&desk, "token-elsewhere").await;
    desk.leave().await.unwrap();
    let desk = browser.visit(Visit::AT_THE_DESK.in_english()).await.unwrap();
    world.sign_in(&desk, 1).await;
    take_here(&desk, &world, "token-desk").await;
    for number in 2..6 {
        let mut member = world.made.member(&world.app, number).await;
        take(&mut member, &world.made.tokens("/own"), u64::try_from(number).unwrap()).await;
    }
    world.app.app.clock.advance_seconds(OVER);
    let page = world.office.get(&format!("{}/casting", world.made.round)).await;
    world.office.tell(&page, "casting", &[], "投票已开放").await;

    // Another profile, no account: the square brings the token behind the mark.
    let other = browser.visit(Visit::ON_A_SMALL_PHONE).await.unwrap();
    other.client.goto(&world.url(&format!("/b#{carried}"))).await.unwrap();
    let receipt = hand_in(&other, "token-other").await;
    let again = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    again.client.goto(&world.url(&format!("/b#{carried}"))).await.unwrap();
    again.see(Locator::Css("#problem")).await.unwrap();
    assert!(again.page_text().await.unwrap().contains("已经用过"));
    look(&again, "token-used").await;
    again.leave().await.unwrap();
    other.leave().await.unwrap();
    // The browser that kept its token hands in with it, and forgets it.
    desk.client.goto(&world.url("/b")).await.unwrap();
    desk.see(Locator::Css("#token-kept:not([hidden])")).await.unwrap();
    look(&desk, "token-door").await;
    desk.press(Locator::Css("#token-kept")).await.unwrap();
    hand_in(&desk, "token-kept").await;
    desk.client.goto(&world.url("/b")).await.unwrap();
    desk.see(Locator::Css("#token-brought:not([hidden])")).await.unwrap();
    assert!(!desk.see(Locator::Css("#token-kept")).await.unwrap().is_displayed().await.unwrap());
    desk.leave().await.unwrap();

    seal(&world.app, &world.made.round, "keeper").await;
    let receipts = world.made.round.replace("/w/rounds/", "/receipts/");
    phone.client.goto(&world.url(&receipts)).await.unwrap();
    phone.see(Locator::Css("#check:not([hidden])")).await.unwrap();
    phone.see(Locator::Css("#mine")).await.unwrap().send_keys(&receipt).await.unwrap();
    phone.see(Locator::Css("#proof:not([hidden])")).await.unwrap();
    phone.leave().await.unwrap();
    world.served.stop().await;
}

/// Without a place to keep a token, or without what draws one, nothing can be taken, and the page says what to do.
async fn told_what_a_browser_lacks(phone: &Visitor, world: &World) {
    for (script, problem) in [(NO_STORAGE, "token-storage"), (NO_CRYPTO, "token-crypto")] {
        let source = json!({ "source": script });
        let added = phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await.unwrap();
        phone.client.goto(&world.own()).await.unwrap();
        phone.see(Locator::Css(&format!("#{problem}:not([hidden])"))).await.unwrap();
        assert!(!phone.see(Locator::Css("#token-form")).await.unwrap().is_displayed().await.unwrap());
        look(phone, problem).await;
        let name = json!({ "identifier": added["identifier"] });
        phone.devtools("Page.removeScriptToEvaluateOnNewDocument", name).await.unwrap();
    }
}

/// Takes a token with this browser; its text.
async fn take_here(visitor: &Visitor, world: &World, shots: &str) -> String {
    visitor.client.goto(&world.own()).await.unwrap();
    visitor.see(Locator::Css("#token-form:not([hidden])")).await.unwrap();
    look(visitor, &format!("{shots}-before")).await;
    visitor.press(Locator::Css("#token-sure")).await.unwrap();
    visitor.press(Locator::Css("#token-form button")).await.unwrap();
    let text = shown(visitor).await;
    visitor.see(Locator::Css("#token-square svg")).await.unwrap();
    look(visitor, &format!("{shots}-there")).await;
    let token = tokens::Token::parse(&text).unwrap();
    assert_eq!(token.to_text(), text, "in its one written form");
    text
}

/// The token that the page shows.
async fn shown(visitor: &Visitor) -> String {
    visitor.see(Locator::Css("#token-there:not([hidden])")).await.unwrap();
    let text = visitor.see(Locator::Css("#token-text")).await.unwrap();
    text.prop("value").await.unwrap().unwrap()
}

/// Grades everything and hands it in; the whole receipt.
async fn hand_in(visitor: &Visitor, shots: &str) -> String {
    grade_everything(visitor, shots).await;
    visitor.press(Locator::Css("#hand-in")).await.unwrap();
    visitor.see(Locator::Css("#receipt")).await.unwrap().text().await.unwrap()
}
