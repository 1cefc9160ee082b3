//! What a round, or an office, sees of the library: what the program brings along and what offices made.

use storage::entities::{round, template};
use storage::{OrganisationId, Reads, WriteTransaction};

use super::embedded::LIBRARY;
use super::model::{Category, Definition, Direction, Instrument, Mapping, Procedure, ScaleTemplate, Template};
use super::reader::{self, Known};
use super::urls::Kind;
use super::{queries, taken};
use crate::features::organisations;
use crate::web::WebError;

/// A template with its row, where an office made it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The template.
    pub template: Template,
    /// Its row; nothing where the program brings it along.
    pub row: Option<template::Model>,
}

impl Entry {
    /// A stored template.
    ///
    /// # Errors
    /// When what is stored is no template.
    pub fn of(row: template::Model) -> Result<Self, WebError> {
        // Whether what it names is still in sight is asked where it is used.
        let template = reader::read(&row.content, &Known { directions: None, ..LIBRARY.known(None) });
        let template = template.map_err(|findings| WebError::Broken(format!("a stored template: {findings:?}")))?;
        Ok(Self { template, row: Some(row) })
    }

    /// What the program brings along, in its order.
    pub fn embedded() -> impl Iterator<Item = Self> {
        LIBRARY.templates().map(|template| Self { template, row: None })
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        Kind::of(&self.template)
    }

    /// Draft, ready or retired; what the program brings along is ready.
    #[must_use]
    pub fn state(&self) -> &str {
        self.row.as_ref().map_or("ready", |row| row.state.as_str())
    }
}

/// What a round may take: of each code the highest released version in sight.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// An instrument with its scale and the rows of both.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The instrument.
    pub instrument: Instrument,
    /// Its scale.
    pub scale: ScaleTemplate,
    rows: Vec<template::Model>,
}

impl Taken {
    /// Whether somebody must confirm what its grades count as.
    #[must_use]
    pub const fn is_proposed(&self) -> bool {
        matches!(self.scale.mapping, Mapping::Proposed)
    }

    /// What a round keeps of it in a variant's words.
    #[must_use]
    pub fn definition(&self, variant: Option<&str>) -> Option<Definition> {
        self.instrument.definition(&self.scale, variant)
    }

    /// Locks both for ever: a round took them.
    ///
    /// # Errors
    /// [`WebError::ChangedMeanwhile`] where one was withdrawn since it was read.
    pub async fn lock(&self, transaction: &WriteTransaction) -> Result<(), WebError> {
        for row in &self.rows {
            if !queries::take(transaction, row.id, row.version).await? {
                return Err(WebError::ChangedMeanwhile);
            }
        }
        Ok(())
    }
}

impl Catalogue {
    /// What an organisation's rounds may take: what the program brings along, and what it or one above it released.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(reads: &impl Reads, organisation: OrganisationId) -> Result<Self, WebError> {
        let above = organisations::queries::ancestors(reads, organisation).await?;
        Self::made_by(reads, above.into_iter().map(|one| one.id).collect()).await
    }

    /// The same of what stands above an organisation: what it may not take away from.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn above(reads: &impl Reads, organisation: OrganisationId) -> Result<Self, WebError> {
        let above = organisations::queries::ancestors(reads, organisation).await?;
        Self::made_by(reads, above.into_iter().skip(1).map(|one| one.id).collect()).await
    }

    /// What the program brings along.
    #[must_use]
    pub fn embedded() -> Self {
        Self { entries: Entry::embedded().collect() }
    }

    /// What a round may still take: what its organisation's rounds may, but of directions, categories and procedures that
    /// it took already the version that it took.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_round(reads: &impl Reads, round: &round::Model) -> Result<Self, WebError> {
        let mut catalogue = Self::of(reads, round.organisation_id).await?;
        for entry in taken::entries(reads, round.id).await? {
            catalogue.put(entry);
        }
        Ok(catalogue)
    }

    async fn made_by(reads: &impl Reads, makers: Vec<OrganisationId>) -> Result<Self, WebError> {
        let mut catalogue = Self::embedded();
        // By code and version: a later one takes the place of an earlier one.
        for row in queries::released_by(reads, makers).await? {
            catalogue.put(Entry::of(row)?);
        }
        Ok(catalogue)
    }

    /// Puts a template in, in the place of another one of its code.
    fn put(&mut self, entry: Entry) {
        let same = |other: &&mut Entry| other.kind() == entry.kind() && other.template.code() == entry.template.code();
        match self.entries.iter_mut().find(same) {
            Some(slot) => *slot = entry,
            None => self.entries.push(entry),
        }
    }

    /// The instruments for these types of objects, incomplete ones included.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.each(|template| if let Template::Instrument(one) = template { Some(one) } else { None })
    }

    /// The instruments that can be used as they are.
    pub fn complete_instruments(&self) -> impl Iterator<Item = &Instrument> {
        let complete = self.entries.iter().filter(|entry| entry.template.is_complete());
        complete.filter_map(|entry| if let Template::Instrument(one) = &entry.template { Some(one) } else { None })
    }

    /// The scales.
    pub fn scales(&self) -> impl Iterator<Item = &ScaleTemplate> {
        self.each(|template| if let Template::Scale(one) = template { Some(one) } else { None })
    }

    /// The directions, those of offices last.
    pub fn directions(&self) -> impl Iterator<Item = &Direction> {
        self.each(|template| if let Template::Direction(one) = template { Some(one) } else { None })
    }

    /// The categories of judges, those of offices last.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.each(|template| if let Template::Category(one) = template { Some(one) } else { None })
    }

    /// The procedures, those of offices last.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.each(|template| if let Template::Procedure(one) = template { Some(one) } else { None })
    }

    fn each<'a, T: 'a>(&'a self, pick: impl Fn(&'a Template) -> Option<&'a T>) -> impl Iterator<Item = &'a T> {
        self.entries.iter().filter_map(move |entry| pick(&entry.template))
    }

    /// A template.
    #[must_use]
    pub fn entry(&self, kind: Kind, code: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind() == kind && entry.template.code() == code)
    }

    /// An instrument a round can take: complete, with a scale of grades.
    #[must_use]
    pub fn take(&self, code: &str) -> Option<Taken> {
        let entry = self.entry(Kind::Instruments, code).filter(|entry| entry.template.is_complete())?;
        let Template::Instrument(instrument) = &entry.template else { return None };
        let scale_entry = self.entry(Kind::Scales, &instrument.scale).filter(|entry| entry.template.is_complete())?;
        let Template::Scale(scale) = &scale_entry.template else { return None };
        let rows = entry.row.iter().chain(&scale_entry.row).cloned().collect();
        Some(Taken { instrument: instrument.clone(), scale: scale.clone(), rows })
    }
}
