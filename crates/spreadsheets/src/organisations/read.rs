//! From the table to rows of organisations.

use super::{Kind, Sector, TABLE, display_name, read_sector};
use crate::cells::{clean, person_name};
use crate::grid::{Position, RowView, Workbook};
use crate::problem::{Choices, Code, Correction, Problem};
use crate::table::{self, RowReader, Table};
use rules::dates::PartialDate;

/// One organisation as a file gives it. Absent cells are nothing; an import never clears what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRow {
    /// The row.
    pub position: Position,
    /// Where the parent is named, for problems found later.
    pub parent_position: Position,
    /// The exported 编号.
    pub code: Option<String>,
    /// The full name.
    pub name: String,
    /// The type, from its column or else from the name.
    pub kind: Option<Kind>,
    /// The parent's name as written (cleaned).
    pub parent: Option<String>,
    /// The parent's exported path.
    pub parent_path: Option<String>,
    /// The sector.
    pub sector: Option<Sector>,
    /// Whether the sector words say 民族地区.
    pub minority_area: bool,
    /// Founded.
    pub founded: Option<PartialDate>,
    /// The secretary's name.
    pub secretary: Option<String>,
    /// The declared number of members.
    pub members: Option<u64>,
    /// The remark.
    pub remark: Option<String>,
}

/// A file of organisations: its rows and everything there is to say about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationFile {
    /// The rows that have a name.
    pub rows: Vec<OrganisationRow>,
    /// Problems of file, columns and cells.
    pub problems: Vec<Problem>,
}

/// Reads the organisations of a workbook, with accepted corrections applied. `progress` hears (rows done, rows in
/// all).
#[must_use]
pub fn read(workbook: &Workbook, choices: &Choices, progress: &mut dyn FnMut(usize, usize)) -> OrganisationFile {
    let found = table::find(workbook, &TABLE);
    let mut file = OrganisationFile { rows: Vec::new(), problems: found.problems };
    let total = found.tables.iter().map(|table| table.records.len()).sum();
    let mut done = 0;
    for table in &found.tables {
        file.problems.extend(table.problems.iter().cloned());
        let before = file.rows.len();
        for row in &table.records {
            let read = read_row(table, *row, choices, &mut file.problems);
            file.rows.extend(read);
            done += 1;
            if done % 1_000 == 0 {
                progress(done, total);
            }
        }
        check_total(table, &file.rows[before..], &mut file.problems);
    }
    progress(total, total);
    file
}

fn read_row<'b>(
    table: &Table<'b>,
    row: RowView<'b>,
    choices: &Choices,
    problems: &mut Vec<Problem>,
) -> Option<OrganisationRow> {
    let mut reader = RowReader { table, row, choices, problems };
    let code = reader.words("code", 64, clean);
    let name = reader.required("name", 120, display_name);
    let kind = kind(&mut reader, name.as_deref());
    let parent = reader.words("parent", 120, display_name);
    let parent_path = reader.words("parent_path", 2_000, clean);
    let (sector, minority_area) = sector(&mut reader);
    let founded = reader.date("founded");
    if founded.is_some_and(before_the_party) {
        let shown = founded.map(|date| date.to_string()).unwrap_or_default();
        reader.note("founded", Problem::new(Code::BeforeTheParty).with("date", shown));
    }
    let secretary = reader.words("secretary", 60, person_name);
    let members = reader.count("members");
    let remark = reader.words("remark", 1_000, clean);
    Some(OrganisationRow {
        position: reader.position("name"),
        parent_position: reader.position("parent"),
        code,
        name: name?,
        kind,
        parent,
        parent_path,
        sector,
        minority_area,
        founded,
        secretary,
        members,
        remark,
    })
}

fn kind(reader: &mut RowReader<'_, '_>, name: Option<&str>) -> Option<Kind> {
    let told = name.and_then(Kind::of_name);
    let Some(word) = reader.words("kind", 30, clean) else {
        if let (None, Some(name)) = (told, name) {
            let known = kinds_offered(Problem::new(Code::KindUnclear).with("name", name));
            reader.note("kind", known);
        }
        return told;
    };
    let Some(column) = Kind::of_word(&word) else {
        let problem = Problem::new(Code::UnknownWord).with("written", &word);
        reader.note("kind", kinds_offered(problem));
        return None;
    };
    if let Some(told) = told
        && !column.agrees_with(told)
    {
        let problem = Problem::new(Code::KindDisagrees).with("column", column.word());
        reader.note("kind", problem.with("name", told.word()));
    }
    Some(column)
}

fn kinds_offered(problem: Problem) -> Problem {
    Kind::ALL.into_iter().fold(problem, |problem, kind| problem.propose(offered(kind.word())))
}

fn offered(word: &str) -> Correction {
    Correction { value: word.to_owned(), shown: word.to_owned(), reason: "one-of-the-words", sure: false }
}

/// A sector word nobody knows is asked for once, whatever number of rows has it: the answer is filed under the word.
fn sector(reader: &mut RowReader<'_, '_>) -> (Option<Sector>, bool) {
    let Some(words) = reader.words("sector", 60, clean) else {
        return (None, false);
    };
    let key = format!("sector:{words}");
    let chosen = reader.choices.get(&key).unwrap_or(&words);
    if let Some(reading) = read_sector(chosen) {
        return (reading.sector, reading.minority_area);
    }
    let at = reader.position("sector");
    let known = reader
        .problems
        .iter_mut()
        .find(|problem| problem.code == Code::SectorUnknown && problem.key.as_ref() == Some(&key));
    if let Some(problem) = known {
        problem.also.push(at);
    } else {
        let problem = Problem::new(Code::SectorUnknown).at(at).field("sector").with("written", &words).key(key);
        reader.problems.push(Sector::all().fold(problem, |problem, sector| problem.propose(offered(sector.word()))));
    }
    (None, false)
}

/// The party was founded in July 1921.
pub(crate) fn before_the_party(date: PartialDate) -> bool {
    date.latest().parts() < (1921, 7, 1)
}

/// R05: a total row must be the sum of the rows above it.
fn check_total(table: &Table<'_>, rows: &[OrganisationRow], problems: &mut Vec<Problem>) {
    let (Some(column), [total]) = (table.column("members"), table.totals.as_slice()) else {
        return;
    };
    let declared = total.value(column).and_then(|value| crate::cells::count(value).ok()).flatten();
    let sum: u64 = rows.iter().filter_map(|row| row.members).fold(0, u64::saturating_add);
    if let Some(declared) = declared
        && declared != sum
    {
        problems.push(
            Problem::new(Code::TotalDisagrees)
                .at(table.sheet.position(total.number, Some(column)))
                .field("members")
                .with("declared", declared)
                .with("sum", sum),
        );
    }
}
