//! What can be computed of a used slip or token with a key that is still there.
//!
//! The nonce beside a ballot is made of the round's secret, the slip's code or the token and the retry key in the cookie.
//! Whoever has a slip makes nonces of it with whatever key he finds, for the retry key that a careless build gives
//! everybody; slips in the order of these nonces stand as their ballots stand in the order of the stored ones, if he found
//! what he needs.

use std::fs;

use anyhow::Result;
use credentials::{RetryKey, RoundSecret, nonce, token_nonce};

use super::copies::{Kind, Traces};
use super::life::SAME_RETRY_KEY;
use super::lived::{Held, Lived};
use super::requests;
use crate::home::Home;

/// How the traces of this module are called.
const COMPUTED: &str = "nonce computed with the key ";

/// Adds to each used slip and token the nonce that each key of its round gives which is still on the disk.
///
/// # Errors
/// Those of the files.
pub fn add_computed(traces: &mut Traces, home: &Home, lived: &Lived) -> Result<()> {
    for (name, key) in still_there(home, lived)? {
        let sort = format!("{COMPUTED}{name}");
        for (number, judge) in lived.judges.iter().enumerate() {
            let (secret, retry_key) = (RoundSecret::from_random(key), RetryKey::from_random(SAME_RETRY_KEY));
            let (kind, nonce) = match &judge.held {
                Held::Slip(code) => (Kind::Slip, nonce(&secret, code, &retry_key)),
                Held::Token(taken) => (Kind::Token, token_nonce(&secret, &taken.token.spent_hash(), &retry_key)),
            };
            let trace = requests::beginning(nonce.as_bytes());
            traces.note(kind, sort.clone(), lived.judges.len(), number, trace);
        }
    }
    Ok(())
}

/// Only what is computed, what is known of tokens, and the nonces stored with the ballots.
#[must_use]
pub fn computed_only(traces: &Traces) -> Traces {
    let is_computed = |sort: &str| sort.starts_with(COMPUTED) || requests::is_known(sort);
    traces.only(|sort| is_computed(sort) || sort == "column nonce of ballot")
}

/// The keys of a round that hold anything; an erased one is an empty file.
fn still_there(home: &Home, lived: &Lived) -> Result<Vec<(String, [u8; 32])>> {
    let mut found = Vec::new();
    for name in ["secret", "signing"] {
        let path = home.folder.join("keys").join(format!("{}.{name}", lived.round));
        if let Ok(key) = fs::read(path)?.try_into() {
            found.push((name.to_owned(), key));
        }
    }
    Ok(found)
}
