//! The decisions of the library: what an office below may not change, what still lacks, which code is free.

use super::model::{Instrument, Item, Template};

/// Why a template cannot be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// So many items are missing.
    Items(usize),
    /// The list it is made after has so many items according to its source, and it promises fewer under the same code.
    Number(u32),
    /// An item has a blank to be filled in.
    Blank,
    /// A scale that may stand on a ballot needs at least two grades.
    Grades,
    /// Its scale cannot be used: it has no grades, or nobody above released it.
    Scale(String),
    /// Something of the form made above was taken away or changed.
    Common(Vec<String>),
}

/// What a template lacks before rounds may take it. `expected` is how many items the list brought along under this code
/// has according to its source (A13).
#[must_use]
pub fn lack(
    template: &Template,
    is_scale_usable: impl Fn(&str) -> bool,
    above: Option<&Instrument>,
    expected: Option<u32>,
) -> Option<Lack> {
    match template {
        Template::Scale(scale) => (scale.is_grades() && scale.grades.len() < 2).then_some(Lack::Grades),
        Template::Direction(_) | Template::Category(_) | Template::Procedure(_) => None,
        Template::Instrument(instrument) => {
            if let Some(number) = expected.filter(|number| instrument.expected_items.is_none_or(|own| own < *number)) {
                return Some(Lack::Number(number));
            }
            if instrument.missing_items() > 0 {
                return Some(Lack::Items(instrument.missing_items()));
            }
            if instrument.has_blanks() {
                return Some(Lack::Blank);
            }
            if !is_scale_usable(&instrument.scale) {
                return Some(Lack::Scale(instrument.scale.clone()));
            }
            let taken = above.map(|above| taken_away(instrument, above)).unwrap_or_default();
            (!taken.is_empty()).then_some(Lack::Common(taken))
        }
    }
}

/// What of the form made above is missing or changed: codes of common items, `scale` and `overall` (S052). Where the
/// form above ships incomplete, nothing of it is binding yet.
#[must_use]
pub fn taken_away(instrument: &Instrument, above: &Instrument) -> Vec<String> {
    let stays = |item: &Item| {
        let mine = instrument.items.iter().find(|mine| mine.code == item.code);
        mine.is_some_and(|mine| mine.common && mine.name == item.name && mine.explanation == item.explanation)
    };
    let gone = above.items.iter().filter(|item| item.common && !stays(item));
    let mut taken: Vec<String> = gone.map(|item| item.code.clone()).collect();
    if instrument.scale != above.scale {
        taken.push("scale".to_owned());
    }
    if instrument.overall != above.overall {
        taken.push("overall".to_owned());
    }
    if instrument.object != above.object {
        taken.push("object".to_owned());
    }
    taken
}

/// A code no item has: the letter and a number.
#[must_use]
pub fn free_code(letter: char, items: &[Item]) -> String {
    let mut number = 1;
    while items.iter().any(|item| item.code == format!("{letter}{number}")) {
        number += 1;
    }
    format!("{letter}{number}")
}

/// Whether two templates say the same, whatever their versions.
#[must_use]
pub fn is_same(one: &Template, other: &Template) -> bool {
    one.clone().named(one.code(), 1) == other.clone().named(other.code(), 1)
}
