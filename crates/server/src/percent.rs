//! Shares as offices type and read them: percent with at most one decimal; full-width digits are digits.

use rules::digits::plain_text;

/// What was typed, in per mille; nothing where it is no percentage between 0 and 100 with at most one decimal.
#[must_use]
pub fn permille(typed: &str) -> Option<u32> {
    let typed = plain_text(typed);
    let typed = typed.trim_end_matches('%');
    let (whole, decimals) = typed.split_once('.').unwrap_or((typed, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || decimals.len() > 1 {
        return None;
    }
    let permille = whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(decimals.parse::<u32>().ok()?)?;
    (permille <= 1000).then_some(permille)
}

/// Tenths of a percent as one types them.
#[must_use]
pub fn percent(permille: u32) -> String {
    if permille.is_multiple_of(10) {
        (permille / 10).to_string()
    } else {
        format!("{}.{}", permille / 10, permille % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::{percent, permille};

    #[test]
    fn a_percentage_has_at_most_one_decimal_and_full_width_digits_are_digits() {
        assert_eq!(permille("66.7"), Some(667));
        assert_eq!(permille("８０％"), Some(800));
        assert_eq!(permille("100"), Some(1000));
        for bad in ["100.1", "66.67", "-1", "abc", "", ".5", "4294967295"] {
            assert_eq!(permille(bad), None, "{bad}");
        }
        assert_eq!(permille(" １２ "), Some(120));
    }

    #[test]
    fn a_share_is_written_as_it_is_typed() {
        assert_eq!(percent(667), "66.7");
        assert_eq!(percent(800), "80");
    }
}
