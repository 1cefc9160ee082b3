//! Many tokens of one key.

use credentials::{RoundId, SheetId};

use crate::keys::TokenPublicKey;
use crate::rsabssa::{FastVerifier, KeyError};
use crate::token::{Token, TokenError};

/// Verifies the tokens of one round and sheet by other code than [`Token::verify`], and several times as fast. It may be
/// shared by threads; who has many cores gives each a part.
pub struct BulkVerifier {
    verifier: FastVerifier,
    round: RoundId,
    sheet: SheetId,
}

impl BulkVerifier {
    /// A verifier for a round and sheet, whose key this is.
    ///
    /// # Errors
    /// [`KeyError`] never in practice, see [`FastVerifier::new`].
    pub fn new(key: &TokenPublicKey, round: RoundId, sheet: SheetId) -> Result<Self, KeyError> {
        Ok(Self { verifier: FastVerifier::new(key.rsa())?, round, sheet })
    }

    /// The same answer as [`Token::verify`].
    ///
    /// # Errors
    /// [`TokenError`].
    pub fn verify(&self, token: &Token) -> Result<(), TokenError> {
        token.is_of(self.round, self.sheet)?;
        let verified = self.verifier.verify(&token.prepared_message(), token.signature());
        verified.map_err(|_| TokenError::OtherKey)
    }
}
