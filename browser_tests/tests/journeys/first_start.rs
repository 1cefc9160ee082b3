//! The first start leads from one-time passwords to the first steps.

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

async fn fill(visitor: &Visitor, name: &str, text: &str) {
    let field = visitor.see(Locator::Css(&format!("[name={name}]"))).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

async fn press(visitor: &Visitor) {
    visitor.see(Locator::Css("main button.btn-primary")).await.unwrap().click().await.unwrap();
}

async fn walk(visitor: &Visitor, product: &Product, name: &str, password: &str, shots: &str) {
    visitor.client.goto(&product.url("/w")).await.unwrap();
    fill(visitor, "name", name).await;
    fill(visitor, "password", password).await;
    visitor.screenshot(&format!("{shots}-sign-in")).await.unwrap();
    press(visitor).await;
    fill(visitor, "current", password).await;
    fill(visitor, "new", PASSWORD).await;
    fill(visitor, "again", PASSWORD).await;
    visitor.screenshot(&format!("{shots}-password")).await.unwrap();
    press(visitor).await;
    visitor.see(Locator::Css(".empty-state .btn-primary")).await.unwrap();
    visitor.screenshot(&format!("{shots}-home")).await.unwrap();
    assert!(!visitor.scrolls_sideways().await.unwrap());
}

#[tokio::test]
async fn the_first_start_leads_through_the_own_password_to_the_first_steps_at_the_desk() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let (product, name, password) = first_start(folder.path());
    let visitor = browser.visit(Visit::AT_THE_DESK).await.unwrap();
    walk(&visitor, &product, &name, &password, "first-start-desk").await;
    visitor.leave().await.unwrap();
}
