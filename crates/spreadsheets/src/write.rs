//! Writing tables: typed cells, a frozen heading, widths, no formula ever, and the same bytes every time.

use std::collections::BTreeMap;

use rules::dates::PartialDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::members::{self, MemberRow};
use crate::organisations::{self, OrganisationRow};
use crate::table::TableSpec;

/// The most characters a spreadsheet program keeps in one cell.
const LONGEST_TEXT: usize = 32_767;
const WIDEST: usize = 60;

/// Why a table cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// A sheet's name is longer than 31 characters or has one of `[]:*?/\`, or two sheets have the same.
    #[error("the name {0:?} cannot be a sheet's")]
    SheetName(String),
    /// More than a sheet can hold, or a text longer than 32,767 characters.
    #[error("the table does not fit: {0}")]
    DoesNotFit(String),
    /// The library refused.
    #[error("the workbook cannot be written: {0}")]
    Library(String),
}

/// What is written into a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// Nothing.
    #[default]
    Empty,
    /// Words: always text, whatever they begin with.
    Text(String),
    /// A whole number, shown as one.
    Count(u64),
    /// A date: a day is a date cell, a month or year is text (`1953-04`), so that no day is invented.
    Date(PartialDate),
}

impl Field {
    /// Words, or nothing where there are none.
    #[must_use]
    pub fn words(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }

    fn width(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Text(text) => text.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum(),
            Self::Count(count) => count.to_string().len(),
            Self::Date(_) => 10,
        }
    }
}

/// A sheet to write: a heading and rows of as many fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSheet {
    /// The name on the tab.
    pub name: String,
    /// The headings.
    pub headings: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Field>>,
}

/// Writes tables, one a sheet. The bytes depend on nothing but the tables.
///
/// # Errors
/// [`WriteError`].
pub fn write(sheets: &[TableSheet]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = new_workbook()?;
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name).map_err(|_| WriteError::SheetName(sheet.name.clone()))?;
        write_sheet(worksheet, sheet)?;
    }
    finish(workbook)
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &TableSheet) -> Result<(), WriteError> {
    let heading = heading_format();
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for (column, text) in sheet.headings.iter().enumerate() {
        let column = place_column(column)?;
        worksheet.write_string_with_format(0, column, text, &heading)?;
        widths.insert(column, Field::words(Some(text)).width());
    }
    let styles = CellStyles::new();
    for (row, fields) in sheet.rows.iter().enumerate() {
        let row = place_row(row + 1)?;
        for (column, field) in fields.iter().enumerate() {
            let column = place_column(column)?;
            write_field(worksheet, (row, column), field, &styles)?;
            let width = widths.entry(column).or_default();
            *width = (*width).max(field.width());
        }
    }
    set_widths(worksheet, &widths)?;
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// The formats of cells that hold data.
pub(crate) struct CellStyles {
    pub plain: Format,
    pub count: Format,
    pub date: Format,
    /// Text that a program might take for a formula when it is typed over or saved as comma-separated text.
    pub quoted: Format,
}

impl CellStyles {
    pub fn new() -> Self {
        Self::on(&Format::new())
    }

    /// The same on a background.
    pub fn on(base: &Format) -> Self {
        Self {
            plain: base.clone().set_num_format("@"),
            count: base.clone().set_num_format("0"),
            date: base.clone().set_num_format("yyyy-mm-dd"),
            quoted: base.clone().set_num_format("@").set_quote_prefix(),
        }
    }
}

/// Whether a text begins as a formula would.
#[must_use]
pub fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

pub(crate) fn write_field(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    styles: &CellStyles,
) -> Result<(), WriteError> {
    match field {
        Field::Empty => {}
        Field::Text(text) => {
            if text.chars().count() > LONGEST_TEXT {
                return Err(WriteError::DoesNotFit(format!("row {}", row + 1)));
            }
            let style = if is_formula_like(text) { &styles.quoted } else { &styles.plain };
            worksheet.write_string_with_format(row, column, text, style)?;
        }
        // Above 2^53 a number cell would lose digits.
        Field::Count(count) if *count > 9_007_199_254_740_992 => {
            worksheet.write_string_with_format(row, column, count.to_string(), &styles.plain)?;
        }
        Field::Count(count) => {
            worksheet.write_number_with_format(row, column, *count as f64, &styles.count)?;
        }
        Field::Date(date) => match date.parts() {
            (year @ 1901.., Some(month), Some(day)) => {
                let instant = ExcelDateTime::from_ymd(year, month, day)?;
                worksheet.write_datetime_with_format(row, column, &instant, &styles.date)?;
            }
            _ => {
                worksheet.write_string_with_format(row, column, date.to_string(), &styles.plain)?;
            }
        },
    }
    Ok(())
}

pub(crate) fn heading_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(0x00F3_EFEA)
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

pub(crate) fn set_widths(worksheet: &mut Worksheet, widths: &BTreeMap<u16, usize>) -> Result<(), WriteError> {
    for (column, width) in widths {
        let width = u16::try_from((*width).clamp(6, WIDEST) + 2).unwrap_or(62);
        worksheet.set_column_width(*column, f64::from(width))?;
    }
    Ok(())
}

/// A workbook that carries no time: the library would write the moment it was made.
pub(crate) fn new_workbook() -> Result<Workbook, WriteError> {
    let mut workbook = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    Ok(workbook)
}

pub(crate) fn finish(mut workbook: Workbook) -> Result<Vec<u8>, WriteError> {
    Ok(workbook.save_to_buffer()?)
}

pub(crate) fn place_column(column: usize) -> Result<u16, WriteError> {
    u16::try_from(column).map_err(|_| WriteError::DoesNotFit(format!("column {column}")))
}

pub(crate) fn place_row(row: usize) -> Result<u32, WriteError> {
    u32::try_from(row).map_err(|_| WriteError::DoesNotFit(format!("row {row}")))
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded => Self::DoesNotFit(error.to_string()),
            other => Self::Library(other.to_string()),
        }
    }
}

