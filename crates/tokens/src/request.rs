//! What a member's device keeps from blinding until it has the token.

use std::fmt;

use credentials::{RoundId, SheetId};
use zeroize::{Zeroize, Zeroizing};

use crate::keys::{BlindSignature, BlindedMessage, SIGNATURE_LENGTH, TokenPublicKey};
use crate::message::{SERIAL_LENGTH, fill, message};
use crate::rsabssa::{Blinding, CryptoRng, FinaliseError, KeyError, PREFIX_LENGTH};
use crate::token::Token;

/// The first byte of a stored request.
const VERSION: u8 = 1;
const STORED_LENGTH: usize = 1 + 16 + 4 + SERIAL_LENGTH + PREFIX_LENGTH + 2 * SIGNATURE_LENGTH;

/// A token under way. It is stored before anything is sent: whoever loses it has spent the one signature a person gets.
/// It links the two sides; it never leaves the device and goes when the token is there.
pub struct TokenRequest {
    round: RoundId,
    sheet: SheetId,
    serial: [u8; SERIAL_LENGTH],
    blinding: Blinding,
    blinded: BlindedMessage,
}

/// The bytes are no stored request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no request for a token")]
pub struct RequestError;

impl TokenRequest {
    /// Draws a token of a round and sheet and blinds it. The caller has compared the key's fingerprint with the one that
    /// was published: a key of one's own would tell who casts.
    ///
    /// # Errors
    /// [`KeyError::Unfit`] where the key's modulus shares a factor with the message: it is no key.
    pub fn begin(
        key: &TokenPublicKey,
        round: RoundId,
        sheet: SheetId,
        random: &mut impl CryptoRng,
    ) -> Result<Self, KeyError> {
        let mut serial = [0; SERIAL_LENGTH];
        random.fill_bytes(&mut serial);
        let blinding = key.rsa().blind(random, &message(round, sheet, &serial))?;
        let blinded = BlindedMessage::from_bytes(&blinding.blinded_message).map_err(|_| KeyError::Unfit)?;
        Ok(Self { round, sheet, serial, blinding, blinded })
    }

    /// What is sent to be signed; on every retry the same, for another is refused.
    #[must_use]
    pub const fn blinded_message(&self) -> &BlindedMessage {
        &self.blinded
    }

    /// The token, once the answer is there.
    ///
    /// # Errors
    /// [`FinaliseError::Signature`] where the answer is to something else or of another key. The request stays good.
    pub fn finalise(&self, key: &TokenPublicKey, answer: &BlindSignature) -> Result<Token, FinaliseError> {
        let message = message(self.round, self.sheet, &self.serial);
        let signature = key.rsa().finalise(&message, &self.blinding, answer.as_bytes())?;
        let signature = signature.try_into().map_err(|_| FinaliseError::Signature)?;
        Ok(Token::from_parts(self.round, self.sheet, self.serial, self.blinding.prefix, signature))
    }

    /// For a file of the device: version ‖ round ‖ sheet ‖ random bytes ‖ prefix ‖ inverse ‖ blinded message.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(vec![0; STORED_LENGTH]);
        let (sheet, blinding) = (self.sheet.0.to_be_bytes(), &self.blinding);
        let head: [&[u8]; 4] = [&[VERSION], self.round.as_bytes(), &sheet, &self.serial];
        let rest: [&[u8]; 3] = [&blinding.prefix, &blinding.inverse, self.blinded.as_bytes()];
        fill(&mut bytes, &[head.as_slice(), &rest].concat());
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`RequestError`] where it did not. A damaged one is noticed at the latest when it is finalised.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RequestError> {
        let (version, bytes) = bytes.split_first_chunk::<1>().ok_or(RequestError)?;
        let (round, bytes) = bytes.split_first_chunk::<16>().ok_or(RequestError)?;
        let (sheet, bytes) = bytes.split_first_chunk::<4>().ok_or(RequestError)?;
        let (serial, bytes) = bytes.split_first_chunk::<SERIAL_LENGTH>().ok_or(RequestError)?;
        let (prefix, bytes) = bytes.split_first_chunk::<PREFIX_LENGTH>().ok_or(RequestError)?;
        let (inverse, blinded) = bytes.split_first_chunk::<SIGNATURE_LENGTH>().ok_or(RequestError)?;
        let blinded = BlindedMessage::from_bytes(blinded).map_err(|_| RequestError)?;
        if *version != [VERSION] {
            return Err(RequestError);
        }
        Ok(Self {
            round: RoundId::from_bytes(*round),
            sheet: SheetId(u32::from_be_bytes(*sheet)),
            serial: *serial,
            blinding: Blinding {
                prefix: *prefix,
                blinded_message: blinded.as_bytes().to_vec(),
                inverse: Zeroizing::new(inverse.to_vec()),
            },
            blinded,
        })
    }
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenRequest(hidden)")
    }
}

impl Drop for TokenRequest {
    fn drop(&mut self) {
        self.serial.zeroize();
    }
}
