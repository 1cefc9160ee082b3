//! Blind tokens: issued in a period of their own, handed in once, kept for the archive.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::sync::Arc;

use ballot_box::{
    BallotBox, BallotError, CodeStanding, FoundCode, HandIn, Interrupted, Malformed, Outcome, Phase, RoundId,
    RoundOpening, SheetId, Step, StepHook, TokenCount, TokenSearch,
};
use common::{Home, Judge, OTHER_SHEET, ROUND, SHEET, accepted, judges, opening, tallied};
use credentials::{Answer, CookieContent, Credential};
use rand::SeedableRng;
use rand::rngs::StdRng;
use test_databases::{TestDatabase, for_each_database};
use tokens::{BlindedMessage, SIGNATURE_LENGTH, Token, TokenKeys, TokenPublicKey, TokenRequest};

const ONE: &[u8] = include_bytes!("../../tokens/tests/all/data/key-one.der");
const TWO: &[u8] = include_bytes!("../../tokens/tests/all/data/key-two.der");

fn with_tokens(round: RoundId) -> RoundOpening {
    RoundOpening { token_sheets: [SHEET].into(), ..opening(round) }
}

/// Opens the round with a pair that stands there already, as an opening that was cut off leaves it: making one takes long.
async fn issuing(home: &Home, ballots: &BallotBox) -> TokenPublicKey {
    fs::write(home.keys.join(format!("{ROUND}.token-{}", SHEET.0)), ONE).unwrap();
    ballots.open_round(&with_tokens(ROUND)).await.unwrap();
    ballots.token_keys(ROUND).await.unwrap()[0].public_key.clone()
}

/// Somebody's device takes a token.
async fn take(ballots: &BallotBox, key: &TokenPublicKey, seed: u64) -> Token {
    let request = TokenRequest::begin(key, ROUND, SHEET, &mut StdRng::seed_from_u64(seed)).unwrap();
    let answer = ballots.sign_token(ROUND, SHEET, *request.blinded_message()).await.unwrap();
    request.finalise(key, &answer).unwrap()
}

/// What somebody with this token hands in.
fn hand_in(judge: &Judge, token: &Token) -> HandIn {
    let content = CookieContent { credential: Credential::Token(token.to_carried()), ..judge.content.clone() };
    HandIn { content, ..judge.hand_in() }
}

fn found(standing: CodeStanding, phase: Phase) -> TokenSearch {
    TokenSearch::Found(FoundCode { round: ROUND, standing, phase })
}

