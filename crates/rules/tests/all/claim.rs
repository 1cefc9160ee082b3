use proptest::prelude::*;
use rules::Fraction;
use rules::claim::{Bases, Claim, ClaimError, Outcome, Relation, bases_for, parse_claim, smallest_base, try_claim};
use rules::rounding::{Percent, Rounding};

fn claim(text: &str) -> Claim {
    parse_claim(text).unwrap()
}

fn outcome(text: &str, of: u64) -> Outcome {
    try_claim(claim(text), of).unwrap().outcome
}

fn check_unattainable(text: &str, of: u64, neighbours: [(u64, &str); 2]) -> bool {
    let Outcome::Unattainable { below, above, by_truncation } = outcome(text, of) else {
        panic!("{text} of {of} is attainable");
    };
    let found = [below.unwrap(), above.unwrap()].map(|near| (near.count, near.percent.to_string()));
    assert_eq!(found, neighbours.map(|(count, percent)| (count, percent.to_owned())));
    by_truncation.is_some()
}

#[test]
fn x03_ninety_nine_percent_of_308_attended_means_310_to_312_were_due() {
    assert_eq!(bases_for(claim("99%"), 308), Some(Bases { least: 310, greatest: Some(312) }));
}

#[test]
fn x06_ninety_six_percent_of_30_forms_is_unattainable_but_truncation_explains_it() {
    assert!(check_unattainable("96%", 30, [(28, "93"), (29, "97")]));
}

#[test]
fn x07_ninety_six_percent_of_35_is_unattainable_by_rounding_and_by_truncation() {
    assert!(!check_unattainable("96%", 35, [(33, "94"), (34, "97")]));
}

#[test]
fn x08_one_hundred_and_six_leaders_cannot_give_96_8_percent() {
    check_unattainable("96.8%", 106, [(102, "96.2"), (103, "97.2")]);
}

#[test]
fn x09_the_smallest_base_of_96_8_percent_is_31() {
    assert_eq!(smallest_base(claim("96.8%")), 31);
    assert_eq!(outcome("96.8%", 31), Outcome::Attainable { counts: 30..=30 });
}

#[test]
fn x10_at_least_99_percent_of_617_needs_611() {
    for text in ["≥99%", ">=99%", "≥99%", "99%以上", "不低于 99 %"] {
        assert_eq!(outcome(text, 617), Outcome::Attainable { counts: 611..=617 }, "{text}");
    }
}

#[test]
fn full_width_characters_are_characters() {
    assert_eq!(claim("96.8%"), claim("96.8%"));
    assert_eq!(claim(" 96.8 % "), claim("96.8%"));
    assert_eq!(claim("96.8"), claim("96.8%"));
    assert_ne!(claim("96.80%"), claim("96.8%"), "the decimals count as typed");
    assert_eq!(claim("≥99%").relation(), Relation::AtLeast);
}

#[test]
fn what_cannot_be_judged_is_told_apart() {
    for (text, error) in [
        ("101%", ClaimError::AboveHundred),
        ("100.01%", ClaimError::AboveHundred),
        ("99999999999999999999999999999999999999999%", ClaimError::AboveHundred),
        ("-5%", ClaimError::Negative),
        ("−5%", ClaimError::Negative),
        ("abc", ClaimError::Form),
        ("", ClaimError::Form),
        ("%", ClaimError::Form),
        (".5%", ClaimError::Form),
        ("96.%", ClaimError::Form),
        ("9６.8.1%", ClaimError::Form),
        ("-abc", ClaimError::Form),
        ("0.968", ClaimError::SignMissing),
        ("1", ClaimError::SignMissing),
        ("96.80000%", ClaimError::TooPrecise),
    ] {
        assert_eq!(parse_claim(text), Err(error), "{text}");
    }
    assert_eq!(try_claim(claim("96%"), 0), Err(ClaimError::NothingToCount));
    assert!(try_claim(claim("96%"), 1_000_000_000_000).is_ok());
    assert_eq!(try_claim(claim("96%"), 1_000_000_000_001), Err(ClaimError::BaseTooLarge));
}

