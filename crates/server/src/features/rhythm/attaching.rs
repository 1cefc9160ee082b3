//! In which quarter of which year a round stands, chosen by the office that runs it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{cycle, cycle_round, round};
use storage::{CycleId, RoundId, Scope};

use super::periods::Period;
use super::series::is_published;
use super::{OFFICE, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::{appraisals, organisations};
use crate::roles::Reach;
use crate::web::once::{self, Begun, Change};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, SeenVersion, Visitor, WebError};

/// A place to choose: its code, its words, whether it is chosen.
type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "features/rhythm/templates/of_round.html")]
struct OfRoundView {
    page: Page,
    action: String,
    round: (String, String),
    /// Where it stands: the calendar's path and the place in words.
    place: Option<(String, String)>,
    choices: Vec<Choice>,
    version: i64,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// A place as it was chosen: the year and the period, parted by a colon.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PlaceForm {
    version: i64,
    place: String,
}

/// A round the visitor's office runs, and the years it may stand in: those declared above it.
struct Found {
    round: round::Model,
    cycles: Vec<(cycle::Model, String)>,
    placed: Option<cycle_round::Model>,
}

async fn find(app: &App, visitor: &Visitor, id: RoundId) -> Result<Found, WebError> {
    let reads = &app.database;
    let round = appraisals::queries::round(reads, id).await?.ok_or(WebError::NotFound)?;
    if !organisations::queries::in_reach(reads, &visitor.reach(OFFICE), round.organisation_id).await? {
        return Err(WebError::NotFound);
    }
    let above = organisations::queries::ancestors(reads, round.organisation_id).await?;
    let ids = above.iter().map(|superior| superior.id).collect();
    let cycles = queries::cycles(reads, &Reach::Nowhere, &ids).await?.into_iter().filter_map(|cycle| {
        let owner = above.iter().find(|superior| superior.id == cycle.organisation_id)?;
        Some((cycle, owner.name.clone()))
    });
    Ok(Found { cycles: cycles.collect(), placed: queries::place_of(reads, id).await?, round })
}

fn code(cycle: CycleId, period: &str) -> String {
    format!("{cycle}:{period}")
}

impl Found {
    fn choices(&self, page: &Page, chosen: &str) -> Vec<Choice> {
        let mut choices = Vec::new();
        for (cycle, owner) in &self.cycles {
            for period in Period::OF_ROUNDS {
                let name = page.t(&period.rounds_key());
                let code = code(cycle.id, period.code());
                let is_chosen = code == chosen;
                choices.push((code, format!("{} · {owner} · {name}", cycle.year), is_chosen));
            }
        }
        choices
    }

    fn stored(&self) -> String {
        self.placed.as_ref().map_or_else(String::new, |placed| code(placed.cycle_id, &placed.period))
    }

    fn version(&self) -> i64 {
        self.placed.as_ref().map_or(0, |placed| placed.version)
    }
}

/// Shows it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let found = find(&app, &visitor, url.round).await?;
    let chosen = found.stored();
    render(&frame, &found, (StatusCode::OK, &chosen), FieldErrors::default(), None)
}

/// The place in words, as the list of choices has it.
fn in_words(choices: &[Choice], code: &str) -> String {
    choices.iter().find(|(known, ..)| known == code).map(|(_, words, _)| words.clone()).unwrap_or_default()
}

fn render(
    frame: &Frame,
    found: &Found,
    (status, chosen): (StatusCode, &str),
    errors: FieldErrors,
    conflict: Option<Conflict>,
) -> Answer {
    let page = frame.page("rhythm-place-title");
    let round = found.round.id;
    let choices = found.choices(&page, chosen);
    let place = found.placed.as_ref().map(|placed| {
        let words = in_words(&choices, &found.stored());
        (urls::Calendar { cycle: placed.cycle_id }.to_path(), words)
    });
    html_with(
        status,
        &OfRoundView {
            action: urls::OfRound { round }.to_path(),
            round: (appraisals::urls::Round { id: round }.to_path(), found.round.title.clone()),
            place,
            choices,
            version: found.version(),
            errors,
            conflict,
            page,
        },
    )
}

/// Why a round cannot be put into a period of a year: what is published stays (R44), so the figures of a quarter or of the
/// year that are out grow by nothing, and whoever knows the figures of a round does not choose any longer whether they
/// count.
pub(super) fn refusal(is_out: bool, period: Period, published: &[Period]) -> Option<&'static str> {
    if published.contains(&Period::Year) {
        Some("rhythm-error-year-out")
    } else if published.contains(&period) {
        Some("rhythm-error-quarter-out")
    } else if is_out && !published.is_empty() {
        Some("rhythm-error-figures-out")
    } else {
        None
    }
}