#[tokio::test]
async fn a_token_is_signed_while_issuing_and_handed_in_once_while_casting() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let key = issuing(&home, &ballots).await;
        let people = judges(3, 8);
        let token = take(&ballots, &key, 1).await;
        let unused = take(&ballots, &key, 2).await;
        assert_eq!(token.verify(&key, ROUND, SHEET), Ok(()));
        assert_eq!(ballots.find_token(&token).await.unwrap(), found(CodeStanding::Ready(SHEET), Phase::Issuing));
        let early = ballots.cast(hand_in(&people[0], &token)).await.unwrap();
        assert_eq!(early, Outcome::Closed(ballot_box::Closed::NotBegun));

        ballots.begin_casting(ROUND).await.unwrap();
        let late = TokenRequest::begin(&key, ROUND, SHEET, &mut StdRng::seed_from_u64(3)).unwrap();
        let refused = ballots.sign_token(ROUND, SHEET, *late.blinded_message()).await.unwrap_err();
        assert!(matches!(refused, BallotError::WrongPhase(Phase::Casting)), "{refused}");

        let cookie = ballots.make_cookie(ROUND, Credential::Token(token.to_carried())).await.unwrap();
        assert!(cookie.len() < 1_000, "a cookie of {} bytes", cookie.len());
        let (round, content) = ballots.read_cookie(&cookie).await.unwrap().unwrap();
        assert_eq!((round, content.credential), (ROUND, Credential::Token(token.to_carried())));

        let receipt = accepted(&ballots, hand_in(&people[0], &token)).await;
        assert_eq!(receipt.verify(&ballots.public_key(ROUND).await.unwrap()), Ok(()));
        assert_eq!(ballots.cast(hand_in(&people[0], &token)).await.unwrap(), Outcome::SameAgain(receipt));
        assert_eq!(ballots.cast_too_late(hand_in(&people[0], &token)).await.unwrap(), Outcome::SameAgain(receipt));
        // Another window, another retry key: nothing is told but that it is used.
        assert_eq!(ballots.cast(hand_in(&people[1], &token)).await.unwrap(), Outcome::AlreadyUsed);
        assert_eq!(ballots.cast_too_late(hand_in(&people[1], &token)).await.unwrap(), Outcome::AlreadyUsed);
        let ended = ballots.cast_too_late(hand_in(&people[1], &unused)).await.unwrap();
        assert_eq!(ended, Outcome::Closed(ballot_box::Closed::Ended));
        assert_eq!(ballots.find_token(&token).await.unwrap(), found(CodeStanding::Used, Phase::Casting));

        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!(counts.ballots, [(SHEET, 1), (OTHER_SHEET, 0)]);
        assert_eq!(counts.tokens, [TokenCount { sheet: SHEET, spent: 1, is_retired: false }]);
        assert_eq!(tallied(&ballots, SHEET).await, [people[0].answers()]);
        assert_eq!(ballots.find_token(&token).await.unwrap(), found(CodeStanding::Used, Phase::Sealed));
        assert_eq!(ballots.find_token(&unused).await.unwrap(), found(CodeStanding::Ready(SHEET), Phase::Sealed));
        assert!(fs::read(home.keys.join(format!("{ROUND}.token-{}", SHEET.0))).unwrap().is_empty());
        ballots.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_no_key_of_the_round_signed_is_refused_and_nothing_is_stored() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let key = issuing(&home, &ballots).await;
        let people = judges(2, 8);
        let token = take(&ballots, &key, 1).await;
        let foreign = TokenKeys::from_pkcs8(TWO).unwrap();
        let mut random = StdRng::seed_from_u64(9);
        let request = TokenRequest::begin(foreign.public_key(), ROUND, SHEET, &mut random).unwrap();
        let answer = foreign.sign(&mut random, request.blinded_message()).unwrap();
        let forged = request.finalise(foreign.public_key(), &answer).unwrap();
        let elsewhere = Token::from_carried(RoundId::from_bytes([0xb2; 16]), &token.to_carried());
        let mut bytes = *token.to_carried().as_bytes();
        bytes[300] ^= 1;
        let altered = Token::from_carried(ROUND, &credentials::TokenBytes::from_bytes(bytes));
        assert_eq!(ballots.find_token(&forged).await.unwrap(), TokenSearch::OtherKey);
        assert_eq!(ballots.find_token(&altered).await.unwrap(), TokenSearch::OtherKey);
        assert_eq!(ballots.find_token(&elsewhere).await.unwrap(), TokenSearch::Unknown);
        let nothing = BlindedMessage::from_bytes(&[0xff; SIGNATURE_LENGTH]).unwrap();
        let refused = ballots.sign_token(ROUND, SHEET, nothing).await.unwrap_err();
        assert!(matches!(refused, BallotError::NotBlinded(SHEET)), "{refused}");
        let refused = ballots.sign_token(ROUND, OTHER_SHEET, nothing).await.unwrap_err();
        assert!(matches!(refused, BallotError::NoTokens(OTHER_SHEET)), "{refused}");

        ballots.begin_casting(ROUND).await.unwrap();
        for bad in [&forged, &altered] {
            assert_eq!(ballots.cast(hand_in(&people[0], bad)).await.unwrap(), Outcome::UnknownCode);
        }
        let two = vec![Answer::Grade(1); 2];
        let other_sheet = HandIn { sheet: OTHER_SHEET, answers: two, ..hand_in(&people[0], &token) };
        assert_eq!(ballots.cast(other_sheet).await.unwrap(), Outcome::Malformed(Malformed::Sheet));
        accepted(&ballots, hand_in(&people[0], &token)).await;
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.ballots[0].1, counts.tokens[0].spent), (1, 1));
        let mut kept = Vec::new();
        ballots.for_each_token(ROUND, |spent| kept.push((spent.hash, spent.token.to_text()))).await.unwrap();
        assert_eq!(kept, [(token.spent_hash(), token.to_text())]);
        ballots.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_a_token_handed_in_many_times_at_once_one_ballot_counts() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = Arc::new(home.open(1).await);
        let key = issuing(&home, &ballots).await;
        let people = judges(40, 8);
        let token = take(&ballots, &key, 1).await;
        ballots.begin_casting(ROUND).await.unwrap();
        let casts = people.iter().map(|person| {
            let (ballots, hand_in) = (Arc::clone(&ballots), hand_in(person, &token));
            tokio::spawn(async move { ballots.cast(hand_in).await.unwrap() })
        });
        let casts: Vec<_> = casts.collect();
        let mut stored = 0;
        for cast in casts {
            match cast.await.unwrap() {
                Outcome::Accepted(_) => stored += 1,
                other => assert_eq!(other, Outcome::AlreadyUsed),
            }
        }
        assert_eq!(stored, 1);
        assert_eq!(ballots.seal(ROUND).await.unwrap().ballots[0].1, 1);
        ballots.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_retired_key_signs_no_more_and_its_tokens_count_nowhere() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let (ballots, other) = (home.open(1).await, home.open(2).await);
        let key = issuing(&home, &ballots).await;
        let people = judges(1, 8);
        let token = take(&ballots, &key, 1).await;
        // A second server that had the round open before.
        assert_eq!(take(&other, &key, 1).await.to_text(), token.to_text());
        for _ in 0..2 {
            ballots.retire_token_key(ROUND, SHEET).await.unwrap();
        }
        let refused = ballots.retire_token_key(ROUND, OTHER_SHEET).await.unwrap_err();
        assert!(matches!(refused, BallotError::NoTokens(OTHER_SHEET)), "{refused}");
        assert!(fs::read(home.keys.join(format!("{ROUND}.token-{}", SHEET.0))).unwrap().is_empty());
        let request = TokenRequest::begin(&key, ROUND, SHEET, &mut StdRng::seed_from_u64(2)).unwrap();
        for server in [&ballots, &other] {
            let refused = server.sign_token(ROUND, SHEET, *request.blinded_message()).await.unwrap_err();
            assert!(matches!(refused, BallotError::NoTokens(SHEET)), "{refused}");
        }
        assert_eq!(ballots.find_token(&token).await.unwrap(), found(CodeStanding::Cancelled, Phase::Issuing));
        ballots.begin_casting(ROUND).await.unwrap();
        assert_eq!(other.cast(hand_in(&people[0], &token)).await.unwrap(), Outcome::Cancelled);
        let refused = ballots.retire_token_key(ROUND, SHEET).await.unwrap_err();
        assert!(matches!(refused, BallotError::WrongPhase(Phase::Casting)), "{refused}");
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!(counts.tokens, [TokenCount { sheet: SHEET, spent: 0, is_retired: true }]);
        ballots.close().await.unwrap();
        other.close().await.unwrap();
    })
    .await;
}

