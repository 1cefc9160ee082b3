//! What is wrong or worth knowing, as data: whoever shows it translates the code and fills in the arguments.

use std::collections::BTreeMap;

use crate::cells::{CellError, DateDoubt};
use crate::grid::Position;
use rules::statistics_return::CountProblem;

/// How much a problem weighs. The order is from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information: a column ignored, a total row skipped.
    Note,
    /// Implausible, but imported as it stands.
    Warning,
    /// Nothing is imported until somebody answers.
    Question,
    /// Nothing is imported until it is mended or corrected.
    Error,
}

impl Severity {
    /// Whether the import cannot go on.
    #[must_use]
    pub const fn blocks(self) -> bool {
        matches!(self, Self::Question | Self::Error)
    }
}

macro_rules! codes {
    ($($name:ident $key:literal $severity:ident $meaning:literal),+ $(,)?) => {
        /// What kind of problem it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $name),+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable key under which texts are found.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }

            /// How much it weighs.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),+ }
            }
        }
    };
}

codes! {
    NoTable "no-table" Error "No sheet has a heading with the columns asked for. Arguments: `looked_for`.",
    MissingColumn "missing-column" Error "A required column is not there. Arguments: `headings` looked for, `found`.",
    ColumnTwice "column-twice" Error "Two columns mean the same; the first is read. Arguments: `heading`, `first`.",
    IgnoredColumn "ignored-column" Note "A column the platform must not hold; never read. Arguments: `heading`.",
    UnknownColumn "unknown-column" Note "A column nobody knows; not read. Arguments: `heading`.",
    SheetSkipped "sheet-skipped" Note "A sheet without a table, or a hidden one. Arguments: `sheet`.",
    TotalRow "total-row" Note "A total row; not a record.",
    BlankRow "blank-row" Note "Blank rows within the table, from the position on. Arguments: `rows`.",
    Footnote "footnote" Note "A line below the table; not a record. Arguments: `text`.",
    RepeatedHeading "repeated-heading" Note "The heading again, as on every printed page; not a record.",
    NoRows "no-rows" Error "The table has a heading and no rows.",
    Missing "missing" Error "A required cell is empty.",
    TooLong "too-long" Error "Longer than allowed. Arguments: `found`, `maximum`.",
    ControlCharacter "control-character" Error "A character that cannot be shown. Arguments: `character`.",
    NotACount "not-a-count" Error "Text where a count belongs. Arguments: `written`.",
    Negative "negative" Error "A negative where a count belongs. Arguments: `written`.",
    Fraction "fraction" Error "A fraction where a count belongs. Arguments: `written`.",
    Percentage "percentage" Error "A percentage where a count belongs. Arguments: `written`.",
    CountTooLarge "count-too-large" Error "Too large to be a count. Arguments: `written`.",
    NoSuchMonth "no-such-month" Error "There is no such month. Arguments: `written`, `month`.",
    NoSuchDay "no-such-day" Error "The month has no such day. Arguments: `written`, `day`.",
    ImplausibleYear "implausible-year" Error "A year outside 1850–2150. Arguments: `written`, `year`.",
    NotADate "not-a-date" Error "Not a date. Arguments: `written`.",
    UnknownWord "unknown-word" Error "Not a word the column knows. Arguments: `written`, `known`.",
    ErrorValue "error-value" Error "The cell holds an error. Arguments: `written`.",
    FormulaWithoutValue "formula-without-value" Error "A formula that was never computed.",
    WrongKind "wrong-kind" Error "A truth value, date or time where words belong.",
    OctoberOrJanuary "october-or-january" Warning "The number 2010.1 may be 2010.10; only the year is taken. Arguments: `written`.",
    SerialNumber "serial-number" Warning "A bare serial number read as a date. Arguments: `written`, `date`.",
    NoughtLeftOut "nought-left-out" Warning "Month or day written 00, taken as unknown. Arguments: `written`, `date`.",
    KindUnclear "kind-unclear" Error "Neither column nor name tells the type. Arguments: `name`.",
    KindDisagrees "kind-disagrees" Warning "The column and the name tell different types; the column counts. Arguments: `column`, `name`.",
    SectorUnknown "sector-unknown" Question "A sector word the table of synonyms does not have. Arguments: `written`.",
    UnknownParent "unknown-parent" Question "No organisation has this name. Arguments: `name`, `rows`.",
    AmbiguousParent "ambiguous-parent" Question "Several organisations have this name. Arguments: `name`, `rows`.",
    ParentIsItself "parent-is-itself" Error "An organisation names itself as its parent. Arguments: `name`.",
    ParentCycle "parent-cycle" Error "Parents lead round in a circle. Arguments: `chain`.",
    WrongSuperior "wrong-superior" Error "The type does not sit under that type. Arguments: `name`, `kind`, `parent`.",
    WrongTop "wrong-top" Error "The type does not sit at the top. Arguments: `name`, `kind`.",
    SeveralRoots "several-roots" Question "More than one organisation has no parent. Arguments: `names`.",
    SecondTop "second-top" Error "No parent, though another organisation stands at the top already. Arguments: `name`, `top`.",
    OrganisationTwice "organisation-twice" Error "The same name under the same parent twice. Arguments: `name`, `first_row`.",
    CodeTwice "code-twice" Error "The same 编号 twice. Arguments: `code`, `first_row`.",
    UnknownCode "unknown-code" Question "A 编号 that nobody here has. Arguments: `code`.",
    MovedOrNew "moved-or-new" Question "The name exists under another parent. Arguments: `name`, `parent`.",
    UnknownBranch "unknown-branch" Question "No organisation has this name. Arguments: `name`, `rows`.",
    AmbiguousBranch "ambiguous-branch" Question "Several organisations have this name. Arguments: `name`, `rows`.",
    NotABranch "not-a-branch" Warning "Members stand directly under an organisation that is no branch. Arguments: `name`, `rows`.",
    AmbiguousMember "ambiguous-member" Question "Several members fit. Arguments: `name`, `branch`.",
    MemberTwice "member-twice" Question "The same name, branch and birth twice. Arguments: `name`, `first_row`.",
    JoinedBeforeBirth "joined-before-birth" Warning "Joined before birth. Arguments: `birth`, `joined`.",
    JoinedUnderEighteen "joined-under-eighteen" Warning "Younger than 18 at joining. Arguments: `birth`, `joined`.",
    BeforeTheParty "before-the-party" Warning "A date before July 1921. Arguments: `date`.",
    TotalDisagrees "total-disagrees" Warning "The total row is not the sum. Arguments: `declared`, `sum`.",
    MembersDisagree "members-disagree" Warning "The declared number of members is not the number of rows. Arguments: `name`, `declared`, `rows`.",
}

