//! The decisions about who judges: how a list is read, who of it judges, what may be changed when.

use std::collections::BTreeMap;

use rules::Fraction;
use rules::digits::plain_text;
use rules::rounding::Decimals;

/// The most lines of one panel's list.
pub const MOST_LINES: usize = 5_000;
/// The longest name.
pub const LONGEST_NAME: usize = 40;
/// The longest note beside a name.
pub const LONGEST_NOTE: usize = 60;
/// The longest reason.
pub const LONGEST_REASON: usize = 100;
/// So many digits in a row are an identity or a telephone number.
const DIGITS: usize = 6;

/// Somebody on a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// A unit or an area, where it is noted: it tells namesakes apart.
    pub note: String,
}

impl Entry {
    /// The line as it is hashed for a draw, without its number.
    #[must_use]
    pub fn line(&self) -> String {
        if self.note.is_empty() { self.name.clone() } else { format!("{}\t{}", self.name, self.note) }
    }

    /// Whether two entries may be the same person: one name, and no two notes that tell them apart.
    #[must_use]
    pub fn may_be(&self, other: &Self) -> bool {
        self.name == other.name && (self.note.is_empty() || other.note.is_empty() || self.note == other.note)
    }
}

/// What is wrong with a list that was typed: the line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListFault {
    /// Digits that are an identity or a telephone number.
    Digits(usize),
    /// Where somebody lives.
    Address(usize),
    /// A name or a note that is too long, or no name at all.
    Unreadable(usize),
    /// Somebody named twice.
    Twice(usize, String),
    /// More lines than a list takes.
    TooMany,
}

/// Whether a text holds what looks like where somebody lives: a number of a street, or of a room. An area is called by
/// a name, and a building or a group of a village is one (S074).
#[must_use]
pub fn has_address(text: &str) -> bool {
    let plain: String = plain_text(text).chars().filter(|character| !character.is_whitespace()).collect();
    let is_numeral = |character: char| character.is_ascii_digit() || "〇一二三四五六七八九十百".contains(character);
    ["号", "室", "户"].into_iter().any(|mark| {
        plain.match_indices(mark).any(|(place, _)| {
            let before = &plain[..place];
            let named = before.trim_end_matches(is_numeral);
            let number = &before[named.len()..];
            match mark {
                "号" => !number.is_empty() && named.ends_with(['路', '街', '巷', '弄', '道']),
                // An office may be called by one number (监察一室); a room in a building is no office.
                "室" if number.chars().count() == 1 && !number.is_ascii() => {
                    named.ends_with(['楼', '栋', '幢', '层', '号']) || named.ends_with("单元")
                }
                _ => !number.is_empty(),
            }
        })
    })
}

/// Whether a text holds what looks like an identity or a telephone number. Spaces and strokes between digits do not
/// hide it.
#[must_use]
pub fn has_number(text: &str) -> bool {
    let mut run = 0;
    for character in plain_text(text).chars() {
        match character {
            '0'..='9' => run += 1,
            ' ' | '-' => {}
            _ => run = 0,
        }
        if run >= DIGITS {
            return true;
        }
    }
    false
}

/// Reads a list: one name a line, and after a tab or a comma a note; a number before a tab is the line's own.
///
/// # Errors
/// [`ListFault`]
pub fn read_list(text: &str) -> Result<Vec<Entry>, ListFault> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let line = line.trim();
        let is_number =
            |start: &str| !start.is_empty() && start.len() < DIGITS && start.bytes().all(|b| b.is_ascii_digit());
        let line = line.split_once('\t').filter(|(start, _)| is_number(start.trim())).map_or(line, |(_, rest)| rest);
        if has_number(line) {
            return Err(ListFault::Digits(number));
        }
        if has_address(line) {
            return Err(ListFault::Address(number));
        }
        let (name, note) = line.split_once(['\t', ',', '，']).unwrap_or((line, ""));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let entry = Entry { name: words(name), note: words(note) };
        let is_long = entry.name.chars().count() > LONGEST_NAME || entry.note.chars().count() > LONGEST_NOTE;
        if entry.name.is_empty() || is_long || line.chars().any(|one| one.is_control() && one != '\t') {
            return Err(ListFault::Unreadable(number));
        }
        let namesakes = named.entry(entry.name.clone()).or_default();
        if namesakes.iter().filter_map(|at| entries.get(*at)).any(|other| other.may_be(&entry)) {
            return Err(ListFault::Twice(number, entry.name));
        }
        namesakes.push(entries.len());
        entries.push(entry);
        if entries.len() > MOST_LINES {
            return Err(ListFault::TooMany);
        }
    }
    Ok(entries)
}