struct CutOffAfter(Step);

impl StepHook for CutOffAfter {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == self.0 { Err(Interrupted(step)) } else { Ok(()) }
    }
}

/// Also the one test in which the box makes a pair itself.
#[tokio::test]
async fn an_opening_cut_off_keeps_the_pair_it_made() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let cut = home.open_with(1, Arc::new(CutOffAfter(Step::TokenKeysCreated))).await;
        cut.open_round(&with_tokens(ROUND)).await.unwrap_err();
        cut.close().await.unwrap();
        let file = home.keys.join(format!("{ROUND}.token-{}", SHEET.0));
        let made = TokenKeys::from_pkcs8(&fs::read(&file).unwrap()).unwrap();
        let ballots = home.open(2).await;
        ballots.open_round(&with_tokens(ROUND)).await.unwrap();
        ballots.open_round(&with_tokens(ROUND)).await.unwrap();
        let keys = ballots.token_keys(ROUND).await.unwrap();
        assert_eq!((keys.len(), keys[0].sheet, &keys[0].public_key), (1, SHEET, made.public_key()));
        let refused = ballots.open_round(&opening(ROUND)).await.unwrap_err();
        assert!(matches!(refused, BallotError::OpenedDifferently(_)), "{refused}");
        let unknown = RoundOpening { token_sheets: [SheetId(9)].into(), ..opening(RoundId::from_bytes([0xb2; 16])) };
        let refused = ballots.open_round(&unknown).await.unwrap_err();
        assert!(matches!(refused, BallotError::UnknownSheet(SheetId(9))), "{refused}");
        ballots.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_sealing_cut_off_after_any_step_loses_no_token_and_leaves_no_pair() {
    for step in Step::SEALING {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            let tokens = cast_by(&home, &ballots, 6).await;
            ballots.close().await.unwrap();
            let cut = home.open_with(2, Arc::new(CutOffAfter(step))).await;
            cut.seal(ROUND).await.unwrap_err();
            cut.close().await.unwrap();
            let ballots = home.open(3).await;
            let counts = ballots.seal(ROUND).await.unwrap();
            assert_eq!((counts.ballots[0].1, counts.tokens[0].spent), (6, 6), "{step:?}");
            assert_eq!(spent(&ballots).await, tokens, "{step:?}");
            assert!(fs::read(home.keys.join(format!("{ROUND}.token-{}", SHEET.0))).unwrap().is_empty());
            ballots.close().await.unwrap();
        })
        .await;
    }
}

