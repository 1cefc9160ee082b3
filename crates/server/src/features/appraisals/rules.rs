//! The decisions of preparing a round: what is missing, which panels are merged, how objects stand on sheets.

use std::collections::{BTreeMap, BTreeSet};

use storage::{MeasureId, ObjectId, OrganisationId, PanelId, SheetId, WindowId};

use super::model::{Object, Panel, Plan, Sheet, SplitId, Ungraded, VerdictRule};
use super::verdict;
use crate::features::tokens::{self, rules::Fault};

/// k where the office says nothing else.
pub const USUAL_MINIMUM: i64 = 5;
/// k may not be smaller.
pub const LEAST_MINIMUM: i64 = 3;
/// `k_text` where the office says nothing else.
pub const USUAL_OPINION_MINIMUM: i64 = 8;
/// The most slips of one batch.
pub const MOST_SLIPS: u32 = 10_000;

/// How objects stand on sheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Everything together; else each organisation with its members on a sheet of its own.
    pub is_common: bool,
    /// The judges of each direction have a sheet of their own (S054): always so where somebody is judged in several.
    pub is_by_direction: bool,
}

impl Arrangement {
    /// What the sheets show.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        // A window has a sheet of its own, whatever else its organisation stands on.
        let organisations = |sheet: &Sheet| -> BTreeSet<(OrganisationId, Option<WindowId>)> {
            plan.objects_of(sheet).iter().map(|(object, _)| (object.organisation, object.window)).collect()
        };
        // Sheets split by area are none of several directions.
        let parts = |sheet: &Sheet| -> BTreeSet<(OrganisationId, Option<WindowId>, Option<SplitId>)> {
            let objects = plan.objects_of(sheet);
            objects.iter().map(|(object, _)| (object.organisation, object.window, split_of(object))).collect()
        };
        let mut seen = BTreeSet::new();
        let mut sheets = plan.sheets.iter().map(parts);
        Self {
            is_common: plan.sheets.iter().any(|sheet| organisations(sheet).len() > 1),
            is_by_direction: plan.has_directions()
                || sheets.any(|these| these.into_iter().any(|one| !seen.insert(one))),
        }
    }
}

/// What an object's sheet is split by; nothing where its organisation's objects share one.
#[must_use]
pub fn split_of(object: &Object) -> Option<SplitId> {
    object.area.map(SplitId::Area)
}

/// What a panel's sheet is split by.
#[must_use]
pub fn split_of_panel(panel: &Panel) -> Option<SplitId> {
    panel.area.map(SplitId::Area)
}

/// What a sheet is split by: all its objects are of one split.
#[must_use]
pub fn split_of_sheet(plan: &Plan, sheet: &Sheet) -> Option<SplitId> {
    sheet.objects.first().and_then(|id| plan.object(*id)).and_then(split_of)
}

/// A sheet as it is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranged {
    /// Whose it is; the first organisation's where it is common.
    pub organisation: OrganisationId,
    /// The window it is about, if it is about one (S070).
    pub window: Option<WindowId>,
    /// Who judges as directions say it; nothing where the judges of all directions share it.
    pub judges: Option<String>,
    /// What it is split by.
    pub split: Option<SplitId>,
    /// Its objects in order.
    pub objects: Vec<ObjectId>,
}

/// The sheets of an arrangement: an organisation before its members, everything in the order it was chosen, and on a
/// common sheet organisations before members, so that neighbours share an instrument; a window always by itself, because
/// its visitors judge nothing else. `judges` says who judges in a direction.
#[must_use]
pub fn arranged(plan: &Plan, arrangement: Arrangement, judges: impl Fn(&str) -> String) -> Vec<Arranged> {
    let by_direction = arrangement.is_by_direction || plan.has_directions();
    let mut sheets: Vec<(Arranged, Vec<&super::model::Object>)> = Vec::new();
    for object in &plan.objects {
        let direction = plan.measure(object.measure).map(|measure| measure.direction.as_str());
        let judges = direction.filter(|_| by_direction).map(&judges);
        let split = split_of(object);
        let fits = |sheet: &Arranged| {
            let is_together = object.window.is_some() || arrangement.is_common;
            sheet.window == object.window
                && (is_together || sheet.organisation == object.organisation)
                && sheet.judges == judges
                && sheet.split == split
        };
        match sheets.iter_mut().find(|(sheet, _)| fits(sheet)) {
            Some((_, objects)) => objects.push(object),
            None => {
                let (organisation, window) = (object.organisation, object.window);
                let sheet = Arranged { organisation, window, judges, split, objects: Vec::new() };
                sheets.push((sheet, vec![object]));
            }
        }
    }
    let in_order = |(mut sheet, mut objects): (Arranged, Vec<&super::model::Object>)| {
        let measure = |object: &super::model::Object| {
            let position = plan.measures.iter().position(|m| m.id == object.measure);
            (object.member.is_some(), position)
        };
        objects.sort_by_key(|object| (measure(object), object.subject));
        sheet.objects = objects.iter().map(|object| object.id).collect();
        sheet
    };
    sheets.into_iter().map(in_order).collect()
}

