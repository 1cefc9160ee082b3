//! Three facets, against VGAM's adjacent categories model on the wine data of the package `ordinal` (Randall 1989): nine
//! judges graded two bottles of each of four wines from 1 to 5.
//!
//! With a coefficient for each judge, wine and bottle that model is the one of this crate, and its maximum likelihood is
//! the joint one. Wanted are the figures of R 4.2.2, VGAM 1.1-7, ordinal 2022.11-16:
//! `vglm(rating ~ judge + wine + bottle, acat(parallel = TRUE), control = vglm.control(epsilon = 1e-12))`, objects, items
//! and thresholds centred, errors of the centred objects from `vcov`. They are given to ten digits and met to six.

use severity::{Adjustment, Ballot, Design, Grade, Settings, Spread, estimate};

/// By judge: the two bottles of wines cold, warm, cold with contact, warm with contact, as VGAM numbers them.
const DATA: &str = include_str!("../data/wine.txt");

fn close(found: impl IntoIterator<Item = f64>, wanted: &[f64]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), wanted.len());
    for (one, other) in found.iter().zip(wanted) {
        assert!((one - other).abs() <= 1e-6, "{found:?}, {wanted:?}");
    }
}

/// What VGAM made of the grades.
struct Wanted {
    objects: [f64; 4],
    errors: [f64; 4],
    item: f64,
    item_error: f64,
    thresholds: [f64; 4],
    severities: [f64; 9],
}

fn compare(found: &Adjustment, wanted: &Wanted) {
    let objects: Vec<_> = found.objects.iter().map(|score| score.location.unwrap()).collect();
    close(objects.iter().map(|location| location.logits), &wanted.objects);
    close(objects.iter().map(|location| location.standard_error), &wanted.errors);
    close(found.items.iter().map(|item| item.unwrap().logits), &[wanted.item, -wanted.item]);
    close(found.items.iter().map(|item| item.unwrap().standard_error), &[wanted.item_error; 2]);
    close(found.thresholds.iter().map(|threshold| threshold.unwrap()), &wanted.thresholds);
    close(found.severities.iter().map(|severity| severity.unwrap().logits), &wanted.severities);
}

fn wine(is_graded: impl Fn(usize, usize) -> bool) -> Adjustment {
    let ballot = |(judge, line): (usize, &str)| {
        let grade = |(bottle, rating): (usize, &str)| Grade {
            object: bottle / 2,
            item: bottle % 2,
            category: rating.parse::<u8>().unwrap() - 1,
        };
        let grades = line.split(' ').enumerate().map(grade);
        Ballot { grades: grades.filter(|grade| is_graded(judge + 1, grade.object + 1)).collect(), times: 1 }
    };
    let ballots: Vec<Ballot> = DATA.lines().enumerate().map(ballot).collect();
    let settings = Settings { spread: Spread::Estimated, ..Settings::default() };
    estimate(Design { objects: 4, items: 2, highest: 4 }, &ballots, &settings).unwrap()
}

#[test]
fn three_facets_of_a_complete_design_agree_with_vgam() {
    let wanted = Wanted {
        objects: [-2.0495646301, 0.5383901228, -0.5825021654, 2.0936766726],
        errors: [0.4839890483, 0.3218002644, 0.3382343588, 0.4624135840],
        item: 0.06389047032,
        item_error: 0.1790425074,
        thresholds: [-3.5553859948, -0.7637677594, 1.6651144898, 2.6540392644],
        severities: [
            -1.82474536021,
            0.64751159975,
            -1.27466250715,
            0.08007784744,
            -0.19423233009,
            -0.46530842798,
            2.28797956331,
            0.35981534171,
            0.64751159975,
        ],
    };
    compare(&wine(|_, _| true), &wanted);
}

/// Each judge leaves out one wine, as VGAM was told to: judge + wine divisible by four.
#[test]
fn three_facets_of_an_incomplete_design_agree_with_vgam() {
    let wanted = Wanted {
        objects: [-2.0273017547, 0.9608167217, -1.3516398754, 2.4181249084],
        errors: [0.5876046720, 0.4449114023, 0.5269028407, 0.6244449324],
        item: 0.0,
        item_error: 0.2197177016,
        thresholds: [-3.9611578152, -0.8804557284, 1.9006979005, 2.9409156431],
        severities: [
            -1.6585687391,
            0.3703225037,
            -1.4554690113,
            0.1719503400,
            0.6345506194,
            -0.8651499197,
            2.1587135564,
            0.1719503400,
            1.0511245402,
        ],
    };
    compare(&wine(|judge, wine| (judge + wine) % 4 != 0), &wanted);
}
