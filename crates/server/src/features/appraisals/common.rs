//! What every page of a round begins with: the round in reach, its state, the version somebody saw.

use axum::response::Response;
use storage::entities::{round, round_step};
use storage::{AccountId, OrganisationId, Reads, RoundId, Scope};

use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::organisations;
use crate::roles::Role;
use crate::web::once::{self, Begun, Change};
use crate::web::{Person, Visitor, WebError};

/// Who prepares and runs rounds.
pub const OFFICE: &[Role] = &[Role::CampaignOffice];
/// Who may look at how a round stands.
pub const WATCHING: &[Role] = &[Role::CampaignOffice, Role::TallyKeeper];
/// Who counts slips back, confirms for a second time, notes a breach.
pub const COUNTING: &[Role] = &[Role::CampaignOffice, Role::TallyKeeper];

/// While only the office sees it.
pub const DRAFT: &[&str] = &["draft"];
/// Until issuing begins.
pub const PREPARING: &[&str] = &["draft", "announced"];

/// The round, where the visitor reaches its owner with one of these roles.
pub async fn reached(app: &App, visitor: &Visitor, id: RoundId, roles: &[Role]) -> Result<round::Model, WebError> {
    let round = queries::round(&app.database, id).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(roles);
    let owner = round.organisation_id;
    if organisations::queries::in_reach(&app.database, &reach, owner).await? {
        Ok(round)
    } else {
        Err(WebError::NotFound)
    }
}

/// Whether the visitor reaches an organisation as the campaign office.
pub async fn reaches(app: &App, visitor: &Visitor, organisation: OrganisationId) -> Result<bool, WebError> {
    let reach = visitor.reach(OFFICE);
    Ok(organisations::queries::in_reach(&app.database, &reach, organisation).await?)
}

/// How a change of a round begins.
pub enum Editing {
    /// For the first time: its transaction, and the round as it stands in it.
    Fresh(Change, Box<round::Model>),
    /// It was posted before.
    Repeated(Response),
}

/// Begins a change of a round in one of these states, by the office, from the version somebody saw.
pub async fn edit(
    app: &App,
    visitor: &Visitor,
    once_key: &str,
    (id, seen): (RoundId, i64),
    states: &[&str],
) -> Result<Editing, WebError> {
    reached(app, visitor, id, OFFICE).await?;
    let change = match once::begin(app, once_key, Some(visitor.account), Scope::Round(id.0)).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(Editing::Repeated(answer)),
    };
    let round = queries::round(&change.transaction, id).await?;
    let Some(round) = round else {
        change.give_up().await?;
        return Err(WebError::NotFound);
    };
    if !states.contains(&round.state.as_str()) {
        change.give_up().await?;
        return Err(WebError::refused("appraisals-too-late"));
    }
    if !queries::claim_version(&change.transaction, id, seen).await? {
        change.give_up().await?;
        return Err(WebError::ChangedMeanwhile);
    }
    let round = round::Model { version: seen + 1, ..round };
    Ok(Editing::Fresh(change, Box::new(round)))
}

/// Gives a change up because a rule refuses it.
pub async fn refuse<T>(change: Change, error: WebError) -> Result<T, WebError> {
    change.give_up().await?;
    Err(error)
}

/// Records an event of a round in the transaction of its change.
pub async fn note(
    change: &Change,
    app: &App,
    visitor: &Visitor,
    event: Event,
    round: &round::Model,
    details: &str,
) -> Result<(), WebError> {
    let details = if details.is_empty() { round.title.clone() } else { format!("{}: {details}", round.title) };
    let about = About::organisation(round.organisation_id, details);
    let actor = Actor::from(visitor);
    Ok(audit::record(&change.transaction, &app.clock, &actor, event, about).await?)
}

/// Whoever is judged or heads the working group counts nothing: neither the account nor the member behind it.
pub async fn refuse_judged(app: &App, visitor: &Visitor, round: &round::Model) -> Result<(), WebError> {
    match unfit(&app.database, visitor, round).await? {
        Some(reason) => Err(WebError::refused(reason)),
        None => Ok(()),
    }
}

async fn unfit(reads: &impl Reads, person: &Person, round: &round::Model) -> Result<Option<&'static str>, WebError> {
    if queries::heads(reads, round, (person.account, person.member)).await? {
        return Ok(Some("appraisals-head-yourself"));
    }
    if person.member.is_none() {
        return Ok(None);
    }
    let objects = queries::objects(reads, round.id).await?;
    let is_judged = objects.iter().any(|object| object.member == person.member);
    Ok(is_judged.then_some("appraisals-judged-yourself"))
}

/// What the first of two people asked, where it waits for the second and the first still counts: the account is open,
/// holds one of these roles for the round, and nothing has made it unfit meanwhile.
pub async fn asked(
    reads: &impl Reads,
    round: &round::Model,
    step: &str,
    roles: &[Role],
) -> Result<Option<round_step::Model>, WebError> {
    let steps = queries::steps(reads, round.id).await?;
    let last = steps.into_iter().rev().find(|found| found.step == step);
    let Some(open) = last.filter(|last| last.state == "asked") else {
        return Ok(None);
    };
    let counts = still_counts(reads, open.account_id, round, roles).await?;
    Ok(counts.then_some(open))
}

/// Whether the first of two people still counts when the second confirms.
pub async fn still_counts(
    reads: &impl Reads,
    first: Option<AccountId>,
    round: &round::Model,
    roles: &[Role],
) -> Result<bool, WebError> {
    let person = match first {
        Some(first) => Person::load(reads, first).await?,
        None => None,
    };
    let Some(person) = person else {
        return Ok(false);
    };
    let in_reach = organisations::queries::in_reach(reads, &person.reach(roles), round.organisation_id).await?;
    Ok(in_reach && unfit(reads, &person, round).await?.is_none())
}

/// The paths of a round, for templates.
#[derive(Debug, Clone, Copy)]
pub struct Paths {
    /// The round.
    pub id: RoundId,
}

macro_rules! paths {
    ($($name:ident, $url:ident;)*) => {
        impl Paths {$(
            #[doc = concat!("The path of `", stringify!($url), "`.")]
            #[must_use]
            pub fn $name(&self) -> String {
                urls::$url { id: self.id }.to_path()
            }
        )*}
    };
}
paths! {
    round, Round;
    settings, Settings;
    composite, Composite;
    quality, Quality;
    objects, Objects;
    organisations, ChooseOrganisations;
    windows, ChooseWindows;
    tablets, Tablets;
    sheets, Sheets;
    panels, Panels;
    mergers, Mergers;
    announcement, Announcement;
    issuing, Issuing;
    plain_http, PlainHttp;
    batches, Batches;
    casting, Casting;
    reconciliation, Reconciliation;
}
