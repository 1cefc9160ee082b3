//! RFC 9474 by itself: RSABSSA-SHA384-PSS-Randomized over any message, with keys of 2048 to 4096 bits.
//!
//! Tokens are made of it and say more: which keys, which messages. It stands apart so that the RFC's own figures, which
//! are of 4096 bits, are checked against the code that tokens use.

use aws_lc_rs::signature::{ParsedPublicKey, RSA_PSS_2048_8192_SHA384};
use blind_rsa_signatures as blind_rsa;
use blind_rsa_signatures::reexports::rsa::traits::PublicKeyParts;
use blind_rsa_signatures::{BlindingResult, MessageRandomizer, Options};
use zeroize::{Zeroize, Zeroizing};

/// A source of random bytes fit for keys.
pub use blind_rsa_signatures::reexports::rsa::rand_core::CryptoRng;

/// Bytes of the random prefix that *Prepare* puts before a message.
pub const PREFIX_LENGTH: usize = 32;

/// Why something is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The bytes are no RSA key in the form that is read here.
    #[error("these bytes are no RSA key")]
    Encoding,
    /// An RSA key of another size or exponent.
    #[error("this RSA key has another size or exponent than is asked for")]
    Unfit,
}

/// Why a blinded message is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// It is not as long as the modulus.
    #[error("a blinded message has {expected} bytes, this has {found}")]
    Length {
        /// Bytes of the modulus.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// As a number it is not below the modulus: nothing that was blinded under this key.
    #[error("this was not blinded under this key")]
    NotBelowModulus,
    /// The signature did not stand its own check: the machine computed wrongly, and nothing may leave it.
    #[error("the signature could not be computed")]
    Computation,
}

/// Why a blind signature gives no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FinaliseError {
    /// It is not as long as the modulus.
    #[error("a blind signature has {expected} bytes, this has {found}")]
    Length {
        /// Bytes of the modulus.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// What comes out is no signature of this key over this message.
    #[error("this is no answer to what was blinded, or not of this key")]
    Signature,
}

/// It is no signature of this key over this message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this was not signed with this key")]
pub struct VerifyError;

/// The private half of a pair; wiped when dropped.
pub struct PrivateKey(blind_rsa::SecretKey);

/// The public half of a pair.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(blind_rsa::PublicKey);

/// What *Blind* gives: one part for the server, two that stay.
pub struct Blinding {
    /// The random prefix of the message; part of what is verified later.
    pub prefix: [u8; PREFIX_LENGTH],
    /// For the server: as long as the modulus, and of any message equally likely.
    pub blinded_message: Vec<u8>,
    /// The inverse of the blinding factor, as long as the modulus; it links both sides and leaves nobody's device.
    pub inverse: Zeroizing<Vec<u8>>,
}

impl PrivateKey {
    /// Makes a key with the exponent 65537.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] for a size outside 2048 to 4096 bits.
    pub fn generate(random: &mut impl CryptoRng, bits: usize) -> Result<Self, KeyError> {
        blind_rsa::KeyPair::generate(random, bits).map(|pair| Self(pair.sk)).map_err(|_| KeyError::Unfit)
    }

    /// Reads PKCS #8 in DER and checks that its numbers belong together.
    ///
    /// # Errors
    /// [`KeyError::Encoding`] where they are no key.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        blind_rsa::SecretKey::from_der(der).map(Self).map_err(|_| KeyError::Encoding)
    }

    /// PKCS #8 in DER.
    ///
    /// # Errors
    /// [`KeyError::Encoding`] never in practice: a key that is one can be written.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        self.0.to_der().map(Zeroizing::new).map_err(|_| KeyError::Encoding)
    }

    /// The public half.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] never in practice: reading and making a key checked it.
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        self.0.public_key().map(PublicKey).map_err(|_| KeyError::Unfit)
    }

    /// *BlindSign*: the same blinded message always gives the same signature. The randomness only hides from a clock
    /// how long each step takes.
    ///
    /// # Errors
    /// [`SignError`].
    pub fn blind_sign(&self, random: &mut impl CryptoRng, blinded_message: &[u8]) -> Result<Vec<u8>, SignError> {
        let modulus = self.0.n_bytes();
        if blinded_message.len() != modulus.len() {
            return Err(SignError::Length { expected: modulus.len(), found: blinded_message.len() });
        }
        // Of equal length, so that the order of bytes is the order of numbers.
        if blinded_message >= &*modulus {
            return Err(SignError::NotBelowModulus);
        }
        let signed = self.0.blind_sign_with_rng(random, blinded_message);
        signed.map(|signature| signature.0).map_err(|_| SignError::Computation)
    }
}

