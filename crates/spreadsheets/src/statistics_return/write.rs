//! Writing the return in the form's own layout.

use rules::dates::PartialDate;
use rules::statistics_return::{Entry, FilledReturn, Line};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};

use super::{FORM_NAME, FORM_VERSION, HEADINGS, SHEET, TITLE};
use crate::write::{CellStyles, Field, WriteError, finish, new_workbook, place_row, write_field};

/// Writes a return; reading it gives the same return. Every line of the form is written: one absent from the return
/// comes back as a blank without a reason, which is what it is.
///
/// # Errors
/// [`WriteError`] when a text does not fit into a cell.
pub fn write(filled: &FilledReturn) -> Result<Vec<u8>, WriteError> {
    let mut workbook = new_workbook()?;
    workbook.define_name(FORM_NAME, &format!("=\"{FORM_VERSION}\""))?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    sheet.merge_range(0, 0, 0, 3, TITLE, &title)?;
    let styles = CellStyles::new();
    let unit = Field::Text(format!("填报单位:{}", filled.unit));
    write_field(sheet, (1, 0), &unit, &styles)?;
    let date = filled.filled_on.map(chinese).unwrap_or_default();
    write_field(sheet, (1, 3), &Field::Text(format!("填报时间:{date}")), &styles)?;
    let heading = crate::write::heading_format();
    for (column, text) in (0_u16..).zip(HEADINGS) {
        sheet.write_string_with_format(2, column, text, &heading)?;
    }
    let boxed = CellStyles::on(&Format::new().set_border(FormatBorder::Thin).set_text_wrap());
    for (row, line) in Line::ALL.iter().enumerate() {
        write_line(sheet, place_row(row + 3)?, (*line, filled), &boxed)?;
    }
    for (column, width) in (0_u16..).zip([6_u16, 44, 36, 26, 30]) {
        sheet.set_column_width(column, f64::from(width))?;
    }
    finish(workbook)
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    (line, filled): (Line, &FilledReturn),
    styles: &CellStyles,
) -> Result<(), WriteError> {
    let number = match filled.lines.get(&line).map(|given| &given.entry) {
        _ if line == Line::Methods => {
            Field::words(Some(&filled.methods).filter(|text| !text.is_empty()).map(String::as_str))
        }
        Some(Entry::Count(count)) => Field::Count(*count),
        Some(Entry::NotACount { written, .. }) => Field::Text(written.clone()),
        Some(Entry::Blank) | None => Field::Empty,
    };
    let reason = filled.lines.get(&line).and_then(|given| given.blank_reason.as_deref());
    let fields = [
        Field::Text(line.code().to_owned()),
        Field::Text(line.text().to_owned()),
        number,
        Field::words(Some(line.unit()).filter(|unit| !unit.is_empty())),
        Field::words(reason),
    ];
    for (column, field) in (0_u16..).zip(&fields) {
        if matches!(field, Field::Empty) {
            sheet.write_blank(row, column, &styles.plain)?;
        } else {
            write_field(sheet, (row, column), field, styles)?;
        }
    }
    Ok(())
}

fn chinese(date: PartialDate) -> String {
    match date.parts() {
        (year, Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
        (year, Some(month), None) => format!("{year}年{month}月"),
        (year, None, _) => format!("{year}年"),
    }
}