/// The first on a list who stands on another one of the round, with that one.
#[must_use]
pub fn named_elsewhere<'a, P>(list: &'a [Entry], others: &'a [(P, Entry)]) -> Option<(&'a Entry, &'a P)> {
    let mut known: BTreeMap<&str, Vec<&(P, Entry)>> = BTreeMap::new();
    for other in others {
        known.entry(&other.1.name).or_default().push(other);
    }
    list.iter().find_map(|entry| {
        let namesakes = known.get(entry.name.as_str())?;
        namesakes.iter().find(|(_, other)| other.may_be(entry)).map(|(panel, _)| (entry, panel))
    })
}

/// Where somebody of a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the list, no more.
    Listed,
    /// Drawn.
    Drawn,
    /// Nominated.
    Nominated,
    /// Replaces whoever declines, in the order of the draw.
    Reserve,
    /// Cannot come.
    Declined,
}

impl Standing {
    /// As it is stored, and the end of its text key `composition-standing-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Drawn => "drawn",
            Self::Nominated => "nominated",
            Self::Reserve => "reserve",
            Self::Declined => "declined",
        }
    }

    /// Reads what [`Self::code`] writes; whatever else it is stands on the list.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let all = [Self::Drawn, Self::Nominated, Self::Reserve, Self::Declined];
        all.into_iter().find(|standing| standing.code() == code).unwrap_or(Self::Listed)
    }

    /// Whether somebody was chosen: drawn or nominated.
    #[must_use]
    pub const fn is_chosen(self) -> bool {
        matches!(self, Self::Drawn | Self::Nominated)
    }
}

/// Which of a list judge: those drawn or nominated; where nobody was, all who stand on it.
#[must_use]
pub fn judges(standings: &[Standing]) -> Vec<bool> {
    // Only who was chosen can decline: that row too shows that there was a choice.
    let is_selected = standings.iter().any(|standing| *standing != Standing::Listed);
    let judges = |standing: &Standing| standing.is_chosen() || (!is_selected && *standing == Standing::Listed);
    standings.iter().map(judges).collect()
}

/// What is changed of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Who stands on it, who is drawn or nominated.
    Choose,
    /// Who is invited, who declines.
    Invite,
    /// Who came.
    Attend,
}

/// Why something may not be changed in a state of the round: a text key. While casting is open no row of a person
/// changes: whoever saw both could tell who came when.
#[must_use]
pub fn refusal(act: Act, state: &str) -> Option<&'static str> {
    match (act, state) {
        (Act::Choose | Act::Invite, "draft" | "announced") => None,
        (Act::Invite, "issuing") | (Act::Attend, "sealing" | "sealed" | "published") => None,
        (_, "casting") => Some("composition-refused-casting"),
        (Act::Attend, "draft" | "announced" | "issuing") => Some("composition-refused-early"),
        _ => Some("composition-refused-late"),
    }
}

/// Whether a seed can be typed into the command that repeats a draw: one line without what a shell or `printf` would
/// change.
#[must_use]
pub fn is_seed(seed: &str) -> bool {
    let count = seed.chars().count();
    (1..=60).contains(&count) && !seed.chars().any(|one| one.is_control() || matches!(one, '\'' | '%' | '\\'))
}

