//! Charts as SVG: the same drawing stands on a page and on a paper.
//!
//! A chart says everything in words and numbers as well: grades differ by pattern, each bar carries
//! its counts, and the drawing has a title and a description for those who hear it. Styles are
//! presentation attributes, so that a strict content security policy has nothing to refuse.

mod canvas;
mod distribution;
mod element;
mod trend;
mod turnout;

pub use distribution::{Distribution, DistributionRow, distribution};
pub use trend::{Trend, TrendPoint, trend};
pub use turnout::{Turnout, TurnoutPoint, turnout};
