//! The office prepares a round: who judges, drawn from a list; paper for those without a phone.

use browser_tests::{Locator, Product, Visitor};
use serde_json::{Value, json};

use crate::demonstration::look;

/// Goes to the link with these words on a page, and tells where it leads.
async fn path_of(desk: &Visitor, words: &str) -> String {
    let script = "return [...document.querySelectorAll('main a')]
        .find(link => link.textContent.includes(arguments[0]))?.getAttribute('href')";
    let Value::String(path) = desk.client.execute(script, vec![json!(words)]).await.unwrap() else {
        panic!("no link {words}: {}", desk.page_text().await.unwrap());
    };
    path
}

/// The identifier of the round with this title.
async fn round(desk: &Visitor, product: &Product, title: &str) -> String {
    desk.client.goto(&product.url("/w/rounds")).await.unwrap();
    desk.see(Locator::Css("main table")).await.unwrap();
    path_of(desk, title).await.rsplit('/').next().unwrap().to_owned()
}

/// Enters a list of villagers and fixes it with what a seed will be read from; nothing is drawn before that came about.
pub async fn makes_a_list_and_fixes_it_for_a_draw(desk: &Visitor, product: &Product) {
    let tomorrow = "return new Date(Date.now() + 2 * 86400000).toISOString().slice(0, 10)";
    let Value::String(tomorrow) = desk.client.execute(tomorrow, vec![]).await.unwrap() else {
        panic!("no day");
    };
    let round = round(desk, product, "石桥镇党组织群众评议").await;
    desk.client.goto(&product.url(&format!("/w/composition/{round}"))).await.unwrap();
    desk.see(Locator::Css("#panels")).await.unwrap();
    look(desk, "desk-composition").await;
    let panel = path_of(desk, "石桥镇杨柳村党支部 · 村民").await;
    desk.client.goto(&product.url(&panel)).await.unwrap();
    let family = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵"];
    let given = ["春生", "秀英", "建国"];
    let names: Vec<String> =
        family.iter().flat_map(|family| given.iter().map(move |given| format!("{family}{given}"))).collect();
    desk.fill("list", &names.join("\n")).await.unwrap();
    desk.press(Locator::Css("form.reading .btn-primary")).await.unwrap();
    desk.see(Locator::Css("#people")).await.unwrap();
    assert_eq!(desk.client.find_all(Locator::Css("#people tbody tr")).await.unwrap().len(), names.len());
    look(desk, "desk-list").await;
    desk.press(Locator::XPath("//details[.//form[contains(@action, '/fixing')]]/summary")).await.unwrap();
    for (field, words) in [
        ("source", "福利彩票 3D 当日开奖号码"),
        ("place", "中国福利彩票网"),
        ("format", "三个数字，用空格隔开"),
        ("due_on", tomorrow.as_str()),
        ("due_at", "21:30"),
    ] {
        desk.fill(field, words).await.unwrap();
    }
    look(desk, "desk-draw-before").await;
    desk.choose("form[action$='/fixing'] label:has([name=sure])").await.unwrap();
    desk.press(Locator::Css("form[action$='/fixing'] .btn-primary")).await.unwrap();
    desk.see(Locator::Css("#digest")).await.unwrap();
    let text = desk.page_text().await.unwrap();
    assert!(text.contains("中国福利彩票网") && text.contains("公布的时间还没有到"), "{text}");
    assert!(desk.client.find_all(Locator::Css("#seed-typed")).await.unwrap().is_empty());
    look(desk, "desk-draw-after").await;
}

/// Casting is paused for those who come late, on paper, and goes on.
pub async fn makes_a_batch_of_paper_while_casting_is_paused(desk: &Visitor, product: &Product) {
    let round = round(desk, product, "县直窗口单位服务对象评议").await;
    let casting = product.url(&format!("/w/rounds/{round}/casting"));
    desk.client.goto(&casting).await.unwrap();
    desk.press(Locator::Css("form[action$='/casting?_method=delete'] button")).await.unwrap();
    desk.see(Locator::Css("form[action$='/casting'] .btn-primary")).await.unwrap();
    desk.client.goto(&product.url(&format!("/w/paper/{round}"))).await.unwrap();
    look(desk, "desk-paper-list").await;
    // Fewer than five would stand out.
    for (count, answer) in [("4", ".state-error"), ("5", ".alert-success")] {
        desk.fill("count", count).await.unwrap();
        desk.press(Locator::Css("form[action*='?panel='] button")).await.unwrap();
        desk.see(Locator::Css(answer)).await.unwrap();
    }
    desk.see(Locator::Css("a[href$='.pdf']")).await.unwrap();
    look(desk, "desk-paper-made").await;
    desk.client.goto(&casting).await.unwrap();
    desk.press(Locator::Css("form[action$='/casting'] .btn-primary")).await.unwrap();
    desk.see(Locator::Css("form[action$='/casting?_method=delete']")).await.unwrap();
}
