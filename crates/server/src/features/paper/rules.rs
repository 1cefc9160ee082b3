//! What the numbers of a batch must say, and what two readings of its sheets come to.

use std::collections::BTreeMap;

use storage::entities::{paper_batch, paper_draft};

use super::keyed::{Keyed, is_same};

/// The most forms of one batch.
pub(super) const MOST_FORMS: i64 = 10_000;

/// One of the keyings of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keying {
    /// The first.
    First,
    /// The second, by another person.
    Second,
    /// What a third person decided.
    Resolution,
}

impl Keying {
    /// As it is stored, and the end of its text key `paper-keying-…`.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Resolution => "resolution",
        }
    }

    /// One of the two that somebody begins.
    pub(super) fn to_begin(code: &str) -> Option<Self> {
        [Self::First, Self::Second].into_iter().find(|keying| keying.code() == code)
    }
}

/// The numbers of a batch, as two people count them after casting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Handed out.
    pub handed_out: i64,
    /// Brought back unused.
    pub returned: i64,
    /// Neither brought back nor in the box.
    pub missing: i64,
    /// Found in the box.
    pub sheets_in_box: i64,
}

impl Numbers {
    /// As they were counted, where they were.
    pub(super) fn of(batch: &paper_batch::Model) -> Option<Self> {
        Some(Self {
            handed_out: batch.handed_out?,
            returned: batch.returned?,
            missing: batch.missing?,
            sheets_in_box: batch.sheets_in_box?,
        })
    }

    /// Whether what was handed out is in the box, brought back or missing.
    pub(super) const fn add_up(self) -> bool {
        self.handed_out == self.sheets_in_box + self.returned + self.missing
    }
}

/// The sheets that are keyed as a batch's: those found in its box and those of the batches pooled into it.
#[must_use]
pub fn sheets_of(batch: &paper_batch::Model) -> i64 {
    batch.sheets_in_box.unwrap_or(0) + batch.pooled_sheets
}

/// Ballots of a batch of paper, once it is accepted: the sheets that are no ballot are in no box.
#[must_use]
pub fn ballots_of(batch: &paper_batch::Model) -> Option<u64> {
    // Sheets that were shuffled into another batch are that one's ballots.
    let sheets = sheets_of(batch).saturating_sub(batch.invalid?);
    u64::try_from(sheets).ok().filter(|_| batch.state == "accepted" && batch.pooled_into.is_none())
}

/// Where two readings of a sheet differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One says it is invalid.
    Validity,
    /// An answer, from 0 in the order of the sheet.
    Answer,
    /// The words about an object.
    Opinion,
}

/// Where two readings differ. White space in an opinion says nothing: two people set it differently.
pub(super) fn differences(one: &Keyed, other: &Keyed) -> Vec<Place> {
    if one.is_invalid != other.is_invalid {
        return vec![Place::Validity];
    }
    let answers = one.signs.chars().zip(other.signs.chars()).filter(|(one, other)| one != other);
    let opinions = one.opinions.iter().zip(&other.opinions).filter(|(one, other)| !is_same(one, other));
    answers.map(|_| Place::Answer).chain(opinions.map(|_| Place::Opinion)).collect()
}

/// What was read of a batch's sheets so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    sheets: i64,
    first: BTreeMap<i64, Keyed>,
    second: BTreeMap<i64, Keyed>,
    decided: BTreeMap<i64, Keyed>,
}

impl Reading {
    /// From the stored drafts. One that is damaged is a sheet nobody has read: its keyer reads it again from the paper.
    pub(super) fn of(batch: &paper_batch::Model, rows: &[paper_draft::Model]) -> Self {
        let mut reading = Self { sheets: sheets_of(batch), ..Self::default() };
        for row in rows {
            let sheets = match row.keying.as_str() {
                "first" => &mut reading.first,
                "second" => &mut reading.second,
                _ => &mut reading.decided,
            };
            if let Ok(keyed) = Keyed::of(row) {
                sheets.insert(row.sheet_number, keyed);
            }
        }
        reading
    }

    /// What one person read of a sheet.
    pub(super) fn sheet(&self, keying: Keying, number: i64) -> Option<&Keyed> {
        self.read(keying).get(&number)
    }

