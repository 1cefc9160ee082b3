//! The procedures of a round: which it follows, and how far each organisation is.

use askama::Template;
use axum::extract::{Path, State};
use serde::Deserialize;
use storage::entities::{procedure_record, procedure_subject, round};
use storage::{OrganisationId, RoundId, Scope};

use super::{ROLES, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::library::model::{Procedure, Step};
use crate::features::library::{self, Catalogue, Kind};
use crate::features::{appraisals, organisations};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, html};

struct Choice {
    code: String,
    name: String,
    about: String,
    is_followed: bool,
    /// Something was recorded: the round goes on following it.
    is_begun: bool,
}

struct Line {
    path: String,
    name: String,
    done: usize,
    due: usize,
}

struct Followed {
    name: String,
    about: String,
    by_person: bool,
    lines: Vec<Line>,
    /// Units with every step, or persons with every step of those planned, where the procedure goes person by person.
    complete: usize,
    all: usize,
    /// The units for which nobody is planned.
    others: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/procedures/templates/list.html")]
struct ListView {
    page: Page,
    action: String,
    back: (String, String),
    may_choose: bool,
    choices: Vec<Choice>,
    followed: Vec<Followed>,
}

/// A round whose procedures the visitor sees, with the judged organisations of the own reach.
pub(super) struct Seen {
    /// The round.
    pub round: round::Model,
    /// Their identifiers and names, by name.
    pub organisations: Vec<(OrganisationId, String)>,
    /// Whether the visitor is of the office that runs the round.
    pub is_office: bool,
}

/// Finds them.
///
/// # Errors
/// [`WebError::NotFound`] where the visitor sees none of them.
pub(super) async fn seen(app: &App, visitor: &Visitor, id: RoundId) -> Result<Seen, WebError> {
    let round = appraisals::queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    let office = visitor.reach(&[Role::CampaignOffice]);
    let is_office = organisations::queries::in_reach(&app.database, &office, round.organisation_id).await?;
    if round.state == "void" || (round.state == "draft" && !is_office) {
        return Err(WebError::NotFound);
    }
    let reach = visitor.reach(ROLES);
    let mut seen = Vec::new();
    for organisation in queries::judged(&app.database, id).await? {
        if is_office || organisations::queries::in_reach(&app.database, &reach, organisation.id).await? {
            seen.push((organisation.id, organisation.name));
        }
    }
    if seen.is_empty() && !is_office {
        return Err(WebError::NotFound);
    }
    Ok(Seen { round, organisations: seen, is_office })
}

/// How far a procedure is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Steps recorded.
    pub done: usize,
    /// Steps due.
    pub due: usize,
    /// Units or persons with every step,
    pub complete: usize,
    /// of all that are to go through it.
    pub all: usize,
}

