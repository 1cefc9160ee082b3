//! The four no-slackenings (四个不放松, S062): each quarter a member checks himself on four items, and the representatives of
//! the masses who attend the branch's meeting judge them. Of the representatives only numbers are kept, never who.

pub mod answering;
pub mod check;
pub mod entering;
pub mod meeting;
pub mod show;

use rules::hours::{Blemish, Judgement, Tenths, Workers, judge};
use storage::entities::{organisation, slackening_check, slackening_meeting};
use storage::{MemberId, OrganisationId, SlackeningCheckId};

use super::members::Sight;
use super::{periods, queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::library::LIBRARY;
use crate::features::library::model::Item;
use crate::features::organisations;
use crate::web::once::Change;
use crate::web::{Visitor, WebError};

/// The instrument whose items are judged.
const INSTRUMENT: &str = "four_no_slackenings";
/// No quarter has more hours than 92 days: in tenths.
const MOST_TENTHS: i64 = 92 * 24 * 10;

/// A branch in a quarter.
pub(super) struct Found {
    /// The branch.
    pub organisation: organisation::Model,
    /// The year.
    pub year: i64,
    /// 1 to 4.
    pub quarter: u8,
    /// What the visitor sees.
    pub sight: Sight,
    /// Its meeting, once it is noted.
    pub meeting: Option<slackening_meeting::Model>,
}

/// Finds it.
pub(super) async fn find(
    app: &App,
    visitor: &Visitor,
    organisation: OrganisationId,
    (year, quarter): (&str, &str),
) -> Result<Found, WebError> {
    let year = periods::year(year).ok_or(WebError::NotFound)?;
    let quarter = periods::quarter(quarter).ok_or(WebError::NotFound)?;
    let sight = Sight::of(app, visitor, organisation).await?;
    let found = organisations::queries::find(&app.database, organisation).await?.ok_or(WebError::NotFound)?;
    let meeting = queries::slackening::meeting(&app.database, organisation, (year, quarter)).await?;
    Ok(Found { organisation: found, year, quarter, sight, meeting })
}

impl Found {
    /// The page of the branch.
    pub(super) fn url(&self) -> urls::Slackening {
        urls::Slackening {
            organisation: self.organisation.id,
            year: self.year.to_string(),
            quarter: self.quarter.to_string(),
        }
    }

    /// The page of a member.
    pub(super) fn check_url(&self, member: MemberId) -> urls::Check {
        let urls::Slackening { organisation, year, quarter } = self.url();
        urls::Check { organisation, year, quarter, member }
    }

    /// Records that something was entered.
    pub(super) async fn note(
        &self,
        change: &Change,
        (app, visitor): (&App, &Visitor),
        about: &str,
    ) -> Result<(), WebError> {
        let details = format!("{} {} Q{}: {about}", self.organisation.name, self.year, self.quarter);
        let about = About::organisation(self.organisation.id, details);
        let actor = Actor::from(visitor);
        Ok(audit::record(&change.transaction, &app.clock, &actor, Event::MemberChecked, about).await?)
    }
}

/// The four items, as the library has them.
pub(super) fn items() -> Result<Vec<Item>, WebError> {
    let definition = LIBRARY.definition(INSTRUMENT, None);
    definition.map(|definition| definition.items).ok_or_else(|| WebError::Broken(INSTRUMENT.to_owned()))
}

/// A number as a column holds it.
fn count(stored: Option<i64>) -> Option<u64> {
    u64::try_from(stored?).ok()
}

/// The ordinary workers, where both numbers are known.
pub(super) fn workers(meeting: &slackening_meeting::Model) -> Option<Workers> {
    Some(Workers { number: count(meeting.workers)?, hours: Tenths(count(meeting.worker_hours_tenths)?) })
}

/// N3 as it is computed (R22); nothing until the hours of both sides and the three answers are entered.
pub(super) fn metric(meeting: &slackening_meeting::Model, check: &slackening_check::Model) -> Option<Judgement> {
    let asked =
        [(&check.waste, Blemish::Waste), (&check.violation, Blemish::Violation), (&check.accident, Blemish::Accident)];
    let mut blemishes = Vec::new();
    for (answer, blemish) in asked {
        if answer.as_deref()? == "yes" {
            blemishes.push(blemish);
        }
    }
    judge(Tenths(count(check.hours_tenths)?), workers(meeting)?, &blemishes)
}

/// How many representatives were satisfied, item by item.
pub(super) const fn judged(check: &slackening_check::Model) -> [Option<i64>; 4] {
    [check.judged_n1, check.judged_n2, check.judged_n3, check.judged_n4]
}

/// What the member says, item by item: yes, no or nothing, and the words.
pub(super) fn said(check: &slackening_check::Model) -> [(&str, &str); 4] {
    let said = [&check.self_n1, &check.self_n2, &check.self_n3, &check.self_n4];
    let words = [&check.words_n1, &check.words_n2, &check.words_n3, &check.words_n4];
    let mut both = [("", ""); 4];
    for (place, (said, words)) in both.iter_mut().zip(said.into_iter().zip(words)) {
        *place = (said.as_deref().unwrap_or_default(), words);
    }
    both
}

/// A member of whom nothing is entered yet.
pub(super) fn blank(app: &App, meeting: &slackening_meeting::Model, member: MemberId) -> slackening_check::Model {
    slackening_check::Model {
        id: SlackeningCheckId(app.clock.next_id()),
        meeting_id: meeting.id,
        member_id: member,
        self_n1: None,
        self_n2: None,
        self_n3: None,
        self_n4: None,
        words_n1: String::new(),
        words_n2: String::new(),
        words_n3: String::new(),
        words_n4: String::new(),
        hours_tenths: None,
        waste: None,
        violation: None,
        accident: None,
        judged_n1: None,
        judged_n2: None,
        judged_n3: None,
        judged_n4: None,
        version: 0,
    }
}

/// Hours with at most one decimal, in tenths.
pub(super) fn tenths(typed: &str) -> Option<i64> {
    let plain = rules::digits::plain_text(typed);
    let (whole, tenth) = plain.split_once('.').unwrap_or((&plain, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 {
        return None;
    }
    whole.parse::<i64>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)
}

/// Tenths as hours are typed; nothing is empty.
pub(super) fn hours_text(stored: Option<i64>) -> String {
    count(stored).map_or_else(String::new, |stored| Tenths(stored).to_string())
}

#[cfg(test)]
mod tests {
    use super::{hours_text, tenths};

    #[test]
    fn x21_hours_are_read_to_the_tenth_and_nothing_finer() {
        assert_eq!(tenths("175.9"), Some(1_759));
        assert_eq!(tenths("１７６"), Some(1_760));
        assert_eq!(tenths(" 176.0 "), Some(1_760));
        for wrong in ["", ".5", "176.", "176.05", "-1", "1e3", "一百", "99999999999999999999"] {
            assert_eq!(tenths(wrong), None, "{wrong}");
        }
        assert_eq!((hours_text(Some(1_759)), hours_text(None)), ("175.9".to_owned(), String::new()));
    }
}
