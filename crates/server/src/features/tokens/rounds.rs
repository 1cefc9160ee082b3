//! The rounds in which somebody may take a token.

use askama::Template;
use axum::extract::State;

use super::own::Standing;
use super::{queries, urls};
use crate::App;
use crate::features::named;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// A round with what can be done in it.
pub(super) struct Line {
    /// The own page.
    pub path: String,
    /// The title.
    pub title: String,
    /// `soon`, `open`, `taken`, `over`, `retired` or `other`.
    pub state: &'static str,
}

#[derive(Template)]
#[template(path = "features/tokens/templates/rounds.html")]
struct RoundsView {
    page: Page,
    rounds: Vec<Line>,
}

/// The rounds in these states in which the visitor stands on the roll of a group with tokens. However many rounds there
/// are, only those are looked at whose rolls the visitor may stand on.
pub(super) async fn lines(app: &App, visitor: &Visitor, states: &[&str]) -> Result<Vec<Line>, WebError> {
    let mut lines = Vec::new();
    let Some(member) = visitor.member else {
        return Ok(lines);
    };
    let day = app.today().to_string();
    let places = named::places_of(&app.database, (member, &day)).await?;
    for round in queries::rounds(&app.database, (member, &places), states).await? {
        match Standing::load(app, visitor, round.id).await {
            Ok(standing) => lines.push(Line {
                path: urls::Own { round: round.id }.to_path(),
                state: standing.state(app),
                title: round.title,
            }),
            Err(WebError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(lines)
}

/// Lists them.
pub(super) async fn index(State(app): State<App>, visitor: Visitor, frame: Frame) -> Answer {
    let rounds = lines(&app, &visitor, &["announced", "issuing", "casting"]).await?;
    html(&RoundsView { page: frame.page("tokens-title"), rounds })
}
