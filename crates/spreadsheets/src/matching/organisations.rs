//! What a file of organisations would change. Identity is name and parent; an exported 编号 comes before both.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Action, CREATE_NEW, Changes, ExistingOrganisation, OrganisationPlan, Parent, newer_date, parents, tree};
use crate::cells::matching_key;
use crate::organisations::{Kind, OrganisationRow, Sector};
use crate::problem::{Choices, Code, Correction, Problem};

/// Plans a file of organisations against those that exist. `progress` hears (rows done, rows in all).
#[must_use]
pub fn plan_organisations(
    rows: &[OrganisationRow],
    existing: &[ExistingOrganisation],
    choices: &Choices,
    progress: &mut dyn FnMut(usize, usize),
) -> OrganisationPlan {
    let mut problems = Vec::new();
    let parents = parents::resolve(rows, existing, choices, &mut problems);
    let mut planner = Planner {
        rows,
        existing,
        choices,
        parents,
        codes: existing.iter().enumerate().map(|(at, known)| (known.code.as_str(), at)).collect(),
        by_name: HashMap::new(),
        named: rows.iter().map(|row| (key_of(&row.name), row.parent.as_deref().map(key_of))).collect(),
        matched: vec![None; rows.len()],
        asked: BTreeSet::new(),
        problems,
    };
    for (at, known) in existing.iter().enumerate() {
        planner.by_name.entry(key_of(&known.name)).or_default().push(at);
    }
    planner.by_code();
    planner.circles();
    let order = planner.order();
    planner.by_name_and_parent(&order);
    planner.twice();
    planner.roots();
    let mut actions = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        actions.push(planner.action(at));
        if (at + 1) % 1_000 == 0 {
            progress(at + 1, rows.len());
        }
    }
    progress(rows.len(), rows.len());
    OrganisationPlan { actions, order, parents: planner.parents, problems: planner.problems }
}

struct Planner<'a> {
    rows: &'a [OrganisationRow],
    existing: &'a [ExistingOrganisation],
    choices: &'a Choices,
    parents: Vec<Parent>,
    codes: HashMap<&'a str, usize>,
    by_name: HashMap<String, Vec<usize>>,
    /// Names with their parents' names, as the file gives them.
    named: HashSet<(String, Option<String>)>,
    /// The existing organisation each row is.
    matched: Vec<Option<usize>>,
    /// Rows that wait for an answer.
    asked: BTreeSet<usize>,
    problems: Vec<Problem>,
}

fn key_of(name: &str) -> String {
    let key = matching_key(name);
    key.strip_prefix("中共").map_or_else(|| key.clone(), str::to_owned)
}

