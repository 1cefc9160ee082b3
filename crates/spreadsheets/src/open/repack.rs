//! The guard before the parser: every part that matters is unpacked once, counted while it is read, searched for
//! what no spreadsheet program writes, and put into a copy that is not compressed any more.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::{Format, Limits, OpenError};

const MOST_ENTRIES: usize = 5_000;
/// Cell formats: a spreadsheet program allows 65,000 of them, which need less than this.
const STYLE_BYTES: usize = 12 * 1024 * 1024;
const RATIO_COUNTS_FROM: u64 = 1024 * 1024;
/// Parts that hold no cell of a table.
const NOT_NEEDED: [&str; 7] =
    ["/drawings/", "/charts/", "/media/", "/theme/", "/pivotcache/", "/externallinks/", "docprops/"];

pub(super) fn repack(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, OpenError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_ENTRIES {
        return Err(bomb(limits));
    }
    let wanted = wanted_parts(&mut archive, limits)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut left = limits.unpacked_bytes;
    for index in wanted {
        let (name, part) = read_part(&mut archive, index, left, limits)?;
        left = left.saturating_sub(length(&part));
        let part = checked(&name, part, limits)?;
        writer.start_file(name, stored).map_err(|error| damaged(&error))?;
        writer.write_all(&part).map_err(|error| damaged(&error))?;
    }
    let copy = writer.finish().map_err(|error| damaged(&error))?;
    Ok(copy.into_inner())
}

/// Looks at the directory alone: encrypted entries, sizes as declared, and what kind of file this is.
fn wanted_parts(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<Vec<usize>, OpenError> {
    let mut wanted = Vec::new();
    let mut names = Vec::new();
    let mut declared: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        if entry.encrypted() {
            return Err(OpenError::Encrypted);
        }
        let name = entry.name().map_err(|error| damaged(&error))?.to_ascii_lowercase();
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        if is_xml && !NOT_NEEDED.iter().any(|part| name.contains(part)) {
            declared = declared.saturating_add(entry.size());
            let packed = entry.compressed_size().max(1);
            if declared > limits.unpacked_bytes
                || (entry.size() > RATIO_COUNTS_FROM && entry.size() / packed > limits.ratio)
            {
                return Err(bomb(limits));
            }
            wanted.push(index);
        }
        names.push(name);
    }
    match kind(&names) {
        None => Ok(wanted),
        Some(format) => Err(OpenError::NotAWorkbook(format)),
    }
}

fn kind(names: &[String]) -> Option<Format> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let begins = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
    if has("xl/workbook.bin") {
        Some(Format::Xlsb)
    } else if has("_rels/.rels")
        && names.iter().any(|name| name.contains("worksheets/") || name.ends_with("workbook.xml"))
    {
        None
    } else if begins("word/") || begins("ppt/") {
        Some(Format::OtherOffice)
    } else if has("mimetype") && has("content.xml") {
        Some(Format::OpenDocument)
    } else {
        Some(Format::OtherZip)
    }
}

fn read_part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    left: u64,
    limits: &Limits,
) -> Result<(String, Vec<u8>), OpenError> {
    let entry = archive.by_index(index).map_err(|error| damaged(&error))?;
    let name = entry.name().map_err(|error| damaged(&error))?.into_owned();
    let packed = entry.compressed_size().max(1);
    // A directory can lie about sizes: what counts is what comes out.
    let by_ratio = packed.saturating_mul(limits.ratio).max(RATIO_COUNTS_FROM);
    let allowed = left.min(by_ratio);
    let mut part = Vec::new();
    entry.take(allowed.saturating_add(1)).read_to_end(&mut part).map_err(|error| damaged(&error))?;
    if length(&part) > allowed {
        return Err(bomb(limits));
    }
    Ok((name, part))
}

fn checked(name: &str, mut part: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, OpenError> {
    if part.starts_with(&[0xFF, 0xFE]) || part.starts_with(&[0xFE, 0xFF]) || !is_utf8(&part) {
        return Err(OpenError::Damaged(format!("{name} is not UTF-8")));
    }
    if find(&part, b"<!DOCTYPE").is_some() || find(&part, b"<!ENTITY").is_some() {
        return Err(OpenError::Entities);
    }
    let lower = name.to_ascii_lowercase();
    if lower.ends_with("styles.xml") && part.len() > STYLE_BYTES {
        return Err(bomb(limits));
    }
    if lower.ends_with("sharedstrings.xml") {
        forget_declared_count(&mut part);
    }
    Ok(part)
}

/// The number of strings a file declares is only a hint to reserve room, which a hostile file sets as it likes.
fn forget_declared_count(part: &mut [u8]) {
    let end = find(part, b"<si").unwrap_or(part.len());
    while let Some(at) = find(&part[..end], b"uniqueCount") {
        part[at] = b'x';
    }
}

fn is_utf8(part: &[u8]) -> bool {
    let declaration = &part[..part.len().min(200)];
    let declared = find(declaration, b"encoding=").map(|at| {
        declaration[at + 10..]
            .iter()
            .take_while(|byte| !matches!(byte, b'"' | b'\''))
            .map(u8::to_ascii_lowercase)
            .collect::<Vec<u8>>()
    });
    std::str::from_utf8(part).is_ok()
        && declared.is_none_or(|name| matches!(name.as_slice(), b"utf-8" | b"utf8" | b"us-ascii"))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(step) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        let at = from + step;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn length(part: &[u8]) -> u64 {
    u64::try_from(part.len()).unwrap_or(u64::MAX)
}

fn damaged(error: &impl std::fmt::Display) -> OpenError {
    OpenError::Damaged(error.to_string())
}

fn bomb(limits: &Limits) -> OpenError {
    OpenError::Bomb { limit: limits.unpacked_bytes, ratio: limits.ratio }
}
