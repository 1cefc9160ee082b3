//! The walks through the demonstration that README proposes.

use browser_tests::{Browser, Locator, Network, Product, Visit, Visitor};

use crate::sheet;

/// The password of all accounts of the demonstration.
const PASSWORD: &str = "zhengyou-demo";

#[tokio::test]
async fn judges_an_office_and_a_secretary_walk_through_the_demonstration() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (_county, product) = started();
    let codes = codes(&product);
    assert_eq!(codes.len(), 5, "{:?}", product.said());

    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    a_slip_is_scanned_and_the_network_lost_at_the_last_moment(&phone, &product, codes[0]).await;
    phone.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE.in_english().without_javascript()).await.unwrap();
    a_code_is_typed_without_javascript(&phone, &product, codes[1]).await;
    phone.leave().await.unwrap();

    let desk = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    sign_in(&desk, &product, "office").await;
    look_through(&desk, &product, "desk", &["/w", "/w/organisations", "/w/rounds", "/w/results", "/w/returns"]).await;
    desk.press(Locator::Css("main table tbody a")).await.unwrap();
    desk.see(Locator::Css("main h1")).await.unwrap();
    look(&desk, "desk-return").await;
    a_heading_sorts_without_loading_the_page_anew(&desk, &product).await;
    desk.leave().await.unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    sign_in(&phone, &product, "secretary").await;
    look_through(&phone, &product, "phone", &["/w", "/w/people", "/w/results", "/w/returns"]).await;
    let text = phone.page_text().await.unwrap();
    assert!(text.contains("退回"), "{text}");
    phone.leave().await.unwrap();
}

/// The demonstration, served, and the folder of its county, which must outlive it.
pub fn started() -> (tempfile::TempDir, Product) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Product::command();
    command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("county"));
    let product = Product::start(command).unwrap();
    (folder, product)
}

/// The codes of the slips nobody has used, as the demonstration prints them.
pub fn codes(product: &Product) -> Vec<&str> {
    product.said().iter().map(|line| line.trim()).filter(|line| is_code(line)).collect()
}

fn is_code(line: &str) -> bool {
    line.len() == 21 && line.split('-').map(str::len).eq([4, 4, 4, 4, 1])
}

pub async fn look(visitor: &Visitor, page: &str) {
    visitor.screenshot(&format!("demonstration-{page}")).await.unwrap();
    assert!(!visitor.scrolls_sideways().await.unwrap(), "{page}");
}

async fn look_through(visitor: &Visitor, product: &Product, shots: &str, paths: &[&str]) {
    for path in paths {
        visitor.client.goto(&product.url(path)).await.unwrap();
        visitor.see(Locator::Css("main h1")).await.unwrap();
        look(visitor, &format!("{shots}{}", path.replace('/', "-"))).await;
    }
}

pub async fn sign_in(visitor: &Visitor, product: &Product, name: &str) {
    sign_in_at(visitor, &product.url("/w/sign-in"), (name, PASSWORD)).await;
}

/// Signs in at an address.
pub async fn sign_in_at(visitor: &Visitor, address: &str, (name, password): (&str, &str)) {
    visitor.client.goto(address).await.unwrap();
    visitor.fill("name", name).await.unwrap();
    visitor.fill("password", password).await.unwrap();
    visitor.press(Locator::Css("main button.btn-primary")).await.unwrap();
    visitor.see(Locator::Css("nav [aria-current=page]")).await.unwrap();
}

/// With script the list alone is swapped: what else is on the page stays as it is, and going back undoes it.
async fn a_heading_sorts_without_loading_the_page_anew(desk: &Visitor, product: &Product) {
    desk.client.goto(&product.url("/w/organisations")).await.unwrap();
    desk.see(Locator::Css("th[aria-sort] #sort-name")).await.unwrap();
    desk.client.execute("document.querySelector('h1').dataset.kept = 'yes'", vec![]).await.unwrap();
    desk.press(Locator::Css("#sort-kind")).await.unwrap();
    desk.see(Locator::Css("th[aria-sort=ascending] #sort-kind")).await.unwrap();
    desk.see(Locator::Css("h1[data-kept=yes]")).await.unwrap();
    assert_eq!(desk.client.current_url().await.unwrap().query(), Some("sort=kind"));
    look(desk, "desk-sorted").await;
    desk.client.back().await.unwrap();
    desk.see(Locator::Css("th[aria-sort=ascending] #sort-name")).await.unwrap();
    assert_eq!(desk.client.current_url().await.unwrap().query(), None);
}

/// Grades every item of every object with its first grade, object by object, up to the summary.
pub async fn grade_everything(visitor: &Visitor, shots: &str) {
    visitor.press(Locator::Css("#start a.main")).await.unwrap();
    let objects = visitor.client.find_all(Locator::Css("section.step:not(#start)")).await.unwrap().len();
    for object in 1..=objects {
        visitor.choose(&format!("#o{object} fieldset label:first-of-type")).await.unwrap();
        if object == 1 {
            look(visitor, &format!("{shots}-object")).await;
        }
        visitor.press(Locator::Css(&format!("#o{object} .turn .main"))).await.unwrap();
    }
    visitor.see(Locator::Css(".summary")).await.unwrap();
    look(visitor, &format!("{shots}-summary")).await;
}

/// Grades everything and hands it in; the whole receipt.
pub async fn hand_in(visitor: &Visitor, shots: &str) -> String {
    grade_everything(visitor, shots).await;
    visitor.press(Locator::Css("#hand-in")).await.unwrap();
    visitor.see(Locator::Css("#receipt")).await.unwrap().text().await.unwrap()
}

async fn a_slip_is_scanned_and_the_network_lost_at_the_last_moment(phone: &Visitor, product: &Product, code: &str) {
    phone.client.goto(&product.url(&format!("/b#{code}"))).await.unwrap();
    phone.see(Locator::Css("#start a.main")).await.unwrap();
    let here = phone.client.current_url().await.unwrap();
    assert!(!here.as_str().contains(code), "the code is not left in the address: {here}");
    look(phone, "judge-start").await;
    sheet::is_large_and_shows_one_object_at_a_time(phone).await;
    sheet::keeps_a_choice_when_it_is_loaded_anew(phone).await;
    grade_everything(phone, "judge").await;
    phone.set_network(Network::Lost).await.unwrap();
    phone.press(Locator::Css("#hand-in")).await.unwrap();
    phone.see(Locator::Css("#lost:not([hidden])")).await.unwrap();
    look(phone, "judge-lost").await;
    phone.set_network(Network::Direct).await.unwrap();
    // Lost once more, this time on the way back.
    sheet::is_handed_in_and_the_answer_lost(phone).await;
    sheet::is_handed_in_again_for_the_same_receipt(phone).await;
    look(phone, "judge-receipt").await;
    // The code is spent now, and says nothing else.
    phone.client.goto(&product.url("/b")).await.unwrap();
    phone.fill("code", code).await.unwrap();
    phone.press(Locator::Css("#door button")).await.unwrap();
    phone.see(Locator::Css("#problem")).await.unwrap();
    look(phone, "judge-used").await;
}

async fn a_code_is_typed_without_javascript(phone: &Visitor, product: &Product, code: &str) {
    phone.client.goto(&product.url("/b")).await.unwrap();
    phone.fill("code", &code.to_lowercase().replace('-', " ")).await.unwrap();
    look(phone, "no-script-door").await;
    phone.press(Locator::Css("#door button")).await.unwrap();
    hand_in(phone, "no-script").await;
    look(phone, "no-script-receipt").await;
}
