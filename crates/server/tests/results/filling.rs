//! The box of a round that is casting: opened, its codes and tokens given out, its ballots handed in.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use ballot_box::{Batch, BatchId, HandIn, Opinion, Outcome, RoundOpening};
use credentials::{CookieContent, Credential, Layout, Receipt, RetryKey, credential_hash};
use server::features::appraisals::model::{Frozen, Panel};
use server::features::appraisals::{ballot_round, layout_of};
use test_support::TestApp;

use crate::tokens;
use crate::world::{Judges, World};

fn number(panel: &Panel) -> ballot_box::SheetId {
    ballot_box::SheetId(panel.number)
}

fn sheets(frozen: &Frozen) -> BTreeMap<ballot_box::SheetId, Layout> {
    let layout = |panel: &Panel| layout_of(&frozen.plan, frozen.plan.sheet(panel.sheet).unwrap()).unwrap();
    frozen.plan.open_panels().map(|panel| (number(panel), layout(panel))).collect()
}

/// The public key of the round, which is declared.
pub async fn open_box(app: &TestApp, world: &World, frozen: &Frozen) -> String {
    let turnout_step = NonZeroU32::new(5).unwrap();
    let opening = RoundOpening {
        round: ballot_round(frozen.round),
        sheets: sheets(frozen),
        token_sheets: tokens::sheets(world, frozen),
        turnout_step,
    };
    let key = app.app.ballots.open_round(&opening).await.unwrap();
    data_encoding::HEXLOWER.encode(key.as_bytes())
}

pub async fn fill_box(app: &TestApp, world: &World, frozen: &Frozen) -> Vec<Receipt> {
    let ballots = &app.app.ballots;
    let round = ballot_round(frozen.round);
    let open: Vec<(&Panel, &Judges)> =
        frozen.plan.panels.iter().zip(&world.groups).filter(|(panel, _)| panel.merged_into.is_none()).collect();
    let sheets = sheets(frozen);
    let mut credentials: Vec<Vec<Credential>> = Vec::new();
    for (panel, group) in &open {
        if let Some(by_token) = tokens::take(app, round, number(panel), group).await {
            credentials.push(by_token);
            continue;
        }
        let drawn = ballots.draw_codes(group.issued).unwrap();
        let hashes: Vec<_> = drawn.iter().map(|code| credential_hash(round, code)).collect();
        let batch = Batch { id: BatchId(panel.number), sheet: number(panel) };
        ballots.issue(round, batch, &hashes).await.unwrap();
        credentials.push(drawn.into_iter().map(Credential::from).collect());
    }
    ballots.begin_casting(round).await.unwrap();
    let mut hand_ins = Vec::new();
    for ((panel, group), credentials) in open.into_iter().zip(credentials) {
        let ballots = group.ballots(sheets[&number(panel)].answers());
        let mut opinions = group.opinions.iter();
        for (credential, answers) in credentials.into_iter().zip(ballots) {
            let subject = frozen.plan.sheet(panel.sheet).unwrap().objects[0];
            let subject = frozen.plan.object(subject).unwrap().subject;
            hand_ins.push(HandIn {
                round,
                content: CookieContent { credential, retry_key: RetryKey::from_random([7; 16]) },
                sheet: number(panel),
                answers,
                opinions: opinions
                    .next()
                    .map(|words| Opinion { subject, words: (*words).to_owned() })
                    .into_iter()
                    .collect(),
            });
        }
    }
    // Handed in together, as on a real evening: the committer takes many at once.
    let handed_in = hand_ins.into_iter().map(|hand_in| ballots.cast(hand_in));
    let receipt = |outcome| match outcome {
        Ok(Outcome::Accepted(receipt)) => receipt,
        other => panic!("{other:?}"),
    };
    futures_util::future::join_all(handed_in).await.into_iter().map(receipt).collect()
}
