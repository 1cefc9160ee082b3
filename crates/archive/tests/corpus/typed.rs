//! Receipts and codes as people type them: both verifiers read the same, and take the same for none.

use credentials::Code;

use crate::drawing_up::honest;
use crate::judging::{Case, Held, UNJUDGED};
use crate::world::World;

/// What is passed over wherever it stands (docs/formats/zyarchive-1.md, section 6): white space, then hyphens.
const PASSED_OVER: &str = "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\
    \u{2007}\u{2008}\u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\
    -_\u{ad}\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2500}\u{30fc}\u{200b}\u{200c}\u{200d}\u{feff}\
    \u{ff0d}\u{ff3f}";

/// What stands beside those and is not passed over: other dashes and bars, controls, marks without width.
const BESIDE: &str = "\0\u{8}\u{e}\u{1c}\u{1d}\u{1e}\u{1f}\u{7f}\u{84}\u{86}\u{ac}\u{ae}\u{b7}\u{180e}\u{2016}\u{200e}\u{200f}\u{2027}\
    \u{202a}\u{2043}\u{2060}\u{2211}\u{2213}\u{2501}\u{30fb}\u{30fd}\u{4e00}\u{fe58}\u{fe63}\u{ff5e}\u{ffe3}.,:/*'";

/// What looks like a character and is another, or is its small or capital form somewhere in Unicode.
const LOOK_ALIKES: [(char, char); 14] = [
    ('1', '\u{131}'),
    ('1', '\u{130}'),
    ('1', '\u{2460}'),
    ('1', '\u{661}'),
    ('S', '\u{17f}'),
    ('K', '\u{212a}'),
    ('A', '\u{391}'),
    ('A', '\u{430}'),
    ('C', '\u{216d}'),
    ('0', '\u{3007}'),
    ('0', '\u{660}'),
    ('0', '\u{2070}'),
    ('V', 'U'),
    ('V', '\u{ff55}'),
];

fn full_width(text: &str) -> String {
    let wide = |one: char| char::from_u32(u32::from(one) + 0xfee0).unwrap();
    text.chars().map(|one| if one.is_ascii_graphic() { wide(one) } else { one }).collect()
}

/// A text as it may be typed.
fn ways(text: &str) -> Vec<(String, String)> {
    let mut ways: Vec<(String, String)> = [
        ("as it is printed", text.to_owned()),
        ("in lower case", text.to_lowercase()),
        ("in full width", full_width(text)),
        ("in full width and lower case", full_width(&text.to_lowercase())),
        ("without hyphens", text.replace('-', "")),
        ("with O, I and L", text.replace('0', "O").replacen('1', "I", 3).replace('1', "L")),
        ("with o, i and l", text.replace('0', "o").replacen('1', "i", 3).replace('1', "l")),
        ("with O, I and L in full width", full_width(&text.replace('0', "O").replacen('1', "I", 3).replace('1', "l"))),
    ]
    .map(|(name, typed)| (name.to_owned(), typed))
    .into();
    ways.extend(PASSED_OVER.chars().map(|one| (format!("with {one:?}"), text.replace('-', &one.to_string()))));
    ways
}

/// A receipt and codes, right and wrong, in every way.
pub fn cases() -> Vec<Case> {
    let is_fit = |world: &World| world.ballots.iter().any(|one| one.code.is_some()) && !world.returned.is_empty();
    let world = (0..100).map(World::of).find(is_fit).unwrap();
    let ballot = world.ballots.iter().find(|ballot| ballot.code.is_some()).unwrap();
    let receipt = world.receipt(ballot).to_text();
    let body = receipt.strip_prefix("ZY1-").unwrap();
    let used = Code::from_random(ballot.code.unwrap()).to_text();
    let returned = Code::from_random(world.returned[0]).to_text();
    let file = honest(&world);
    let case =
        |name: String, held: Held, expected: &[&'static str]| Case::new(name, file.clone(), expected).with(&held);
    let mut cases = Vec::new();
    for (way, typed) in ways(body) {
        for prefix in ["ZY1-", "zy1-", " \u{3000}Zy1-", "ＺＹ１－", "\u{3000}ｚY１-"] {
            let text = format!("{prefix}{typed}\r\n");
            cases.push(case(format!("a receipt {way} after {prefix:?}"), Held::Receipt(text), &[]));
        }
    }
    for (way, typed) in ways(&returned) {
        cases.push(case(format!("a returned code {way}"), Held::Returned(typed), &[]));
    }
    for (way, typed) in ways(&used) {
        cases.push(case(format!("a used code {way}"), Held::Returned(typed), &["returned-slip"]));
    }
    for one in BESIDE.chars() {
        let put_in = |text: &str| text.replacen('-', &one.to_string(), 1);
        cases.push(case(
            format!("a receipt with {one:?}"),
            Held::Receipt(format!("ZY1-{}", put_in(body))),
            &[UNJUDGED],
        ));
        cases.push(case(format!("a code with {one:?}"), Held::Returned(put_in(&used)), &[UNJUDGED]));
    }
    for (right, wrong) in LOOK_ALIKES {
        assert!(body.contains(right), "{right} in {body}");
        let text = format!("ZY1-{}", body.replacen(right, &wrong.to_string(), 1));
        cases.push(case(format!("a receipt with {wrong:?} for {right}"), Held::Receipt(text), &[UNJUDGED]));
    }
    let shorter = &receipt[..receipt.len() - 1];
    for (name, text) in [
        ("without its beginning", body.to_owned()),
        ("with its beginning misread", format!("ZYI-{body}")),
        ("with its beginning in full width misread", format!("ＺＹＩ－{body}")),
        ("with another hyphen in its beginning", format!("ZY1\u{2010}{body}")),
        ("with a space in its beginning", format!("Ｚ Ｙ１－{body}")),
        ("after a mark of byte order", format!("\u{feff}{receipt}")),
        ("after a separator", format!("\u{1c}{receipt}")),
        ("without its last character", shorter.to_owned()),
        ("with a character more", format!("{receipt}0")),
        ("with another last character", format!("{shorter}{}", if receipt.ends_with('7') { '8' } else { '7' })),
        ("that is empty", "ZY1-".to_owned()),
    ] {
        cases.push(case(format!("a receipt {name}"), Held::Receipt(text), &[UNJUDGED]));
    }
    cases
}