/// How far an organisation is. Where a procedure goes person by person those count whom the office planned (S066): somebody
/// without any record is as incomplete as one who lacks a step.
pub(super) fn progress(
    procedure: &Procedure,
    organisation: OrganisationId,
    planned: &[procedure_subject::Model],
    records: &[procedure_record::Model],
) -> Progress {
    let own: Vec<&procedure_record::Model> = records
        .iter()
        .filter(|one| one.organisation_id == organisation && one.procedure_code == procedure.code)
        .collect();
    let mut progress = Progress::default();
    for part in procedure.parts(queries::persons(planned, procedure, organisation)) {
        let is_done = |step: &Step| own.iter().any(|one| one.subject == part.subject && one.step == step.code);
        let due = part.due().count();
        let done = part.due().filter(|step| is_done(step)).count();
        progress.done += done;
        progress.due += due;
        progress.complete += usize::from(done == due);
        progress.all += 1;
    }
    if !procedure.is_by_person() {
        progress.complete = usize::from(progress.done == progress.due);
        progress.all = 1;
    }
    progress
}

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OfRound>,
) -> Answer {
    let seen = seen(&app, &visitor, url.round).await?;
    let language = frame.language;
    let records = queries::records(&app.database, url.round).await?;
    let planned = queries::planned(&app.database, url.round).await?;
    let following = queries::followed(&app.database, url.round).await?;
    let followed = following.iter().map(|procedure| {
        let path = |organisation| {
            let procedure = procedure.code.clone();
            urls::Procedure { round: url.round, procedure, organisation }.to_path()
        };
        let (mut complete, mut all) = (0, 0);
        let lines = seen.organisations.iter().map(|(id, name)| {
            let progress = progress(procedure, *id, &planned, &records);
            complete += progress.complete;
            all += progress.all;
            Line { path: path(*id), name: name.clone(), done: progress.done, due: progress.due }
        });
        let (lines, others): (Vec<Line>, Vec<Line>) = lines.partition(|line| line.due > 0);
        Followed {
            name: procedure.name.in_language(language).to_owned(),
            about: procedure.about.in_language(language).to_owned(),
            by_person: procedure.is_by_person(),
            complete,
            all,
            others: others.into_iter().map(|line| (line.path, line.name)).collect(),
            lines,
        }
    });
    let catalogue = Catalogue::of_round(&app.database, &seen.round).await?;
    let choices = catalogue.procedures().map(|procedure| Choice {
        code: procedure.code.clone(),
        name: procedure.name.in_language(language).to_owned(),
        about: procedure.about.in_language(language).to_owned(),
        is_followed: following.iter().any(|followed| followed.code == procedure.code),
        is_begun: queries::is_begun(&records, &procedure.code),
    });
    html(&ListView {
        action: format!("{}?_method=put", url.to_path()),
        back: back(&seen),
        may_choose: seen.is_office && may_choose(&seen.round),
        choices: choices.collect(),
        followed: followed.collect(),
        page: frame.page("procedures-title"),
    })
}

/// The round, where the visitor's office runs it; else the records of the own organisation.
fn back(seen: &Seen) -> (String, String) {
    let path = if seen.is_office {
        appraisals::urls::Round { id: seen.round.id }.to_path()
    } else {
        crate::features::records::urls::OfRound { round: seen.round.id }.to_path()
    };
    (path, seen.round.title.clone())
}

/// Procedures are chosen until casting opens: what must come before it must be known before it.
fn may_choose(round: &round::Model) -> bool {
    matches!(round.state.as_str(), "draft" | "announced" | "issuing")
}

/// Which procedures a round shall follow.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    chosen: Vec<String>,
}

/// Chooses them; one that was begun stays.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::OfRound>,
    posted: Posted<Chosen>,
) -> Answer {
    let seen = seen(&app, &visitor, url.round).await?;
    if !seen.is_office {
        return Err(WebError::NotFound);
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let round = appraisals::queries::round(&change.transaction, url.round).await?;
    if !round.as_ref().is_some_and(may_choose) {
        change.give_up().await?;
        return Err(WebError::refused("procedures-too-late"));
    }
    let records = queries::records(&change.transaction, url.round).await?;
    let is_chosen =
        |code: &str| posted.input.chosen.iter().any(|chosen| chosen == code) || queries::is_begun(&records, code);
    let catalogue = Catalogue::of_round(&change.transaction, &seen.round).await?;
    let codes = catalogue.procedures().map(|known| known.code.as_str());
    let codes: Vec<&str> = codes.filter(|code| is_chosen(code)).collect();
    for code in &codes {
        library::taken::take(&change.transaction, url.round, (&catalogue, Kind::Procedures, code)).await?;
    }
    queries::set_followed(&change.transaction, url.round, &codes).await?;
    let about = About::organisation(seen.round.organisation_id, format!("{}: {}", seen.round.title, codes.join(" ")));
    audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RoundChanged, about).await?;
    change.answer(&url, "procedures-chosen").await
}
