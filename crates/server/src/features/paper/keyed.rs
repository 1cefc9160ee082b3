//! From what is typed of a paper sheet to answers. Pure: what is asked comes in, what was read goes out.

use std::collections::BTreeMap;

use credentials::Answer;
use credentials::answers::pack;
use storage::StorageError;
use storage::entities::paper_draft;
use texts::Language;

use crate::features::appraisals::layout_of;
use crate::features::appraisals::model::{Plan, Sheet, Ungraded};

/// The longest opinion, as the ballot box takes it.
const LONGEST_OPINION: usize = 2_000;
/// The sign of each grade, the best first; a scale has 14 at most.
const SIGNS: &str = "123456789abcde";
/// 不了解.
const UNKNOWN: char = '0';

/// The fields of a posted form.
pub(super) type Fields = Vec<(String, String)>;

/// What is wrong by field: the key of a text.
pub(super) type Faults = BTreeMap<String, &'static str>;

/// What is asked about one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// The number opinions carry.
    pub subject: u32,
    /// Its name.
    pub name: String,
    /// What is asked.
    pub items: Vec<String>,
    /// The grades, best first.
    pub grades: Vec<String>,
    /// Whether 不了解 may be answered.
    pub may_be_unknown: bool,
    /// Whether a grade must come with words.
    pub needs_opinion: bool,
}

impl Asked {
    /// What a sheet asks about each of its objects.
    pub(super) fn of(plan: &Plan, sheet: &Sheet, language: Language) -> Vec<Self> {
        let objects = plan.objects_of(sheet).into_iter();
        let asked = objects.map(|(object, definition)| Self {
            subject: object.subject,
            name: object.name.clone(),
            items: definition.items.iter().map(|item| item.name.in_language(language).to_owned()).collect(),
            grades: definition.scale.grades.iter().map(|grade| grade.name.in_language(language).to_owned()).collect(),
            may_be_unknown: definition.ungraded == Ungraded::NotKnown,
            needs_opinion: definition.needs_opinions(),
        });
        asked.collect()
    }

    /// The signs with their grades; `unknown` is what 不了解 is called.
    pub(super) fn legend(&self, unknown: &str) -> Vec<(char, String)> {
        let grades = SIGNS.chars().zip(self.grades.iter().cloned());
        grades.chain(self.may_be_unknown.then(|| (UNKNOWN, unknown.to_owned()))).collect()
    }

    /// The answer a typed sign means; full-width digits are digits.
    fn answer(&self, typed: &str) -> Option<Answer> {
        let typed = ::rules::digits::plain_text(typed).to_ascii_lowercase();
        let mut signs = typed.chars();
        let (Some(sign), None) = (signs.next(), signs.next()) else {
            return None;
        };
        answer_of(sign).filter(|answer| match answer {
            Answer::Grade(grade) => usize::from(*grade) < self.grades.len(),
            Answer::Unknown => self.may_be_unknown,
            Answer::Blank => false,
        })
    }
}

fn answer_of(sign: char) -> Option<Answer> {
    if sign == UNKNOWN {
        return Some(Answer::Unknown);
    }
    let grade = SIGNS.chars().position(|known| known == sign)?;
    u8::try_from(grade).ok().map(Answer::Grade)
}

/// A sheet as somebody read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keyed {
    /// A sign for each answer in the order of the sheet; none where the sheet is invalid.
    pub signs: String,
    /// What is written about each object; none where the sheet is invalid.
    pub opinions: Vec<String>,
    /// Whether it is no ballot: it cannot be read, or leaves blank what must be graded (R01, R04).
    pub is_invalid: bool,
}

impl Keyed {
    /// As a stored draft has it.
    pub(super) fn of(row: &paper_draft::Model) -> Result<Self, StorageError> {
        let opinions = serde_json::from_str(&row.opinions).map_err(|_| StorageError::Damaged("a paper draft"))?;
        Ok(Self { signs: row.answers.clone(), opinions, is_invalid: row.invalid == "yes" })
    }

    /// The answers.
    pub(super) fn answers(&self) -> Option<Vec<Answer>> {
        self.signs.chars().map(answer_of).collect()
    }
}

/// A sheet as it stands in the form: whatever was typed is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// What was typed by the name of its field: `g3-0` is the first item of the third object, `o3` its opinion, from 0.
    cells: BTreeMap<String, String>,
    /// Whether the sheet was marked invalid.
    pub is_invalid: bool,
    /// The version of the draft the form was filled with.
    pub version: i64,
}

