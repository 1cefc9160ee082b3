//! Paths of archives.

use storage::RoundId;

use crate::urls;

urls! {
    /// The archive of a round: root, opening hash, key, and how all of it is checked.
    Archive { round: RoundId } = "/w/archives/{round}";
    /// The public archive.
    PublicFile { round: RoundId } = "/w/archives/{round}/public.zyarchive";
    /// Releasing the auditor's archive: posting asks or confirms, deleting takes back what one asked.
    Release { round: RoundId } = "/w/archives/{round}/release";
    /// The auditor's archive, once two tally keepers have released it.
    AuditorFile { round: RoundId } = "/w/archives/{round}/auditor.zyarchive";
}
