//! Paper, from the clerk's first sign to the figures: by keyboard alone, on a phone without script, decided, accepted.

use browser_tests::{Browser, Key, Locator, Product, Visit, Visitor};

use crate::demonstration::{look, sign_in};

/// What stands on the sheets in the box: a sign for every item, `x` for a sheet that cannot be read.
const SHEETS: [&str; 6] = ["1", "1", "2", "1", "1", "x"];
/// The sheet the second clerk reads otherwise.
const MISREAD: usize = 2;

/// Two clerks, a third who decides, and a fourth pair of eyes.
pub async fn is_keyed_by_two_decided_by_a_third_and_accepted(browser: &Browser, product: &Product) {
    let desk = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    by_keyboard_alone(&desk, product).await;
    desk.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE.in_english().without_javascript()).await.unwrap();
    sign_in(&phone, product, "clerk-2").await;
    on_a_phone_without_javascript(&phone).await;
    phone.leave().await.unwrap();

    let desk = browser.visit(Visit::AT_THE_DESK.in_english()).await.unwrap();
    sign_in(&desk, product, "tally-1").await;
    a_third_decides(&desk).await;
    desk.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    sign_in(&phone, product, "tally-2").await;
    phone.press(Locator::Css(".waiting a[href*='/w/paper/']")).await.unwrap();
    look(&phone, "phone-paper-accept").await;
    phone.press(Locator::Css("form[action$='/acceptance'] button")).await.unwrap();
    phone.see(Locator::Css(".alert-success")).await.unwrap();
    // Four of five valid sheets are satisfied, and sealing went on by itself.
    let url = phone.client.current_url().await.unwrap();
    let round = url.path().split('/').nth(3).unwrap().to_owned();
    look(&phone, "phone-paper-accepted").await;
    phone.leave().await.unwrap();
    let desk = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    sign_in(&desk, product, "office").await;
    desk.client.goto(&product.url(&format!("/w/results/{round}"))).await.unwrap();
    let text = desk.page_text().await.unwrap();
    assert!(text.contains("4/5 = 80.0 %"), "{text}");
    desk.leave().await.unwrap();
}

fn key(key: Key) -> String {
    String::from(char::from(key))
}

async fn by_keyboard_alone(desk: &Visitor, product: &Product) {
    desk.client.goto(&product.url("/w/sign-in")).await.unwrap();
    for (field, words) in [("[name=name]", "clerk"), ("[name=password]", "zhengyou-demo")] {
        desk.tab_to(field).await.unwrap();
        desk.type_keys(words).await.unwrap();
    }
    desk.type_keys(&key(Key::Enter)).await.unwrap();
    desk.tab_to(".waiting a[href*='/w/paper/']").await.unwrap();
    desk.type_keys(&key(Key::Enter)).await.unwrap();
    desk.tab_to("form[action$='/keyings/first'] button").await.unwrap();
    look(desk, "desk-paper-batch").await;
    desk.type_keys(&key(Key::Enter)).await.unwrap();
    for (place, sign) in SHEETS.iter().enumerate() {
        desk.see(Locator::Css(&sheet(place))).await.unwrap();
        desk.see_focus("[data-sign]").await.unwrap();
        if *sign == "x" {
            desk.tab_to("[name=invalid]").await.unwrap();
            desk.type_keys(" ").await.unwrap();
        } else {
            // A sign leads on to the next field by itself.
            for _ in desk.client.find_all(Locator::Css("[data-sign]")).await.unwrap() {
                desk.type_keys(sign).await.unwrap();
            }
        }
        if place == 0 {
            look(desk, "desk-paper-sheet").await;
        }
        desk.type_keys(&key(Key::Enter)).await.unwrap();
    }
    finished(desk).await;
    look(desk, "desk-paper-keyed").await;
}

async fn on_a_phone_without_javascript(phone: &Visitor) {
    phone.press(Locator::Css(".waiting a[href*='/w/paper/']")).await.unwrap();
    look(phone, "phone-paper-batch").await;
    phone.press(Locator::Css("form[action$='/keyings/second'] button")).await.unwrap();
    for (place, sign) in SHEETS.iter().enumerate() {
        phone.see(Locator::Css(&sheet(place))).await.unwrap();
        if *sign == "x" {
            phone.see(Locator::Css("[name=invalid]")).await.unwrap().send_keys(" ").await.unwrap();
        } else {
            for field in phone.client.find_all(Locator::Css("[data-sign]")).await.unwrap() {
                field.send_keys(if place == MISREAD { "1" } else { sign }).await.unwrap();
            }
        }
        if place == 0 {
            look(phone, "phone-paper-sheet").await;
        }
        phone.press(Locator::Css("#sheet .btn-primary")).await.unwrap();
    }
    finished(phone).await;
    look(phone, "phone-paper-keyed").await;
}

async fn a_third_decides(desk: &Visitor) {
    desk.press(Locator::Css(".waiting a[href*='/w/paper/']")).await.unwrap();
    desk.press(Locator::Css("a[href$='/differences/3']")).await.unwrap();
    desk.see_focus("[data-sign]").await.unwrap();
    look(desk, "desk-paper-decide").await;
    for field in desk.client.find_all(Locator::Css("[data-sign]")).await.unwrap() {
        field.clear().await.unwrap();
        field.send_keys(SHEETS[MISREAD]).await.unwrap();
    }
    desk.press(Locator::Css("#sheet .btn-primary")).await.unwrap();
    finished(desk).await;
}

/// The form of a sheet, by its place in the box.
fn sheet(place: usize) -> String {
    format!("form#sheet[action*='/sheets/{}?']", place + 1)
}

/// The page of the batch again, with the word that everything is keyed.
async fn finished(visitor: &Visitor) {
    visitor.see(Locator::Css(".alert-success")).await.unwrap();
    visitor.see(Locator::Css("dl.definition")).await.unwrap();
}
