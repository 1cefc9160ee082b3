//! Workbooks as offices make them, and the way through the import pages.

use rust_xlsxwriter::Workbook;
use spreadsheets::{Limits, Value, open};
use test_support::{Client, Shown};

/// A workbook of one sheet; texts that are numbers become numbers.
pub fn workbook(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The workbook with the one cell changed that says this, as an office changes an export and saves it.
pub fn edited(bytes: &[u8], before: &str, after: &str) -> Vec<u8> {
    let mut saved = Workbook::new();
    let mut changed = 0;
    for sheet in &open(bytes, &Limits::default()).unwrap().sheets {
        let page = saved.add_worksheet().set_name(&*sheet.name).unwrap();
        for cell in sheet.cells() {
            let (row, column) = (cell.row, u16::try_from(cell.column).unwrap());
            let words = cell.value.written();
            if words == before {
                changed += 1;
                page.write_string(row, column, after).unwrap();
            } else if let Value::Number(number) = cell.value {
                page.write_number(row, column, number).unwrap();
            } else {
                page.write_string(row, column, words).unwrap();
            }
        }
    }
    assert_eq!(changed, 1, "cells that say {before}");
    saved.save_to_buffer().unwrap()
}

/// A county with a committee and two branches.
pub const COUNTY: &[&[&str]] = &[
    &["云山县基层党组织花名册"],
    &["序号", "党组织名称", "类别", "上级党组织", "所属行业", "成立时间", "书记", "党员人数"],
    &["1", "中共云山县委员会", "地方党委", "", "", "1949.10", "陈立", ""],
    &["2", "柳林镇党委", "党委", "中共云山县委员会", "农村", "1953年4月", "王芳", "5"],
    &["3", "柳林镇东河村党支部", "党支部", "柳林镇党委", "农村", "1958-10-01", "李四", "3"],
    &["4", "柳林镇西山村党支部", "支部", "柳林镇党委", "农村", "", "赵六", "2"],
];

/// Opens the upload form, uploads, and waits for the report as a browser does.
pub async fn check(client: &mut Client, kind: &str, name: &str, bytes: &[u8]) -> Shown {
    let page = client.get("/w/imports").await;
    let mut form = page.form("/w/imports");
    for (field, value) in &mut form.fields {
        if field == "kind" {
            kind.clone_into(value);
        }
    }
    let shown = client.upload(form, "file", name, bytes).await;
    settled(client, shown).await
}

/// Follows the page's own refreshing until nothing runs any more.
pub async fn settled(client: &mut Client, shown: Shown) -> Shown {
    let mut shown = shown;
    while shown.html().contains("http-equiv=\"refresh\"") {
        shown = refreshed(client, &shown).await;
    }
    shown
}

/// What a browser shows once it refreshed the page.
pub async fn refreshed(client: &mut Client, shown: &Shown) -> Shown {
    let html = shown.html();
    let address = html.split("content=\"2;url=").nth(1).unwrap().split('"').next().unwrap();
    client.get(&address.replace("&amp;", "&").replace("&#38;", "&")).await
}

/// Posts a form of the report and waits for the next report.
pub async fn answer(client: &mut Client, page: &Shown, action: &str, fields: &[(&str, &str)]) -> Shown {
    let shown = client.submit(page, action, fields).await;
    settled(client, shown).await
}

/// Imports a file that has nothing wrong.
pub async fn import(client: &mut Client, kind: &str, bytes: &[u8]) -> Shown {
    let report = check(client, kind, "表.xlsx", bytes).await;
    assert!(report.find_form("application").is_some(), "{}", report.text());
    let done = answer(client, &report, "application", &[]).await;
    assert!(done.says("导入完成"), "{}", done.text());
    done
}

/// The identifier of the organisation of this name, from the member list's links or the organisations' pages.
pub async fn organisation(client: &mut Client, name: &str) -> storage::OrganisationId {
    let list = client.get("/w/organisations").await;
    let path = list.link(name);
    let id = path.rsplit('/').next().unwrap();
    id.split('?').next().unwrap().parse().unwrap()
}
