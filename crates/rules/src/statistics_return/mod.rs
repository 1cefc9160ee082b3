//! The statistics return of a mass appraisal (form F19 version 1): its lines, checks, proposals and roll-up.
//!
//! A blank is not zero and needs a reason; a contradiction is shown with a likely correction, which is asked and never
//! made; a parent's line is the sum of what was given and says how many units left it blank.

mod checks;
mod count;
mod finding;
mod form;
mod methods;
mod roll_up;

pub use checks::{Checked, DerivedRates, Status, check};
pub use count::{CountProblem, parse_count};
pub use finding::{Finding, Proposal, Remark};
pub use form::{Entry, FilledLine, FilledReturn, Line};
pub use methods::{Method, MethodsError, methods_text, parse_methods};
pub use roll_up::{CheckedSum, Child, LineSum, Summed};
