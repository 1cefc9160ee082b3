//! The first start leads from one-time passwords to the first organisation.

use browser_tests::{Browser, Locator, Product, Visit, Visitor};

const PASSWORD: &str = "春天的槐树开花了2026";

/// A server on an empty folder, with the one-time password of the campaign office.
fn first_start(folder: &std::path::Path) -> (Product, String, String) {
    let mut command = Product::command();
    command.arg("serve").arg("--data").arg(folder).args(["--listen", "127.0.0.1:0"]);
    let product = Product::start(command).unwrap();
    let line = product.said().iter().find(|line| line.contains("活动办")).unwrap();
    let mut words = line.split_whitespace().map(str::to_owned);
    let (name, password) = (words.next().unwrap(), words.next().unwrap());
    (product, name, password)
}

async fn send(visitor: &Visitor) {
    visitor.press(Locator::Css("main button.btn-primary")).await.unwrap();
}

/// From the one-time password to the page of the first organisation.
async fn walk(visitor: &Visitor, product: &Product, name: &str, password: &str, shots: &str) {
    let look = async |page: &str| {
        visitor.screenshot(&format!("{shots}-{page}")).await.unwrap();
        assert!(!visitor.scrolls_sideways().await.unwrap(), "{page}");
    };
    visitor.client.goto(&product.url("/w")).await.unwrap();
    visitor.fill("name", name).await.unwrap();
    visitor.fill("password", password).await.unwrap();
    look("sign-in").await;
    send(visitor).await;
    visitor.fill("current", password).await.unwrap();
    visitor.fill("new", PASSWORD).await.unwrap();
    visitor.fill("again", PASSWORD).await.unwrap();
    look("password").await;
    send(visitor).await;
    visitor.see(Locator::Css(".empty-state .btn-primary")).await.unwrap();
    look("home").await;
    visitor.press(Locator::Css(".empty-state .btn-primary")).await.unwrap();
    visitor.fill("name", "中共青山县委员会").await.unwrap();
    for (list, choice) in [("kind", "territory_committee"), ("sector", "office")] {
        let list = visitor.see(Locator::Css(&format!("[name={list}]"))).await.unwrap();
        list.select_by_value(choice).await.unwrap();
    }
    look("organisation-form").await;
    send(visitor).await;
    visitor.see(Locator::Css(".alert-success")).await.unwrap();
    let text = visitor.page_text().await.unwrap();
    assert!(text.contains("中共青山县委员会"), "{text}");
    look("organisation").await;
}

#[tokio::test]
async fn the_first_start_leads_to_the_first_organisation_at_the_desk() {
    first_organisation(Visit::AT_THE_DESK, "first-start-desk").await;
}

#[tokio::test]
async fn the_first_start_leads_to_the_first_organisation_on_a_phone_without_javascript_in_english() {
    first_organisation(Visit::ON_A_PHONE.in_english().without_javascript(), "first-start-phone").await;
}

async fn first_organisation(visit: Visit, shots: &str) {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (product, name, password) = first_start(folder.path());
    let visitor = browser.visit(visit).await.unwrap();
    walk(&visitor, &product, &name, &password, shots).await;
    visitor.leave().await.unwrap();
}
