//! Who files in a round, what the records say for each, and when a return is late.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rules::scale::Classes;
use rules::statistics_return::{Line, Method, methods_text};
use rules::verdict::{BlankReason, VerdictRule, verdict_counts};
use storage::OrganisationId;

use super::drafts::Draft;

/// The place of an organisation, as far as filing goes.
pub struct Place {
    /// Its superior.
    pub parent: Option<OrganisationId>,
    /// A member group files nothing: it counts with its branch.
    pub is_group: bool,
}

/// The tree as far as filing goes.
pub type Tree = BTreeMap<OrganisationId, Place>;

/// The organisation that files for this one: itself, or the branch of a member group.
pub fn filing_unit(tree: &Tree, organisation: OrganisationId) -> OrganisationId {
    let mut unit = organisation;
    while let Some(Place { parent: Some(parent), is_group: true }) = tree.get(&unit) {
        unit = *parent;
    }
    unit
}

/// Every organisation that files, with the one it files to: those judged and their superiors up to the owner, a
/// superior always before those below it.
pub fn units(
    tree: &Tree,
    owner: OrganisationId,
    judged: &BTreeSet<OrganisationId>,
) -> Vec<(OrganisationId, Option<OrganisationId>)> {
    let mut units = vec![(owner, None)];
    let mut known = BTreeSet::from([owner]);
    for organisation in judged {
        let mut chain = Vec::new();
        let mut next = Some(filing_unit(tree, *organisation));
        while let Some(unit) = next.filter(|unit| !known.contains(unit)) {
            next = tree.get(&unit).and_then(|place| place.parent);
            chain.push((unit, next));
        }
        // A chain that ends at the root without meeting the owner lies outside the round.
        if next.is_some() {
            known.extend(chain.iter().map(|(unit, _)| *unit));
            units.extend(chain.into_iter().rev());
        }
    }
    units
}

/// What is known of the grades of one kind of objects.
#[derive(Debug, Clone, Default)]
pub struct Graded {
    /// How many were judged.
    pub judged: u64,
    /// Their classes as released; `None` before there are results.
    pub classes: Option<Vec<Classes>>,
    /// Whether the round declared no measure and judges for them.
    pub is_undeclared: bool,
    /// How many were judged by another measure than the declared one.
    pub by_another_measure: u64,
    /// How many were judged by the declared judges merged with others.
    pub not_apart: u64,
}

/// What the records of a round say about one unit.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Organisations judged.
    pub organisations: Graded,
    /// Members in the register.
    pub members_total: u64,
    /// Members judged.
    pub members: Graded,
    /// Meetings recorded: how many, participants, heads who reported, persons sent by the superior.
    pub meetings: [u64; 4],
    /// Contacts recorded.
    pub contacts: Vec<Method>,
    /// Members whose self-report was handed in.
    pub introductions: u64,
    /// Practical things, where they were recorded.
    pub practical_things: Option<u64>,
}

impl Facts {
    /// A superior without anything judged of its own may have held nothing itself; a unit that was judged did.
    const fn is_judged(&self) -> bool {
        self.organisations.judged + self.members.judged > 0
    }
}

/// A return as the records fill it in. A line they say nothing about stays blank, without a reason: whoever fills it
/// in decides between 0 and a number.
pub fn prefill(facts: &Facts, rule: Option<VerdictRule>, threshold: u64) -> Draft {
    let mut draft = Draft::default();
    let lines = [
        (&facts.organisations, [Line::OrganisationsJudged, Line::OrganisationsBasic, Line::OrganisationsSatisfied]),
        (&facts.members, [Line::MembersJudged, Line::MembersBasic, Line::MembersSatisfied]),
    ];
    for (graded, [judged, basic, satisfied]) in lines {
        draft.count(judged, graded.judged);
        fill_verdicts(&mut draft, graded, rule, threshold, [basic, satisfied]);
    }
    draft.count(Line::MembersTotal, facts.members_total);
    draft.count(Line::SelfIntroductions, facts.introductions);
    let [meetings, participants, heads, sent] = facts.meetings;
    if meetings > 0 || !facts.is_judged() {
        draft.count(Line::Meetings, meetings);
        draft.count(Line::MeetingParticipants, participants);
        draft.count(Line::ChiefReports, heads);
        draft.count(Line::SuperiorsPresent, sent);
    }
    if !facts.contacts.is_empty() {
        draft.write(Line::Methods, methods_text(&facts.contacts));
    } else if !facts.is_judged() {
        draft.write(Line::Methods, "无".to_owned());
    }
    match facts.practical_things {
        Some(things) => draft.count(Line::PracticalThings, things),
        None if !facts.is_judged() => draft.count(Line::PracticalThings, 0),
        None => {}
    }
    draft
}

