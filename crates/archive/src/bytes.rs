//! Bytes as they stand in an archive: lower-case hexadecimal, and nothing else.

use std::fmt;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A fixed number of bytes: 16 name a round, 32 are a hash or a key, 64 a signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes<const LENGTH: usize>(pub [u8; LENGTH]);

/// The packed answers of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub Vec<u8>);

impl<const LENGTH: usize> Bytes<LENGTH> {
    /// Reads the written form; nothing where it is another.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl<const LENGTH: usize> fmt::Display for Bytes<LENGTH> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl<const LENGTH: usize> fmt::Debug for Bytes<LENGTH> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl<const LENGTH: usize> Serialize for Bytes<LENGTH> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const LENGTH: usize> Deserialize<'de> for Bytes<LENGTH> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("not {LENGTH} bytes in lower-case hexadecimal")))
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        HEXLOWER.decode(text.as_bytes()).map(Self).map_err(de::Error::custom)
    }
}
