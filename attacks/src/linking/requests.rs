//! What the named side knows of tokens, and what can be computed of it and of used tokens.
//!
//! Of each person it has the order of asking, the blinded message and the signature over it. Anybody can make of a used
//! token's signature the message that was encoded and signed, which a device that does not blind sends as it is; take a
//! factor off that everybody is known to use; and sign blinded messages with every key of tokens that he finds.

use std::fs;

use anyhow::{Context, Result};
use tokens::{TokenKeys, TokenPublicKey};

use super::copies::{Kind, Trace, Traces};
use super::devices::{SAME_FACTOR, Taken};
use super::lived::Lived;
use super::numbers::Numbers;
use crate::home::Home;
use rand::SeedableRng;
use rand::rngs::StdRng;

/// How what is known without a private key is called: of who asked, and of used tokens.
const OF_REQUESTS: [&str; 5] = [
    "order of asking",
    "blinded message",
    "signature over the blinded message",
    "blinded message without a known factor",
    "signature without a known factor",
];
const OF_TOKENS: [&str; 4] =
    ["random bytes of the token", "prefix of the token", "signature of the token", "what the signature is over"];
/// How what is computed with a private key is called.
const SIGNED: &str = "blinded message signed with the key ";

/// Adds what the named side knows of tokens, and what the public key gives.
///
/// # Errors
/// Those of the key.
pub fn add_known(traces: &mut Traces, lived: &Lived, key: &TokenPublicKey) -> Result<()> {
    let numbers = Numbers::of(key)?;
    let inverse = numbers.inverse(&SAME_FACTOR)?;
    let inverse_raised = numbers.raised(&inverse)?;
    for (number, taken) in holders(lived) {
        let (blinded, answer, token) = (taken.blinded.as_bytes(), taken.answer.as_bytes(), &taken.token);
        let of_request = [
            (taken.asked as u64, 0),
            beginning(blinded),
            beginning(answer),
            beginning(&numbers.product(blinded, &inverse_raised)?),
            beginning(&numbers.product(answer, &inverse)?),
        ];
        let of_token = [
            beginning(token.serial()),
            beginning(token.prefix()),
            beginning(token.signature()),
            beginning(&numbers.raised(token.signature())?),
        ];
        for (sort, trace) in OF_REQUESTS.into_iter().zip(of_request) {
            traces.note(Kind::Request, sort.to_owned(), lived.judges.len(), number, trace);
        }
        for (sort, trace) in OF_TOKENS.into_iter().zip(of_token) {
            traces.note(Kind::Token, sort.to_owned(), lived.judges.len(), number, trace);
        }
    }
    Ok(())
}

/// Adds what each private key of tokens gives that is still on the disk.
///
/// # Errors
/// Those of the files and the keys.
pub fn add_signed_with_keys_on_disk(traces: &mut Traces, home: &Home, lived: &Lived) -> Result<()> {
    let of_round = format!("{}.token-", lived.round);
    for entry in fs::read_dir(home.folder.join("keys"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).context("a name in UTF-8")?;
        // An erased key is an empty file.
        if let Some(sheet) = name.strip_prefix(&of_round)
            && let Ok(keys) = TokenKeys::from_pkcs8(&fs::read(&path)?)
        {
            add_signed(traces, lived, &keys, &format!("token-{sheet}"))?;
        }
    }
    Ok(())
}

/// Adds the signatures that a private key makes of the blinded messages.
///
/// # Errors
/// Those of the key.
pub fn add_signed(traces: &mut Traces, lived: &Lived, keys: &TokenKeys, name: &str) -> Result<()> {
    // It hides from a clock how long each step takes, and changes nothing else.
    let mut random = StdRng::seed_from_u64(0);
    for (number, taken) in holders(lived) {
        let signature = keys.sign(&mut random, &taken.blinded)?;
        let trace = beginning(signature.as_bytes());
        traces.note(Kind::Request, format!("{SIGNED}{name}"), lived.judges.len(), number, trace);
    }
    Ok(())
}

/// Whether a sort of traces is one of this module.
#[must_use]
pub fn is_known(sort: &str) -> bool {
    OF_REQUESTS.contains(&sort) || OF_TOKENS.contains(&sort) || is_signed(sort)
}

/// Only what a private key gives, and the used tokens.
#[must_use]
pub fn signed_only(traces: &Traces) -> Traces {
    traces.only(|sort| OF_TOKENS.contains(&sort) || is_signed(sort))
}

fn is_signed(sort: &str) -> bool {
    sort.starts_with(SIGNED)
}

fn holders(lived: &Lived) -> impl Iterator<Item = (usize, &Taken)> {
    lived.judges.iter().enumerate().filter_map(|(number, judge)| Some((number, judge.held.token()?)))
}

/// The first sixteen bytes, which put numbers and hashes in order.
pub(super) fn beginning(bytes: &[u8]) -> Trace {
    let half = |from: usize| bytes[from..from + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    (half(0), half(8))
}
