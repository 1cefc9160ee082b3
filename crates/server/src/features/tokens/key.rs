//! The public key of a member's group as a file: whoever does not trust the page compares it, or blinds with a program of his own.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::own::Standing;
use super::urls;
use crate::App;
use crate::web::{Answer, Visitor};

/// Gives it.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::KeyFile>) -> Answer {
    let standing = Standing::load(&app, &visitor, url.round).await?;
    let key = standing.key(&app).await?;
    let headers = [
        (CONTENT_TYPE, "application/pkix-key"),
        (CONTENT_DISPOSITION, "attachment; filename=\"zhengyou-token-key.der\""),
    ];
    Ok((headers, key.public_key.to_spki().to_vec()).into_response())
}
