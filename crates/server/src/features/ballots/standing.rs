//! Where a judge stands: what the code or the cookie opens, and what to say where it opens nothing.

use ballot_box::{CodeStanding, CookieContent, Credential, FoundCode, Phase, RoundId, SheetId, TokenSearch};
use credentials::{Code, CodeError};
use texts::Value;
use tokens::{Token, TokenTextError};

use crate::App;
use crate::features::appraisals;
use crate::features::appraisals::layout::round_of;
use crate::features::appraisals::model::Frozen;
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

/// Why what was brought as a token cannot be one.
pub(super) fn no_token(error: &TokenTextError) -> Refusal {
    match error {
        TokenTextError::NoToken => Refusal::new("ballots-token-none"),
        TokenTextError::Version { .. } => Refusal::new("ballots-token-version"),
        TokenTextError::Truncated { expected, found } => Refusal {
            key: "ballots-token-truncated",
            arguments: vec![("expected", (*expected).into()), ("found", (*found).into())],
        },
        TokenTextError::Surplus { expected, found } => Refusal {
            key: "ballots-token-surplus",
            arguments: vec![("expected", (*expected).into()), ("found", (*found).into())],
        },
        TokenTextError::Character { .. } | TokenTextError::Altered => Refusal::new("ballots-token-altered"),
    }
}

/// What stands in the refusals of a credential.
struct Words {
    cancelled: &'static str,
    counted: &'static str,
    used: &'static str,
    not_counted: &'static str,
}

const OF_CODES: Words = Words {
    cancelled: "ballots-code-cancelled",
    counted: "ballots-code-counted",
    used: "ballots-code-used",
    not_counted: "ballots-code-not-counted",
};
const OF_TOKENS: Words = Words {
    cancelled: "ballots-token-retired",
    counted: "ballots-token-counted",
    used: "ballots-token-used",
    not_counted: "ballots-token-not-counted",
};

/// The sheet that what was entered opens now.
pub(super) async fn of_credential(
    app: &App,
    (round, credential): (RoundId, &Credential),
) -> Result<Result<(RoundId, SheetId), Refusal>, WebError> {
    match credential {
        Credential::Code(code) => of_code(app, code).await,
        Credential::Token(carried) => of_token(app, &Token::from_carried(round, carried)).await,
    }
}

/// The sheet a token opens now.
pub(super) async fn of_token(app: &App, token: &Token) -> Result<Result<(RoundId, SheetId), Refusal>, WebError> {
    match app.ballots.find_token(token).await.map_err(broken)? {
        TokenSearch::Unknown => Ok(Err(Refusal::new("ballots-token-unknown"))),
        TokenSearch::OtherKey => Ok(Err(Refusal::new("ballots-token-other-key"))),
        TokenSearch::BeingSealed => Ok(Err(Refusal::new("ballots-code-while-sealing"))),
        TokenSearch::Found(found) => opened_by(app, &found, &OF_TOKENS).await,
    }
}

/// The sheet a code opens now.
pub(super) async fn of_code(app: &App, code: &Code) -> Result<Result<(RoundId, SheetId), Refusal>, WebError> {
    let search = app.ballots.find_code(code).await.map_err(broken)?;
    for (round, error) in &search.broken {
        tracing::error!(%round, %error, "the ballot store of a round cannot be asked for codes");
    }
    let Some(found) = search.found else {
        return Ok(Err(Refusal::new(match (search.met_sealing, search.broken.is_empty()) {
            (true, _) => "ballots-code-while-sealing",
            (false, false) => "ballots-code-not-asked",
            (false, true) => "ballots-code-unknown",
        })));
    };
    opened_by(app, &found, &OF_CODES).await
}

async fn opened_by(
    app: &App,
    found: &FoundCode,
    words: &Words,
) -> Result<Result<(RoundId, SheetId), Refusal>, WebError> {
    let is_over = matches!(found.phase, Phase::Sealing | Phase::Sealed)
        || is_past_end(app, found.round).await?
        || (found.phase == Phase::Paused && waits_for_paper(app, found.round).await?);
    Ok(match (found.standing, found.phase) {
        (CodeStanding::Cancelled, _) => Err(Refusal::new(words.cancelled)),
        (CodeStanding::Used, Phase::Sealed) => Err(Refusal::new(words.counted)),
        (CodeStanding::Used, _) => Err(Refusal::new(words.used)),
        (CodeStanding::Ready(_), _) if is_over => Err(Refusal::new(words.not_counted)),
        (CodeStanding::Ready(_), Phase::Issuing) => Err(Refusal::new("ballots-not-begun")),
        (CodeStanding::Ready(_), Phase::Paused) => Err(Refusal::new("ballots-paused")),
        (CodeStanding::Ready(sheet), _) => Ok((found.round, sheet)),
    })
}

/// Whether the declared end of casting is over. The watch seals the round some time later; nothing is taken in between.
pub(super) fn has_ended(app: &App, frozen: &Frozen) -> bool {
    frozen.casting_until.is_some_and(|until| until <= app.clock.now())
}

async fn is_past_end(app: &App, round: RoundId) -> Result<bool, WebError> {
    let frozen = app.snapshots.frozen(&app.database, round_of(round)).await?;
    Ok(frozen.is_some_and(|frozen| has_ended(app, &frozen)))
}

/// Whether casting has ended and the box stands still only until the paper is in.
pub(super) async fn waits_for_paper(app: &App, round: RoundId) -> Result<bool, WebError> {
    let state = appraisals::queries::state(&app.database, round_of(round)).await?;
    Ok(state.is_some_and(|state| state == "sealing"))
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
