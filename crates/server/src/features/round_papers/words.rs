//! The words of papers, and the parts most of them share.

use documents::papers::plain::{Body, Column, Section};
use storage::entities::round;

use crate::App;
use crate::web::Frame;

/// The texts of papers in the language of a page.
pub(super) struct Words<'a> {
    app: &'a App,
    frame: &'a Frame,
}

impl<'a> Words<'a> {
    pub(super) const fn new(app: &'a App, frame: &'a Frame) -> Self {
        Self { app, frame }
    }

    /// The text `round-papers-<key>`.
    pub(super) fn get(&self, key: &str) -> String {
        self.app.texts.get(self.frame.language, &format!("round-papers-{key}"))
    }

    /// The same with its arguments.
    pub(super) fn with(&self, key: &str, arguments: &[(&str, texts::Value)]) -> String {
        self.app.texts.with(self.frame.language, &format!("round-papers-{key}"), arguments)
    }

    /// A label and its value.
    pub(super) fn fact(&self, key: &str, value: impl Into<String>) -> (String, String) {
        (self.get(key), value.into())
    }

    /// The days of a round.
    pub(super) fn period(&self, round: &round::Model) -> (String, String) {
        let days = [("from", round.period_from.as_str().into()), ("to", round.period_to.as_str().into())];
        self.fact("period", self.with("days", &days))
    }

    /// A section under its heading.
    pub(super) fn section(&self, key: &str, body: Body) -> Section {
        Section { title: self.get(key), body }
    }

    /// A table whose columns are named, each with its width and whether it holds numbers.
    pub(super) fn table(&self, columns: &[(&str, u8, bool)], rows: Vec<Vec<String>>) -> Body {
        let columns = columns.iter().map(|(key, weight, is_number)| Column {
            name: self.get(key),
            weight: *weight,
            is_number: *is_number,
        });
        Body::Table { columns: columns.collect(), rows }
    }

    /// Who signs.
    pub(super) fn signatures(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.get(key)).collect()
    }
}
