//! A batch on paper and in spreadsheets: the rows to be mended and brought again, the slips to be cut apart. Nothing of a
//! slip is stored: the page that shows the passwords sends them back to be set.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use documents::papers::accounts;
use serde::Deserialize;
use spreadsheets::write::{Field, TableSheet, write};

use super::carried;
use super::create::Slip;
use super::plan::{MOST, Wanted};
use crate::App;
use crate::web::page::spreadsheet;
use crate::web::{Answer, Frame, Page, Posted, WebError, papers};

/// Rows, or slips, as a page carries them; never printed.
#[derive(Deserialize)]
pub struct Carried {
    #[serde(default)]
    rows: String,
    #[serde(default)]
    format: String,
}

fn sheet(name: String, headings: &[&str], rows: Vec<Vec<Field>>) -> Result<Vec<u8>, WebError> {
    let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
    write(&[TableSheet { name, headings, rows }]).map_err(|error| WebError::Broken(error.to_string()))
}

/// The rows with the headings a batch is read by.
fn rows_sheet(page: &Page, rows: &[Wanted]) -> Result<Vec<u8>, WebError> {
    let headings: Vec<&str> = spreadsheets::accounts::TABLE.columns.iter().map(|column| column.title()).collect();
    let row = |row: &Wanted| {
        let role = if row.role.is_empty() { String::new() } else { page.coded("role-", &row.role) };
        let words = [row.name.clone(), row.account.clone(), role, row.organisation.clone(), row.member.clone()];
        words.map(Field::Text).to_vec()
    };
    sheet(page.title.clone(), &headings, rows.iter().map(row).collect())
}

/// An empty table to be filled in.
pub async fn blank_table(frame: Frame) -> Answer {
    Ok(spreadsheet("accounts.xlsx", rows_sheet(&frame.page("accounts-batch-title"), &[])?))
}

/// The rows as they were shown, to be changed and brought again.
pub async fn table(frame: Frame, posted: Posted<Carried>) -> Answer {
    let rows = carried(&posted.input.rows)?;
    Ok(spreadsheet("accounts.xlsx", rows_sheet(&frame.page("accounts-batch-title"), &rows)?))
}

/// The slips as PDF or as a spreadsheet.
pub async fn slips(State(app): State<App>, frame: Frame, posted: Posted<Carried>) -> Answer {
    // What is wrong with it is not told to the log: it would tell what stands there.
    let slips: Option<Vec<Slip>> = serde_json::from_str(&posted.input.rows).ok();
    let slips = slips.filter(|slips| slips.len() <= MOST).ok_or_else(|| WebError::BadForm("slips".to_owned()))?;
    let page = frame.page("accounts-slips-title");
    if posted.input.format == "xlsx" {
        let headings = [
            page.t("accounts-display-name"),
            page.t("accounts-role"),
            page.t("accounts-organisation"),
            page.t("accounts-sign-in-name"),
            page.t("accounts-password"),
        ];
        let row = |slip: Slip| {
            let role = page.coded("role-", &slip.role);
            [slip.name, role, slip.organisation, slip.account, slip.password].map(Field::Text).to_vec()
        };
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let rows = slips.into_iter().map(row).collect();
        return Ok(spreadsheet("one-time-passwords.xlsx", sheet(page.title.clone(), &headings, rows)?));
    }
    let slip = |slip: Slip| accounts::Slip {
        role: format!("{} {}", page.coded("role-", &slip.role), slip.organisation).trim().to_owned(),
        name: slip.name,
        account: slip.account,
        password: slip.password,
    };
    let view = accounts::View {
        address: app.settings.public_url.clone().unwrap_or_default(),
        slips: slips.into_iter().map(slip).collect(),
        date: papers::day(app.today()),
    };
    let language = frame.language;
    let pdf = tokio::task::spawn_blocking(move || accounts::render(&view, language)).await?;
    let pdf = pdf.map_err(|error| WebError::Broken(error.to_string()))?;
    let disposition = "attachment; filename=\"one-time-passwords.pdf\"";
    Ok(([(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, disposition)], pdf).into_response())
}