fn fill_verdicts(
    draft: &mut Draft,
    graded: &Graded,
    rule: Option<VerdictRule>,
    threshold: u64,
    [basic, satisfied]: [Line; 2],
) {
    if graded.judged == 0 {
        draft.count(basic, 0);
        draft.count(satisfied, 0);
        return;
    }
    let leave = |draft: &mut Draft, key: &str, values: &[(&str, u64)]| {
        draft.blank(basic, key, values);
        draft.blank(satisfied, key, values);
    };
    if rule.is_some() && graded.is_undeclared {
        return leave(draft, "returns-blank-no-source", &[]);
    }
    let unread =
        [("returns-blank-other-measure", graded.by_another_measure), ("returns-blank-not-apart", graded.not_apart)];
    if let Some((key, objects)) = unread.into_iter().find(|(_, objects)| rule.is_some() && *objects > 0) {
        return leave(draft, key, &[("objects", objects), ("of", graded.judged)]);
    }
    let outcome = match &graded.classes {
        Some(classes) => verdict_counts(rule, classes, threshold).outcome,
        None if rule.is_none() => Err(BlankReason::RuleUndeclared {}),
        None => return leave(draft, "returns-blank-no-results", &[]),
    };
    match outcome {
        Ok(reached) => {
            draft.count(basic, reached.basic_or_above);
            draft.count(satisfied, reached.satisfied);
        }
        Err(reason) => {
            let values: &[(&str, u64)] = match reason {
                BlankReason::RuleUndeclared {} => &[],
                BlankReason::PanelBelowThreshold { objects, of, threshold } => {
                    &[("objects", objects), ("of", of), ("threshold", threshold)]
                }
            };
            leave(draft, &format!("returns-{}", reason.key()), values);
        }
    }
}

/// Whether a return is late: filed after the day it was due, or not filed and the day is over.
pub fn is_late(due: &str, filed_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    // Both are ISO days, so their order is the order of their letters.
    filed_on.unwrap_or(today).to_string().as_str() > due
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> OrganisationId {
        OrganisationId(Uuid::from_u128(number))
    }

    fn tree() -> Tree {
        // 1 county, 2 town, 3 and 4 branches of the town, 5 a group of branch 3, 9 another county's branch.
        let places = [(1, None), (2, Some(1)), (3, Some(2)), (4, Some(2)), (5, Some(3)), (8, None), (9, Some(8))];
        let place = |(number, parent): (u128, Option<u128>)| {
            (id(number), Place { parent: parent.map(id), is_group: number == 5 })
        };
        places.into_iter().map(place).collect()
    }

    #[test]
    fn the_judged_and_their_superiors_up_to_the_owner_file() {
        let judged = BTreeSet::from([id(4), id(5), id(9)]);
        let found = units(&tree(), id(1), &judged);
        let expected = [(id(1), None), (id(2), Some(id(1))), (id(4), Some(id(2))), (id(3), Some(id(2)))];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_unit_that_was_judged_and_recorded_nothing_has_to_decide_itself() {
        let facts =
            Facts { organisations: Graded { judged: 1, ..Graded::default() }, members_total: 9, ..Facts::default() };
        let draft = prefill(&facts, None, 5);
        assert_eq!(draft.text(Line::OrganisationsJudged), "1");
        assert_eq!(draft.text(Line::MembersTotal), "9");
        assert_eq!(draft.text(Line::Meetings), "");
        assert!(!draft.reasons.contains_key("2a"));
        assert!(draft.reasons.contains_key("1b"));
        let superior = prefill(&Facts::default(), None, 5);
        assert_eq!(superior.text(Line::Meetings), "0");
        assert_eq!(superior.text(Line::OrganisationsBasic), "0");
    }

    #[test]
    fn a_return_filed_on_the_last_day_is_not_late() {
        let day = |day| NaiveDate::from_ymd_opt(2012, 1, day);
        let today = day(20).unwrap_or_default();
        assert!(!is_late("2012-01-15", day(15), today));
        assert!(is_late("2012-01-15", day(16), today));
        assert!(is_late("2012-01-15", None, today));
        assert!(!is_late("2012-01-20", None, today));
    }
}
