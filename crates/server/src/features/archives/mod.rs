//! The archive (归档包) of a sealed round: drawn and signed at sealing, fetched by the office of the round; the auditor's
//! archive, which opens every ballot, by tally keepers once two of them have released it.
//!
//! No file is kept: the row of a round holds what sealing fixed and the signatures, and whoever fetches an archive gets
//! it written again from there, byte by byte the same. So backups and every server of an installation have it.

mod blocks;
mod content;
mod drawing;
mod fetching;
mod inclusions;
pub mod queries;
mod release;
mod show;
pub mod urls;

pub use drawing::draw;
pub use inclusions::{List, list, number};

use crate::features::Feature;
use crate::features::appraisals::common::{OFFICE, WATCHING};
use crate::roles::Role;
use crate::web::{Access, Routes, Url};

/// Who releases the auditor's archive, two together, and fetches it then.
const KEEPERS: &[Role] = &[Role::TallyKeeper];

/// The slice.
pub const FEATURE: Feature = Feature { name: "archives", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::Archive::PATH, Access::Roles(WATCHING), show::show)
        .get(urls::PublicFile::PATH, Access::Roles(OFFICE), fetching::public)
        .post(urls::Release::PATH, Access::Roles(KEEPERS), release::create)
        .delete(urls::Release::PATH, Access::Roles(KEEPERS), release::withdraw)
        .get(urls::AuditorFile::PATH, Access::Roles(KEEPERS), fetching::auditor)
}
