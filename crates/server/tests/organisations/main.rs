//! The tree, through pages: founding, changing, moving, merging, closing, search, export (S135, S002).
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod changes;
mod large;
mod scenarios;

use test_support::{Client, Shown, run};

/// Founds an organisation under the one of this page, or at the top, and shows it.
pub async fn found(office: &mut Client, under: Option<&Shown>, name: &str, kind: &str, sector: &str) -> Shown {
    let path = under.map_or_else(|| "/w/organisations/new".to_owned(), |page| page.link("新建下级组织"));
    let form = office.get(&path).await;
    let fields = [("name", name), ("kind", kind), ("sector", sector)];
    let shown = office.submit(&form, "/w/organisations", &fields).await;
    assert!(shown.says("党组织已建立"), "{}", shown.text());
    shown
}

/// A county with an office committee and two branches under it.
pub async fn county(office: &mut Client) -> (Shown, Shown, Shown, Shown) {
    let county = found(office, None, "中共青山县委员会", "territory_committee", "office").await;
    let committee = found(office, Some(&county), "青山县教育局党委", "committee", "institution").await;
    let first = found(office, Some(&committee), "青山一中党支部", "branch", "institution").await;
    let second = found(office, Some(&committee), "青山二中党支部", "branch", "institution").await;
    (county, committee, first, second)
}
