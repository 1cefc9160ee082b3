//! The list as a spreadsheet that can be edited and imported again without loss; taking it is an event.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use spreadsheets::Position;
use spreadsheets::organisations::{Kind, OrganisationRow, Sector};
use storage::Scope;
use storage::entities::organisation;

use super::{list, queries};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::{Answer, Visitor, WebError};

/// The name of the sheet.
const SHEET: &str = "党组织";
/// The type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers with the workbook and notes it in the trail.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(wish): Query<list::Wish>) -> Answer {
    let rows = queries::all(&app.database, &list::filter(&visitor, &wish)).await?;
    let tree = queries::Tree::load(&app.database).await?;
    let records: Vec<OrganisationRow> = rows.into_iter().map(|row| record(&tree, row)).collect();
    let bytes =
        spreadsheets::write::organisations(SHEET, &records).map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    let about = About::details(format!("{SHEET}.xlsx: {}", records.len()));
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::Exported, about).await?;
    transaction.commit().await?;
    let headers = [(CONTENT_TYPE, XLSX), (CONTENT_DISPOSITION, "attachment; filename=\"organisations.xlsx\"")];
    Ok((headers, bytes).into_response())
}

/// A row as the importer reads it; the superior's path tells namesakes apart.
fn record(tree: &queries::Tree, row: organisation::Model) -> OrganisationRow {
    let nowhere = || Position { sheet: SHEET.into(), row: 0, column: None };
    let path = tree.above(row.id);
    OrganisationRow {
        position: nowhere(),
        parent_position: nowhere(),
        code: Some(row.id.to_string()),
        kind: Kind::ALL.into_iter().find(|kind| kind.key() == row.kind),
        parent: path.last().map(|&name| name.to_owned()),
        parent_path: (!path.is_empty()).then(|| path.join(" / ")),
        sector: Sector::ALL.into_iter().find(|sector| Some(sector.key()) == row.sector.as_deref()),
        minority_area: row.ethnic_area == "yes",
        founded: row.founded.and_then(|date| date.parse().ok()),
        secretary: row.secretary_name,
        members: row.declared_members.and_then(|members| u64::try_from(members).ok()),
        remark: row.remark,
        name: row.name,
    }
}
