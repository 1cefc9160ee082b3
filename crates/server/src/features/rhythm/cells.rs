//! How an event of the calendar stands for one organisation.

use std::collections::{BTreeMap, BTreeSet};

use storage::{OrganisationId, RoundId};

use super::periods::Period;
use super::queries::Attached;

/// What is known of a year's events.
pub(super) struct Events {
    /// The rounds, by the period in which they stand.
    rounds: BTreeMap<Period, Vec<(RoundId, String)>>,
    judged: BTreeSet<(OrganisationId, RoundId)>,
    summed_up: BTreeSet<(OrganisationId, String)>,
    year: i64,
    today: String,
}

/// The stages of a round, the furthest first, and what the calendar says of them.
const STAGES: [(&str, &str); 8] = [
    ("finished", "published"),
    ("published", "published"),
    ("sealed", "sealed"),
    ("sealing", "open"),
    ("casting", "open"),
    ("issuing", "preparing"),
    ("announced", "preparing"),
    ("draft", "preparing"),
];

impl Events {
    /// The events of a year as they stand today (ISO).
    pub(super) fn new(
        attached: &[Attached],
        judged: BTreeSet<(OrganisationId, RoundId)>,
        summed_up: BTreeSet<(OrganisationId, String)>,
        (year, today): (i64, String),
    ) -> Self {
        let mut rounds: BTreeMap<Period, Vec<(RoundId, String)>> = BTreeMap::new();
        for one in attached {
            rounds.entry(one.period).or_default().push((one.round, one.state.clone()));
        }
        Self { rounds, judged, summed_up, year, today }
    }

    /// Whether a period is over.
    fn is_over(&self, period: Period) -> bool {
        period.days(self.year).1 < self.today
    }

    /// How far the rounds of a period are that concern somebody: the furthest of them.
    fn stage(&self, period: Period, concerns: impl Fn(RoundId) -> bool) -> Option<&'static str> {
        let rounds = self.rounds.get(&period)?;
        let is_at = |state: &str| rounds.iter().any(|(round, at)| at == state && concerns(*round));
        STAGES.iter().find(|(state, _)| is_at(state)).map(|(_, stage)| *stage)
    }

    /// Whether a round of a period is sealed, whomever it judges.
    fn is_held(&self, period: Period) -> bool {
        matches!(self.stage(period, |_| true), Some("sealed" | "published"))
    }

    /// Whether a period is over without a sealed round.
    pub(super) fn is_late(&self, period: Period) -> bool {
        self.is_over(period) && !self.is_held(period)
    }

    /// How an event stands for an organisation: a code of the texts `rhythm-event-…`.
    pub(super) fn state(&self, organisation: OrganisationId, period: Period) -> &'static str {
        if period.is_summed_up() {
            let is_written = self.summed_up.contains(&(organisation, period.code().to_owned()));
            let otherwise = if self.is_over(period) { "unwritten" } else { "later" };
            return if is_written { "written" } else { otherwise };
        }
        let stage = self.stage(period, |round| self.judged.contains(&(organisation, round)));
        match stage {
            Some(stage @ ("sealed" | "published")) => stage,
            // The period's round was held and never judged it: nothing of it is late.
            None if self.is_held(period) => "left-out",
            _ if self.is_over(period) => "late",
            Some(stage) => stage,
            None if self.rounds.contains_key(&period) => "left-out",
            None => "later",
        }
    }

    /// Whether any round of the year judges an organisation.
    pub(super) fn is_judged(&self, organisation: OrganisationId) -> bool {
        let least = RoundId(uuid::Uuid::nil());
        self.judged.range((organisation, least)..).next().is_some_and(|(of, _)| *of == organisation)
    }

    /// Whether something of an organisation is late.
    pub(super) fn lacks(&self, organisation: OrganisationId) -> bool {
        Period::EVENTS.into_iter().any(|period| matches!(self.state(organisation, period), "late" | "unwritten"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use storage::{CycleId, OrganisationId, RoundId};
    use uuid::Uuid;

    use super::{Events, Period};
    use crate::features::rhythm::queries::Attached;

    const HERE: OrganisationId = OrganisationId(Uuid::from_u128(1));
    const THERE: OrganisationId = OrganisationId(Uuid::from_u128(2));

    fn round(number: u128, quarter: u8, state: &str) -> Attached {
        Attached {
            cycle: CycleId(Uuid::from_u128(9)),
            period: Period::Quarter(quarter),
            round: RoundId(Uuid::from_u128(number)),
            organisation: THERE,
            title: String::new(),
            state: state.to_owned(),
        }
    }

    #[test]
    fn s061_each_event_stands_as_the_furthest_round_that_judges_the_organisation() {
        let rounds = [round(1, 1, "finished"), round(2, 2, "casting"), round(3, 3, "draft"), round(4, 3, "sealed")];
        let judged = [1, 2, 3].map(|number| (HERE, RoundId(Uuid::from_u128(number))));
        let written = BTreeSet::from([(HERE, "h1".to_owned())]);
        let events = Events::new(&rounds, BTreeSet::from(judged), written, (2026, "2026-07-01".to_owned()));
        let states = Period::EVENTS.map(|period| events.state(HERE, period));
        assert_eq!(states, ["published", "late", "written", "preparing", "later", "later", "later"]);
        let states = Period::EVENTS.map(|period| events.state(THERE, period));
        assert_eq!(states, ["left-out", "late", "unwritten", "left-out", "later", "later", "later"]);
        assert_eq!([1, 2, 3, 4].map(|quarter| events.is_late(Period::Quarter(quarter))), [false, true, false, false]);
        assert!(events.is_judged(HERE) && !events.is_judged(THERE));
        assert!(events.lacks(HERE) && events.lacks(THERE));
    }

    #[test]
    fn a_period_is_late_on_the_day_after_its_last() {
        let at = |today: &str| Events::new(&[], BTreeSet::new(), BTreeSet::new(), (2026, today.to_owned()));
        assert!(!at("2026-06-30").is_late(Period::Quarter(2)) && at("2026-07-01").is_late(Period::Quarter(2)));
        assert_eq!(at("2026-06-30").state(HERE, Period::Half(1)), "later");
        assert_eq!(at("2026-07-01").state(HERE, Period::Half(1)), "unwritten");
    }
}
