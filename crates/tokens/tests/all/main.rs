//! Blind tokens: the RFC's own figures, both halves, every way to spoil a token.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod formats;
mod issuing;
mod rfc;
mod spoiled;

use blind_rsa_signatures::reexports::rsa::rand_core::{TryCryptoRng, TryRng};
use credentials::{RoundId, SheetId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::convert::Infallible;
use std::sync::LazyLock;
use tokens::{Token, TokenKeys, TokenRequest};

const ROUND: RoundId = RoundId::from_bytes([7; 16]);
const SHEET: SheetId = SheetId(3);

/// Two pairs made for these tests, since making one takes long; nothing else is signed with them.
static KEYS: LazyLock<TokenKeys> = LazyLock::new(|| TokenKeys::from_pkcs8(include_bytes!("data/key-one.der")).unwrap());
static OTHER_KEYS: LazyLock<TokenKeys> =
    LazyLock::new(|| TokenKeys::from_pkcs8(include_bytes!("data/key-two.der")).unwrap());

fn random(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

/// A token as a member gets it.
fn token(keys: &TokenKeys, round: RoundId, sheet: SheetId, seed: u64) -> Token {
    let mut random = random(seed);
    let request = TokenRequest::begin(keys.public_key(), round, sheet, &mut random).unwrap();
    let answer = keys.sign(&mut random, request.blinded_message()).unwrap();
    request.finalise(keys.public_key(), &answer).unwrap()
}

/// Chance that gives what was foreseen, one draw after the other.
struct Foreseen(Vec<Vec<u8>>);

impl TryRng for Foreseen {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("nothing that small is drawn")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("nothing that small is drawn")
    }

    fn try_fill_bytes(&mut self, place: &mut [u8]) -> Result<(), Infallible> {
        place.copy_from_slice(&self.0.remove(0));
        Ok(())
    }
}

impl TryCryptoRng for Foreseen {}
