//! When an account is locked.

use storage::Instant;

/// Failures after which an account is locked.
const MOST_FAILURES: i64 = 5;
/// How long, at first; each further failure doubles it,
const LOCK_SECONDS: i64 = 60;
/// up to this.
const LONGEST_LOCK_SECONDS: i64 = 60 * 60;

/// Until when an account is locked after this many failures in a row; `None` where it is not.
pub fn locked_until(failures: i64, now: Instant) -> Option<Instant> {
    let beyond = failures.checked_sub(MOST_FAILURES).filter(|beyond| *beyond >= 0)?;
    let doublings = u32::try_from(beyond.min(16)).unwrap_or(16);
    Some(now.plus_seconds((LOCK_SECONDS << doublings).min(LONGEST_LOCK_SECONDS)))
}

#[cfg(test)]
mod tests {
    use super::locked_until;
    use storage::Instant;

    #[test]
    fn five_failures_lock_for_a_minute_and_each_further_one_for_twice_as_long() {
        let now = Instant(0);
        let seconds = |failures| locked_until(failures, now).map(|until| until.0 / 1_000_000);
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(60));
        assert_eq!(seconds(6), Some(120));
        assert_eq!(seconds(11), Some(3600));
        assert_eq!(seconds(i64::MAX), Some(3600));
    }
}
