//! The roll of a judge group with each member's channel.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{allotment, member};
use storage::{MemberId, Scope};

use super::allotting::{self, Moved, SlipsBack, Wanted};
use super::list::{self, Seen};
use super::rules::{self, CHANNELS};
use super::{queries, roll, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::Panel;
use crate::features::{organisations, tokens};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::paging::Pager;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

struct Line {
    action: String,
    id: String,
    name: String,
    organisation: String,
    channel: String,
    version: i64,
    /// A slip has to be given back before the channel changes.
    needs_slip: bool,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "features/named/templates/roll.html")]
struct RollView {
    page: Page,
    back: (String, String),
    round: String,
    planned: u32,
    named: u32,
    none: u32,
    slips: u32,
    minimum: i64,
    roll: usize,
    may_allot: bool,
    takes_slips: bool,
    is_printed: bool,
    channels: Vec<&'static str>,
    lines: Vec<Line>,
    pager: Pager,
    conflict: Option<Conflict>,
}

/// What was typed of one member, and what is wrong with it.
struct Typed {
    member: MemberId,
    channel: String,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// Which page of the roll.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    page: u64,
}

/// Shows the roll.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Roll>,
    Query(wish): Query<Wish>,
) -> Answer {
    let seen = list::seen(&app, &visitor, url.round).await?;
    page(&app, &frame, (&seen, &url), (StatusCode::OK, wish.page, None)).await
}

async fn page(
    app: &App,
    frame: &Frame,
    (seen, url): (&Seen, &urls::Roll),
    (status, number, mut typed): (StatusCode, u64, Option<Typed>),
) -> Answer {
    let panel = seen.groups().find(|panel| panel.id == url.panel).ok_or(WebError::NotFound)?;
    let day = app.today().to_string();
    let people = roll::of_group(&app.database, &seen.plan, (panel, &day)).await?;
    let allotted = queries::allotments(&app.database, url.round).await?;
    let names =
        organisations::queries::names(&app.database, people.iter().map(|person| person.organisation_id)).await?;
    let is_printed = is_printed(app, seen, panel).await?;
    let groups = tokens::queries::groups(&app.database, url.round).await?;
    let takes_tokens = tokens::rules::is_offered(&seen.plan, panel, &groups);
    let conflict = typed.as_mut().and_then(|typed| typed.conflict.take());
    // Whoever was just typed stands on the page that is shown.
    let number = typed.as_ref().map_or(number, |typed| page_of(&people, typed.member));
    let line = |person: member::Model| {
        let stored = allotted.iter().find(|row| row.member_id == person.id);
        let channel = tokens::rules::channel(stored.map(|row| row.channel.as_str()), takes_tokens);
        let mine = typed.take_if(|typed| typed.member == person.id);
        let (wished, errors) = mine.map_or((None, FieldErrors::default()), |mine| (Some(mine.channel), mine.errors));
        Line {
            action: urls::Allotment { round: url.round, panel: url.panel, member: person.id }.to_path(),
            id: person.id.to_string(),
            organisation: names.get(&person.organisation_id).cloned().unwrap_or_default(),
            name: person.name,
            version: stored.map_or(0, |row| row.version),
            needs_slip: is_printed && channel == "slip",
            channel: wished.unwrap_or_else(|| channel.to_owned()),
            errors,
        }
    };
    let roll = people.len();
    let pager = Pager::new(number, u64::try_from(roll).unwrap_or(u64::MAX), &url.to_path(), &[]);
    let lines = pager.of(people).map(line).collect();
    let taken = queries::taken(&app.database, url.round).await?;
    let taken = taken.get(&panel.id).copied().unwrap_or_default();
    let view = RollView {
        back: (urls::OfRound { round: url.round }.to_path(), frame.page("named-title").title),
        round: seen.round.title.clone(),
        planned: panel.planned,
        named: taken.named,
        none: taken.none,
        slips: panel.planned.saturating_sub(taken.named + taken.none),
        minimum: seen.round.minimum,
        roll,
        may_allot: allotting::is_open(&app.database, &seen.round).await?,
        takes_slips: seen.is_office,
        is_printed,
        channels: CHANNELS.into_iter().filter(|channel| *channel != "token" || takes_tokens).collect(),
        lines,
        pager,
        conflict,
        page: frame.titled(allotting::name_of(&seen.plan, panel, frame.language)),
    };
    html_with(status, &view)
}

fn page_of(people: &[member::Model], member: MemberId) -> u64 {
    let place = people.iter().position(|person| person.id == member).unwrap_or_default();
    u64::try_from(place).unwrap_or_default() / crate::web::paging::ROWS + 1
}

/// Whether slips of the group were printed: then one is given back for each who changes.
async fn is_printed(app: &App, seen: &Seen, panel: &Panel) -> Result<bool, WebError> {
    let open = rules::open_panel(&seen.plan, panel);
    Ok(roll::printed(&app.database, &seen.round, open.id).await? > 0)
}

/// A channel as it was chosen, with the slip that is given back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChannelForm {
    channel: String,
    code: String,
    version: i64,
}

/// What is stored beside what was chosen.
pub(super) fn both_versions(page: &Page, stored: Option<&allotment::Model>, chosen: &str) -> Conflict {
    let words = |channel: &str| page.coded("named-channel-", channel);
    let stored = words(stored.map_or("slip", |row| row.channel.as_str()));
    Conflict::between(page, [("named-channel", stored, words(chosen))])
}

/// Moves a member to another channel.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Allotment>,
    posted: Posted<ChannelForm>,
) -> Answer {
    let seen = list::seen(&app, &visitor, url.round).await?;
    let panel = seen.groups().find(|panel| panel.id == url.panel).ok_or(WebError::NotFound)?;
    let form = posted.input;
    let roll = urls::Roll { round: url.round, panel: url.panel };
    let change = match once::begin(&app, &posted.once, Some(visitor.account), Scope::Round(url.round.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let wanted = Wanted {
        panel: url.panel,
        member: url.member,
        channel: &form.channel,
        code: &form.code,
        version: form.version,
        slips_back: if seen.is_office { SlipsBack::Taken } else { SlipsBack::Brought },
        language: frame.language,
    };
    let moved = allotting::apply(&app, &change, url.round, &wanted).await?;
    let mut errors = FieldErrors::default();
    let (status, conflict) = match moved {
        Moved::Done => {
            // How many and which group, never who: the trail keeps the moment, the allotment has none.
            let name = allotting::name_of(&seen.plan, panel, texts::Language::ZhHans);
            let details = format!("{}: {name} → {}", seen.round.title, form.channel);
            let about = About::organisation(panel.organisation, details);
            audit::record(&change.transaction, &app.clock, &Actor::from(&visitor), Event::RoundChanged, about).await?;
            return change.answer(&roll, "named-allotted").await;
        }
        Moved::Refused(error) => {
            change.give_up().await?;
            return Err(error);
        }
        Moved::Stale(stored) => {
            change.give_up().await?;
            (StatusCode::CONFLICT, Some(both_versions(&frame.page("named-title"), stored.as_ref(), &form.channel)))
        }
        Moved::Code(key) => {
            change.give_up().await?;
            errors.add("code", key);
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
    };
    let typed = Typed { member: url.member, channel: form.channel, errors, conflict };
    page(&app, &frame, (&seen, &roll), (status, 1, Some(typed))).await
}
