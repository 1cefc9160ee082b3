//! From announcing to issuing: what is checked, what two tally keepers accept, what is frozen.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::round;
use storage::{Reads, RoundId, Scope, StorageError};

use super::choosing::measure_name;
use super::common::{self, DRAFT, Editing, OFFICE, PREPARING, Paths, WATCHING};
use super::model::Plan;
use super::queries::By;
use super::rules::{self, Missing, Surroundings};
use super::settings::Confirmed;
use super::{composite, freezing, queries, steps, urls, verdict};
use crate::App;
use crate::audit::Event;
use crate::features::{composition, named, tokens};
use crate::roles::Role;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError, html};

/// Who accepts plain http, two together.
const KEEPERS: &[Role] = &[Role::TallyKeeper];

struct Gap {
    text: String,
    path: String,
}

#[derive(Template)]
#[template(path = "features/appraisals/templates/issuing.html")]
struct IssuingView {
    page: Page,
    paths: Paths,
    round: round::Model,
    verdict: Vec<String>,
    composite: Vec<String>,
    gaps: Vec<Gap>,
    /// What does not keep issuing from beginning: the words, and where to mend it.
    warnings: Vec<(String, String)>,
    slips: u32,
    panels: usize,
    is_announced: bool,
    may_issue: bool,
    /// Whether two tally keepers have to accept plain http, and whether a first one did.
    needs_plain_http: bool,
    plain_http_asked: bool,
    may_accept: bool,
}

/// Announces a round: self-reports may be handed in, objects and items stay as they are.
pub async fn announce(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Announcement>,
    posted: Posted<Confirmed>,
) -> Answer {
    let seen = (url.id, posted.input.version);
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, DRAFT).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    if queries::objects(&change.transaction, url.id).await?.is_empty() {
        return common::refuse(change, WebError::refused("appraisals-missing-objects")).await;
    }
    let announced = round::Model { state: "announced".to_owned(), ..round.clone() };
    queries::update_round(&change.transaction, announced).await?;
    let by = By { first: Some(visitor.account), second: None };
    let step = ("announced", "done");
    queries::record_step(&change.transaction, &app, url.id, step, by, "").await?;
    common::note(&change, &app, &visitor, Event::RoundAnnounced, &round, "").await?;
    change.answer(&urls::Round { id: url.id }, "appraisals-announced").await
}

/// Whether the round below this one is not sealed yet (S071).
pub async fn is_lower_open(reads: &impl Reads, round: &round::Model) -> Result<bool, StorageError> {
    let Some(follows) = round.follows_id else {
        return Ok(false);
    };
    let below = queries::round(reads, follows).await?;
    Ok(below.is_none_or(|below| !matches!(below.state.as_str(), "sealed" | "published" | "finished")))
}

/// The plan of the secret ballot: without those who give a named sheet or take no part (S069), so that k holds of the rest.
pub async fn slips_of(reads: &impl Reads, round: &round::Model, plan: &Plan) -> Result<Plan, StorageError> {
    let taken = named::queries::taken(reads, round.id).await?;
    Ok(named::rules::plan_of_slips(plan, &taken))
}

/// What is looked at besides the plan; within the change that begins issuing as it stands there.
async fn surroundings(
    app: &App,
    reads: &impl Reads,
    (round, plan): (&round::Model, &Plan),
) -> Result<Surroundings, WebError> {
    let steps = queries::steps(reads, round.id).await?;
    let lists = composition::queries::gaps(reads, round.id).await?;
    Ok(Surroundings {
        stranded: named::queries::stranded(reads, (round.id, plan)).await?,
        unlisted: lists.unlisted,
        listed: lists.judges,
        undrawn: lists.undrawn,
        has_public_url: app.settings.public_url.is_some(),
        is_served_over_tls: app.is_served_over_tls(),
        plain_http_accepted: steps.iter().any(|step| step.step == "plain_http" && step.state == "done"),
        is_casting_over: round.casting_until.is_some_and(|until| until <= app.clock.now()),
        is_lower_open: is_lower_open(reads, round).await?,
        tokens: token_faults(app, reads, (round, plan)).await?,
    })
}

/// What is wrong with the blind tokens that were declared.
pub async fn token_faults(
    app: &App,
    reads: &impl Reads,
    (round, plan): (&round::Model, &Plan),
) -> Result<Vec<tokens::rules::Fault>, WebError> {
    let groups = tokens::queries::groups(reads, round.id).await?;
    let times = tokens::times(reads, app, round).await?;
    Ok(tokens::rules::faults(plan, &groups, times, app.is_secure_context()))
}

