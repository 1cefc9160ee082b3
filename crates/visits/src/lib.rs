//! A browser without a screen: it opens pages, fills in the forms it sees and posts them, to a service in the same
//! process. Tests walk through the product with it, and the demonstration makes its rounds with it.
//!
//! **Invariant:** it knows pages as a person does: links by their words, forms by where they lead; hidden fields go
//! along, cookies go where their path says, and a form is posted from the page that showed it.
//!
//! **Absence:** no network, no script, no knowledge of the product: it depends on no other crate of the workspace.
//!
//! **Boundary:** [`Client`], [`Shown`], [`Form`]. A page that is not as expected stops the program with what it says.
#![expect(clippy::expect_used, reason = "it stops at the first surprise, with a message")]

mod client;
mod shown;

pub use client::{Client, Service};
pub use shown::{Form, Shown};
