//! The decisions of named appraisal: who may still change channel, what is left for the secret ballot, what is covered.

use std::collections::{BTreeMap, BTreeSet};

use rules::Fraction;
use storage::{MeasureId, MemberId, PanelId};

use crate::features::appraisals::model::{Panel, Plan};

/// The judge category that is the members of an organisation: they stand on its roll by name.
pub const MEMBERS: &str = "members";

/// How a member takes part.
pub const CHANNELS: [&str; 4] = ["token", "slip", "named", "none"];

/// How many of a judge group take no slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Give a named sheet.
    pub named: u32,
    /// Take no part.
    pub none: u32,
    /// Were given a slip by a choice of their own: in a group that takes tokens, whoever takes none.
    pub slip: u32,
    /// Printed slips that were taken back and cancelled.
    pub cancelled: u32,
}

impl Taken {
    /// Both together with another group, as merging puts them.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            named: self.named + other.named,
            none: self.none + other.none,
            slip: self.slip + other.slip,
            cancelled: self.cancelled + other.cancelled,
        }
    }
}

/// What is taken of a group together with those merged into it.
#[must_use]
pub fn taken_in_all(plan: &Plan, panel: &Panel, taken: &BTreeMap<PanelId, Taken>) -> Taken {
    let of = |panel: &Panel| taken.get(&panel.id).copied().unwrap_or_default();
    plan.merged_into(panel.id).fold(of(panel), |sum, merged| sum.and(of(merged)))
}

/// The plan of the secret ballot: each group is planned less whoever gives a named sheet or takes no part.
#[must_use]
pub fn plan_of_slips(plan: &Plan, taken: &BTreeMap<PanelId, Taken>) -> Plan {
    let mut plan = plan.clone();
    for panel in &mut plan.panels {
        let taken = taken.get(&panel.id).copied().unwrap_or_default();
        panel.planned = panel.planned.saturating_sub(taken.named + taken.none);
    }
    plan
}

/// The group that gets the slips of a panel: itself, or the one it was merged into.
#[must_use]
pub fn open_panel<'a>(plan: &'a Plan, panel: &'a Panel) -> &'a Panel {
    panel.merged_into.and_then(|into| plan.panel(into)).unwrap_or(panel)
}

/// Why a named sheet cannot take the place of somebody's slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stranded {
    /// These measures of the group's sheet are not held by name.
    Unheld(Vec<MeasureId>),
    /// Nobody is judged on it but the member himself.
    Alone,
}

/// The measures of a group's sheet that are not held by name: whoever gave his slip up could not speak of them (S069).
#[must_use]
pub fn unheld(plan: &Plan, panel: &Panel, held: &BTreeSet<MeasureId>) -> Vec<MeasureId> {
    let sheet = plan.sheet(panel.sheet);
    let measures = sheet.into_iter().flat_map(|sheet| plan.objects_of(sheet)).map(|(object, _)| object.measure);
    let missing: BTreeSet<MeasureId> = measures.filter(|measure| !held.contains(measure)).collect();
    missing.into_iter().collect()
}

/// Whether a member of a group would be left with nothing, or with less than his slip, by the named channel.
#[must_use]
pub fn stranded(plan: &Plan, panel: &Panel, held: &BTreeSet<MeasureId>, member: MemberId) -> Option<Stranded> {
    let missing = unheld(plan, panel, held);
    if !missing.is_empty() {
        return Some(Stranded::Unheld(missing));
    }
    let objects = plan.sheet(panel.sheet).map(|sheet| plan.objects_of(sheet)).unwrap_or_default();
    objects.iter().all(|(object, _)| object.member == Some(member)).then_some(Stranded::Alone)
}

/// Where people were heard besides forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Contacts {
    /// Meetings and contacts recorded.
    pub records: u64,
    /// Person-times among them, as far as they were counted.
    pub persons: u64,
}

/// What was there of one organisation, channel by channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Channels {
    /// Valid anonymous forms about it.
    pub forms: u64,
    /// Named sheets about it and those judged in it.
    pub named: u64,
    /// Where its people were heard.
    pub contacts: Contacts,
}

impl Channels {
    /// Whether it was appraised by any of them.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        self.forms > 0 || self.named > 0 || self.contacts.records > 0
    }
}

/// How much of a round was covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// Organisations appraised by any channel.
    pub organisations: u64,
    /// Organisations judged in the round.
    pub all: u64,
    /// Named sheets.
    pub named: u64,
    /// Meetings and contacts, and the person-times among them.
    pub contacts: Contacts,
    /// Valid anonymous forms ÷ people planned.
    pub share: Option<Fraction>,
}

/// Adds the organisations of a round up. Forms are counted once each, so that one form about several organisations is
/// one; so they are given, with the people planned (S069).
#[must_use]
pub fn covered(each: &[Channels], (forms, planned): (u64, u64)) -> Covered {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    Covered {
        organisations: count(each.iter().filter(|one| one.is_covered()).count()),
        all: count(each.len()),
        named: each.iter().map(|one| one.named).sum(),
        contacts: Contacts {
            records: each.iter().map(|one| one.contacts.records).sum(),
            persons: each.iter().map(|one| one.contacts.persons).sum(),
        },
        share: Fraction::new(forms, planned),
    }
}

#[cfg(test)]
mod tests {
    use rules::rounding::Decimals;

    use super::{Channels, Contacts, covered};

    #[test]
    fn s069_a_hundred_and_fourteen_branches_are_covered_by_any_channel() {
        // T07: 114 branches, 860 anonymous forms of 1100 people; some branches only at a forum, one only by name.
        let mut each = vec![Channels { forms: 8, ..Channels::default() }; 107];
        each.extend([Channels { contacts: Contacts { records: 1, persons: 40 }, ..Channels::default() }; 6]);
        each.push(Channels { named: 1, ..Channels::default() });
        let found = covered(&each, (860, 1100));
        assert_eq!((found.organisations, found.all, found.named), (114, 114, 1));
        assert_eq!(found.contacts, Contacts { records: 6, persons: 240 });
        let share = found.share.map(|share| share.percent(Decimals::ONE).to_string());
        assert_eq!(share.as_deref(), Some("78.2"));
        each.push(Channels::default());
        let found = covered(&each, (860, 1100));
        assert_eq!((found.organisations, found.all), (114, 115), "nothing of the last one");
        assert!(covered(&[], (0, 0)).share.is_none());
    }
}
