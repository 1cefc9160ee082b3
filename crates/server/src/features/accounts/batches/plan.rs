//! What becomes of each row of a batch of accounts: pure, so that what is shown and what is made are decided alike.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use storage::{MemberId, OrganisationId};

use super::super::create::LONGEST_NAME;
use super::super::rules;
use crate::people_names;
use crate::roles::Role;

/// The most accounts of one batch: as many slips as somebody cuts apart in one go.
pub const MOST: usize = 300;
/// The most characters of a name made of a person's name, before its number.
const LONGEST_MADE: usize = 30;

/// A row as typed or proposed. The form carries it, and everything is checked again where accounts are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Where it stands in the spreadsheet, from 1.
    pub row: u32,
    /// The name shown.
    pub name: String,
    /// The name typed at sign-in; empty is made of the name.
    pub account: String,
    /// The code of the role.
    pub role: String,
    /// The organisation: its name, or the names from the top to it.
    pub organisation: String,
    /// The 编号 of the member it belongs to.
    pub member: String,
}

/// A member as far as accounts go.
#[derive(Debug, Clone)]
pub struct KnownMember {
    /// Which.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// Where.
    pub organisation: OrganisationId,
    /// The sign-in name of the account the member has.
    pub account: Option<String>,
}

/// What rows are checked against.
#[derive(Debug, Default)]
pub struct Known {
    /// The open organisations: name, and names from the top.
    pub organisations: BTreeMap<OrganisationId, (String, String)>,
    /// Every sign-in name ever given.
    pub taken: BTreeSet<String>,
    /// The members the rows name.
    pub members: Vec<KnownMember>,
    /// Who holds which role where: name shown, role, organisation, sign-in name.
    pub holders: Vec<(String, Role, Option<OrganisationId>, String)>,
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The role.
    pub role: Role,
    /// The root of its subtree.
    pub organisation: Option<OrganisationId>,
    /// The member it belongs to.
    pub member: Option<MemberId>,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// An account is made.
    Make(Command),
    /// There is one already: its sign-in name.
    Has(String),
    /// It cannot be made: the key of a text.
    Fault(&'static str),
}

/// A row with what becomes of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// As it will be made: the name typed at sign-in and the path of the organisation filled in.
    pub wanted: Wanted,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// Decides about every row, in order.
pub fn check(rows: Vec<Wanted>, known: &Known) -> Vec<Line> {
    let mut given: BTreeSet<String> = BTreeSet::new();
    let mut seen: BTreeSet<(String, String, String, String)> = BTreeSet::new();
    // Names that were typed come before names that are made, wherever they stand.
    let typed: BTreeSet<String> = rows.iter().filter_map(|row| rules::sign_in_name(&row.account).ok()).collect();
    let mut lines = Vec::with_capacity(rows.len());
    for mut wanted in rows {
        wanted.name = wanted.name.trim().to_owned();
        let outcome = decide(&mut wanted, known, (&mut given, &typed));
        let person = (wanted.name.clone(), wanted.role.clone(), wanted.organisation.clone(), wanted.member.clone());
        let outcome = match outcome {
            Outcome::Make(_) if !seen.insert(person) => Outcome::Fault("accounts-batch-twice"),
            outcome => outcome,
        };
        lines.push(Line { wanted, outcome });
    }
    lines
}

fn decide(wanted: &mut Wanted, known: &Known, (given, typed): (&mut BTreeSet<String>, &BTreeSet<String>)) -> Outcome {
    let command = match command(wanted, known) {
        Ok(command) => command,
        Err(key) => return Outcome::Fault(key),
    };
    let of_member = known.members.iter().find(|member| Some(member.id) == command.member);
    if let Some(account) = of_member.and_then(|member| member.account.clone()) {
        return Outcome::Has(account);
    }
    let same = |holder: &&(String, Role, Option<OrganisationId>, String)| {
        (holder.0.as_str(), holder.1, holder.2) == (wanted.name.as_str(), command.role, command.organisation)
    };
    // Namesakes of one branch are told apart by their 编号.
    if let Some(holder) = known.holders.iter().find(same).filter(|_| command.role != Role::Member) {
        return Outcome::Has(holder.3.clone());
    }
    if wanted.account.trim().is_empty() {
        let is_free = |name: &str| !known.taken.contains(name) && !given.contains(name) && !typed.contains(name);
        wanted.account = made(&wanted.name, is_free);
    } else {
        match rules::sign_in_name(&wanted.account) {
            Ok(name) => wanted.account = name,
            Err(key) => return Outcome::Fault(key),
        }
        if known.taken.contains(&wanted.account) {
            return Outcome::Fault("accounts-name-taken");
        }
    }
    if given.insert(wanted.account.clone()) {
        Outcome::Make(command)
    } else {
        Outcome::Fault("accounts-batch-name-twice")
    }
}

/// Role, organisation and member of a row; the path of the organisation is filled in.
fn command(wanted: &mut Wanted, known: &Known) -> Result<Command, &'static str> {
    if wanted.name.is_empty() {
        return Err("error-missing");
    }
    if wanted.name.chars().count() > LONGEST_NAME || wanted.name.chars().any(char::is_control) {
        return Err("accounts-batch-name-unfit");
    }
    let role = Role::from_code(&wanted.role).ok_or("accounts-batch-role-unknown")?;
    if !role.is_scoped() {
        return Err("accounts-batch-administrator");
    }
    let organisation = organisation(wanted.organisation.trim(), known)?;
    match organisation {
        Some(id) => {
            wanted.organisation = known.organisations.get(&id).map(|(_, path)| path.clone()).unwrap_or_default()
        }
        None if rules::needs_organisation(role) => return Err("accounts-organisation-needed"),
        None => {}
    }
    let member = member(wanted, role, organisation, known)?;
    Ok(Command { role, organisation, member })
}

