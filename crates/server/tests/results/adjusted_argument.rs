//! Adjusted scores tell nothing of what the release hides (decision 0013): they are the same whatever the hidden groups
//! say. So the attack on the release needs no equation of theirs: every table that was possible stays possible.

use std::collections::BTreeMap;

use server::features::results::adjusted::{Asked, Outcome, ask};
use server::features::results::compute::{Counted, Judged, Table, release};
use server::features::results::release::{Panel, Place, Release};
use severity::{Ballot, Design, Grade, Settings};
use storage::{MeasureId, ObjectId, OrganisationId, PanelId, SheetId};
use uuid::Uuid;

use crate::suppression::Dice;

const OBJECTS: usize = 6;
const ITEMS: usize = 2;
const GRADES: usize = 3;

fn measure() -> MeasureId {
    MeasureId(Uuid::from_u128(200))
}

/// What one judge says: object by object, item by item.
type Said = Vec<Vec<Option<u8>>>;

/// A round of three groups; some offices are known to few.
fn any_round(dice: &mut Dice) -> Vec<Vec<Said>> {
    let known: Vec<u64> = (0..OBJECTS).map(|_| [2, 7, 9, 10][dice.pick(4)]).collect();
    let judge = |dice: &mut Dice| -> Said {
        let mut object = |known: &u64| {
            let is_known = dice.below(10) < *known;
            (0..ITEMS).map(|_| is_known.then(|| u8::try_from(dice.pick(GRADES)).unwrap())).collect()
        };
        known.iter().map(&mut object).collect()
    };
    (0..3).map(|_| (0..4 + dice.pick(30)).map(|_| judge(dice)).collect()).collect()
}

fn counted(groups: &[Vec<Said>]) -> Counted {
    let places = (0..=OBJECTS).map(|place| Place {
        organisation: OrganisationId(Uuid::from_u128(place as u128 + 1)),
        name: format!("第{place}党支部"),
        parent: (place > 0).then_some(0),
    });
    let objects = (0..OBJECTS).map(|object| Judged {
        object: ObjectId(Uuid::from_u128(object as u128 + 100)),
        name: format!("第{object}对象"),
        place: object + 1,
        measure: measure(),
    });
    let panel = |(panel, judges): (usize, &Vec<Said>)| {
        let valid = judges.iter().filter(|said| said.iter().flatten().any(Option::is_some)).count() as u64;
        Panel {
            panels: vec![PanelId(Uuid::from_u128(panel as u128 + 300))],
            sheet: SheetId(Uuid::from_u128(panel as u128 + 400)),
            place: 0,
            categories: vec!["masses".to_owned()],
            due: None,
            named: 0,
            recovered: judges.len() as u64,
            valid,
            blank: judges.len() as u64 - valid,
            invalid: 0,
        }
    };
    let table = |panel: usize, object: usize| {
        let mut items = vec![vec![0; GRADES]; ITEMS];
        for said in &groups[panel] {
            for (counts, grade) in items.iter_mut().zip(&said[object]) {
                grade.iter().for_each(|grade| counts[usize::from(*grade)] += 1);
            }
        }
        Table { object, panel, items }
    };
    let tables = (0..groups.len()).flat_map(|panel| (0..OBJECTS).map(move |object| table(panel, object)));
    Counted {
        minimum: 5,
        opinion_minimum: 8,
        places: places.collect(),
        panels: groups.iter().enumerate().map(panel).collect(),
        objects: objects.collect(),
        tables: tables.collect(),
        opinions: vec![0; OBJECTS],
    }
}

/// What sealing stores of a round, and which objects take part.
fn stored(groups: &[Vec<Said>]) -> (Release, Option<Outcome>, Vec<usize>) {
    let (found, _) = release(&counted(groups)).unwrap();
    let (outcome, objects) = match ask(&found, measure(), GRADES) {
        None => (None, Vec::new()),
        Some(Asked::Answered(outcome)) => (Some(outcome), Vec::new()),
        Some(Asked::Ballots(question)) => {
            let of_question =
                |said: &Said| question.objects.iter().map(|object| said[*object].clone()).collect::<Said>();
            let judges = question.panels.iter().flat_map(|panel| &groups[*panel]);
            let ballots: Vec<Ballot> = judges.map(|said| question.ballot(&of_question(said), 1)).collect();
            (Some(question.answer(&ballots).unwrap()), question.objects.clone())
        }
    };
    (found, outcome, objects)
}

/// What a careless program would store: scores of all objects from all grades, to one decimal.
fn careless(groups: &[Vec<Said>]) -> Option<Vec<Option<i64>>> {
    let ballot = |said: &Said| {
        let cells = said.iter().enumerate().flat_map(|(object, items)| {
            let graded = items.iter().enumerate().filter_map(|(item, grade)| Some((item, (*grade)?)));
            graded.map(move |(item, grade)| Grade { object, item, category: 2 - grade })
        });
        Ballot { grades: cells.collect(), times: 1 }
    };
    let ballots: Vec<Ballot> = groups.iter().flatten().map(ballot).collect();
    let design = Design { objects: OBJECTS, items: ITEMS, highest: 2 };
    let found = severity::estimate(design, &ballots, &Settings::default()).ok()?;
    Some(found.objects.iter().map(|score| Some((score.fair_average? * 10.0).round() as i64)).collect())
}

/// The same people grading the same, but other grades where an object does not take part.
fn with_other_secrets(groups: &[Vec<Said>], taking_part: &[usize], dice: &mut Dice) -> Vec<Vec<Said>> {
    let mut other = groups.to_vec();
    for said in other.iter_mut().flatten() {
        for (_, items) in said.iter_mut().enumerate().filter(|(object, _)| !taking_part.contains(object)) {
            for grade in items.iter_mut().flatten() {
                *grade = u8::try_from(dice.pick(GRADES)).unwrap();
            }
        }
    }
    other
}

#[test]
fn adjusted_scores_are_the_same_whatever_groups_say_that_the_release_does_not_show_by_themselves() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut given_away = 0;
    for seed in 0..200 {
        let dice = &mut Dice(seed);
        let groups = any_round(dice);
        let (found, outcome, taking_part) = stored(&groups);
        let kind = match &outcome {
            Some(Outcome::Scores(scores)) if scores.objects.len() < OBJECTS => "some scores",
            Some(Outcome::Scores(_)) => "all scores",
            Some(_) => "none",
            None => "nothing",
        };
        *seen.entry(kind).or_default() += 1;
        // Whoever takes part is shown in every group by itself, as the raw figure is.
        for object in &taking_part {
            let standings =
                found.objects[*object].items.iter().flat_map(|item| item.panels.iter().chain([&item.total]));
            assert!(standings.into_iter().all(|standing| {
                use server::features::results::release::Standing;
                matches!(standing, Standing::Shown(_) | Standing::Empty)
            }));
        }
        for _ in 0..3 {
            let other = with_other_secrets(&groups, &taking_part, dice);
            let (_, of_other, still) = stored(&other);
            assert_eq!((&of_other, &still), (&outcome, &taking_part), "seed {seed}");
            // The detector is tested too: scores of everything tell of what is hidden.
            given_away += usize::from(kind == "some scores" && careless(&other) != careless(&groups));
        }
    }
    println!("{seen:?}, {given_away}");
    assert!(seen["some scores"] >= 30 && seen["all scores"] >= 5, "{seen:?}");
    assert!(given_away > 60, "a careless program gives itself away {given_away} times");
}
