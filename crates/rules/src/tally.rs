//! From ballots to counts per object, item and grade (R04).
//!
//! A tally is a sum, so ballots may come in any order and tallies of parts may be merged in any shape.

use crate::step::Step;

/// A grade by its position on its scale, 0 the best; nothing for an item left ungraded (不了解 or blank).
pub type Answer = Option<u8>;

/// The rows and columns of one sheet: every ballot answers `objects × items` questions, object by object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    objects: usize,
    grades_of_item: Vec<u8>,
}

impl Shape {
    /// A sheet with so many objects; `grades_of_item` holds the number of labels of each item's scale.
    #[must_use]
    pub const fn new(objects: usize, grades_of_item: Vec<u8>) -> Self {
        Self { objects, grades_of_item }
    }

    /// How many objects.
    #[must_use]
    pub const fn objects(&self) -> usize {
        self.objects
    }

    /// How many items each object is asked about.
    #[must_use]
    pub const fn items(&self) -> usize {
        self.grades_of_item.len()
    }

    /// How many answers one ballot holds.
    #[must_use]
    pub const fn answers(&self) -> usize {
        self.objects * self.grades_of_item.len()
    }
}

/// Why a ballot or another tally cannot be added. Nothing is counted then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// The ballot has another number of answers than the sheet.
    #[error("the ballot holds {found} answers, the sheet {expected}")]
    Length {
        /// Answers of the sheet.
        expected: usize,
        /// Answers of the ballot.
        found: usize,
    },
    /// A grade beyond the item's scale.
    #[error("answer {position} is grade {grade}, beyond its scale")]
    Grade {
        /// Position within the ballot.
        position: usize,
        /// The grade found.
        grade: u8,
    },
    /// The other tally is of another sheet.
    #[error("the tallies are of different sheets")]
    Shape,
}

/// Counts of one item of one object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradeCounts {
    /// How often each grade was given, best first.
    pub by_grade: Vec<u64>,
    /// Valid ballots that leave the item ungraded.
    pub ungraded: u64,
}

impl GradeCounts {
    /// Valid ballots that grade the item: the base of its rates (R01).
    #[must_use]
    pub fn graded(&self) -> u64 {
        self.by_grade.iter().sum()
    }
}

/// The growing count of one sheet's ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    shape: Shape,
    /// Grades of the items of all scales share one width; slot 0 is "ungraded", slot g + 1 is grade g.
    width: usize,
    counts: Vec<u64>,
    valid: u64,
    blank: u64,
}

impl Tally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(shape: Shape) -> Self {
        let width = usize::from(shape.grades_of_item.iter().copied().max().unwrap_or(0)) + 1;
        let counts = vec![0; shape.answers() * width];
        Self { shape, width, counts, valid: 0, blank: 0 }
    }

    /// Counts one ballot. A ballot with no grade at all is blank and counts nowhere else (R04).
    ///
    /// # Errors
    /// [`TallyError`] where the ballot does not fit the sheet; then nothing is counted.
    pub fn add(&mut self, answers: &[Answer]) -> Result<(), TallyError> {
        self.fits(answers)?;
        if answers.iter().all(Option::is_none) {
            self.blank += 1;
            return Ok(());
        }
        self.valid += 1;
        for (slots, answer) in self.counts.chunks_exact_mut(self.width).zip(answers) {
            let slot = answer.map_or(0, |grade| usize::from(grade) + 1);
            if let Some(count) = slots.get_mut(slot) {
                *count += 1;
            }
        }
        Ok(())
    }

    /// Adds what another tally of the same sheet counted.
    ///
    /// # Errors
    /// [`TallyError::Shape`] where it is of another sheet.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        if self.shape != other.shape {
            return Err(TallyError::Shape);
        }
        self.valid += other.valid;
        self.blank += other.blank;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        Ok(())
    }

    /// Ballots with at least one grade.
    #[must_use]
    pub const fn valid(&self) -> u64 {
        self.valid
    }

    /// Ballots without any grade.
    #[must_use]
    pub const fn blank(&self) -> u64 {
        self.blank
    }

    /// The sheet this is a tally of.
    #[must_use]
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The counts of one item of one object; nothing beyond the sheet.
    #[must_use]
    pub fn counts(&self, object: usize, item: usize) -> Option<GradeCounts> {
        let grades = *self.shape.grades_of_item.get(item)?;
        if object >= self.shape.objects {
            return None;
        }
        let start = (object * self.shape.items() + item) * self.width;
        let slots = self.counts.get(start..start + self.width)?;
        let (ungraded, by_grade) = slots.split_first()?;
        Some(GradeCounts {
            by_grade: by_grade.iter().take(usize::from(grades)).copied().collect(),
            ungraded: *ungraded,
        })
    }

    fn fits(&self, answers: &[Answer]) -> Result<(), TallyError> {
        let expected = self.shape.answers();
        if answers.len() != expected {
            return Err(TallyError::Length { expected, found: answers.len() });
        }
        let scales = self.shape.grades_of_item.iter().cycle();
        for (position, (answer, grades)) in answers.iter().zip(scales).enumerate() {
            if let Some(grade) = answer.filter(|grade| grade >= grades) {
                return Err(TallyError::Grade { position, grade });
            }
        }
        Ok(())
    }
}

/// Forms handed out and what became of them (R04).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Handed out.
    pub issued: u64,
    /// Came back.
    pub recovered: u64,
    /// Valid.
    pub valid: u64,
    /// Unreadable.
    pub invalid: u64,
    /// Without any grade.
    pub blank: u64,
}

/// A breach of R04.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryError {
    /// More came back than were handed out.
    #[error("{recovered} forms came back, {issued} were issued")]
    MoreThanIssued {
        /// Came back.
        recovered: u64,
        /// Handed out.
        issued: u64,
    },
    /// The kinds do not add up to what came back.
    #[error("the kinds add up to {sum}, {recovered} came back")]
    DoesNotAddUp {
        /// Valid + invalid + blank.
        sum: u64,
        /// Came back.
        recovered: u64,
    },
}

impl Recovery {
    /// Checks recovered ≤ issued and valid + invalid + blank = recovered.
    ///
    /// # Errors
    /// [`RecoveryError`] names the breach.
    pub fn check(self) -> Result<Step, RecoveryError> {
        let Self { issued, recovered, valid, invalid, blank } = self;
        if recovered > issued {
            return Err(RecoveryError::MoreThanIssued { recovered, issued });
        }
        let sum = valid.saturating_add(invalid).saturating_add(blank);
        if sum != recovered {
            return Err(RecoveryError::DoesNotAddUp { sum, recovered });
        }
        Ok(Step::FormsReconciled { issued, recovered, valid, invalid, blank })
    }
}
