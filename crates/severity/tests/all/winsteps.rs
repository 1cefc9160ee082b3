//! Winsteps on its own example data: 75 children graded 25 activities with 0, 1 or 2 (Wright and Masters 1982, p. 18).
//!
//! The manual prints the data and Table 13, `ACT STATISTICS: MEASURE ORDER` (docs/third-party.md names the copy read).
//! Winsteps has two facets, so each role a facet may have here is tested in its turn. Printed are two decimals, half a
//! unit of which is 0.005. Winsteps stops when the largest change falls below 0.005 logits *or* a score criterion is
//! met (its page LCONV), so that it stops short of where it was going, and this program does not: 0.01 logits are allowed
//! for that (the largest difference is 0.012 in all), and 1 % of errors and mean squares, taken at those locations.

use severity::{Adjustment, Ballot, Design, End, Fit, Grade, Location, Settings, Spread, estimate};

const DATA: &str = include_str!("../data/liking_for_science.txt");
const PRINTED: &str = include_str!("../data/liking_for_science_winsteps.txt");

const HALF_A_DIGIT: f64 = 0.005;
const STOPPED_EARLY: f64 = 0.01;

fn categories() -> Vec<Vec<u8>> {
    DATA.lines().map(|line| line.bytes().map(|digit| digit - b'0').collect()).collect()
}

fn settings() -> Settings {
    Settings { spread: Spread::Estimated, ..Settings::default() }
}

/// One row of the table: entry, raw score without the extreme child, location, model error, infit, outfit.
fn printed() -> Vec<(usize, u64, [f64; 4])> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(' ').collect();
        let number = |cell: usize| cells[cell].parse::<f64>().unwrap();
        (cells[0].parse().unwrap(), cells[1].parse().unwrap(), [number(2), number(3), number(4), number(5)])
    };
    PRINTED.lines().map(row).collect()
}

/// The children vote on activities; `cell` says which object and item an activity is.
fn children_as_ballots(activities: usize, cell: impl Fn(usize) -> (usize, usize)) -> Adjustment {
    let ballot = |row: &Vec<u8>| {
        let grade = |(activity, category): (usize, &u8)| {
            let (object, item) = cell(activity);
            Grade { object, item, category: *category }
        };
        Ballot { grades: row.iter().enumerate().map(grade).collect(), times: 1 }
    };
    let ballots: Vec<Ballot> = categories().iter().map(ballot).collect();
    let (objects, items) = if cell(1).0 == 1 { (activities, 1) } else { (1, activities) };
    estimate(Design { objects, items, highest: 2 }, &ballots, &settings()).unwrap()
}

fn compare(activity: usize, found: Location, sign: f64, wanted: [f64; 4]) {
    let Fit { infit, outfit } = found.fit.unwrap();
    let difference = (sign * found.logits - wanted[0]).abs();
    assert!(difference <= HALF_A_DIGIT + STOPPED_EARLY, "activity {activity}: {found:?}, {wanted:?}");
    for (found, wanted) in [found.model_error, infit, outfit].into_iter().zip(&wanted[1..]) {
        assert!((found - wanted).abs() <= HALF_A_DIGIT + 0.01 * wanted, "activity {activity}: {found}, {wanted}");
    }
}

/// The data are those the table was made of: Winsteps leaves the child out who likes everything.
#[test]
fn raw_scores_are_those_that_winsteps_prints() {
    let categories = categories();
    assert_eq!((categories.len(), printed().len()), (75, 25));
    for (activity, points, _) in printed() {
        let all: u64 = categories.iter().map(|row| u64::from(row[activity - 1])).sum();
        assert_eq!(all - 2, points, "activity {activity}");
    }
}

/// Activities are objects: what is easy to like is located high, which Winsteps, asking for difficulty, turns.
#[test]
fn objects_agree_with_winsteps() {
    let found = children_as_ballots(25, |activity| (activity, 0));
    for (activity, _, wanted) in printed() {
        compare(activity, found.objects[activity - 1].location.unwrap(), -1.0, wanted);
    }
    let counts = found.counts;
    assert_eq!((counts.ballots, counts.all_lowest, counts.all_highest, counts.uninformative), (75, 0, 1, 0));
    // Whoever grades everything alike between the ends is no extreme.
    assert_eq!(found.severities[1].unwrap().extreme, Some(End::Highest));
    assert_eq!(found.severities[25].unwrap().extreme, None);
    assert!((found.thresholds[0].unwrap() + found.thresholds[1].unwrap()).abs() < 1e-9);
}

#[test]
fn items_agree_with_winsteps() {
    let found = children_as_ballots(25, |activity| (0, activity));
    for (activity, _, wanted) in printed() {
        compare(activity, found.items[activity - 1].unwrap(), 1.0, wanted);
    }
}

/// One ballot, 75 objects on 25 items: the objects take the place of the children, the extreme one among them.
#[test]
fn items_agree_with_winsteps_where_an_object_is_extreme() {
    let grade = |object: usize, (item, category): (usize, &u8)| Grade { object, item, category: *category };
    let rows = categories();
    let grades =
        rows.iter().enumerate().flat_map(|(object, row)| row.iter().enumerate().map(move |at| grade(object, at)));
    let ballot = Ballot { grades: grades.collect(), times: 1 };
    let design = Design { objects: 75, items: 25, highest: 2 };
    let found = estimate(design, &[ballot], &settings()).unwrap();
    for (activity, _, wanted) in printed() {
        compare(activity, found.items[activity - 1].unwrap(), 1.0, wanted);
    }
    // The extreme one has a finite location above all others, and no fit.
    let extreme = found.objects[1].location.unwrap();
    assert_eq!((extreme.extreme, extreme.fit), (Some(End::Highest), None));
    let others = found.objects.iter().filter_map(|score| score.location).filter(|location| location.extreme.is_none());
    assert!(others.into_iter().all(|location| location.logits < extreme.logits));
}