#[test]
fn the_greatest_count_and_the_most_decimals_are_still_judged() {
    use rules::claim::GREATEST_BASE;
    assert!(bases_for(claim("100%"), GREATEST_BASE).is_some());
    assert_eq!(bases_for(claim("100%"), GREATEST_BASE + 1), None);
    assert!(parse_claim("96.5123%").is_ok() && parse_claim("96.51234%").is_err());
}

#[test]
fn the_ends_of_the_scale_are_claims_too() {
    assert_eq!(outcome("100%", 42), Outcome::Attainable { counts: 42..=42 });
    assert_eq!(outcome("100%", 1000), Outcome::Attainable { counts: 995..=1000 });
    assert_eq!(outcome("0%", 42), Outcome::Attainable { counts: 0..=0 });
    assert_eq!(outcome("≥0%", 42), Outcome::Attainable { counts: 0..=42 });
    assert_eq!(bases_for(claim("0%"), 0), Some(Bases { least: 1, greatest: None }));
    assert_eq!(bases_for(claim("99%"), 0), None);
    assert_eq!(bases_for(claim("≥99%"), 99), Some(Bases { least: 99, greatest: Some(100) }));
}

/// Whether a count gives the claim, straight from the definition.
fn gives(claim: Claim, count: u64, of: u64) -> bool {
    let share = Fraction::new(count, of).unwrap();
    let hundred = u64::try_from(Percent::hundred(claim.percent().decimals())).unwrap();
    let bound = Fraction::new(u64::try_from(claim.percent().units()).unwrap(), hundred).unwrap();
    match claim.relation() {
        Relation::AtLeast => share.at_least(bound),
        Relation::Exactly => share.percent(claim.percent().decimals()) == claim.percent(),
    }
}

proptest! {
    #[test]
    fn exactly_the_counts_that_give_the_claim_are_found(of in 1_u64..400, text in "(≥)?(100|[1-9]?[0-9](\\.[0-9]{1,2})?)%") {
        let claim = claim(&text);
        let by_trying: Vec<u64> = (0..=of).filter(|count| gives(claim, *count, of)).collect();
        match try_claim(claim, of).unwrap().outcome {
            Outcome::Attainable { counts } => prop_assert_eq!(counts.collect::<Vec<_>>(), by_trying),
            Outcome::Unattainable { below, above, by_truncation } => {
                prop_assert!(by_trying.is_empty());
                let cut = |count: &u64| Percent::of(Fraction::new(*count, of).unwrap(), claim.percent().decimals(), Rounding::Down) == claim.percent();
                let cut_off: Vec<u64> = (0..=of).filter(cut).collect();
                prop_assert_eq!(by_truncation.map_or(Vec::new(), Iterator::collect), cut_off);
                if let (Some(below), Some(above)) = (below, above) {
                    prop_assert_eq!(below.count + 1, above.count);
                }
                prop_assert!(below.is_none_or(|near| near.percent < claim.percent()));
                prop_assert!(above.is_none_or(|near| near.percent > claim.percent()));
                prop_assert!(below.is_some() || above.is_some());
            }
        }
    }

    #[test]
    fn the_smallest_base_is_one_and_no_smaller_one_is(text in "[1-9]?[0-9](\\.[0-9]{1,2})?%") {
        let claim = claim(&text);
        let smallest = smallest_base(claim);
        prop_assert!((0..=smallest).any(|count| gives(claim, count, smallest)));
        for smaller in 1..smallest {
            prop_assert!(!(0..=smaller).any(|count| gives(claim, count, smaller)));
        }
    }

    #[test]
    fn exactly_the_bases_that_explain_a_claim_are_found(count in 0_u64..60, text in "(≥)?[1-9][0-9](\\.[0-9])?%") {
        let claim = claim(&text);
        let found = bases_for(claim, count);
        for base in count.max(1)..800 {
            let expected = found.is_some_and(|bases| bases.least <= base && bases.greatest.is_none_or(|greatest| base <= greatest));
            prop_assert_eq!(gives(claim, count, base), expected, "{} of {}", count, base);
        }
    }
}
