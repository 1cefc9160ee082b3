//! Every page that can be reached from home: it answers, is translated, and can be used with a screen reader.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use scraper::{ElementRef, Html, Selector};
use server::roles::Role;
use test_support::{Client, Shown};

use crate::{found_county, one_of_each_role, run};

/// More than there will be soon: a link that breeds links would never end.
const MOST_PAGES: usize = 600;

#[test]
fn every_link_from_home_leads_to_a_sound_page_in_every_language() {
    run(async |app| {
        found_county(&mut app.office().await).await;
        let visitors = one_of_each_role(app).await;
        for (role, visitor) in visitors {
            for language in ["zh-CN", "zh-TW", "en"] {
                let mut visitor = visitor.clone().speaking(language);
                let pages = crawl(&mut visitor, "/w").await;
                let fewest = if role == Role::CampaignOffice { 10 } else { 1 };
                assert!(pages >= fewest, "{role:?}: only {pages} pages");
            }
        }
        for language in ["zh-CN", "zh-TW", "en"] {
            crawl(&mut app.anonymous().speaking(language), "/").await;
        }
    });
}

/// Follows every link of ours from a page; how many there were.
async fn crawl(visitor: &mut Client, start: &str) -> usize {
    let mut seen = BTreeSet::from([start.to_owned()]);
    let mut waiting = VecDeque::from([start.to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let kind = page.headers.get("content-type").map(|kind| kind.to_str().unwrap());
        if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        check(&path, &page);
        for link in page.links() {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let is_ours = link.starts_with('/') && !link.starts_with("/language/");
            if is_ours && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        assert!(seen.len() < MOST_PAGES, "too many pages, the last {path}");
    }
    seen.len()
}

fn check(path: &str, page: &Shown) {
    let source = page.html();
    assert!(!source.contains('⟦'), "{path} lacks a text: {}", lacking(&source));
    let html = Html::parse_document(&source);
    let count = |css: &str| html.select(&selector(css)).count();
    assert_eq!(count("html[lang]"), 1, "{path} has no language");
    assert_eq!(count("h1"), 1, "{path} has one heading");
    assert_eq!(count("main"), 1, "{path} has one main part");
    assert_eq!(count("title"), 1 + count("svg title"), "{path} has a title");
    assert_eq!(count("style, [style], script:not([src])"), 0, "{path} has inline style or script");
    let mut ids = BTreeSet::new();
    for element in html.select(&selector("[id]")) {
        let id = element.value().attr("id").unwrap_or_default();
        assert!(ids.insert(id), "{path} has #{id} twice");
    }
    for field in html.select(&selector("input, select, textarea")) {
        let kind = field.value().attr("type").unwrap_or_default();
        let needs_label = !matches!(kind, "hidden" | "submit" | "button");
        assert!(!needs_label || is_labelled(&html, field), "{path} has a field without label: {}", field.html());
    }
    for button in html.select(&selector("button, a[href]")) {
        let says = button.text().any(|text| !text.trim().is_empty());
        let is_named = says || button.value().attr("aria-label").is_some();
        assert!(is_named, "{path} has something to press without a name: {}", button.html());
    }
    for image in html.select(&selector("img")) {
        assert!(image.value().attr("alt").is_some(), "{path}: {}", image.html());
    }
    for form in html.select(&selector("form[method=post]")) {
        let is_guarded = form.select(&selector("input[name=csrf]")).next().is_some();
        let action = form.value().attr("action").unwrap_or_default();
        let is_public = !action.starts_with("/w") || action == "/w/sign-in";
        assert!(is_guarded || is_public, "{path}: a form to {action} without its token");
    }
}

fn is_labelled(html: &Html, field: ElementRef<'_>) -> bool {
    let element = field.value();
    if element.attr("aria-label").is_some() || element.attr("aria-labelledby").is_some() {
        return true;
    }
    let wraps = field.ancestors().filter_map(ElementRef::wrap).any(|parent| parent.value().name() == "label");
    let points = element
        .attr("id")
        .is_some_and(|id| html.select(&selector("label[for]")).any(|label| label.value().attr("for") == Some(id)));
    wraps || points
}

fn lacking(source: &str) -> String {
    let after = source.split('⟦').skip(1);
    let keys: Vec<&str> = after.filter_map(|rest| rest.split('⟧').next()).collect();
    keys.join(", ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}
