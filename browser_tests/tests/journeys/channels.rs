//! Everybody who is not a judge with a slip: clerks key paper, a secretary counts a window's day, a member appraises by
//! name, visitors judge on a window's tablet, and the office prepares it all.

use browser_tests::{Browser, Locator, Product, Visit, Visitor};

use crate::demonstration::{grade_everything, look, sign_in, started};
use crate::{office, paper};

#[tokio::test]
async fn clerks_members_visitors_and_the_office_go_on_where_the_demonstration_stops() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (_county, product) = started();
    paper::is_keyed_by_two_decided_by_a_third_and_accepted(&browser, &product).await;

    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    sign_in(&phone, &product, "jiguan").await;
    a_secretary_counts_the_day_of_a_window(&phone, &product).await;
    phone.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE.in_english()).await.unwrap();
    sign_in(&phone, &product, "named").await;
    a_member_appraises_by_name(&phone).await;
    phone.leave().await.unwrap();

    let tablet = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    the_next_person_finds_nothing_of_the_one_before(&tablet, &product).await;
    tablet.leave().await.unwrap();
    let tablet = browser.visit(Visit::ON_A_PHONE.in_english().without_javascript()).await.unwrap();
    a_tablet_without_javascript_is_registered_by_typing(&tablet, &product).await;
    tablet.leave().await.unwrap();

    let desk = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    sign_in(&desk, &product, "office").await;
    office::makes_a_list_and_fixes_it_for_a_draw(&desk, &product).await;
    office::makes_a_batch_of_paper_while_casting_is_paused(&desk, &product).await;
    desk.leave().await.unwrap();
}

async fn a_secretary_counts_the_day_of_a_window(phone: &Visitor, product: &Product) {
    phone.client.goto(&product.url("/w/windows")).await.unwrap();
    look(phone, "phone-windows").await;
    phone.press(Locator::LinkText("婚姻登记窗口")).await.unwrap();
    // Its rounds, the one that is casting among them.
    phone.press(Locator::LinkText("县直窗口单位服务对象评议")).await.unwrap();
    look(phone, "phone-hand-out").await;
    phone.press(Locator::Css("main table a")).await.unwrap();
    for (name, number) in [("handed_out", "8"), ("returned", "1"), ("persons", "7"), ("units", "3")] {
        phone.fill(name, number).await.unwrap();
    }
    look(phone, "phone-window-day").await;
    phone.press(Locator::Css("form[action*='/days'] .btn-primary")).await.unwrap();
    phone.see(Locator::Css(".alert-success")).await.unwrap();
    let text = phone.page_text().await.unwrap();
    assert!(text.contains("这一天已登记"), "{text}");
    look(phone, "phone-window-counted").await;
}

async fn a_member_appraises_by_name(phone: &Visitor) {
    look(phone, "phone-named-home").await;
    phone.press(Locator::Css(".waiting a[href*='/w/named/']")).await.unwrap();
    phone.see(Locator::Css("#sheets")).await.unwrap();
    look(phone, "phone-named-own").await;
    phone.press(Locator::Css("#sheets a")).await.unwrap();
    phone.see(Locator::Css("#named-sheet")).await.unwrap();
    // Nothing is sent while a grade is missing, and what was typed stays.
    phone.fill("words", "The budget was posted on time.").await.unwrap();
    phone.press(Locator::Css("#named-sheet .btn-primary")).await.unwrap();
    phone.see(Locator::Css("#grades-error")).await.unwrap();
    look(phone, "phone-named-missing").await;
    phone.choose("#named-sheet fieldset label:first-of-type").await.unwrap();
    phone.press(Locator::Css("#named-sheet .btn-primary")).await.unwrap();
    phone.see(Locator::Css(".alert-success")).await.unwrap();
    phone.see(Locator::Css("#sheets .state-done")).await.unwrap();
    look(phone, "phone-named-done").await;
}

