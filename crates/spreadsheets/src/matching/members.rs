//! What a file of members would change. Identity is an exported 编号, else name, branch and birth to the precision
//! given; where that is not enough somebody is asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rules::dates::PartialDate;

use super::names::{NameIndex, Resolution};
use super::organisations::{new_record, unknown_code};
use super::{Action, Branch, CREATE_NEW, Changes, ExistingMember, Grouped, LEAVE_OUT, MemberPlan, newer_date};
use crate::cells::matching_key;
use crate::members::{Category, MemberRow, ServiceState, Sex};
use crate::organisations::Kind;
use crate::problem::{Choices, Code, Correction, Problem};

/// Plans a file of members against branches and members that exist. `progress` hears (rows done, rows in all).
#[must_use]
pub fn plan_members(
    rows: &[MemberRow],
    (branches, existing): (&[Branch], &[ExistingMember]),
    choices: &Choices,
    progress: &mut dyn FnMut(usize, usize),
) -> MemberPlan {
    let mut planner = Planner::new(rows, existing, choices);
    planner.branches(branches);
    planner.by_code();
    let mut actions = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        actions.push(planner.action(at));
        if (at + 1) % 1_000 == 0 {
            progress(at + 1, rows.len());
        }
    }
    planner.totals(branches, &actions);
    progress(rows.len(), rows.len());
    MemberPlan { branches: planner.branch_of, actions, problems: planner.problems }
}

/// Name (as compared) and branch.
type Who = (String, String);

struct Planner<'a> {
    rows: &'a [MemberRow],
    existing: &'a [ExistingMember],
    choices: &'a Choices,
    codes: HashMap<&'a str, usize>,
    known: HashMap<Who, Vec<usize>>,
    /// Rows seen so far, to find the same person twice.
    seen: HashMap<Who, Vec<usize>>,
    branch_of: Vec<Option<String>>,
    /// Members that a row names by code.
    claimed: BTreeSet<usize>,
    problems: Vec<Problem>,
}

