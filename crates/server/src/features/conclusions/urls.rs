//! Paths of everyday logs and conclusions.

use storage::{EverydayEntryId, OrganisationId, RoundId};

use crate::urls;

urls! {
    /// The everyday log of an organisation; posting adds an entry.
    Everyday { organisation: OrganisationId } = "/w/records/everyday/{organisation}";
    /// One entry: putting changes it, deleting takes it away, both until a conclusion cites it.
    Entry { organisation: OrganisationId, entry: EverydayEntryId } = "/w/records/everyday/{organisation}/{entry}";
    /// The conclusion about an organisation in a sealed round; putting writes it.
    Conclusion { round: RoundId, organisation: OrganisationId } = "/w/records/{round}/conclusions/{organisation}";
}
