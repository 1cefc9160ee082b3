//! Every page of a round in every language: a judge's way to the receipt, and at the end whatever anybody can reach.

use std::collections::BTreeSet;

use test_support::crawling::{Crawl, LANGUAGES, check};
use test_support::slips::press;
use test_support::{Client, Shown, TestApp};

use crate::id_in;
use crate::people::People;

/// So many pages that differ in nothing but an identifier or a query are opened by each in each language.
const MOST_ALIKE: usize = 3;

fn assert_sound(page: &Shown, language: &str) {
    assert_eq!(page.status, 200, "{}: {}", page.path, page.text());
    let opening = format!("<html lang=\"{language}\">");
    assert!(page.html().contains(&opening), "{} is not in {language}", page.path);
    check(page);
}

/// A judge who opened the sheet looks at everything in each language, the hall's screen too, and hands in. It
/// stays one ballot: whoever hands in again gets the same receipt.
pub async fn vote_in_every_language(judge: &Client, round: &str, fields: &[(String, String)]) {
    let mut ready = Vec::new();
    for (wished, language) in LANGUAGES {
        let mut judge = judge.clone().speaking(wished);
        let hall = judge.get(&format!("/hall/{}", id_in(round))).await;
        let door = judge.get("/b").await;
        let sheet = judge.get("/b/sheet").await;
        let checked = press(&mut judge, &sheet, "/b/sheet", fields).await;
        for page in [&hall, &door, &sheet, &checked] {
            assert_sound(page, language);
        }
        ready.push((judge, checked, language));
    }
    let mut receipts = BTreeSet::new();
    for (mut judge, checked, language) in ready {
        let received = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert_sound(&received, language);
        receipts.insert(received.texts("#receipt").concat());
    }
    assert_eq!(receipts.len(), 1, "{receipts:?}");
}

/// Everybody follows the links from home.
pub async fn look_round(app: &TestApp, people: &People) {
    let crawl = Crawl::samples(app, MOST_ALIKE);
    let everybody = [
        ("office", &people.office, 50),
        ("town", &people.town, 30),
        ("east", &people.east, 20),
        ("west", &people.west, 20),
        ("school", &people.school, 20),
        ("member", &people.member, 8),
        ("keeper-1", &people.first_keeper, 12),
        ("keeper-2", &people.second_keeper, 12),
        ("figures", &people.statistician, 15),
    ];
    for (name, client, fewest) in everybody {
        let walks = LANGUAGES.map(|(language, _)| {
            let (crawl, mut visitor) = (crawl.clone(), client.clone().speaking(language));
            tokio::spawn(async move { crawl.walk(&mut visitor, "/w").await.len() })
        });
        for walk in walks {
            let pages = walk.await.unwrap();
            assert!(pages >= fewest, "{name}: only {pages} pages");
        }
    }
}
