//! Opening: bytes to plain grids, guarded before anything is parsed.

mod container;
mod read;
mod repack;

use crate::grid::Workbook;

/// How much of a file is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of all parts together once unpacked.
    pub unpacked_bytes: u64,
    /// Unpacked bytes over packed bytes of one part, once the part is larger than a megabyte.
    pub ratio: u64,
    /// Rows of one sheet, counted to the last one with content.
    pub rows: u32,
    /// Columns of one sheet, counted to the last one with content.
    pub columns: u32,
    /// Cells with content, over all sheets.
    pub cells: usize,
    /// Sheets of the workbook.
    pub sheets: usize,
    /// Characters of one cell.
    pub cell_characters: usize,
}

impl Default for Limits {
    /// 20 MB packed, 300 MB unpacked, 250 times, 200,000 rows, 200 columns, 4 million cells, 50 sheets, 4,000
    /// characters: room for 100,000 members with every column an office keeps.
    fn default() -> Self {
        Self {
            file_bytes: 20 * 1024 * 1024,
            unpacked_bytes: 300 * 1024 * 1024,
            ratio: 250,
            rows: 200_000,
            columns: 200,
            cells: 4_000_000,
            sheets: 50,
            cell_characters: 4_000,
        }
    }
}

/// Other things that are brought as if they were an .xlsx workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A web page with a table, renamed.
    Html,
    /// The XML form of Excel 2003.
    Xml2003,
    /// A workbook of Excel 97–2003 (.xls).
    LegacyXls,
    /// A binary workbook (.xlsb).
    Xlsb,
    /// An OpenDocument spreadsheet (.ods).
    OpenDocument,
    /// A Word or presentation file, old or new.
    OtherOffice,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Plain or comma-separated text.
    Text,
    /// A zip file without a workbook.
    OtherZip,
    /// Nothing recognised.
    Unknown,
}

/// What of a workbook is larger than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Bytes of the file.
    FileBytes,
    /// Rows of a sheet.
    Rows,
    /// Columns of a sheet.
    Columns,
    /// Cells of the workbook.
    Cells,
    /// Sheets of the workbook.
    Sheets,
    /// Characters of one cell.
    CellCharacters,
}

/// Why a file cannot be opened. Each has its own message that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// Not an .xlsx workbook: open it in a spreadsheet program and save it as .xlsx.
    #[error("not an .xlsx workbook but {0:?}")]
    NotAWorkbook(Format),
    /// Protected by a password: save it without one.
    #[error("the workbook is protected by a password")]
    Encrypted,
    /// The zip container or the XML in it is broken: open it in a spreadsheet program and save it again.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
    /// Unpacks to far more than an office's table ever does.
    #[error("the workbook unpacks to more than {limit} bytes or {ratio} times its size")]
    Bomb {
        /// The bytes allowed.
        limit: u64,
        /// The ratio allowed.
        ratio: u64,
    },
    /// Declares document types or entities, which no spreadsheet program writes.
    #[error("the workbook declares XML entities")]
    Entities,
    /// Larger than the limit: split it.
    #[error("too large: {measure:?} {found} over {limit}{}", sheet.as_ref().map(|name| format!(" in {name}")).unwrap_or_default())]
    TooLarge {
        /// What is too large.
        measure: Measure,
        /// How large it is, or where counting stopped.
        found: u64,
        /// The limit.
        limit: u64,
        /// The sheet, where it is one sheet's.
        sheet: Option<String>,
    },
    /// No sheet has any content.
    #[error("no sheet has any content")]
    NoSheet,
}

/// Opens a workbook within limits.
///
/// The parts are unpacked once under guard into an uncompressed copy, and only that copy is parsed, so that no part
/// can grow while it is read. Legacy .xls files are recognised and refused: their reader lays out every sheet as a
/// full rectangle before any limit can be checked.
///
/// # Errors
/// [`OpenError`] says what the file is instead, or which limit it breaks.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found > limits.file_bytes {
        return Err(OpenError::TooLarge { measure: Measure::FileBytes, found, limit: limits.file_bytes, sheet: None });
    }
    container::recognise(bytes)?;
    let plain = repack::repack(bytes, limits)?;
    let workbook = read::read(&plain, limits)?;
    if workbook.sheets.iter().all(|sheet| sheet.rows().is_empty()) {
        return Err(OpenError::NoSheet);
    }
    Ok(workbook)
}
