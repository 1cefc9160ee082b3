//! Members as a spreadsheet: with 编号 and path, so that it can be edited and imported again.

use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use spreadsheets::members::MemberRow;
use spreadsheets::{Position, write};
use storage::Scope;
use storage::entities::member;

use super::queries::{self, Filter, Place};
use super::{list, words};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::{Answer, Visitor, WebError};

/// The type of an .xlsx file.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Writes the spreadsheet and notes it in the trail.
pub async fn show(State(app): State<App>, visitor: Visitor, Query(query): Query<list::ListQuery>) -> Answer {
    let scope = list::scope(&app.database, &visitor, &query.organisation).await?;
    let filter = Filter { search: query.search, among: scope.among };
    let members = queries::all(&app.database, &filter).await?;
    let places = queries::places(&app.database).await?;
    let rows: Vec<MemberRow> = members
        .into_iter()
        .filter_map(|member| {
            let place = places.get(&member.organisation_id)?;
            Some(row(member, place))
        })
        .collect();
    let count = rows.len();
    let bytes = tokio::task::spawn_blocking(move || write::members("党员花名册", &rows)).await?;
    let bytes = bytes.map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Account(visitor.account.0)).await?;
    let about =
        About { organisation: scope.organisation.map(|(id, _)| id), details: format!("党员花名册.xlsx: {count}") };
    let actor = Actor::from(&visitor);
    audit::record(&transaction, &app.clock, &actor, Event::Exported, about).await?;
    transaction.commit().await?;
    let headers = [(CONTENT_TYPE, XLSX), (CONTENT_DISPOSITION, "attachment; filename=\"members.xlsx\"")];
    Ok((headers, bytes).into_response())
}

fn row(member: member::Model, place: &Place) -> MemberRow {
    let position = Position { sheet: "".into(), row: 0, column: None };
    let date = |text: Option<String>| text.and_then(|text| text.parse().ok());
    MemberRow {
        position: position.clone(),
        branch_position: position,
        code: Some(member.id.to_string()),
        name: member.name,
        sex: member.sex.as_deref().and_then(words::sex),
        birth: date(member.birth),
        branch: place.name.clone(),
        branch_path: Some(place.path.clone()),
        category: words::category(&member.category),
        joined: date(member.joined),
        service: member.service.as_deref().map(words::service),
        party_post: member.party_post,
        post: member.post_title,
    }
}