/// One value somebody can accept in one click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What to file in [`Choices`] under the problem's key.
    pub value: String,
    /// What to show; often the same.
    pub shown: String,
    /// Why it is likely; a stable key for a text.
    pub reason: &'static str,
    /// Whether it is so likely that all such may be accepted together.
    pub sure: bool,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is; nothing for the file as a whole.
    pub position: Option<Position>,
    /// Other places with the very same problem (an unknown branch is one problem with all its rows).
    pub also: Vec<Position>,
    /// The column, by its key (`name`, `parent`, `birth` …).
    pub field: Option<&'static str>,
    /// What kind it is.
    pub code: Code,
    /// What the text needs.
    pub arguments: Vec<(&'static str, String)>,
    /// What an answer is filed under; nothing where the file itself must be mended.
    pub key: Option<String>,
    /// Likely answers, best first.
    pub proposals: Vec<Correction>,
}

impl Problem {
    /// A problem of a kind, nowhere yet.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            severity: code.severity(),
            position: None,
            also: Vec::new(),
            field: None,
            code,
            arguments: Vec::new(),
            key: None,
            proposals: Vec::new(),
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Says which column.
    #[must_use]
    pub const fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Says what an answer is filed under.
    #[must_use]
    pub fn key(mut self, key: String) -> Self {
        self.key = Some(key);
        self
    }

    /// Offers an answer.
    #[must_use]
    pub fn propose(mut self, correction: Correction) -> Self {
        self.proposals.push(correction);
        self
    }

    /// An argument by name.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        let found = self.arguments.iter().find(|(given, _)| *given == name)?;
        Some(&found.1)
    }

    /// Every place of the problem.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.position.iter().chain(&self.also)
    }

    pub(crate) fn of_cell(error: &CellError, written: &str) -> Self {
        let code = match error {
            CellError::TooLong { found, maximum } => {
                return Self::new(Code::TooLong).with("found", found).with("maximum", maximum);
            }
            CellError::ControlCharacter(code) => {
                return Self::new(Code::ControlCharacter).with("character", format!("U+{code:04X}"));
            }
            CellError::Month(month) => {
                return Self::new(Code::NoSuchMonth).with("written", written).with("month", month);
            }
            CellError::Day(day) => {
                return Self::new(Code::NoSuchDay).with("written", written).with("day", day);
            }
            CellError::Year(year) => {
                return Self::new(Code::ImplausibleYear).with("written", written).with("year", year);
            }
            CellError::Count(CountProblem::Text) => Code::NotACount,
            CellError::Count(CountProblem::Negative) => Code::Negative,
            CellError::Count(CountProblem::Fraction) => Code::Fraction,
            CellError::Count(CountProblem::Percentage) => Code::Percentage,
            CellError::Count(CountProblem::TooLarge) => Code::CountTooLarge,
            CellError::NotADate => Code::NotADate,
            CellError::UnknownWord => Code::UnknownWord,
            CellError::ErrorValue(_) => Code::ErrorValue,
            CellError::FormulaWithoutValue => Code::FormulaWithoutValue,
            CellError::WrongKind => Code::WrongKind,
        };
        Self::new(code).with("written", written)
    }

    pub(crate) fn of_doubt(doubt: DateDoubt, written: &str, date: &str) -> Self {
        let code = match doubt {
            DateDoubt::OctoberOrJanuary => Code::OctoberOrJanuary,
            DateDoubt::SerialNumber => Code::SerialNumber,
            DateDoubt::NoughtLeftOut => Code::NoughtLeftOut,
        };
        Self::new(code).with("written", written).with("date", date)
    }
}

/// The answers given so far, by the problems' keys; kept with the file so that a retry asks nothing twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<String, String>);

impl Choices {
    /// Files an answer.
    pub fn choose(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    /// The answer to a problem.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether nothing has been answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All answers, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Accepts the best answer of every problem whose best answer is sure; tells how many.
    pub fn accept_sure(&mut self, problems: &[Problem]) -> usize {
        let mut accepted = 0;
        for problem in problems {
            if let (Some(key), Some(best)) = (&problem.key, problem.proposals.first())
                && best.sure
            {
                self.choose(key.clone(), best.value.clone());
                accepted += 1;
            }
        }
        accepted
    }
}

impl FromIterator<(String, String)> for Choices {
    fn from_iter<Pairs: IntoIterator<Item = (String, String)>>(pairs: Pairs) -> Self {
        Self(pairs.into_iter().collect())
    }
}