fn organisation(typed: &str, known: &Known) -> Result<Option<OrganisationId>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    let mut found = known.organisations.iter().filter(|(_, (name, path))| typed == name || typed == path);
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Ok(Some(*id)),
        (None, _) => Err("accounts-organisation-unknown"),
        // A path names one; a name may be borne by several.
        (Some(_), Some(_)) => {
            let exact = known.organisations.iter().find(|(_, (_, path))| typed == path);
            exact.map(|(id, _)| Some(*id)).ok_or("accounts-batch-organisation-which")
        }
    }
}

fn member(
    wanted: &mut Wanted,
    role: Role,
    organisation: Option<OrganisationId>,
    known: &Known,
) -> Result<Option<MemberId>, &'static str> {
    let typed = wanted.member.trim();
    if !typed.is_empty() {
        let found = known.members.iter().find(|member| member.id.to_string() == typed);
        let found = found.ok_or("accounts-batch-member-unknown")?;
        let is_elsewhere = role == Role::Member && Some(found.organisation) != organisation;
        return if is_elsewhere { Err("accounts-batch-member-elsewhere") } else { Ok(Some(found.id)) };
    }
    if role != Role::Member {
        return Ok(None);
    }
    let is_it = |member: &&KnownMember| member.name == wanted.name && Some(member.organisation) == organisation;
    let mut found = known.members.iter().filter(is_it);
    match (found.next(), found.next()) {
        (Some(one), None) => {
            wanted.member = one.id.to_string();
            Ok(Some(one.id))
        }
        (None, _) => Err("accounts-member-unknown"),
        (Some(_), Some(_)) => Err("accounts-batch-member-which"),
    }
}

