//! Paths of records.

use storage::{BoxOpeningId, OrganisationId, RoundContactId, RoundId, RoundMeetingId};

use crate::urls;

urls! {
    /// The rounds.
    Records = "/w/records";
    /// The organisations of a round with what they noted.
    OfRound { round: RoundId } = "/w/records/{round}";
    /// The stages of a round with what each left behind.
    Stages { round: RoundId } = "/w/records/{round}/stages";
    /// What one organisation noted; putting changes it.
    Record { round: RoundId, organisation: OrganisationId } = "/w/records/{round}/{organisation}";
    /// Its meetings: posting adds one.
    Meetings { round: RoundId, organisation: OrganisationId } = "/w/records/{round}/{organisation}/meetings";
    /// A meeting: deleting takes it off the list.
    Meeting { round: RoundId, organisation: OrganisationId, meeting: RoundMeetingId } =
        "/w/records/{round}/{organisation}/meetings/{meeting}";
    /// Its contacts besides meetings: posting adds one.
    Contacts { round: RoundId, organisation: OrganisationId } = "/w/records/{round}/{organisation}/contacts";
    /// A contact: deleting takes it off the list.
    Contact { round: RoundId, organisation: OrganisationId, contact: RoundContactId } =
        "/w/records/{round}/{organisation}/contacts/{contact}";
    /// Its opened opinion boxes (F18): posting adds one.
    Boxes { round: RoundId, organisation: OrganisationId } = "/w/records/{round}/{organisation}/boxes";
    /// An opened box: deleting takes it off the list.
    OpenedBox { round: RoundId, organisation: OrganisationId, opening: BoxOpeningId } =
        "/w/records/{round}/{organisation}/boxes/{opening}";
}
