//! Paths of members.

use storage::{ExemptionId, MemberId, OrganisationId};

use crate::urls;

urls! {
    /// The members in reach; posting enters one.
    People = "/w/people";
    /// The form for a new member.
    NewMember = "/w/people/new";
    /// The list as a spreadsheet that can be imported again.
    Export = "/w/people/export.xlsx";
    /// Who is due on a day.
    Due = "/w/people/due";
    /// One member; putting changes the particulars.
    Member { id: MemberId } = "/w/people/{id}";
    /// The form that changes the particulars.
    Edit { id: MemberId } = "/w/people/{id}/edit";
    /// Leaving the organisation.
    Departure { id: MemberId } = "/w/people/{id}/departure";
    /// The exemptions of a member; posting adds one.
    Exemptions { id: MemberId } = "/w/people/{id}/exemptions";
    /// One exemption; deleting ends it, the register keeps it.
    Exemption { id: MemberId, exemption: ExemptionId } = "/w/people/{id}/exemptions/{exemption}";
}

impl People {
    /// The list of one organisation and everything below it.
    #[must_use]
    pub fn of(organisation: OrganisationId) -> String {
        format!("{}?organisation={organisation}", Self {}.to_path())
    }
}
