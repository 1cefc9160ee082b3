use proptest::prelude::*;
use rules::Fraction;
use rules::wilson::{Bounds, Uncertainty, bounds, uncertainty};

/// The textbook formula in floating point, for comparison only.
fn textbook(count: u64, of: u64) -> (f64, f64) {
    let (k, n, z) = (count as f64, of as f64, 1.96_f64);
    let centre = (k + z * z / 2.0) / (n + z * z);
    let half = z / (n + z * z) * (k * (n - k) / n + z * z / 4.0).sqrt();
    (1000.0 * (centre - half), 1000.0 * (centre + half))
}

/// Every per-mille tried one after the other, straight from the definition.
fn by_brute_force(count: u64, of: u64) -> Bounds {
    let (k, n) = (i128::from(count), i128::from(of));
    let inner = |m: i128| 625 * (1000 * k - m * n).pow(2) < 2401 * n * m * (1000 - m);
    let first = (0..=1000).find(|m| inner(*m));
    let last = (0..=1000).rev().find(|m| inner(*m));
    let lower = if count == 0 { 0 } else { first.map_or(k * 1000 / n, |m| m - 1) };
    let upper = if count == of { 1000 } else { last.map_or((k * 1000 + n - 1) / n, |m| m + 1) };
    Bounds { lower: u16::try_from(lower).unwrap(), upper: u16::try_from(upper).unwrap() }
}

#[test]
fn the_integer_search_finds_what_trying_every_per_mille_finds() {
    for of in 1..=150 {
        for count in 0..=of {
            let found = bounds(Fraction::new(count, of).unwrap()).unwrap();
            assert_eq!(found, by_brute_force(count, of), "{count}/{of}");
        }
    }
}

#[test]
fn the_bounds_are_the_textbook_interval_rounded_outwards() {
    for of in 1..=400 {
        for count in 0..=of {
            let found = bounds(Fraction::new(count, of).unwrap()).unwrap();
            let (lower, upper) = textbook(count, of);
            let tolerance = 1e-6;
            assert!(f64::from(found.lower) <= lower + tolerance, "{count}/{of}");
            assert!(f64::from(found.lower) > lower - 1.0 - tolerance, "{count}/{of}");
            assert!(f64::from(found.upper) >= upper - tolerance, "{count}/{of}");
            assert!(f64::from(found.upper) < upper + 1.0 + tolerance, "{count}/{of}");
        }
    }
}

#[test]
fn known_answers() {
    let bounds_of = |count, of| bounds(Fraction::new(count, of).unwrap()).unwrap();
    assert_eq!(bounds_of(332, 344), Bounds { lower: 940, upper: 980 });
    assert_eq!(bounds_of(42, 42), Bounds { lower: 916, upper: 1000 });
    assert_eq!(bounds_of(0, 10), Bounds { lower: 0, upper: 278 });
}

#[test]
fn where_all_who_were_due_took_part_there_is_no_interval() {
    let share = Fraction::new(42, 42).unwrap();
    assert!(matches!(uncertainty(share, 42), Some(Uncertainty::EverybodyTookPart { .. })));
    assert!(matches!(uncertainty(share, 43), Some(Uncertainty::Interval { .. })));
}

#[test]
fn more_than_all_has_no_interval() {
    assert_eq!(bounds(Fraction::new(35, 30).unwrap()), None);
    assert_eq!(bounds(Fraction::new(1, 1_000_000_000_001).unwrap()), None);
}

proptest! {
    #[test]
    fn the_share_lies_within_its_bounds_and_the_mirror_image_mirrors(of in 1_u64..=1_000_000_000_000, part in 0_u64..=1_000_000) {
        let count = u64::try_from(u128::from(of) * u128::from(part) / 1_000_000).unwrap();
        let found = bounds(Fraction::new(count, of).unwrap()).unwrap();
        let mirrored = bounds(Fraction::new(of - count, of).unwrap()).unwrap();
        prop_assert!(u128::from(found.lower) * u128::from(of) <= 1000 * u128::from(count));
        prop_assert!(u128::from(found.upper) * u128::from(of) >= 1000 * u128::from(count));
        prop_assert_eq!((1000 - found.upper, 1000 - found.lower), (mirrored.lower, mirrored.upper));
    }
}

#[test]
fn a_base_of_ten_to_the_twelfth_is_the_greatest() {
    let half = |base: u64| bounds(Fraction::new(base / 2, base).unwrap());
    assert!(half(1_000_000_000_000).is_some());
    assert_eq!(half(1_000_000_000_001), None);
}
