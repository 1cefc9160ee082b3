//! One-time codes, ballot commitments, packed answers and receipts of an appraisal round (评议轮次).
//!
//! **Invariant:** every function is a function of its arguments alone; randomness is always an argument, so each
//! value here has known-answer vectors. A format that was ever released keeps its version and its reader.
//!
//! **Absence:** no input or output, no clock, no source of randomness, no type that names a person. Secrets have no
//! `Display`, and their `Debug` hides them.
//!
//! **Boundary:** the anonymous side stores [`CredentialHash`], [`BallotKey`], [`Nonce`] and packed answers, until
//! sealing under a [`Cover`]; the server shows [`Code`], [`Receipt`] and carries [`sealed cookies`](cookie). A
//! [`TokenBytes`] is made and verified by the crate `tokens`. Nothing here decides whether a code
//! may be used: that is the ballot box's.

pub mod answers;
pub mod ballot;
pub mod code;
pub mod cookie;
pub mod cover;
mod credential;
pub mod crockford;
mod identity;
pub mod layout;
pub mod merkle;
pub mod receipt;
pub mod secrets;
pub mod tablet;

pub use answers::{Answer, AnswersError};
pub use ballot::{BallotKey, Nonce, ballot_key, canonical_ballot};
pub use code::{Code, CodeError, CredentialHash, credential_hash};
pub use cookie::{CookieContent, CookieError, CookieNonce, open_cookie, round_of_cookie, seal_cookie};
pub use cover::{Cover, CoverError, CoveredBallot, CoveredName, CoveredOpinion, PlainOpinion};
pub use credential::{Credential, TokenBytes};
pub use identity::{RoundId, RoundIdError, SheetId};
pub use layout::{Layout, LayoutError, Scale, Section, WithoutGrade};
pub use merkle::{MerkleTree, Proof};
pub use receipt::{PublicKey, PublicKeyError, Receipt, ReceiptError, SigningKeys, VerifyError};
pub use secrets::{RetryKey, RoundSecret, nonce, token_nonce};
pub use tablet::{TabletError, TabletKey, open_code, seal_codes};
