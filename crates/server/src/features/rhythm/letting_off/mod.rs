//! The four not-letting-offs (四个不放过, S063): each half-year, before 1 July and at the year's end, the branch hears the
//! masses and comments on each member; what is not let off has a consequence, and the best are recommended.
//!
//! What is written of a member is his and his secretary's (S091): the office above sees how many, and who is recommended.

pub mod items;
pub mod list;
pub mod own;
pub mod recommending;
pub mod review;
pub mod show;

use storage::entities::{letting_off_item, letting_off_review, member, organisation};
use storage::{LettingOffReviewId, MemberId, OrganisationId, WriteTransaction};

use super::members::{Sight, member_of};
use super::periods::{self, Period};
use super::queries::letting_off::{self as queries, Term};
use super::urls;
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::library::LIBRARY;
use crate::features::library::model::Item;
use crate::features::organisations;
use crate::web::once::Change;
use crate::web::{Visitor, WebError};

/// The instrument whose items are not let off.
const INSTRUMENT: &str = "four_not_letting_offs";

/// A branch in a half-year.
pub(super) struct Found {
    /// The branch.
    pub organisation: organisation::Model,
    /// Which half-year of which branch.
    pub term: Term,
    /// What the visitor sees.
    pub sight: Sight,
}

/// Finds it.
pub(super) async fn find(
    app: &App,
    visitor: &Visitor,
    organisation: OrganisationId,
    (year, half): (&str, &str),
) -> Result<Found, WebError> {
    let year = periods::year(year).ok_or(WebError::NotFound)?;
    let half = periods::half(half).ok_or(WebError::NotFound)?;
    let sight = Sight::of(app, visitor, organisation).await?;
    let found = organisations::queries::find(&app.database, organisation).await?.ok_or(WebError::NotFound)?;
    Ok(Found { term: Term { organisation: found.id, year, half }, organisation: found, sight })
}

/// A member in a half-year with what is written of him.
pub(super) struct Reviewed {
    /// The branch.
    pub found: Found,
    /// Who.
    pub member: member::Model,
    /// What is written.
    pub review: Option<letting_off_review::Model>,
    /// What is not let off.
    pub items: Vec<letting_off_item::Model>,
}

/// Finds a member's, for the member and the secretary; for nobody else.
pub(super) async fn reviewed(app: &App, visitor: &Visitor, url: &urls::Review) -> Result<Reviewed, WebError> {
    let found = find(app, visitor, url.organisation, (&url.year, &url.half)).await?;
    if found.sight == Sight::Looks {
        return Err(WebError::NotFound);
    }
    let review = queries::review(&app.database, found.term, url.member).await?;
    let place = (url.organisation, found.sight);
    let member = member_of(app, place, (url.member, review.is_some())).await?;
    let items = match &review {
        Some(review) => queries::items_of(&app.database, review.id).await?,
        None => Vec::new(),
    };
    Ok(Reviewed { found, member, review, items })
}

/// The same for the secretary alone.
pub(super) async fn kept(app: &App, visitor: &Visitor, url: &urls::Review) -> Result<Reviewed, WebError> {
    let reviewed = reviewed(app, visitor, url).await?;
    if visitor.member == Some(url.member) {
        return Err(WebError::refused("rhythm-not-of-oneself"));
    }
    if reviewed.found.sight.keeps() { Ok(reviewed) } else { Err(WebError::NotFound) }
}

impl Found {
    /// The page of the branch.
    pub(super) fn url(&self) -> urls::LettingOff {
        let Term { organisation, year, half } = self.term;
        urls::LettingOff { organisation, year: year.to_string(), half: half.to_string() }
    }

    /// The page of a member.
    pub(super) fn review_url(&self, member: MemberId) -> urls::Review {
        let urls::LettingOff { organisation, year, half } = self.url();
        urls::Review { organisation, year, half, member }
    }

    /// Its first and last day.
    pub(super) fn days(&self) -> (String, String) {
        Period::Half(self.term.half).days(self.term.year)
    }
}

impl Reviewed {
    /// Whether the visitor may enter the member's own half: the member, or the secretary from paper.
    pub(super) fn may_answer(&self) -> bool {
        self.found.sight.keeps() || self.found.sight == Sight::Own(self.member.id)
    }

    /// Whether something is not dealt with yet.
    pub(super) fn is_open(&self) -> bool {
        self.items.iter().any(|item| item.done_on.is_none())
    }

    /// Records that something was entered.
    pub(super) async fn note(
        &self,
        change: &Change,
        (app, visitor): (&App, &Visitor),
        about: &str,
    ) -> Result<(), WebError> {
        let Term { organisation, year, half } = self.found.term;
        let details = format!("{} {year} H{half}: {} {about}", self.found.organisation.name, self.member.name);
        let about = About::organisation(organisation, details.trim_end());
        let actor = Actor::from(visitor);
        Ok(audit::record(&change.transaction, &app.clock, &actor, Event::MemberChecked, about).await?)
    }
}

/// The four items, as the library has them.
pub(super) fn asked() -> Result<Vec<Item>, WebError> {
    let definition = LIBRARY.definition(INSTRUMENT, None);
    definition.map(|definition| definition.items).ok_or_else(|| WebError::Broken(INSTRUMENT.to_owned()))
}

/// A member of whom nothing is written yet.
fn blank(app: &App, term: Term, member: MemberId) -> letting_off_review::Model {
    letting_off_review::Model {
        id: LettingOffReviewId(app.clock.next_id()),
        organisation_id: term.organisation,
        member_id: member,
        year: term.year,
        half: i64::from(term.half),
        report: String::new(),
        plan: String::new(),
        opinion: String::new(),
        remark: String::new(),
        recommended_reason: None,
        version: 0,
    }
}

/// The review of a member as it stands in a transaction, begun where nothing was written yet.
async fn begun(
    transaction: &WriteTransaction,
    app: &App,
    (term, member): (Term, MemberId),
) -> Result<letting_off_review::Model, WebError> {
    if let Some(stored) = queries::review(transaction, term, member).await? {
        return Ok(stored);
    }
    let new = letting_off_review::Model { version: 1, ..blank(app, term, member) };
    queries::store_review(transaction, new.clone(), true).await?;
    Ok(new)
}
