//! Where a judge stands: what the code or the cookie opens, and what to say where it opens nothing.

use ballot_box::{CodeStanding, CookieContent, Phase, RoundId, SheetId};
use credentials::{Code, CodeError};
use texts::Value;

use crate::App;
use crate::web::WebError;

/// Why somebody does not come in; its text says the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The key of the text.
    pub key: &'static str,
    /// Its arguments.
    pub arguments: Vec<(&'static str, Value)>,
}

impl Refusal {
    /// One whose text has no arguments.
    pub(super) const fn new(key: &'static str) -> Self {
        Self { key, arguments: Vec::new() }
    }
}

/// Why a typed code cannot be one.
pub(super) fn mistyped(error: CodeError) -> Refusal {
    match error {
        CodeError::Length { found } => Refusal { key: "ballots-code-length", arguments: vec![("found", found.into())] },
        CodeError::Character { found, position } => Refusal {
            key: "ballots-code-character",
            arguments: vec![("found", found.to_string().into()), ("position", position.into())],
        },
        CodeError::Check => Refusal::new("ballots-code-check"),
    }
}

/// The sheet a code opens now.
pub(super) async fn of_code(app: &App, code: &Code) -> Result<Result<(RoundId, SheetId), Refusal>, WebError> {
    let Some(found) = app.ballots.find_code(code).await.map_err(broken)? else {
        return Ok(Err(Refusal::new("ballots-code-unknown")));
    };
    let phase = app.ballots.phase(found.round).await.map_err(broken)?;
    let is_over = matches!(phase, Some(Phase::Sealing | Phase::Sealed));
    Ok(match (found.standing, phase) {
        (CodeStanding::Cancelled, _) => Err(Refusal::new("ballots-code-cancelled")),
        (CodeStanding::Used, Some(Phase::Sealed)) => Err(Refusal::new("ballots-code-counted")),
        (CodeStanding::Used, _) => Err(Refusal::new("ballots-code-used")),
        (CodeStanding::Ready(_), _) if is_over => Err(Refusal::new("ballots-code-not-counted")),
        (CodeStanding::Ready(_), Some(Phase::Issuing)) => Err(Refusal::new("ballots-not-begun")),
        (CodeStanding::Ready(_), Some(Phase::Paused)) => Err(Refusal::new("ballots-paused")),
        (CodeStanding::Ready(sheet), _) => Ok((found.round, sheet)),
    })
}

/// What the judge's cookie holds, if it can be read.
pub(super) async fn of_cookie(app: &App, cookie: Option<String>) -> Result<Option<(RoundId, CookieContent)>, WebError> {
    match cookie {
        Some(cookie) => app.ballots.read_cookie(&cookie).await.map_err(broken),
        None => Ok(None),
    }
}

/// An error of the ballot box that is nobody's ballot.
pub(super) fn broken(error: ballot_box::BallotError) -> WebError {
    WebError::Broken(error.to_string())
}