impl Planner<'_> {
    fn by_code(&mut self) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some(code) = row.code.as_deref() else {
                continue;
            };
            if let Some(first) = seen.insert(code, at) {
                let first_row = self.rows.get(first).map_or(0, |row| row.position.row_number());
                let problem = Problem::new(Code::CodeTwice).field("code").at(row.position.clone());
                self.problems.push(problem.with("code", code).with("first_row", first_row));
                self.asked.insert(at);
            }
            let known = self.codes.get(code).copied();
            self.matched[at] = known;
            let key = format!("code:{code}");
            if known.is_none() && self.choices.get(&key) != Some(CREATE_NEW) {
                self.problems.push(unknown_code(code, key).at(row.position.clone()));
                self.asked.insert(at);
            }
        }
    }

    /// Circles go through rows and, where a row moves an organisation that exists, through its old children too.
    fn circles(&mut self) {
        let count = self.rows.len();
        let mut row_of = HashMap::new();
        for (at, known) in self.matched.iter().enumerate() {
            if let Some(known) = known {
                row_of.insert(*known, at);
            }
        }
        let node = |known: usize| row_of.get(&known).copied().unwrap_or(count + known);
        let of_code = |code: &str| self.codes.get(code).map(|known| node(*known));
        let own = self.parents.iter().map(|parent| match parent {
            Parent::Row(at) => Some(*at),
            Parent::Existing(code) => of_code(code),
            Parent::None | Parent::Unresolved => None,
        });
        let others = self.existing.iter().map(|known| known.parent.as_deref().and_then(of_code));
        let edges: Vec<Option<usize>> = own.chain(others).collect();
        for circle in tree::circles(&edges) {
            let name = |at: &usize| match at.checked_sub(count) {
                None => self.rows.get(*at).map(|row| row.name.clone()),
                Some(known) => self.existing.get(known).map(|known| known.name.clone()),
            };
            let mut chain: Vec<String> = circle.iter().filter_map(name).collect();
            chain.extend(chain.first().cloned());
            let Some(row) = circle.first().and_then(|at| self.rows.get(*at)) else {
                continue;
            };
            let problem = Problem::new(Code::ParentCycle).field("parent").at(row.parent_position.clone());
            self.problems.push(problem.with("chain", chain.join(" → ")));
            for at in circle.into_iter().filter(|at| *at < count) {
                self.asked.insert(at);
                self.parents[at] = Parent::Unresolved;
            }
        }
    }

    /// Rows with parents before children.
    fn order(&self) -> Vec<usize> {
        let mut placed = vec![false; self.rows.len()];
        let mut order = Vec::with_capacity(self.rows.len());
        for start in 0..self.rows.len() {
            let mut chain = Vec::new();
            let mut at = Some(start);
            while let Some(here) = at.filter(|here| !placed.get(*here).copied().unwrap_or(true)) {
                placed[here] = true;
                chain.push(here);
                at = match self.parents.get(here) {
                    Some(Parent::Row(above)) => Some(*above),
                    _ => None,
                };
            }
            order.extend(chain.into_iter().rev());
        }
        order
    }

    fn by_name_and_parent(&mut self, order: &[usize]) {
        let claimed: BTreeSet<usize> = self.matched.iter().flatten().copied().collect();
        for at in order.iter().copied() {
            let Some(row) = self.rows.get(at) else {
                continue;
            };
            if self.matched[at].is_some() || self.asked.contains(&at) {
                continue;
            }
            let known = self.by_name.get(&key_of(&row.name)).cloned().unwrap_or_default();
            let free: Vec<usize> = known.into_iter().filter(|known| !claimed.contains(known)).collect();
            let under = match &self.parents[at] {
                Parent::Existing(code) => Some(Some(code.clone())),
                Parent::Row(above) => self.matched[*above].map(|known| Some(self.existing[known].code.clone())),
                Parent::None => Some(None),
                Parent::Unresolved => None,
            };
            let same = |known: &usize| under.as_ref().is_some_and(|under| self.existing[*known].parent == *under);
            let fitting = free.iter().copied().find(same);
            self.matched[at] = fitting.or(match (&self.parents[at], free.as_slice()) {
                // No parent named: a name only one has is that one, wherever it stands.
                (Parent::None, [one]) => Some(*one),
                _ => None,
            });
            if self.matched[at].is_none() && self.parents[at] != Parent::Unresolved {
                self.moved_or_new(at, &free);
            }
        }
    }

    /// The name exists elsewhere, and no row of the file is that one: has it moved, or is this another?
    fn moved_or_new(&mut self, at: usize, free: &[usize]) {
        let row = &self.rows[at];
        let elsewhere: Vec<usize> = free.iter().copied().filter(|known| !self.named_with_its_parent(*known)).collect();
        if elsewhere.is_empty() {
            return;
        }
        let above = row.parent.as_deref().unwrap_or_default();
        let key = format!("identity:{above}|{}", row.name);
        let answer = self.choices.get(&key);
        if answer == Some(CREATE_NEW) {
            return;
        }
        let chosen = elsewhere.iter().copied().find(|known| Some(self.existing[*known].code.as_str()) == answer);
        if chosen.is_some() {
            self.matched[at] = chosen;
            return;
        }
        let mut problem = Problem::new(Code::MovedOrNew)
            .field("parent")
            .at(row.parent_position.clone())
            .with("name", &row.name)
            .with("parent", above)
            .key(key);
        for known in &elsewhere {
            problem = problem.propose(Correction {
                value: self.existing[*known].code.clone(),
                shown: self.existing[*known].name.clone(),
                reason: "moved",
                sure: false,
            });
        }
        self.problems.push(problem.propose(new_record()));
        self.asked.insert(at);
    }

    /// Whether some row of the file names this organisation together with the parent it has now.
    fn named_with_its_parent(&self, known: usize) -> bool {
        let known = &self.existing[known];
        let above = known
            .parent
            .as_deref()
            .and_then(|code| self.codes.get(code))
            .map(|above| key_of(&self.existing[*above].name));
        self.named.contains(&(key_of(&known.name), above))
    }

    fn twice(&mut self) {
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if self.asked.contains(&at) {
                continue;
            }
            if let Some(known) = self.matched[at] {
                let key = (String::new(), format!("is {known}"));
                if let Some(first) = seen.insert(key, at) {
                    self.same_as(at, first);
                    continue;
                }
            }
            let parent = match &self.parents[at] {
                Parent::None => String::new(),
                Parent::Existing(code) => format!("existing {code}"),
                Parent::Row(above) => format!("row {above}"),
                Parent::Unresolved => continue,
            };
            if let Some(first) = seen.insert((key_of(&row.name), parent), at) {
                let both_coded = row.code.is_some() && self.rows[first].code.is_some();
                if both_coded {
                    continue;
                }
                self.same_as(at, first);
            }
        }
    }

    fn same_as(&mut self, at: usize, first: usize) {
        let row = &self.rows[at];
        let problem = Problem::new(Code::OrganisationTwice).field("name").at(row.position.clone());
        let first_row = self.rows[first].position.row_number();
        let problem = problem.with("name", &row.name).with("first_row", first_row);
        self.problems.push(problem);
        self.asked.insert(at);
    }

    fn roots(&mut self) {
        let new_root = |at: &usize| self.parents[*at] == Parent::None && self.matched[*at].is_none();
        let roots: Vec<usize> = (0..self.rows.len()).filter(new_root).collect();
        if let [_, second, ..] = roots.as_slice() {
            let names: Vec<&str> = roots.iter().take(5).map(|at| self.rows[*at].name.as_str()).collect();
            let problem = Problem::new(Code::SeveralRoots)
                .field("parent")
                .at(self.rows[*second].parent_position.clone())
                .with("names", names.join("、"))
                .with("rows", roots.len());
            self.problems.push(problem);
        }
        // The tree has one top: a new one may only stand over the old one.
        let stays = |(at, known): &(usize, &ExistingOrganisation)| {
            // Also a row that waits for the answer whether it is the old top, moved.
            let is_it = |row: &usize| {
                let may_be = self.asked.contains(row) && key_of(&self.rows[*row].name) == key_of(&known.name);
                self.matched[*row] == Some(*at) || may_be
            };
            let row = (0..self.rows.len()).find(is_it);
            known.parent.is_none() && row.is_none_or(|row| self.parents[row] == Parent::None)
        };
        let Some((_, top)) = self.existing.iter().enumerate().find(stays) else {
            return;
        };
        for row in roots.into_iter().map(|at| &self.rows[at]) {
            let problem = Problem::new(Code::SecondTop).field("parent").at(row.parent_position.clone());
            self.problems.push(problem.with("name", &row.name).with("top", &top.name));
        }
    }

    fn action(&self, at: usize) -> Action {
        if self.asked.contains(&at) || self.parents[at] == Parent::Unresolved {
            return Action::Ask;
        }
        let row = &self.rows[at];
        let Some(known) = self.matched[at].map(|known| &self.existing[known]) else {
            return Action::Create;
        };
        let mut changes = Changes::default();
        if key_of(&row.name) != key_of(&known.name) {
            changes.compare("name", Some(known.name.clone()), Some(row.name.clone()));
        }
        let parent = match &self.parents[at] {
            Parent::Existing(code) => Some(code.clone()),
            Parent::Row(above) => Some(
                self.matched[*above]
                    .map_or_else(|| self.rows[*above].name.clone(), |known| self.existing[known].code.clone()),
            ),
            Parent::None | Parent::Unresolved => None,
        };
        changes.compare("parent", known.parent.clone(), parent);
        let word = |kind: Kind| kind.word().to_owned();
        changes.compare("kind", known.kind.map(word), row.kind.map(word));
        let word = |sector: Sector| sector.word().to_owned();
        changes.compare("sector", known.sector.map(word), row.sector.map(word));
        if row.minority_area && !known.minority_area {
            changes.compare("minority_area", None, Some("民族地区".to_owned()));
        }
        let now = known.founded.map(|date| date.to_string());
        changes.compare("founded", now, newer_date(known.founded, row.founded));
        changes.compare("secretary", known.secretary.clone(), row.secretary.clone());
        let written = |count: u64| count.to_string();
        changes.compare("members", known.members.map(written), row.members.map(written));
        changes.compare("remark", known.remark.clone(), row.remark.clone());
        changes.action(&known.code)
    }
}

pub(super) fn unknown_code(code: &str, key: String) -> Problem {
    Problem::new(Code::UnknownCode).field("code").with("code", code).key(key).propose(new_record())
}

pub(super) fn new_record() -> Correction {
    Correction { value: CREATE_NEW.to_owned(), shown: String::new(), reason: "new-record", sure: false }
}
