//! Class A: what anybody can make of an archive without the round's keys, the keys section as it is.

use archive::{Bytes, Line, Signature};
use credentials::SigningKeys;

use crate::chance::Chance;
use crate::drawing_up::{ended, honest, lines, sign, texts};
use crate::judging::Case;
use crate::world::World;

/// Archives that are tampered with: of both kinds, with pools and paper among them.
const ARCHIVES: [u64; 8] = [3, 8, 11, 14, 17, 22, 29, 36];
/// The same of rounds with tokens, one of them with a retired key.
const WITH_TOKENS: [u64; 3] = [1, 10, 13];

/// The types of lines, in their order.
const TYPES: [&str; 12] =
    ["head", "keys", "panel", "batch", "token_key", "spent", "token", "ballot", "root", "release", "step", "end"];

/// An archive as lines of text, the end among them.
struct Archive {
    name: String,
    world: World,
    texts: Vec<String>,
    /// The signatures of the honest file.
    signatures: Vec<Signature>,
}

impl Archive {
    fn of(name: String, world: World) -> Self {
        let text = String::from_utf8(honest(&world)).unwrap();
        let texts: Vec<String> = text.lines().map(str::to_owned).collect();
        let end = texts.last().unwrap();
        let end: archive::End = match serde_json::from_str(end).unwrap() {
            Line::End(end) => end,
            line => panic!("{line:?}"),
        };
        Self { name, world, texts, signatures: end.signatures }
    }

    fn bytes(texts: &[String]) -> Vec<u8> {
        texts.iter().flat_map(|text| [text.as_bytes(), b"\n"].concat()).collect()
    }

    /// The lines without the end, with a digest that fits and the signatures as they were.
    fn redigested(&self, texts: &[String]) -> Vec<u8> {
        ended(texts, |_| self.signatures.clone())
    }

    fn without_end(&self) -> Vec<String> {
        self.texts[..self.texts.len() - 1].to_vec()
    }

    fn places_of(&self, kind: &str) -> Vec<usize> {
        let mark = format!("\"line\":\"{kind}\"");
        (0..self.texts.len()).filter(|place| self.texts[*place].contains(&mark)).collect()
    }

    fn one_of(&self, kind: &str, chance: &mut Chance) -> Option<usize> {
        let places = self.places_of(kind);
        (!places.is_empty()).then(|| places[chance.below(places.len())])
    }
}

/// All of them.
pub fn cases() -> Vec<Case> {
    let mut chance = Chance(20_260_301);
    let without = ARCHIVES.map(|number| Archive::of(format!("archive {number}"), World::of(number)));
    let with = WITH_TOKENS.map(|number| Archive::of(format!("archive {number} of tokens"), World::with_tokens(number)));
    let archives: Vec<Archive> = without.into_iter().chain(with).collect();
    let mut cases = Vec::new();
    for (place, archive) in archives.iter().enumerate() {
        cases.extend(flipped(archive, &mut chance));
        cases.extend(moved(archive, &mut chance));
        cases.extend(changed(archive, &mut chance));
        cases.extend(cut_and_continued(archive, &mut chance));
        cases.extend(spliced(archive, &archives[(place + 1) % archives.len()]));
        cases.extend(signed_again(archive));
    }
    cases.extend(archives.iter().take(3).flat_map(written_otherwise));
    cases
}

/// One bit, in every region.
fn flipped(archive: &Archive, chance: &mut Chance) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut flip = |name: &str, line: usize, at: usize, bit: usize, expected: &[&'static str]| {
        let before: usize = archive.texts[..line].iter().map(|text| text.len() + 1).sum();
        let mut bytes = Archive::bytes(&archive.texts);
        bytes[before + at] ^= 1 << bit;
        cases.push(Case::new(format!("{}: bit {bit} of byte {at} of the {name}", archive.name), bytes, expected));
    };
    flip("magic", 0, chance.below(19), chance.below(8), &["magic"]);
    for kind in TYPES {
        for _ in 0..2 {
            if let Some(line) = archive.one_of(kind, chance) {
                let at = chance.below(archive.texts[line].len() + 1);
                let expected: &[_] = if kind == "end" { &["form", "digest", "signature"] } else { &["form", "digest"] };
                flip(kind, line, at, chance.below(8), expected);
            }
        }
    }
    cases
}