/// The open panels that cannot reach k, each with the panel it should be merged into, if there is any.
#[must_use]
pub fn too_small(
    plan: &Plan,
    minimum: u32,
    merge_with: impl Fn(&str) -> Option<String>,
) -> Vec<(PanelId, Option<PanelId>)> {
    let small = plan.open_panels().filter(|panel| plan.planned_in_all(panel) < minimum);
    small
        .map(|panel| {
            let others = plan.open_panels().filter(|other| other.sheet == panel.sheet && other.id != panel.id);
            let wished = merge_with(&panel.category);
            // First the category it belongs with, then the same place, then the largest: it hides the small one best.
            let best = others.max_by_key(|other| {
                (
                    wished.as_deref() == Some(other.category.as_str()) && other.organisation == panel.organisation,
                    other.organisation == panel.organisation,
                    wished.as_deref() == Some(other.category.as_str()),
                    plan.planned_in_all(other),
                    std::cmp::Reverse(other.number),
                )
            });
            (panel.id, best.map(|other| other.id))
        })
        .collect()
}

/// The mergers that leave no panel below k where that is possible: small panels one after the other, smallest first.
#[must_use]
pub fn mergers(plan: &Plan, minimum: u32, merge_with: impl Fn(&str) -> Option<String>) -> BTreeMap<PanelId, PanelId> {
    let mut plan = plan.clone();
    let mut mergers = BTreeMap::new();
    loop {
        let mut small = too_small(&plan, minimum, &merge_with);
        small.sort_by_key(|(id, _)| plan.panel(*id).map(|panel| (plan.planned_in_all(panel), panel.number)));
        let Some((from, into)) = small.into_iter().find_map(|(from, into)| Some((from, into?))) else {
            return mergers;
        };
        for panel in &mut plan.panels {
            if panel.id == from || panel.merged_into == Some(from) {
                panel.merged_into = Some(into);
                mergers.insert(panel.id, into);
            }
        }
    }
}

/// The measures with which 不了解 may be answered on a sheet where judges may be among those judged, as
/// [`Plan::judges_are_judged`] says: an empty row would name its author.
#[must_use]
pub fn not_known_among_judges(plan: &Plan) -> Vec<MeasureId> {
    let sheets = plan.sheets.iter().filter(|sheet| plan.judges_are_judged(sheet));
    let asked = sheets.flat_map(|sheet| plan.objects_of(sheet));
    let open = asked.filter(|(_, definition)| definition.ungraded == Ungraded::NotKnown);
    let mut found: Vec<MeasureId> = open.map(|(object, _)| object.measure).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What the checks before issuing look at besides the plan.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Whether judges can be told an address.
    pub has_public_url: bool,
    /// Whether it is reached over https.
    pub is_served_over_tls: bool,
    /// Whether two tally keepers accepted plain http.
    pub plain_http_accepted: bool,
    /// Whether the moment at which the clock ends casting is over already.
    pub is_casting_over: bool,
    /// Whether the round below this one is not sealed yet (S071).
    pub is_lower_open: bool,
    /// Panels whose judges come from a list on which nobody stands (S050).
    pub unlisted: Vec<PanelId>,
    /// How many judge from each list (S050).
    pub listed: BTreeMap<PanelId, u32>,
    /// Panels whose list is fixed and from which nobody was drawn (S050).
    pub undrawn: Vec<PanelId>,
    /// What is wrong with the blind tokens that were declared.
    pub tokens: Vec<tokens::rules::Fault>,
    /// Who was allotted a named sheet that does not take the place of the slip, by panel (S069).
    pub stranded: BTreeMap<PanelId, Vec<String>>,
}

/// What keeps issuing from beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Nobody and nothing is judged.
    Objects,
    /// Nobody judges anything.
    Panels,
    /// A sheet that nobody answers.
    SheetWithoutPanel(SheetId),
    /// A panel below k.
    SmallPanel(PanelId),
    /// 不了解 may be answered by judges who are among those judged.
    NotKnownAmongJudges(MeasureId),
    /// No public address: slips could not be printed.
    PublicUrl,
    /// Plain http without two tally keepers' consent.
    PlainHttp,
    /// The end of casting lies in the past.
    CastingUntil,
    /// The round below this one is not sealed yet.
    LowerRound,
    /// The verdict rule names no measure and judges, or some that are not there.
    Verdict,
    /// A panel whose judges come from a list, and nobody on it judges.
    NobodyListed(PanelId),
    /// A panel whose lists hold fewer judges than k, however many are planned.
    FewListed(PanelId),
    /// A panel whose list is fixed waits for its draw.
    NotDrawn(PanelId),
    /// Something about blind tokens.
    Tokens(tokens::rules::Fault),
    /// Of a panel these were allotted a named sheet that does not take the place of their slip.
    Stranded(PanelId, Vec<String>),
}

