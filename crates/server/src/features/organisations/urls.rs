//! Paths of the tree.

use storage::OrganisationId;

use crate::urls;

urls! {
    /// All organisations in reach; posting creates one.
    Organisations = "/w/organisations";
    /// The form for a new organisation.
    NewOrganisation = "/w/organisations/new";
    /// The list as a spreadsheet.
    Export = "/w/organisations/export.xlsx";
    /// One organisation; putting changes it.
    Organisation { id: OrganisationId } = "/w/organisations/{id}";
    /// The form that changes it.
    Edit { id: OrganisationId } = "/w/organisations/{id}/edit";
    /// Its place in the tree: putting moves it.
    Place { id: OrganisationId } = "/w/organisations/{id}/place";
    /// Merging it into another.
    Merger { id: OrganisationId } = "/w/organisations/{id}/merger";
    /// Closing it.
    Closure { id: OrganisationId } = "/w/organisations/{id}/closure";
}
