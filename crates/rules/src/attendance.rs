//! Who was due, who came (R03), and the other shares of people and units (R05, R07, R08, R13).

use crate::fraction::Fraction;
use crate::rounding::Decimals;
use crate::step::Step;

/// Why there is no attendance rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttendanceError {
    /// More exempt than there are.
    #[error("{exempt} are exempt, but there are only {total}")]
    MoreExemptThanTotal {
        /// Exempt.
        exempt: u64,
        /// In all.
        total: u64,
    },
    /// Nobody is due.
    #[error("nobody is due")]
    NobodyDue,
    /// More came than were due; exempt people who come are no longer exempt.
    #[error("{attended} attended, only {due} were due")]
    MoreThanDue {
        /// Came.
        attended: u64,
        /// Due.
        due: u64,
    },
}

/// Attended ÷ due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Total less exempt: what the rate divides by, never the total (R03).
    pub due: u64,
    /// Attended over due.
    pub share: Fraction,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Members in all, those exempt, those who came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roll {
    /// Members in all.
    pub total: u64,
    /// Exempt among them.
    pub exempt: u64,
    /// Came.
    pub attended: u64,
}

/// The attendance rate (R03): due = total − exempt; rate = attended ÷ due.
///
/// # Errors
/// [`AttendanceError`] where the numbers contradict each other or nobody is due.
pub fn attendance(roll: Roll) -> Result<Attendance, AttendanceError> {
    let Roll { total, exempt, attended } = roll;
    let due = total.checked_sub(exempt).ok_or(AttendanceError::MoreExemptThanTotal { exempt, total })?;
    let share = Fraction::new(attended, due).ok_or(AttendanceError::NobodyDue)?;
    if attended > due {
        return Err(AttendanceError::MoreThanDue { attended, due });
    }
    let steps = vec![
        Step::DueComputed { total, exempt, due },
        Step::AttendanceComputed { share, percent: share.percent(Decimals::ONE) },
    ];
    Ok(Attendance { due, share, steps })
}

/// Units appraised of all units (R08): a round is complete only at all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Appraised over all.
    pub share: Fraction,
    /// Units still to be appraised, or listed with the reason why not.
    pub outstanding: u64,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Coverage of a round; nothing where there are no units or more are appraised than exist.
#[must_use]
pub fn coverage(appraised: u64, units: u64) -> Option<Coverage> {
    let outstanding = units.checked_sub(appraised)?;
    let share = Fraction::new(appraised, units)?;
    let steps = vec![Step::CoverageComputed { share, percent: share.percent(Decimals::ONE) }];
    Some(Coverage { share, outstanding, steps })
}

/// Participants of an online measure against all staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// Participants over staff.
    pub share: Fraction,
    /// Whether it reaches one third of the staff (R07).
    pub reaches_one_third: bool,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Participation (R07): warn below one third; nothing where there is no staff.
#[must_use]
pub fn participation(participants: Persons, staff: Persons) -> Option<Participation> {
    let share = Fraction::new(participants.0, staff.0)?;
    let steps = vec![Step::ParticipationComputed { share, percent: share.percent(Decimals::ONE) }];
    let third = Fraction::new(1, 3)?;
    Some(Participation { share, reaches_one_third: share.at_least(third), steps })
}

/// Distinct persons. Not to be mixed with [`PersonTimes`] (R13): the types cannot be added or compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persons(pub u64);

/// Person-times (人次): one person counts every time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonTimes(pub u64);

impl PersonTimes {
    /// Whether so many person-times can have been made by so many distinct persons, each at least once (R13).
    #[must_use]
    pub const fn can_come_from(self, persons: Persons) -> bool {
        persons.0 <= self.0 && (persons.0 > 0 || self.0 == 0)
    }
}

/// A sum of parts (R05) with its step; nothing where it exceeds what can be counted.
#[must_use]
pub fn sum_of_parts(parts: &[u64]) -> Option<(u64, Step)> {
    let sum = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(*part))?;
    Some((sum, Step::PartsAdded { parts: parts.len(), sum }))
}