#[tokio::test]
async fn a_backup_of_a_sealed_round_has_its_tokens() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let tokens = cast_by(&home, &ballots, 5).await;
        let counts = ballots.seal(ROUND).await.unwrap();
        let folder = database.folder().join("backup");
        fs::create_dir_all(&folder).unwrap();
        let copied = ballots.copy_sealed(&folder).await.unwrap();
        ballots.close().await.unwrap();
        let elsewhere = TestDatabase::sqlite();
        let restored = Home::of(&elsewhere).open(2).await;
        restored.take_sealed(&copied[0].1).await.unwrap();
        assert_eq!(restored.sealed_counts(ROUND).await.unwrap(), counts);
        assert_eq!(spent(&restored).await, tokens);
        restored.close().await.unwrap();
    })
    .await;
}

/// So many people take a token and hand in; the tokens in the order of their hashes.
async fn cast_by(home: &Home, ballots: &BallotBox, number: usize) -> Vec<String> {
    let key = issuing(home, ballots).await;
    let people = judges(number, 8);
    let mut tokens = Vec::new();
    for seed in 0..people.len() {
        tokens.push(take(ballots, &key, u64::try_from(seed).unwrap()).await);
    }
    ballots.begin_casting(ROUND).await.unwrap();
    for (person, token) in people.iter().zip(&tokens) {
        accepted(ballots, HandIn { answers: vec![Answer::Grade(1); 6], ..hand_in(person, token) }).await;
    }
    tokens.sort_by_key(Token::spent_hash);
    tokens.iter().map(Token::to_text).collect()
}

async fn spent(ballots: &BallotBox) -> Vec<String> {
    let mut kept = Vec::new();
    ballots.for_each_token(ROUND, |spent| kept.push(spent.token.to_text())).await.unwrap();
    kept
}
