//! Groups whose members hold blind tokens, and the archives of their rounds.

use std::collections::BTreeSet;

use ::tokens::TokenRequest;
use archive::{Line, TokenStanding};
use ballot_box::{RoundId, SheetId};
use credentials::Credential;
use rand::SeedableRng;
use rand::rngs::StdRng;
use server::features::appraisals::ballot_round;
use server::features::appraisals::model::{Frozen, FrozenTokens};
use storage::entities::{member, token_request};
use storage::{MemberId, PanelId, WriteTransaction};
use test_support::TestApp;
use test_support::rows::{self, insert};

use crate::archives::{lines, press};
use crate::run;
use crate::verifying::{Held, stands};
use crate::world::{Judges, World, cast};

/// What a group's members did.
#[derive(Clone, Copy)]
pub struct Tokens {
    /// So many took a token.
    pub taken: usize,
    /// The key was retired then, and the group was given slips.
    pub is_retired: bool,
}

impl Judges {
    /// Whether nobody in the group is given a slip.
    pub fn holds_tokens(&self) -> bool {
        self.tokens.is_some_and(|tokens| !tokens.is_retired)
    }
}

/// The sheets of groups with tokens.
pub fn sheets(world: &World, frozen: &Frozen) -> BTreeSet<SheetId> {
    let groups = frozen.plan.panels.iter().zip(&world.groups).filter(|(_, group)| group.tokens.is_some());
    groups.map(|(panel, _)| SheetId(panel.number)).collect()
}

/// What is declared of them, once the box has their keys.
pub async fn declared(app: &TestApp, frozen: &Frozen) -> Option<FrozenTokens> {
    let keys = app.app.ballots.token_keys(ballot_round(frozen.round)).await.unwrap();
    let until = app.app.clock.now();
    let fingerprints = keys.iter().map(|key| (key.sheet.0, key.public_key.fingerprint().to_string()));
    (!keys.is_empty()).then(|| FrozenTokens { until, keys: fingerprints.collect() })
}

/// Who took one, on the named side. What was blinded is nobody's matter here.
pub async fn note(app: &TestApp, transaction: &WriteTransaction, frozen: &Frozen, (panel, tokens): (PanelId, Tokens)) {
    for number in 0..tokens.taken {
        let (member_id, blinded) = (MemberId(app.app.clock.next_id()), vec![0; 384]);
        let row = rows::member(member_id, frozen.organisation, &format!("党员{number}"));
        insert(transaction, member::ActiveModel::from(row)).await;
        let row = token_request::Model { round_id: frozen.round, member_id, panel_id: panel, blinded };
        insert(transaction, token_request::ActiveModel::from(row)).await;
    }
}

/// The tokens of a group, taken while its round is issuing; none where it votes by slip, after all or from the first.
pub async fn take(app: &TestApp, round: RoundId, sheet: SheetId, group: &Judges) -> Option<Vec<Credential>> {
    let (tokens, ballots) = (group.tokens?, &app.app.ballots);
    let keys = ballots.token_keys(round).await.unwrap();
    let key = &keys.iter().find(|key| key.sheet == sheet).unwrap().public_key;
    let mut credentials = Vec::new();
    for seed in 0..u64::try_from(tokens.taken).unwrap() {
        let request = TokenRequest::begin(key, round, sheet, &mut StdRng::seed_from_u64(seed)).unwrap();
        let answer = ballots.sign_token(round, sheet, *request.blinded_message()).await.unwrap();
        credentials.push(Credential::Token(request.finalise(key, &answer).unwrap().to_carried()));
    }
    if tokens.is_retired {
        ballots.retire_token_key(round, sheet).await.unwrap();
        return None;
    }
    Some(credentials)
}

#[test]
fn the_archives_of_a_round_with_tokens_list_what_was_used_and_stand_in_both_verifiers() {
    run(async |app| {
        let tree = &[("柳林镇党委", None), ("东河村党支部", Some(0)), ("西沟村党支部", Some(0))];
        let with = |taken, is_retired, group: Judges| Judges { tokens: Some(Tokens { taken, is_retired }), ..group };
        let groups = vec![
            with(11, false, Judges::members(1, 14, &[(8, 0), (1, 2)])),
            Judges::masses(2, &[(9, 1)]),
            with(2, true, Judges::members(2, 12, &[(7, 0)])),
        ];
        let made = cast(app, &World::of(tree, groups)).await;
        let (mut first, mut second) = made.end(app).await;
        let public = app.office().await.get(&made.archive("/public.zyarchive")).await;
        let root = first.get(&made.archive("")).await.texts("#root").remove(0);
        stands(app, &public, &Held { root: Some(&root), receipts: &made.receipts, ..Held::default() });
        press(&mut first, &made, &[("recipient", "县纪委")]).await;
        press(&mut second, &made, &[]).await;
        let auditors = second.get(&made.archive("/auditor.zyarchive")).await;
        stands(app, &auditors, &Held { root: Some(&root), receipts: &made.receipts, other: Some(&public) });
        for file in [&public, &auditors] {
            let lines = lines(file);
            let key = |line: &Line| match line {
                Line::TokenKey(key) => Some((key.sheet, key.standing, key.issued, key.spent, key.unspent)),
                _ => None,
            };
            let keys: Vec<_> = lines.iter().filter_map(key).collect();
            assert_eq!(keys, [(1, TokenStanding::Valid, 11, 9, 2), (3, TokenStanding::Retired, 2, 0, 2)]);
            assert_eq!(lines.iter().filter(|line| matches!(line, Line::Token(token) if token.sheet == 1)).count(), 9);
            assert_eq!(lines.iter().filter(|line| matches!(line, Line::Spent(_))).count(), 16);
        }
    });
}
