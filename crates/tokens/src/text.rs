//! The written form of a token: as receipts and codes are written, long enough that only cameras and files carry it.

use credentials::crockford;
use sha2::{Digest, Sha256};

use crate::keys::SIGNATURE_LENGTH;
use crate::message::SERIAL_LENGTH;
use crate::rsabssa::PREFIX_LENGTH;

const KIND: &str = "ZYT";
const VERSION: &str = "1";
const CHECK_LABEL: &[u8] = b"zhengyou/token-text/v1";
/// Bytes of round, sheet, random bytes, prefix and signature.
pub(crate) const BODY_LENGTH: usize = 16 + 4 + SERIAL_LENGTH + PREFIX_LENGTH + SIGNATURE_LENGTH;
const CHECK_LENGTH: usize = 4;
/// Characters after `ZYT1-`: five bits each, then the check of twenty bits.
const WRITTEN_LENGTH: usize = (BODY_LENGTH * 8).div_ceil(5) + CHECK_LENGTH;
/// Characters of a written token: 758, which is what a square of version 15 holds.
pub const TEXT_LENGTH: usize = KIND.len() + VERSION.len() + 1 + WRITTEN_LENGTH;

/// Why a text is no token; each has its own advice for the person who brought it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenTextError {
    /// It does not begin as tokens do: something else was scanned or chosen.
    #[error("a token begins with {KIND}{VERSION}-")]
    NoToken,
    /// A token of another version: a newer program reads it.
    #[error("this token is of version {found}; this program reads version {VERSION}")]
    Version {
        /// The version as written.
        found: String,
    },
    /// A character that no token contains.
    #[error("character {position} ({found:?}) occurs in no token")]
    Character {
        /// The character as written.
        found: char,
        /// Its place after `ZYT1-`, counted from 1.
        position: usize,
    },
    /// The end is missing.
    #[error("a token has {expected} characters, this has {found}")]
    Truncated {
        /// Characters a token has after `ZYT1-`.
        expected: usize,
        /// Characters found there.
        found: usize,
    },
    /// Something stands behind its end, such as a second token.
    #[error("a token has {expected} characters, this has {found}")]
    Surplus {
        /// Characters a token has after `ZYT1-`.
        expected: usize,
        /// Characters found there.
        found: usize,
    },
    /// The check does not fit: a character is another, or two have changed places.
    #[error("the token is altered: its last characters do not fit")]
    Altered,
}

/// Writes a body in capitals and without hyphens but the first: the fewest modules of a square.
pub(crate) fn write(body: &[u8; BODY_LENGTH]) -> String {
    let mut values = crockford::encode(body);
    values.extend(check(body));
    format!("{KIND}{VERSION}-{}", crockford::spell(&values, WRITTEN_LENGTH))
}

/// Reads a body back.
pub(crate) fn read(text: &str) -> Result<Vec<u8>, TokenTextError> {
    let values = crockford::read(after_version(text.trim())?)
        .map_err(|unknown| TokenTextError::Character { found: unknown.found, position: unknown.position })?;
    let (expected, found) = (WRITTEN_LENGTH, values.len());
    if found < expected {
        return Err(TokenTextError::Truncated { expected, found });
    }
    if found > expected {
        return Err(TokenTextError::Surplus { expected, found });
    }
    let (carrying, written_check) = values.split_at(WRITTEN_LENGTH - CHECK_LENGTH);
    let body = crockford::decode(carrying).ok_or(TokenTextError::Altered)?;
    if written_check == check(&body) { Ok(body) } else { Err(TokenTextError::Altered) }
}

/// What stands behind `ZYT1-`.
fn after_version(text: &str) -> Result<&str, TokenTextError> {
    let begins = text.get(..KIND.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(KIND));
    if !begins {
        return Err(TokenTextError::NoToken);
    }
    let rest = &text[KIND.len()..];
    let (version, rest) = rest.split_once('-').unwrap_or((rest, ""));
    if version.is_empty() || version.len() > 3 || !version.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(TokenTextError::NoToken);
    }
    if version != VERSION {
        return Err(TokenTextError::Version { found: version.to_owned() });
    }
    Ok(rest)
}

fn check(body: &[u8]) -> Vec<u8> {
    let hash = Sha256::new().chain_update(CHECK_LABEL).chain_update(body).finalize();
    let mut values = crockford::encode(&hash);
    values.truncate(CHECK_LENGTH);
    values
}
