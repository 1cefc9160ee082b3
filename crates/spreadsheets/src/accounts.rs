//! Rows of accounts to be made: who signs in, by which name, in which role, where.

use crate::cells::clean;
use crate::grid::{Position, Workbook};
use crate::organisations::{NEVER_HELD, QUIET};
use crate::problem::{Choices, Problem};
use crate::table::{self, Column, RowReader, TableSpec};

/// The table of accounts; the first heading of each column is the one written.
pub const TABLE: TableSpec = TableSpec {
    columns: &[
        Column::required("name", &["姓名或单位", "姓名", "使用人", "名字", "Person or office", "Name"]),
        Column::optional("sign_in_name", &["账号", "登录名", "用户名", "帐号", "登录账号", "Account", "User name"]),
        Column::required("role", &["角色", "身份", "权限", "Role"]),
        Column::optional(
            "organisation",
            &["组织", "党组织", "所在组织", "所在党组织", "所在党支部", "组织名称", "单位", "Organisation"],
        ),
        Column::optional("member", &["党员编号", "编号", "系统编号", "Member"]),
    ],
    ignored: NEVER_HELD,
    quiet: QUIET,
};

/// One account as a file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// The row, at the name.
    pub position: Position,
    /// The name shown.
    pub name: String,
    /// The name typed at sign-in.
    pub sign_in_name: Option<String>,
    /// The role, in words.
    pub role: String,
    /// The organisation: its name, or the names from the top to it.
    pub organisation: Option<String>,
    /// The exported 编号 of the member it belongs to.
    pub member: Option<String>,
}

/// A file of accounts: its rows and everything there is to say about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFile {
    /// The rows that have a name and a role.
    pub rows: Vec<AccountRow>,
    /// Problems of file, columns and cells.
    pub problems: Vec<Problem>,
}

/// Reads the accounts of a workbook.
#[must_use]
pub fn read(workbook: &Workbook) -> AccountFile {
    let found = table::find(workbook, &TABLE);
    let choices = Choices::default();
    let mut file = AccountFile { rows: Vec::new(), problems: found.problems };
    for table in &found.tables {
        file.problems.extend(table.problems.iter().cloned());
        for row in &table.records {
            let mut reader = RowReader { table, row: *row, choices: &choices, problems: &mut file.problems };
            let name = reader.required("name", 60, clean);
            let sign_in_name = reader.words("sign_in_name", 60, clean);
            let role = reader.required("role", 60, clean);
            let organisation = reader.words("organisation", 2_000, clean);
            let member = reader.words("member", 64, clean);
            let position = reader.position("name");
            if let (Some(name), Some(role)) = (name, role) {
                file.rows.push(AccountRow { position, name, sign_in_name, role, organisation, member });
            }
        }
    }
    file
}