impl Missing {
    /// The end of its text key `appraisals-missing-…`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Objects => "objects",
            Self::Panels => "panels",
            Self::SheetWithoutPanel(_) => "sheet-without-panel",
            Self::SmallPanel(_) => "small-panel",
            Self::NotKnownAmongJudges(_) => "not-known-among-judges",
            Self::PublicUrl => "public-url",
            Self::PlainHttp => "plain-http",
            Self::CastingUntil => "casting-until",
            Self::LowerRound => "lower-round",
            Self::Verdict => "verdict",
            Self::NobodyListed(_) => "nobody-listed",
            Self::FewListed(_) => "few-listed",
            Self::NotDrawn(_) => "not-drawn",
            Self::Stranded(..) => "stranded",
            Self::Tokens(Fault::Period) => "tokens-period",
            Self::Tokens(Fault::PlainHttp) => "tokens-plain-http",
            Self::Tokens(Fault::Others(_)) => "tokens-others",
        }
    }
}

/// The open panels that are planned large enough, not among the `small`, and cannot reach k, because fewer stand on their
/// lists.
fn few_listed(plan: &Plan, minimum: u32, small: &[PanelId], around: &Surroundings) -> Vec<PanelId> {
    let mut coming = plan.clone();
    for panel in &mut coming.panels {
        panel.planned = around.listed.get(&panel.id).map_or(panel.planned, |judges| panel.planned.min(*judges));
    }
    let few = too_small(&coming, minimum, |_| None).into_iter().map(|(panel, _)| panel);
    // Whose list is empty, or who is planned too few, is told that.
    few.filter(|panel| !small.contains(panel) && !around.unlisted.contains(panel)).collect()
}

/// Everything that keeps issuing from beginning.
#[must_use]
pub fn missing(plan: &Plan, (minimum, rule): (u32, Option<&VerdictRule>), around: Surroundings) -> Vec<Missing> {
    let mut missing = Vec::new();
    if plan.objects.is_empty() {
        missing.push(Missing::Objects);
    } else if plan.panels.is_empty() {
        missing.push(Missing::Panels);
    } else {
        let unanswered = plan.sheets.iter().filter(|sheet| !plan.open_panels().any(|panel| panel.sheet == sheet.id));
        missing.extend(unanswered.map(|sheet| Missing::SheetWithoutPanel(sheet.id)));
    }
    let small: Vec<PanelId> = too_small(plan, minimum, |_| None).into_iter().map(|(panel, _)| panel).collect();
    let few = few_listed(plan, minimum, &small, &around);
    missing.extend(small.into_iter().map(Missing::SmallPanel));
    missing.extend(few.into_iter().map(Missing::FewListed));
    missing.extend(around.unlisted.into_iter().map(Missing::NobodyListed));
    missing.extend(around.undrawn.into_iter().map(Missing::NotDrawn));
    missing.extend(around.stranded.into_iter().map(|(panel, people)| Missing::Stranded(panel, people)));
    missing.extend(not_known_among_judges(plan).into_iter().map(Missing::NotKnownAmongJudges));
    if rule.is_some_and(|rule| !verdict::is_readable(plan, rule)) {
        missing.push(Missing::Verdict);
    }
    if around.is_lower_open {
        missing.push(Missing::LowerRound);
    }
    if around.is_casting_over {
        missing.push(Missing::CastingUntil);
    }
    missing.extend(around.tokens.into_iter().map(Missing::Tokens));
    if !around.has_public_url {
        missing.push(Missing::PublicUrl);
    } else if !around.is_served_over_tls && !around.plain_http_accepted {
        missing.push(Missing::PlainHttp);
    }
    missing
}

/// The numbers of a batch: slips printed, handed out, used, brought back, missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slips {
    /// Printed.
    pub printed: i64,
    /// Handed out.
    pub handed_out: i64,
    /// Used, told after sealing.
    pub spent: i64,
    /// Brought back unused.
    pub returned: i64,
    /// Neither used nor brought back.
    pub missing: i64,
}

impl Slips {
    /// Whether they add up: spent ≤ handed out ≤ printed, handed out = spent + returned + missing.
    #[must_use]
    pub const fn add_up(self) -> bool {
        self.spent <= self.handed_out
            && self.handed_out <= self.printed
            && self.handed_out == self.spent + self.returned + self.missing
    }
}

#[cfg(test)]
mod tests {
    use super::Slips;

    #[test]
    fn slips_add_up_or_do_not() {
        let slips = Slips { printed: 40, handed_out: 38, spent: 35, returned: 2, missing: 1 };
        assert!(slips.add_up());
        assert!(!Slips { spent: 36, ..slips }.add_up());
        assert!(!Slips { printed: 37, ..slips }.add_up());
        assert!(!Slips { spent: 39, handed_out: 38, returned: 0, missing: -1, ..slips }.add_up());
    }
}
