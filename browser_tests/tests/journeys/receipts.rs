//! A judge compares the receipt after sealing, and the server hears nothing of it.

use archive::{Bytes, ReceiptProof};
use browser_tests::{Browser, Key, Locator, Visit, Visitor, Wire};
use serde_json::Value;
use server::roles::Role;
use test_databases::TestDatabase;
use test_support::TestApp;
use test_support::casting::{Round, Size};
use test_support::served::Served;
use test_support::slips::vote;

use crate::demonstration::{hand_in, look};

/// One organisation, judged by as many as make a group.
const SIZE: Size = Size { objects: 1, items: 7, judges: 5 };

/// Keeps the proof that the page makes, which is a file of the browser's own.
const KEEP_THE_PROOF: &str = "
    const make = URL.createObjectURL;
    URL.createObjectURL = file => {
        file.text().then(text => { document.documentElement.dataset.proof = text; });
        return make.call(URL, file);
    };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_compared_in_the_browser_and_nothing_of_it_is_sent() {
    let Some(browser) = Browser::at_hand().unwrap() else {
        return;
    };
    let database = TestDatabase::sqlite();
    let app = TestApp::start(&database).await;
    let round = Round::casting(&app, &mut app.office().await, "柳林", SIZE).await;
    for code in &round.codes[1..] {
        vote(&mut app.anonymous(), &code.to_text(), 1).await;
    }
    let served = Served::start(&app);
    let wire = Wire::to(served.address).unwrap();

    let phone = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    let code = round.codes[0].to_text();
    let receipt = cast(&phone, &wire, &code).await;
    // The ear hears what is sent: code and cookie, which came by the same wire from the same telephone.
    let heard = wire.take();
    assert!(says(&heard, &code) && heard.iter().any(|sent| sent.contains("zhengyou_ballot=")), "{heard:?}");

    seal(&app, &round).await;
    let path = format!("/receipts/{}", round.number);
    let wrong = ["0", "1"].map(|first| format!("ZY1-{first}{}", &receipt[5..]));
    let wrong = wrong.into_iter().find(|wrong| *wrong != receipt).unwrap();
    compare(&phone, &wire, &path, (&wrong, &receipt)).await;
    phone.leave().await.unwrap();

    let desk = browser.visit(Visit::AT_THE_DESK.in_english()).await.unwrap();
    compare(&desk, &wire, &path, (&wrong, &receipt)).await;
    desk.leave().await.unwrap();
    served.stop().await;
}

/// Enters a code, grades everything and hands it in; the whole receipt.
async fn cast(phone: &Visitor, wire: &Wire, code: &str) -> String {
    phone.client.goto(&wire.url("/b")).await.unwrap();
    phone.fill("code", code).await.unwrap();
    phone.press(Locator::Css("#door button")).await.unwrap();
    hand_in(phone, "receipts").await
}

/// Two tally keepers end casting; the box is sealed.
async fn seal(app: &TestApp, round: &Round) {
    for (name, told) in [("first", "已提出结束投票"), ("second", "票箱已封存")] {
        let mut keeper = app.visitor(name, &[(Role::TallyKeeper, None)]).await;
        let page = keeper.get(&format!("/w/results/{}/ending", round.number)).await;
        keeper.tell(&page, "ending", &[("sure", "yes")], told).await;
    }
}

/// A wrong receipt is not found, the number of the right one is, and the whole one is proved to lead to the root. All that
/// is sent meanwhile is a question for the list.
async fn compare(visitor: &Visitor, wire: &Wire, path: &str, (wrong, right): (&str, &str)) {
    let shots = format!("receipts-{:?}", visitor.visit().screen).to_lowercase();
    visitor.client.goto(&wire.url(path)).await.unwrap();
    visitor.see(Locator::Css("#check:not([hidden])")).await.unwrap();
    look(visitor, &shots).await;
    let opened = wire.take();
    assert!(opened.iter().any(|sent| sent.contains(&format!("GET {path} HTTP/1.1"))), "{opened:?}");
    visitor.client.execute(KEEP_THE_PROOF, Vec::new()).await.unwrap();

    enter(visitor, wrong).await;
    visitor.see(Locator::Css("#missing:not([hidden])")).await.unwrap();
    assert_eq!(seen(visitor, "#found, #proof, #numbers mark").await, 0);
    look(visitor, &format!("{shots}-missing")).await;
    // The number has 20 characters and the beginning of a check; people type it in small letters.
    let number = right.replace('-', "").strip_prefix("ZY1").unwrap()[..20].to_lowercase();
    enter(visitor, &number).await;
    visitor.see(Locator::Css("#found:not([hidden])")).await.unwrap();
    assert_eq!((seen(visitor, "#missing, #proof").await, seen(visitor, "#numbers mark").await), (0, 1));
    assert_eq!(sent(&wire.take()), Vec::<String>::new(), "nothing is fetched for a number");
    enter(visitor, right).await;
    visitor.see(Locator::Css("html[data-proof] #proof:not([hidden])")).await.unwrap();
    assert_eq!((seen(visitor, "#found").await, seen(visitor, "#missing").await), (1, 0));
    look(visitor, &format!("{shots}-found")).await;

    let typed = wire.take();
    assert_eq!(sent(&typed), [format!("GET {path}/0/list.txt HTTP/1.1")]);
    for heard in [&opened, &typed] {
        assert!(!heard.iter().any(|sent| sent.to_lowercase().contains("\r\ncookie:")), "a cookie was sent: {heard:?}");
        assert!(!says(heard, right) && !says(heard, wrong), "a receipt was sent: {heard:?}");
    }

    let said = async |css: &str| visitor.see(Locator::Css(css)).await.unwrap().text().await.unwrap();
    let (root, key) = (Bytes::parse(&said("#root").await).unwrap(), Bytes::parse(&said("#public-key").await).unwrap());
    let script = "return document.documentElement.dataset.proof";
    let Value::String(proof) = visitor.client.execute(script, Vec::new()).await.unwrap() else { panic!("no proof") };
    ReceiptProof::parse(&proof).unwrap().check(&root, &key).unwrap();
}

/// Types over what is in the field.
async fn enter(visitor: &Visitor, text: &str) {
    let field = visitor.see(Locator::Css("#mine")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(&format!("{text}{}", char::from(Key::End))).await.unwrap();
}

/// How many of these a person sees.
async fn seen(visitor: &Visitor, css: &str) -> usize {
    let script =
        "return [...document.querySelectorAll(arguments[0])].filter(one => one.getClientRects().length).length";
    let found = visitor.client.execute(script, vec![css.into()]).await.unwrap();
    usize::try_from(found.as_u64().unwrap()).unwrap()
}

/// The first lines of requests. A browser asks for a picture of its own accord.
fn sent(heard: &[String]) -> Vec<String> {
    let lines = heard.iter().flat_map(|sent| sent.lines()).filter(|line| line.ends_with(" HTTP/1.1"));
    lines.filter(|line| !line.contains("/favicon.ico")).map(str::to_owned).collect()
}

/// Whether any eight characters of a code or receipt, one after the other, were sent in whatever groups and case.
fn says(heard: &[String], secret: &str) -> bool {
    let plain = |text: &str| text.replace(['-', ' '], "").to_uppercase();
    let heard: Vec<String> = heard.iter().map(|sent| plain(sent)).collect();
    let secret = plain(secret);
    let pieces = (0..=secret.len() - 8).map(|from| &secret[from..from + 8]);
    pieces.into_iter().any(|piece| heard.iter().any(|sent| sent.contains(piece)))
}