/// Writes organisations so that reading them gives the same rows. The parent's path goes in by `parent_path`.
///
/// # Errors
/// [`WriteError`].
pub fn organisations(sheet: &str, rows: &[OrganisationRow]) -> Result<Vec<u8>, WriteError> {
    let rows = rows
        .iter()
        .map(|row| {
            let mut sector = row.sector.map(organisations::Sector::word).unwrap_or_default().to_owned();
            if row.minority_area {
                sector.push_str("(民族地区)");
            }
            vec![
                Field::words(row.code.as_deref()),
                Field::Text(row.name.clone()),
                Field::words(row.kind.map(organisations::Kind::word)),
                Field::words(row.parent.as_deref()),
                Field::words(row.parent_path.as_deref()),
                Field::words(Some(sector.as_str()).filter(|words| !words.is_empty())),
                row.founded.map_or(Field::Empty, Field::Date),
                Field::words(row.secretary.as_deref()),
                row.members.map_or(Field::Empty, Field::Count),
                Field::words(row.remark.as_deref()),
            ]
        })
        .collect();
    write(&[table_sheet(sheet, &organisations::TABLE, rows)])
}

/// Writes members so that reading them gives the same rows.
///
/// # Errors
/// [`WriteError`].
pub fn members(sheet: &str, rows: &[MemberRow]) -> Result<Vec<u8>, WriteError> {
    let rows = rows
        .iter()
        .map(|row| {
            vec![
                Field::words(row.code.as_deref()),
                Field::Text(row.name.clone()),
                Field::words(row.sex.map(members::Sex::word)),
                row.birth.map_or(Field::Empty, Field::Date),
                Field::Text(row.branch.clone()),
                Field::words(row.branch_path.as_deref()),
                Field::words(row.category.map(members::Category::word)),
                row.joined.map_or(Field::Empty, Field::Date),
                Field::words(row.service.as_ref().map(members::ServiceState::word)),
                Field::words(row.party_post.as_deref()),
                Field::words(row.post.as_deref()),
            ]
        })
        .collect();
    write(&[table_sheet(sheet, &members::TABLE, rows)])
}

fn table_sheet(name: &str, spec: &TableSpec, rows: Vec<Vec<Field>>) -> TableSheet {
    TableSheet {
        name: name.to_owned(),
        headings: spec.columns.iter().map(|column| column.title().to_owned()).collect(),
        rows,
    }
}
