use proptest::prelude::*;
use rules::dates::{AgeRange, DateError, Day, PartialDate};

fn date(text: &str) -> PartialDate {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn a_date_is_written_as_precisely_as_it_is_known() {
    for written in ["1953", "1953-04", "1953-04-09", "2012-02-29"] {
        assert_eq!(date(written).to_string(), written);
    }
}

#[test]
fn what_does_not_exist_is_named() {
    assert_eq!("2010-13".parse::<PartialDate>(), Err(DateError::Month(13)));
    assert_eq!("2011-02-29".parse::<PartialDate>(), Err(DateError::Day { year: 2011, month: 2, day: 29 }));
    assert_eq!("1900-02-29".parse::<PartialDate>(), Err(DateError::Day { year: 1900, month: 2, day: 29 }));
    assert_eq!("0953".parse::<PartialDate>(), Err(DateError::Year(953)));
    for wrong in ["", "1953-4", "1953.04", "1953-04-09-1", "+953", "一九五三"] {
        assert_eq!(wrong.parse::<PartialDate>(), Err(DateError::Form), "{wrong}");
    }
}

#[test]
fn a_century_is_a_leap_year_only_every_fourth_time() {
    assert_eq!(date("2000-02").latest().to_string(), "2000-02-29");
    assert_eq!(date("1900-02").latest().to_string(), "1900-02-28");
}

#[test]
fn an_imprecise_birth_gives_the_least_and_the_greatest_age() {
    let on = day("2012-01-15");
    assert_eq!(date("1953-04-09").age_on(on), Some(AgeRange { minimum: 58, maximum: 58 }));
    assert_eq!(date("1953-01-15").age_on(on), Some(AgeRange { minimum: 59, maximum: 59 }));
    assert_eq!(date("1953-01").age_on(on), Some(AgeRange { minimum: 58, maximum: 59 }));
    assert_eq!(date("1953").age_on(on), Some(AgeRange { minimum: 58, maximum: 59 }));
    assert_eq!(date("2012").age_on(on), Some(AgeRange { minimum: 0, maximum: 0 }));
    assert_eq!(date("2012-02").age_on(on), None);
}

#[test]
fn the_day_itself_is_not_before_itself_and_completes_no_year() {
    assert!(!date("2010-05-01").certainly_before(date("2010-05-01")));
    assert!(date("2010-04-30").certainly_before(date("2010-05-01")));
    let born = date("2010-05-01").age_on(day("2010-05-01")).unwrap();
    assert_eq!((born.minimum, born.maximum), (0, 0));
    assert_eq!(date("2010-05-02").age_on(day("2010-05-01")), None);
    assert_eq!(date("2011-01-01").age_on(day("2010-12-31")), None);
}

#[test]
fn before_is_certain_only_when_the_spans_do_not_touch() {
    assert!(date("1953").certainly_before(date("1954-01-01")));
    assert!(!date("1953").certainly_before(date("1953-12")));
    assert!(!date("1953-12-31").certainly_before(date("1953")));
}

fn any_date() -> impl Strategy<Value = PartialDate> {
    (1000_u32..=9999, proptest::option::of((1_u32..=12, proptest::option::of(1_u32..=28)))).prop_map(|(year, rest)| {
        match rest {
            None => PartialDate::year(year).unwrap(),
            Some((month, None)) => PartialDate::month(year, month).unwrap(),
            Some((month, Some(day))) => PartialDate::day(year, month, day).unwrap(),
        }
    })
}

proptest! {
    #[test]
    fn reading_gives_back_what_was_written(original in any_date()) {
        prop_assert_eq!(original.to_string().parse::<PartialDate>(), Ok(original));
    }

    #[test]
    fn dates_order_as_their_written_forms(left in any_date(), right in any_date()) {
        prop_assert_eq!(left.cmp(&right), left.to_string().cmp(&right.to_string()));
        prop_assert!(left.earliest() <= left.latest());
    }

    #[test]
    fn every_possible_birthday_has_an_age_within_the_range(year in 1900_u32..2000, month in 1_u32..=12, at in 1_u32..=28, on in any_date()) {
        let precise = PartialDate::day(year, month, at).unwrap();
        let on = on.earliest();
        for vague in [PartialDate::year(year).unwrap(), PartialDate::month(year, month).unwrap()] {
            if let (Some(exact), Some(range)) = (precise.age_on(on), vague.age_on(on)) {
                prop_assert!(range.minimum <= exact.minimum && exact.maximum <= range.maximum);
            }
        }
    }
}

#[test]
fn months_end_where_the_calendar_ends_them() {
    for (month, last) in [(1, 31), (2, 28), (3, 31), (4, 30), (6, 30), (9, 30), (11, 30), (12, 31)] {
        assert!(PartialDate::day(2010, month, last).is_ok(), "{month}");
        assert!(PartialDate::day(2010, month, last + 1).is_err(), "{month}");
    }
}

#[test]
fn a_date_is_known_as_far_as_it_was_written() {
    let parts = |text: &str| text.parse::<PartialDate>().unwrap().parts();
    assert_eq!(parts("2010"), (2010, None, None));
    assert_eq!(parts("2010-04"), (2010, Some(4), None));
    assert_eq!(parts("2010-04-09"), (2010, Some(4), Some(9)));
    assert_eq!("2010-04-09".parse::<Day>().unwrap().parts(), (2010, 4, 9));
}