fn gap(page: &Page, (id, is_office): (RoundId, bool), plan: &Plan, missing: &Missing) -> Gap {
    let paths = Paths { id };
    let key = format!("appraisals-missing-{}", missing.code());
    match missing {
        Missing::Objects => Gap { text: page.t(&key), path: paths.objects() },
        Missing::Panels => Gap { text: page.t(&key), path: paths.panels() },
        Missing::SheetWithoutPanel(sheet) => {
            let title = plan.title_of(*sheet, page.language);
            Gap { text: page.t1(&key, "sheet", title), path: paths.panels() }
        }
        Missing::SmallPanel(panel)
        | Missing::NobodyListed(panel)
        | Missing::FewListed(panel)
        | Missing::NotDrawn(panel) => {
            let found = plan.panel(*panel);
            let sheet = found.map(|panel| plan.title_of(panel.sheet, page.language));
            let category = found.map_or("", |panel| plan.category_name(&panel.category, page.language));
            let words = page.t2(&key, "sheet", sheet.unwrap_or_default(), "category", category);
            // How many are planned is said among the groups; who they are, in the group's own list.
            let path = match missing {
                Missing::SmallPanel(_) => paths.panels(),
                _ => composition::urls::Panel { round: id, panel: *panel }.to_path(),
            };
            Gap { text: words, path }
        }
        // Only the office, which keeps the roll, reads who takes part by name.
        Missing::Stranded(panel, people) => {
            let sheet = plan.panel(*panel).map(|panel| plan.title_of(panel.sheet, page.language)).unwrap_or_default();
            let names = if is_office { people.join(crate::texts::comma(page.language)) } else { String::new() };
            let arguments = [("sheet", sheet.into()), ("count", people.len().into()), ("names", names.into())];
            let path = named::urls::Roll { round: id, panel: *panel }.to_path();
            Gap { text: page.with(&key, &arguments), path }
        }
        Missing::NotKnownAmongJudges(measure) => {
            let name = plan.measure(*measure).map_or_else(String::new, |found| measure_name(found, page.language));
            let items = urls::Items { id, measure: *measure };
            Gap { text: page.t1(&key, "measure", name), path: items.to_path() }
        }
        Missing::Tokens(tokens::rules::Fault::Others(panel)) => {
            let path = tokens::urls::OfRound { round: id }.to_path();
            Gap { text: page.t1(&key, "group", super::panel_name(plan, *panel, page)), path }
        }
        Missing::Tokens(_) => Gap { text: page.t(&key), path: tokens::urls::OfRound { round: id }.to_path() },
        Missing::PublicUrl | Missing::PlainHttp => Gap { text: page.t(&key), path: paths.issuing() },
        Missing::CastingUntil | Missing::Verdict | Missing::LowerRound => {
            Gap { text: page.t(&key), path: paths.settings() }
        }
    }
}

async fn view(app: &App, visitor: &Visitor, frame: &Frame, round: round::Model) -> Result<IssuingView, WebError> {
    let page = frame.page("appraisals-issuing-title");
    let plan = queries::plan(&app.database, round.id).await?;
    let around = surroundings(app, &app.database, (&round, &plan)).await?;
    // Of the round's own organisation: the role held elsewhere opens nothing here.
    let is_office = common::reaches(app, visitor, round.organisation_id).await?;
    let rule = queries::verdict(&app.database, &round).await?;
    let weighed = queries::composite(&app.database, round.id).await?;
    let declared = (queries::number(round.minimum), rule.as_ref());
    let slips = slips_of(&app.database, &round, &plan).await?;
    let missing = rules::missing(&slips, declared, around);
    let asked = common::asked(&app.database, &round, "plain_http", KEEPERS).await?;
    Ok(IssuingView {
        paths: Paths { id: round.id },
        warnings: if PREPARING.contains(&round.state.as_str()) && is_office {
            composition::warnings(app, &page, &round, &plan).await?
        } else {
            Vec::new()
        },
        composite: composite::sentences(&page, weighed.as_ref(), &plan),
        verdict: verdict::sentences(&app.texts, page.language, rule.as_ref(), &plan),
        gaps: missing.iter().map(|missing| gap(&page, (round.id, is_office), &plan, missing)).collect(),
        slips: slips.open_panels().map(|panel| slips.planned_in_all(panel)).sum(),
        panels: plan.open_panels().count(),
        is_announced: round.state == "announced",
        may_issue: missing.is_empty() && round.state == "announced" && is_office,
        needs_plain_http: missing.contains(&Missing::PlainHttp),
        plain_http_asked: asked.is_some(),
        may_accept: visitor.has(Role::TallyKeeper)
            && asked.is_none_or(|first| first.account_id != Some(visitor.account)),
        round,
        page,
    })
}

