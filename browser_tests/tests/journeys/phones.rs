//! Every page of the demonstration behind the sign-in, on a phone: nothing is wider than the window, and what is to be filled
//! in is in it.

use std::collections::BTreeSet;

use browser_tests::{Browser, Locator, Product, Visit, Visitor};
use serde_json::{Value, json};

use crate::demonstration::{sign_in, started};

/// Who walks through which pages: together they see every slice of the office.
const OFFICE: [&str; 5] = ["office", "yunxi", "tally-1", "security", "auditor"];
/// Who fills in what the office only looks at: each sees other forms on pages of the same kind.
const OTHERS: [&str; 4] = ["secretary", "member", "named", "clerk"];

#[tokio::test]
async fn on_a_phone_no_page_behind_the_sign_in_is_wider_than_the_window() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let (_county, product) = started();
    for (language, visit) in [("zh", Visit::ON_A_PHONE), ("en", Visit::ON_A_PHONE.in_english())] {
        let mut kinds = BTreeSet::new();
        for name in OFFICE {
            sign_in_and_walk((&browser, visit), &product, name, &mut kinds).await;
        }
        assert!(kinds.len() > 40, "{language}: only {kinds:?}");
        for name in OTHERS {
            let mut kinds = BTreeSet::new();
            sign_in_and_walk((&browser, visit), &product, name, &mut kinds).await;
            assert!(kinds.len() > 3, "{name}, {language}: only {kinds:?}");
        }
    }
    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    sign_in(&phone, &product, "secretary").await;
    the_form_of_the_return_is_filled_in_on_a_phone(&phone, &product).await;
    phone.leave().await.unwrap();
}

async fn sign_in_and_walk(
    (browser, visit): (&Browser, Visit),
    product: &Product,
    name: &str,
    kinds: &mut BTreeSet<String>,
) {
    let phone = browser.visit(visit).await.unwrap();
    sign_in(&phone, product, name).await;
    walk(&phone, product, kinds).await;
    phone.leave().await.unwrap();
}

/// The kind of page a path shows: identifiers and questions are left out.
fn kind(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_number =
        |part: &str| part.len() >= 26 || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    path.split('/').map(|part| if is_number(part) { "*" } else { part }).collect::<Vec<_>>().join("/")
}

/// Opens one page of every kind that can be reached by links and was not seen before, and looks at each.
async fn walk(phone: &Visitor, product: &Product, kinds: &mut BTreeSet<String>) {
    let mut open = vec!["/w".to_owned()];
    while let Some(path) = open.pop() {
        phone.client.goto(&product.url(&path)).await.unwrap();
        phone.see(Locator::Css("main h1")).await.unwrap();
        kinds.insert(kind(&path));
        phone.screenshot(&format!("phone{}", kind(&path).replace(['/', '*'], "-"))).await.unwrap();
        assert!(!phone.scrolls_sideways().await.unwrap(), "{path} is wider than the window");
        let script = "return [...document.querySelectorAll('a[href^=\"/w\"]')].map(link => link.getAttribute('href'))";
        let Value::Array(links) = phone.client.execute(script, Vec::new()).await.unwrap() else { panic!("no links") };
        let is_page = |path: &str| !path.contains('.') && !path.contains("export") && !path.contains("language");
        let links = links.iter().filter_map(Value::as_str).filter(|path| is_page(path));
        open.extend(links.filter(|path| kinds.insert(kind(path))).map(str::to_owned));
    }
}

/// Every field of the form lies within the window, is as high as a thumb, and each cell is told its heading.
async fn the_form_of_the_return_is_filled_in_on_a_phone(phone: &Visitor, product: &Product) {
    phone.client.goto(&product.url("/w/returns")).await.unwrap();
    phone.press(Locator::Css("main table a")).await.unwrap();
    phone.press(Locator::Css("a[href$='/edit']")).await.unwrap();
    phone.see(Locator::Css("[name=reason-2a]")).await.unwrap();
    phone.screenshot("phone-return-edit").await.unwrap();
    let script = "return [...document.querySelectorAll('.return-lines input, .return-lines textarea')].map(field => {
        const box = field.getBoundingClientRect();
        const label = getComputedStyle(field.closest('td'), '::before').content;
        return { name: field.name, left: box.left, right: box.right, height: box.height, label };
    })";
    let fields = phone.client.execute(script, Vec::new()).await.unwrap();
    let fields = fields.as_array().unwrap();
    assert!(fields.len() > 20, "{fields:?}");
    for field in fields {
        let number = |name: &str| field[name].as_f64().unwrap();
        assert!(number("left") >= 0.0 && number("right") <= 390.0 && number("height") >= 44.0, "{field}");
        assert!(number("right") - number("left") > 250.0, "{field}");
    }
    let reason = fields.iter().find(|field| field["name"] == json!("reason-2a")).unwrap();
    assert_eq!(reason["label"], json!("\"空白原因\""));
    let tree = phone.accessibility_tree().await.unwrap();
    let has = |role: &str| tree.iter().any(|(found, _)| found == role);
    assert!(has("table") && has("row") && has("rowheader") && has("cell"), "{tree:?}");
}
