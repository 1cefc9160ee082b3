//! Paths of service windows and of the forms handed out at them.

use storage::{BatchId, RoundId, WindowId};

use crate::urls;

urls! {
    /// All windows in reach; posting opens one.
    Windows = "/w/windows";
    /// The form for a new window.
    NewWindow = "/w/windows/new";
    /// One window with its form; putting renames it.
    Window { id: WindowId } = "/w/windows/{id}";
    /// Closing it; posting closes it.
    Closure { id: WindowId } = "/w/windows/{id}/closure";
    /// The forms handed out at the windows of a round, window by window and in all.
    HandOut { id: RoundId } = "/w/rounds/{id}/hand-out";
    /// One batch of a window: to whom forms are handed, and what was counted day by day; putting changes the plan.
    WindowBatch { id: RoundId, batch: BatchId } = "/w/rounds/{id}/hand-out/{batch}";
    /// The plan as a page to be printed and kept at the window.
    Places { id: RoundId, batch: BatchId } = "/w/rounds/{id}/hand-out/{batch}/places";
    /// What was counted; putting enters or changes a day.
    Days { id: RoundId, batch: BatchId } = "/w/rounds/{id}/hand-out/{batch}/days";
    /// What was counted on one day (ISO); deleting takes it back.
    Day { id: RoundId, batch: BatchId, day: String } = "/w/rounds/{id}/hand-out/{batch}/days/{day}";
}

impl Windows {
    /// The windows of one organisation.
    #[must_use]
    pub fn of(organisation: storage::OrganisationId) -> String {
        format!("{}?organisation={organisation}", Self {}.to_path())
    }
}
