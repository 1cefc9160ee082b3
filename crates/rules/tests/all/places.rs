use proptest::prelude::*;
use rules::Fraction;
use rules::places::{Place, places};
use rules::wilson::Bounds;

fn shares(given: &[(u64, u64)]) -> Vec<Fraction> {
    given.iter().map(|(count, of)| Fraction::new(*count, *of).unwrap()).collect()
}

/// First and last place of each.
fn spans(given: &[(u64, u64)]) -> Vec<(usize, usize)> {
    places(&shares(given)).unwrap().iter().map(|place| (place.first, place.last)).collect()
}

/// A thousand judges graded the offices they dealt with. 94.5–97.1, 93.9–96.6, 89.7–93.3, 84.4–88.8, 59.8–85.9.
#[test]
fn s083_of_a_thousand_judges_offices_whose_intervals_meet_share_a_place() {
    let judged = [(960, 1000), (945, 990), (880, 960), (850, 980), (30, 40)];
    assert_eq!(spans(&judged), [(1, 2), (1, 2), (3, 3), (4, 5), (4, 5)]);
    let found = places(&shares(&judged)).unwrap();
    let alone =
        Place { first: 3, last: 3, bounds: Bounds { lower: 897, upper: 933 }, meeting: Vec::new(), joined: Vec::new() };
    assert_eq!(found[2], alone);
    assert_eq!((&found[0].meeting, &found[1].meeting, &found[4].meeting), (&vec![1], &vec![0], &vec![3]));
    assert!(found.iter().all(|place| place.joined.is_empty()));
}

#[test]
fn s083_two_far_apart_share_a_place_where_a_third_cannot_be_told_from_either() {
    // 87.9–91.8 and 79.4–84.3 do not meet; the one of twenty judges, 76.3–99.2, meets both.
    let judged = [(900, 1000), (19, 20), (820, 1000)];
    assert_eq!(spans(&judged), [(1, 3); 3]);
    let found = places(&shares(&judged)).unwrap();
    assert_eq!((&found[0].meeting, &found[0].joined), (&vec![1], &vec![2]));
    assert_eq!((&found[1].meeting, &found[1].joined), (&vec![0, 2], &Vec::new()));
    // Without it the two stand apart.
    assert_eq!(spans(&[(900, 1000), (820, 1000)]), [(1, 1), (2, 2)]);
}

#[test]
fn nobody_has_no_place_one_has_the_first_and_equals_share_it() {
    assert_eq!(places(&[]), Some(Vec::new()));
    assert_eq!(spans(&[(3, 6)]), [(1, 1)]);
    assert_eq!(spans(&[(700, 950), (700, 950)]), [(1, 2), (1, 2)]);
    assert_eq!(places(&shares(&[(3, 6), (35, 30)])), None);
}

#[test]
fn bounds_that_touch_meet() {
    // 83.8–100 of twenty out of twenty, 79.4–84.3: they have 84.0 in common.
    assert_eq!(spans(&[(20, 20), (820, 1000)]), [(1, 2), (1, 2)]);
    let touching: Vec<(u64, u64)> = (1..=400).map(|count| (count, 400)).collect();
    let found = places(&shares(&touching)).unwrap();
    let lower = |place: usize| found[place].bounds.lower;
    for (place, one) in found.iter().enumerate() {
        for (other, beside) in found.iter().enumerate().filter(|(other, _)| *other != place) {
            let is_touching = one.bounds.upper == lower(other) || beside.bounds.upper == lower(place);
            assert!(!is_touching || one.meeting.contains(&other), "{one:?} {beside:?}");
        }
    }
}

proptest! {
    #[test]
    fn the_order_they_are_given_in_changes_nothing(
        given in proptest::collection::vec((0_u64..=40, 1_u64..=40), 1..12).prop_shuffle(),
        turn in 0_usize..12,
    ) {
        let given: Vec<(u64, u64)> = given.into_iter().map(|(count, more)| (count, count + more)).collect();
        let mut turned = given.clone();
        turned.rotate_left(turn % given.len());
        let mut expected = spans(&given);
        expected.rotate_left(turn % given.len());
        prop_assert_eq!(spans(&turned), expected);
        turned.reverse();
        let mut backwards = spans(&given);
        backwards.rotate_left(turn % given.len());
        backwards.reverse();
        prop_assert_eq!(spans(&turned), backwards);
    }

    #[test]
    fn whoever_is_better_beyond_doubt_is_never_behind_and_places_apart_are_beyond_doubt(
        given in proptest::collection::vec((0_u64..=300, 1_u64..=300), 1..12),
    ) {
        let given: Vec<(u64, u64)> = given.into_iter().map(|(count, more)| (count, count + more)).collect();
        let found = places(&shares(&given)).unwrap();
        for (position, one) in found.iter().enumerate() {
            for (other, beside) in found.iter().enumerate().filter(|(other, _)| *other != position) {
                if one.bounds.lower > beside.bounds.upper {
                    prop_assert!(one.first <= beside.first);
                    prop_assert!(!one.meeting.contains(&other));
                }
                if one.last < beside.first {
                    prop_assert!(one.bounds.lower > beside.bounds.upper);
                }
                let is_shared = one.first == beside.first;
                prop_assert_eq!(is_shared, one.meeting.contains(&other) || one.joined.contains(&other));
            }
            let shared = found.iter().filter(|other| other.first == one.first).count();
            prop_assert_eq!(one.last + 1 - one.first, shared);
            prop_assert!(found.iter().filter(|other| other.last < one.first).count() + 1 == one.first);
        }
    }
}
