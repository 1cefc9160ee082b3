//! The stages of a round (S048) and what each must leave behind: prepare, self-report, judge, tally, feed back,
//! publish, put right, judge again, close. Numbers are counted where the things themselves stand; nothing is typed here.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::round;

use super::queries::stages as queries;
use super::{queries as records, urls};
use crate::App;
use crate::features::appraisals::model::STATES;
use crate::features::appraisals::urls as preparing;
use crate::features::{appraisals, corrections, organisations, results};
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// What a stage leaves behind: how much of it is there and how much there should be.
struct Artefact {
    /// `records-artefact-…`.
    code: &'static str,
    there: u64,
    /// Nothing where no number is due.
    due: Option<u64>,
    path: Option<String>,
}

impl Artefact {
    fn is_whole(&self) -> bool {
        self.due.map_or(self.there > 0, |due| self.there >= due)
    }
}

/// `records-stage-…` with what it leaves behind.
struct Stage {
    code: &'static str,
    artefacts: Vec<Artefact>,
    /// Whether a round may end without it.
    is_optional: bool,
}

impl Stage {
    fn is_whole(&self) -> bool {
        self.artefacts.iter().all(Artefact::is_whole)
    }
}

#[derive(Template)]
#[template(path = "features/records/templates/stages.html")]
struct StagesView {
    page: Page,
    round: round::Model,
    back: String,
    stages: Vec<Stage>,
    repeat: String,
    may_repeat: bool,
}

/// Shows the stages to the office of the round.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Stages>,
) -> Answer {
    let round = appraisals::queries::round(&app.database, url.round).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(&[Role::CampaignOffice]);
    if !organisations::queries::in_reach(&app.database, &reach, round.organisation_id).await? {
        return Err(WebError::NotFound);
    }
    let stages = stages(&app, &round).await?;
    let page = frame.page("records-stages-title");
    let back = appraisals::urls::Round { id: round.id }.to_path();
    let repeat = preparing::Repeat { id: round.id }.to_path();
    let may_repeat = matches!(round.state.as_str(), "published" | "finished");
    html(&StagesView { page, round, back, stages, repeat, may_repeat })
}

fn rank(state: &str) -> usize {
    STATES.iter().position(|one| *one == state).unwrap_or(0)
}

async fn stages(app: &App, round: &round::Model) -> Result<Vec<Stage>, WebError> {
    let reads = &app.database;
    let plan = appraisals::queries::plan(reads, round.id).await?;
    let excused = appraisals::queries::excused_objects(reads, round.id).await?;
    let excused: BTreeSet<_> = excused.into_iter().map(|(object, _)| object).collect();
    let reporters: BTreeSet<_> = plan.objects.iter().map(appraisals::model::Object::reporter).collect();
    // No window introduces itself.
    let introducing = plan.objects.iter().filter(|object| object.window.is_none());
    let introducing: BTreeSet<_> = introducing.map(appraisals::model::Object::reporter).collect();
    let reporting: BTreeSet<_> = introducing.difference(&excused).collect();
    let judged: BTreeSet<_> = plan.objects.iter().map(|object| object.organisation).collect();
    let counted = queries::counted(reads, round.id, &judged).await?;
    let units = records::totals_of_round(reads, round.id).await?;
    let meetings = units.values().map(|totals| totals.meetings).sum();
    let at = rank(&round.state);
    let id = round.id;
    let reached = |state: &str| u64::from(at >= rank(state));
    let one = |code, there: u64, path: Option<String>| Artefact { code, there, due: Some(1), path };
    let of = |code, there: u64, due: usize, path| Artefact { code, there, due: Some(due as u64), path };
    let count = |code, there: usize, path| Artefact { code, there: there as u64, due: None, path };
    // Later nothing is changed there any more.
    let settings = (at <= rank("announced")).then(|| preparing::Settings { id }.to_path());
    let stage = |code, artefacts| Stage { code, artefacts, is_optional: false };
    Ok(vec![
        stage(
            "prepare",
            vec![
                one("notice", u64::from(round.notice_number.is_some()), settings),
                count("objects", plan.objects.len(), Some(preparing::Objects { id }.to_path())),
                count("panels", plan.panels.len(), Some(preparing::Panels { id }.to_path())),
                one("frozen", reached("issuing"), Some(preparing::Issuing { id }.to_path())),
            ],
        ),
        stage(
            "report",
            vec![of("reports", counted.reports, reporting.len(), Some(preparing::Casting { id }.to_path()))],
        ),
        stage(
            "judge",
            vec![
                Artefact {
                    code: "meetings",
                    there: meetings,
                    due: None,
                    path: Some(urls::OfRound { round: id }.to_path()),
                },
                one("cast", reached("sealing"), Some(preparing::Casting { id }.to_path())),
            ],
        ),
        stage("tally", vec![one("sealed", reached("sealed"), Some(results::urls::Results { round: id }.to_path()))]),
        stage(
            "feed-back",
            vec![of(
                "acknowledged",
                counted.acknowledged,
                reporters.len(),
                Some(results::urls::FeedbackSheets { round: id }.to_path()),
            )],
        ),
        stage(
            "publish",
            vec![
                one("published", reached("published"), Some(results::urls::Results { round: id }.to_path())),
                of("made-public", counted.made_public, judged.len(), Some(urls::OfRound { round: id }.to_path())),
            ],
        ),
        stage(
            "put-right",
            vec![
                Artefact {
                    code: "answered",
                    there: counted.answered,
                    // Before the box is sealed nobody knows how many opinions there are.
                    due: Some(counted.released).filter(|_| at >= rank("sealed")),
                    path: Some(results::urls::Opinions { round: id }.to_path()),
                },
                Artefact {
                    code: "corrections",
                    there: counted.corrections.1,
                    // A round may end without any; those that were planned are to be done.
                    due: Some(counted.corrections.0),
                    path: (at >= rank("sealed")).then(|| corrections::urls::OfRound { round: id }.to_path()),
                },
            ],
        ),
        Stage {
            code: "judge-again",
            artefacts: vec![Artefact { code: "repeats", there: counted.repeats, due: None, path: None }],
            is_optional: true,
        },
        stage(
            "close",
            vec![one("finished", reached("finished"), Some(results::urls::Results { round: id }.to_path()))],
        ),
    ])
}
