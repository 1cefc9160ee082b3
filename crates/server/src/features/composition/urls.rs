//! Paths of who judges a round.

use storage::{CandidateId, PanelId, RoundAreaId, RoundId, WorkingGroupMemberId};

use crate::urls;

urls! {
    /// Who judges: every panel with its list, quota, draw, invitation and attendance.
    Composition { round: RoundId } = "/w/composition/{round}";
    /// One panel's list; putting stores it, deleting takes it away.
    Panel { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}";
    /// Copying the list from the members' roll.
    Roll { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/roll";
    /// Fixing the list: it can no longer change.
    Fixing { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/fixing";
    /// The draw, to be printed and repeated; posting enters the seed as it was read, putting confirms it and draws,
    /// deleting sends it back.
    Draw { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/draw";
    /// What the seed is read from: posting proposes another source where one failed, putting agrees to it, deleting drops
    /// it.
    Source { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/draw/source";
    /// The fixed list exactly as it was hashed.
    ListFile { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/list.txt";
    /// Who is nominated; putting stores it.
    Nominations { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/nominations";
    /// Who is invited; putting stores it.
    Invited { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/invited";
    /// Who came; putting stores it.
    Attendance { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/attendance";
    /// The invitations of a panel, to be printed.
    Invitations { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/invitations";
    /// The sign-in list of a panel, to be printed.
    SignIn { round: RoundId, panel: PanelId } = "/w/composition/{round}/panels/{panel}/sign-in";
    /// Somebody declines: posting puts the next reserve in the place.
    Replacement { round: RoundId, panel: PanelId, candidate: CandidateId } =
        "/w/composition/{round}/panels/{panel}/candidates/{candidate}/replacement";
    /// Somebody recuses: posting moves to the panel of another area.
    Recusal { round: RoundId, panel: PanelId, candidate: CandidateId } =
        "/w/composition/{round}/panels/{panel}/candidates/{candidate}/recusal";
    /// What the invitation says; putting stores it.
    Notice { round: RoundId } = "/w/composition/{round}/notice";
    /// The areas of neighbours; posting adds one.
    Areas { round: RoundId } = "/w/composition/{round}/areas";
    /// Which member judged belongs to which area; putting stores it and arranges the sheets anew.
    AreaObjects { round: RoundId } = "/w/composition/{round}/areas/objects";
    /// One area; deleting takes it away.
    Area { round: RoundId, area: RoundAreaId } = "/w/composition/{round}/areas/{area}";
    /// The working group; posting adds a member.
    WorkingGroup { round: RoundId } = "/w/composition/{round}/working-group";
    /// One member; putting changes, deleting takes away.
    GroupMember { round: RoundId, member: WorkingGroupMemberId } = "/w/composition/{round}/working-group/{member}";
}
