//! Warnings beside a result (K01, K05, P11): never a refusal, always with the numbers that caused them.

use crate::attendance::{Persons, participation};
use crate::claim::{Claim, Outcome, try_claim};
use crate::dates::PartialDate;
use crate::fraction::Fraction;
use crate::keyed::keyed;
use crate::overlap::overlap;
use crate::rounding::{Decimals, Percent};

/// A unanimous panel up to this size is flagged unless the office declares another one.
pub const SMALL_PANEL: u64 = 50;

/// From this share of common passages on, per mille, two texts of parent and child are flagged.
pub const COPIED_PER_MILLE: u64 = 500;

keyed! {
    /// A warning with its numbers and the rule or guard behind it.
    Warning;

    /// Everybody in a small panel gave the same verdict.
    Unanimous(K01, "warning-unanimous") {
        /// The panel's graded forms.
        forms: u64,
    }
    /// A superior was present while people judged.
    SuperiorPresent(K01, "warning-superior-present") {
        /// How many, in person-times.
        person_times: u64,
    }
    /// The review and the appraisal happened on the day of the report about them.
    SameDay(K01, "warning-same-day") {
        /// The day.
        day: PartialDate,
    }
    /// Not every participant got a form.
    FormsFewerThanParticipants(R04, "warning-fewer-forms") {
        /// Forms issued.
        issued: u64,
        /// Participants.
        participants: u64,
    }
    /// No count of the stated forms gives the stated rate.
    RateUnattainable(R06, "warning-unattainable") {
        /// The rate as claimed.
        claimed: Percent,
        /// The forms.
        of: u64,
    }
    /// A child's report repeats its parent's rate and much of its text.
    CopiedReport(K05, "warning-copied-report") {
        /// The rate of both.
        rate: Percent,
        /// Share of the child's passages that stand in the parent's text, in percent.
        overlap: Percent,
    }
    /// A child reports exactly its parent's rate.
    SameRateAsParent(K05, "warning-same-rate") {
        /// The rate of both.
        rate: Percent,
    }
    /// Much of a child's text stands in its parent's.
    CopiedText(K05, "warning-copied-text") {
        /// Share of the child's passages that stand in the parent's text, in percent.
        overlap: Percent,
    }
    /// Fewer than one third of the staff took part.
    FewParticipants(R07, "warning-few-participants") {
        /// Participants.
        participants: u64,
        /// Staff.
        staff: u64,
    }
    /// A rate is claimed without saying what it is a share of; filing waits for it.
    BaseNotStated(R13, "warning-base-missing") {
        /// The rate as claimed.
        claimed: Percent,
    }
    /// A rate is claimed as a share of person-times, which are not persons and not forms.
    BaseIsPersonTimes(R13, "warning-base-person-times") {
        /// The rate as claimed.
        claimed: Percent,
        /// The person-times.
        person_times: u64,
    }
}

/// Unanimity of a small panel (K01, P11): all of `satisfied`, in a panel of at most `small` forms.
#[must_use]
pub fn unanimity(satisfied: Fraction, small: u64) -> Option<Warning> {
    let forms = satisfied.denominator();
    (satisfied.numerator() == forms && forms <= small).then_some(Warning::Unanimous { forms })
}

/// A superior present during judging (K01).
#[must_use]
pub fn superior(person_times: u64) -> Option<Warning> {
    (person_times > 0).then_some(Warning::SuperiorPresent { person_times })
}

/// Appraisal and report on the same day (K01). Dates that are not known to the day prove nothing.
#[must_use]
pub fn same_day(appraisal: PartialDate, report: PartialDate) -> Option<Warning> {
    let known = appraisal.as_day().is_some() && appraisal == report;
    known.then_some(Warning::SameDay { day: appraisal })
}

/// Fewer forms than participants (R04): allowed, but flagged.
#[must_use]
pub fn fewer_forms(issued: u64, participants: Persons) -> Option<Warning> {
    let participants = participants.0;
    (issued < participants).then_some(Warning::FormsFewerThanParticipants { issued, participants })
}

/// A claimed rate no count can give (R06).
#[must_use]
pub fn unattainable(claim: Claim, of: u64) -> Option<Warning> {
    let trial = try_claim(claim, of).ok()?;
    matches!(trial.outcome, Outcome::Unattainable { .. })
        .then_some(Warning::RateUnattainable { claimed: claim.percent(), of })
}

/// Participation below one third (R07).
#[must_use]
pub fn few_participants(participants: Persons, staff: Persons) -> Option<Warning> {
    let found = participation(participants, staff)?;
    (!found.reaches_one_third).then_some(Warning::FewParticipants { participants: participants.0, staff: staff.0 })
}

/// What one unit reports: its rate as shown, and the text of its summary.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The rate as shown or claimed.
    pub rate: Percent,
    /// The summary's text.
    pub text: &'a str,
}

/// A child's report beside its parent's (K05): same rate, common text, or both.
#[must_use]
pub fn beside_parent(parent: Report<'_>, child: Report<'_>) -> Option<Warning> {
    let shared = overlap(child.text, parent.text);
    let copied = shared.filter(|share| Fraction::new(COPIED_PER_MILLE, 1000).is_some_and(|most| share.at_least(most)));
    let same_rate = parent.rate == child.rate;
    match (same_rate, copied.map(|share| share.percent(Decimals::NONE))) {
        (true, Some(overlap)) => Some(Warning::CopiedReport { rate: child.rate, overlap }),
        (true, None) => Some(Warning::SameRateAsParent { rate: child.rate }),
        (false, Some(overlap)) => Some(Warning::CopiedText { overlap }),
        (false, None) => None,
    }
}

/// What a claimed rate is said to be a share of. The three are never added or compared (R13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Forms.
    Forms(u64),
    /// Distinct persons.
    Persons(u64),
    /// Person-times.
    PersonTimes(u64),
}

/// Whether a claimed rate says what it is a share of: required before filing (R06, R13).
#[must_use]
pub fn base_of_claim(claim: Claim, base: Option<Base>) -> Option<Warning> {
    let claimed = claim.percent();
    match base {
        None => Some(Warning::BaseNotStated { claimed }),
        Some(Base::PersonTimes(person_times)) => Some(Warning::BaseIsPersonTimes { claimed, person_times }),
        Some(Base::Forms(of) | Base::Persons(of)) => unattainable(claim, of),
    }
}
