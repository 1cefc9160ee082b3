//! A token that can still be taken.

use super::rounds;
use crate::App;
use crate::web::{Visitor, Waiting, WebError};

/// The own ones.
pub(super) async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let issuing = rounds::lines(app, visitor, &["issuing"]).await?;
    let open = issuing.into_iter().filter(|line| line.state == "open");
    Ok(open.map(|line| Waiting::new("tokens-waiting", line.path).naming("round", line.title)).collect())
}
