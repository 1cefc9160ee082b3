//! A year's figure from its quarters (R44, A03): the released ballots of the quarters are added up, their rates never
//! are. A quarter whose figure is not released has no part in it and is named.

use crate::fraction::Fraction;
use crate::rounding::Decimals;
use crate::step::Step;

/// What was released of a quarter about one object, by one instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// 1 to 4.
    pub number: u8,
    /// Satisfied over valid forms, one for each round of the quarter; none where nothing was released.
    pub released: Vec<Fraction>,
}

/// A year's figure with the quarters it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yearly {
    /// Σ satisfied over Σ valid; nothing where no quarter was released.
    pub share: Option<Fraction>,
    /// The quarters that have no part in it.
    pub missing: Vec<u8>,
    /// How it was found.
    pub steps: Vec<Step>,
}

/// Adds the quarters up, in the order in which they are given.
#[must_use]
pub fn yearly(quarters: &[Quarter]) -> Yearly {
    let (mut satisfied, mut valid, mut figures) = (0, 0, 0);
    let (mut missing, mut steps) = (Vec::new(), Vec::new());
    for quarter in quarters {
        if quarter.released.is_empty() {
            missing.push(quarter.number);
            steps.push(Step::QuarterMissing { quarter: quarter.number });
        }
        for share in &quarter.released {
            satisfied += share.numerator();
            valid += share.denominator();
            figures += 1;
            let percent = share.percent(Decimals::ONE);
            steps.push(Step::QuarterAdded { quarter: quarter.number, share: *share, percent });
        }
    }
    let share = Fraction::new(satisfied, valid);
    if let Some(share) = share {
        steps.push(Step::YearPooled { figures, share, percent: share.percent(Decimals::ONE) });
    }
    Yearly { share, missing, steps }
}
