//! The four appraisals of one object side by side (R40): a leader's review, the organisation's assessment, the members'
//! appraisal and the people's. Each stands by itself; one figure over them exists only where an office declared what a
//! grade is worth and what each appraisal weighs.

use crate::fraction::Fraction;
use crate::rounding::Decimals;
use crate::step::Step;

/// Where a judgement comes from (S078), in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// 领导点评: what the leader in charge said.
    LeaderReview,
    /// 党组织考评: what the organisation above found.
    OrganisationAssessment,
    /// 党员互评: members' ballots.
    Members,
    /// 群众测评: everybody else's ballots.
    Masses,
}

impl Source {
    /// All four.
    pub const ALL: [Self; 4] = [Self::LeaderReview, Self::OrganisationAssessment, Self::Members, Self::Masses];

    /// Its stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeaderReview => "leader_review",
            Self::OrganisationAssessment => "organisation_assessment",
            Self::Members => "members",
            Self::Masses => "masses",
        }
    }
}

/// What the four weigh, in tenths of a percent, in the order of [`Source::ALL`]: together 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights([u32; 4]);

/// The weights do not add up to a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the weights add up to {sum} tenths of a percent")]
pub struct WeightsError {
    /// What they add up to, in tenths of a percent.
    pub sum: u64,
}

const WHOLE: u64 = 1_000;

impl Weights {
    /// Declares them.
    ///
    /// # Errors
    /// [`WeightsError`] where they are not 100 % together.
    pub fn declare(permille: [u32; 4]) -> Result<Self, WeightsError> {
        let sum = permille.iter().map(|weight| u64::from(*weight)).sum();
        if sum == WHOLE { Ok(Self(permille)) } else { Err(WeightsError { sum }) }
    }
}

/// What each grade of a scale is worth, best first, of a hundred points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Points(Vec<u32>);

/// Why points cannot be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// A grade would be worth more than a hundred.
    #[error("grade {grade} is worth more than a hundred points")]
    AboveHundred {
        /// Its place on the scale, 0 the best.
        grade: usize,
    },
    /// A worse grade would be worth more than a better one.
    #[error("grade {grade} is worth more than the one before")]
    Rising {
        /// Its place on the scale, 0 the best.
        grade: usize,
    },
}

impl Points {
    /// Declares them.
    ///
    /// # Errors
    /// [`PointsError`] where one exceeds a hundred or the one before it.
    pub fn declare(points: Vec<u32>) -> Result<Self, PointsError> {
        if let Some(grade) = points.iter().position(|worth| *worth > 100) {
            return Err(PointsError::AboveHundred { grade });
        }
        if let Some(before) = points.iter().zip(points.iter().skip(1)).position(|(better, worse)| worse > better) {
            return Err(PointsError::Rising { grade: before + 1 });
        }
        Ok(Self(points))
    }

    /// The points earned of all that could be: Σ points × forms ÷ (100 × forms). Nothing where nobody graded or the
    /// counts are of another scale.
    #[must_use]
    pub fn worth(&self, by_grade: &[u64]) -> Option<Fraction> {
        if by_grade.len() != self.0.len() {
            return None;
        }
        let earned = self.0.iter().zip(by_grade).map(|(worth, forms)| u64::from(*worth) * forms).sum();
        Fraction::new(earned, 100 * by_grade.iter().sum::<u64>())
    }
}

/// One figure over the four, with its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composite {
    /// The figure, or the sources that weigh something and are missing: nothing is put in their place.
    pub outcome: Result<Fraction, Vec<Source>>,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Σ weight × worth. `worths` are in the order of [`Source::ALL`]; what weighs nothing may be missing.
#[must_use]
pub fn composite(weights: Weights, worths: [Option<Fraction>; 4]) -> Composite {
    let sources = Source::ALL.iter().zip(weights.0).zip(worths);
    let weighed: Vec<(Source, u64, Option<Fraction>)> = sources
        .filter(|((_, weight), _)| *weight > 0)
        .map(|((source, weight), worth)| (*source, weight.into(), worth))
        .collect();
    let missing: Vec<Source> =
        weighed.iter().filter(|(_, _, worth)| worth.is_none()).map(|(source, _, _)| *source).collect();
    if !missing.is_empty() {
        return Composite { outcome: Err(missing), steps: Vec::new() };
    }
    let (mut numerator, mut denominator, mut steps) = (0_u64, 1_u64, Vec::new());
    for (weight, share) in weighed.into_iter().filter_map(|(_, weight, worth)| Some((weight, worth?))) {
        if let Some(weight) = Fraction::new(weight, WHOLE).map(|weight| weight.percent(Decimals::ONE)) {
            steps.push(Step::WorthWeighed { weight, share, percent: share.percent(Decimals::ONE) });
        }
        let common = least_common_multiple(denominator, share.denominator());
        numerator = numerator * (common / denominator) + weight * share.numerator() * (common / share.denominator());
        denominator = common;
    }
    let Some(share) = Fraction::new(numerator, denominator * WHOLE) else {
        return Composite { outcome: Err(Vec::new()), steps };
    };
    steps.push(Step::CompositeComputed { share, percent: share.percent(Decimals::ONE) });
    Composite { outcome: Ok(share), steps }
}

const fn least_common_multiple(one: u64, other: u64) -> u64 {
    let (mut greater, mut rest) = (one, other);
    while rest > 0 {
        (greater, rest) = (rest, greater % rest);
    }
    one / greater * other
}
