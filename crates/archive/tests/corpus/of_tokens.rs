//! What becomes of the tokens of a round when its operator tampers with the round's keys in hand.

use archive::{Bytes, Kind, Line, SpentToken, TokenKey, TokenStanding};
use credentials::{RoundId, SheetId};
use sha2::{Digest, Sha256};
use tokens::Token;

use crate::chance::Chance;
use crate::drawing_up::{ended, honest, lines, sign, texts};
use crate::evidence::Evidence;
use crate::judging::Case;
use crate::tokens::{KEYS, issue, line};
use crate::with_keys::{Act, act};
use crate::world::World;

/// Rounds with two keys of which both were used, and a countersignature.
fn worlds() -> impl Iterator<Item = World> {
    (0..100)
        .filter(|number| number / 2 % 4 < 2)
        .filter_map(World::of_tokens_or_none)
        .filter(|world| world.tokens.len() == 2 && !world.countersigners.is_empty())
}

impl World {
    /// Signing takes time: only rounds that can be among those asked for get tokens.
    fn of_tokens_or_none(number: u64) -> Option<Self> {
        let world = Self::of(number);
        (world.open().count() >= 2 && !world.countersigners.is_empty()).then(|| Self::with_tokens(number))
    }

    fn last_key(&mut self) -> &mut crate::tokens::TokenSheet {
        self.tokens.last_mut().unwrap()
    }
}

/// Every act, with every evidence that refutes it; and the honest round, which all evidence bears out.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (number, world) in worlds().take(4).enumerate() {
        // The receipt is of a ballot that was cast with a token.
        let held = Evidence::of(&world, world.ballots.last().unwrap());
        let true_to_all = Case::new(format!("round {number} of tokens, as it was"), honest(&world), &[]);
        cases.push(held.all().into_iter().fold(true_to_all, Case::with));
        for kind in [Kind::Public, Kind::Auditor] {
            let world = World { kind, ..world.clone() };
            for act in stands_alone(&world, &held).into_iter().chain(refused_alone(&world)) {
                cases.extend(act.cases(&format!("round {number} of tokens, {kind:?}")));
            }
        }
    }
    cases
}

/// What the round's keys and the keys of tokens can make; all of it is refuted by what others hold.
fn stands_alone<'a>(world: &World, held: &'a Evidence) -> Vec<Act<'a>> {
    let Evidence { root, signer, receipt, other, .. } = held;
    let mut chance = Chance(3);
    let stuffed = |issued: bool| {
        let mut world = world.clone();
        world.cast_with_token(1, &mut Chance(5));
        world.last_key().unspent -= u64::from(!issued);
        world
    };
    let mut robbed = world.clone();
    robbed.ballots.pop();
    robbed.last_key().used.pop();
    robbed.last_key().unspent += 1;
    let mut exchanged = world.clone();
    let number = exchanged.ballots.pop().unwrap().number;
    exchanged.cast(number, None, &mut chance);
    let mut more_issued = world.clone();
    more_issued.last_key().unspent += 1;
    let mut other_token = world.clone();
    other_token.last_key().used.pop();
    let token = issue(&KEYS[1], world.round, number, &mut chance);
    other_token.last_key().used.push(token);
    let ballots = || vec![("printed-root", root), ("countersignature", signer), ("second-archive", other)];
    let robbery = || [ballots(), vec![("receipt", receipt)]].concat();
    let besides = || vec![("countersignature", signer), ("second-archive", other)];
    vec![
        act("a token signed for nobody", &stuffed(true), ballots()),
        act("a token signed in the name of one who did not cast", &stuffed(false), ballots()),
        act("a ballot taken out with its token", &robbed, robbery()),
        act("the ballot of a token exchanged", &exchanged, robbery()),
        act("one more given out", &more_issued, besides()),
        act("another token used", &other_token, besides()),
    ]
}

/// What contradicts itself, signed by the round all the same.
fn refused_alone(world: &World) -> Vec<Act<'static>> {
    let mut acts = of_tokens(world);
    acts.extend(of_keys(world));
    acts.extend(of_declarations(world));
    acts
}

fn signed(name: &'static str, step: &'static str, world: &World, lines: &[Line]) -> Act<'static> {
    let bytes = ended(&texts(lines), |digest| sign(world, digest));
    Act { name, bytes, alone: Some(step), refuted_by: Vec::new(), unnoticed_by: Vec::new() }
}

fn places(lines: &[Line], is_wanted: impl Fn(&Line) -> bool) -> Vec<usize> {
    (0..lines.len()).filter(|place| is_wanted(&lines[*place])).collect()
}

