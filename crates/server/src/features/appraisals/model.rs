//! What a round consists of, as plain values that every slice of a round shares.
//!
//! A [`Plan`] is what the office declares while it prepares; [`Frozen`] is the same once issuing began, with everything
//! else that was declared, and its SHA-256 is the opening hash.

mod frozen;
mod judging;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use storage::{MeasureId, MemberId, ObjectId, OrganisationId, PanelId, RoundAreaId, SheetId, WindowId};
use texts::Language;

use super::library::LIBRARY;
use crate::texts::in_script;

pub use crate::features::library::model::{
    Category, Definition, Direction, Grade, Group, GroupLayout, Item, LEADING_TEAM, ObjectKind, OwnGrades, Scale,
    Section, SelfEvaluation, Ungraded, WINDOW, Words,
};
pub use frozen::{
    Composite, Followed, Frozen, FrozenOrganisation, FrozenTokens, Head, QualityLimits, VerdictRule, VerdictSource,
    is_called,
};
pub use judging::BESIDE;

/// The states of a round in the order it passes them; a void one is at its end from anywhere.
pub const STATES: [&str; 9] =
    ["draft", "announced", "issuing", "casting", "sealing", "sealed", "published", "finished", "void"];

/// A measure: an instrument and its direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its row.
    pub id: MeasureId,
    /// A code of a direction, as [`Plan::direction`] finds it.
    pub direction: String,
    /// The instrument.
    pub definition: Definition,
}

/// What an organisation's sheets are split by besides directions: objects of one split share a sheet, and panels of it
/// answer that sheet alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SplitId {
    /// An area of neighbours (S074).
    Area(RoundAreaId),
}

/// One organisation, member or service window judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// Its row.
    pub id: ObjectId,
    /// The number opinions carry; unique in the round.
    pub subject: u32,
    /// What it is.
    pub kind: ObjectKind,
    /// The organisation judged, or the one the member or window judged belongs to.
    pub organisation: OrganisationId,
    /// The member judged.
    pub member: Option<MemberId>,
    /// Its name.
    pub name: String,
    /// Its measure.
    pub measure: MeasureId,
    /// The object whose self-report stands for this one too: the same one, judged in another direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_as: Option<ObjectId>,
    /// The area of neighbours it is judged in; only rounds with areas have such a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<RoundAreaId>,
    /// The service window judged, where it is one (S070): its organisation is not judged with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowId>,
}

impl Object {
    /// The object that hands in the self-report.
    #[must_use]
    pub fn reporter(&self) -> ObjectId {
        self.reported_as.unwrap_or(self.id)
    }

    /// Whether it is an organisation or its leading team, neither a member nor a window of it.
    #[must_use]
    pub fn is_of_organisation(&self) -> bool {
        self.member.is_none() && self.window.is_none()
    }
}

/// What a panel is asked about. Several panels may answer the same sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its row.
    pub id: SheetId,
    /// Its place among the sheets, from 1.
    pub position: u32,
    /// Its title.
    pub title: String,
    /// The sector's target shown on it (S053).
    pub target: Option<String>,
    /// The objects in the order of the sheet.
    pub objects: Vec<ObjectId>,
}

impl Sheet {
    /// The target, where it has one: a sector's in the language of a page, an office's own in its script.
    #[must_use]
    pub fn target_in(&self, language: Language) -> Option<&str> {
        let target = self.target.as_deref().filter(|target| !target.is_empty())?;
        let of_sector = LIBRARY.target_called(target).map(|words| words.in_language(language));
        Some(of_sector.unwrap_or_else(|| in_script(target, language)))
    }
}

/// A judge group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// Its row.
    pub id: PanelId,
    /// The number the ballot store knows its sheet by (`ballot_box::SheetId`): one per panel, so that a ballot's panel
    /// follows from it. Unique in the round.
    pub number: u32,
    /// The sheet it answers.
    pub sheet: SheetId,
    /// Its place in the tree.
    pub organisation: OrganisationId,
    /// A code of a category, as [`Plan::category`] finds it.
    pub category: String,
    /// Judges planned.
    pub planned: u32,
    /// Members due (total − exempt) where the panel is the members of its organisation.
    pub due: Option<u32>,
    /// The panel it was merged into, because it is below k alone.
    pub merged_into: Option<PanelId>,
    /// The area of neighbours it judges in; only rounds with areas have such a field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<RoundAreaId>,
    /// The service window whose visitors it is (S070).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowId>,
    /// Its judges are those of a list, drawn or nominated (S050): a member's place in the tree does not put him on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_listed: bool,
}

