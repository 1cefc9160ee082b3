//! Named sheets as members fill them in.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

use std::collections::BTreeMap;

use visits::{Client, Shown};

/// The fields that grade every item of a named sheet alike; the first grade is 0.
///
/// # Panics
/// Where an item has fewer grades.
#[must_use]
pub fn grades(page: &Shown, grade: usize) -> Vec<(String, String)> {
    let mut items: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for rest in page.html().split("name=\"g-").skip(1) {
        let mut parts = rest.split('"');
        let code = parts.next().expect("the code of an item").to_owned();
        items.entry(code).or_default().push(parts.nth(1).expect("a grade").to_owned());
    }
    let chosen = |values: Vec<String>| values.into_iter().nth(grade).expect("as many grades");
    items.into_iter().map(|(code, values)| (format!("g-{code}"), chosen(values))).collect()
}

/// Fills a named sheet in and hands it in.
pub async fn say(client: &mut Client, path: &str, grade: usize, (words, is_public): (&str, &str)) -> Shown {
    let page = client.get(path).await;
    let mut fields = grades(&page, grade);
    fields.extend([("words".to_owned(), words.to_owned()), ("is_public".to_owned(), is_public.to_owned())]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.submit(&page, "_method=put", &fields).await
}
