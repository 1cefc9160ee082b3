//! From the fields of a posted sheet to answers. Pure: what is asked comes in, what was answered goes out.

use ballot_box::Opinion;
use credentials::Answer;

use super::display::Fields;
use super::queries::{Asked, AskedItem};

/// The longest opinion, as the ballot box takes it.
pub(super) const LONGEST_OPINION: usize = 2_000;

/// What was filled in so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    /// Per object, per item; `None` where nothing was chosen.
    pub answers: Vec<Vec<Option<Answer>>>,
    /// Per object.
    pub opinions: Vec<String>,
    /// Whether a field did not fit the sheet; it was passed over.
    pub has_strange_fields: bool,
}

impl Filled {
    /// Nothing yet.
    pub(super) fn nothing(asked: &Asked) -> Self {
        Self {
            answers: asked.objects.iter().map(|object| vec![None; object.items.len()]).collect(),
            opinions: vec![String::new(); asked.objects.len()],
            has_strange_fields: false,
        }
    }

    /// Reads the posted fields: `g3-0` is the first item of the third object, `o3` the opinion on it, both from 0.
    /// `same` with `3.1` gives the second grade to all items of the fourth object.
    pub(super) fn read(asked: &Asked, fields: &Fields) -> Self {
        let mut filled = Self::nothing(asked);
        for (name, value) in fields {
            let fits = match name.split_at_checked(1) {
                Some(("g", place)) if is_place(place) => filled.take_grade(asked, place, value),
                Some(("o", place)) if is_place(place) => filled.take_opinion(place, value),
                _ if name == "same" => filled.take_same(asked, value),
                _ => true,
            };
            filled.has_strange_fields |= !fits;
        }
        filled
    }

    fn take_grade(&mut self, asked: &Asked, place: &str, value: &str) -> bool {
        let Some((object, item)) = place.split_once('-').and_then(numbers) else {
            return false;
        };
        let item_asked = asked.objects.get(object).and_then(|o| o.items.get(item));
        let slot = self.answers.get_mut(object).and_then(|o| o.get_mut(item));
        match (item_asked.and_then(|item| answer(item, value)), slot) {
            (Some(answer), Some(slot)) => {
                *slot = Some(answer);
                true
            }
            _ => false,
        }
    }

    fn take_opinion(&mut self, place: &str, value: &str) -> bool {
        let slot = place.parse().ok().and_then(|object: usize| self.opinions.get_mut(object));
        slot.map(|slot| value.clone_into(slot)).is_some()
    }

    fn take_same(&mut self, asked: &Asked, value: &str) -> bool {
        let Some((object, grade)) = value.split_once('.').and_then(numbers) else {
            return false;
        };
        let (Some(items), Some(slots)) =
            (asked.objects.get(object).map(|object| &object.items), self.answers.get_mut(object))
        else {
            return false;
        };
        let Ok(grade) = u8::try_from(grade) else {
            return false;
        };
        if items.iter().any(|item| usize::from(grade) >= item.grades.len()) {
            return false;
        }
        slots.fill(Some(Answer::Grade(grade)));
        true
    }

    /// How many items of an object still need an answer.
    pub(super) fn missing(&self, asked: &Asked, object: usize) -> usize {
        let items = asked.objects.get(object).map(|object| &object.items);
        let answers = self.answers.get(object);
        items.zip(answers).map_or(0, |(items, answers)| {
            items.iter().zip(answers).filter(|(item, answer)| answer.is_none() && !item.may_be_blank).count()
        })
    }

    /// The first object whose opinion is too long.
    pub(super) fn too_long(&self) -> Option<usize> {
        self.opinions.iter().position(|words| words.chars().count() > LONGEST_OPINION)
    }

    /// The answers of the whole sheet, `None` while something is missing.
    pub(super) fn whole(&self) -> Option<Vec<Answer>> {
        self.answers.iter().flatten().copied().collect::<Option<Vec<_>>>()
    }

    /// Blank where blank is allowed and nothing was chosen.
    pub(super) fn with_blanks(mut self, asked: &Asked) -> Self {
        for (object, answers) in asked.objects.iter().zip(&mut self.answers) {
            for (item, answer) in object.items.iter().zip(answers) {
                if answer.is_none() && item.may_be_blank {
                    *answer = Some(Answer::Blank);
                }
            }
        }
        self
    }

    /// The opinions that have words, with the numbers of their subjects.
    pub(super) fn opinions(&self, asked: &Asked) -> Vec<Opinion> {
        asked
            .objects
            .iter()
            .zip(&self.opinions)
            .filter(|(_, words)| !words.trim().is_empty())
            .map(|(object, words)| Opinion { subject: object.subject, words: words.clone() })
            .collect()
    }
}

fn is_place(text: &str) -> bool {
    text.starts_with(|character: char| character.is_ascii_digit())
}

fn numbers((one, other): (&str, &str)) -> Option<(usize, usize)> {
    Some((one.parse().ok()?, other.parse().ok()?))
}

fn answer(item: &AskedItem, value: &str) -> Option<Answer> {
    if value == "u" {
        return item.may_be_unknown.then_some(Answer::Unknown);
    }
    let grade: u8 = value.parse().ok()?;
    (usize::from(grade) < item.grades.len()).then_some(Answer::Grade(grade))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::ballots::queries::AskedObject;

    fn asked() -> Asked {
        let item = |may_be_blank, may_be_unknown| AskedItem {
            name: String::new(),
            explanation: String::new(),
            grades: vec!["好".to_owned(), "中".to_owned(), "差".to_owned()],
            own_grade: None,
            may_be_blank,
            may_be_unknown,
        };
        let object = |subject| AskedObject {
            subject,
            name: String::new(),
            introduction: None,
            items: vec![item(false, false), item(true, true)],
        };
        Asked { title: String::new(), target: None, objects: vec![object(7), object(8)] }
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_fits_is_taken_and_what_does_not_is_noticed() {
        let given = fields(&[("g0-0", "2"), ("g1-1", "u"), ("o1", "好"), ("go", "check")]);
        let filled = Filled::read(&asked(), &given);
        assert!(!filled.has_strange_fields);
        assert_eq!(filled.answers[0], [Some(Answer::Grade(2)), None]);
        assert_eq!(filled.answers[1], [None, Some(Answer::Unknown)]);
        assert_eq!(filled.missing(&asked(), 0), 0);
        assert_eq!(filled.missing(&asked(), 1), 1);
        assert_eq!(filled.opinions(&asked())[0].subject, 8);
        for strange in [
            ("g0-0", "3"),
            ("g0-0", "u"),
            ("g9-0", "0"),
            ("g0-9", "0"),
            ("g0", "0"),
            ("o2", "x"),
            ("same", "0.3"),
            ("same", "5.0"),
        ] {
            assert!(Filled::read(&asked(), &fields(&[strange])).has_strange_fields);
        }
    }

    #[test]
    fn one_grade_for_all_items_of_an_object_leaves_the_others_alone() {
        let filled = Filled::read(&asked(), &fields(&[("g0-0", "2"), ("same", "1.1")]));
        assert_eq!(filled.answers[0], [Some(Answer::Grade(2)), None]);
        assert_eq!(filled.answers[1], [Some(Answer::Grade(1)); 2]);
        let whole = filled.with_blanks(&asked()).whole().unwrap_or_default();
        assert_eq!(whole[1], Answer::Blank);
    }
}
