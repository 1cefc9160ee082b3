//! One round: what it declares, where it stands, what comes next.

use askama::Template;
use axum::extract::{Path, State};
use storage::entities::round;
use storage::{AccountId, RoundId, StorageError};

use super::common::{self, Paths, WATCHING};
use super::issuing::{is_lower_open, slips_of, token_faults};
use super::layout::ballot_round;
use super::model::STATES;
use super::rules::{self, Surroundings};
use super::{composite, quality, queries, steps, urls, verdict};
use crate::App;
use crate::features::{composition, corrections, named, organisations, paper};
use crate::roles::Role;
use crate::web::{Answer, Frame, Page, Visitor, html};

struct StepRow {
    step: String,
    state: String,
    when: String,
    who: String,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/show.html")]
struct RoundView {
    page: Page,
    paths: Paths,
    owner: String,
    verdict: Vec<String>,
    composite: Vec<String>,
    quality: Vec<String>,
    head: String,
    casting_until: String,
    objects: usize,
    sheets: usize,
    panels: usize,
    planned: u32,
    printed: i64,
    missing: usize,
    /// What a draft that was drawn up after an earlier round left out of it, each with why.
    omitted: Vec<String>,
    /// The paper sealing waits for.
    paper: Vec<(String, String)>,
    steps: Vec<StepRow>,
    stages: Vec<(&'static str, &'static str)>,
    /// The rounds it is linked to, from the lowest to the highest, itself among them (S071); nothing where it stands alone.
    chain: Vec<Link>,
    /// The correction project it judges again (S089).
    correction: Option<(String, String)>,
    has_windows: bool,
    is_office: bool,
    is_draft: bool,
    is_preparing: bool,
    is_announced: bool,
    is_issuing: bool,
    is_casting: bool,
    is_paused: bool,
    /// The file of its secret is missing: its ballots cannot be read.
    has_lost_secret: bool,
    is_after: bool,
    round: round::Model,
}

/// A round of a chain.
pub struct Link {
    /// Where it is; nothing for the round whose page this is.
    pub path: Option<String>,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
}

/// The rounds a round is linked to, from the lowest to the highest, itself among them and alone where it stands alone.
/// Beyond a round that two others follow the chain goes on with neither.
///
/// # Errors
/// When the database does not answer.
pub async fn linked_rounds(app: &App, id: RoundId) -> Result<Vec<round::Model>, StorageError> {
    let mut rounds = queries::rounds_below(&app.database, id).await?;
    rounds.reverse();
    while let Some(top) = rounds.last().map(|round| round.id) {
        let mut above = queries::rounds_above(&app.database, top).await?;
        above.retain(|round| rounds.iter().all(|known| known.id != round.id));
        let is_one = above.len() == 1;
        rounds.extend(above);
        if !is_one {
            break;
        }
    }
    Ok(rounds)
}

/// Whether a visitor may know of a round of a chain: what is published everybody may, what was announced whoever has to
/// do with its owner's subtree, a draft and a void round only who sees all of it.
pub async fn knows_of(app: &App, visitor: &Visitor, round: &round::Model) -> Result<bool, StorageError> {
    let roles: &[Role] = match round.state.as_str() {
        "published" | "finished" => return Ok(true),
        "draft" | "void" => &[Role::CampaignOffice, Role::Statistician],
        _ => &[Role::CampaignOffice, Role::Statistician, Role::TallyKeeper, Role::Secretary],
    };
    organisations::queries::in_reach(&app.database, &visitor.reach(roles), round.organisation_id).await
}

/// The same as links, as far as the visitor may know of them; nothing where a round stands alone.
pub async fn chain(
    app: &App,
    visitor: &Visitor,
    id: RoundId,
    path: impl Fn(&round::Model) -> String,
) -> Result<Vec<Link>, StorageError> {
    let mut rounds = Vec::new();
    for round in linked_rounds(app, id).await? {
        if round.id == id || knows_of(app, visitor, &round).await? {
            rounds.push(round);
        }
    }
    if rounds.len() < 2 {
        return Ok(Vec::new());
    }
    let link = |round: &round::Model| Link {
        path: (round.id != id).then(|| path(round)),
        title: round.title.clone(),
        state: round.state.clone(),
    };
    Ok(rounds.iter().map(link).collect())
}

/// The stages a round passes, for the line at the top, each with how it stands: `done`, `now` or `later`. Sealing is
/// still the end of casting.
fn stages(state: &str) -> Vec<(&'static str, &'static str)> {
    let state = if state == "sealing" { "casting" } else { state };
    let passed = STATES.into_iter().filter(|state| !matches!(*state, "sealing" | "void"));
    let now = passed.clone().position(|stage| stage == state);
    let standing = |index: usize| match now {
        Some(now) if index < now => "done",
        Some(now) if index == now => "now",
        _ => "later",
    };
    passed.enumerate().map(|(index, stage)| (stage, standing(index))).collect()
}

/// Shows a round.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Round>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, WATCHING).await?;
    let plan = queries::plan(&app.database, url.id).await?;
    let batches = queries::batches(&app.database, url.id).await?;
    let owner = organisations::queries::find(&app.database, round.organisation_id).await?;
    let all = queries::steps(&app.database, url.id).await?;
    let mut people: Vec<AccountId> =
        all.iter().flat_map(|step| [step.account_id, step.second_account_id]).flatten().collect();
    people.extend(round.head_account_id);
    let names = queries::account_names(&app.database, &people).await?;
    let who = |id: Option<AccountId>| id.and_then(|id| names.get(&id).cloned());
    let rows = all.iter().map(|step| StepRow {
        step: step.step.clone(),
        state: step.state.clone(),
        when: app.local_minute(step.happened_at),
        who: [who(step.account_id), who(step.second_account_id)].into_iter().flatten().collect::<Vec<_>>().join(", "),
    });
    let lists = composition::queries::gaps(&app.database, url.id).await?;
    let around = Surroundings {
        unlisted: lists.unlisted,
        listed: lists.judges,
        undrawn: lists.undrawn,
        stranded: named::queries::stranded(&app.database, (url.id, &plan)).await?,
        has_public_url: true,
        is_served_over_tls: true,
        is_lower_open: is_lower_open(&app.database, &round).await?,
        tokens: token_faults(&app, &app.database, (&round, &plan)).await?,
        ..Surroundings::default()
    };
    let rule = queries::verdict(&app.database, &round).await?;
    let declared = (queries::number(round.minimum), rule.as_ref());
    let slips = slips_of(&app.database, &round, &plan).await?;
    let missing = rules::missing(&slips, declared, around);
    let phase = steps::broken(app.ballots.phase(ballot_round(url.id)).await)?;
    let has_lost_secret = steps::broken(app.ballots.has_lost_secret(ballot_round(url.id)).await)?;
    let state = round.state.as_str();
    let page = frame.titled(round.title.clone());
    let declared = queries::composite(&app.database, url.id).await?;
    let is_preparing = matches!(state, "draft" | "announced");
    let omitted = if is_preparing { queries::omissions(&app.database, url.id).await? } else { Vec::new() };
    let words = |row: &storage::entities::round_omission::Model| {
        let category = row.category.as_deref().map(|code| plan.category_name(code, page.language));
        let name = category.map_or_else(|| row.name.clone(), |category| format!("{} · {category}", row.name));
        page.t1(&format!("appraisals-omitted-{}", row.reason), "name", name)
    };
    let waits = state == "sealing";
    let paper = if waits { paper::names_waited_for(&app.database, url.id, &page).await? } else { Vec::new() };
    let project = corrections::queries::repeated_by(&app.database, url.id).await?;
    let is_office = common::reaches(&app, &visitor, round.organisation_id).await?;
    let project = project.filter(|_| is_office);
    html(&RoundView {
        omitted: omitted.iter().map(words).collect(),
        correction: project.map(|project| {
            let path = corrections::urls::Correction { round: project.round_id, project: project.id }.to_path();
            (path, project.name)
        }),
        composite: composite::sentences(&page, declared.as_ref(), &plan),
        quality: quality::sentences((&app.texts, page.language), &queries::quality(&app.database, url.id).await?),
        page,
        paths: Paths { id: url.id },
        owner: owner.map(|owner| owner.name).unwrap_or_default(),
        verdict: verdict::sentences(&app.texts, frame.language, rule.as_ref(), &plan),
        head: who(round.head_account_id).unwrap_or_default(),
        casting_until: round.casting_until.map_or_else(String::new, |until| app.local_minute(until)),
        objects: plan.objects.len(),
        has_windows: plan.objects.iter().any(|object| object.window.is_some()),
        sheets: plan.sheets.len(),
        panels: plan.open_panels().count(),
        planned: plan.panels.iter().map(|panel| panel.planned).sum(),
        chain: chain(&app, &visitor, url.id, |round| urls::Round { id: round.id }.to_path()).await?,
        printed: batches.iter().filter(|batch| batch.state == "printed").map(|batch| batch.printed).sum(),
        missing: missing.len(),
        paper,
        steps: rows.collect(),
        stages: stages(state),
        is_office,
        is_draft: state == "draft",
        is_preparing,
        is_announced: state == "announced",
        is_issuing: state == "issuing",
        is_casting: state == "casting",
        is_paused: phase == Some(ballot_box::Phase::Paused),
        has_lost_secret: has_lost_secret && matches!(state, "issuing" | "casting" | "sealing"),
        is_after: matches!(state, "sealing" | "sealed" | "published" | "finished"),
        round,
    })
}
