//! Papers and charts: a view model in, the bytes of a PDF or the text of an SVG out.
//!
//! Each paper is one module of `papers` with a plain `View` and a `render`; it is set by typst from
//! a template in `templates/`, which reads the view as data and never as markup, so that no name
//! or opinion can become an instruction. `charts` draws the same SVG for a page and for a paper.
//!
//! **Invariant:** the same view gives the same bytes. A character that none of the embedded fonts
//! has is printed as its number (`〔U+1F642〕`), never as an empty box and never left out.
//! **Absence:** no database, no clock, no network, no file: fonts, templates and labels are
//! embedded, dates stand in the view. No rule is applied here: figures arrive counted, pooled and
//! withheld; only the one-decimal form of a rate is made here.
//! **Boundary:** callers see the `View` structs, `DocumentError`, the two chart functions and `qr::svg`.

pub mod charts;
mod engine;
mod error;
mod figures;
pub mod papers;
pub mod qr;
mod wording;

pub use error::DocumentError;
pub use figures::{Certainty, Date, GradeCount, Interval, Period, Rate};
pub use texts::Language;
