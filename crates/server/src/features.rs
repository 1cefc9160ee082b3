//! The table of contents: every slice, in the order of the navigation.

pub mod accounts;
pub mod appraisals;
pub mod archives;
pub mod assessments;
pub mod audit_trail;
pub mod ballots;
pub mod composition;
pub mod conclusions;
pub mod corrections;
pub mod home;
pub mod imports;
pub mod library;
pub mod named;
pub mod organisations;
pub mod paper;
pub mod people;
pub mod procedures;
pub mod records;
pub mod results;
pub mod returns;
pub mod rhythm;
pub mod round_papers;
pub mod self_reports;
pub mod sign_in;
pub mod tokens;
pub mod windows;

use crate::App;
use crate::outbox::Job;
use crate::roles::Role;
use crate::web::page::NavigationLink;
use crate::web::waiting::{self, Waits};
use crate::web::{Routes, Visitor, Waiting, WebError};

/// A slice.
pub struct Feature {
    /// Its name: folder, text file, prefix of its keys.
    pub name: &'static str,
    /// Its routes, each with its access.
    pub routes: fn(Routes) -> Routes,
    /// Its entries in the navigation.
    pub navigation: &'static [Navigation],
    /// What of it waits for a visitor now.
    pub waiting: Option<Waits>,
}

/// An entry of the navigation.
pub struct Navigation {
    /// The key of its text.
    pub key: &'static str,
    /// Where it leads.
    pub path: fn() -> String,
    /// Who sees it; nobody in particular: everybody.
    pub roles: &'static [Role],
}

/// Every slice.
pub const FEATURES: &[Feature] = &[
    home::FEATURE,
    organisations::FEATURE,
    people::FEATURE,
    windows::FEATURE,
    imports::FEATURE,
    library::FEATURE,
    appraisals::FEATURE,
    self_reports::FEATURE,
    records::FEATURE,
    conclusions::FEATURE,
    procedures::FEATURE,
    rhythm::FEATURE,
    round_papers::FEATURE,
    paper::FEATURE,
    composition::FEATURE,
    named::FEATURE,
    tokens::FEATURE,
    results::FEATURE,
    archives::FEATURE,
    corrections::FEATURE,
    assessments::FEATURE,
    returns::FEATURE,
    ballots::FEATURE,
    accounts::FEATURE,
    audit_trail::FEATURE,
    sign_in::FEATURE,
];

/// Does what was asked for through the outbox.
///
/// # Errors
/// When it cannot be done now.
pub async fn perform(app: &App, job: Job) -> Result<(), WebError> {
    match job {
        Job::Dossier(round) => results::dossier::make(app, round).await,
    }
}

/// Where a visitor may go.
#[must_use]
pub fn navigation(visitor: &Visitor, here: &str) -> Vec<NavigationLink> {
    let visible = |entry: &&Navigation| entry.roles.is_empty() || entry.roles.iter().any(|role| visitor.has(*role));
    let mut links: Vec<NavigationLink> = FEATURES
        .iter()
        .flat_map(|feature| feature.navigation)
        .filter(visible)
        .map(|entry| NavigationLink { path: (entry.path)(), key: entry.key, is_current: false })
        .collect();
    // The longest path that leads to this page is the current one. Home is a prefix of all and is itself alone: what
    // belongs to a round and stands in no navigation marks nothing.
    let home = home::urls::Home {}.to_path();
    let current = links
        .iter()
        .enumerate()
        .filter(|(_, link)| here == link.path || (link.path != home && here.starts_with(&format!("{}/", link.path))))
        .max_by_key(|(_, link)| link.path.len())
        .map(|(index, _)| index);
    if let Some(link) = current.and_then(|index| links.get_mut(index)) {
        link.is_current = true;
    }
    links
}

/// What waits for a visitor now, of every slice: what is late first.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, WebError> {
    let mut all = Vec::new();
    for waits in FEATURES.iter().filter_map(|feature| feature.waiting) {
        all.extend(waits(app, visitor).await?);
    }
    waiting::sort(&mut all);
    Ok(all)
}
