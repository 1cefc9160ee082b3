//! What an archive says besides its ballots: judge groups, batches, keys of tokens, and the days of the steps.

use std::collections::BTreeMap;

use archive::{Batch, Bytes, Channel, Line, Milestone, Panel, Standing, Step, TokenKey, TokenStanding};
use ballot_box::SealedCounts;
use storage::entities::{batch, paper_batch, round_step};
use storage::{BatchId, RoundId};

use crate::App;
use crate::features::appraisals::layout::{ballot_round, layout_of};
use crate::features::appraisals::model::{Frozen, Plan};
use crate::features::{appraisals, paper, tokens};
use crate::web::WebError;

/// The lines as they stand at sealing.
pub(super) async fn lines(app: &App, frozen: &Frozen) -> Result<Vec<Line>, WebError> {
    let (round, reads) = (frozen.round, &app.database);
    let mut lines = panels(&frozen.plan)?;
    let counts = app.ballots.sealed_counts(ballot_round(round)).await.map_err(super::drawing::broken)?;
    lines.extend(batches(app, round, &frozen.plan, &counts).await?.into_iter().map(Line::Batch));
    lines.extend(token_keys(app, round, &frozen.plan, &counts).await?.into_iter().map(Line::TokenKey));
    let steps = appraisals::queries::steps(reads, round).await?;
    lines.extend(milestones(app, &steps).into_iter().map(Line::Step));
    Ok(lines)
}

fn panels(plan: &Plan) -> Result<Vec<Line>, WebError> {
    let positions: BTreeMap<_, usize> =
        plan.objects.iter().enumerate().map(|(position, object)| (object.id, position)).collect();
    let line = |panel: &appraisals::model::Panel| {
        let sheet = plan.sheet(panel.sheet).ok_or_else(|| WebError::Broken("a panel without its sheet".to_owned()))?;
        let layout = layout_of(plan, sheet).map_err(super::drawing::broken)?;
        let group = std::iter::once(panel).chain(plan.merged_into(panel.id));
        Ok(Line::Panel(Panel {
            layout: layout.to_text(),
            objects: sheet.objects.iter().filter_map(|object| positions.get(object).copied()).collect(),
            roll: group.map(|panel| panel.due.map(u64::from)).sum(),
            sheet: panel.number,
        }))
    };
    let mut open: Vec<_> = plan.open_panels().collect();
    open.sort_by_key(|panel| panel.number);
    open.into_iter().map(line).collect()
}

/// The batches of a round. Those of one judge group and channel are one line, under the lowest of their numbers: turnout
/// is told by judge group, and a batch may have gone to a handful of people whom somebody remembers.
async fn batches(app: &App, round: RoundId, plan: &Plan, counts: &SealedCounts) -> Result<Vec<Batch>, WebError> {
    let spent: BTreeMap<u32, u64> = counts.batches.iter().map(|count| (count.issued.batch.0, count.spent)).collect();
    let tablets = appraisals::queries::tablets(&app.database, round).await?;
    let slips = appraisals::queries::batches(&app.database, round).await?;
    let forms = paper::queries::batches(&app.database, round).await?;
    let slips = slips.iter().filter_map(|batch| {
        let used = spent.get(&appraisals::queries::number(batch.number)).copied().unwrap_or(0);
        Some(of_codes(batch, plan.panel(batch.panel_id)?.number, used, |id| tablets.contains_key(&id)))
    });
    let forms = forms.iter().filter_map(|batch| Some(of_paper(batch, plan.panel(batch.panel_id)?.number)));
    let mut together: Vec<Batch> = Vec::new();
    for batch in slips.chain(forms) {
        let alike = |other: &&mut Batch| {
            (other.sheet, other.channel, other.standing) == (batch.sheet, batch.channel, batch.standing)
        };
        match together.iter_mut().find(alike) {
            Some(other) => *other = sum(*other, batch),
            None => together.push(batch),
        }
    }
    together.sort_by_key(|batch| batch.number);
    Ok(together)
}

