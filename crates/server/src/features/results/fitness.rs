//! Who may keep the tally of a round: holds the role where the round takes place, is not judged in it, heads neither the
//! working group nor anything judged, and does not belong to the office that runs it.

use storage::entities::round;
use storage::{AccountId, MemberId, OrganisationId, Reads};

use super::queries;
use crate::features::appraisals::model::Frozen;
use crate::features::{appraisals, organisations};
use crate::roles::{Reach, Role};
use crate::web::{Visitor, WebError};

/// Somebody with an account, as it stands.
pub struct Keeper {
    account: AccountId,
    member: Option<MemberId>,
    roles: Vec<(Role, Option<OrganisationId>)>,
}

impl From<&Visitor> for Keeper {
    fn from(visitor: &Visitor) -> Self {
        Self { account: visitor.account, member: visitor.member, roles: visitor.roles.clone() }
    }
}

impl Keeper {
    fn reach(&self, wanted: Role) -> Reach {
        let roots: Vec<Option<OrganisationId>> =
            self.roles.iter().filter(|(role, _)| *role == wanted).map(|(_, root)| *root).collect();
        match roots.iter().copied().collect::<Option<Vec<OrganisationId>>>() {
            None => Reach::Everywhere,
            Some(roots) if roots.is_empty() => Reach::Nowhere,
            Some(roots) => Reach::Under(roots),
        }
    }

    /// Whether the role reaches where the round takes place.
    pub async fn keeps_tally_of(&self, reads: &impl Reads, round: &round::Model) -> Result<bool, WebError> {
        let reach = self.reach(Role::TallyKeeper);
        Ok(organisations::queries::in_reach(reads, &reach, round.organisation_id).await?)
    }

    /// Why somebody may not keep the tally of a round all the same: the key of a text.
    pub async fn unfit(
        &self,
        reads: &impl Reads,
        round: &round::Model,
        frozen: &Frozen,
    ) -> Result<Option<&'static str>, WebError> {
        let objects = &frozen.plan.objects;
        if self.member.is_some() && objects.iter().any(|object| object.member == self.member) {
            return Ok(Some("results-unfit-judged"));
        }
        if self.roles.iter().any(|(role, _)| *role == Role::CampaignOffice) {
            return Ok(Some("results-unfit-office"));
        }
        if appraisals::queries::heads(reads, round, (self.account, self.member)).await? {
            return Ok(Some("results-unfit-group-head"));
        }
        let heads = self.reach(Role::Secretary);
        let heads_one = match &heads {
            Reach::Nowhere => false,
            Reach::Everywhere => !objects.is_empty(),
            Reach::Under(roots) => {
                organisations::queries::in_reach(reads, &heads, round.organisation_id).await?
                    || objects.iter().any(|object| lies_below(frozen, object.organisation, roots))
            }
        };
        Ok(heads_one.then_some("results-unfit-head"))
    }
}

/// Whether an organisation is one of these or lies below one, in the tree as it was frozen.
fn lies_below(frozen: &Frozen, organisation: OrganisationId, roots: &[OrganisationId]) -> bool {
    let mut at = Some(organisation);
    for _ in 0..=frozen.tree.len() {
        match at {
            Some(here) if roots.contains(&here) => return true,
            Some(here) => at = frozen.organisation(here).and_then(|found| found.parent),
            None => return false,
        }
    }
    false
}

/// Whether the first of two tally keepers still counts when the second confirms: the account is open, holds the role,
/// and nothing has made it unfit meanwhile.
pub async fn still_keeps(
    reads: &impl Reads,
    account: AccountId,
    round: &round::Model,
    frozen: &Frozen,
) -> Result<bool, WebError> {
    let Some(found) = queries::account(reads, account).await?.filter(|account| account.ended_at.is_none()) else {
        return Ok(false);
    };
    let grants = queries::grants(reads, account).await?;
    let roles = grants.into_iter().filter_map(|grant| Some((Role::from_code(&grant.role)?, grant.organisation_id)));
    let keeper = Keeper { account, member: found.member_id, roles: roles.collect() };
    Ok(keeper.keeps_tally_of(reads, round).await? && keeper.unfit(reads, round, frozen).await?.is_none())
}
