//! What can be computed of a used slip with a key that is still there.
//!
//! The nonce beside a ballot is made of the round's secret, the slip's code and the retry key in the cookie. Whoever has
//! a slip makes nonces of it with whatever key he finds, for the retry key that a careless build gives everybody; slips in
//! the order of these nonces stand as their ballots stand in the order of the stored ones, if he found what he needs.

use std::fs;

use anyhow::Result;
use credentials::{RetryKey, RoundSecret, nonce};

use super::copies::{Kind, Trace, Traces};
use super::life::{Lived, SAME_RETRY_KEY};
use crate::home::Home;

/// How the traces of this module are called.
const COMPUTED: &str = "nonce computed with the key ";

/// Adds to each used slip the nonce that each key of its round gives which is still on the disk.
///
/// # Errors
/// Those of the files.
pub fn add_computed(traces: &mut Traces, home: &Home, lived: &Lived) -> Result<()> {
    for (name, key) in still_there(home, lived)? {
        let sort = format!("{COMPUTED}{name}");
        for (number, judge) in lived.judges.iter().enumerate() {
            let secret = RoundSecret::from_random(key);
            let nonce = nonce(&secret, &judge.code, &RetryKey::from_random(SAME_RETRY_KEY));
            traces.note(Kind::Slip, sort.clone(), lived.judges.len(), number, beginning(nonce.as_bytes()));
        }
    }
    Ok(())
}

/// Only what is computed, and the nonces stored with the ballots.
#[must_use]
pub fn computed_only(traces: &Traces) -> Traces {
    traces.only(|sort| sort.starts_with(COMPUTED) || sort == "column nonce of ballot")
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

/// The first sixteen bytes, which put nonces in order.
fn beginning(bytes: &[u8; 32]) -> Trace {
    let half = |from: usize| bytes[from..from + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    (half(0), half(8))
}
