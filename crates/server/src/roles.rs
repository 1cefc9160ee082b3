//! Who may do what: roles, each with the subtree it reaches.

use storage::OrganisationId;

/// A role of an account. The three administrators see no business data; a judge has no account at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 活动办: instruments, rounds, the tree, imports; accepts the returns of the level below.
    CampaignOffice,
    /// 支部书记: the own organisation's records and return; answers released opinions.
    Secretary,
    /// 党员: the own self-report and sheet.
    Member,
    /// 计票人: two together seal, accept paper, read raw opinions first.
    TallyKeeper,
    /// 统计员: aggregates.
    Statistician,
    /// 录入员: keys paper, nothing else.
    Clerk,
    /// 系统管理员: runs and backs up.
    SystemAdministrator,
    /// 安全管理员: accounts and roles.
    SecurityAdministrator,
    /// 审计员: reads the log; neither of the other two.
    Auditor,
}

impl Role {
    /// Every role, as the accounts page lists them.
    pub const ALL: [Self; 9] = [
        Self::CampaignOffice,
        Self::Secretary,
        Self::Member,
        Self::TallyKeeper,
        Self::Statistician,
        Self::Clerk,
        Self::SystemAdministrator,
        Self::SecurityAdministrator,
        Self::Auditor,
    ];

    /// As it is stored, and the end of its text key `role-…`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CampaignOffice => "campaign_office",
            Self::Secretary => "secretary",
            Self::Member => "member",
            Self::TallyKeeper => "tally_keeper",
            Self::Statistician => "statistician",
            Self::Clerk => "clerk",
            Self::SystemAdministrator => "system_administrator",
            Self::SecurityAdministrator => "security_administrator",
            Self::Auditor => "auditor",
        }
    }

    /// Reads what [`Self::code`] writes.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role is tied to an organisation; the administrators' and the auditor's are not.
    #[must_use]
    pub const fn is_scoped(self) -> bool {
        !matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::Auditor)
    }

    /// Roles that nobody holds together: the auditor watches the other two, and whoever administers sees no business.
    #[must_use]
    pub fn excludes(self, other: Self) -> bool {
        self != other && (!self.is_scoped() || !other.is_scoped())
    }
}

/// Where in the tree somebody may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nowhere.
    Nowhere,
    /// In the subtrees under these organisations, each included.
    Under(Vec<OrganisationId>),
    /// In the whole tree.
    Everywhere,
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn an_administrator_holds_no_other_role() {
        for administrator in [Role::SystemAdministrator, Role::SecurityAdministrator, Role::Auditor] {
            for other in Role::ALL {
                assert_eq!(administrator.excludes(other), administrator != other);
                assert_eq!(other.excludes(administrator), administrator != other);
            }
        }
        assert!(!Role::Secretary.excludes(Role::Member));
    }
}
