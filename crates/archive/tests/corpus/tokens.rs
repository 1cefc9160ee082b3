//! Rounds in which members hold blind tokens.

use std::sync::LazyLock;

use archive::{Bytes, Line, SpentToken, TokenKey, TokenStanding};
use credentials::{RoundId, SheetId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokens::{Token, TokenKeys, TokenRequest};

use crate::chance::Chance;
use crate::world::World;

/// Two pairs made for tests, since making one takes long; nothing else is signed with them.
pub static KEYS: LazyLock<[TokenKeys; 2]> = LazyLock::new(|| {
    let [one, two]: [&[u8]; 2] = [
        include_bytes!("../../../tokens/tests/all/data/key-one.der"),
        include_bytes!("../../../tokens/tests/all/data/key-two.der"),
    ];
    [one, two].map(|pair| TokenKeys::from_pkcs8(pair).unwrap())
});

/// A sheet that is judged with tokens, and what became of them.
#[derive(Clone)]
pub struct TokenSheet {
    pub number: u32,
    /// Which of the pairs signs.
    pub pair: usize,
    pub is_retired: bool,
    pub used: Vec<Token>,
    pub unspent: u64,
}

/// How a round of tokens is held, by number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    TokensOnly,
    BesideSlipsAndPaper,
    LastKeyRetired,
    NobodyCast,
}

impl World {
    /// One of every kind of round with tokens, by number.
    pub fn with_tokens(number: u64) -> Self {
        let mut world = Self::of(number);
        let mut chance = Chance(0x746f + number);
        let ways = [Way::TokensOnly, Way::BesideSlipsAndPaper, Way::LastKeyRetired, Way::NobodyCast];
        let way = ways[usize::try_from(number / 2 % 4).unwrap()];
        let sheets: Vec<u32> = world.open().map(|panel| panel.number).take(2).collect();
        if matches!(way, Way::TokensOnly | Way::NobodyCast) {
            world.batches.clear();
            world.ballots.clear();
            world.returned.clear();
        }
        for (pair, sheet) in sheets.iter().enumerate() {
            let is_retired = way == Way::LastKeyRetired && pair + 1 == sheets.len();
            let mut used = 0;
            if way != Way::NobodyCast && !is_retired {
                used = 2 + chance.below(5);
            }
            let unspent = 1 + chance.next() % 4;
            world.tokens.push(TokenSheet { number: *sheet, pair, is_retired, used: Vec::new(), unspent });
            for _ in 0..used {
                world.cast_with_token(pair, &mut chance);
            }
        }
        world
    }

    /// Casts a ballot with a token of a sheet, by its place.
    pub fn cast_with_token(&mut self, place: usize, chance: &mut Chance) {
        let (number, pair) = (self.tokens[place].number, self.tokens[place].pair);
        let token = issue(&KEYS[pair], self.round, number, chance);
        self.tokens[place].used.push(token);
        self.cast(number, None, chance);
    }
}

/// A token as a member gets it.
pub fn issue(keys: &TokenKeys, round: [u8; 16], sheet: u32, chance: &mut Chance) -> Token {
    let mut random = StdRng::seed_from_u64(chance.next());
    let (round, sheet) = (RoundId::from_bytes(round), SheetId(sheet));
    let request = TokenRequest::begin(keys.public_key(), round, sheet, &mut random).unwrap();
    let answer = keys.sign(&mut random, request.blinded_message()).unwrap();
    request.finalise(keys.public_key(), &answer).unwrap()
}

/// What a declaration says of tokens.
pub fn declared(world: &World) -> Value {
    let keys = world.tokens.iter().map(|sheet| {
        let fingerprint = KEYS[sheet.pair].public_key().fingerprint();
        (sheet.number.to_string(), Value::String(fingerprint.to_string()))
    });
    json!({ "until": 1_793_400_000_000_000_u64, "keys": keys.collect::<serde_json::Map<_, _>>() })
}

/// The lines of the keys.
pub fn key_lines(world: &World) -> impl Iterator<Item = Line> {
    world.tokens.iter().map(|sheet| {
        let spent = u64::try_from(sheet.used.len()).unwrap();
        Line::TokenKey(TokenKey {
            issued: spent + sheet.unspent,
            public_key: Bytes(KEYS[sheet.pair].public_key().to_spki().try_into().unwrap()),
            sheet: sheet.number,
            spent,
            standing: if sheet.is_retired { TokenStanding::Retired } else { TokenStanding::Valid },
            unspent: sheet.unspent,
        })
    })
}

/// The lines of the used tokens, in their order.
pub fn used_lines(world: &World) -> Vec<Line> {
    let mut used: Vec<SpentToken> = world.tokens.iter().flat_map(|sheet| &sheet.used).map(line).collect();
    used.sort_by_key(|token| token.hash);
    used.into_iter().map(Line::Token).collect()
}

/// A used token as an archive has it.
pub fn line(token: &Token) -> SpentToken {
    SpentToken {
        hash: Bytes(*token.spent_hash().as_bytes()),
        prefix: Bytes(*token.prefix()),
        serial: Bytes(*token.serial()),
        sheet: token.sheet().0,
        signature: Bytes(*token.signature()),
    }
}