/// Tokens that are not what they were, with the hash they had and with their own.
fn of_tokens(world: &World) -> Vec<Act<'static>> {
    let honest = lines(world);
    let used = places(&honest, |line| matches!(line, Line::Token(_)));
    let (first, last) = (used[0], used[used.len() - 1]);
    let Line::Token(token) = honest[first].clone() else { unreachable!("a token") };
    let with = |token: SpentToken| {
        let mut lines = honest.clone();
        lines[first] = Line::Token(token);
        lines[first..=last].sort_by_key(|line| match line {
            Line::Token(token) => token.hash,
            _ => unreachable!("tokens stand together"),
        });
        lines
    };
    let numbers = [world.tokens[0].number, world.tokens[1].number];
    let other_sheet = if token.sheet == numbers[0] { numbers[1] } else { numbers[0] };
    let pair = world.tokens.iter().find(|sheet| sheet.number == token.sheet).unwrap().pair;
    let of_another_key = line(&issue(&KEYS[1 - pair], world.round, token.sheet, &mut Chance(1)));
    let of_another_round = line(&issue(&KEYS[pair], [9; 16], token.sheet, &mut Chance(1)));
    let mut of_none = token;
    of_none.sheet = 4_000_000_000;
    let mut altered = token;
    altered.signature.0[100] ^= 1;
    let mut above = token;
    above.signature = Bytes([0xff; 384]);
    let (mut serial, mut prefix, mut moved) = (token, token, token);
    serial.serial.0[31] ^= 1;
    prefix.prefix.0[0] ^= 128;
    let mut hash = token;
    hash.hash.0[31] ^= 1;
    moved.sheet = other_sheet;
    let mut cases = vec![
        signed("a token of another key", "token-signatures", world, &with(of_another_key)),
        signed("a token of another round", "token-signatures", world, &with(of_another_round)),
        signed(
            "a token of another round under its own hash",
            "token-signatures",
            world,
            &with(fitting(of_another_round, world)),
        ),
        signed("a token of no sheet", "token-signatures", world, &with(of_none)),
        signed("a hash of nothing", "token-signatures", world, &with(hash)),
        signed("an altered signature", "token-signatures", world, &with(altered)),
        signed("a signature above the modulus", "token-signatures", world, &with(above)),
        signed("other random bytes", "token-signatures", world, &with(serial)),
        signed("other random bytes under their own hash", "token-signatures", world, &with(fitting(serial, world))),
        signed("another prefix", "token-signatures", world, &with(prefix)),
        signed("another prefix under its own hash", "token-signatures", world, &with(fitting(prefix, world))),
        signed("a token moved to another sheet", "token-signatures", world, &with(moved)),
        signed("a token moved under its own hash", "token-signatures", world, &with(fitting(moved, world))),
    ];
    let mut changed = honest.clone();
    changed.remove(first);
    cases.push(signed("a token left out", "token-counts", world, &changed));
    let mut changed = honest.clone();
    changed.insert(first, honest[first].clone());
    cases.push(signed("a token twice", "token-order", world, &changed));
    let mut changed = honest.clone();
    changed.swap(first, last);
    cases.push(signed("tokens out of order", "token-order", world, &changed));
    let mut changed = honest.clone();
    let code = archive::Spent { hash: Bytes([0xff; 32]) };
    changed[first] = Line::Spent(code);
    cases.push(signed("a code in the place of a token", "token-counts", world, &changed));
    cases
}

/// The same token under the hash of what it is now.
fn fitting(token: SpentToken, world: &World) -> SpentToken {
    let (round, sheet) = (RoundId::from_bytes(world.round), SheetId(token.sheet));
    let now = Token::from_parts(round, sheet, token.serial.0, token.prefix.0, token.signature.0);
    line(&now)
}

/// A name, the step that fails, and what is made of the last key.
type KeyChange = (&'static str, &'static str, fn(&mut TokenKey));