impl<'a> Planner<'a> {
    fn new(rows: &'a [MemberRow], existing: &'a [ExistingMember], choices: &'a Choices) -> Self {
        let mut known: HashMap<Who, Vec<usize>> = HashMap::new();
        for (at, member) in existing.iter().enumerate() {
            let who = (matching_key(&member.name), member.branch.clone());
            known.entry(who).or_default().push(at);
        }
        Self {
            rows,
            existing,
            choices,
            codes: existing.iter().enumerate().map(|(at, member)| (member.code.as_str(), at)).collect(),
            known,
            seen: HashMap::new(),
            branch_of: vec![None; rows.len()],
            claimed: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// One line per distinct name that cannot be placed, with all its rows and the likely organisations.
    fn branches(&mut self, branches: &[Branch]) {
        let index = NameIndex::new(
            branches.iter().enumerate().map(|(at, branch)| (at, branch.name.clone(), branch.path.clone())),
        );
        let mut grouped = Grouped::default();
        let mut placed: HashMap<(&str, Option<&str>), Resolution<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let named = (row.branch.as_str(), row.branch_path.as_deref());
            let key = format!("branch:{}", row.branch);
            let resolution = placed.entry(named).or_insert_with(|| {
                match self.choices.get(&key).and_then(|answer| index.answer(answer)) {
                    Some(found) => Resolution::Found(found),
                    None => index.resolve(named.0, named.1),
                }
            });
            let (code, offered) = match resolution {
                Resolution::Found(found) => {
                    let branch = &branches[*found];
                    self.branch_of[at] = Some(branch.code.clone());
                    if !matches!(branch.kind, None | Some(Kind::Branch | Kind::Group)) {
                        let key = format!("not-a-branch:{}", row.branch);
                        grouped.add(&key, &row.branch_position, || {
                            Problem::new(Code::NotABranch).field("branch").with("name", &row.branch)
                        });
                    }
                    continue;
                }
                Resolution::Ambiguous(offered) => (Code::AmbiguousBranch, offered),
                Resolution::Unknown(offered) => (Code::UnknownBranch, offered),
            };
            grouped.add(&key, &row.branch_position, || {
                let problem = Problem::new(code).field("branch").with("name", &row.branch);
                offered.iter().cloned().fold(problem, Problem::propose)
            });
        }
        self.problems.extend(grouped.into_problems());
    }

    fn by_code(&mut self) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            let Some(code) = row.code.as_deref() else {
                continue;
            };
            if let Some(earlier) = first.insert(code, at) {
                let problem = Problem::new(Code::CodeTwice).field("code").at(row.position.clone());
                let first_row = self.rows[earlier].position.row_number();
                self.problems.push(problem.with("code", code).with("first_row", first_row));
            }
            match self.codes.get(code) {
                Some(known) => {
                    self.claimed.insert(*known);
                }
                None => {
                    let key = format!("code:{code}");
                    if self.choices.get(&key) != Some(CREATE_NEW) {
                        self.problems.push(unknown_code(code, key).at(row.position.clone()));
                    }
                }
            }
        }
    }

    fn action(&mut self, at: usize) -> Action {
        let row = &self.rows[at];
        let coded = row.code.as_deref().map(|code| self.codes.get(code).copied());
        if coded == Some(None) {
            let key = format!("code:{}", row.code.as_deref().unwrap_or_default());
            if self.choices.get(&key) != Some(CREATE_NEW) {
                return Action::Ask;
            }
        }
        let Some(branch) = self.branch_of[at].clone() else {
            return Action::Ask;
        };
        let who = (matching_key(&row.name), branch);
        if let Some(answered) = self.twice(at, &who) {
            return answered;
        }
        self.seen.entry(who.clone()).or_default().push(at);
        match coded.flatten() {
            Some(known) => self.compared(at, known),
            None => self.by_name(at, &who),
        }
    }

    /// The same name and branch, and births that can be one, in an earlier row: unless both rows carry a 编号,
    /// somebody has to say whether it is one person.
    fn twice(&mut self, at: usize, who: &Who) -> Option<Action> {
        let row = &self.rows[at];
        let earlier = self.seen.get(who)?.iter().copied().find(|earlier| {
            let earlier = &self.rows[*earlier];
            !(earlier.code.is_some() && row.code.is_some()) && may_be_same(earlier.birth, row.birth)
        })?;
        let key = format!("twice:{}", row.position);
        match self.choices.get(&key) {
            Some(LEAVE_OUT) => return Some(Action::LeftOut),
            Some(CREATE_NEW) => return None,
            _ => {}
        }
        let problem = Problem::new(Code::MemberTwice)
            .field("name")
            .at(row.position.clone())
            .with("name", &row.name)
            .with("first_row", self.rows[earlier].position.row_number())
            .key(key)
            .propose(Correction {
                value: LEAVE_OUT.to_owned(),
                shown: String::new(),
                reason: "the-same-person",
                sure: false,
            })
            .propose(new_record());
        self.problems.push(problem);
        Some(Action::Ask)
    }

    fn by_name(&mut self, at: usize, who: &Who) -> Action {
        let row = &self.rows[at];
        let fitting: Vec<usize> = self
            .known
            .get(who)
            .into_iter()
            .flatten()
            .copied()
            .filter(|known| !self.claimed.contains(known) && may_be_same(self.existing[*known].birth, row.birth))
            .collect();
        let key = format!("identity:{}|{}|{}", row.name, row.branch, row.position.row_number());
        match (self.choices.get(&key), fitting.as_slice()) {
            (_, []) | (Some(CREATE_NEW), _) => Action::Create,
            (None, [one]) => {
                self.claimed.insert(*one);
                self.compared(at, *one)
            }
            (Some(answer), several) => {
                let chosen = several.iter().copied().find(|known| self.existing[*known].code == answer);
                match chosen {
                    Some(known) => {
                        self.claimed.insert(known);
                        self.compared(at, known)
                    }
                    None => self.ask(at, key, &fitting),
                }
            }
            (None, _) => self.ask(at, key, &fitting),
        }
    }

    fn ask(&mut self, at: usize, key: String, fitting: &[usize]) -> Action {
        let row = &self.rows[at];
        let mut problem = Problem::new(Code::AmbiguousMember)
            .field("name")
            .at(row.position.clone())
            .with("name", &row.name)
            .with("branch", &row.branch)
            .key(key);
        for known in fitting {
            let member = &self.existing[*known];
            let dates = [member.birth, member.joined].into_iter().flatten();
            let shown: Vec<String> =
                std::iter::once(member.name.clone()).chain(dates.map(|date| date.to_string())).collect();
            problem = problem.propose(Correction {
                value: member.code.clone(),
                shown: shown.join(" "),
                reason: "fits",
                sure: false,
            });
        }
        self.problems.push(problem.propose(new_record()));
        Action::Ask
    }

    fn compared(&self, at: usize, known: usize) -> Action {
        let row = &self.rows[at];
        let known = &self.existing[known];
        let mut changes = Changes::default();
        changes.compare("name", Some(known.name.clone()), Some(row.name.clone()));
        changes.compare("branch", Some(known.branch.clone()), self.branch_of[at].clone());
        let word = |sex: Sex| sex.word().to_owned();
        changes.compare("sex", known.sex.map(word), row.sex.map(word));
        let now = known.birth.map(|date| date.to_string());
        changes.compare("birth", now, newer_date(known.birth, row.birth));
        let word = |category: Category| category.word().to_owned();
        changes.compare("category", known.category.map(word), row.category.map(word));
        let now = known.joined.map(|date| date.to_string());
        changes.compare("joined", now, newer_date(known.joined, row.joined));
        let word = |state: &ServiceState| state.word().to_owned();
        changes.compare("service", known.service.as_ref().map(word), row.service.as_ref().map(word));
        changes.compare("party_post", known.party_post.clone(), row.party_post.clone());
        changes.compare("post", known.post.clone(), row.post.clone());
        changes.action(&known.code)
    }

    /// A declared number of members against the rows of the file, for branches the file has rows of; only once every
    /// row has its branch, for until then no number is complete.
    fn totals(&mut self, branches: &[Branch], actions: &[Action]) {
        if self.branch_of.iter().any(Option::is_none) {
            return;
        }
        let mut rows: BTreeMap<&str, (u64, usize)> = BTreeMap::new();
        for (at, branch) in self.branch_of.iter().enumerate() {
            if let Some(code) = branch
                && actions.get(at) != Some(&Action::LeftOut)
            {
                rows.entry(code).or_insert((0, at)).0 += 1;
            }
        }
        let mut disagreeing = Vec::new();
        for branch in branches {
            let Some((counted, first)) = rows.get(branch.code.as_str()) else {
                continue;
            };
            if let Some(declared) = branch.declared_members.filter(|declared| declared != counted) {
                let problem = Problem::new(Code::MembersDisagree)
                    .field("branch")
                    .at(self.rows[*first].branch_position.clone())
                    .with("name", &branch.name)
                    .with("declared", declared)
                    .with("rows", counted);
                disagreeing.push(problem);
            }
        }
        self.problems.append(&mut disagreeing);
    }
}

/// Whether two births can be one day; an unknown one can be any.
fn may_be_same(left: Option<PartialDate>, right: Option<PartialDate>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => !left.certainly_before(right) && !right.certainly_before(left),
        _ => true,
    }
}
