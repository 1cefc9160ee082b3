//! The forms handed out at the windows of a round: window by window and in all.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::{batch, round, window_day};
use storage::{BatchId, OrganisationId, RoundId, WindowId};

use super::{KEEPERS, queries, urls};
use crate::App;
use crate::features::{appraisals, organisations};
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// A batch for the visitors of one window.
pub(super) struct Spot {
    /// The batch.
    pub batch: batch::Model,
    /// The window.
    pub window: WindowId,
    /// Its name on the round.
    pub name: String,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Whether the visitor keeps that organisation's windows, and so counts there. Keeping others says nothing of it.
    pub is_kept: bool,
}

/// A round with those of its window batches that the visitor sees.
pub(super) struct Seen {
    /// The round.
    pub round: round::Model,
    /// The batches, by window and number.
    pub spots: Vec<Spot>,
    /// Whether the visitor is of the office that runs the round, and so plans.
    pub is_office: bool,
    /// Whether the visitor watches the round as a whole.
    pub is_watching: bool,
}

/// Finds them: the office and the tally keepers see all, an organisation's own office and secretary those of its windows.
///
/// # Errors
/// [`WebError::NotFound`] where the visitor sees none.
pub(super) async fn seen(app: &App, visitor: &Visitor, id: RoundId) -> Result<Seen, WebError> {
    let round = appraisals::queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    if matches!(round.state.as_str(), "draft" | "void") {
        return Err(WebError::NotFound);
    }
    let reaches = async |roles: &[Role], organisation| {
        organisations::queries::in_reach(&app.database, &visitor.reach(roles), organisation).await
    };
    let is_office = reaches(&[Role::CampaignOffice], round.organisation_id).await?;
    let is_watching = is_office || reaches(&[Role::TallyKeeper], round.organisation_id).await?;
    let plan = appraisals::queries::plan(&app.database, id).await?;
    // Of all windows at once: a round may have hundreds.
    let kept = organisations::queries::reachable(&app.database, &visitor.reach(KEEPERS)).await?;
    let mut spots = Vec::new();
    for batch in appraisals::queries::batches(&app.database, id).await? {
        let panel = plan.panel(batch.panel_id);
        let Some((window, panel)) = panel.and_then(|panel| Some((panel.window?, panel))) else {
            continue;
        };
        let is_kept = kept.as_ref().is_none_or(|kept| kept.binary_search(&panel.organisation).is_ok());
        if batch.state == "void" || !(is_watching || is_kept) {
            continue;
        }
        let name = plan.window_name(panel).unwrap_or_default().to_owned();
        spots.push(Spot { batch, window, name, organisation: panel.organisation, is_kept });
    }
    if spots.is_empty() && !is_watching {
        return Err(WebError::NotFound);
    }
    let place = |spot: &Spot| {
        let object = plan.objects.iter().position(|object| object.window == Some(spot.window));
        (object, spot.batch.number)
    };
    spots.sort_by_key(place);
    Ok(Seen { round, spots, is_office, is_watching })
}

impl Seen {
    /// One of the batches.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where the visitor does not see it.
    pub(super) fn spot(&self, id: BatchId) -> Result<&Spot, WebError> {
        self.spots.iter().find(|spot| spot.batch.id == id).ok_or(WebError::NotFound)
    }
}

/// What was counted, summed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Forms handed out.
    pub handed_out: i64,
    /// Brought back unused.
    pub returned: i64,
    /// Persons.
    pub persons: i64,
    /// Units.
    pub units: i64,
}

impl Sums {
    /// The sums of these days.
    pub(super) fn of<'a>(days: impl IntoIterator<Item = &'a window_day::Model>) -> Self {
        let mut sums = Self::default();
        for day in days {
            sums.handed_out += day.handed_out;
            sums.returned += day.returned;
            sums.persons += day.persons;
            sums.units += day.units;
        }
        sums
    }

    fn add(&mut self, other: Self) {
        self.handed_out += other.handed_out;
        self.returned += other.returned;
        self.persons += other.persons;
        self.units += other.units;
    }
}

struct Line {
    path: String,
    name: String,
    organisation: String,
    number: i64,
    is_tablet: bool,
    printed: i64,
    sums: Sums,
    /// Ballots, told after sealing.
    used: Option<u64>,
    is_planned: bool,
    days: usize,
}

#[derive(Template)]
#[template(path = "features/windows/templates/hand_out.html")]
struct HandOutView {
    page: Page,
    back: (String, String),
    lines: Vec<Line>,
    windows: usize,
    printed: i64,
    sums: Sums,
    used: Option<u64>,
}

/// Codes used by batch number: nothing before sealing, and nothing for whoever does not watch the round.
async fn used(app: &App, seen: &Seen) -> Result<Option<BTreeMap<i64, u64>>, WebError> {
    let is_sealed = matches!(seen.round.state.as_str(), "sealed" | "published" | "finished");
    if !is_sealed || !seen.is_watching {
        return Ok(None);
    }
    let counts = app.ballots.sealed_counts(appraisals::ballot_round(seen.round.id)).await;
    let counts = counts.map_err(|error| WebError::Broken(error.to_string()))?;
    Ok(Some(counts.batches.iter().map(|batch| (i64::from(batch.issued.batch.0), batch.spent)).collect()))
}

/// Shows them.
pub(super) async fn index(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::HandOut>,
) -> Answer {
    let seen = seen(&app, &visitor, url.id).await?;
    let ids: Vec<BatchId> = seen.spots.iter().map(|spot| spot.batch.id).collect();
    let days = queries::days(&app.database, &ids).await?;
    let planned = queries::planned(&app.database, &ids).await?;
    let given = queries::given(&app.database, &ids).await?;
    let used = used(&app, &seen).await?;
    let owners = seen.spots.iter().map(|spot| spot.organisation);
    let names = organisations::queries::names(&app.database, owners).await?;
    let (mut lines, mut sums) = (Vec::new(), Sums::default());
    for spot in &seen.spots {
        let counted = days.get(&spot.batch.id).map_or(&[][..], Vec::as_slice);
        let own = Sums::of(counted);
        sums.add(own);
        lines.push(Line {
            path: urls::WindowBatch { id: url.id, batch: spot.batch.id }.to_path(),
            name: spot.name.clone(),
            organisation: names.get(&spot.organisation).cloned().unwrap_or_default(),
            number: spot.batch.number,
            is_tablet: given.contains_key(&spot.batch.id),
            printed: spot.batch.printed,
            sums: own,
            used: used.as_ref().map(|used| used.get(&spot.batch.number).copied().unwrap_or_default()),
            is_planned: planned.contains(&spot.batch.id),
            days: counted.len(),
        });
    }
    let windows: BTreeSet<WindowId> = seen.spots.iter().map(|spot| spot.window).collect();
    html(&HandOutView {
        page: frame.page("windows-hand-out-title"),
        back: back(&seen),
        printed: lines.iter().map(|line| line.printed).sum(),
        used: used.map(|_| lines.iter().filter_map(|line| line.used).sum()),
        windows: windows.len(),
        sums,
        lines,
    })
}

/// The round, for whoever watches it; else the own windows.
fn back(seen: &Seen) -> (String, String) {
    let path = if seen.is_watching {
        appraisals::urls::Round { id: seen.round.id }.to_path()
    } else {
        urls::Windows {}.to_path()
    };
    (path, seen.round.title.clone())
}
