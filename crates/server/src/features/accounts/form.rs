//! A role in a form: from what was typed to an organisation and a member, or the form again with the candidates.

use serde::Deserialize;
use storage::entities::account;
use storage::{MemberId, OrganisationId, Reads};

use super::queries;
use super::rules::{self, Held};
use crate::roles::Role;
use crate::web::{FieldErrors, WebError};

/// The form that gives a role; the form of a new account has the same fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RoleFields {
    /// The role's code.
    pub role: String,
    /// The name of the organisation; empty is the whole tree.
    pub organisation: String,
    /// The one chosen where the name fits several.
    pub organisation_id: String,
    /// The name of the member; empty is none.
    pub member: String,
    /// The one chosen where the name fits several.
    pub member_id: String,
}

/// Something a name may mean.
pub struct Choice {
    /// Its identifier.
    pub id: String,
    /// How it is told from the others.
    pub label: String,
}

/// What the typed names may mean.
#[derive(Default)]
pub struct Choices {
    /// Organisations of the name.
    pub organisations: Vec<Choice>,
    /// Members of the name.
    pub members: Vec<Choice>,
}

/// A role to be given.
pub struct RoleCommand {
    /// The role.
    pub role: Role,
    /// The root of its subtree.
    pub organisation: Option<OrganisationId>,
    /// The member the account belongs to from now on.
    pub member: Option<MemberId>,
    /// For the trail: role and organisation.
    pub told: String,
}

/// How the trail names an account.
pub fn full_name(account: &account::Model) -> String {
    format!("{} ({})", account.display_name, account.sign_in_name)
}

/// Checks the fields for an account that holds these roles and perhaps belongs to a member already.
pub async fn check(
    reads: &impl Reads,
    fields: &RoleFields,
    held: &[Held],
    linked: Option<MemberId>,
    errors: &mut FieldErrors,
) -> Result<(Option<RoleCommand>, Choices), WebError> {
    let mut choices = Choices::default();
    let organisation = organisation(reads, fields, errors, &mut choices).await?;
    let member = match linked {
        Some(_) => None,
        None => member(reads, fields, organisation, errors, &mut choices).await?,
    };
    let Some(role) = Role::from_code(&fields.role) else {
        errors.add("role", "error-choose");
        return Ok((None, choices));
    };
    if let Err(key) = rules::may_hold(held, role, organisation) {
        errors.add("role", key);
    }
    if rules::needs_organisation(role) && fields.organisation.trim().is_empty() {
        errors.add("organisation", "accounts-organisation-needed");
    }
    if !role.is_scoped() && !fields.organisation.trim().is_empty() {
        errors.add("organisation", "accounts-organisation-idle");
    }
    if role == Role::Member && linked.is_none() && fields.member.trim().is_empty() {
        errors.add("member", "accounts-member-needed");
    }
    if !errors.is_empty() {
        return Ok((None, choices));
    }
    let place = match organisation {
        Some(id) => queries::organisation_path(reads, id).await?,
        None => String::new(),
    };
    let command = RoleCommand { role, organisation, member, told: format!("{} | {place}", role.code()) };
    Ok((Some(command), choices))
}

async fn organisation(
    reads: &impl Reads,
    fields: &RoleFields,
    errors: &mut FieldErrors,
    choices: &mut Choices,
) -> Result<Option<OrganisationId>, WebError> {
    if fields.organisation.trim().is_empty() {
        return Ok(None);
    }
    let found = queries::organisations_like(reads, &fields.organisation).await?;
    let chosen = found.iter().find(|one| one.id.to_string() == fields.organisation_id);
    let is_exact = |one: &&storage::entities::organisation::Model| one.name == fields.organisation.trim();
    match (chosen, found.as_slice()) {
        (Some(one), _) => return Ok(Some(one.id)),
        (None, [one]) if is_exact(&one) => return Ok(Some(one.id)),
        (None, []) => errors.add("organisation", "accounts-organisation-unknown"),
        (None, _) => errors.add("organisation", "accounts-organisation-which"),
    }
    for one in &found {
        choices
            .organisations
            .push(Choice { id: one.id.to_string(), label: queries::organisation_path(reads, one.id).await? });
    }
    Ok(None)
}

async fn member(
    reads: &impl Reads,
    fields: &RoleFields,
    organisation: Option<OrganisationId>,
    errors: &mut FieldErrors,
    choices: &mut Choices,
) -> Result<Option<MemberId>, WebError> {
    if fields.member.trim().is_empty() {
        return Ok(None);
    }
    let found = queries::members_named(reads, &fields.member, organisation).await?;
    let chosen = found.iter().find(|one| one.id.to_string() == fields.member_id);
    match (chosen, found.as_slice()) {
        (Some(one), _) | (None, [one]) => {
            if queries::has_account(reads, one.id).await? {
                errors.add("member", "accounts-member-has-account");
            }
            return Ok(Some(one.id));
        }
        (None, []) => errors.add("member", "accounts-member-unknown"),
        (None, _) => errors.add("member", "accounts-member-which"),
    }
    for one in found.iter().take(20) {
        let place = queries::organisation_path(reads, one.organisation_id).await?;
        let birth = one.birth.as_deref().unwrap_or_default();
        choices.members.push(Choice { id: one.id.to_string(), label: format!("{} {birth} · {place}", one.name) });
    }
    Ok(None)
}
