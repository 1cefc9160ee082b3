//! Single cells: dates, counts, names.

use proptest::prelude::*;
use rules::statistics_return::CountProblem;
use spreadsheets::Value;
use spreadsheets::cells::{self, CellError, DateDoubt, clean, compact, person_name};

fn text(written: &str) -> Value {
    Value::Text(written.to_owned())
}

fn date(written: &str) -> Result<String, CellError> {
    cells::date(&text(written)).map(|reading| reading.date.to_string())
}

#[test]
fn dates_are_read_in_every_spelling_offices_use() {
    let cases = [
        ("1953.04", "1953-04"),
        ("1953.4", "1953-04"),
        ("1953-04-09", "1953-04-09"),
        ("1953/4/9", "1953-04-09"),
        ("19530409", "1953-04-09"),
        ("195304", "1953-04"),
        ("1953年4月", "1953-04"),
        ("1953年4月9日", "1953-04-09"),
        ("１９５３．０４", "1953-04"),
        (" 1953 年 4 月 9 号 ", "1953-04-09"),
        ("二〇一二年一月", "2012-01"),
        ("二○一二年元月十五日", "2012-01-15"),
        ("二零零九年十二月二十三日", "2009-12-23"),
        ("一九九八年十月三十日", "1998-10-30"),
        ("1953", "1953"),
        ("1953年", "1953"),
        ("2010.10.", "2010-10"),
        ("1953-04-09 00:00:00", "1953-04-09"),
        ("2012-02-29", "2012-02-29"),
    ];
    for (written, expected) in cases {
        assert_eq!(date(written).as_deref(), Ok(expected), "{written}");
    }
}

#[test]
fn what_is_no_date_names_the_part_that_is_wrong() {
    let cases = [
        ("2010.13", CellError::Month(13)),
        ("2010年13月", CellError::Month(13)),
        ("20101301", CellError::Month(13)),
        ("2011-02-29", CellError::Day(29)),
        ("1953.04.31", CellError::Day(31)),
        ("1753.04", CellError::Year(1753)),
        ("53.04", CellError::NotADate),
        ("五三年", CellError::NotADate),
        ("不详", CellError::NotADate),
        ("1953.04.09.01", CellError::NotADate),
        ("1953.004", CellError::NotADate),
        ("", CellError::NotADate),
    ];
    for (written, expected) in cases {
        assert_eq!(date(written), Err(expected), "{written}");
    }
}

#[test]
fn number_cells_are_dates_where_that_is_sure() {
    let cases = [
        (1953.04, "1953-04", None),
        (2010.12, "2010-12", None),
        (19_530_409.0, "1953-04-09", None),
        (195_304.0, "1953-04", None),
        (1953.0, "1953", None),
        (20_000.0, "1954-10-03", Some(DateDoubt::SerialNumber)),
        (40_238.5, "2010-03-01", Some(DateDoubt::SerialNumber)),
        // 2010.10 loses its nought in a number cell: only the year is sure.
        (2010.1, "2010", Some(DateDoubt::OctoberOrJanuary)),
    ];
    for (number, expected, doubt) in cases {
        let reading = cells::date(&Value::Number(number)).unwrap();
        assert_eq!((reading.date.to_string().as_str(), reading.doubt), (expected, doubt), "{number}");
    }
    assert_eq!(cells::date(&Value::Number(2010.13)), Err(CellError::Month(13)));
}

#[test]
fn a_month_or_day_of_nought_is_unknown_and_said_so() {
    let reading = cells::date(&text("19530400")).unwrap();
    assert_eq!((reading.date.to_string().as_str(), reading.doubt), ("1953-04", Some(DateDoubt::NoughtLeftOut)));
}

#[test]
fn counts_take_full_width_digits_and_refuse_what_is_no_count() {
    assert_eq!(cells::count(&text("３２")), Ok(Some(32)));
    assert_eq!(cells::count(&Value::Number(32.0)), Ok(Some(32)));
    assert_eq!(cells::count(&text("  ")), Ok(None));
    let cases = [
        (text("十人"), CountProblem::Text),
        (text("-3"), CountProblem::Negative),
        (Value::Number(-3.0), CountProblem::Negative),
        (Value::Number(2.5), CountProblem::Fraction),
        (text("96%"), CountProblem::Percentage),
        (Value::Truth(true), CountProblem::Text),
    ];
    for (value, expected) in cases {
        assert_eq!(cells::count(&value), Err(CellError::Count(expected)), "{value:?}");
    }
    assert_eq!(cells::count(&Value::FormulaWithoutValue), Err(CellError::FormulaWithoutValue));
}

#[test]
fn names_lose_the_spaces_that_line_them_up_and_nothing_else() {
    let cases = [
        ("张　三", "张三"),
        (" 欧阳 娜娜 ", "欧阳娜娜"),
        ("邵㛃刚", "邵㛃刚"),
        ("买买提•艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("张\u{200b}三\u{feff}", "张三"),
        ("𠮷野\u{e0100}", "𠮷野\u{e0100}"),
    ];
    for (written, expected) in cases {
        assert_eq!(person_name(written, 60).as_deref(), Ok(expected));
    }
    assert_eq!(person_name("张\u{7}三", 60), Err(CellError::ControlCharacter(7)));
    assert_eq!(person_name("张三李四", 3), Err(CellError::TooLong { found: 4, maximum: 3 }));
}

proptest! {
    #[test]
    fn tidying_twice_is_tidying_once(written in "\\PC{0,40}|[张三　 ａ１•\u{200b}]{0,12}") {
        for tidy in [clean, compact, person_name] {
            if let Ok(once) = tidy(&written, 200) {
                prop_assert_eq!(tidy(&once, 200), Ok(once));
            }
        }
    }

    #[test]
    fn a_date_written_in_any_spelling_is_the_same_date(year in 1900_u32..2100, month in 1_u32..=12, day in 1_u32..=28) {
        let expected = Ok(format!("{year:04}-{month:02}-{day:02}"));
        for written in [
            format!("{year}.{month}.{day}"),
            format!("{year}-{month:02}-{day:02}"),
            format!("{year}/{month}/{day:02}"),
            format!("{year}{month:02}{day:02}"),
            format!("{year}年{month}月{day}日"),
            format!("{year}年 {month:02}月{day:02}日 "),
        ] {
            prop_assert_eq!(date(&written), expected.clone());
        }
    }

    #[test]
    fn no_text_makes_reading_a_cell_panic(written in "\\PC{0,30}|[0-9.年月日十〇一-]{0,14}") {
        let value = text(&written);
        let _read = (cells::date(&value).is_ok(), cells::count(&value).is_ok(), cells::text(&value, 20).is_ok());
    }
}
