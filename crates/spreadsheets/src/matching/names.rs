//! From names as written to organisations that exist or stand in the same file.

use std::collections::{BTreeMap, HashMap};

use super::distance::edit_distance;
use crate::cells::matching_key;
use crate::organisations::{NameKey, name_key};
use crate::problem::Correction;

/// Names for which likely candidates are sought by distance; files with more unknown names are of another tree.
const DISTANCES_FOR: usize = 2_000;
const MOST_CANDIDATES: usize = 5;

/// The organisations a name can mean. `Id` is whatever the caller tells them apart by.
#[derive(Clone, Debug)]
pub struct NameIndex<Id> {
    entries: Vec<Entry<Id>>,
    exact: HashMap<String, Vec<usize>>,
    keyed: HashMap<NameKey, Vec<usize>>,
    paths: HashMap<String, Vec<usize>>,
    sought: std::cell::Cell<usize>,
}

#[derive(Clone, Debug)]
struct Entry<Id> {
    id: Id,
    name: String,
    path: String,
    key: NameKey,
    characters: Vec<char>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution<Id> {
    /// This organisation.
    Found(Id),
    /// Several have the name: their paths are offered.
    Ambiguous(Vec<Correction>),
    /// None has it: likely ones are offered, best first.
    Unknown(Vec<Correction>),
}

impl<Id: Clone + PartialEq> NameIndex<Id> {
    /// An index of organisations: id, name, and path of names from the root.
    #[must_use]
    pub fn new(organisations: impl IntoIterator<Item = (Id, String, String)>) -> Self {
        let mut index = Self {
            entries: Vec::new(),
            exact: HashMap::new(),
            keyed: HashMap::new(),
            paths: HashMap::new(),
            sought: std::cell::Cell::new(0),
        };
        for (id, name, path) in organisations {
            let at = index.entries.len();
            let key = name_key(&name);
            index.exact.entry(exact_key(&name)).or_default().push(at);
            index.keyed.entry(key.clone()).or_default().push(at);
            index.paths.entry(matching_key(&path)).or_default().push(at);
            index.entries.push(Entry { id, characters: matching_key(&name).chars().collect(), name, path, key });
        }
        index
    }

    /// What a name means; an exported path decides where it is one that exists. 中共 before the name, spaces, width
    /// and punctuation make no difference; other differences are offered, never assumed.
    #[must_use]
    pub fn resolve(&self, name: &str, path: Option<&str>) -> Resolution<Id> {
        if let Some([one]) = path.and_then(|path| self.paths.get(&matching_key(path))).map(Vec::as_slice)
            && let Some(entry) = self.entries.get(*one)
        {
            return Resolution::Found(entry.id.clone());
        }
        match self.exact.get(&exact_key(name)).map(Vec::as_slice) {
            Some([one]) => match self.entries.get(*one) {
                Some(entry) => Resolution::Found(entry.id.clone()),
                None => Resolution::Unknown(Vec::new()),
            },
            Some(several) => Resolution::Ambiguous(self.offer(several, "same-name", false)),
            None => Resolution::Unknown(self.candidates(name)),
        }
    }

    /// The organisation an accepted answer means: a path, or a name that only one has.
    #[must_use]
    pub fn answer(&self, answer: &str) -> Option<Id> {
        let by_path = self.paths.get(&matching_key(answer));
        let found = by_path.or_else(|| self.exact.get(&exact_key(answer)))?;
        match found.as_slice() {
            [one] => self.entries.get(*one).map(|entry| entry.id.clone()),
            _ => None,
        }
    }

    fn offer(&self, found: &[usize], reason: &'static str, sure: bool) -> Vec<Correction> {
        found
            .iter()
            .filter_map(|at| self.entries.get(*at))
            .take(MOST_CANDIDATES)
            .map(|entry| Correction { value: entry.path.clone(), shown: entry.name.clone(), reason, sure })
            .collect()
    }

    fn candidates(&self, name: &str) -> Vec<Correction> {
        let key = name_key(name);
        if let Some(same) = self.keyed.get(&key) {
            let sure = same.len() == 1;
            return self.offer(same, "another-word-for-the-type", sure);
        }
        let mut ranked: Vec<(usize, usize, &'static str)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let same_stem = entry.key.stem == key.stem;
            if same_stem {
                ranked.push((0, at, "another-type"));
            } else if key.stem.chars().count() >= 3
                && (entry.key.end == key.end || key.end.is_empty())
                && (entry.key.stem.ends_with(&key.stem) || key.stem.ends_with(&entry.key.stem))
            {
                ranked.push((1, at, "prefix-left-out"));
            }
        }
        self.sought.set(self.sought.get().saturating_add(1));
        if self.sought.get() <= DISTANCES_FOR {
            let characters: Vec<char> = matching_key(name).chars().collect();
            let most = (characters.len() / 4).clamp(1, 3);
            for (at, entry) in self.entries.iter().enumerate() {
                if ranked.iter().all(|(_, ranked, _)| *ranked != at)
                    && let Some(distance) = edit_distance(&characters, &entry.characters, most)
                {
                    ranked.push((distance + 1, at, "close-in-writing"));
                }
            }
        }
        ranked.sort_unstable();
        ranked.into_iter().take(MOST_CANDIDATES).flat_map(|(_, at, reason)| self.offer(&[at], reason, false)).collect()
    }
}

/// The name without 中共, spaces, width and punctuation; the type's own word stays.
fn exact_key(name: &str) -> String {
    let key = matching_key(name);
    ["中国共产党", "中共"].iter().find_map(|start| key.strip_prefix(start)).map_or_else(|| key.clone(), str::to_owned)
}

/// Paths from the root, by the parent of each; a circle ends where it closes.
pub(super) fn paths(names: &[String], parents: &[Option<usize>]) -> Vec<String> {
    let mut known: BTreeMap<usize, String> = BTreeMap::new();
    for start in 0..names.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| !known.contains_key(here) && !chain.contains(here)) {
            chain.push(here);
            at = parents.get(here).copied().flatten();
        }
        let mut path = at.and_then(|known_at| known.get(&known_at).cloned());
        for here in chain.into_iter().rev() {
            let name = names.get(here).map(String::as_str).unwrap_or_default();
            let longer = match path {
                Some(path) => format!("{path}{}{name}", super::PATH_SEPARATOR),
                None => name.to_owned(),
            };
            known.insert(here, longer.clone());
            path = Some(longer);
        }
    }
    known.into_values().collect()
}
