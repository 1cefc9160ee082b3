use proptest::prelude::*;
use rules::statistics_return::{CountProblem, Line, parse_count};

#[test]
fn counts_are_read_as_offices_type_them() {
    for (written, count) in [
        ("9", 9),
        ("9", 9),
        (" 12 ", 12),
        ("1,200", 1200),
        ("24.0", 24),
        ("007", 7),
        ("0", 0),
        ("999999999999", 999_999_999_999),
    ] {
        assert_eq!(parse_count(written), Ok(Some(count)), "{written}");
    }
    for blank in ["", "  ", " "] {
        assert_eq!(parse_count(blank), Ok(None));
    }
}

#[test]
fn what_is_no_count_is_told_apart() {
    for (written, problem) in [
        ("九", CountProblem::Text),
        ("9人", CountProblem::Text),
        ("-", CountProblem::Text),
        ("-x", CountProblem::Text),
        ("x%", CountProblem::Text),
        ("1,20", CountProblem::Text),
        ("1/x", CountProblem::Text),
        ("1.2.3", CountProblem::Text),
        (".", CountProblem::Text),
        ("-3", CountProblem::Negative),
        ("−3", CountProblem::Negative),
        ("-3.5", CountProblem::Negative),
        ("2.5", CountProblem::Fraction),
        ("1/2", CountProblem::Fraction),
        ("96%", CountProblem::Percentage),
        ("96.5%", CountProblem::Percentage),
        ("1000000000000", CountProblem::TooLarge),
        ("99999999999999999999999", CountProblem::TooLarge),
    ] {
        assert_eq!(parse_count(written), Err(problem), "{written}");
    }
}

#[test]
fn every_line_is_found_by_its_code() {
    for line in Line::ALL {
        assert_eq!(Line::from_code(line.code()), Some(*line));
        assert!(!line.text().is_empty());
    }
    assert_eq!(Line::from_code(" 1B "), Some(Line::OrganisationsBasic));
    assert_eq!(Line::from_code("7"), None);
    assert_eq!(Line::counts().count(), 13);
}

proptest! {
    #[test]
    fn any_whole_number_is_read_and_nothing_breaks_on_any_text(count in 0_u64..=999_999_999_999, text in any::<String>()) {
        prop_assert_eq!(parse_count(&count.to_string()), Ok(Some(count)));
        if let Ok(Some(read)) = parse_count(&text) {
            prop_assert!(read <= 999_999_999_999);
        }
    }
}
