//! The steps of every result: data, never text.

use crate::fraction::Fraction;
use crate::hours::Tenths;
use crate::keyed::keyed;
use crate::rounding::Percent;

keyed! {
    /// One step of a computation, with its numbers and the rule it applies. Whoever shows it translates
    /// [`Step::key`] and fills in [`Step::arguments`].
    Step;

    /// Ballots were counted; a ballot with no grade at all is blank, every other one is valid.
    BallotsCounted(R04, "ballots-counted") {
        /// Ballots with at least one grade.
        valid: u64,
        /// Ballots without any.
        blank: u64,
    }
    /// Forms were reconciled: recovered = valid + invalid + blank, and no more than were issued.
    FormsReconciled(R04, "forms-reconciled") {
        /// Handed out.
        issued: u64,
        /// Came back.
        recovered: u64,
        /// Valid among them.
        valid: u64,
        /// Unreadable among them.
        invalid: u64,
        /// Without any grade.
        blank: u64,
    }
    /// The base of a rate: the valid forms that grade the item.
    BaseCounted(R01, "base-counted") {
        /// Valid forms.
        valid: u64,
        /// Valid forms that leave this item ungraded.
        ungraded: u64,
        /// What rates divide by.
        base: u64,
    }
    /// The declared mapping of the scale was applied.
    MappingApplied(A15, "mapping-applied") {
        /// So many of the best labels count as satisfied.
        satisfied_labels: u8,
        /// So many of the best labels count as basically satisfied or above.
        basic_labels: u8,
    }
    /// Satisfied ÷ base.
    SatisfactionComputed(R01, "satisfaction-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Basically satisfied or above ÷ base: the cumulative class.
    BasicOrAboveComputed(R02, "basic-or-above-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Points earned of all that could be, and what they weigh.
    WorthWeighed(R40, "worth-weighed") {
        /// What they weigh.
        weight: Percent,
        /// Points earned and points possible.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// The weighed points of the sources added up.
    CompositeComputed(R40, "composite-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Any other share.
    ShareComputed(R06, "share-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Bounds of the 95 % interval, rounded outwards to a tenth of a percent.
    IntervalComputed(R06, "interval-computed") {
        /// The share the interval is about.
        share: Fraction,
        /// Lower bound in percent.
        lower: Percent,
        /// Upper bound in percent.
        upper: Percent,
    }
    /// All who were due took part: there is nothing to estimate.
    EverybodyTookPart(R06, "everybody-took-part") {
        /// How many were due.
        due: u64,
    }
    /// Who was due: total less exempt.
    DueComputed(R03, "due-computed") {
        /// Members in all.
        total: u64,
        /// Exempt among them.
        exempt: u64,
        /// Due to attend.
        due: u64,
    }
    /// Attended ÷ due.
    AttendanceComputed(R03, "attendance-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Units appraised ÷ all units.
    CoverageComputed(R08, "coverage-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Participants ÷ staff.
    ParticipationComputed(R07, "participation-computed") {
        /// Numerator and denominator.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// Parts were added up.
    PartsAdded(R05, "parts-added") {
        /// How many parts.
        parts: usize,
        /// Their sum.
        sum: u64,
    }
    /// The counts that give a claimed rate for a base.
    ClaimTried(R06, "claim-tried") {
        /// The claimed percentage.
        claimed: Percent,
        /// The base.
        of: u64,
        /// The least count that would do.
        least: u64,
        /// The greatest count that would do; below `least` where none does.
        greatest: u64,
    }
    /// No count gives the claimed rate.
    ClaimUnattainable(R06, "claim-unattainable") {
        /// The claimed percentage.
        claimed: Percent,
        /// The base.
        of: u64,
    }
    /// The verdict rule was applied to one object.
    VerdictReached(R02, "verdict-reached") {
        /// Share satisfied.
        satisfied: Fraction,
        /// Required share satisfied.
        satisfied_required: Fraction,
        /// Share basically satisfied or above.
        basic: Fraction,
        /// Required share basically satisfied or above.
        basic_required: Fraction,
    }
    /// No verdict: the panel has fewer valid forms than are shown.
    VerdictWithheld(R32, "verdict-withheld") {
        /// Forms the verdict could be read from.
        base: u64,
        /// The threshold k.
        threshold: u64,
    }
    /// No verdict: the round declared no verdict rule.
    VerdictUndeclared(R09, "verdict-undeclared") {}
    /// The judges' grades were compared with the grade the judged gave themselves (S060).
    OwnGradeCompared(R01, "own-grade-compared") {
        /// Forms with a better grade.
        better: u64,
        /// Forms with the same.
        same: u64,
        /// Forms with a worse one.
        worse: u64,
        /// Forms that grade the item.
        base: u64,
    }
    /// A block of judge groups reaches the threshold on every item and is released as one figure.
    BlockReleased(R32, "block-released") {
        /// The block's number in the plan.
        block: usize,
        /// The node whose groups it pools.
        node: usize,
        /// How many groups it pools.
        groups: usize,
        /// Valid ballots in it.
        ballots: u64,
        /// The fewest grades on any item.
        fewest_graded: u64,
        /// The threshold k.
        threshold: u64,
    }
    /// A group too small to be shown was pooled with others.
    GroupPooled(R32, "group-pooled") {
        /// The group.
        group: usize,
        /// The block it went into.
        block: usize,
        /// Its own fewest grades on any item.
        fewest_graded: u64,
        /// The threshold k.
        threshold: u64,
    }
    /// A group is in no released figure, because nothing it could be pooled with reaches the threshold.
    GroupHidden(R32, "group-hidden") {
        /// The group.
        group: usize,
        /// The threshold k.
        threshold: u64,
    }
    /// A node's total is a sum of released blocks.
    TotalReleased(R32, "total-released") {
        /// The node.
        node: usize,
        /// How many blocks it adds up.
        blocks: usize,
    }
    /// A node's total is not shown: it would cut through a block.
    TotalWithheld(R32, "total-withheld") {
        /// The node.
        node: usize,
    }
    /// Opinions are released at the smallest parent from which enough ballots can have come.
    OpinionsReleased(R32, "opinions-released") {
        /// Where the opinions were given.
        source: usize,
        /// Where they are shown.
        node: usize,
        /// Valid ballots they can have come from.
        ballots: u64,
        /// The threshold k for opinions.
        threshold: u64,
    }
    /// Opinions stay sealed: nothing above reaches the threshold. They are counted and need no answer.
    OpinionsSealed(R32, "opinions-sealed") {
        /// Where the opinions were given.
        source: usize,
        /// How many.
        opinions: u64,
        /// The threshold k for opinions.
        threshold: u64,
    }
    /// Accepted returns were added up along the tree.
    ReturnsAdded(R05, "returns-added") {
        /// The code of the line.
        line: &'static str,
        /// Units that gave a count.
        given: u64,
        /// Units in all.
        units: u64,
        /// The sum of what was given.
        sum: u64,
    }
    /// A relation between two lines of a return was checked.
    RelationChecked(R02, "relation-checked") {
        /// The line that must not be greater.
        lesser: &'static str,
        /// Its count.
        lesser_count: u64,
        /// The line that must not be less.
        greater: &'static str,
        /// Its count.
        greater_count: u64,
    }
    /// A released figure of a quarter was added to the year's.
    QuarterAdded(R44, "quarter-added") {
        /// 1 to 4.
        quarter: u8,
        /// Satisfied over valid forms.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// A quarter has no released figure and no part in the year's.
    QuarterMissing(R44, "quarter-missing") {
        /// 1 to 4.
        quarter: u8,
    }
    /// The ballots of the quarters were added up.
    YearPooled(R44, "year-pooled") {
        /// How many released figures.
        figures: usize,
        /// Σ satisfied over Σ valid.
        share: Fraction,
        /// Shown with one decimal.
        percent: Percent,
    }
    /// The mean of the ordinary workers; members are not among them.
    MeanHoursComputed(A10, "mean-hours-computed") {
        /// How many workers.
        workers: u64,
        /// Their hours together.
        hours: Tenths,
        /// The mean, rounded to a tenth; only shown.
        mean: Tenths,
    }
    /// A member's hours were compared with that mean.
    HoursCompared(R22, "hours-compared") {
        /// The member's.
        hours: Tenths,
        /// Percent of the mean, cut off after one decimal.
        percent: Percent,
        /// Percent required.
        required: Percent,
    }
    /// There was waste.
    WasteFound(R22, "waste-found") {}
    /// There was a violation.
    ViolationFound(R22, "violation-found") {}
    /// There was an accident.
    AccidentFound(R22, "accident-found") {}
}