/// A free sign-in name made of a person's name.
fn made(name: &str, is_free: impl Fn(&str) -> bool) -> String {
    let plain: String = people_names::sign_in_name(name).chars().take(LONGEST_MADE).collect();
    let base = if rules::sign_in_name(&plain).is_ok() { plain } else { "user".to_owned() };
    let numbered = (2_u32..).map(|number| format!("{base}{number}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn known() -> Known {
        let organisation = |number| OrganisationId(Uuid::from_u128(number));
        let place = |name: &str, path: &str| (name.to_owned(), path.to_owned());
        let member = |number, name: &str, branch, account: Option<&str>| KnownMember {
            id: MemberId(Uuid::from_u128(number)),
            name: name.to_owned(),
            organisation: organisation(branch),
            account: account.map(str::to_owned),
        };
        Known {
            organisations: BTreeMap::from([
                (organisation(1), place("柳林镇党委", "柳林镇党委")),
                (organisation(2), place("机关党支部", "柳林镇党委 / 机关党支部")),
                (organisation(3), place("机关党支部", "县教育局党委 / 机关党支部")),
            ]),
            taken: BTreeSet::from(["wangfang".to_owned()]),
            members: vec![
                member(11, "王芳", 2, None),
                member(12, "李四", 2, Some("lisi")),
                member(13, "王芳", 3, None),
            ],
            holders: vec![("赵六".to_owned(), Role::Secretary, Some(organisation(1)), "zhaoliu".to_owned())],
        }
    }

    fn wanted(name: &str, account: &str, role: &str, organisation: &str) -> Wanted {
        let owned = str::to_owned;
        Wanted {
            row: 2,
            name: owned(name),
            account: owned(account),
            role: owned(role),
            organisation: owned(organisation),
            member: String::new(),
        }
    }

    fn told(rows: Vec<Wanted>) -> Vec<String> {
        let told = |line: Line| match line.outcome {
            Outcome::Make(_) => line.wanted.account,
            Outcome::Has(account) => format!("has {account}"),
            Outcome::Fault(key) => key.to_owned(),
        };
        check(rows, &known()).into_iter().map(told).collect()
    }

    #[test]
    fn each_row_gets_a_free_name_or_the_reason_why_not() {
        let branch = "柳林镇党委 / 机关党支部";
        let rows = vec![
            wanted("王芳", "", "member", branch),
            wanted("王芳", "", "tally_keeper", ""),
            wanted("王芳", " WangFang2 ", "statistician", ""),
            wanted("李四", "", "member", branch),
            wanted("赵六", "", "secretary", "柳林镇党委"),
            wanted("吕布", "", "clerk", ""),
        ];
        let expected = ["wangfang3", "wangfang4", "wangfang2", "has lisi", "has zhaoliu", "lvbu"];
        assert_eq!(told(rows), expected);
    }

    #[test]
    fn what_is_wrong_is_said_of_its_row() {
        let branch = "柳林镇党委 / 机关党支部";
        let cases = [
            (wanted("", "", "member", branch), "error-missing"),
            (wanted("甲", "", "书记员", branch), "accounts-batch-role-unknown"),
            (wanted("甲", "", "auditor", ""), "accounts-batch-administrator"),
            (wanted("甲", "", "secretary", ""), "accounts-organisation-needed"),
            (wanted("甲", "", "secretary", "没有的支部"), "accounts-organisation-unknown"),
            (wanted("甲", "", "secretary", "机关党支部"), "accounts-batch-organisation-which"),
            (wanted("甲", "", "member", branch), "accounts-member-unknown"),
            (wanted("甲", "a", "clerk", ""), "accounts-name-unfit"),
            (wanted("甲", "wangfang", "clerk", ""), "accounts-name-taken"),
        ];
        for (row, key) in cases {
            assert_eq!(told(vec![row]), [key]);
        }
        let twice = vec![wanted("甲", "one", "clerk", ""), wanted("乙", "one", "clerk", "")];
        assert_eq!(told(twice), ["one", "accounts-batch-name-twice"]);
        let same = vec![wanted("甲", "", "clerk", ""), wanted("甲", "", "clerk", "")];
        assert_eq!(told(same)[1], "accounts-batch-twice");
        let elsewhere =
            Wanted { member: Uuid::from_u128(13).simple().to_string(), ..wanted("王芳", "", "member", branch) };
        assert_eq!(told(vec![elsewhere]), ["accounts-batch-member-elsewhere"]);
    }
}
