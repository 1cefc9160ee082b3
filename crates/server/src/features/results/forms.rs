//! The forms of judge groups: how many were handed out, came back and are valid, and who came of those who were due.

use rules::attendance::{Participation, Persons, Roll, attendance, participation};
use rules::tally::Recovery;

use super::context::Context;
use super::figures::group_name;
use super::release::Panel;
use super::urls;

/// The forms of one judge group.
pub struct FormsLine {
    /// The group.
    pub name: String,
    /// Handed out.
    pub issued: u64,
    /// Came back.
    pub recovered: u64,
    /// Valid.
    pub valid: u64,
    /// Blank.
    pub blank: u64,
    /// Paper that cannot be read.
    pub invalid: u64,
    /// Whether paper was lost before it was counted: then nobody knows how much of it was handed out.
    pub is_uncounted: bool,
    /// Whether R04 holds.
    pub adds_up: bool,
    /// Attended ÷ due (R03), where the group is the members of an organisation.
    pub attendance: String,
    /// Members who give a named sheet: they are not among those due here.
    pub named: u64,
    /// How it was found.
    pub steps: String,
}

/// Who took part of the staff (R07); nothing where their number was not declared.
pub fn participation_of(context: &Context) -> Option<Participation> {
    participation(Persons(context.participants()), Persons(context.frozen.staff?.into()))
}

/// The forms of a group as far as everybody may know them.
pub fn forms_line(language: texts::Language, context: &Context, group: usize) -> FormsLine {
    let panel = context.release.panels.get(group);
    let issued = context.issued.get(group).copied().unwrap_or(0);
    let found = recovery(issued, panel);
    FormsLine {
        name: group_name(language, context, group),
        issued,
        recovered: found.recovered,
        valid: found.valid,
        blank: found.blank,
        invalid: found.invalid,
        is_uncounted: context.uncounted.get(group).copied().unwrap_or_default(),
        adds_up: found.check().is_ok(),
        attendance: roll(context, group)
            .and_then(|roll| attendance(roll).ok())
            .map(|found| super::figures::share(found.share))
            .unwrap_or_default(),
        named: panel.map_or(0, |panel| panel.named),
        steps: urls::FormsSteps { round: context.round.id, group }.to_path(),
    }
}

/// The forms of a group as R04 checks them.
pub fn recovery(issued: u64, panel: Option<&Panel>) -> Recovery {
    let none = Recovery { issued, recovered: 0, valid: 0, invalid: 0, blank: 0 };
    panel.map_or(none, |panel| Recovery {
        issued,
        recovered: panel.recovered,
        valid: panel.valid,
        invalid: panel.invalid,
        blank: panel.blank,
    })
}

/// The roll of a group that is the members of an organisation (R03).
pub fn roll(context: &Context, group: usize) -> Option<Roll> {
    let panel = context.release.panels.get(group)?;
    let due = panel.due?;
    let place = context.release.places.get(panel.place)?;
    let frozen = context.frozen.organisation(place.organisation)?;
    let (members, exempt) = (u64::from(frozen.members), u64::from(frozen.exempt));
    // The declared number is what the round froze; total and exempt explain it where they are those of the roll.
    let is_explained = members.checked_sub(exempt) == Some(due + panel.named);
    let (total, exempt) = if is_explained { (members - panel.named, exempt) } else { (due, 0) };
    Some(Roll { total, exempt, attended: panel.recovered })
}
