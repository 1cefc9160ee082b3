//! The pair of one round and sheet, and what passes between the two halves.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::rsabssa::{CryptoRng, KeyError, PrivateKey, PublicKey, SignError};

/// Size of every key of tokens, in bits.
pub const KEY_BITS: usize = 3072;
/// Bytes of a modulus, a blinded message and a signature.
pub const SIGNATURE_LENGTH: usize = KEY_BITS / 8;
/// 65537: the one exponent. A larger one that divides p − 1 could be made to mark blinded messages.
const EXPONENT: [u8; 3] = [1, 0, 1];

/// The pair that signs the tokens of one sheet of one round; destroyed at sealing (封存).
pub struct TokenKeys {
    private: PrivateKey,
    public: TokenPublicKey,
}

/// The public half: who holds it blinds, finalises and verifies.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPublicKey {
    key: PublicKey,
    spki: Vec<u8>,
}

/// SHA-256 of a public key's SubjectPublicKeyInfo in DER. It stands in the opening hash, so that everybody is given the
/// same key; `openssl dgst -sha256` of the key's file gives it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyFingerprint([u8; 32]);

/// What a member's device sends to be signed. It says nothing about the token: for each token there is a blinding factor
/// that would have led to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BlindedMessage([u8; SIGNATURE_LENGTH]);

/// The server's answer to a [`BlindedMessage`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BlindSignature([u8; SIGNATURE_LENGTH]);

/// Something else than [`SIGNATURE_LENGTH`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{SIGNATURE_LENGTH} bytes are expected, there are {found}")]
pub struct LengthError {
    /// Bytes found.
    pub found: usize,
}

impl TokenKeys {
    /// Makes a pair: a second or so of work.
    ///
    /// # Errors
    /// [`KeyError`] never in practice.
    pub fn generate(random: &mut impl CryptoRng) -> Result<Self, KeyError> {
        Self::fit(PrivateKey::generate(random, KEY_BITS)?)
    }

    /// Reads the key's file: PKCS #8 in DER.
    ///
    /// # Errors
    /// [`KeyError::Encoding`] where it is no key, [`KeyError::Unfit`] where it has another size or exponent.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        Self::fit(PrivateKey::from_pkcs8(der)?)
    }

    /// What stands in the key's file: PKCS #8 in DER. The copy wipes itself.
    ///
    /// # Errors
    /// [`KeyError`] never in practice.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.private.to_pkcs8()
    }

    /// The public half.
    #[must_use]
    pub const fn public_key(&self) -> &TokenPublicKey {
        &self.public
    }

    /// Signs what a member's device blinded. The same message always gets the same answer, so that nothing need be stored
    /// but the message; whether its sender may have one is the caller's to know.
    ///
    /// # Errors
    /// [`SignError::NotBelowModulus`] where it was not blinded under this key, [`SignError::Computation`] where the machine
    /// computed wrongly.
    pub fn sign(&self, random: &mut impl CryptoRng, blinded: &BlindedMessage) -> Result<BlindSignature, SignError> {
        let signature = self.private.blind_sign(random, &blinded.0)?;
        signature.try_into().map(BlindSignature).map_err(|_| SignError::Computation)
    }

    fn fit(private: PrivateKey) -> Result<Self, KeyError> {
        let public = TokenPublicKey::fit(private.public_key()?)?;
        Ok(Self { private, public })
    }
}

impl fmt::Debug for TokenKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenKeys(hidden)")
    }
}

impl TokenPublicKey {
    /// Reads SubjectPublicKeyInfo in DER, the form that browsers, OpenSSL and Python read.
    ///
    /// # Errors
    /// [`KeyError::Encoding`] where it is no key in its one form, [`KeyError::Unfit`] where it has another size or exponent.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        Self::fit(PublicKey::from_spki(der)?)
    }

    /// SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn to_spki(&self) -> &[u8] {
        &self.spki
    }

    /// What the opening hash holds and a device compares before it blinds anything.
    #[must_use]
    pub fn fingerprint(&self) -> KeyFingerprint {
        KeyFingerprint(Sha256::digest(&self.spki).into())
    }

    pub(crate) const fn rsa(&self) -> &PublicKey {
        &self.key
    }

    fn fit(key: PublicKey) -> Result<Self, KeyError> {
        let modulus = key.modulus();
        let has_size = modulus.len() == SIGNATURE_LENGTH && modulus.first().is_some_and(|first| *first >= 0x80);
        if !has_size || key.exponent() != EXPONENT {
            return Err(KeyError::Unfit);
        }
        Ok(Self { spki: key.to_spki()?, key })
    }
}

impl fmt::Debug for TokenPublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TokenPublicKey({})", self.fingerprint())
    }
}

impl KeyFingerprint {
    /// Takes 32 stored bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for KeyFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

macro_rules! as_long_as_the_modulus {
    ($name:ident) => {
        impl $name {
            /// Takes received or stored bytes.
            ///
            /// # Errors
            /// [`LengthError`] where they are not [`SIGNATURE_LENGTH`].
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, LengthError> {
                bytes.try_into().map(Self).map_err(|_| LengthError { found: bytes.len() })
            }

            /// The bytes, most significant first.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; SIGNATURE_LENGTH] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    };
}

as_long_as_the_modulus!(BlindedMessage);
as_long_as_the_modulus!(BlindSignature);
