//! F19 群众评议相关数据统计单: the statistics return, in the form's own layout.

use serde_json::{Value as Json, json};
use texts::Language;

use super::template;
use crate::engine::{self, Job, Keep};
use crate::wording::Wording;
use crate::{Date, DocumentError};

/// A line of the form F19/1, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// 1a, organisations appraised.
    OrganisationsAppraised,
    /// 1b, of these 基本满意 or better.
    OrganisationsBasic,
    /// 1c, of these 满意 or better.
    OrganisationsSatisfied,
    /// 1d, members in all.
    Members,
    /// 1e, members appraised.
    MembersAppraised,
    /// 1f, of these 基本满意 or better.
    MembersBasic,
    /// 1g, of these 满意 or better.
    MembersSatisfied,
    /// 2a, appraisal meetings.
    Meetings,
    /// 2b, people who took part in them.
    Participants,
    /// 3, other methods with a number each.
    Methods,
    /// 4a, reports by the head of the organisation.
    Reports,
    /// 4b, persons sent by the superior organisation.
    PersonsSent,
    /// 5, members who introduced themselves.
    Introductions,
    /// 6, practical deeds.
    Deeds,
}

impl Line {
    /// Every line, in the order of the form.
    pub const ALL: [Self; 14] = [
        Self::OrganisationsAppraised,
        Self::OrganisationsBasic,
        Self::OrganisationsSatisfied,
        Self::Members,
        Self::MembersAppraised,
        Self::MembersBasic,
        Self::MembersSatisfied,
        Self::Meetings,
        Self::Participants,
        Self::Methods,
        Self::Reports,
        Self::PersonsSent,
        Self::Introductions,
        Self::Deeds,
    ];

    /// The line number as the form prints it, such as `1a`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrganisationsAppraised => "1a",
            Self::OrganisationsBasic => "1b",
            Self::OrganisationsSatisfied => "1c",
            Self::Members => "1d",
            Self::MembersAppraised => "1e",
            Self::MembersBasic => "1f",
            Self::MembersSatisfied => "1g",
            Self::Meetings => "2a",
            Self::Participants => "2b",
            Self::Methods => "3",
            Self::Reports => "4a",
            Self::PersonsSent => "4b",
            Self::Introductions => "5",
            Self::Deeds => "6",
        }
    }

    /// Finds a line by its number.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.code() == code)
    }

    /// The key of its unit; line 3 has none of its own.
    const fn measure(self) -> Option<&'static str> {
        Some(match self {
            Self::OrganisationsAppraised | Self::OrganisationsBasic | Self::OrganisationsSatisfied => "organisations",
            Self::Meetings => "meetings",
            Self::PersonsSent => "person-times",
            Self::Deeds => "deeds",
            Self::Methods => return None,
            Self::Members
            | Self::MembersAppraised
            | Self::MembersBasic
            | Self::MembersSatisfied
            | Self::Participants
            | Self::Reports
            | Self::Introductions => "people",
        })
    }

    /// Whether the line counts a part of the line above it and is set in.
    const fn part(self) -> bool {
        matches!(
            self,
            Self::OrganisationsBasic | Self::OrganisationsSatisfied | Self::MembersBasic | Self::MembersSatisfied
        )
    }
}

/// One method of line 3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its name, such as 走访调研.
    pub name: String,
    /// How many.
    pub number: u64,
    /// Of what, such as 次.
    pub unit: String,
}

impl Method {
    pub(super) fn text(&self) -> String {
        // 12次 is written together, 12 visits is not.
        let latin = self.unit.starts_with(|letter: char| letter.is_ascii_alphabetic());
        format!("{} {}{}{}", self.name, self.number, if latin { " " } else { "" }, self.unit)
    }
}

/// What stands in the number column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A count; nought is written 0.
    Number(u64),
    /// The methods of line 3.
    Methods(Vec<Method>),
    /// Nothing; the reason stands beside it, or nothing where none was given.
    Blank,
}

/// A line as filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Which line.
    pub line: Line,
    /// Its number.
    pub entry: Entry,
    /// The reason for a blank, or the remark of a roll-up; empty where there is none.
    pub reason: String,
}

/// The return of one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// 填报单位.
    pub unit: String,
    /// 填报时间.
    pub date: Date,
    /// The lines; one that is not here is printed blank without a reason.
    pub lines: Vec<Filled>,
}

/// The return as PDF.
///
/// # Errors
/// `Shape` when a line is given twice.
pub fn render(view: &View, language: Language) -> Result<Vec<u8>, DocumentError> {
    let wording = Wording::new(language)?;
    let heading = wording.get("return-heading");
    let keys = ["unit", "date", "line", "item", "number", "measure", "reason", "filled-by", "head", "seal"];
    let mut data = super::data(wording, &heading, view.date, wording.labels("return", &keys));
    data["unit"] = view.unit.as_str().into();
    data["date"] = view.date.text(wording).into();
    let lines: Result<Vec<Json>, DocumentError> = Line::ALL.into_iter().map(|line| row(view, line, wording)).collect();
    data["lines"] = lines?.into();
    let job = Job { template: template!("statistics_return.typ"), data, drawings: vec![], keep: Keep::AWhile };
    engine::set(job, language)
}

fn row(view: &View, line: Line, wording: Wording) -> Result<Json, DocumentError> {
    let mut given = view.lines.iter().filter(|filled| filled.line == line);
    let filled = given.next();
    if given.next().is_some() {
        return Err(DocumentError::Shape(format!("line {} is given twice", line.code())));
    }
    let number = match filled.map(|filled| &filled.entry) {
        None | Some(Entry::Blank) => "".into(),
        Some(Entry::Number(number)) => number.to_string().into(),
        Some(Entry::Methods(methods)) => methods.iter().map(Method::text).collect::<Vec<_>>().into(),
    };
    let number: Json = number;
    Ok(json!({
        "code": line.code(),
        "item": wording.get(&format!("return-{}", line.code())),
        "part": line.part(),
        "number": number,
        "measure": line.measure().map_or_else(String::new, |unit| wording.get(&format!("return-measure-{unit}"))),
        "reason": filled.map_or("", |filled| filled.reason.as_str()),
    }))
}