impl PublicKey {
    /// Reads SubjectPublicKeyInfo in DER, with the algorithm rsaEncryption, which is what browsers import.
    ///
    /// # Errors
    /// [`KeyError`]; a key has one form only, so that it has one fingerprint.
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        let key = blind_rsa::PublicKey::from_der(der).map_err(|error| match error {
            blind_rsa::Error::UnsupportedParameters => KeyError::Unfit,
            _ => KeyError::Encoding,
        })?;
        let key = Self(key);
        if key.to_spki()? == der { Ok(key) } else { Err(KeyError::Encoding) }
    }

    /// SubjectPublicKeyInfo in DER, with the algorithm rsaEncryption.
    ///
    /// # Errors
    /// [`KeyError::Encoding`] never in practice: a key that is one can be written.
    pub fn to_spki(&self) -> Result<Vec<u8>, KeyError> {
        self.0.to_der().map_err(|_| KeyError::Encoding)
    }

    /// The modulus, most significant byte first, without zeros before it.
    #[must_use]
    pub fn modulus(&self) -> Vec<u8> {
        self.0.n_bytes().into_vec()
    }

    /// The exponent, most significant byte first, without zeros before it.
    #[must_use]
    pub fn exponent(&self) -> Vec<u8> {
        self.0.e_bytes().into_vec()
    }

    /// *Prepare* and *Blind*: draws, in this order, prefix, salt and blinding factor.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] where the key is none: its modulus is smaller than a signature needs, or shares a factor with
    /// the message.
    pub fn blind(&self, random: &mut impl CryptoRng, message: &[u8]) -> Result<Blinding, KeyError> {
        let blinded = self.0.blind(random, message, &Options::default()).map_err(|_| KeyError::Unfit)?;
        let MessageRandomizer(prefix) = blinded.msg_randomizer.ok_or(KeyError::Unfit)?;
        Ok(Blinding { prefix, blinded_message: blinded.blind_message.0, inverse: Zeroizing::new(blinded.secret.0) })
    }

    /// *Finalize*: takes the blinding off and verifies what comes out.
    ///
    /// # Errors
    /// [`FinaliseError`].
    pub fn finalise(
        &self,
        message: &[u8],
        blinding: &Blinding,
        blind_signature: &[u8],
    ) -> Result<Vec<u8>, FinaliseError> {
        let modulus = self.0.n_bytes();
        if blind_signature.len() != modulus.len() {
            return Err(FinaliseError::Length { expected: modulus.len(), found: blind_signature.len() });
        }
        let is_number = |bytes: &[u8]| bytes.len() == modulus.len() && bytes < &*modulus;
        if !is_number(blind_signature) || !is_number(&blinding.inverse) {
            return Err(FinaliseError::Signature);
        }
        let mut kept = BlindingResult {
            blind_message: blind_rsa::BlindMessage(blinding.blinded_message.clone()),
            secret: blind_rsa::Secret(blinding.inverse.to_vec()),
            msg_randomizer: Some(MessageRandomizer(blinding.prefix)),
        };
        let answer = blind_rsa::BlindSignature(blind_signature.to_vec());
        let signature = self.0.finalize(&answer, &kept, message, &Options::default());
        kept.secret.0.zeroize();
        signature.map(|signature| signature.0).map_err(|_| FinaliseError::Signature)
    }

    /// Whether this key signed prefix ‖ message.
    ///
    /// # Errors
    /// [`VerifyError`] where it did not.
    pub fn verify(&self, prefix: &[u8; PREFIX_LENGTH], message: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        let signature = blind_rsa::Signature(signature.to_vec());
        let prefix = Some(MessageRandomizer(*prefix));
        self.0.verify(&signature, prefix, message, &Options::default()).map_err(|_| VerifyError)
    }
}

/// The same verification by other code, AWS-LC's, which is several times as fast: for many signatures of one key.
pub struct FastVerifier(ParsedPublicKey);

impl FastVerifier {
    /// A verifier of one key, which is read once for all signatures.
    ///
    /// # Errors
    /// [`KeyError`] never in practice: a key that is one can be written, and is of a size that is read.
    pub fn new(key: &PublicKey) -> Result<Self, KeyError> {
        ParsedPublicKey::new(&RSA_PSS_2048_8192_SHA384, key.to_spki()?).map(Self).map_err(|_| KeyError::Unfit)
    }

    /// Whether the key signed this prepared message, that is prefix ‖ message. The salt must be as long as the
    /// digest: 48 bytes, as the variant has it.
    ///
    /// # Errors
    /// [`VerifyError`] where it did not.
    pub fn verify(&self, prepared_message: &[u8], signature: &[u8]) -> Result<(), VerifyError> {
        self.0.verify_sig(prepared_message, signature).map_err(|_| VerifyError)
    }
}
