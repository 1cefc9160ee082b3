//! The clock: the system's in service, one that tests set in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use storage::Instant;
use uuid::{NoContext, Timestamp, Uuid};

/// Where instants come from. Everything that needs one takes it from here.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that stands still until a test moves it: microseconds since 1970.
    Standing(Arc<AtomicI64>),
    /// The system's clock, so many microseconds behind: an invented past is lived by it until it has caught up.
    Behind(Arc<AtomicI64>),
}

impl Clock {
    /// A clock for tests that stands at the given moment.
    #[must_use]
    pub fn standing_at(moment: DateTime<Utc>) -> Self {
        Self::Standing(Arc::new(AtomicI64::new(moment.timestamp_micros())))
    }

    /// Now, in whole microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the system's clock is read")]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant::of(Utc::now()),
            Self::Standing(micros) => Instant(micros.load(Ordering::Relaxed)),
            Self::Behind(micros) => Instant(Instant::of(Utc::now()).0 - micros.load(Ordering::Relaxed)),
        }
    }

    /// Moves a clock that stands or is behind; the system's goes by itself.
    pub fn advance_seconds(&self, seconds: i64) {
        let micros = seconds * 1_000_000;
        match self {
            Self::System => {}
            Self::Standing(moment) => {
                moment.fetch_add(micros, Ordering::Relaxed);
            }
            Self::Behind(behind) => {
                behind.fetch_sub(micros, Ordering::Relaxed);
            }
        }
    }

    /// Moves a clock that is behind to the present.
    pub fn catch_up(&self) {
        if let Self::Behind(behind) = self {
            behind.store(0, Ordering::Relaxed);
        }
    }

    /// A fresh identifier (UUIDv7: ordered by time, so never for anything anonymous).
    #[must_use]
    pub fn next_id(&self) -> Uuid {
        let micros = self.now().0.max(0).unsigned_abs();
        let nanos = u32::try_from(micros % 1_000_000).unwrap_or_default() * 1_000;
        Uuid::new_v7(Timestamp::from_unix(NoContext, micros / 1_000_000, nanos))
    }

    /// Today where the organisation is.
    #[must_use]
    pub fn today(&self, zone: chrono_tz::Tz) -> NaiveDate {
        self.now().to_utc().with_timezone(&zone).date_naive()
    }
}