/// The address of the window's tablet with its key, and the digits of its staff.
fn tablet_of(product: &Product) -> (&str, &str) {
    let line = product.said().iter().find(|line| line.contains("/b/tablet#")).unwrap();
    let key = line.split_once("/b/tablet#").unwrap().1.split_whitespace().next().unwrap();
    (key, line.split_once("口令 ").unwrap().1.split_once('，').unwrap().0)
}

async fn press_for_the_next_person(tablet: &Visitor, pin: &str) {
    tablet.fill("pin", pin).await.unwrap();
    tablet.press(Locator::Css("#next button")).await.unwrap();
    tablet.see(Locator::Css("form#sheet[data-shared]")).await.unwrap();
}

async fn hand_in_and_give_back(tablet: &Visitor, shots: &str) {
    grade_everything(tablet, shots).await;
    tablet.press(Locator::Css("#hand-in")).await.unwrap();
    tablet.see(Locator::Css("#receipt")).await.unwrap();
    tablet.press(Locator::Css("a.main[href$='/b/tablet']")).await.unwrap();
    tablet.see(Locator::Css("#next")).await.unwrap();
}

async fn the_next_person_finds_nothing_of_the_one_before(tablet: &Visitor, product: &Product) {
    let (key, pin) = tablet_of(product);
    tablet.client.goto(&product.url(&format!("/b/tablet#{key}"))).await.unwrap();
    tablet.see(Locator::Css("#next")).await.unwrap();
    let here = tablet.client.current_url().await.unwrap();
    assert!(!here.as_str().contains(key), "the key is not left in the address: {here}");
    look(tablet, "tablet-next").await;
    press_for_the_next_person(tablet, pin).await;
    hand_in_and_give_back(tablet, "tablet-first").await;
    // Going back shows neither a choice nor the receipt of the first one: the browser was told to keep no page.
    tablet.client.back().await.unwrap();
    tablet.see(Locator::Css("body")).await.unwrap();
    assert_eq!(shown_of_the_one_before(tablet).await, 0, "{}", tablet.page_text().await.unwrap());
    tablet.client.goto(&product.url("/b/tablet")).await.unwrap();
    press_for_the_next_person(tablet, pin).await;
    nothing_is_left(tablet).await;
    hand_in_and_give_back(tablet, "tablet-second").await;
}

/// How many grades are chosen and receipts shown.
async fn shown_of_the_one_before(tablet: &Visitor) -> usize {
    tablet.client.find_all(Locator::Css("input:checked, #receipt")).await.unwrap().len()
}

/// No grade is chosen, no receipt is shown, and the browser keeps nothing for the next page.
async fn nothing_is_left(tablet: &Visitor) {
    assert_eq!(shown_of_the_one_before(tablet).await, 0, "{}", tablet.page_text().await.unwrap());
    let script = "return sessionStorage.length + localStorage.length";
    assert_eq!(tablet.client.execute(script, Vec::new()).await.unwrap(), 0);
}

/// A field that is to be touched is at least 44 CSS pixels high.
async fn is_as_high_as_a_thumb(tablet: &Visitor, field: &str) {
    let field = tablet.see(Locator::Css(field)).await.unwrap();
    let (_, _, _, height) = field.rectangle().await.unwrap();
    assert!(height >= 44.0, "{height}");
}

async fn a_tablet_without_javascript_is_registered_by_typing(tablet: &Visitor, product: &Product) {
    let (key, pin) = tablet_of(product);
    tablet.client.goto(&product.url("/b/tablet")).await.unwrap();
    tablet.fill("key", &key.to_lowercase()).await.unwrap();
    is_as_high_as_a_thumb(tablet, "#key").await;
    look(tablet, "tablet-key").await;
    tablet.press(Locator::Css("#tablet button")).await.unwrap();
    tablet.see(Locator::Css("#next")).await.unwrap();
    is_as_high_as_a_thumb(tablet, "#pin").await;
    look(tablet, "tablet-phone-next").await;
    press_for_the_next_person(tablet, pin).await;
    hand_in_and_give_back(tablet, "tablet-no-script").await;
}