/// Shows what is checked before issuing.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Issuing>) -> Answer {
    let round = common::reached(&app, &visitor, url.id, WATCHING).await?;
    html(&view(&app, &visitor, &frame, round).await?)
}

/// Begins issuing: everything declared is frozen, hashed, and the ballot store opened.
pub async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Issuing>,
    posted: Posted<Confirmed>,
) -> Answer {
    let before = common::reached(&app, &visitor, url.id, OFFICE).await?;
    let seen = (url.id, posted.input.version);
    let states = &["announced"];
    let (change, round) = match common::edit(&app, &visitor, &posted.once, seen, states).await? {
        Editing::Fresh(change, round) => (change, *round),
        Editing::Repeated(answer) => return Ok(answer),
    };
    let plan = queries::plan(&change.transaction, url.id).await?;
    let around = surroundings(&app, &change.transaction, (&round, &plan)).await?;
    let rule = queries::verdict(&change.transaction, &round).await?;
    let declared = (queries::number(round.minimum), rule.as_ref());
    let slips = slips_of(&change.transaction, &round, &plan).await?;
    if !rules::missing(&slips, declared, around).is_empty() {
        change.give_up().await?;
        let view = view(&app, &visitor, &frame, before).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let day = app.today().to_string();
    let frozen = freezing::freeze(&change.transaction, &round, plan, &day).await?;
    if let Err(error) = freezing::opening(&frozen) {
        return common::refuse(change, error).await;
    }
    let text = frozen.to_text().map_err(|error| WebError::Broken(error.to_string()))?;
    let issuing = round::Model { state: "issuing".to_owned(), frozen: Some(text), ..round };
    queries::update_round(&change.transaction, issuing).await?;
    let by = By { first: Some(visitor.account), second: None };
    let step = ("issuing", "begun");
    let step = queries::record_step(&change.transaction, &app, url.id, step, by, "").await?;
    let answer = change.answer(&urls::Batches { id: url.id }, "appraisals-issuing").await?;
    steps::finish_step(&app, url.id, step).await?;
    Ok(answer)
}

/// A tally keeper accepts that the round runs over plain http; a second one confirms.
pub async fn accept_plain_http(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::PlainHttp>,
    posted: Posted<Confirmed>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.id, KEEPERS).await?;
    if posted.input.sure != "yes" {
        return Err(WebError::refused("appraisals-tick-to-accept"));
    }
    common::refuse_judged(&app, &visitor, &round).await?;
    let scope = Scope::Round(url.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let current = queries::round(&change.transaction, url.id).await?;
    let prepares = current.is_some_and(|round| PREPARING.contains(&round.state.as_str()));
    if !prepares || app.is_served_over_tls() {
        return common::refuse(change, WebError::refused("appraisals-too-late")).await;
    }
    let steps = queries::steps(&change.transaction, url.id).await?;
    let issuing = urls::Issuing { id: url.id };
    if steps.iter().any(|step| step.step == "plain_http" && step.state == "done") {
        return change.answer(&issuing, "appraisals-plain-http-accepted").await;
    }
    match common::asked(&change.transaction, &round, "plain_http", KEEPERS).await? {
        Some(first) if first.account_id == Some(visitor.account) => {
            common::refuse(change, WebError::refused("appraisals-second-person")).await
        }
        Some(first) => {
            let by = By { first: first.account_id, second: Some(visitor.account) };
            let step = ("plain_http", "done");
            queries::record_step(&change.transaction, &app, url.id, step, by, "").await?;
            common::note(&change, &app, &visitor, Event::PlainHttpAccepted, &round, "").await?;
            change.answer(&issuing, "appraisals-plain-http-accepted").await
        }
        None => {
            let by = By { first: Some(visitor.account), second: None };
            let step = ("plain_http", "asked");
            queries::record_step(&change.transaction, &app, url.id, step, by, "").await?;
            change.answer(&issuing, "appraisals-plain-http-asked").await
        }
    }
}
