//! The parent of each row: another row, an organisation that exists, none, or a question.

use std::collections::BTreeMap;

use super::names::{NameIndex, Resolution, paths};
use super::{ExistingOrganisation, Grouped, PATH_SEPARATOR, Parent};
use crate::organisations::OrganisationRow;
use crate::problem::{Choices, Code, Correction, Problem};

/// Names looked up in the file first and then among what exists.
struct Lookup<'a> {
    file: NameIndex<usize>,
    existing: NameIndex<String>,
    choices: &'a Choices,
}

/// The parents of all rows, in their order.
pub(super) fn resolve(
    rows: &[OrganisationRow],
    existing: &[ExistingOrganisation],
    choices: &Choices,
    problems: &mut Vec<Problem>,
) -> Vec<Parent> {
    let lookup = Lookup {
        file: NameIndex::new(rows.iter().enumerate().map(|(at, row)| {
            let above = row.parent_path.as_ref().or(row.parent.as_ref());
            let path = above.map_or_else(|| row.name.clone(), |above| format!("{above}{PATH_SEPARATOR}{}", row.name));
            (at, row.name.clone(), path)
        })),
        existing: existing_index(existing),
        choices,
    };
    let mut grouped = Grouped::default();
    let mut parents = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let parent = lookup.parent(row, &mut grouped);
        if parent == Parent::Row(at) {
            let problem = Problem::new(Code::ParentIsItself).with("name", &row.name);
            problems.push(problem.at(row.parent_position.clone()).field("parent"));
            parents.push(Parent::Unresolved);
        } else {
            parents.push(parent);
        }
    }
    problems.extend(grouped.into_problems());
    parents
}

/// An index of what exists, with the paths of its own tree.
pub(super) fn existing_index(existing: &[ExistingOrganisation]) -> NameIndex<String> {
    let places: BTreeMap<&str, usize> =
        existing.iter().enumerate().map(|(at, organisation)| (organisation.code.as_str(), at)).collect();
    let names: Vec<String> = existing.iter().map(|known| known.name.clone()).collect();
    let parents: Vec<Option<usize>> =
        existing.iter().map(|known| places.get(known.parent.as_deref()?).copied()).collect();
    let paths = paths(&names, &parents);
    NameIndex::new(existing.iter().zip(paths).map(|(known, path)| (known.code.clone(), known.name.clone(), path)))
}

impl Lookup<'_> {
    fn parent(&self, row: &OrganisationRow, grouped: &mut Grouped) -> Parent {
        let Some(name) = &row.parent else {
            return Parent::None;
        };
        let key = format!("parent:{name}");
        if let Some(answer) = self.choices.get(&key) {
            let in_file = self.file.answer(answer).map(Parent::Row);
            let answered = in_file.or_else(|| self.existing.answer(answer).map(Parent::Existing));
            if let Some(parent) = answered {
                return parent;
            }
        }
        let path = row.parent_path.as_deref();
        let offered = match self.file.resolve(name, path) {
            Resolution::Found(at) => return Parent::Row(at),
            Resolution::Ambiguous(offered) => {
                self.ask(Code::AmbiguousParent, row, (&key, offered), grouped);
                return Parent::Unresolved;
            }
            Resolution::Unknown(offered) => offered,
        };
        match self.existing.resolve(name, path) {
            Resolution::Found(code) => Parent::Existing(code),
            Resolution::Ambiguous(offered) => {
                self.ask(Code::AmbiguousParent, row, (&key, offered), grouped);
                Parent::Unresolved
            }
            Resolution::Unknown(more) => {
                let offered = merged(offered, more);
                self.ask(Code::UnknownParent, row, (&key, offered), grouped);
                Parent::Unresolved
            }
        }
    }

    fn ask(&self, code: Code, row: &OrganisationRow, (key, offered): (&str, Vec<Correction>), grouped: &mut Grouped) {
        let name = row.parent.as_deref().unwrap_or_default();
        grouped.add(key, &row.parent_position, || {
            let problem = Problem::new(code).field("parent").with("name", name);
            offered.into_iter().fold(problem, Problem::propose)
        });
    }
}

/// Candidates of file and tree together: the same organisation once, sure only if it is the only sure one.
fn merged(file: Vec<Correction>, existing: Vec<Correction>) -> Vec<Correction> {
    let mut all = file;
    for correction in existing {
        if !all.iter().any(|known| known.shown == correction.shown) {
            all.push(correction);
        }
    }
    if all.iter().filter(|correction| correction.sure).count() > 1 {
        for correction in &mut all {
            correction.sure = false;
        }
    }
    all.sort_by_key(|correction| !correction.sure);
    all
}
