//! The statistics return: the coal mine's form (T16) and everything around it.

mod checks;
mod counts;
mod methods;
mod roll_up;

use rules::statistics_return::{Entry, FilledLine, FilledReturn, Line};

pub fn filled(unit: &str, values: &[(&str, &str)], methods: &str) -> FilledReturn {
    let line = |(code, written): &(&str, &str)| {
        (Line::from_code(code).unwrap(), FilledLine { entry: Entry::read(written), blank_reason: None })
    };
    FilledReturn {
        unit: unit.to_owned(),
        filled_on: "2012-01-15".parse().ok(),
        lines: values.iter().map(line).collect(),
        methods: methods.to_owned(),
    }
}

/// T16 as filed: 1b and 4b blank, 1f less than 1g.
pub fn coal_mine() -> FilledReturn {
    let values = [
        ("1a", "1"),
        ("1b", ""),
        ("1c", "1"),
        ("1d", "9"),
        ("1e", "9"),
        ("1f", "1"),
        ("1g", "8"),
        ("2a", "3"),
        ("2b", "20"),
        ("4a", "3"),
        ("4b", ""),
        ("5", "9"),
        ("6", "5"),
    ];
    filled("银宇煤矿党支部", &values, "走访调研、个别谈话、座谈交流,发放征求意见表 5次、8个、2次、30张")
}

/// A return without a flaw.
pub fn town_office() -> FilledReturn {
    let values = [
        ("1a", "1"),
        ("1b", "1"),
        ("1c", "1"),
        ("1d", "24"),
        ("1e", "24"),
        ("1f", "24"),
        ("1g", "22"),
        ("2a", "2"),
        ("2b", "51"),
        ("4a", "1"),
        ("4b", "2"),
        ("5", "24"),
        ("6", "7"),
    ];
    filled("柳林镇机关党支部", &values, "走访调研 12次;个别谈话 9个;发放征求意见表 40张")
}
