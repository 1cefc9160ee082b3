//! The decisions of blind tokens: which groups can take them, and what casting waits for.

use std::collections::BTreeMap;

use storage::{Instant, PanelId};

use crate::features::appraisals::model::{Panel, Plan};
use crate::features::named::rules::{MEMBERS, Taken, open_panel};

/// What became of a group that was to take tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its members take tokens.
    Offered,
    /// Too few did: its members are given slips after all.
    Retired,
}

/// The groups of a round that were declared to take tokens.
pub type Groups = BTreeMap<PanelId, Standing>;

/// Whether the members of a panel take tokens: itself, or the group it was merged into.
#[must_use]
pub fn is_offered(plan: &Plan, panel: &Panel, groups: &Groups) -> bool {
    groups.get(&open_panel(plan, panel).id) == Some(&Standing::Offered)
}

/// How a member of a panel takes part, whose row says this: `token`, `slip`, `named` or `none`.
#[must_use]
pub fn channel(stored: Option<&str>, is_offered: bool) -> &str {
    match stored {
        None if is_offered => "token",
        // The key was retired meanwhile, or the group takes none any more.
        None => "slip",
        Some("token") if !is_offered => "slip",
        Some(stored) => stored,
    }
}

/// The groups that can take tokens: everybody in them, merged ones included, has an account or may have one. Of a list
/// (S050) nobody knows whose account is whose.
pub fn able(plan: &Plan) -> impl Iterator<Item = &Panel> {
    plan.open_panels().filter(|panel| is_able(plan, panel))
}

fn is_able(plan: &Plan, panel: &Panel) -> bool {
    let is_of_members = |panel: &Panel| panel.category == MEMBERS && !panel.is_listed;
    is_of_members(panel) && plan.merged_into(panel.id).all(is_of_members)
}

/// What keeps issuing from beginning in a round with tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No end of taking tokens is declared, it is over, or it is not before the end of casting.
    Period,
    /// Browsers blind over https or on the machine itself only.
    PlainHttp,
    /// A group was declared in which not everybody is a member, or whose judges are those of a list.
    Others(PanelId),
}

/// When taking ends, when casting ends, and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// When taking tokens ends.
    pub ends_at: Option<Instant>,
    /// When the clock ends casting.
    pub casting_until: Option<Instant>,
    /// Now.
    pub now: Instant,
}

/// Looks at what was declared; nothing is wrong where no group takes tokens.
#[must_use]
pub fn faults(plan: &Plan, groups: &Groups, times: Times, is_secure: bool) -> Vec<Fault> {
    let declared: Vec<&Panel> = plan.open_panels().filter(|panel| groups.contains_key(&panel.id)).collect();
    let others = declared.iter().filter(|panel| !is_able(plan, panel));
    let mut faults: Vec<Fault> = others.map(|panel| Fault::Others(panel.id)).collect();
    if declared.is_empty() {
        return faults;
    }
    let is_fit = times
        .ends_at
        .is_some_and(|ends_at| ends_at > times.now && times.casting_until.is_none_or(|until| ends_at < until));
    if !is_fit {
        faults.push(Fault::Period);
    }
    if !is_secure {
        faults.push(Fault::PlainHttp);
    }
    faults
}

/// What casting waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    /// Tokens can still be taken until then.
    pub until: Option<Instant>,
    /// Groups of which fewer than k took one, with how many did.
    pub few: Vec<(PanelId, u32)>,
}

impl Waits {
    /// Whether nothing of it keeps casting from opening.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.until.is_none() && self.few.is_empty()
    }
}

/// Casting comes after the time in which tokens are taken, and a key below k is prolonged or retired first.
#[must_use]
pub fn waits(plan: &Plan, groups: &Groups, taken: &BTreeMap<PanelId, u32>, (times, minimum): (Times, u32)) -> Waits {
    let offered: Vec<&Panel> =
        plan.open_panels().filter(|panel| groups.get(&panel.id) == Some(&Standing::Offered)).collect();
    let count = |panel: &&Panel| (panel.id, taken.get(&panel.id).copied().unwrap_or_default());
    let is_open = times.ends_at.is_some_and(|ends_at| ends_at > times.now);
    Waits {
        until: times.ends_at.filter(|_| is_open && !offered.is_empty()),
        few: offered.iter().map(count).filter(|(_, taken)| *taken < minimum).collect(),
    }
}

/// Of a group that takes tokens: how many of its people were planned for one, and how many are given a slip all the same.
#[must_use]
pub fn planned(plan: &Plan, panel: &Panel, taken: Taken) -> (u32, u32) {
    let left = plan.planned_in_all(panel).saturating_sub(taken.named + taken.none);
    (left.saturating_sub(taken.slip), taken.slip)
}
