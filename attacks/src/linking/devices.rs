//! The devices that ask for tokens: the product's own, and careless ones.
//!
//! A careless device makes an honest request and undoes its blinding with the inverse that the request keeps, which is
//! what a program does that forgot to blind. The box signs whatever it is sent, and the token is a good one.

use std::convert::Infallible;

use anyhow::{Context, Result};
use ballot_box::RoundId;
use rand::rngs::StdRng;
use rand::{Rng, TryCryptoRng, TryRng};
use tokens::{BlindSignature, BlindedMessage, SIGNATURE_LENGTH, Token, TokenPublicKey, TokenRequest};

use super::numbers::{Number, Numbers};
use crate::home::SMALL;

/// The factor with which one careless build blinds everybody's message. The attacker knows it.
pub const SAME_FACTOR: Number = [7; SIGNATURE_LENGTH];

/// Where a stored request keeps its parts: version, round and sheet stand before them.
const SERIAL: usize = 1 + 16 + 4;
const PREFIX: usize = SERIAL + 32;
const INVERSE: usize = PREFIX + 32;

/// How a judge's device makes a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// As it should.
    Blinds,
    /// It sends what is to be signed as it is.
    DoesNotBlind,
    /// It blinds with [`SAME_FACTOR`].
    SameFactor,
    /// Its random bytes begin with a number that counts up from one who asks to the next.
    CountsSerials,
}

/// The devices of those who ask for tokens of the small sheet of a round.
pub struct Devices {
    device: Device,
    round: RoundId,
    key: TokenPublicKey,
    numbers: Numbers,
}

/// A token under way.
pub struct Request {
    honest: TokenRequest,
    /// What is sent to be signed.
    pub sent: BlindedMessage,
}

/// A token that was taken, with all that the named side saw of it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// How many had asked before.
    pub asked: usize,
    /// What was sent to be signed.
    pub blinded: BlindedMessage,
    /// The signature over it.
    pub answer: BlindSignature,
    /// The token.
    pub token: Token,
}

impl Devices {
    /// Devices that were given this key.
    ///
    /// # Errors
    /// Those of the key.
    pub fn of(device: Device, round: RoundId, key: TokenPublicKey) -> Result<Self> {
        Ok(Self { device, round, numbers: Numbers::of(&key)?, key })
    }

    /// Draws a token and blinds it, more or less; `asked` says how many have asked before.
    ///
    /// # Errors
    /// Those of the key.
    pub fn begin(&self, asked: usize, chance: &mut StdRng) -> Result<Request> {
        let next = (self.device == Device::CountsSerials).then_some(asked as u64);
        let honest = TokenRequest::begin(&self.key, self.round, SMALL, &mut Counting { next, chance })?;
        let sent = match self.device {
            Device::Blinds | Device::CountsSerials => *honest.blinded_message(),
            Device::DoesNotBlind => BlindedMessage::from_bytes(&self.encoded(&honest)?)?,
            Device::SameFactor => {
                let factor = self.numbers.raised(&SAME_FACTOR)?;
                BlindedMessage::from_bytes(&self.numbers.product(&self.encoded(&honest)?, &factor)?)?
            }
        };
        Ok(Request { honest, sent })
    }

    /// The token, once the answer is there.
    ///
    /// # Errors
    /// An answer to something else.
    pub fn finish(&self, request: &Request, answer: &BlindSignature) -> Result<Token> {
        let signature = match self.device {
            Device::Blinds | Device::CountsSerials => return Ok(request.honest.finalise(&self.key, answer)?),
            Device::DoesNotBlind => *answer.as_bytes(),
            Device::SameFactor => self.numbers.product(answer.as_bytes(), &self.numbers.inverse(&SAME_FACTOR)?)?,
        };
        let kept = request.honest.to_bytes();
        let token = Token::from_parts(self.round, SMALL, part(&kept, SERIAL)?, part(&kept, PREFIX)?, signature);
        token.verify(&self.key, self.round, SMALL)?;
        Ok(token)
    }

    /// The message that is to be signed, without its blinding: blinded message × inverse^e.
    fn encoded(&self, honest: &TokenRequest) -> Result<Number> {
        let inverse: Number = part(&honest.to_bytes(), INVERSE)?;
        self.numbers.product(honest.blinded_message().as_bytes(), &self.numbers.raised(&inverse)?)
    }
}

fn part<const LENGTH: usize>(bytes: &[u8], from: usize) -> Result<[u8; LENGTH]> {
    bytes.get(from..).and_then(|bytes| bytes.first_chunk()).copied().context("a stored request")
}

/// Chance whose first bytes are a number; the first that a device draws are the token's random bytes.
struct Counting<'a> {
    next: Option<u64>,
    chance: &'a mut StdRng,
}

impl TryRng for Counting<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.chance.next_u32())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.chance.next_u64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.chance.fill_bytes(bytes);
        if let (Some(number), Some(first)) = (self.next.take(), bytes.first_chunk_mut()) {
            *first = number.to_be_bytes();
        }
        Ok(())
    }
}

impl TryCryptoRng for Counting<'_> {}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use ballot_box::RoundId;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use tokens::TokenKeys;

    use super::{Device, Devices, Numbers, SAME_FACTOR, Taken};

    const KEY: &[u8] = include_bytes!("../../../crates/tokens/tests/all/data/key-one.der");
    const ROUND: RoundId = RoundId::from_bytes([3; 16]);

    fn taken(device: Device, asked: usize) -> (Numbers, Taken) {
        let (keys, mut chance) = (TokenKeys::from_pkcs8(KEY).unwrap(), StdRng::seed_from_u64(7));
        let devices = Devices::of(device, ROUND, keys.public_key().clone()).unwrap();
        let request = devices.begin(asked, &mut chance).unwrap();
        let answer = keys.sign(&mut chance, &request.sent).unwrap();
        let token = devices.finish(&request, &answer).unwrap();
        (Numbers::of(keys.public_key()).unwrap(), Taken { asked, blinded: request.sent, answer, token })
    }

    #[test]
    fn a_device_that_does_not_blind_sends_what_the_signature_is_over_and_no_other_does() {
        for device in [Device::Blinds, Device::DoesNotBlind, Device::SameFactor, Device::CountsSerials] {
            let (numbers, taken) = taken(device, 0);
            let encoded = numbers.raised(taken.token.signature()).unwrap();
            // RFC 8017: an encoded message ends so.
            assert_eq!(encoded.last(), Some(&0xbc), "{device:?}");
            assert_eq!(encoded == *taken.blinded.as_bytes(), device == Device::DoesNotBlind, "{device:?}");
            assert_eq!(taken.token.signature() == taken.answer.as_bytes(), device == Device::DoesNotBlind);
            let without = numbers.inverse(&numbers.raised(&SAME_FACTOR).unwrap()).unwrap();
            let unblinded = numbers.product(taken.blinded.as_bytes(), &without).unwrap();
            assert_eq!(unblinded == encoded, device == Device::SameFactor, "{device:?}");
        }
    }

    #[test]
    fn the_random_bytes_of_a_device_that_counts_begin_with_the_number() {
        let (_, taken) = taken(Device::CountsSerials, 258);
        assert_eq!(taken.token.serial()[..8], [0, 0, 0, 0, 0, 0, 1, 2]);
        assert_ne!(taken.token.serial()[8..], [0; 24]);
    }
}