/// Lines left out, doubled, exchanged, put in; the digest as it was, and made to fit.
fn moved(archive: &Archive, chance: &mut Chance) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut both = |name: String, texts: Vec<String>| {
        let end = archive.texts.last().unwrap().clone();
        let old = Archive::bytes(&[texts.clone(), vec![end]].concat());
        cases.push(Case::new(format!("{}: {name}", archive.name), old, &["form", "digest"]));
        let fitting = archive.redigested(&texts);
        cases.push(Case::new(format!("{}: {name}, digest made to fit", archive.name), fitting, &["form", "signature"]));
    };
    for kind in &TYPES[..TYPES.len() - 1] {
        let Some(line) = archive.one_of(kind, chance) else { continue };
        let mut texts = archive.without_end();
        let text = texts.remove(line);
        both(format!("a {kind} left out"), texts);
        if *kind != "release" && *kind != "head" {
            let mut texts = archive.without_end();
            texts.insert(line, text);
            both(format!("a {kind} twice"), texts);
        }
    }
    for (one, other) in
        [("ballot", "ballot"), ("spent", "spent"), ("token", "token"), ("batch", "batch"), ("keys", "root")]
    {
        let (Some(one), Some(other)) = (archive.places_of(one).first().copied(), archive.places_of(other).pop()) else {
            continue;
        };
        if one != other {
            let mut texts = archive.without_end();
            texts.swap(one, other);
            both(format!("lines {one} and {other} exchanged"), texts);
        }
    }
    let mut texts = archive.without_end();
    texts.insert(2, texts[0].clone());
    both("the magic line once more".to_owned(), texts);
    cases
}

