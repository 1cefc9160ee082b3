//! What a sheet asks: sections of objects × items, each item with its scale.

/// Most grades of one item: with blank and 不了解 they still fit four bits.
const MOST_GRADES: u8 = 14;
const MOST_ANSWERS: usize = 20_000;

/// What may stand in the place of a grade. Where judges are among the objects neither may, because an empty row would
/// name its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutGrade {
    /// Every item must be graded (R01).
    Never,
    /// An item may be left blank.
    Blank,
    /// An item may be answered 不了解 (cannot say).
    Unknown,
    /// Both.
    BlankOrUnknown,
}

/// The scale of one item: how many grades, and whether it may go without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    grades: u8,
    without_grade: WithoutGrade,
}

/// Objects that are all asked about by the same items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// How many objects, each answered item by item.
    pub objects: u16,
    /// The items in their order.
    pub items: Vec<Scale>,
}

/// The layout of a sheet. The order of answers is: section, object, item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    sections: Vec<Section>,
}

/// Why a layout cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// A scale has fewer than two or more than fourteen grades.
    #[error("a scale has 2 to {MOST_GRADES} grades, not {0}")]
    Grades(u8),
    /// There is nothing to answer.
    #[error("a sheet asks at least one thing")]
    Empty,
    /// There are more than 20,000 answers.
    #[error("a sheet asks at most {MOST_ANSWERS} things")]
    TooLarge,
    /// A stored text is no layout of version 1.
    #[error("this text is no layout")]
    Text,
}

impl Scale {
    /// A scale of 2 to 14 grades.
    ///
    /// # Errors
    /// [`LayoutError::Grades`].
    pub const fn new(grades: u8, without_grade: WithoutGrade) -> Result<Self, LayoutError> {
        if grades < 2 || grades > MOST_GRADES {
            return Err(LayoutError::Grades(grades));
        }
        Ok(Self { grades, without_grade })
    }

    /// The number of grades.
    #[must_use]
    pub const fn grades(&self) -> u8 {
        self.grades
    }

    /// What may stand in the place of a grade.
    #[must_use]
    pub const fn without_grade(&self) -> WithoutGrade {
        self.without_grade
    }

    /// The number of symbols an answer has: grades, then blank, then 不了解, where allowed.
    pub(crate) const fn symbols(&self) -> u8 {
        match self.without_grade {
            WithoutGrade::Never => self.grades,
            WithoutGrade::Blank | WithoutGrade::Unknown => self.grades + 1,
            WithoutGrade::BlankOrUnknown => self.grades + 2,
        }
    }
}

impl Layout {
    /// A layout of these sections.
    ///
    /// # Errors
    /// [`LayoutError::Empty`] and [`LayoutError::TooLarge`].
    pub fn new(sections: Vec<Section>) -> Result<Self, LayoutError> {
        let answers: usize =
            sections.iter().map(|section| usize::from(section.objects).saturating_mul(section.items.len())).sum();
        match answers {
            0 => Err(LayoutError::Empty),
            1..=MOST_ANSWERS => Ok(Self { sections }),
            _ => Err(LayoutError::TooLarge),
        }
    }

    /// The sections.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The scale of every answer, in the order of answers: section, object, item.
    pub fn scales(&self) -> impl Iterator<Item = Scale> + '_ {
        self.sections.iter().flat_map(|section| (0..section.objects).flat_map(move |_| section.items.iter().copied()))
    }

    /// How many answers a whole sheet has.
    #[must_use]
    pub fn answers(&self) -> usize {
        self.sections.iter().map(|section| usize::from(section.objects) * section.items.len()).sum()
    }

    /// The stored form, version 1: `v1` and per section `;objects:items`, an item being its number of grades followed
    /// by `b` where blank and `u` where 不了解 is allowed. `v1;20:4,4,3b;1:2bu` is two sections.
    #[must_use]
    pub fn to_text(&self) -> String {
        let sections = self.sections.iter().map(|section| {
            let items: Vec<String> = section.items.iter().map(scale_text).collect();
            format!(";{}:{}", section.objects, items.join(","))
        });
        format!("v1{}", sections.collect::<String>())
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`LayoutError`].
    pub fn parse(text: &str) -> Result<Self, LayoutError> {
        let mut parts = text.split(';');
        if parts.next() != Some("v1") {
            return Err(LayoutError::Text);
        }
        Self::new(parts.map(parse_section).collect::<Result<_, _>>()?)
    }
}

fn scale_text(scale: &Scale) -> String {
    let suffix = match scale.without_grade {
        WithoutGrade::Never => "",
        WithoutGrade::Blank => "b",
        WithoutGrade::Unknown => "u",
        WithoutGrade::BlankOrUnknown => "bu",
    };
    format!("{}{suffix}", scale.grades)
}

fn parse_section(text: &str) -> Result<Section, LayoutError> {
    let (objects, items) = text.split_once(':').ok_or(LayoutError::Text)?;
    let objects = objects.parse().map_err(|_| LayoutError::Text)?;
    Ok(Section { objects, items: items.split(',').map(parse_scale).collect::<Result<_, _>>()? })
}

fn parse_scale(text: &str) -> Result<Scale, LayoutError> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_lowercase());
    let without_grade = match &text[digits.len()..] {
        "" => WithoutGrade::Never,
        "b" => WithoutGrade::Blank,
        "u" => WithoutGrade::Unknown,
        "bu" => WithoutGrade::BlankOrUnknown,
        _ => return Err(LayoutError::Text),
    };
    Scale::new(digits.parse().map_err(|_| LayoutError::Text)?, without_grade)
}
