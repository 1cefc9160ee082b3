//! Pages of a list by number: the lists here are sorted by a stored key and end with the id.

use serde::Deserialize;

use crate::web::Sorting;

/// How many rows a page shows.
pub const ROWS: u64 = 50;

/// Which page of a list, from its query.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct PageNumber {
    /// From 1.
    #[serde(default = "first")]
    pub page: u64,
}

const fn first() -> u64 {
    1
}

/// Where one is in a list, for the template.
#[derive(Debug, Clone)]
pub struct Pager {
    /// The page shown, from 1.
    pub page: u64,
    /// The number of pages, at least 1.
    pub pages: u64,
    /// All rows.
    pub total: u64,
    /// The path with its other queries, ending in `page=`.
    pub base: String,
}

impl Pager {
    /// The pager of a list with `total` rows.
    #[must_use]
    pub fn new(page: u64, total: u64, path: &str, others: &[(&str, &str)]) -> Self {
        let pages = total.div_ceil(ROWS).max(1);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in others.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        let query = query.finish();
        let base = if query.is_empty() { format!("{path}?page=") } else { format!("{path}?{query}&page=") };
        Self { page: page.clamp(1, pages), pages, total, base }
    }

    /// The pager of a list that sorts: the same search, filters and order on every page.
    #[must_use]
    pub fn sorted(page: u64, total: u64, sorting: &Sorting) -> Self {
        let base = sorting.base();
        let sort = sorting.code();
        let base = if sort.is_empty() { format!("{base}page=") } else { format!("{base}sort={sort}&page=") };
        let pages = total.div_ceil(ROWS).max(1);
        Self { page: page.clamp(1, pages), pages, total, base }
    }

    /// The rows before this page.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        (self.page - 1) * ROWS
    }

    /// The rows of this page, where all of them were loaded.
    pub fn of<T>(&self, all: Vec<T>) -> impl Iterator<Item = T> + use<T> {
        let skip = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        all.into_iter().skip(skip).take(usize::try_from(ROWS).unwrap_or(usize::MAX))
    }

    /// The page before, if any.
    #[must_use]
    pub fn before(&self) -> Option<String> {
        (self.page > 1).then(|| format!("{}{}", self.base, self.page - 1))
    }

    /// The page after, if any.
    #[must_use]
    pub fn after(&self) -> Option<String> {
        (self.page < self.pages).then(|| format!("{}{}", self.base, self.page + 1))
    }
}