/// A type of line, and what is made of one.
type Change = (&'static str, fn(&str, &mut Chance) -> String);

/// Other numbers, words and hashes, with a digest that fits and the old signature.
fn changed(archive: &Archive, chance: &mut Chance) -> Vec<Case> {
    let mut cases = Vec::new();
    let changes: [Change; 11] = [
        ("batch", |text, _| text.replace("\"printed\":", "\"printed\":1")),
        ("batch", |text, _| text.replace("\"valid\"", "\"void\"")),
        ("spent", |_, chance| format!("{{\"hash\":\"{}\",\"line\":\"spent\"}}", Bytes(chance.bytes::<32>()))),
        ("token_key", |text, _| text.replace("\"issued\":", "\"issued\":1")),
        ("token_key", |text, _| text.replace("\"valid\"", "\"retired\"")),
        ("token", |text, _| text.replace("\"sheet\":", "\"sheet\":1")),
        ("token", |text, chance| {
            let at = text.find("\"signature\":\"").unwrap() + 13;
            format!("{}{}{}", &text[..at], Bytes(chance.bytes::<4>()), &text[at + 8..])
        }),
        ("root", |text, _| text.replace("{\"ballots\":", "{\"ballots\":1")),
        ("release", |text, _| text.replace("\\\"valid\\\":", "\\\"valid\\\":1")),
        ("step", |text, _| text.replace("2026-", "2025-")),
        ("head", |text, _| text.replace("县委", "市委")),
    ];
    for (kind, change) in changes {
        let Some(line) = archive.one_of(kind, chance) else { continue };
        let mut texts = archive.without_end();
        let changed = change(&texts[line], chance);
        if changed != texts[line] {
            texts[line] = changed;
            let bytes = archive.redigested(&texts);
            cases.push(Case::new(format!("{}: a {kind} changed", archive.name), bytes, &["form", "signature"]));
        }
    }
    cases
}

/// The end missing, something after it.
fn cut_and_continued(archive: &Archive, chance: &mut Chance) -> Vec<Case> {
    let whole = Archive::bytes(&archive.texts);
    let mut cases = Vec::new();
    let lines = Archive::bytes(&archive.without_end()).len();
    for length in [0, 5, 19, 20 + chance.below(whole.len() - 21), lines, lines + 20, whole.len() - 1] {
        let expected = if length < 19 { "magic" } else { "form" };
        cases.push(Case::new(format!("{}: cut at {length}", archive.name), whole[..length].to_vec(), &[expected]));
    }
    for (name, more) in [("a line end", &b"\n"[..]), ("a space", b" "), ("a zero", b"\0"), ("itself", &whole)] {
        let bytes = [whole.as_slice(), more].concat();
        cases.push(Case::new(format!("{}: {name} after the end", archive.name), bytes, &["form"]));
    }
    cases
}

/// Sections of another round in the place of its own, with a digest that fits.
fn spliced(archive: &Archive, other: &Archive) -> Vec<Case> {
    let mut cases = Vec::new();
    for kind in ["head", "panel", "batch", "token_key", "spent", "token", "ballot", "root", "release"] {
        let (own, theirs) = (archive.places_of(kind), other.places_of(kind));
        let Some(first) = own.first() else { continue };
        let mut texts = archive.without_end();
        texts.splice(first..&(first + own.len()), theirs.iter().map(|line| other.texts[*line].clone()));
        let name = format!("{}: {kind} of another archive", archive.name);
        cases.push(Case::new(name, archive.redigested(&texts), &["form", "signature"]));
    }
    let mut texts = archive.without_end();
    texts.push(other.texts.last().unwrap().clone());
    cases.push(Case::new(format!("{}: the end of another", archive.name), Archive::bytes(&texts), &["digest"]));
    cases
}

/// Signed by whoever has other keys.
fn signed_again(archive: &Archive) -> Vec<Case> {
    let own = SigningKeys::from_random(&[3; 32]);
    let mut world = archive.world.clone();
    world.title.push('!');
    let forged = texts(&lines(&world));
    let honest = archive.without_end();
    let case =
        |name: &str, bytes, expected: &'static str| Case::new(format!("{}: {name}", archive.name), bytes, &[expected]);
    let claimed = |signature: [u8; 64]| Signature { key: archive.signatures[0].key, signature: Bytes(signature) };
    vec![
        case("signed by another", ended(&forged, |digest| vec![Signature::of_round(&own, digest)]), "keys"),
        case("signed by nobody", ended(&honest, |_| Vec::new()), "signature"),
        case(
            "another's signature under the round's key",
            ended(&forged, |digest| vec![claimed(own.sign_archive(digest))]),
            "signature",
        ),
        case(
            "a countersignature in the place of the round's",
            ended(&honest, |digest| vec![Signature::countersigned(&own, digest)]),
            "signature",
        ),
        case(
            "a key of small order",
            ended(&honest, |_| vec![Signature { key: small(), signature: weak() }]),
            "signature",
        ),
        case(
            "the round's signature twice",
            ended(&honest, |digest| {
                let mut all = sign(&archive.world, digest);
                all.push(all[0]);
                all
            }),
            "signature",
        ),
        case(
            "another's signature before the round's",
            ended(&honest, |digest| [vec![Signature::of_round(&own, digest)], sign(&archive.world, digest)].concat()),
            "signature",
        ),
    ]
}

/// The neutral point: under it a signature of zeros fits whatever is not checked strictly.
fn small() -> Bytes<32> {
    let mut point = [0; 32];
    point[0] = 1;
    Bytes(point)
}

fn weak() -> Bytes<64> {
    let mut signature = [0; 64];
    signature[0] = 1;
    Bytes(signature)
}

/// The same content in another form, with a digest that fits.
fn written_otherwise(archive: &Archive) -> Vec<Case> {
    let changes: [(&str, &str, &str, &str); 20] = [
        ("a space", "batch", ",\"invalid\"", ", \"invalid\""),
        ("a space at the start", "keys", "{", " {"),
        ("a space at the end", "keys", "}", "} "),
        ("a line end of two characters", "keys", "}", "}\r"),
        ("an escape too many", "root", "\"root\":", "\"\\u0072oot\":"),
        ("an escaped solidus", "release", "{\"line\"", "{\"\\/\":1,\"line\""),
        ("upper-case digits", "root", "\"root\":\"", "\"root\":\"A"),
        ("a key twice", "keys", "{\"line\":\"keys\"", "{\"line\":\"keys\",\"line\":\"keys\""),
        ("a leading zero", "batch", "\"number\":", "\"number\":0"),
        ("a sign", "batch", "\"number\":", "\"number\":-"),
        ("a fraction", "batch", ",\"printed\"", ".0,\"printed\""),
        ("an exponent", "batch", ",\"printed\"", "e0,\"printed\""),
        ("a number of 2^53", "batch", "\"printed\":", "\"printed\":9007199254740992"),
        ("a number as words", "root", "{\"ballots\":", "{\"ballots\":\"1\",\"b\":"),
        ("an unknown field", "keys", "{\"line\"", "{\"extra\":null,\"line\""),
        ("an unknown type", "keys", "\"keys\"", "\"kays\""),
        ("a mark of byte order", "keys", "{", "\u{feff}{"),
        ("true", "batch", "\"invalid\":", "\"invalid\":true,\"is\":"),
        ("a day that is none", "step", "2026-03-", "2026-13-"),
        ("an unknown channel", "batch", "\"channel\":\"", "\"channel\":\"un"),
    ];
    let mut cases = Vec::new();
    for (name, kind, from, to) in changes {
        let Some(line) = archive.places_of(kind).first().copied() else { continue };
        let mut texts = archive.without_end();
        texts[line] = texts[line].replacen(from, to, 1);
        assert_ne!(texts[line], archive.texts[line], "{name}");
        cases.push(Case::new(format!("{}: {name}", archive.name), archive.redigested(&texts), &["form"]));
    }
    let head = archive.places_of("head")[0];
    let mut bytes = Archive::bytes(&archive.texts);
    let at = archive.texts[..head].iter().map(|text| text.len() + 1).sum::<usize>() + 30;
    bytes[at] = 0xff;
    cases.push(Case::new(format!("{}: no UTF-8", archive.name), bytes, &["form"]));
    let mut texts = archive.texts.clone();
    let end = texts.last_mut().unwrap();
    let Line::End(own) = serde_json::from_str(end).unwrap() else { unreachable!("the end") };
    let own = own.signatures.iter().map(|one| format!("[\"{}\",\"{}\"]", one.key, one.signature));
    let place = end.find("\"signatures\":[").unwrap() + "\"signatures\":[".len();
    *end = format!("{}{}]}}", &end[..place], own.collect::<Vec<_>>().join(","));
    cases.push(Case::new(format!("{}: signatures as lists", archive.name), Archive::bytes(&texts), &["form"]));
    let mut texts = archive.without_end();
    texts[0] = "zhengyou-archive/2".to_owned();
    cases.push(Case::new(format!("{}: another version", archive.name), archive.redigested(&texts), &["magic"]));
    cases
}
