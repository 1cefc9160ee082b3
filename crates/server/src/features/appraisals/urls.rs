//! Paths of preparing and running rounds.

use storage::{BatchId, MeasureId, ObjectId, OrganisationId, PanelId, RoundId, SheetId};

use crate::urls;

urls! {
    /// All rounds in reach; posting creates one.
    Rounds = "/w/rounds";
    /// The same as a spreadsheet.
    Export = "/w/rounds/export.xlsx";
    /// The form for a new round.
    NewRound = "/w/rounds/new";
    /// One round: where it stands and what comes next; putting changes what it declares, deleting discards a draft.
    Round { id: RoundId } = "/w/rounds/{id}";
    /// The form of what it declares.
    Settings { id: RoundId } = "/w/rounds/{id}/settings";
    /// One figure over the four appraisals; putting declares it, deleting takes the declaration back.
    Composite { id: RoundId } = "/w/rounds/{id}/composite";
    /// What is shown of the quality of a round, and within which limits.
    Quality { id: RoundId } = "/w/rounds/{id}/quality";
    /// Whom and what is judged; posting adds the chosen organisations.
    Objects { id: RoundId } = "/w/rounds/{id}/objects";
    /// Choosing organisations of the subtree.
    ChooseOrganisations { id: RoundId } = "/w/rounds/{id}/objects/organisations";
    /// Choosing members of one organisation; posting adds them.
    ChooseMembers { id: RoundId, organisation: OrganisationId } = "/w/rounds/{id}/objects/members/{organisation}";
    /// Choosing service windows; posting adds them.
    ChooseWindows { id: RoundId } = "/w/rounds/{id}/objects/windows";
    /// One object; deleting takes it off the round.
    Object { id: RoundId, object: ObjectId } = "/w/rounds/{id}/objects/{object}";
    /// A measure; putting declares whether 不了解 may be answered.
    Measure { id: RoundId, measure: MeasureId } = "/w/rounds/{id}/measures/{measure}";
    /// Local items of a measure; posting adds one.
    Items { id: RoundId, measure: MeasureId } = "/w/rounds/{id}/measures/{measure}/items";
    /// One local item; deleting takes it away.
    Item { id: RoundId, measure: MeasureId, code: String } = "/w/rounds/{id}/measures/{measure}/items/{code}";
    /// How objects stand on sheets; putting arranges them anew.
    Sheets { id: RoundId } = "/w/rounds/{id}/sheets";
    /// The judge groups; posting adds the same groups to every sheet.
    Panels { id: RoundId } = "/w/rounds/{id}/panels";
    /// Merging groups that are below k; posting merges.
    Mergers { id: RoundId } = "/w/rounds/{id}/panels/mergers";
    /// One group; putting changes its number, deleting takes it away.
    Panel { id: RoundId, panel: PanelId } = "/w/rounds/{id}/panels/{panel}";
    /// A sheet as judges will see it.
    Preview { id: RoundId, sheet: SheetId } = "/w/rounds/{id}/sheets/{sheet}/preview";
    /// A sheet as a blank paper (F12, F13, F15).
    Paper { id: RoundId, measure: MeasureId, sheet: SheetId } = "/w/rounds/{id}/sheets/{sheet}/{measure}/instrument.pdf";
    /// Posting draws up a round that judges again whom this one judged.
    Repeat { id: RoundId } = "/w/rounds/{id}/repeat";
    /// Announcing the round.
    Announcement { id: RoundId } = "/w/rounds/{id}/announcement";
    /// What is checked before issuing; posting begins it.
    Issuing { id: RoundId } = "/w/rounds/{id}/issuing";
    /// Accepting that the round runs over plain http: asked by one tally keeper, confirmed by another.
    PlainHttp { id: RoundId } = "/w/rounds/{id}/plain-http";
    /// Slips; posting prints a batch.
    Batches { id: RoundId } = "/w/rounds/{id}/batches";
    /// A batch: putting confirms that it was printed well, deleting voids it.
    Batch { id: RoundId, batch: BatchId } = "/w/rounds/{id}/batches/{batch}";
    /// Codes on a tablet instead of paper; posting makes a batch of them.
    Tablets { id: RoundId } = "/w/rounds/{id}/tablets";
    /// The tablet of a batch; putting lets its digits be tried again.
    Tablet { id: RoundId, batch: BatchId } = "/w/rounds/{id}/tablets/{batch}";
    /// The numbers of a batch after casting; posting enters or confirms them.
    BatchCount { id: RoundId, batch: BatchId } = "/w/rounds/{id}/batches/{batch}/count";
    /// Opening casting; posting opens it or goes on after a pause, deleting pauses it.
    Casting { id: RoundId } = "/w/rounds/{id}/casting";
    /// Why casting does not wait for an object's self-report.
    Excuse { id: RoundId, object: ObjectId } = "/w/rounds/{id}/objects/{object}/excuse";
    /// Slips against ballots; posting records a breach.
    Reconciliation { id: RoundId } = "/w/rounds/{id}/reconciliation";
}