impl Typed {
    /// What a form brought.
    pub(super) fn read(fields: &Fields) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "invalid" => typed.is_invalid = true,
                "version" => typed.version = value.parse().unwrap_or(-1),
                "csrf" | "once" => {}
                _ => {
                    typed.cells.insert(name.clone(), value.clone());
                }
            }
        }
        typed
    }

    /// What was keyed before, to be corrected.
    pub(super) fn again(asked: &[Asked], keyed: &Keyed) -> Self {
        let mut typed = Self { is_invalid: keyed.is_invalid, ..Self::default() };
        for ((name, _), sign) in fields(asked).iter().zip(keyed.signs.chars()) {
            typed.cells.insert(name.clone(), sign.to_string());
        }
        for (object, words) in keyed.opinions.iter().enumerate() {
            typed.cells.insert(opinion_field(object), words.clone());
        }
        typed
    }

    /// Only what two people read alike: a third reads the rest from the paper.
    pub(super) fn agreed(asked: &[Asked], one: &Keyed, other: &Keyed) -> Self {
        let (one, other) = (Self::again(asked, one), Self::again(asked, other));
        let is_same =
            |(name, value): &(String, String)| other.cells.get(name).is_some_and(|found| is_same(found, value));
        Self { cells: one.cells.into_iter().filter(is_same).collect(), ..Self::default() }
    }

    /// Where a third person reads otherwise what two read alike, by field: the key of a text. Where one of the two calls
    /// the sheet invalid, nothing of it was read by both.
    pub(super) fn against_both(asked: &[Asked], (one, other): (&Keyed, &Keyed), decided: &Keyed) -> Faults {
        const REASON: &str = "paper-error-agreed";
        if one.is_invalid != other.is_invalid {
            return Faults::new();
        }
        if decided.is_invalid != one.is_invalid {
            return Faults::from([("invalid".to_owned(), REASON)]);
        }
        let agreed = Self::agreed(asked, one, other);
        let decided = Self::again(asked, decided);
        let changed = agreed.cells.iter().filter(|(name, value)| !is_same(value, decided.cell(name)));
        changed.map(|(name, _)| (name.clone(), REASON)).collect()
    }

    /// What stands in a field.
    pub(super) fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map_or("", String::as_str)
    }

    /// What was read, or what is wrong by field: the key of a text. What the scale refuses on the telephone is refused
    /// here too, unless the sheet is marked invalid.
    pub(super) fn check(&self, asked: &[Asked]) -> Result<Keyed, Faults> {
        if self.is_invalid {
            return Ok(Keyed { signs: String::new(), opinions: vec![String::new(); asked.len()], is_invalid: true });
        }
        let mut faults = BTreeMap::new();
        let mut signs = String::new();
        for (name, object) in fields(asked) {
            let typed = self.cell(&name);
            let answer = asked.get(object).and_then(|asked| asked.answer(typed));
            match answer.and_then(sign_of) {
                Some(sign) => signs.push(sign),
                None => {
                    let is_blank = typed.trim().is_empty();
                    faults.insert(name, if is_blank { "paper-error-blank" } else { "paper-error-sign" });
                }
            }
        }
        let mut opinions = Vec::new();
        for (object, of) in asked.iter().enumerate() {
            let name = opinion_field(object);
            let words = self.cell(&name).replace("\r\n", "\n").trim().to_owned();
            let strange = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
            if words.is_empty() && of.needs_opinion {
                faults.insert(name, "paper-error-opinion-missing");
            } else if words.chars().count() > LONGEST_OPINION {
                faults.insert(name, "paper-error-opinion-long");
            } else if words.chars().any(strange) {
                faults.insert(name, "error-control-character");
            }
            opinions.push(words);
        }
        if faults.is_empty() { Ok(Keyed { signs, opinions, is_invalid: false }) } else { Err(faults) }
    }
}

/// White space in what is written says nothing: two people set it differently.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().flat_map(str::chars).eq(other.split_whitespace().flat_map(str::chars))
}

fn sign_of(answer: Answer) -> Option<char> {
    match answer {
        Answer::Grade(grade) => SIGNS.chars().nth(usize::from(grade)),
        Answer::Unknown => Some(UNKNOWN),
        Answer::Blank => None,
    }
}

/// The field of an item's grade, from 0.
pub(super) fn grade_field(object: usize, item: usize) -> String {
    format!("g{object}-{item}")
}

/// The field of an opinion, from 0.
pub(super) fn opinion_field(object: usize) -> String {
    format!("o{object}")
}

