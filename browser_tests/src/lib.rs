//! A real Chromium in front of the real product: what only a browser shows.
//!
//! Purpose: the harness of the journeys in `tests/journeys`. A journey asks for a [`Browser`], opens a [`Visitor`] with a
//! screen, a language and scripts on or off, and speaks WebDriver through `visitor.client`. A [`Wire`] hears what it sends.
//!
//! Invariant: each visitor has a profile of its own, so that no cookie or cache passes between journeys; every wait ends.
//!
//! Absence: no retrying of what a visitor does, and no sleep but between two looks at something waited for. Nothing is looked up inside the product; a journey sees what a person sees.
//!
//! Boundary: `ZHENGYOU_CHROMIUM` and `ZHENGYOU_CHROMEDRIVER` name the programs; `cargo xtask test` sets them. Without them
//! a journey prints that it did not run, unless `ZHENGYOU_REQUIRE_BROWSER=1`, which makes that a failure.

mod browser;
mod capabilities;
mod devtools;
mod failure;
mod process;
mod product;
mod visitor;
mod wire;
mod words;

pub use browser::Browser;
pub use capabilities::{Language, Screen, Scripts, Visit};
pub use failure::Failure;
pub use product::Product;
pub use visitor::{Network, Visitor};
pub use wire::Wire;
pub use words::Kind;

pub use fantoccini::Locator;
pub use fantoccini::key::Key;
