//! Who may keep the tally of a round: holds the role where the round takes place, is not judged in it, heads neither the
//! working group nor anything judged, and does not belong to the office that runs it.

use storage::entities::round;
use storage::{AccountId, OrganisationId, Reads};

use crate::features::appraisals::model::Frozen;
use crate::features::{appraisals, organisations};
use crate::roles::{Reach, Role};
use crate::web::{Person, WebError};

/// Whether the role reaches where the round takes place.
pub async fn keeps_tally_of(reads: &impl Reads, person: &Person, round: &round::Model) -> Result<bool, WebError> {
    let reach = person.reach(&[Role::TallyKeeper]);
    Ok(organisations::queries::in_reach(reads, &reach, round.organisation_id).await?)
}

/// Why somebody may not keep the tally of a round all the same: the key of a text.
pub async fn unfit(
    reads: &impl Reads,
    person: &Person,
    round: &round::Model,
    frozen: &Frozen,
) -> Result<Option<&'static str>, WebError> {
    let objects = &frozen.plan.objects;
    if person.member.is_some() && objects.iter().any(|object| object.member == person.member) {
        return Ok(Some("results-unfit-judged"));
    }
    if person.has(Role::CampaignOffice) {
        return Ok(Some("results-unfit-office"));
    }
    if appraisals::queries::heads(reads, round, (person.account, person.member)).await? {
        return Ok(Some("results-unfit-group-head"));
    }
    let heads = person.reach(&[Role::Secretary]);
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
    let Some(person) = Person::load(reads, account).await? else {
        return Ok(false);
    };
    Ok(keeps_tally_of(reads, &person, round).await? && unfit(reads, &person, round, frozen).await?.is_none())
}