/// A share with one decimal; nothing where there is nothing to take it of.
#[must_use]
pub fn share(part: u32, whole: u32) -> String {
    let share = Fraction::new(part.into(), whole.into());
    share.map_or_else(String::new, |share| format!("{} %", share.percent(Decimals::ONE)))
}

#[cfg(test)]
mod tests {
    use super::{
        Act, Entry, ListFault, Standing, has_address, has_number, is_seed, judges, named_elsewhere, read_list, refusal,
    };

    fn entry(name: &str, note: &str) -> Entry {
        Entry { name: name.to_owned(), note: note.to_owned() }
    }

    #[test]
    fn a_list_is_read_by_line_with_notes_and_numbers_of_its_own() {
        let text = "1\t张三\t一号楼\n\n 李 四 , 二号楼\n王五，项目部\n赵六";
        let expected = [entry("张三", "一号楼"), entry("李 四", "二号楼"), entry("王五", "项目部"), entry("赵六", "")];
        assert_eq!(read_list(text), Ok(expected.to_vec()));
    }

    #[test]
    fn numbers_of_people_and_people_named_twice_are_refused() {
        assert_eq!(read_list("张三\n李四\t138 0013 8000"), Err(ListFault::Digits(2)));
        assert_eq!(read_list("张三\n李四\t幸福路 18 号"), Err(ListFault::Address(2)));
        for address in ["幸福路 18 号", "槐树巷十八号院", "3号楼２０１室", "二单元三室", "东头第 4 户"]
        {
            assert!(has_address(address), "{address}");
        }
        for name in ["东片", "3号楼2单元", "三组", "解放路片", "一号片区", "纪检监察一室"] {
            assert!(!has_address(name), "{name}");
        }
        assert!(has_number("１１０１０１") && has_number("2010-06-30") && !has_number("3号楼2单元"));
        assert_eq!(read_list("张三\n张三"), Err(ListFault::Twice(2, "张三".to_owned())));
        assert_eq!(read_list("张三,东\n张三,西").map(|list| list.len()), Ok(2));
        assert_eq!(read_list(&"长".repeat(41)), Err(ListFault::Unreadable(1)));
        assert_eq!(read_list(",只有备注"), Err(ListFault::Unreadable(1)));
    }

    #[test]
    fn whoever_stands_on_two_lists_is_found_with_the_other_one() {
        let others = [(7, entry("张三", "东")), (8, entry("李四", ""))];
        let list = [entry("张三", "西"), entry("李四", "南")];
        assert_eq!(named_elsewhere(&list, &others), Some((&list[1], &8)));
        assert_eq!(named_elsewhere(&list[..1], &others), None);
    }

    #[test]
    fn all_judge_until_some_are_drawn_or_nominated() {
        use Standing::{Declined, Drawn, Listed, Nominated, Reserve};
        assert_eq!(judges(&[Listed, Listed, Declined]), [false, false, false]);
        assert_eq!(judges(&[Listed, Listed]), [true, true]);
        assert_eq!(judges(&[Drawn, Reserve, Declined]), [true, false, false]);
        assert_eq!(judges(&[Nominated, Listed]), [true, false]);
        assert_eq!(judges(&[Declined, Reserve]), [false, false]);
    }

    #[test]
    fn no_row_of_a_person_changes_while_casting_is_open() {
        for act in [Act::Choose, Act::Invite, Act::Attend] {
            assert_eq!(refusal(act, "casting"), Some("composition-refused-casting"));
            assert_eq!(refusal(act, "finished"), Some("composition-refused-late"));
        }
        assert_eq!(refusal(Act::Invite, "issuing"), None);
        assert_eq!(refusal(Act::Attend, "issuing"), Some("composition-refused-early"));
        assert_eq!(refusal(Act::Choose, "issuing"), Some("composition-refused-late"));
    }

    #[test]
    fn a_seed_goes_through_a_shell_unchanged() {
        assert!(is_seed("2026-11-22 3D 470"));
        for bad in ["", "it's", "50%", "a\\n", "a\nb", &"1".repeat(61)] {
            assert!(!is_seed(bad), "{bad}");
        }
    }
}
