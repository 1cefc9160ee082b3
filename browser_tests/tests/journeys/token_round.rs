//! A member takes a token on a phone, and hands in on another device as nobody in particular.

use browser_tests::{Browser, Locator, Visit, Visitor};
use serde_json::json;
use test_support::life::seal;
use test_support::served::Served;
use test_support::tokens::{ENDS_AT, Made, OVER, begin_issuing, declare, draw, take};
use test_support::{Client, PASSWORD, TestApp, for_each_app};

use crate::carried;
use crate::demonstration::{hand_in, look, sign_in_at};

/// What a page finds where nothing may be kept, and where nothing can be drawn.
const NO_STORAGE: &str = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('private'); } });";
/// Another key than was frozen with the round: what a server would need to know who hands in.
const OTHER_KEY: &str = "new MutationObserver(() => {
    const place = document.getElementById('token');
    if (place) place.dataset.fingerprint = '00'.repeat(32);
}).observe(document, { childList: true, subtree: true });";
const NO_CRYPTO: &str = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });";

struct World {
    office: Client,
    made: Made,
    served: Served,
}

impl World {
    async fn issuing(app: &TestApp) -> Self {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        declare(&mut office, &made, ENDS_AT).await;
        begin_issuing(&mut office, &made).await;
        let served = Served::start(app);
        Self { office, made, served }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.served.address)
    }

    fn own(&self) -> String {
        self.url(&self.made.tokens("/own"))
    }

    /// An account of one of the members, signed in with a browser.
    async fn sign_in(&self, visitor: &Visitor, number: usize) {
        sign_in_at(visitor, &self.url("/w/sign-in"), (&format!("member-{number}"), PASSWORD)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_taken_on_a_phone_is_handed_in_elsewhere_and_its_receipt_is_found_after_sealing() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    for_each_app(async |app| take_hand_in_and_find(&browser, app).await).await;
}

async fn take_hand_in_and_find(browser: &Browser, app: &TestApp) {
    let mut world = World::issuing(app).await;
    for number in 0..2 {
        drop(world.made.member(app, number).await);
    }
    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    world.sign_in(&phone, 0).await;
    told_what_a_browser_lacks(&phone, &world).await;
    let carried = take_here(&phone, &world, "token-phone").await;
    // Opened again, the page shows the same token: it is kept here until it is deleted or used.
    phone.client.goto(&world.own()).await.unwrap();
    assert_eq!(shown(&phone).await, carried);
    carried::square_says(&phone, "https://vote.example/b#", &carried).await;
    let file = carried::saved_file(&phone, &world.own()).await;
    assert_eq!(file, format!("{carried}\n"));
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
        let mut member = world.made.member(app, number).await;
        take(&mut member, &world.made.tokens("/own"), u64::try_from(number).unwrap()).await;
    }
    app.app.clock.advance_seconds(OVER);
    let page = world.office.get(&format!("{}/casting", world.made.round)).await;
    world.office.tell(&page, "casting", &[], "投票已开放").await;

    carried::brought_as_a_file(browser, &world.url("/b"), &file).await;
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

    seal(app, &world.made.round, "keeper").await;
    let receipts = world.made.round.replace("/w/rounds/", "/receipts/");
    phone.client.goto(&world.url(&receipts)).await.unwrap();
    phone.see(Locator::Css("#check:not([hidden])")).await.unwrap();
    phone.see(Locator::Css("#mine")).await.unwrap().send_keys(&receipt).await.unwrap();
    phone.see(Locator::Css("#proof:not([hidden])")).await.unwrap();
    phone.leave().await.unwrap();
    world.served.stop().await;
}

/// Without a place to keep a token, without what draws one, or with another key than was published nothing can be taken, and
/// the page says what to do.
async fn told_what_a_browser_lacks(phone: &Visitor, world: &World) {
    let cases = [(NO_STORAGE, "token-storage"), (NO_CRYPTO, "token-crypto"), (OTHER_KEY, "token-key")];
    for (script, problem) in cases {
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