/// Other keys and counts than were.
fn of_keys(world: &World) -> Vec<Act<'static>> {
    let honest = lines(world);
    let keys = places(&honest, |line| matches!(line, Line::TokenKey(_)));
    let changes: [KeyChange; 9] = [
        ("one more given out than came of it", "token-counts", |key| key.issued += 1),
        ("one less given out than came of it", "token-counts", |key| key.issued -= 1),
        ("one more not used", "token-counts", |key| key.unspent += 1),
        ("one less not used", "token-counts", |key| key.unspent -= 1),
        ("a retired key that was used", "token-counts", |key| key.standing = TokenStanding::Retired),
        ("one more used than is listed", "token-counts", |key| {
            key.spent += 1;
            key.unspent -= 1;
        }),
        ("all of them not used", "token-counts", |key| {
            key.unspent += key.spent;
            key.spent = 0;
        }),
        ("a key under another sheet", "token-keys", |key| key.sheet = 4_000_000_000),
        ("the public key with another bit", "token-keys", |key| key.public_key.0[200] ^= 4),
    ];
    let mut acts: Vec<_> = changes
        .into_iter()
        .map(|(name, step, change)| {
            let mut lines = honest.clone();
            if let Line::TokenKey(key) = &mut lines[keys[1]] {
                change(key);
            }
            signed(name, step, world, &lines)
        })
        .collect();
    let public = |place: usize| match &honest[keys[place]] {
        Line::TokenKey(key) => key.public_key,
        _ => unreachable!("a key"),
    };
    let mut exchanged = honest.clone();
    for place in [0, 1] {
        if let Line::TokenKey(key) = &mut exchanged[keys[place]] {
            key.public_key = public(1 - place);
        }
    }
    acts.push(signed("the public key of another sheet", "token-keys", world, &exchanged));
    let mut swapped = honest.clone();
    swapped.swap(keys[0], keys[1]);
    acts.push(signed("keys out of order", "token-keys", world, &swapped));
    let mut left_out = honest.clone();
    left_out.remove(keys[1]);
    acts.push(signed("a key left out", "token-keys", world, &left_out));
    let mut twice = honest.clone();
    twice.insert(keys[1], honest[keys[1]].clone());
    acts.push(signed("a key twice", "token-keys", world, &twice));
    let of_tokens = |line: &Line| matches!(line, Line::TokenKey(_) | Line::Token(_));
    let without: Vec<Line> = honest.iter().filter(|line| !of_tokens(line)).cloned().collect();
    acts.push(signed("everything about tokens left out", "token-keys", world, &without));
    acts
}

/// Declarations that fit their opening hash, and not what follows.
fn of_declarations(world: &World) -> Vec<Act<'static>> {
    let honest = lines(world);
    let with = |from: &str, to: &str, public_key: Option<[u8; 422]>| {
        let mut lines = honest.clone();
        for line in &mut lines {
            match line {
                Line::Head(head) => {
                    assert!(head.declaration.contains(from), "{from}");
                    head.declaration = head.declaration.replacen(from, to, 1);
                    head.opening_hash = Bytes(Sha256::digest(head.declaration.as_bytes()).into());
                }
                Line::TokenKey(key) if key.sheet == world.tokens[1].number => {
                    key.public_key.0 = public_key.unwrap_or(key.public_key.0);
                }
                _ => {}
            }
        }
        lines
    };
    let [one, two] = [0, 1].map(|place| KEYS[world.tokens[place].pair].public_key());
    let fingerprints = [one, two].map(|key| key.fingerprint().to_string());
    let declared = |spki: [u8; 422]| {
        let fingerprint = Bytes(Sha256::digest(spki).into()).to_string();
        with(&fingerprints[1], &fingerprint, Some(spki))
    };
    let spki: [u8; 422] = two.to_spki().try_into().unwrap();
    let spoiled = |at: usize, to: u8| {
        let mut spki = spki;
        spki[at] = to;
        declared(spki)
    };
    let upper = fingerprints[1].to_uppercase();
    vec![
        signed("one key for two sheets", "token-keys", world, &declared(one.to_spki().try_into().unwrap())),
        signed("an even modulus", "token-keys", world, &spoiled(416, spki[416] & 0xfe)),
        signed("a modulus of fewer bits", "token-keys", world, &spoiled(33, spki[33] & 0x7f)),
        signed("another exponent", "token-keys", world, &spoiled(421, 3)),
        signed("another algorithm", "token-keys", world, &spoiled(16, 10)),
        signed("a key in another form", "token-keys", world, &spoiled(0, 0x31)),
        signed("another modulus, declared", "token-signatures", world, &spoiled(200, spki[200] ^ 4)),
        signed("no tokens declared", "token-keys", world, &with("\"tokens\":{", "\"token\":{", None)),
        signed(
            "no tokens declared, in a word",
            "token-keys",
            world,
            &with("\"tokens\":{", "\"tokens\":null,\"token\":{", None),
        ),
        signed("a fingerprint in capitals", "token-keys", world, &with(&fingerprints[1], &upper, None)),
        signed(
            "a sheet with a zero before it",
            "token-keys",
            world,
            &with(
                &format!("\"{}\":\"{}", world.tokens[1].number, fingerprints[1]),
                &format!("\"0{}\":\"{}", world.tokens[1].number, fingerprints[1]),
                None,
            ),
        ),
        signed("tokens that are no object", "opening", world, &with("\"tokens\":{", "\"tokens\":3,\"token\":{", None)),
        signed(
            "a fingerprint that is no text",
            "opening",
            world,
            &with(&format!("\"{}\"", fingerprints[1]), "3", None),
        ),
    ]
}
