//! What is done with archives (归档包) without a server: verifying, proving a receipt, countersigning.
//!
//! Exit codes: 0 it stands or was done; 1 refused, with the step that failed; 2 it cannot be judged or done.

pub mod countersign;
pub mod prove;
mod texts;
pub mod verify;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use archive::Bytes;
use credentials::Receipt;

use crate::check_claim::{Answer, Language};

/// No receipt and no proof is longer.
const LONGEST_TEXT: u64 = 64 * 1024;

fn open(path: &Path) -> io::Result<BufReader<File>> {
    File::open(path).map(|file| BufReader::with_capacity(1 << 20, file))
}

/// An answer that says why nothing can be said.
fn cannot(language: Language, what: &str, (chinese, english): (&str, &str)) -> Answer {
    let line = language.pick(format!("无法核验“{what}”：{chinese}。"), format!("Cannot judge “{what}”: {english}."));
    Answer { lines: vec![line], code: 2 }
}

fn unreadable(language: Language, path: &Path, error: &io::Error) -> Answer {
    let what = path.display().to_string();
    match error.kind() {
        io::ErrorKind::NotFound => cannot(language, &what, ("没有这个文件", "there is no such file")),
        _ => {
            let reason = error.to_string();
            cannot(language, &what, (&reason, &reason))
        }
    }
}

/// 64 hexadecimal digits in either case.
fn hash(language: Language, text: &str) -> Result<Bytes<32>, Answer> {
    let wanted = ("应为 64 位十六进制数字", "64 hexadecimal digits are wanted");
    Bytes::parse(&text.trim().to_ascii_lowercase()).ok_or_else(|| cannot(language, text, wanted))
}

/// The text of a receipt, or the file named after `@`.
fn receipt(language: Language, text: &str) -> Result<Receipt, Answer> {
    let read = match text.strip_prefix('@') {
        Some(path) => small_file(Path::new(path)).map_err(|error| unreadable(language, Path::new(path), &error))?,
        None => text.to_owned(),
    };
    Receipt::parse(&read).map_err(|error| {
        let reason = error.to_string();
        cannot(language, text, ("不是完整的回执，请核对是否漏抄、错抄", &reason))
    })
}

fn small_file(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    io::Read::read_to_string(&mut io::Read::take(File::open(path)?, LONGEST_TEXT), &mut text)?;
    Ok(text)
}
