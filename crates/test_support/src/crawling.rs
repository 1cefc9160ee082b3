//! Pages that can be reached by links, and what makes a page sound: it answers, it is translated, and it can be used
//! with a screen reader.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use scraper::{ElementRef, Html, Selector};
use visits::{Client, Shown};

use crate::TestApp;

/// The languages of the product: what a browser wishes for, and what the pages then say they are written in.
pub const LANGUAGES: [(&str, &str); 3] = [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("en", "en")];

/// More than there will be soon: a link that breeds links would never end.
const MOST_PAGES: usize = 600;

/// How far links are followed.
#[derive(Debug, Clone)]
pub struct Crawl {
    /// Declared paths of which only samples are opened, and how many of each; `None` opens everything, files too.
    samples: Option<(Vec<&'static str>, usize)>,
}

impl Crawl {
    /// Every page and every file.
    #[must_use]
    pub const fn whole() -> Self {
        Self { samples: None }
    }

    /// Of pages that one route shows at most so many, whatever their identifiers and queries, and no file.
    #[must_use]
    pub fn samples(app: &TestApp, most_alike: usize) -> Self {
        let declared = server::routes(&app.app).1.into_iter().filter(|route| route.method == "GET");
        Self { samples: Some((declared.map(|route| route.path).collect(), most_alike)) }
    }

    /// Follows every link of ours from a page, and checks each page; the paths that were opened.
    ///
    /// # Panics
    /// Where a link leads nowhere, or a page is not sound.
    pub async fn walk(&self, visitor: &mut Client, start: &str) -> BTreeSet<String> {
        let mut alike = BTreeMap::new();
        let mut seen = BTreeSet::from([start.to_owned()]);
        let mut waiting = VecDeque::from([start.to_owned()]);
        while let Some(path) = waiting.pop_front() {
            let page = visitor.get(&path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            let kind = page.headers.get("content-type").and_then(|kind| kind.to_str().ok());
            if !kind.is_some_and(|kind| kind.starts_with("text/html")) {
                continue;
            }
            check(&page);
            for link in page.links() {
                let link = link.split('#').next().unwrap_or_default();
                let is_ours = link.starts_with('/') && !link.starts_with("/language/");
                if is_ours && !seen.contains(link) && self.takes(link, &mut alike) {
                    seen.insert(link.to_owned());
                    waiting.push_back(link.to_owned());
                }
            }
            assert!(seen.len() < MOST_PAGES, "too many pages, the last {path}");
        }
        seen
    }

    /// Whether one more page like this is opened.
    fn takes(&self, link: &str, alike: &mut BTreeMap<&'static str, usize>) -> bool {
        let Some((declared, most_alike)) = &self.samples else {
            return true;
        };
        let path = link.split('?').next().unwrap_or_default();
        let is_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        match declared_as(declared, path) {
            _ if is_file => false,
            None => true,
            Some(route) => {
                let count = alike.entry(route).or_default();
                *count += 1;
                *count <= *most_alike
            }
        }
    }
}

/// The declared path that a path fits, the one with the fewest parameters.
fn declared_as(declared: &[&'static str], path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |declared: &&'static str| {
        let wanted: Vec<&str> = declared.split('/').collect();
        let mut pairs = wanted.iter().zip(&parts);
        wanted.len() == parts.len() && pairs.all(|(wanted, part)| wanted == part || wanted.starts_with('{'))
    };
    declared.iter().copied().filter(fits).min_by_key(|declared| declared.matches('{').count())
}

/// Stops at a page that is not sound.
///
/// # Panics
/// With everything that is wrong with it.
pub fn check(page: &Shown) {
    let faults = faults(&page.html());
    assert!(faults.is_empty(), "{}: {}", page.path, faults.join("; "));
}

/// What is wrong with a page.
#[must_use]
pub fn faults(source: &str) -> Vec<String> {
    let html = Html::parse_document(source);
    let count = |css: &str| html.select(&selector(css)).count();
    let mut faults = Vec::new();
    if source.contains('⟦') {
        faults.push(format!("it lacks a text: {}", lacking(source)));
    }
    let titles = 1 + count("svg title");
    let parts =
        [("html[lang]", 1), ("h1", 1), ("main", 1), ("title", titles), ("style, [style], script:not([src])", 0)];
    for (css, wanted) in parts {
        let found = count(css);
        if found != wanted {
            faults.push(format!("{found} instead of {wanted} {css}"));
        }
    }
    let mut ids = BTreeSet::new();
    for element in html.select(&selector("[id]")) {
        let id = element.value().attr("id").unwrap_or_default();
        if !ids.insert(id) {
            faults.push(format!("#{id} twice"));
        }
    }
    for field in html.select(&selector("input, select, textarea")) {
        let kind = field.value().attr("type").unwrap_or_default();
        let needs_label = !matches!(kind, "hidden" | "submit" | "button");
        if needs_label && !is_labelled(&html, field) {
            faults.push(format!("a field without label: {}", field.html()));
        }
    }
    for button in html.select(&selector("button, a[href]")) {
        let says = button.text().any(|text| !text.trim().is_empty());
        if !says && button.value().attr("aria-label").is_none() {
            faults.push(format!("something to press without a name: {}", button.html()));
        }
    }
    for image in html.select(&selector("img:not([alt])")) {
        faults.push(format!("a picture without words: {}", image.html()));
    }
    for form in html.select(&selector("form[method=post]")) {
        let is_guarded = form.select(&selector("input[name=csrf]")).next().is_some();
        let action = form.value().attr("action").unwrap_or_default();
        let is_public = !action.starts_with("/w") || action == "/w/sign-in";
        if !is_guarded && !is_public {
            faults.push(format!("a form to {action} without its token"));
        }
    }
    faults
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
    Selector::parse(css).expect("a selector")
}