/// The fields of all grades in the order of the sheet, each with its object.
fn fields(asked: &[Asked]) -> Vec<(String, usize)> {
    let objects = asked.iter().enumerate();
    objects
        .flat_map(|(object, asked)| (0..asked.items.len()).map(move |item| (grade_field(object, item), object)))
        .collect()
}

/// Whether the ballot store would take these answers: the last word on what fits.
pub(super) fn fits(plan: &Plan, sheet: &Sheet, keyed: &Keyed) -> bool {
    let answers = keyed.answers();
    let layout = layout_of(plan, sheet).ok();
    keyed.is_invalid || layout.zip(answers).is_some_and(|(layout, answers)| pack(&layout, &answers).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Asked> {
        let object = |subject, may_be_unknown| Asked {
            subject,
            name: format!("对象{subject}"),
            items: vec!["学习".to_owned(), "作风".to_owned()],
            grades: vec!["满意".to_owned(), "基本满意".to_owned(), "不满意".to_owned()],
            may_be_unknown,
            needs_opinion: false,
        };
        vec![object(7, false), object(8, true)]
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::read(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    const WHOLE: [(&str, &str); 5] =
        [("g0-0", "1"), ("g0-1", "３"), ("g1-0", "0"), ("g1-1", "2"), ("o1", " 窗口等得久 ")];

    #[test]
    fn a_sheet_is_read_as_it_was_typed_and_shown_again_alike() {
        let keyed = typed(&WHOLE).check(&asked()).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!((keyed.signs.as_str(), keyed.opinions[1].as_str()), ("1302", "窗口等得久"));
        let answers = [Answer::Grade(0), Answer::Grade(2), Answer::Unknown, Answer::Grade(1)];
        assert_eq!(keyed.answers(), Some(answers.to_vec()));
        assert_eq!(Typed::again(&asked(), &keyed).check(&asked()), Ok(keyed));
    }

    #[test]
    fn what_the_sheet_does_not_know_is_refused_field_by_field_unless_the_sheet_is_invalid() {
        for (name, value, key) in [
            ("g0-0", "", "paper-error-blank"),
            ("g0-0", "0", "paper-error-sign"),
            ("g0-0", "4", "paper-error-sign"),
            ("g1-1", "22", "paper-error-sign"),
            ("g1-1", "u", "paper-error-sign"),
        ] {
            let mut fields = WHOLE.to_vec();
            fields.retain(|(known, _)| *known != name);
            fields.push((name, value));
            let faults = typed(&fields).check(&asked()).err().unwrap_or_default();
            assert_eq!(faults, BTreeMap::from([(name.to_owned(), key)]));
            fields.push(("invalid", "yes"));
            assert!(typed(&fields).check(&asked()).is_ok_and(|keyed| keyed.is_invalid && keyed.signs.is_empty()));
        }
    }

    #[test]
    fn where_a_grade_must_come_with_words_a_sheet_without_them_is_no_ballot() {
        let mut asked = asked();
        asked[0].needs_opinion = true;
        let faults = typed(&WHOLE).check(&asked).err().unwrap_or_default();
        assert_eq!(faults, BTreeMap::from([("o0".to_owned(), "paper-error-opinion-missing")]));
        let mut fields = WHOLE.to_vec();
        fields.push(("o0", "台账不细"));
        assert!(typed(&fields).check(&asked).is_ok());
    }

    #[test]
    fn a_third_person_is_shown_only_what_two_read_alike() {
        let read =
            |fields: &[(&str, &str)]| typed(fields).check(&asked()).unwrap_or_else(|faults| panic!("{faults:?}"));
        let mut other = WHOLE;
        other[1] = ("g0-1", "2");
        let agreed = Typed::agreed(&asked(), &read(&WHOLE), &read(&other));
        assert_eq!((agreed.cell("g0-0"), agreed.cell("g0-1"), agreed.cell("o1")), ("1", "", "窗口等得久"));
        // And decides nothing else: an item both read alike, or that the sheet is no ballot.
        let both = (read(&WHOLE), read(&other));
        let against = |fields: &[(&str, &str)]| {
            let found = Typed::against_both(&asked(), (&both.0, &both.1), &read(fields));
            found.into_keys().collect::<Vec<_>>()
        };
        assert!(against(&other).is_empty() && against(&WHOLE).is_empty());
        let mut much = WHOLE;
        much[0] = ("g0-0", "2");
        assert_eq!(against(&much), ["g0-0"]);
        assert_eq!(against(&[("invalid", "yes")]), ["invalid"]);
        let invalid = read(&[("invalid", "yes")]);
        assert!(Typed::against_both(&asked(), (&both.0, &invalid), &read(&much)).is_empty());
    }
}
