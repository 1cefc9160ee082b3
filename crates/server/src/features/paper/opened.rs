//! A sheet that somebody may type: one of the own keying, or one that two people read differently.

use storage::entities::paper_batch;
use storage::{PaperBatchId, RoundId};

use super::found::{self, Found};
use super::keyed::{Asked, Keyed, Typed};
use super::keying::keying_of;
use super::rules::{Keying, Reading, sheets_of};
use super::{KEYING, queries, urls};
use crate::App;
use crate::features::appraisals::common;
use crate::web::{Frame, Visitor, WebError};

/// A sheet somebody may type, with what was read of it.
pub(super) struct Opened {
    /// The batch.
    pub found: Found,
    /// What was read of it.
    pub reading: Reading,
    /// Which reading is typed.
    pub keying: Keying,
    /// The number put on the sheet.
    pub number: i64,
    /// What it asks.
    pub asked: Vec<Asked>,
    version: i64,
}

/// What a sheet is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// One of the two keyings.
    Keying,
    /// What a third person decides.
    Deciding,
}

fn number(sheet: &str, batch: &paper_batch::Model) -> Result<i64, WebError> {
    let number = sheet.parse::<i64>().ok().filter(|number| (1..=sheets_of(batch)).contains(number));
    number.ok_or(WebError::NotFound)
}

/// Opens a sheet of the own keying, or one that a third person decides.
pub(super) async fn open(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    (round, batch, sheet): (RoundId, PaperBatchId, &str),
    purpose: Purpose,
) -> Result<Opened, WebError> {
    let found = found::find(app, visitor, (round, batch), KEYING).await?;
    common::refuse_judged(app, visitor, &found.round).await?;
    if found.round.state != "sealing" || found.batch.state != "keying" {
        return Err(WebError::refused("paper-not-now"));
    }
    let number = number(sheet, &found.batch)?;
    let drafts = queries::drafts(&app.database, batch).await?;
    let reading = Reading::of(&found.batch, &drafts);
    let own = keying_of(&found.batch, visitor);
    let keying = match own {
        Some(_) if purpose == Purpose::Deciding => return Err(WebError::refused("paper-third-person")),
        None if purpose == Purpose::Deciding => Keying::Resolution,
        Some(own) => own,
        None => return Err(WebError::NotFound),
    };
    let is_differing = reading.differing().iter().any(|(differing, _)| *differing == number);
    if purpose == Purpose::Deciding && !is_differing {
        return Err(WebError::NotFound);
    }
    let (_, of) = found.asked()?;
    let asked = Asked::of(&found.plan, of, frame.language);
    let mut own = drafts.iter().filter(|row| row.sheet_number == number && row.keying == keying.code());
    let version = own.next().map_or(0, |row| row.version);
    Ok(Opened { found, reading, keying, number, asked, version })
}

impl Opened {
    /// Whether a third person decides it.
    pub(super) fn is_decision(&self) -> bool {
        self.keying == Keying::Resolution
    }

    /// What it was opened for.
    pub(super) fn purpose(&self) -> Purpose {
        if self.is_decision() { Purpose::Deciding } else { Purpose::Keying }
    }

    /// What the form begins with: what was keyed before, or what the two agree on.
    pub(super) fn begin(&self) -> Typed {
        let stored = self.reading.sheet(self.keying, self.number);
        let mut typed = match (stored, self.both()) {
            (Some(stored), _) => Typed::again(&self.asked, stored),
            (None, Some((one, other))) => Typed::agreed(&self.asked, one, other),
            (None, None) => Typed::default(),
        };
        typed.version = self.version;
        typed
    }

    /// What the two read, where a third decides; else nobody sees another's reading.
    pub(super) fn both(&self) -> Option<(&Keyed, &Keyed)> {
        self.both_of(&self.reading)
    }

    /// The same of what was read meanwhile.
    pub(super) fn both_of<'a>(&self, reading: &'a Reading) -> Option<(&'a Keyed, &'a Keyed)> {
        let read = |keying| reading.sheet(keying, self.number);
        read(Keying::First).zip(read(Keying::Second)).filter(|_| self.is_decision())
    }

    /// Where a sheet of the same kind is.
    pub(super) fn path(&self, number: i64) -> String {
        let (round, batch, sheet) = (self.found.round.id, self.found.batch.id, number.to_string());
        if self.is_decision() {
            urls::Decision { round, batch, sheet }.to_path()
        } else {
            urls::Sheet { round, batch, sheet }.to_path()
        }
    }

    /// The sheets beside this one: of all, or of those that differ.
    pub(super) fn beside(&self) -> (Option<i64>, Option<i64>) {
        let sheets = sheets_of(&self.found.batch);
        if self.is_decision() {
            let all: Vec<i64> = self.reading.differing().into_iter().map(|(number, _)| number).collect();
            let before = all.iter().rev().find(|number| **number < self.number);
            return (before.copied(), all.iter().find(|number| **number > self.number).copied());
        }
        (Some(self.number - 1).filter(|before| *before > 0), Some(self.number + 1).filter(|after| *after <= sheets))
    }
}
