//! Spreadsheets that were checked and neither applied nor given up.

use super::{list, queries, urls};
use crate::App;
use crate::web::waiting::{Waiting, named_or_counted};
use crate::web::{Visitor, WebError};

/// Files whose report waits for an answer.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    if !list::may_import(visitor) {
        return Ok(Vec::new());
    }
    let checked = queries::checked(&app.database).await?;
    Ok(named_or_counted(
        checked,
        |(id, file)| Waiting::new("imports-waiting", urls::Import { id }.to_path()).naming("file", file),
        |count| Waiting::new("imports-waiting-several", urls::Imports {}.to_path()).naming("count", count),
    ))
}
