//! From the table to rows of members.

use super::{Category, ServiceState, Sex, TABLE};
use crate::cells::{clean, person_name};
use crate::grid::{Position, RowView, Workbook};
use crate::organisations::display_name;
use crate::problem::{Choices, Code, Correction, Problem};
use crate::table::{self, RowReader, Table};
use rules::dates::PartialDate;

/// One member as a file gives it. Absent cells are nothing; an import never clears what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// The row, at the name.
    pub position: Position,
    /// Where the branch is named, for problems found later.
    pub branch_position: Position,
    /// The exported 编号.
    pub code: Option<String>,
    /// The name, without spaces beside Han characters.
    pub name: String,
    /// The sex.
    pub sex: Option<Sex>,
    /// Birth, to the precision given.
    pub birth: Option<PartialDate>,
    /// The branch's name as written (cleaned).
    pub branch: String,
    /// The branch's exported path.
    pub branch_path: Option<String>,
    /// Full or probationary.
    pub category: Option<Category>,
    /// When the member joined.
    pub joined: Option<PartialDate>,
    /// In service, retired and so on.
    pub service: Option<ServiceState>,
    /// The post in the party, such as 支部书记.
    pub party_post: Option<String>,
    /// Title or post at work.
    pub post: Option<String>,
}

/// A file of members: its rows and everything there is to say about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberFile {
    /// The rows that have a name and a branch.
    pub rows: Vec<MemberRow>,
    /// Problems of file, columns and cells.
    pub problems: Vec<Problem>,
}

/// Reads the members of a workbook, with accepted corrections applied. `progress` hears (rows done, rows in all).
#[must_use]
pub fn read(workbook: &Workbook, choices: &Choices, progress: &mut dyn FnMut(usize, usize)) -> MemberFile {
    let found = table::find(workbook, &TABLE);
    let mut file = MemberFile { rows: Vec::new(), problems: found.problems };
    let total = found.tables.iter().map(|table| table.records.len()).sum();
    let mut done = 0;
    for table in &found.tables {
        file.problems.extend(table.problems.iter().cloned());
        for row in &table.records {
            let read = read_row(table, *row, choices, &mut file.problems);
            file.rows.extend(read);
            done += 1;
            if done % 1_000 == 0 {
                progress(done, total);
            }
        }
    }
    progress(total, total);
    file
}

fn read_row<'b>(
    table: &Table<'b>,
    row: RowView<'b>,
    choices: &Choices,
    problems: &mut Vec<Problem>,
) -> Option<MemberRow> {
    let mut reader = RowReader { table, row, choices, problems };
    let code = reader.words("code", 64, clean);
    let name = reader.required("name", 60, person_name);
    let sex = known_word(&mut reader, "sex", Sex::of_word, &["男", "女"]);
    let birth = reader.date("birth");
    let branch = reader.required("branch", 120, display_name);
    let branch_path = reader.words("branch_path", 2_000, clean);
    let category = known_word(&mut reader, "category", Category::of_word, &["正式党员", "预备党员"]);
    let joined = reader.date("joined");
    let service = reader.words("service", 30, clean);
    let party_post = reader.words("party_post", 60, clean);
    let post = reader.words("post", 120, clean);
    plausibility(&mut reader, birth, joined);
    Some(MemberRow {
        position: reader.position("name"),
        branch_position: reader.position("branch"),
        code,
        name: name?,
        sex,
        birth,
        branch: branch?,
        branch_path,
        category,
        joined,
        service: service.map(|word| ServiceState::of_word(&word)),
        party_post,
        post,
    })
}

fn known_word<T>(
    reader: &mut RowReader<'_, '_>,
    key: &'static str,
    read: fn(&str) -> Option<T>,
    known: &[&str],
) -> Option<T> {
    let word = reader.words(key, 30, clean)?;
    let meant = read(&word);
    if meant.is_none() {
        let mut problem = Problem::new(Code::UnknownWord).with("written", &word).with("known", known.join("、"));
        for offered in known {
            problem = problem.propose(Correction {
                value: (*offered).to_owned(),
                shown: (*offered).to_owned(),
                reason: "one-of-the-words",
                sure: false,
            });
        }
        reader.note(key, problem);
    }
    meant
}

/// Implausible dates are told and imported all the same.
fn plausibility(reader: &mut RowReader<'_, '_>, birth: Option<PartialDate>, joined: Option<PartialDate>) {
    let Some(joined) = joined else { return };
    if crate::organisations::before_the_party(joined) {
        reader.note("joined", Problem::new(Code::BeforeTheParty).with("date", joined));
    }
    let Some(birth) = birth else { return };
    let code = if joined.certainly_before(birth) {
        Code::JoinedBeforeBirth
    } else if birth.age_on(joined.latest()).is_some_and(|age| age.maximum < 18) {
        Code::JoinedUnderEighteen
    } else {
        return;
    };
    reader.note("joined", Problem::new(code).with("birth", birth).with("joined", joined));
}
