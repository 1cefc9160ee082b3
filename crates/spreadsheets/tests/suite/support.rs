//! Workbooks made in code, as offices make them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use spreadsheets::grid::Workbook as Read;
use spreadsheets::{Limits, open};

/// A cell to write.
#[derive(Clone, Debug)]
pub enum Write {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A date cell with a number format.
    Date((u16, u8, u8), &'static str),
}

impl From<&str> for Write {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Write {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// Writes one cell.
pub fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: impl Into<Write>) {
    match cell.into() {
        Write::Text(text) if text.is_empty() => {}
        Write::Text(text) => {
            sheet.write_string(row, column, text).unwrap();
        }
        Write::Number(number) => {
            sheet.write_number(row, column, number).unwrap();
        }
        Write::Date((year, month, day), format) => {
            let date = ExcelDateTime::from_ymd(year, month, day).unwrap();
            let format = Format::new().set_num_format(format);
            sheet.write_datetime_with_format(row, column, &date, &format).unwrap();
        }
    }
}

/// A row of texts; an empty text is an empty cell.
pub fn put_row(sheet: &mut Worksheet, row: u32, texts: &[&str]) {
    for (column, text) in (0_u16..).zip(texts) {
        put(sheet, row, column, *text);
    }
}

/// A workbook of one sheet as bytes.
pub fn workbook(name: &str, fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

/// A workbook of plain rows.
pub fn rows(name: &str, rows: &[&[&str]]) -> Vec<u8> {
    workbook(name, |sheet| {
        for (row, texts) in (0_u32..).zip(rows) {
            put_row(sheet, row, texts);
        }
    })
}

/// Opens bytes that must open.
pub fn opened(bytes: &[u8]) -> Read {
    open(bytes, &Limits::default()).unwrap()
}

/// The organisations of a county as its office lists them: a merged title, a line with unit and date, a heading of
/// two rows, stray and ideographic spaces, full-width digits, dates in every spelling, blank rows, a total row.
pub fn county_organisations() -> Vec<u8> {
    workbook("党组织", |sheet| {
        let plain = Format::new();
        let merge = |sheet: &mut Worksheet, area: (u32, u16, u32, u16), text: &str| {
            let (top, left, bottom, right) = area;
            sheet.merge_range(top, left, bottom, right, text, &plain).unwrap();
        };
        merge(sheet, (0, 0, 0, 11), "青禾县党组织基本情况一览表");
        merge(sheet, (1, 0, 1, 11), "填报单位:青禾县委组织部          填报时间:2010年6月");
        let over = ["序号", "党组织全称", "党组织类别", "上级党组织", "所属行业", "行政区划代码", "成立时间"];
        for (column, text) in (0_u16..).zip(over) {
            merge(sheet, (2, column, 3, column), text);
        }
        merge(sheet, (2, 7, 2, 8), "书记");
        merge(sheet, (2, 9, 2, 10), "党员人数");
        merge(sheet, (2, 11, 3, 11), "备注");
        for (column, text) in [(7, "姓名"), (8, "联系电话"), (9, "总数"), (10, "其中:离退休")] {
            put(sheet, 3, column, text);
        }
        let rows: [&[&str]; 6] = [
            &["1", "中共青禾县委员会", "地方党委", "", "机关", "990101", "19711108", "欧文涵", "13800000000"],
            &[
                "2",
                "  中共青禾县城关镇委员会\u{3000}",
                "党委",
                "  中共青禾县委员会",
                "农村",
                "990102",
                "2003.1.16",
                "贾\u{3000}明",
            ],
            &[
                "3",
                "城关镇南郭岭村党支部",
                "党支部",
                "青禾县城关镇党委",
                "农村",
                "",
                "1997年11月",
                "马丽子",
                "",
                "１０",
                "3",
                "2009年换届",
            ],
            &[],
            &["4", "城关镇社区党总支", "党总支", "中共青禾县城关镇委员会 ", "街道社区", "", "1990/07/23", "", ""],
            &[
                "5",
                "城关镇社区第一党支部",
                "党支部",
                "城关镇社区党总支",
                "学校",
                "",
                "1981-01-18",
                "宋琪佑",
                "",
                "8",
                "2",
                "与驻地共建",
            ],
        ];
        for (row, texts) in (4_u32..).zip(rows) {
            put_row(sheet, row, texts);
        }
        put(sheet, 8, 6, Write::Date((1955, 5, 27), "yyyy-mm-dd"));
        put(sheet, 10, 1, "合  计");
        put(sheet, 10, 9, 18.0);
    })
}

/// The members of that county.
pub fn county_members() -> Vec<u8> {
    workbook("党员花名册", |sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 12, "青禾县党员花名册", &plain).unwrap();
        let rows: [&[&str]; 6] = [
            &[
                "序号",
                "姓  名",
                "性别",
                "出生年月",
                "民族",
                "身份证号码",
                "所在党支部",
                "党员类别",
                "入党时间",
                "在职状况",
                "党内职务",
                "职称/岗位",
                "家庭住址",
            ],
            &[
                "1",
                "马丽子",
                "女",
                "1956.05",
                "汉",
                "990101195605010021",
                "城关镇南郭岭村党支部",
                "正式党员",
                "19810428",
                "农民",
                "支部书记",
                "工程师",
                "青禾县某小区11号楼",
            ],
            &[
                "2",
                "廖\u{3000}超明",
                "女",
                "19350928",
                "回",
                "990101193509280022",
                "  城关镇南郭岭村支部",
                "正式党员",
                "1970.6.25",
                "离退休",
                "",
                "教师",
                "青禾县某小区9号楼",
            ],
            &[
                "3",
                "邵㛃刚",
                "男",
                "1961年2月8日",
                "满",
                "990101196102080013",
                "城关镇社区第一党支部",
                "预备党员",
                "二〇〇九年十二月",
                "在职",
                "",
                "",
                "青禾县某小区2号楼",
            ],
            &[
                "4",
                "石磊",
                "男",
                "1970/1/28",
                "汉",
                "990101197001280014",
                "城关镇社区第一支部",
                "正式党员",
                "1969-07-01",
                "在职",
                "",
                "医生",
                "青禾县某小区1号楼",
            ],
            &[
                "5",
                "顾斌勇",
                "男",
                "1985-07",
                "汉",
                "990101198507010015",
                "城关镇社区第一支部",
                "正式党员",
                "200301",
                "在职",
                "",
                "",
                "青禾县某小区5号楼",
            ],
        ];
        for (row, texts) in (1_u32..).zip(rows) {
            put_row(sheet, row, texts);
        }
    })
}
