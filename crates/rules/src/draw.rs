//! A draw anyone can repeat (S050, S070): the list is fixed and its digest published, then a seed nobody could choose is
//! announced (the number of that day's lottery, dice thrown before witnesses). Each line's ticket is a SHA-256 of both,
//! the smallest tickets are drawn; `sha256sum` and a spreadsheet are enough to check it.
//!
//! The text hashed for a ticket is `zhengyou/draw/v1`, the digest of the list, the seed and the line's number from 1,
//! each on a line of its own, with a line feed after the last one too.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// What the hashed texts begin with; another version would draw otherwise.
const LABEL: &str = "zhengyou/draw/v1";

/// The digest of a list, in lower-case hexadecimal: SHA-256 over each line as `number TAB text LF`, numbered from 1.
#[must_use]
pub fn list_digest<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for (index, line) in lines.into_iter().enumerate() {
        hash.update(format!("{}\t{line}\n", index + 1));
    }
    HEXLOWER.encode(&hash.finalize())
}

/// The ticket of a line, numbered from 1, in lower-case hexadecimal.
#[must_use]
pub fn ticket(digest: &str, seed: &str, number: usize) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{LABEL}\n{digest}\n{seed}\n{number}\n")))
}

/// All lines, numbered from 1, in the order they are drawn: the first `n` are the panel, the next ones replace whoever
/// cannot come.
#[must_use]
pub fn order(digest: &str, seed: &str, lines: usize) -> Vec<usize> {
    let mut drawn: Vec<(String, usize)> = (1..=lines).map(|number| (ticket(digest, seed, number), number)).collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, number)| number).collect()
}
