//! What a ballot is handed in with: the code of a slip, or a blind token.

use std::fmt;

use zeroize::Zeroize;

use crate::Code;

/// A judge's right to one ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The code of a slip.
    Code(Code),
    /// A blind token.
    Token(TokenBytes),
}

impl Credential {
    /// The code, where it is one.
    #[must_use]
    pub const fn code(&self) -> Option<&Code> {
        match self {
            Self::Code(code) => Some(code),
            Self::Token(_) => None,
        }
    }
}

impl From<Code> for Credential {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

/// A blind token without the round it is of: sheet (4) ‖ random bytes (32) ‖ prefix (32) ‖ signature (384). The crate
/// `tokens` writes and reads it; here it is only carried.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenBytes(Box<[u8; Self::LENGTH]>);

impl TokenBytes {
    /// Bytes of a token.
    pub const LENGTH: usize = 4 + 32 + 32 + 384;

    /// Takes the bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(Box::new(bytes))
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for TokenBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenBytes(hidden)")
    }
}

impl Drop for TokenBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
