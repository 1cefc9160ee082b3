//! A share of `cargo xtask attack linking`, always the same.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attacks::home::LARGE;
use attacks::linking::attacker::Score;
use attacks::linking::copies::{Kind, Traces, wanted};
use attacks::linking::lived::{Happened, Held, Judge};
use attacks::linking::question::Question;
use attacks::linking::report::{Line, twins_faults, twins_of_too_few};
use attacks::linking::tables::{Column, Table};
use attacks::linking::twins::Careless;
use attacks::linking::{Given, Holding, Size, attack_both};
use credentials::Code;

/// What `cargo xtask attack linking` holds rounds to. However many orders are tried, the pair is chosen on half of the
/// rounds and scored once on the other; the seed is one of those with which no such score is a chance beyond it.
const DEVIATIONS: f64 = 3.0;
/// What lies beside what in an open store when it is copied no seed decides, so that of such lines one in many runs is beyond
/// three deviations by chance. Whoever has the secret of such a copy besides must name more than that too.
const DEVIATIONS_OF_COPIES: f64 = 4.5;
const SEED: u64 = 1;
const SEED_WITH_TOKENS: u64 = 1;

#[tokio::test]
async fn nobody_is_named_in_a_sealed_round_and_everybody_in_a_careless_build() {
    let (mut all, small) = (Vec::new(), Holding::Slips);
    for size in [Size { judges: 12, rounds: 24, small }, Size { judges: 100, rounds: 4, small }] {
        let lines = attack_both(size, SEED).await.unwrap();
        let faults: Vec<_> = lines.iter().filter_map(fault).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        for given in [
            Given::Sealed,
            Given::Keys,
            Given::EarlierCopies,
            Given::TwoCopies,
            Given::OpenTwin(Careless::OrderLeftIn),
            Given::OpenTwin(Careless::TimeLeftIn),
            Given::RowsLeftBeside,
            Given::SecretKept,
        ] {
            let of_it: Vec<_> = lines.iter().filter(|line| line.given == given).collect();
            assert!(were_tried(&of_it) && of_it.iter().all(|line| much_happened(line)), "{given:?}: {of_it:?}");
        }
        all.extend(lines);
    }
    assert_eq!(twins_faults(&all, DEVIATIONS_OF_COPIES), [""; 0]);
    assert_eq!(twins_of_too_few(&all), [""; 0]);
}

#[tokio::test]
async fn no_token_is_named_by_who_asked_for_it_and_every_one_where_devices_are_careless() {
    let (mut all, small) = (Vec::new(), Holding::Tokens);
    for size in [Size { judges: 12, rounds: 24, small }, Size { judges: 60, rounds: 4, small }] {
        let lines = attack_both(size, SEED_WITH_TOKENS).await.unwrap();
        let faults: Vec<_> = lines.iter().filter_map(fault).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        for given in [
            Given::Sealed,
            Given::Keys,
            Given::EarlierCopies,
            Given::TokenKeysCopied,
            Given::OpenTwin(Careless::OrderLeftIn),
            Given::OpenTwin(Careless::TimeLeftIn),
            Given::RowsLeftBeside,
            Given::SecretKept,
            Given::TokenKeysKept,
            Given::NotBlinded,
            Given::SameFactor,
            Given::SerialsCount,
        ] {
            let of_it: Vec<_> = lines.iter().filter(|line| line.given == given).collect();
            assert!(
                were_tried(&of_it) && of_it.iter().all(|line| much_happened_with_tokens(line)),
                "{given:?}: {of_it:?}"
            );
        }
        all.extend(lines);
    }
    assert_eq!(twins_faults(&all, DEVIATIONS_OF_COPIES), [""; 0]);
    // Of twelve judges one or two hold tokens and come between the copies: those of sixty tell.
    all.retain(|line| line.judges > 12);
    assert_eq!(twins_of_too_few(&all), [""; 0]);
}

fn fault(line: &Line) -> Option<String> {
    line.fault(if rests_on_copies(line) { deviations_of_copies(&line.score) } else { DEVIATIONS })
}

/// Where chance names one or two, it names six once in a thousand times, which is no matter of deviations: the tail of such
/// counts is longer by (z² − 1)/6 than that of many (Cornish and Fisher). Below one the score itself allows for it.
fn deviations_of_copies(score: &Score) -> f64 {
    if score.chance < 1.0 {
        return DEVIATIONS_OF_COPIES;
    }
    let longer = (DEVIATIONS_OF_COPIES * DEVIATIONS_OF_COPIES - 1.0) / 6.0;
    DEVIATIONS_OF_COPIES + longer / score.variance.sqrt().max(1.0)
}

