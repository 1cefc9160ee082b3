//! How a token is carried from where it was taken: as a square that a camera reads, and as a file.

use std::collections::BTreeSet;
use std::path::Path;

use browser_tests::{Browser, Locator, Visit, Visitor};
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use serde_json::{Value, json};

use crate::demonstration::look;

/// How many modules the square on the page has in a row, and where the dark ones are, counted from its upper left one.
const MODULES: &str = "const square = document.querySelector('#token-square svg');
    const corners = [...square.querySelector('path').getAttribute('d').matchAll(/M([0-9]+),([0-9]+)/g)];
    return [(square.viewBox.baseVal.width - 32) / 4, corners.map(([, x, y]) => [(x - 16) / 4, (y - 16) / 4])];";
/// What the link to save a token saves, and under which name.
const SAVED: &str = "const [tell] = arguments, link = document.getElementById('token-file');
    fetch(link.href).then((file) => file.text()).then((text) => tell([link.download, text]), (error) => tell(`${error}`));";
/// What is said of a file without a token, in each language.
const WRONG: [(&str, &str); 3] = [
    ("zh-Hans", "选的文件里没有盲签凭证。请选领取凭证时存下的文件"),
    ("en", "There is no blind token in the file you chose. Choose the one you saved"),
    ("zh-Hant", "選的文件裡沒有盲籤憑證。請選領取憑證時存下的文件"),
];

/// The square on the page is what the reference encoder draws of this text: the address as it is, the token in the letters
/// that take the least room, with one of the eight masks.
pub async fn square_says(visitor: &Visitor, address: &str, token: &str) {
    let drawn = visitor.client.execute(MODULES, Vec::new()).await.unwrap();
    let drawn: (i32, BTreeSet<(i32, i32)>) = serde_json::from_value(drawn).unwrap();
    assert!(is_drawn(&drawn, (address, token)), "the square does not say {address}{token}");
    // With one letter changed it would be another.
    let other = format!("{}{}", &token[..757], if token.ends_with('0') { "1" } else { "0" });
    assert!(!is_drawn(&drawn, (address, &other)));
}

fn is_drawn((side, dark): &(i32, BTreeSet<(i32, i32)>), (address, token): (&str, &str)) -> bool {
    let parts = [QrSegment::make_bytes(address.as_bytes()), QrSegment::make_alphanumeric(token)];
    (0..8).map(Mask::new).any(|mask| {
        let versions = (Version::MIN, Version::MAX);
        let low = QrCodeEcc::Low;
        let square = QrCode::encode_segments_advanced(&parts, low, versions.0, versions.1, Some(mask), false).unwrap();
        let places = (0..square.size()).flat_map(|x| (0..square.size()).map(move |y| (x, y)));
        let expected: BTreeSet<(i32, i32)> = places.filter(|(x, y)| square.get_module(*x, *y)).collect();
        square.size() == *side && expected == *dark
    })
}

/// What is in the file that the page at this address saves.
pub async fn saved_file(visitor: &Visitor, address: &str) -> String {
    // The page itself may read nothing but this server's answers.
    visitor.devtools("Page.setBypassCSP", json!({ "enabled": true })).await.unwrap();
    visitor.client.goto(address).await.unwrap();
    visitor.see(Locator::Css("#token-there:not([hidden])")).await.unwrap();
    let saved: Value = visitor.client.execute_async(SAVED, Vec::new()).await.unwrap();
    visitor.devtools("Page.setBypassCSP", json!({ "enabled": false })).await.unwrap();
    assert_eq!(saved[0], "zhengyou-token.txt", "{saved}");
    saved[1].as_str().unwrap().to_owned()
}

/// Another profile brings the file that was saved, and comes to the sheet; a file without a token is answered with what to do.
pub async fn brought_as_a_file(browser: &Browser, door: &str, saved: &str) {
    let folder = tempfile::tempdir().unwrap();
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let token = written("zhengyou-token.txt", saved.as_bytes());
    let notes = written("notes.txt", "党小组会记录".as_bytes());
    // A photograph of the square, say; it is not read, whatever is in it.
    let large = written("large.txt", saved.repeat(14).as_bytes());
    assert!(std::fs::metadata(&large).unwrap().len() >= 10_000);
    let visitor = browser.visit(Visit::ON_A_PHONE).await.unwrap();
    visitor.client.goto(door).await.unwrap();
    for (language, told) in WRONG {
        if let Ok(button) = visitor.client.find(Locator::Css(&format!("button[lang={language}]"))).await {
            button.click().await.unwrap();
            visitor.see(Locator::Css(&format!("html[lang={language}]"))).await.unwrap();
        }
        for (name, file) in [("notes", &notes), ("large", &large)] {
            visitor.client.goto(door).await.unwrap();
            choose(&visitor, file).await;
            let wrong = visitor.see(Locator::Css("#token-file-wrong:not([hidden])")).await.unwrap();
            let said = wrong.text().await.unwrap();
            assert!(said.starts_with(told), "{language}, {name}: {said}");
            look(&visitor, &format!("token-file-{language}-{name}")).await;
        }
    }
    choose(&visitor, &token).await;
    visitor.see(Locator::Css("#start a.main")).await.unwrap();
    visitor.leave().await.unwrap();
}

async fn choose(visitor: &Visitor, file: &Path) {
    let field = visitor.see(Locator::Css("#token-brought:not([hidden]) #token-file")).await.unwrap();
    field.send_keys(&file.display().to_string()).await.unwrap();
}
