//! Blind tokens (盲签凭证) after RFC 9474: a member signs in and gets a signature over something the server never sees,
//! and casts with it later, as nobody in particular.
//!
//! **Purpose:** the variant RSABSSA-SHA384-PSS-Randomized with keys of 3072 bits, one pair per round and merged panel,
//! which is one sheet: [`TokenKeys`] sign, [`TokenRequest`] is what the member's device keeps meanwhile, [`Token`] is what
//! it ends with.
//!
//! **Invariant:** a token is good for one key, one round and one sheet, and has one written form. The same blinded message
//! always gets the same signature. Randomness is always an argument; formats and the RFC's own figures are known answers.
//!
//! **Absence:** no input or output, no clock, no source of randomness, no type that names a person. Secrets have no
//! `Display`, and their `Debug` hides them.
//!
//! **Boundary:** the named side handles [`BlindedMessage`] and [`BlindSignature`] alone, the anonymous side [`Token`] and
//! its [`Token::spent_hash`]; whether a token may be given or used is theirs to decide. [`rsabssa`] is the RFC by itself.

mod bulk;
mod keys;
mod message;
mod request;
pub mod rsabssa;
mod text;
mod token;

pub use bulk::BulkVerifier;
pub use keys::{
    BlindSignature, BlindedMessage, KEY_BITS, KeyFingerprint, LengthError, SIGNATURE_LENGTH, TokenKeys, TokenPublicKey,
};
pub use request::{RequestError, TokenRequest};
pub use rsabssa::{CryptoRng, FinaliseError, KeyError, SignError};
pub use text::{TEXT_LENGTH, TokenTextError};
pub use token::{Token, TokenError};
