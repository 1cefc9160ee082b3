//! A round lived through item by item, and what its result says of each.

use std::collections::BTreeMap;

use test_support::TestApp;
use test_support::life::Slips;
use test_support::slips::{enter, press};
use test_support::{Client, Shown};

/// Adds judges of a category to whatever such people may judge.
pub async fn ask(office: &mut Client, round: &str, (category, planned): (&str, &str)) {
    let path = format!("{round}/panels");
    let fields = [("category", category), ("planned", planned)];
    office.fill(&path, &path, &fields, "已增加参评人员").await;
}

/// Every slip of the group so named is handed in; the grade is told by the place of the judge and of the item.
pub async fn cast_by_item(app: &TestApp, slips: &[Slips], name: &str, grade: impl Fn(usize, usize) -> usize) {
    let group = slips.iter().find(|slips| slips.name.contains(name));
    let group = group.unwrap_or_else(|| panic!("no slips of {name}"));
    for (number, code) in group.codes.iter().enumerate() {
        let mut judge = app.anonymous();
        let sheet = enter(&mut judge, code).await;
        let items = sheet.texts("section#o1 legend").len();
        let grades = (0..items).map(|item| (format!("g0-{item}"), grade(number, item).to_string()));
        let fields: Vec<(String, String)> = grades.chain([("go".to_owned(), "check".to_owned())]).collect();
        let checked = press(&mut judge, &sheet, "/b/sheet", &fields).await;
        let received = press(&mut judge, &checked, "/b/receipt", &[]).await;
        assert!(!received.texts("#receipt").is_empty(), "{}", received.text());
    }
}

/// What the page of an object says of each item: how often each grade, all together, the rates.
pub fn figures(page: &Shown) -> BTreeMap<String, Vec<String>> {
    let items = page.texts("table.caption-top tbody th");
    let cells = page.texts("table.caption-top tbody td");
    assert!(!items.is_empty() && cells.len().is_multiple_of(items.len()), "{}", page.text());
    let rows = cells.chunks(cells.len() / items.len()).map(<[String]>::to_vec);
    items.into_iter().zip(rows).collect()
}
