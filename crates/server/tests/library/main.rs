//! The library of instruments and scales: what is brought along, files in and out, copies by form, what rounds take.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod brought_along;
mod copies;
mod earlier;
mod files;
mod hostile;
mod lived;
mod offices;
mod papers;
mod rounds;

use storage::OrganisationId;
use test_support::{Client, Shown, found, run};

/// Where a version of an instrument stands.
fn instrument(code: &str, version: u32) -> String {
    format!("/w/library/templates/instruments/{code}/{version}")
}

/// Makes a copy, with a new code or as the next version; the form to edit it.
async fn copy(office: &mut Client, path: &str, new_code: &str) -> Shown {
    let page = office.get(path).await;
    office.tell(&page, "copies", &[("new_code", new_code)], "已另存为草稿").await
}

/// The path of a draft whose form is shown.
fn draft_of(edit: &Shown) -> String {
    edit.path.split('?').next().unwrap().trim_end_matches("/edit").to_owned()
}

/// Releases a draft.
async fn release(office: &mut Client, path: &str) -> Shown {
    let page = office.get(path).await;
    office.tell(&page, "release", &[], "已启用").await
}

/// Adds an item by the form.
async fn add_item(office: &mut Client, edit: &Shown, (group, name): (&str, &str)) -> Shown {
    let fields = [("act", "add"), ("new_item_group", group), ("new_item_name", name)];
    office.tell(edit, "_method=put", &fields, "已保存").await
}

/// Draws up a round; its path.
async fn draw_up(office: &mut Client, owner: OrganisationId) -> String {
    let form = office.get("/w/rounds/new").await;
    let owner = owner.to_string();
    let fields = [
        ("organisation", owner.as_str()),
        ("title", "2026 年上半年群众评议"),
        ("period_from", "2026-07-01"),
        ("period_to", "2026-07-10"),
        ("minimum", "5"),
        ("opinion_minimum", "8"),
        ("retention_days", "1095"),
    ];
    let shown = office.tell(&form, "rounds?draw-up", &fields, "轮次已建立").await;
    shown.path.split('?').next().unwrap().to_owned()
}

/// Chooses organisations with an instrument.
async fn choose(office: &mut Client, round: &str, chosen: &[OrganisationId], instrument: &[(&str, &str)]) -> Shown {
    let page = office.get(&format!("{round}/objects/organisations")).await;
    let chosen: Vec<String> = chosen.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|id| ("chosen", id.as_str())).collect();
    fields.extend(instrument);
    office.submit(&page, "objects?add", &fields).await
}

/// Checks a file as an import does.
async fn check(office: &mut Client, bytes: &[u8]) -> Shown {
    let page = office.get("/w/library/import").await;
    office.upload(page.form("import/check"), "file", "table.toml", bytes).await
}

/// The findings of a check: line, field, what was found, what was expected.
fn findings(shown: &Shown) -> Vec<[String; 4]> {
    let cells = shown.texts("#findings tbody td");
    cells.chunks(4).map(|row| [row[0].clone(), row[1].clone(), row[2].clone(), row[3].clone()]).collect()
}
