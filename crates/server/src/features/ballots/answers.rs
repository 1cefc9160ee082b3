//! From the fields of a posted sheet to answers. Pure: what is asked comes in, what was answered goes out.

use ballot_box::Opinion;
use credentials::Answer;

use super::display::Fields;

/// The longest opinion, as the ballot box takes it.
pub(super) const LONGEST_OPINION: usize = 2_000;

/// What the answers about one object must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    /// The number opinions carry.
    pub subject: u32,
    /// How many things are asked.
    pub items: usize,
    /// How many grades there are.
    pub grades: usize,
    /// Whether 不了解 may be answered.
    pub may_be_unknown: bool,
    /// Whether a grade must come with words.
    pub needs_opinion: bool,
}

impl Places {
    fn answer(&self, value: &str) -> Option<Answer> {
        if value == "u" {
            return self.may_be_unknown.then_some(Answer::Unknown);
        }
        let grade: u8 = value.parse().ok()?;
        (usize::from(grade) < self.grades).then_some(Answer::Grade(grade))
    }
}

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
    pub(super) fn nothing(places: &[Places]) -> Self {
        Self {
            answers: places.iter().map(|object| vec![None; object.items]).collect(),
            opinions: vec![String::new(); places.len()],
            has_strange_fields: false,
        }
    }

    /// Reads the posted fields: `g3-0` is the first item of the third object, `o3` the opinion on it, both from 0.
    /// `same` with `3.1` gives the second grade to all items of the fourth object.
    pub(super) fn read(places: &[Places], fields: &Fields) -> Self {
        let mut filled = Self::nothing(places);
        for (name, value) in fields {
            let fits = match name.split_at_checked(1) {
                Some(("g", place)) if is_place(place) => filled.take_grade(places, place, value),
                Some(("o", place)) if is_place(place) => filled.take_opinion(place, value),
                _ if name == "same" => filled.take_same(places, value),
                _ => Some(()),
            };
            filled.has_strange_fields |= fits.is_none();
        }
        filled
    }

    fn take_grade(&mut self, places: &[Places], place: &str, value: &str) -> Option<()> {
        let (object, item) = place.split_once('-').and_then(numbers)?;
        let answer = places.get(object)?.answer(value)?;
        *self.answers.get_mut(object)?.get_mut(item)? = Some(answer);
        Some(())
    }

    fn take_opinion(&mut self, place: &str, value: &str) -> Option<()> {
        let object: usize = place.parse().ok()?;
        value.clone_into(self.opinions.get_mut(object)?);
        Some(())
    }

    fn take_same(&mut self, places: &[Places], value: &str) -> Option<()> {
        let (object, grade) = value.split_once('.')?;
        let object: usize = object.parse().ok()?;
        let answer = places.get(object)?.answer(grade)?;
        self.answers.get_mut(object)?.fill(Some(answer));
        Some(())
    }

    /// How many items of an object still need an answer.
    pub(super) fn missing(&self, object: usize) -> usize {
        let answers = self.answers.get(object).into_iter().flatten();
        answers.filter(|answer| answer.is_none()).count()
    }

    /// The first object whose opinion is too long.
    pub(super) fn too_long(&self) -> Option<usize> {
        self.opinions.iter().position(|words| words.chars().count() > LONGEST_OPINION)
    }

    /// The first object that was graded without the words its scale asks for.
    pub(super) fn wordless(&self, places: &[Places]) -> Option<usize> {
        let mut each = places.iter().zip(&self.opinions);
        each.position(|(object, words)| object.needs_opinion && words.trim().is_empty())
    }

    /// The answers of the whole sheet, `None` while something is missing.
    pub(super) fn whole(&self) -> Option<Vec<Answer>> {
        self.answers.iter().flatten().copied().collect::<Option<Vec<_>>>()
    }

    /// The opinions that have words, with the numbers of their subjects.
    pub(super) fn opinions(&self, places: &[Places]) -> Vec<Opinion> {
        places
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

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Places> {
        let object =
            |subject, may_be_unknown| Places { subject, items: 2, grades: 3, may_be_unknown, needs_opinion: false };
        vec![object(7, false), object(8, true)]
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_fits_is_taken_and_what_does_not_is_noticed() {
        let given = fields(&[("g0-0", "2"), ("g1-1", "u"), ("o1", "好"), ("go", "check")]);
        let filled = Filled::read(&places(), &given);
        assert!(!filled.has_strange_fields);
        assert_eq!(filled.answers[0], [Some(Answer::Grade(2)), None]);
        assert_eq!(filled.answers[1], [None, Some(Answer::Unknown)]);
        assert_eq!(filled.missing(0), 1);
        assert_eq!(filled.whole(), None);
        assert_eq!(filled.opinions(&places())[0].subject, 8);
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
            assert!(Filled::read(&places(), &fields(&[strange])).has_strange_fields, "{strange:?}");
        }
    }

    #[test]
    fn one_grade_for_all_items_of_an_object_leaves_the_others_alone() {
        let filled = Filled::read(&places(), &fields(&[("g0-0", "2"), ("same", "1.1")]));
        assert_eq!(filled.answers[0], [Some(Answer::Grade(2)), None]);
        assert_eq!(filled.answers[1], [Some(Answer::Grade(1)); 2]);
    }
}
