//! Scales: ordered labels, and which of them count as satisfied.
//!
//! 满意/基本满意/不满意 and 满意/合格/不满意 are different scales (A15). Only a declared mapping joins their results;
//! nothing is inferred from the words.

/// The most labels a scale may have: a grade is packed into four bits and one value means "not graded".
pub const MOST_LABELS: usize = 15;

/// Why a scale cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScaleError {
    /// Fewer than two labels.
    #[error("a scale needs at least two labels")]
    TooFewLabels,
    /// More than [`MOST_LABELS`].
    #[error("a scale has at most {MOST_LABELS} labels, not {0}")]
    TooManyLabels(usize),
    /// A label without text.
    #[error("label {0} is empty")]
    EmptyLabel(usize),
    /// The same label twice.
    #[error("the label {0} stands twice")]
    RepeatedLabel(String),
    /// A mapping must have 1 ≤ satisfied ≤ basic or above < labels.
    #[error("a mapping needs 1 ≤ satisfied ≤ basic or above < number of labels")]
    MappingOutOfOrder,
}

/// How the labels map: the best `satisfied` labels are satisfied, the best `basic_or_above` are basically satisfied
/// or above (R02: cumulative).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mapping {
    satisfied: u8,
    basic_or_above: u8,
}

impl Mapping {
    /// How many of the best labels count as satisfied.
    #[must_use]
    pub const fn satisfied(self) -> u8 {
        self.satisfied
    }

    /// How many of the best labels count as basically satisfied or above.
    #[must_use]
    pub const fn basic_or_above(self) -> u8 {
        self.basic_or_above
    }
}

/// Labels from best to worst; a grade is a label's position, 0 the best.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    labels: Vec<String>,
    mapping: Option<Mapping>,
}

/// Counts of one item in the classes every mapped scale shares. These, and only these, may be added across scales.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes {
    /// Satisfied.
    pub satisfied: u64,
    /// Basically satisfied or above, the satisfied included (R02).
    pub basic_or_above: u64,
    /// All that graded the item.
    pub base: u64,
}

impl Classes {
    /// The classes of both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            satisfied: self.satisfied + other.satisfied,
            basic_or_above: self.basic_or_above + other.basic_or_above,
            base: self.base + other.base,
        }
    }
}

impl Scale {
    /// A scale without a mapping: it can be tallied, but gives no rate.
    ///
    /// # Errors
    /// [`ScaleError`] where the labels are too few, too many, empty or repeated.
    pub fn new(labels: &[&str]) -> Result<Self, ScaleError> {
        if labels.len() < 2 {
            return Err(ScaleError::TooFewLabels);
        }
        if labels.len() > MOST_LABELS {
            return Err(ScaleError::TooManyLabels(labels.len()));
        }
        for (position, label) in labels.iter().enumerate() {
            if label.trim().is_empty() {
                return Err(ScaleError::EmptyLabel(position));
            }
            if labels.iter().take(position).any(|earlier| earlier == label) {
                return Err(ScaleError::RepeatedLabel((*label).to_owned()));
            }
        }
        Ok(Self { labels: labels.iter().map(|label| (*label).to_owned()).collect(), mapping: None })
    }

    /// The same scale with its mapping declared: so many of the best labels are satisfied, so many basic or above.
    ///
    /// # Errors
    /// [`ScaleError::MappingOutOfOrder`] unless 1 ≤ satisfied ≤ basic or above < labels.
    pub fn declaring(self, satisfied: u8, basic_or_above: u8) -> Result<Self, ScaleError> {
        let ordered = 1 <= satisfied && satisfied <= basic_or_above;
        if !ordered || usize::from(basic_or_above) >= self.labels.len() {
            return Err(ScaleError::MappingOutOfOrder);
        }
        Ok(Self { mapping: Some(Mapping { satisfied, basic_or_above }), ..self })
    }

    /// The declared mapping.
    #[must_use]
    pub const fn mapping(&self) -> Option<Mapping> {
        self.mapping
    }

    /// Whether grades of both may be added label by label: same labels in the same order. A common mapping is not
    /// enough for that; it only lets [`Classes`] be added.
    #[must_use]
    pub fn has_same_labels(&self, other: &Self) -> bool {
        self.labels == other.labels
    }

    /// The classes of counts by grade; nothing where no mapping is declared or the counts are not of this scale.
    #[must_use]
    pub fn classify(&self, by_grade: &[u64]) -> Option<Classes> {
        let mapping = self.mapping.filter(|_| by_grade.len() == self.labels.len())?;
        let best = |labels: u8| by_grade.iter().take(usize::from(labels)).sum();
        Some(Classes {
            satisfied: best(mapping.satisfied),
            basic_or_above: best(mapping.basic_or_above),
            base: by_grade.iter().sum(),
        })
    }
}
