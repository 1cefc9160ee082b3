//! Which roles go together, which names an account may have.

use storage::{OrganisationId, RoleGrantId};

use crate::roles::Role;

/// The fewest characters of a sign-in name,
const SHORTEST_NAME: usize = 2;
/// and the most.
const LONGEST_NAME: usize = 40;

/// A role an account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The grant.
    pub grant: RoleGrantId,
    /// The role.
    pub role: Role,
    /// The root of its subtree; `None` is the whole tree.
    pub organisation: Option<OrganisationId>,
}

/// Why a role cannot be given: the key of a text.
pub fn may_hold(held: &[Held], role: Role, organisation: Option<OrganisationId>) -> Result<(), &'static str> {
    if held.iter().any(|other| role.excludes(other.role)) {
        return Err("accounts-role-excluded");
    }
    if held.iter().any(|other| other.role == role && other.organisation == organisation) {
        return Err("accounts-role-held");
    }
    Ok(())
}

/// Whether a role means nothing without an organisation of its own; the others may reach the whole tree.
pub const fn needs_organisation(role: Role) -> bool {
    matches!(role, Role::Secretary | Role::Member)
}

/// A sign-in name as it is stored, or the key of what is wrong with it. It is typed on phones: letters of any script,
/// digits, dot, hyphen and underscore, compared in lower case.
pub fn sign_in_name(typed: &str) -> Result<String, &'static str> {
    let name = typed.trim().to_lowercase();
    let length = name.chars().count();
    let is_fitting = |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | '_');
    if name.is_empty() {
        Err("error-missing")
    } else if !(SHORTEST_NAME..=LONGEST_NAME).contains(&length) || !name.chars().all(is_fitting) {
        Err("accounts-name-unfit")
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Held, may_hold, sign_in_name};
    use crate::roles::Role;
    use storage::RoleGrantId;
    use uuid::Uuid;

    #[test]
    fn a_sign_in_name_is_short_and_without_spaces() {
        assert_eq!(sign_in_name(" ZhangSan "), Ok("zhangsan".to_owned()));
        assert_eq!(sign_in_name("张三"), Ok("张三".to_owned()));
        assert_eq!(sign_in_name(""), Err("error-missing"));
        for unfit in ["a", "zhang san", "a@b", &"长".repeat(41), "a\u{200b}b"] {
            assert_eq!(sign_in_name(unfit), Err("accounts-name-unfit"), "{unfit:?}");
        }
    }

    #[test]
    fn nobody_holds_an_office_beside_the_audit_or_the_same_role_twice() {
        let held = |role| Held { grant: RoleGrantId(Uuid::nil()), role, organisation: None };
        let auditor = [held(Role::Auditor)];
        for other in [Role::SystemAdministrator, Role::SecurityAdministrator, Role::CampaignOffice] {
            assert_eq!(may_hold(&auditor, other, None), Err("accounts-role-excluded"));
        }
        let office = [held(Role::CampaignOffice)];
        assert_eq!(may_hold(&office, Role::Statistician, None), Ok(()));
        assert_eq!(may_hold(&office, Role::CampaignOffice, None), Err("accounts-role-held"));
    }
}