/// The keys of blind tokens. How many were given out is counted by person on the named side; where more were used, the
/// file says so, and is refused.
async fn token_keys(app: &App, round: RoundId, plan: &Plan, counts: &SealedCounts) -> Result<Vec<TokenKey>, WebError> {
    let keys = app.ballots.token_keys(ballot_round(round)).await.map_err(super::drawing::broken)?;
    let taken = tokens::queries::taken(&app.database, round).await?;
    let taken = taken.into_iter().filter_map(|(panel, taken)| Some((plan.panel(panel)?.number, taken)));
    let taken: BTreeMap<u32, u32> = taken.collect();
    let line = |(key, count): (&ballot_box::TokenKey, &ballot_box::TokenCount)| {
        let issued = taken.get(&key.sheet.0).copied().map_or(0, u64::from);
        let spki = key.public_key.to_spki().try_into();
        Ok(TokenKey {
            issued,
            public_key: Bytes(spki.map_err(|_| WebError::Broken("a key of tokens of another size".to_owned()))?),
            sheet: key.sheet.0,
            spent: count.spent,
            standing: if key.is_retired { TokenStanding::Retired } else { TokenStanding::Valid },
            unspent: issued.saturating_sub(count.spent),
        })
    };
    // Both are by sheet, and of every sheet with tokens.
    keys.iter().zip(&counts.tokens).map(line).collect()
}

fn sum(one: Batch, other: Batch) -> Batch {
    let both = |one: Option<u64>, other: Option<u64>| Some(one? + other?);
    Batch {
        handed_out: both(one.handed_out, other.handed_out),
        invalid: one.invalid + other.invalid,
        missing: both(one.missing, other.missing),
        number: one.number.min(other.number),
        printed: one.printed + other.printed,
        returned: both(one.returned, other.returned),
        spent: one.spent + other.spent,
        ..one
    }
}

fn of_codes(batch: &batch::Model, sheet: u32, spent: u64, is_on_tablet: impl Fn(BatchId) -> bool) -> Batch {
    let counted = |number: Option<i64>| batch.counted_by_second.and(number).map(whole);
    let is_void = batch.state == "void";
    Batch {
        channel: if is_on_tablet(batch.id) { Channel::Tablet } else { Channel::Slips },
        handed_out: counted(batch.handed_out),
        invalid: 0,
        missing: counted(batch.missing),
        number: appraisals::queries::number(batch.number),
        printed: whole(batch.printed),
        returned: counted(batch.returned),
        sheet,
        spent: if is_void { 0 } else { spent },
        standing: if is_void { Standing::Void } else { Standing::Valid },
    }
}

fn of_paper(batch: &paper_batch::Model, sheet: u32) -> Batch {
    let counted = |number: Option<i64>| batch.counted_by_second.and(number).map(whole);
    Batch {
        channel: Channel::Paper,
        handed_out: counted(batch.handed_out),
        invalid: batch.invalid.filter(|_| batch.state == "accepted").map_or(0, whole),
        missing: counted(batch.missing),
        number: appraisals::queries::number(batch.number),
        printed: whole(batch.printed),
        returned: counted(batch.returned),
        sheet,
        spent: paper::ballots_of(batch).unwrap_or(0),
        standing: Standing::Valid,
    }
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The days on which the round was brought on, each the first of its kind: no names, no hours.
fn milestones(app: &App, steps: &[round_step::Model]) -> Vec<Step> {
    let day = |step: &&round_step::Model| app.local(step.happened_at).date_naive();
    let first = |name: &str| steps.iter().find(|step| step.step == name && step.state == "done").as_ref().map(day);
    let days = [
        (Milestone::Announced, first("announced")),
        (Milestone::Issuing, first("issuing")),
        (Milestone::Opened, first("casting")),
        (Milestone::Ended, first("ending")),
        (Milestone::Sealed, Some(app.today())),
    ];
    days.into_iter().filter_map(|(step, day)| Some(Step { day: day?.to_string(), step })).collect()
}

/// A round as it stands in an archive.
pub(super) fn round_bytes(round: RoundId) -> Bytes<16> {
    Bytes(*round.0.as_bytes())
}
