//! The web server: one folder a slice under `features/`, shared plumbing under `web/`.
//!
//! **Invariant:** a route cannot be added without declaring who may use it; what one may not see answers 404. Every
//! change is posted with a token of the session and a key of the form, and commits together with its audit event.
//! Everything works without JavaScript.
//!
//! **Absence:** no string path outside the `urls` modules, no ambient clock, no pool. Ballot routes live under `/b`,
//! account routes under `/w`, each with its own cookie path: neither ever receives the other's cookie.
//!
//! **Boundary:** [`App`] and [`router`] are the whole door; `features.rs` is the table of contents.

mod app;
pub mod audit;
mod clock;
pub mod features;
pub mod outbox;
mod people_names;
mod percent;
mod restoration;
pub mod roles;
pub mod secrets;
mod serve;
mod texts;
pub mod web;

pub use app::{App, AppError, AppSettings, router, routes};
pub use clock::Clock;
pub use features::imports;
pub use restoration::{LostRounds, lost_rounds, void_lost_rounds};
pub use serve::{listen, serve};
