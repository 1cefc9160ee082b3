//! The form F19/1 as data.

use std::collections::BTreeMap;

use crate::dates::PartialDate;
use crate::statistics_return::CountProblem;

macro_rules! lines {
    ($($name:ident $code:literal $unit:literal $text:literal $meaning:literal),+ $(,)?) => {
        /// A line of the form. `Ord` is the order of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Line {
            $(#[doc = $meaning] $name),+
        }

        impl Line {
            /// Every line, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The line's code: `1a` … `6`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The words the form prints for the line. The form exists in Chinese only.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The unit the form prints behind the count; empty for line 3, where each method has its own.
            #[must_use]
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit),+ }
            }

            /// The line of a code, spaces and full-width characters tolerated.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                let plain = crate::digits::plain_text(code).to_ascii_lowercase();
                Self::ALL.iter().copied().find(|line| line.code() == plain)
            }
        }
    };
}

lines! {
    OrganisationsJudged "1a" "个" "被评议的党支部(总支)" "Branches and general branches judged.",
    OrganisationsBasic "1b" "个" "其中:群众评议为“基本满意”(含)以上的" "Of these, basically satisfied or above.",
    OrganisationsSatisfied "1c" "个" "其中:“满意”(含)以上的" "Of these, satisfied.",
    MembersTotal "1d" "人" "党员总数" "Members in all.",
    MembersJudged "1e" "人" "被评议的党员" "Members judged.",
    MembersBasic "1f" "人" "其中:群众评议为“基本满意”(含)以上的" "Of these, basically satisfied or above.",
    MembersSatisfied "1g" "人" "其中:“满意”(含)以上的" "Of these, satisfied.",
    Meetings "2a" "个" "召开群众评议会议总数" "Appraisal meetings held.",
    MeetingParticipants "2b" "人" "参加评议的群众总数" "Masses who took part.",
    Methods "3" "" "除会议外其他评议方式及数量" "Methods other than meetings, with their quantities.",
    ChiefReports "4a" "人" "主要负责人通报活动开展情况的" "Chiefs who reported.",
    SuperiorsPresent "4b" "人次" "上级党组织指派人参加评议" "Person-times sent by the superior.",
    SelfIntroductions "5" "人" "自我介绍参加活动情况的党员总数" "Members who introduced themselves.",
    PracticalThings "6" "件(项)" "为群众办实事、做好事、解难事" "Practical things done for the masses.",
}

impl Line {
    /// The lines that hold one count: all but line 3.
    pub fn counts() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|line| *line != Self::Methods)
    }
}

/// What stands in the count of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// Nothing. A blank is not zero: zero is written 0.
    #[default]
    Blank,
    /// A count.
    Count(u64),
    /// Something else, kept as written so that the filler finds it.
    NotACount {
        /// The cell's text.
        written: String,
        /// What is wrong with it.
        problem: CountProblem,
    },
}

impl Entry {
    /// Reads a cell's text by [`crate::statistics_return::parse_count`].
    #[must_use]
    pub fn read(written: &str) -> Self {
        match super::parse_count(written) {
            Ok(None) => Self::Blank,
            Ok(Some(count)) => Self::Count(count),
            Err(problem) => Self::NotACount { written: written.trim().to_owned(), problem },
        }
    }
}

/// One line as filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledLine {
    /// The count. Stays [`Entry::Blank`] on line 3, whose text is [`FilledReturn::methods`].
    pub entry: Entry,
    /// The reason for a blank (column 空白原因), where one is given. A machine-written reason counts (R09 f).
    pub blank_reason: Option<String>,
}

/// The form as filled in, before any check. Lines that do not appear in the file are absent from `lines` and are
/// treated as blank without a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilledReturn {
    /// 填报单位, the unit that files; empty where not given.
    pub unit: String,
    /// 填报时间 where it can be read as a date.
    pub filled_on: Option<PartialDate>,
    /// The lines. Line 3 stands here only for its blank reason.
    pub lines: BTreeMap<Line, FilledLine>,
    /// Line 3 as written: `走访调研 12次;个别谈话 9个`, or the methods and then as many quantities; empty is blank.
    pub methods: String,
}

impl FilledReturn {
    /// The count of a line, where one is given.
    #[must_use]
    pub fn count(&self, line: Line) -> Option<u64> {
        match self.lines.get(&line).map(|filled| &filled.entry) {
            Some(Entry::Count(count)) => Some(*count),
            _ => None,
        }
    }

    /// The reason given for a blank, unless it is empty.
    #[must_use]
    pub fn blank_reason(&self, line: Line) -> Option<&str> {
        let reason = self.lines.get(&line)?.blank_reason.as_deref()?.trim();
        (!reason.is_empty()).then_some(reason)
    }

    /// Writes a count into a line and takes away its blank reason.
    pub fn set(&mut self, line: Line, count: u64) {
        self.lines.insert(line, FilledLine { entry: Entry::Count(count), blank_reason: None });
    }

    /// Leaves a line blank for a reason.
    pub fn leave_blank(&mut self, line: Line, reason: &str) {
        self.lines.insert(line, FilledLine { entry: Entry::Blank, blank_reason: Some(reason.to_owned()) });
    }
}
