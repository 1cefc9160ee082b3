//! A member's own page: the channel, and the named sheets about each object of the group's sheet.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ballot_box::Phase;
use serde::Deserialize;
use storage::entities::{allotment, round};
use storage::{MemberId, ObjectId, RoundId, Scope};

use super::allotting::{self, Moved, SlipsBack, Wanted};
use super::{queries, roll, rolls, rules, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::ballot_round;
use crate::features::appraisals::model::{Object, Panel, Plan};
use crate::features::appraisals::queries as rounds;
use crate::features::tokens;
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page, Posted, Visitor, WebError};

/// A round with a roll on which the visitor stands.
pub(super) struct Standing {
    /// The round.
    pub round: round::Model,
    /// What it consists of.
    pub plan: Plan,
    /// The group.
    pub panel: Panel,
    /// The visitor.
    pub member: MemberId,
    /// The own channel, where it was ever changed.
    pub allotment: Option<allotment::Model>,
    /// Whether the group takes blind tokens.
    pub takes_tokens: bool,
}

impl Standing {
    /// Finds it.
    ///
    /// # Errors
    /// [`WebError::NotFound`] where the visitor stands on no roll of an announced round that is held by name.
    pub(super) async fn load(app: &App, visitor: &Visitor, id: RoundId) -> Result<Self, WebError> {
        let reads = &app.database;
        let round = rounds::round(reads, id).await?.ok_or(WebError::NotFound)?;
        let member = visitor.member.ok_or(WebError::NotFound)?;
        if matches!(round.state.as_str(), "draft" | "void") || queries::measures(reads, id).await?.is_empty() {
            return Err(WebError::NotFound);
        }
        let plan = rounds::plan(reads, id).await?;
        let allotment = queries::allotment(reads, id, member).await?;
        let day = app.today().to_string();
        // Fixed once casting opens: whoever moves or falls ill afterwards stays on the roll he stood on.
        let panel = match allotment.as_ref().and_then(|row| plan.panel(row.panel_id)) {
            Some(panel) => Some(panel),
            None => roll::group_of(reads, &plan, (member, &day)).await?,
        };
        let panel = panel.cloned().ok_or(WebError::NotFound)?;
        let groups = tokens::queries::groups(reads, id).await?;
        let takes_tokens = tokens::rules::is_offered(&plan, &panel, &groups);
        Ok(Self { round, plan, panel, member, allotment, takes_tokens })
    }

    /// `token`, `slip`, `named` or `none`.
    pub(super) fn channel(&self) -> &str {
        tokens::rules::channel(self.allotment.as_ref().map(|row| row.channel.as_str()), self.takes_tokens)
    }

    /// What the member may choose: the office gives slips to whoever takes no token.
    fn choices(&self) -> [&'static str; 2] {
        if self.takes_tokens { ["token", "named"] } else { ["slip", "named"] }
    }

    /// The objects to be judged by name: those of the group's sheet whose measure is held by name.
    pub(super) async fn objects(&self, app: &App) -> Result<Vec<&Object>, WebError> {
        let held = queries::measures(&app.database, self.round.id).await?;
        let sheet = self.plan.sheet(self.panel.sheet);
        let objects = sheet.map(|sheet| self.plan.objects_of(sheet)).unwrap_or_default();
        Ok(objects.into_iter().map(|(object, _)| object).filter(|object| held.contains(&object.measure)).collect())
    }

    /// Whether an object is the member himself.
    pub(super) fn is_own(&self, object: &Object) -> bool {
        object.member == Some(self.member)
    }
}

/// Whether named sheets may be handed in now: while hand-ins are taken.
pub(super) async fn is_casting(app: &App, round: &round::Model) -> Result<bool, WebError> {
    if round.state != "casting" || round.casting_until.is_some_and(|until| until <= app.clock.now()) {
        return Ok(false);
    }
    let phase = app.ballots.phase(ballot_round(round.id)).await;
    Ok(phase.map_err(|error| WebError::Broken(error.to_string()))? == Some(Phase::Casting))
}

struct Line {
    path: Option<String>,
    name: String,
    /// `own`, `done` or `open`.
    state: &'static str,
}