/// Who or what is judged: an organisation, a member or a window of it, and whether it is its leading team.
pub type Judged = (OrganisationId, Option<MemberId>, Option<WindowId>, bool);

/// What an office has declared of whom and what a round is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The measures.
    pub measures: Vec<Measure>,
    /// The objects, by subject.
    pub objects: Vec<Object>,
    /// The sheets, by position.
    pub sheets: Vec<Sheet>,
    /// The panels, by number, merged ones included.
    pub panels: Vec<Panel>,
    /// The directions of offices that the round took; only rounds that took some have such a field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<Direction>,
    /// The categories of judges of offices that the round took; only rounds that took some have such a field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Category>,
}

impl Plan {
    /// A measure.
    #[must_use]
    pub fn measure(&self, id: MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    /// The instrument an object is judged by.
    #[must_use]
    pub fn definition_of(&self, object: &Object) -> Option<&Definition> {
        self.measure(object.measure).map(|measure| &measure.definition)
    }

    /// Who or what an object is, whichever measure judges it: the leading team of an organisation is another.
    #[must_use]
    pub fn judged(&self, object: &Object) -> Judged {
        let is_team = self.definition_of(object).is_some_and(Definition::is_of_team);
        (object.organisation, object.member, object.window, is_team)
    }

    /// Whether somebody is judged in several directions (S054): then the judges of each have a sheet of their own.
    #[must_use]
    pub fn has_directions(&self) -> bool {
        let mut seen = BTreeSet::new();
        self.objects.iter().any(|object| !seen.insert(self.judged(object)))
    }

    /// An object.
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.iter().find(|object| object.id == id)
    }

    /// A sheet.
    #[must_use]
    pub fn sheet(&self, id: SheetId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.id == id)
    }

    /// The window a sheet is about; nothing where it is about organisations and members.
    #[must_use]
    pub fn window_of(&self, sheet: &Sheet) -> Option<WindowId> {
        self.object(*sheet.objects.first()?)?.window
    }

    /// The name of the window whose visitors a panel is.
    #[must_use]
    pub fn window_name(&self, panel: &Panel) -> Option<&str> {
        let window = panel.window?;
        self.objects.iter().find(|object| object.window == Some(window)).map(|object| object.name.as_str())
    }

    /// The objects of a sheet with their instruments, in the order of the sheet.
    #[must_use]
    pub fn objects_of(&self, sheet: &Sheet) -> Vec<(&Object, &Definition)> {
        let found = sheet.objects.iter().filter_map(|id| self.object(*id));
        found.filter_map(|object| Some((object, self.definition_of(object)?))).collect()
    }

    /// A panel.
    #[must_use]
    pub fn panel(&self, id: PanelId) -> Option<&Panel> {
        self.panels.iter().find(|panel| panel.id == id)
    }

    /// The panel behind a sheet number of the ballot store.
    #[must_use]
    pub fn panel_numbered(&self, number: u32) -> Option<&Panel> {
        self.panels.iter().find(|panel| panel.number == number)
    }

    /// The panels that get slips: those not merged into another.
    pub fn open_panels(&self) -> impl Iterator<Item = &Panel> {
        self.panels.iter().filter(|panel| panel.merged_into.is_none())
    }

    /// The panels merged into this one.
    pub fn merged_into(&self, into: PanelId) -> impl Iterator<Item = &Panel> {
        self.panels.iter().filter(move |panel| panel.merged_into == Some(into))
    }

    /// Whether judges may be among the objects of a sheet. Each grades his own row too, because an empty one would name
    /// its author, and that grade counts.
    #[must_use]
    pub fn judges_are_judged(&self, sheet: &Sheet) -> bool {
        let on_sheet = self.objects_of(sheet);
        let mut panels = self.panels.iter().filter(|panel| panel.sheet == sheet.id);
        panels.any(|panel| {
            // A member's own organisation is no colleague of his; an organisation judging itself alone is named anyway.
            let is_colleague = |object: &Object, kind: ObjectKind| {
                object.kind == kind
                    && object.window.is_none()
                    && (kind == ObjectKind::Member || object.organisation != panel.organisation)
            };
            let judged = self.category(&panel.category).and_then(|category| category.judged);
            judged.is_some_and(|kind| on_sheet.iter().any(|(object, _)| is_colleague(object, kind)))
        })
    }

    /// The judges planned for a panel together with those merged into it.
    #[must_use]
    pub fn planned_in_all(&self, panel: &Panel) -> u32 {
        panel.planned + self.merged_into(panel.id).map(|panel| panel.planned).sum::<u32>()
    }
}