    const fn read(&self, keying: Keying) -> &BTreeMap<i64, Keyed> {
        match keying {
            Keying::First => &self.first,
            Keying::Second => &self.second,
            Keying::Resolution => &self.decided,
        }
    }

    /// How many sheets one person has read.
    pub(super) fn done(&self, keying: Keying) -> usize {
        self.read(keying).len()
    }

    /// The first sheet from this one on that one person has not read; then from the beginning.
    pub(super) fn next_open(&self, keying: Keying, from: i64) -> Option<i64> {
        let read = self.read(keying);
        (from..=self.sheets).chain(1..from.min(self.sheets + 1)).find(|number| !read.contains_key(number))
    }

    /// Whether both have read every sheet: then neither corrects any more.
    pub(super) fn is_complete(&self) -> bool {
        self.next_open(Keying::First, 1).is_none() && self.next_open(Keying::Second, 1).is_none()
    }

    /// The sheets two people read differently, with in how many places, once both are complete.
    pub(super) fn differing(&self) -> Vec<(i64, usize)> {
        if !self.is_complete() {
            return Vec::new();
        }
        let both = self.first.iter().filter_map(|(number, one)| Some((*number, one, self.second.get(number)?)));
        let counted = both.map(|(number, one, other)| (number, differences(one, other).len()));
        counted.filter(|(_, places)| *places > 0).collect()
    }

    /// The sheets nobody has decided yet.
    pub(super) fn undecided(&self) -> Vec<i64> {
        let numbers = self.differing().into_iter().map(|(number, _)| number);
        numbers.filter(|number| !self.decided.contains_key(number)).collect()
    }

    /// Every sheet as it counts, once nothing is open: what a third decided before what two read alike.
    pub(super) fn settled(&self) -> Option<Vec<&Keyed>> {
        if !self.is_complete() || !self.undecided().is_empty() {
            return None;
        }
        let differing: Vec<i64> = self.differing().into_iter().map(|(number, _)| number).collect();
        let decided = |number: &i64| self.decided.get(number).filter(|_| differing.contains(number));
        Some(self.first.iter().map(|(number, read)| decided(number).unwrap_or(read)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyed(signs: &str) -> Keyed {
        let is_invalid = signs.is_empty();
        Keyed { signs: signs.to_owned(), opinions: vec![String::new()], is_invalid }
    }

    fn reading(first: &[&str], second: &[&str], decided: &[(i64, &str)]) -> Reading {
        let numbered = |sheets: &[&str]| (1..).zip(sheets.iter().map(|signs| keyed(signs))).collect();
        Reading {
            sheets: 3,
            first: numbered(first),
            second: numbered(second),
            decided: decided.iter().map(|(number, signs)| (*number, keyed(signs))).collect(),
        }
    }

    #[test]
    fn nothing_is_settled_while_a_sheet_is_unread_or_undecided() {
        let unread = reading(&["11", "12", "13"], &["11", "12"], &[]);
        assert!(!unread.is_complete() && unread.settled().is_none() && unread.differing().is_empty());
        assert_eq!(unread.next_open(Keying::Second, 1), Some(3));
        let undecided = reading(&["11", "12", "13"], &["11", "22", ""], &[(2, "12")]);
        assert_eq!(undecided.differing(), [(2, 1), (3, 1)]);
        assert_eq!(undecided.undecided(), [3]);
        let settled = reading(&["11", "12", "13"], &["11", "22", ""], &[(2, "22"), (3, "")]);
        let sheets = settled.settled().unwrap_or_default();
        assert_eq!(sheets.iter().map(|sheet| sheet.signs.as_str()).collect::<Vec<_>>(), ["11", "22", ""]);
    }

    #[test]
    fn white_space_in_an_opinion_is_no_difference_and_a_word_is_one() {
        let said = |words: &str| Keyed { opinions: vec![words.to_owned()], ..keyed("1") };
        assert!(differences(&said("多到 村里\n来"), &said("多到村里来")).is_empty());
        assert_eq!(differences(&said("多到村里来"), &said("多到村里去")), [Place::Opinion]);
    }

    #[test]
    fn what_was_handed_out_is_in_the_box_brought_back_or_missing() {
        let numbers = Numbers { handed_out: 30, returned: 2, missing: 1, sheets_in_box: 27 };
        assert!(numbers.add_up());
        assert!(!Numbers { sheets_in_box: 28, ..numbers }.add_up());
    }
}
