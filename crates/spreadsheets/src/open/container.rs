//! What the bytes are, by their beginning and not by the file's name.

use super::{Format, OpenError};

const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Lets zip files pass; everything else gets its own error.
pub(super) fn recognise(bytes: &[u8]) -> Result<(), OpenError> {
    if bytes.is_empty() {
        return Err(OpenError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(());
    }
    if bytes.starts_with(&OLE) {
        return Err(ole(bytes));
    }
    if bytes.starts_with(b"%PDF") {
        return Err(OpenError::NotAWorkbook(Format::Pdf));
    }
    if bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Err(OpenError::NotAWorkbook(Format::Picture));
    }
    Err(OpenError::NotAWorkbook(text_format(bytes)))
}

fn ole(bytes: &[u8]) -> OpenError {
    if contains_utf16(bytes, "EncryptedPackage") {
        OpenError::Encrypted
    } else if contains_utf16(bytes, "Workbook") || contains_utf16(bytes, "Book") {
        OpenError::NotAWorkbook(Format::LegacyXls)
    } else {
        OpenError::NotAWorkbook(Format::OtherOffice)
    }
}

fn contains_utf16(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted.as_slice())
}

fn text_format(bytes: &[u8]) -> Format {
    let start = &bytes[..bytes.len().min(4096)];
    let head: String = match start {
        [0xFF, 0xFE, rest @ ..] => {
            rest.chunks_exact(2).map(|pair| char::from(if pair[1] == 0 { pair[0] } else { b'?' })).collect()
        }
        _ => start.iter().copied().map(char::from).collect(),
    };
    let head = head.trim_start_matches("\u{ef}\u{bb}\u{bf}").trim_start();
    let lower = head.to_ascii_lowercase();
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.starts_with("<?xml") {
        return Format::Xml2003;
    }
    let html = ["<html", "<!doctype html", "<table", "<head", "<meta"];
    if html.iter().any(|tag| lower.starts_with(tag))
        || (lower.starts_with('<') && html.iter().any(|tag| lower.contains(tag)))
        || lower.starts_with("mime-version")
    {
        return Format::Html;
    }
    let control = |character: char| character.is_ascii_control() && !"\t\r\n".contains(character);
    if head.chars().any(control) { Format::Unknown } else { Format::Text }
}