#[derive(Template)]
#[template(path = "features/named/templates/own.html")]
struct OwnView {
    page: Page,
    list: String,
    action: String,
    version: i64,
    channel: String,
    choices: [&'static str; 2],
    may_choose: bool,
    is_printed: bool,
    is_casting: bool,
    lines: Vec<Line>,
    done: usize,
    due: usize,
    conflict: Option<Conflict>,
}

/// Shows it.
pub(super) async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Own>) -> Answer {
    let standing = Standing::load(&app, &visitor, url.round).await?;
    page(&app, &frame, &standing, (StatusCode::OK, None)).await
}

async fn page(
    app: &App,
    frame: &Frame,
    standing: &Standing,
    (status, chosen): (StatusCode, Option<(String, Conflict)>),
) -> Answer {
    let round = standing.round.id;
    let handed_in = queries::handed_in(&app.database, round, standing.member).await?;
    let line = |object: &&Object| Line {
        path: (!standing.is_own(object)).then(|| urls::Sheet { round, object: object.id }.to_path()),
        name: object.name.clone(),
        state: match (standing.is_own(object), handed_in.contains(&object.id)) {
            (true, _) => "own",
            (false, true) => "done",
            (false, false) => "open",
        },
    };
    let lines: Vec<Line> = standing.objects(app).await?.iter().map(line).collect();
    let open = rules::open_panel(&standing.plan, &standing.panel);
    let is_printed = roll::printed(&app.database, &standing.round, open.id).await? > 0;
    let (channel, conflict) = match chosen {
        Some((channel, conflict)) => (channel, Some(conflict)),
        None => (standing.channel().to_owned(), None),
    };
    let view = OwnView {
        list: urls::Rounds {}.to_path(),
        action: urls::Own { round }.to_path(),
        version: standing.allotment.as_ref().map_or(0, |row| row.version),
        choices: standing.choices(),
        channel,
        may_choose: allotting::is_open(&app.database, &standing.round).await? && standing.channel() != "none",
        is_printed,
        is_casting: is_casting(app, &standing.round).await?,
        done: lines.iter().filter(|line| line.state == "done").count(),
        due: lines.iter().filter(|line| line.state != "own").count(),
        lines,
        conflict,
        page: frame.titled(standing.round.title.clone()),
    };
    html_with(status, &view)
}

/// The own channel as it was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    channel: String,
    version: i64,
}

/// Chooses the own channel, until casting opens; whoever shall take no part is the office's to say.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Own>,
    posted: Posted<Chosen>,
) -> Answer {
    let standing = Standing::load(&app, &visitor, url.round).await?;
    let form = posted.input;
    if !standing.choices().contains(&form.channel.as_str()) {
        return Err(WebError::BadForm("channel".to_owned()));
    }
    if standing.channel() == "none" {
        return Err(WebError::refused("named-none-is-the-offices"));
    }
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let wanted = Wanted {
        panel: standing.panel.id,
        member: standing.member,
        channel: &form.channel,
        code: "",
        version: form.version,
        slips_back: SlipsBack::Brought,
        language: frame.language,
    };
    match allotting::apply(&app, &change, url.round, &wanted).await? {
        Moved::Done => {
            let name = allotting::name_of(&standing.plan, &standing.panel, texts::Language::ZhHans);
            // Who chose secrecy is nobody's business: the trail says that a roll changed, not whose row or to what.
            let details = format!("{}: {name}", standing.round.title);
            let about = About::organisation(standing.panel.organisation, details);
            audit::record(&change.transaction, &app.clock, &Actor::system(), Event::RoundChanged, about).await?;
            change.answer(&url, "named-allotted").await
        }
        Moved::Refused(error) => {
            change.give_up().await?;
            Err(error)
        }
        // No code is asked for here: whoever has a slip brings it to the office.
        Moved::Code(key) => {
            change.give_up().await?;
            Err(WebError::refused(key))
        }
        Moved::Stale(stored) => {
            change.give_up().await?;
            let conflict = rolls::both_versions(&frame.page("named-title"), stored.as_ref(), &form.channel);
            let now = Standing::load(&app, &visitor, url.round).await?;
            page(&app, &frame, &now, (StatusCode::CONFLICT, Some((form.channel, conflict)))).await
        }
    }
}

/// The sheets still to be handed in by a member: how many.
pub(super) async fn outstanding(app: &App, standing: &Standing) -> Result<usize, WebError> {
    let handed_in = queries::handed_in(&app.database, standing.round.id, standing.member).await?;
    let is_open = |object: &ObjectId| !handed_in.contains(object);
    let objects = standing.objects(app).await?;
    Ok(objects.iter().filter(|object| !standing.is_own(object) && is_open(&object.id)).count())
}
