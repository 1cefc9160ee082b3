//! The anonymous door: a code, a sheet, a receipt (S068); the list receipts are compared with; the hall screen with the
//! turnout.
//!
//! Nothing here writes to the named side: no audit event, no form key, no session, no draft; only a window's tablet counts
//! there how many codes it gave out. What a judge chose is in the page until it is handed in; the code and the retry key
//! travel in an encrypted cookie of these paths alone.

mod answers;
mod cookies;
mod display;
mod door;
pub mod faults;
pub mod hall;
mod published;
mod queries;
mod receipts;
mod sending;
mod sheets;
mod standing;
mod tablet;
pub mod urls;
mod verifiers;

use crate::features::Feature;
use crate::web::{Access, Routes, Url};

/// The slice.
pub const FEATURE: Feature = Feature { name: "ballots", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::Door::PATH, Access::Public, door::show)
        .post(urls::Door::PATH, Access::Public, door::enter)
        .get(urls::Sheet::PATH, Access::Public, sheets::show)
        .post(urls::Sheet::PATH, Access::Public, sheets::check)
        .post(urls::Receipt::PATH, Access::Public, receipts::create)
        .get(urls::Tablet::PATH, Access::Public, tablet::show)
        .post(urls::Tablet::PATH, Access::Public, tablet::register)
        .post(urls::NextPerson::PATH, Access::Public, tablet::next)
        .post(urls::Display::PATH, Access::Public, display::change)
        .get(urls::Hall::PATH, Access::Public, hall::show)
        .get(urls::Receipts::PATH, Access::Public, published::show)
        .get(urls::ReceiptsPart::PATH, Access::Public, published::show_part)
        .get(urls::Inclusions::PATH, Access::Public, published::inclusions)
        .get(urls::Verifier::PATH, Access::Public, verifiers::show)
}
