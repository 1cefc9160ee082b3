//! The rules a step can name.

macro_rules! rules {
    ($($(#[$docs:meta])* $name:ident),+ $(,)?) => {
        /// A rule of the campaign: `R…` counting and quota rules, `A…` settled ambiguities, `K…` and `P…` guards.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$docs])* $name),+
        }

        impl Rule {
            /// Every rule, in the order of their ids.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The id by which papers and pages cite the rule, for example `R04`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }
    };
}

rules! {
    /// Satisfaction rate: satisfied ÷ valid forms.
    R01,
    /// Cumulative class: satisfied ≤ basic or above ≤ judged ≤ total.
    R02,
    /// Attendance: attended ÷ due, and due = total − exempt; never on the total silently.
    R03,
    /// Recovery: recovered ≤ issued; valid + invalid + blank = recovered.
    R04,
    /// Sums: categories add up to participants, units add up to the parent's row.
    R05,
    /// Rounding: shown to one decimal, stored as two integers; a claim must be attainable.
    R06,
    /// Participation of an online measure should exceed one third of the staff.
    R07,
    /// Coverage: units appraised ÷ all units.
    R08,
    /// The checks of the statistics form.
    R09,
    /// Closing rate of issues.
    R10,
    /// Pledge fulfilment.
    R11,
    /// Growth over a base.
    R12,
    /// Person-times are not persons.
    R13,
    /// Quota of demonstration posts.
    R20,
    /// Top ten.
    R21,
    /// Hours of worker members.
    R22,
    /// Training hours.
    R23,
    /// Contact points.
    R24,
    /// Households.
    R25,
    /// Instructors.
    R26,
    /// Study group.
    R27,
    /// Organisation activity.
    R28,
    /// Collaboration group.
    R29,
    /// Majority unsatisfied leads to a make-up.
    R30,
    /// Plan items with a target rate.
    R31,
    /// Results are shown only from k valid ballots on.
    R32,
    /// The four appraisals.
    R40,
    /// Target assessment.
    R41,
    /// Vanguard index.
    R42,
    /// Preference breaks ties only.
    R43,
    /// A year's result is the sum of ballots.
    R44,
    /// Hours are compared with the mean of ordinary workers of the same unit and period.
    A10,
    /// Scales with different labels are different scales, joined only by a declared mapping.
    A15,
    /// Guard against going through the motions.
    K01,
    /// Guard against copied texts and figures.
    K05,
    /// Guard against pressure to vote satisfied.
    P11,
}

impl std::fmt::Display for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.id())
    }
}
