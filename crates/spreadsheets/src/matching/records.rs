//! Records that exist, and plans, as plain values.

use rules::dates::PartialDate;

use super::{Action, Summary};
use crate::members::{Category, ServiceState, Sex};
use crate::organisations::{Kind, Sector};
use crate::problem::Problem;

/// An organisation that exists, as plain values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingOrganisation {
    /// Its 编号.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The 编号 of its parent.
    pub parent: Option<String>,
    /// Its type.
    pub kind: Option<Kind>,
    /// Its sector.
    pub sector: Option<Sector>,
    /// Whether it lies in a 民族地区.
    pub minority_area: bool,
    /// Founded.
    pub founded: Option<PartialDate>,
    /// Its secretary's name.
    pub secretary: Option<String>,
    /// The declared number of members.
    pub members: Option<u64>,
    /// The remark.
    pub remark: Option<String>,
}

/// The parent of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parent {
    /// None is named.
    None,
    /// An organisation that exists, by 编号.
    Existing(String),
    /// Another row of the file.
    Row(usize),
    /// A question stands open.
    Unresolved,
}

/// The plan for a file: one parent and one action a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationPlan {
    /// Parents, in the order of the rows.
    pub parents: Vec<Parent>,
    /// Actions, in the order of the rows.
    pub actions: Vec<Action>,
    /// The rows with parents before children: the order in which to create.
    pub order: Vec<usize>,
    /// Questions, errors and warnings.
    pub problems: Vec<Problem>,
}

impl OrganisationPlan {
    /// How many rows do what.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.actions)
    }
}

/// An organisation members can stand in, as plain values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its 编号.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The names from the root to it, joined by [`super::PATH_SEPARATOR`].
    pub path: String,
    /// Its type.
    pub kind: Option<Kind>,
    /// The declared number of members, where there is one to compare with.
    pub declared_members: Option<u64>,
}

/// A member that exists, as plain values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingMember {
    /// The 编号.
    pub code: String,
    /// The name.
    pub name: String,
    /// The 编号 of the branch.
    pub branch: String,
    /// The sex.
    pub sex: Option<Sex>,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Full or probationary.
    pub category: Option<Category>,
    /// When the member joined.
    pub joined: Option<PartialDate>,
    /// In service, retired and so on.
    pub service: Option<ServiceState>,
    /// The post in the party.
    pub party_post: Option<String>,
    /// Title or post at work.
    pub post: Option<String>,
}

/// The plan for a file: one branch and one action a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberPlan {
    /// The 编号 of each row's branch, in the order of the rows; nothing while a question stands open.
    pub branches: Vec<Option<String>>,
    /// Actions, in the order of the rows.
    pub actions: Vec<Action>,
    /// Questions and warnings.
    pub problems: Vec<Problem>,
}

impl MemberPlan {
    /// How many rows do what.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.actions)
    }
}
