//! The verdict rule of lines 1b, 1c, 1f and 1g of the statistics return. It gives counts of objects for that return;
//! a verdict is never shown beside a person's name.

use crate::fraction::Fraction;
use crate::keyed::keyed;
use crate::scale::Classes;
use crate::step::Step;

/// Declared shares: satisfied ÷ valid ≥ p₁, basic or above ÷ valid ≥ p₂. There is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictRule {
    satisfied: Fraction,
    basic: Fraction,
}

/// Why a verdict rule cannot be declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerdictRuleError {
    /// p₂ > p₁: an object could be satisfied and yet not basic or above, and line 1c could exceed 1b.
    #[error("p₂ exceeds p₁")]
    BasicAboveSatisfied,
    /// A share above one can never be reached.
    #[error("a required share exceeds one")]
    AboveOne,
}

impl VerdictRule {
    /// Declares p₁ and p₂.
    ///
    /// # Errors
    /// [`VerdictRuleError`] where p₂ > p₁ or p₁ > 1.
    pub fn declare(satisfied: Fraction, basic: Fraction) -> Result<Self, VerdictRuleError> {
        if satisfied.numerator() > satisfied.denominator() {
            return Err(VerdictRuleError::AboveOne);
        }
        if !satisfied.at_least(basic) {
            return Err(VerdictRuleError::BasicAboveSatisfied);
        }
        Ok(Self { satisfied, basic })
    }

    /// p₁, the share of satisfied required.
    #[must_use]
    pub const fn satisfied(self) -> Fraction {
        self.satisfied
    }

    /// p₂, the share of basic or above required.
    #[must_use]
    pub const fn basic(self) -> Fraction {
        self.basic
    }
}

/// What the masses' grades amount to for one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Both shares are reached.
    Satisfied,
    /// Only the basic one is.
    BasicOrAbove,
    /// Neither is.
    Below,
}

keyed! {
    /// Why a line of the return stays blank; a machine-written reason, which R09 (f) accepts.
    BlankReason;

    /// The round declared no verdict rule.
    RuleUndeclared(R09, "blank-rule-undeclared") {}
    /// Panels of some objects have fewer valid forms than may be shown.
    PanelBelowThreshold(R32, "blank-panel-below-threshold") {
        /// Objects without a verdict.
        objects: u64,
        /// All objects.
        of: u64,
        /// The threshold k.
        threshold: u64,
    }
}

/// The counts for the return's lines, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictCounts {
    /// Objects judged (lines 1a, 1e): all that were given.
    pub judged: u64,
    /// Basic or above and satisfied among them (1b and 1c, 1f and 1g), or the reason for the blank.
    pub outcome: Result<Reached, BlankReason>,
    /// One step per object.
    pub steps: Vec<Step>,
}

/// How many objects reached what; `satisfied ≤ basic_or_above` by p₂ ≤ p₁ (R02).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Basic or above, the satisfied included.
    pub basic_or_above: u64,
    /// Satisfied.
    pub satisfied: u64,
}

/// The verdict on one object, or nothing where the panel is below `threshold` (k).
#[must_use]
pub fn verdict(rule: VerdictRule, classes: Classes, threshold: u64) -> (Option<Verdict>, Step) {
    let withheld = Step::VerdictWithheld { base: classes.base, threshold };
    if classes.base < threshold {
        return (None, withheld);
    }
    let shares = (Fraction::new(classes.satisfied, classes.base), Fraction::new(classes.basic_or_above, classes.base));
    let (Some(satisfied), Some(basic)) = shares else {
        return (None, withheld);
    };
    let step =
        Step::VerdictReached { satisfied, satisfied_required: rule.satisfied, basic, basic_required: rule.basic };
    let reached = match (satisfied.at_least(rule.satisfied), basic.at_least(rule.basic)) {
        (true, _) => Verdict::Satisfied,
        (false, true) => Verdict::BasicOrAbove,
        (false, false) => Verdict::Below,
    };
    (Some(reached), step)
}

/// The counts over all objects of one kind. One object without a verdict leaves the line blank: a count of the others
/// would pass for a count of all.
#[must_use]
pub fn verdict_counts(rule: Option<VerdictRule>, objects: &[Classes], threshold: u64) -> VerdictCounts {
    let judged = objects.iter().map(|_| 1).sum();
    let Some(rule) = rule else {
        let steps = vec![Step::VerdictUndeclared {}];
        return VerdictCounts { judged, outcome: Err(BlankReason::RuleUndeclared {}), steps };
    };
    let mut reached = Reached::default();
    let (mut withheld, mut steps) = (0, Vec::new());
    for classes in objects {
        let (found, step) = verdict(rule, *classes, threshold);
        steps.push(step);
        match found {
            Some(Verdict::Satisfied) => {
                reached.satisfied += 1;
                reached.basic_or_above += 1;
            }
            Some(Verdict::BasicOrAbove) => reached.basic_or_above += 1,
            Some(Verdict::Below) => {}
            None => withheld += 1,
        }
    }
    let outcome = if withheld == 0 {
        Ok(reached)
    } else {
        Err(BlankReason::PanelBelowThreshold { objects: withheld, of: judged, threshold })
    };
    VerdictCounts { judged, outcome, steps }
}
