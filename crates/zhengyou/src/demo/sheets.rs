//! The two spreadsheets, as an office would make them: a merged title, a heading of two rows, dates in seven styles,
//! stray spaces, full-width digits, 支部 for 党支部 and other short words for a superior, blank rows, a row of totals.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::chance::Chance;
use super::county::County;
use super::words::COUNTY;

/// The seed of the mistakes.
const SEED: u64 = 0x2010_0630;

/// The list of organisations.
pub fn organisations(county: &County) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("党组织")?;
    title(sheet, 9, &format!("{COUNTY}党组织基本情况一览表"))?;
    let heading = Format::new().set_bold();
    for (column, text) in (0_u16..).zip(["序号", "党组织全称", "党组织类别", "上级党组织", "所属行业", "成立时间"])
    {
        sheet.merge_range(1, column, 2, column, text, &heading)?;
    }
    sheet.merge_range(1, 6, 1, 7, "书记", &heading)?;
    sheet.write_with_format(2, 6, "姓名", &heading)?;
    sheet.write_with_format(2, 7, "联系电话", &heading)?;
    sheet.merge_range(1, 8, 2, 8, "党员人数", &heading)?;
    sheet.merge_range(1, 9, 2, 9, "备注", &heading)?;
    let mut chance = Chance::new(SEED);
    let mut row = 3;
    for (number, organisation) in (1_u32..).zip(&county.organisations) {
        sheet.write(row, 0, number)?;
        sheet.write(row, 1, stray(&mut chance, &organisation.name))?;
        sheet.write(row, 2, organisation.kind)?;
        if let Some(superior) = &organisation.superior {
            sheet.write(row, 3, stray(&mut chance, &shortened(superior)))?;
        }
        sheet.write(row, 4, organisation.sector)?;
        write_day(sheet, (row, 5), &mut chance, organisation.founded)?;
        if let Some(secretary) = &organisation.secretary {
            sheet.write(row, 6, secretary.as_str())?;
        }
        if organisation.members > 0 {
            match chance.once_in(9) {
                true => sheet.write(row, 8, full_width(organisation.members))?,
                false => sheet.write(row, 8, number_of(organisation.members))?,
            };
        }
        row += if chance.once_in(60) { 2 } else { 1 };
    }
    sheet.write(row, 1, "合  计")?;
    sheet.write(row, 8, number_of(county.members.len()))?;
    workbook.save_to_buffer()
}

/// The register of members.
pub fn members(county: &County) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("党员花名册")?;
    title(sheet, 9, &format!("{COUNTY}党员花名册"))?;
    let heading = Format::new().set_bold();
    for (column, text) in (0_u16..).zip([
        "序号",
        "姓  名",
        "性别",
        "出生年月",
        "所在党支部",
        "党员类别",
        "入党时间",
        "在职状况",
        "党内职务",
        "职称/岗位",
    ]) {
        sheet.write_with_format(1, column, text, &heading)?;
    }
    let mut chance = Chance::new(SEED + 1);
    let mut row = 2;
    for (number, member) in (1_u32..).zip(&county.members) {
        sheet.write(row, 0, number)?;
        sheet.write(row, 1, spaced(&mut chance, &member.name))?;
        sheet.write(row, 2, member.sex)?;
        write_day(sheet, (row, 3), &mut chance, member.born)?;
        let branch = if chance.once_in(400) {
            member.branch.replace("党支部", "支部")
        } else {
            stray(&mut chance, &member.branch)
        };
        sheet.write(row, 4, branch)?;
        sheet.write(row, 5, member.category)?;
        write_day(sheet, (row, 6), &mut chance, member.joined)?;
        sheet.write(row, 7, member.service)?;
        if !member.party_post.is_empty() {
            sheet.write(row, 8, member.party_post)?;
        }
        sheet.write(row, 9, member.post)?;
        row += if chance.once_in(300) { 2 } else { 1 };
    }
    workbook.save_to_buffer()
}

fn title(sheet: &mut Worksheet, last: u16, text: &str) -> Result<(), XlsxError> {
    let format = Format::new().set_bold().set_font_size(16);
    sheet.merge_range(0, 0, 0, last, text, &format)?;
    Ok(())
}

/// A superior written as people speak of it: the register knows it by its full name.
fn shortened(superior: &str) -> String {
    superior.replace("党总支", "总支")
}

/// Digits as an input method for Chinese leaves them.
fn full_width(number: usize) -> String {
    let wide = |digit: char| digit.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit)).unwrap_or(digit);
    number.to_string().chars().map(wide).collect()
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Space somebody's finger left before or behind.
fn stray(chance: &mut Chance, text: &str) -> String {
    match chance.between(1, 40) {
        1 => format!(" {text}"),
        2 => format!("{text} "),
        3 => format!("{text}\u{3000}"),
        _ => text.to_owned(),
    }
}

/// A name of two characters set as wide as one of three.
fn spaced(chance: &mut Chance, name: &str) -> String {
    let mut characters = name.chars();
    match (characters.next(), characters.next(), characters.next()) {
        (Some(first), Some(second), None) if chance.once_in(6) => {
            format!("{first}\u{3000}{second}")
        }
        _ => name.to_owned(),
    }
}

/// A day in one of seven styles.
fn write_day(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    chance: &mut Chance,
    (year, month, day): (u32, u32, u32),
) -> Result<(), XlsxError> {
    let text = match chance.between(1, 7) {
        1 => format!("{year}{month:02}{day:02}"),
        2 => format!("{year}年{month}月"),
        3 => format!("{year}-{month:02}-{day:02}"),
        4 => format!("{year}.{month}.{day}"),
        5 => format!("{year}/{month:02}/{day:02}"),
        6 => format!("{year}.{month:02}"),
        _ => {
            let small = |number: u32| u8::try_from(number).unwrap_or(1);
            let year = u16::try_from(year).unwrap_or(1900);
            let date = ExcelDateTime::from_ymd(year, small(month), small(day))?;
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_with_format(row, column, &date, &format)?;
            return Ok(());
        }
    };
    sheet.write(row, column, text)?;
    Ok(())
}
