//! The statistics return of a mass appraisal (form F19 version 1): its lines, checks, proposals and roll-up.

mod count;
mod form;

pub use count::{CountProblem, parse_count};
pub use form::{Entry, FilledLine, FilledReturn, Line};
