//! Workbooks as offices make them.

use rust_xlsxwriter::Workbook;
use spreadsheets::{Limits, Value, open};
use test_support::Client;

pub use test_support::imports::{answer, check, import, refreshed, settled};

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

/// The identifier of the organisation of this name, from the member list's links or the organisations' pages.
pub async fn organisation(client: &mut Client, name: &str) -> storage::OrganisationId {
    let list = client.get("/w/organisations").await;
    let path = list.link(name);
    let id = path.rsplit('/').next().unwrap();
    id.split('?').next().unwrap().parse().unwrap()
}