async fn note(change: &Change, app: &App, visitor: &Visitor, (found, place): (&Found, &str)) -> Result<(), WebError> {
    let about = About::organisation(found.round.organisation_id, format!("{}: {place}", found.round.title));
    Ok(audit::record(&change.transaction, &app.clock, &Actor::from(visitor), Event::RhythmChanged, about).await?)
}

/// Puts the round into its place.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
    posted: Posted<PlaceForm>,
) -> Answer {
    let found = find(&app, &visitor, url.round).await?;
    let typed = posted.input.place.as_str();
    let wished = found.cycles.iter().find_map(|(cycle, _)| {
        let fits = |period: &Period| code(cycle.id, period.code()) == typed;
        Some((cycle.id, Period::OF_ROUNDS.into_iter().find(fits)?))
    });
    let Some((cycle_id, period)) = wished else {
        let mut errors = FieldErrors::default();
        errors.add("place", "error-choose");
        return render(&frame, &found, (StatusCode::UNPROCESSABLE_ENTITY, typed), errors, None);
    };
    // Excludes whoever publishes a round of the year, changes its rule or takes it away.
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Whole).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let reads = &change.transaction;
    let round = appraisals::queries::round(reads, url.round).await?;
    let stored = queries::place_of(reads, url.round).await?;
    let state = round.as_ref().map_or("void", |round| round.state.as_str());
    let published = queries::published_beside(reads, cycle_id, url.round).await?;
    let refused = if state == "void" {
        Some("rhythm-error-void")
    } else if queries::cycle(reads, cycle_id).await?.is_none() {
        Some("rhythm-error-cycle-gone")
    } else if stored.is_some() && is_published(state) {
        // Whoever knows the figures does not choose any longer which year they count in.
        Some("rhythm-error-published")
    } else {
        refusal(is_published(state), period, &published)
    };
    if let Some(key) = refused {
        change.give_up().await?;
        return Err(WebError::refused(key));
    }
    let version = stored.as_ref().map_or(0, |stored| stored.version);
    if version != posted.input.version {
        change.give_up().await?;
        let found = Found { placed: stored, ..found };
        let page = frame.page("rhythm-place-title");
        let choices = found.choices(&page, typed);
        let both = [("rhythm-place", in_words(&choices, &found.stored()), in_words(&choices, typed))];
        let conflict = Some(Conflict::between(&page, both));
        return render(&frame, &found, (StatusCode::CONFLICT, typed), FieldErrors::default(), conflict);
    }
    let row =
        cycle_round::Model { round_id: url.round, cycle_id, period: period.code().to_owned(), version: version + 1 };
    queries::place(&change.transaction, row, stored.is_none()).await?;
    note(&change, &app, &visitor, (&found, period.code())).await?;
    change.answer(&urls::Calendar { cycle: cycle_id }, "rhythm-saved").await
}

/// Takes the round out of its year.
pub(super) async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::OfRound>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let found = find(&app, &visitor, url.round).await?;
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let stored = queries::place_of(&change.transaction, url.round).await?;
    let round = appraisals::queries::round(&change.transaction, url.round).await?;
    if round.is_some_and(|round| is_published(&round.state)) {
        change.give_up().await?;
        return Err(WebError::refused("rhythm-error-published"));
    }
    if stored.is_none_or(|stored| stored.version != posted.input.version) {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    queries::take_out(&change.transaction, url.round).await?;
    note(&change, &app, &visitor, (&found, "-")).await?;
    change.answer(&url, "rhythm-taken-out").await
}

#[cfg(test)]
mod tests {
    use super::{Period, refusal};

    #[test]
    fn r44_what_is_published_of_a_quarter_or_of_the_year_stays() {
        let (first, second) = (Period::Quarter(1), Period::Quarter(2));
        assert_eq!(refusal(true, first, &[]), None, "nothing is out yet");
        assert_eq!(refusal(false, second, &[first]), None, "the next quarter comes");
        assert_eq!(refusal(false, first, &[first]), Some("rhythm-error-quarter-out"));
        assert_eq!(refusal(true, second, &[first]), Some("rhythm-error-figures-out"));
        assert_eq!(refusal(false, second, &[first, Period::Year]), Some("rhythm-error-year-out"));
    }
}
