//! What may be done to the tree: pure decisions, each refusal a text key with its arguments.

use rules::organisation::{OrganisationType, RankError};
use texts::Value;

/// Why something may not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The type does not sit there (S135).
    Rank(RankError),
    /// It would become its own superior.
    Circle,
    /// There are open organisations below it.
    HasChildren(usize),
    /// It has members.
    HasMembers(u64),
    /// The two are the same.
    Itself,
    /// It lies below the one that would be closed.
    Below,
    /// Only one of the same type takes over.
    OtherType,
    /// It is closed.
    Closed,
    /// Two of this name would stand under one superior.
    Namesake(String),
    /// The day lies in the future.
    InFuture,
}

impl Refusal {
    /// The key of the text, below `organisations-refused-`.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Rank(RankError::NotUnder { .. }) => "organisations-refused-not-under",
            Self::Rank(RankError::NotAtTop { .. }) => "organisations-refused-not-at-top",
            Self::Circle => "organisations-refused-circle",
            Self::HasChildren(_) => "organisations-refused-children",
            Self::HasMembers(_) => "organisations-refused-members",
            Self::Itself => "organisations-refused-itself",
            Self::Below => "organisations-refused-below",
            Self::OtherType => "organisations-refused-other-type",
            Self::Closed => "organisations-refused-closed",
            Self::Namesake(_) => "organisations-refused-namesake",
            Self::InFuture => "organisations-refused-future",
        }
    }

    /// The arguments of the text; `kind_name` names a type in the visitor's language.
    pub fn arguments(&self, kind_name: impl Fn(&str) -> String) -> Vec<(&'static str, Value)> {
        let names =
            |kinds: &[OrganisationType]| kinds.iter().map(|kind| kind_name(kind.id())).collect::<Vec<_>>().join(" / ");
        match self {
            Self::Rank(RankError::NotUnder { child, parent, allowed }) => vec![
                ("child", kind_name(child.id()).into()),
                ("parent", kind_name(parent.id()).into()),
                ("allowed", names(allowed).into()),
            ],
            Self::Rank(RankError::NotAtTop { child, allowed }) => {
                vec![("child", kind_name(child.id()).into()), ("allowed", names(allowed).into())]
            }
            Self::HasChildren(number) => vec![("number", (*number).into())],
            Self::Namesake(name) => vec![("name", name.clone().into())],
            Self::HasMembers(number) => vec![("number", (*number).into())],
            _ => Vec::new(),
        }
    }
}

/// An organisation as these rules see it.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its type.
    pub kind: OrganisationType,
    /// Whether it is closed.
    pub is_closed: bool,
}

/// Whether an organisation of `kind` may stand under `parent` (`None`: at the top).
///
/// # Errors
/// The refusal.
pub fn may_stand(kind: OrganisationType, parent: Option<Place>) -> Result<(), Refusal> {
    if parent.is_some_and(|parent| parent.is_closed) {
        return Err(Refusal::Closed);
    }
    kind.may_sit_under(parent.map(|parent| parent.kind)).map_err(Refusal::Rank)
}

/// Whether an organisation may move under a new parent; `parent_is_below`: the parent is it or lies below it.
///
/// # Errors
/// The refusal.
pub fn may_move(kind: OrganisationType, parent: Option<Place>, parent_is_below: bool) -> Result<(), Refusal> {
    if parent_is_below {
        return Err(Refusal::Circle);
    }
    may_stand(kind, parent)
}

/// Whether an organisation may be closed: nothing below it, nobody in it.
///
/// # Errors
/// The refusal.
pub const fn may_close(children: usize, members: u64) -> Result<(), Refusal> {
    if children > 0 {
        return Err(Refusal::HasChildren(children));
    }
    if members > 0 {
        return Err(Refusal::HasMembers(members));
    }
    Ok(())
}

/// How the one that stays stands to the one that is merged into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They are the same.
    Same,
    /// It lies below.
    Below,
    /// Neither.
    Apart,
}

/// Whether `merged` may be merged into `stays`: same type, both open, the one that stays not below the other.
///
/// # Errors
/// The refusal.
pub fn may_merge(merged: Place, stays: Place, relation: Relation) -> Result<(), Refusal> {
    match relation {
        Relation::Same => return Err(Refusal::Itself),
        Relation::Below => return Err(Refusal::Below),
        Relation::Apart => {}
    }
    if merged.is_closed || stays.is_closed {
        return Err(Refusal::Closed);
    }
    if merged.kind == stays.kind { Ok(()) } else { Err(Refusal::OtherType) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn open(kind: OrganisationType) -> Place {
        Place { kind, is_closed: false }
    }

    #[test]
    fn a_branch_stands_under_a_committee_but_not_under_a_territory() {
        assert_eq!(may_stand(OrganisationType::Branch, Some(open(OrganisationType::Committee))), Ok(()));
        let refused = may_stand(OrganisationType::Branch, Some(open(OrganisationType::TerritoryCommittee)));
        assert_eq!(refused.map_err(|refusal| refusal.key()), Err("organisations-refused-not-under"));
    }

    #[test]
    fn nothing_moves_below_itself_or_under_what_is_closed() {
        let committee = open(OrganisationType::Committee);
        assert_eq!(may_move(OrganisationType::Committee, Some(committee), true), Err(Refusal::Circle));
        let closed = Place { is_closed: true, ..committee };
        assert_eq!(may_move(OrganisationType::Branch, Some(closed), false), Err(Refusal::Closed));
    }

    #[test]
    fn only_what_is_empty_is_closed() {
        assert_eq!(may_close(1, 0), Err(Refusal::HasChildren(1)));
        assert_eq!(may_close(0, 9), Err(Refusal::HasMembers(9)));
        assert_eq!(may_close(0, 0), Ok(()));
    }

    #[test]
    fn only_open_organisations_of_one_type_merge() {
        let branch = open(OrganisationType::Branch);
        let general = open(OrganisationType::GeneralBranch);
        assert_eq!(may_merge(branch, branch, Relation::Same), Err(Refusal::Itself));
        assert_eq!(may_merge(branch, branch, Relation::Below), Err(Refusal::Below));
        assert_eq!(may_merge(branch, general, Relation::Apart), Err(Refusal::OtherType));
        assert_eq!(may_merge(branch, branch, Relation::Apart), Ok(()));
    }
}
