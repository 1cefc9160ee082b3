use proptest::prelude::*;
use rules::release::{Node, OpinionSource, Opinions, plan_opinions};

/// A township with branches.
fn branches(count: usize) -> Vec<Node> {
    std::iter::once(Node { parent: None }).chain((0..count).map(|_| Node { parent: Some(0) })).collect()
}

fn sources(given: &[(u64, u64)]) -> Vec<OpinionSource> {
    given
        .iter()
        .enumerate()
        .map(|(at, (ballots, opinions))| OpinionSource { node: at + 1, ballots: *ballots, opinions: *opinions })
        .collect()
}

fn outcomes(given: &[(u64, u64)]) -> Vec<Opinions> {
    plan_opinions(&branches(given.len()), &sources(given), 8).unwrap().0
}

#[test]
fn the_threshold_counts_ballots_and_not_opinions() {
    assert_eq!(outcomes(&[(8, 1)]), [Opinions::Shown { node: 1, pool: 0, ballots: 8 }]);
    assert_eq!(outcomes(&[(7, 7)]), [Opinions::Sealed { opinions: 7 }]);
}

#[test]
fn opinions_of_small_branches_are_shown_at_the_township_from_enough_ballots_together() {
    let found = outcomes(&[(20, 3), (5, 1), (4, 0)]);
    let at_township = Opinions::Shown { node: 0, pool: 1, ballots: 9 };
    assert_eq!(found, [Opinions::Shown { node: 1, pool: 0, ballots: 20 }, at_township, at_township]);
}

#[test]
fn a_large_branch_gives_up_its_place_only_for_opinions_that_would_stay_sealed() {
    let together = Opinions::Shown { node: 0, pool: 0, ballots: 25 };
    assert_eq!(outcomes(&[(20, 3), (5, 1)]), [together, together]);
    let alone = Opinions::Shown { node: 1, pool: 0, ballots: 20 };
    assert_eq!(outcomes(&[(20, 3), (5, 0)]), [alone, Opinions::Sealed { opinions: 0 }]);
}

#[test]
fn opinions_left_at_the_top_are_shown_at_the_nearest_place() {
    // Two townships in a county; the only small branch lies in the second.
    let parents = [None, Some(0), Some(0), Some(1), Some(2), Some(2)];
    let nodes: Vec<Node> = parents.into_iter().map(|parent| Node { parent }).collect();
    let source = |node: usize, ballots: u64| OpinionSource { node, ballots, opinions: 1 };
    let found = plan_opinions(&nodes, &[source(3, 9), source(4, 20), source(5, 3)], 8).unwrap().0;
    let together = Opinions::Shown { node: 2, pool: 1, ballots: 23 };
    assert_eq!(found, [Opinions::Shown { node: 3, pool: 0, ballots: 9 }, together, together]);
}

proptest! {
    #[test]
    fn no_opinion_is_shown_where_fewer_than_k_ballots_can_have_brought_it(given in proptest::collection::vec((0_u64..12, 0_u64..3), 1..10)) {
        let found = outcomes(&given);
        for outcome in &found {
            if let Opinions::Shown { pool, ballots, .. } = outcome {
                let same = |other: &Opinions| matches!(other, Opinions::Shown { pool: of, .. } if of == pool);
                let from: u64 = found.iter().zip(&given).filter(|(other, _)| same(other)).map(|(_, (ballots, _))| *ballots).sum();
                prop_assert_eq!(from, *ballots);
                prop_assert!(from >= 8);
            }
        }
        let all: u64 = given.iter().map(|(ballots, _)| *ballots).sum();
        let sealed = found.iter().any(|outcome| matches!(outcome, Opinions::Sealed { opinions } if *opinions > 0));
        prop_assert_eq!(sealed && all >= 8, false);
    }
}
