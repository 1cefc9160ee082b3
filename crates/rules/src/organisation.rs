//! Types of organisations and which may sit under which (S135).

/// The types of the typed tree. The words are the field's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationType {
    /// 省委, 市委, 县委, 区委: the committee of a territory.
    TerritoryCommittee,
    /// 党工委: dispatched by a territory committee to lead a block.
    WorkCommittee,
    /// 党组: leads a bureau and its party bodies; not itself a level of the member tree.
    PartyGroup,
    /// 党委: the committee of a township, office, enterprise, village or education system.
    Committee,
    /// 党总支: several branches.
    GeneralBranch,
    /// 党支部: the basic unit.
    Branch,
    /// 党小组: members inside a branch.
    MemberGroup,
}

use OrganisationType as Type;

/// Under which types each type may sit, in the order they are proposed.
const PARENTS: [(Type, &[Type]); 7] = [
    (Type::TerritoryCommittee, &[Type::TerritoryCommittee]),
    (Type::WorkCommittee, &[Type::TerritoryCommittee]),
    (Type::PartyGroup, &[Type::TerritoryCommittee]),
    (Type::Committee, &[Type::TerritoryCommittee, Type::WorkCommittee, Type::PartyGroup, Type::Committee]),
    (Type::GeneralBranch, &[Type::Committee, Type::WorkCommittee]),
    (Type::Branch, &[Type::Committee, Type::GeneralBranch, Type::WorkCommittee]),
    (Type::MemberGroup, &[Type::Branch]),
];

/// Why a type may not sit where it is put: the row of S135 that says so, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankError {
    /// The type does not sit under this parent (S135); `allowed` are those it may sit under.
    #[error("{} does not sit under {} (S135)", child.id(), parent.id())]
    NotUnder {
        /// The type placed.
        child: Type,
        /// The parent's type.
        parent: Type,
        /// The types it may sit under.
        allowed: &'static [Type],
    },
    /// The type cannot stand at the top of a tree (S135).
    #[error("{} cannot stand at the top (S135)", child.id())]
    NotAtTop {
        /// The type placed.
        child: Type,
        /// The types it may sit under.
        allowed: &'static [Type],
    },
}

impl RankError {
    /// The stable name of the refusal; a translation is found by it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotUnder { .. } => "rank-not-under",
            Self::NotAtTop { .. } => "rank-not-at-top",
        }
    }

    /// The types that would be right.
    #[must_use]
    pub const fn allowed(&self) -> &'static [Type] {
        match self {
            Self::NotUnder { allowed, .. } | Self::NotAtTop { allowed, .. } => allowed,
        }
    }
}

impl OrganisationType {
    /// Every type, from the top down.
    pub const ALL: &'static [Self] = &[
        Self::TerritoryCommittee,
        Self::WorkCommittee,
        Self::PartyGroup,
        Self::Committee,
        Self::GeneralBranch,
        Self::Branch,
        Self::MemberGroup,
    ];

    /// The stable name, for files and translations.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TerritoryCommittee => "territory_committee",
            Self::WorkCommittee => "work_committee",
            Self::PartyGroup => "party_group",
            Self::Committee => "committee",
            Self::GeneralBranch => "general_branch",
            Self::Branch => "branch",
            Self::MemberGroup => "group",
        }
    }

    /// The type of a stable name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }

    /// The types it may sit under (S135).
    #[must_use]
    pub fn allowed_parents(self) -> &'static [Self] {
        PARENTS.iter().find(|(kind, _)| *kind == self).map_or(&[], |(_, parents)| parents)
    }

    /// Whether it may sit under `parent`, or at the top of an installation where there is none. A campaign's top is a
    /// territory committee, or whatever leads the office's own tree: a work committee, a party group or a committee.
    ///
    /// # Errors
    /// [`RankError`] names both types and those that would be right.
    pub fn may_sit_under(self, parent: Option<Self>) -> Result<(), RankError> {
        let allowed = self.allowed_parents();
        match parent {
            Some(parent) if allowed.contains(&parent) => Ok(()),
            Some(parent) => Err(RankError::NotUnder { child: self, parent, allowed }),
            None if self <= Self::Committee => Ok(()),
            None => Err(RankError::NotAtTop { child: self, allowed }),
        }
    }
}

/// A node of the tree as a move sees it: its parent, by position.
pub type Parents<'a> = &'a [Option<usize>];

/// Whether moving `node` under `new_parent` would make it its own ancestor; then the chain from the parent up to the
/// node, both included, so that it can be named.
#[must_use]
pub fn cycle_of_move(parents: Parents<'_>, node: usize, new_parent: usize) -> Option<Vec<usize>> {
    let mut chain = vec![new_parent];
    let mut at = new_parent;
    while at != node {
        at = parents.get(at).copied().flatten()?;
        // A tree that already holds a circle elsewhere must not hang the question.
        if chain.contains(&at) {
            return None;
        }
        chain.push(at);
    }
    Some(chain)
}
