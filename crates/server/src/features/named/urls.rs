//! Paths of named appraisal.

use storage::{MemberId, ObjectId, PanelId, RoundId};

use crate::urls;

urls! {
    /// The rounds in which the visitor takes part by name or may, or allots.
    Rounds = "/w/named";
    /// Whether a round is held by name too, and the rolls; putting declares the measures.
    OfRound { round: RoundId } = "/w/named/{round}";
    /// The roll of a judge group with each member's channel.
    Roll { round: RoundId, panel: PanelId } = "/w/named/{round}/rolls/{panel}";
    /// One member's channel; putting changes it.
    Allotment { round: RoundId, panel: PanelId, member: MemberId } = "/w/named/{round}/rolls/{panel}/{member}";
    /// A member's own page; putting chooses the own channel.
    Own { round: RoundId } = "/w/named/{round}/own";
    /// The own named sheet about an object; putting hands it in or changes it.
    Sheet { round: RoundId, object: ObjectId } = "/w/named/{round}/own/{object}";
    /// What was said by name, after sealing.
    Figures { round: RoundId } = "/w/named/{round}/figures";
    /// What was said by name about one object.
    ObjectFigures { round: RoundId, object: ObjectId } = "/w/named/{round}/figures/{object}";
    /// Which organisations were appraised, and by which channels.
    Coverage { round: RoundId } = "/w/named/{round}/coverage";
    /// The same as a spreadsheet.
    CoverageFile { round: RoundId } = "/w/named/{round}/coverage.xlsx";
}
