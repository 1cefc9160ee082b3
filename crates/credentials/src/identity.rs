//! Names of things that both sides may know: a round and a sheet of it.

use std::fmt;

/// The name of a round on the anonymous side: 16 opaque bytes, written as 32 lower-case hexadecimal digits.
///
/// It is stored once per row on the anonymous side, so whoever makes it must put nothing but a round's identity in
/// it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundId([u8; 16]);

/// Why a text is no [`RoundId`]: it is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a round is named by 32 hexadecimal digits")]
pub struct RoundIdError;

impl RoundId {
    /// Takes the 16 bytes as they are.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the written form, 32 hexadecimal digits in either case.
    ///
    /// # Errors
    /// [`RoundIdError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, RoundIdError> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| RoundIdError)?;
        bytes.try_into().map(Self).map_err(|_| RoundIdError)
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for RoundId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RoundId({self})")
    }
}

/// The number of a sheet (评议表) within its round. One panel sees one sheet; one ballot is one whole sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetId(pub u32);
