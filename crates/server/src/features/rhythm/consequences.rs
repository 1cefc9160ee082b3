//! What may follow from an item that is not let off, as `consequences.toml` has it (S063, S091).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::features::library::model::Words;

/// A remedy.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Remedy {
    /// Stable.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// What is written down of it.
    pub about: Words,
    /// The items it may be chosen for.
    items: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    remedy: Vec<Remedy>,
}

/// All of them, in the order of the file.
///
/// # Panics
/// When the embedded file is damaged, which a test finds before anything is released.
pub(super) static REMEDIES: LazyLock<Vec<Remedy>> = LazyLock::new(|| {
    let file: Result<File, _> = toml::from_str(include_str!("../../../templates_library/consequences.toml"));
    match file {
        Ok(file) => file.remedy,
        Err(error) => panic!("the embedded consequences are damaged: {error}"),
    }
});

/// The remedies of an item.
pub(super) fn remedies_of(item: &str) -> impl Iterator<Item = &'static Remedy> {
    REMEDIES.iter().filter(move |remedy| remedy.items.iter().any(|known| known == item))
}

/// A remedy by its code.
pub(super) fn remedy(code: &str) -> Option<&'static Remedy> {
    REMEDIES.iter().find(|remedy| remedy.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{REMEDIES, remedies_of};
    use crate::features::library::LIBRARY;

    #[test]
    fn every_item_of_the_instrument_has_a_remedy_and_every_remedy_items_of_it() {
        let items = LIBRARY.definition("four_not_letting_offs", None).map(|definition| definition.items);
        let items: BTreeSet<String> = items.unwrap_or_default().into_iter().map(|item| item.code).collect();
        assert_eq!(items.len(), 4);
        let codes: BTreeSet<&str> = REMEDIES.iter().map(|remedy| remedy.code.as_str()).collect();
        assert_eq!(codes.len(), REMEDIES.len());
        assert!(items.iter().all(|item| remedies_of(item).next().is_some()));
        assert!(REMEDIES.iter().flat_map(|remedy| &remedy.items).all(|item| items.contains(item)));
    }
}