fn rests_on_copies(line: &Line) -> bool {
    matches!(line.given, Given::EarlierCopies | Given::TwoCopies)
}

/// Something was named in every line; of those that rest on copies in one at least, since the traces that he chose there on
/// one half of the rounds nobody need have left in the other.
fn were_tried(lines: &[&Line]) -> bool {
    let was_tried = |line: &&Line| line.score.tried > 0;
    lines.iter().any(was_tried) && lines.iter().filter(|line| !rests_on_copies(line)).all(was_tried)
}

/// The product had crashed, answered again and let late comers in.
fn much_happened(line: &Line) -> bool {
    let happened = line.happened;
    happened.crashes > 0 && happened.retries > 0 && happened.late_comers > 0
}

/// The same, and people had asked for their tokens twice and some had never used theirs.
fn much_happened_with_tokens(line: &Line) -> bool {
    much_happened(line) && line.happened.asked_again > 0 && line.happened.never_used > 0
}

/// Persons of whom so many are named, of sixty in ten groups.
fn of_persons(database: &'static str, given: Given, named: u64) -> Line {
    let (question, happened) = (Question::OF_PERSONS, Happened::default());
    let (chance, variance, rule) = (10.0, 10.0, "arrival ~ place".to_owned());
    let score = Score { targets: 60, tried: 60, named, chance, variance, agreement: 0.0, rule };
    Line { database, judges: 12, rounds: 20, small: Holding::Slips, happened, given, question, score }
}

/// Twins of one database, of whom so many are named: by order, by time, with the secret.
fn of_twins(database: &'static str, [order, time, secret]: [u64; 3]) -> Vec<Line> {
    let open = [(Careless::OrderLeftIn, order), (Careless::TimeLeftIn, time)];
    let mut lines: Vec<Line> =
        open.map(|(careless, named)| of_persons(database, Given::OpenTwin(careless), named)).to_vec();
    lines.push(of_persons(database, Given::TwoCopiesAndSecret, secret));
    lines
}

#[test]
fn a_twin_that_is_not_named_is_a_fault_though_the_other_database_names_it() {
    let faults = |lines: &[Line]| {
        let of_lines = lines.iter().filter_map(|line| line.fault(DEVIATIONS)).count();
        (of_lines, twins_faults(lines, DEVIATIONS).len(), twins_of_too_few(lines).len())
    };
    let sqlite = of_twins("SQLite", [60, 60, 60]);
    let with = |names| [sqlite.clone(), of_twins("PostgreSQL", names)].concat();
    assert_eq!(faults(&with([60, 54, 20])), (0, 0, 0));
    assert_eq!(faults(&with([53, 60, 20])), (1, 0, 0), "the order");
    assert_eq!(faults(&with([60, 53, 20])), (1, 0, 0), "the time");
    assert_eq!(faults(&with([60, 60, 19])), (0, 1, 0), "the secret");
    assert_eq!(faults(&with([60, 60, 60])[..5]), (0, 0, 0));
    assert_eq!(faults(&with([60, 60, 60])[..4]), (0, 1, 0), "a twin that was not made");
    let mut few = with([60, 60, 60]);
    few[0].score = Score { targets: 6, chance: 3.0, ..few[0].score.clone() };
    assert_eq!(faults(&few), (0, 0, 1), "three pairs are no proof");
}

/// A build that hides the keys of its rows and leaves the rest open is not taken for one that covers them.
#[test]
fn a_row_is_of_whatever_it_holds_in_whichever_column() {
    let judge = |name: u8| Judge {
        held: Held::Slip(Code::from_random([name; 10])),
        sheet: LARGE,
        used: vec![],
        ballot: vec![name; 32],
        opinion: vec![],
        covered_ballot: vec![],
        covered_opinion: vec![],
    };
    let bytes = [2, 1].map(|name| [vec![9; 40], vec![name; 32]].concat()).to_vec();
    let column = Column { name: "ctid".to_owned(), is_declared: false, values: vec!["0".into(), "1".into()] };
    let table = Table { things: vec![], columns: vec![column], bytes };
    let (judges, mut traces) = ([judge(1), judge(2)], Traces::default());
    traces.add_tables(&wanted(&[&judges]), &[table], judges.len());
    let found: Vec<_> = traces.of_kind(Kind::Ballot).collect();
    assert_eq!(found, [(&"ctid of ballot".to_owned(), [Some((1, 0)), Some((0, 0))].as_slice())]);
}
