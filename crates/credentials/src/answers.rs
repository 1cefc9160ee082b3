//! Answers packed into bits, version 1: 2 to 4 bits an answer.
//!
//! An answer's symbol is the grade's place in its scale (0 the first), or, where the scale allows it, the next symbol
//! for blank and the one after for 不了解. A symbol takes the fewest bits that hold all symbols of its scale, at least
//! two. Symbols follow one another in the order of the layout, highest bit first, without gaps; the last byte is
//! filled with zero bits. One sequence of answers has exactly one packed form: anything else is refused.

use crate::{Layout, Scale, WithoutGrade};

/// One answer of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The grade's place in its scale, 0 the first.
    Grade(u8),
    /// Left blank, where the sheet allows it.
    Blank,
    /// 不了解, where the sheet allows it.
    Unknown,
}

/// Why answers and sheet do not fit. Places count from 0 in the order of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswersError {
    /// There are more or fewer answers than the sheet asks for.
    #[error("the sheet asks for {expected} answers, not {found}")]
    Count {
        /// What the sheet asks for.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// A grade outside its scale, or blank or 不了解 where the sheet does not allow it.
    #[error("answer {place} is not allowed by the sheet")]
    NotAllowed {
        /// The place of the answer.
        place: usize,
    },
    /// The packed bytes are longer or shorter than the sheet's answers, or their last bits are not zero.
    #[error("the packed answers have a wrong length")]
    Length,
}

/// Packs the answers of a whole sheet.
///
/// # Errors
/// [`AnswersError::Count`] and [`AnswersError::NotAllowed`].
pub fn pack(layout: &Layout, answers: &[Answer]) -> Result<Vec<u8>, AnswersError> {
    let expected = layout.answers();
    if answers.len() != expected {
        return Err(AnswersError::Count { expected, found: answers.len() });
    }
    let mut bits = BitWriter::default();
    for (place, (scale, answer)) in layout.scales().zip(answers).enumerate() {
        let symbol = symbol_of(scale, *answer).ok_or(AnswersError::NotAllowed { place })?;
        bits.push(symbol, width(scale));
    }
    Ok(bits.bytes)
}

/// Unpacks the answers of a whole sheet.
///
/// # Errors
/// [`AnswersError::Length`] and [`AnswersError::NotAllowed`].
pub fn unpack(layout: &Layout, packed: &[u8]) -> Result<Vec<Answer>, AnswersError> {
    let mut bits = BitReader { bytes: packed, position: 0 };
    let mut answers = Vec::with_capacity(layout.answers());
    for (place, scale) in layout.scales().enumerate() {
        let symbol = bits.take(width(scale)).ok_or(AnswersError::Length)?;
        answers.push(answer_of(scale, symbol).ok_or(AnswersError::NotAllowed { place })?);
    }
    if bits.rest_is_padding() { Ok(answers) } else { Err(AnswersError::Length) }
}

/// Bits one answer takes: 2, 3 or 4.
fn width(scale: Scale) -> u8 {
    match scale.symbols() {
        0..=4 => 2,
        5..=8 => 3,
        _ => 4,
    }
}

fn symbol_of(scale: Scale, answer: Answer) -> Option<u8> {
    use WithoutGrade::{Blank, BlankOrUnknown, Unknown};
    let grades = scale.grades();
    match (answer, scale.without_grade()) {
        (Answer::Grade(grade), _) => (grade < grades).then_some(grade),
        (Answer::Blank, Blank | BlankOrUnknown) | (Answer::Unknown, Unknown) => Some(grades),
        (Answer::Unknown, BlankOrUnknown) => Some(grades + 1),
        _ => None,
    }
}

fn answer_of(scale: Scale, symbol: u8) -> Option<Answer> {
    let candidates = [Answer::Grade(symbol), Answer::Blank, Answer::Unknown];
    candidates.into_iter().find(|answer| symbol_of(scale, *answer) == Some(symbol))
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    used: u8,
}

impl BitWriter {
    fn push(&mut self, symbol: u8, width: u8) {
        for bit in (0..width).rev() {
            if self.used == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= (symbol >> bit & 1) << (7 - self.used);
            }
            self.used = (self.used + 1) % 8;
        }
    }
}

struct BitReader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl BitReader<'_> {
    fn take(&mut self, width: u8) -> Option<u8> {
        (0..width).try_fold(0, |symbol, _| Some(symbol << 1 | self.take_bit()?))
    }

    fn take_bit(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.position / 8)?;
        let bit = byte >> (7 - self.position % 8) & 1;
        self.position += 1;
        Some(bit)
    }

    fn rest_is_padding(&mut self) -> bool {
        if self.bytes.len() != self.position.div_ceil(8) {
            return false;
        }
        while let Some(bit) = self.take_bit() {
            if bit != 0 {
                return false;
            }
        }
        true
    }
}
