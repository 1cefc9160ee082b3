//! Signing in and out, and the own password.
//!
//! Failures are counted per account and lock it for a while; unknown names cost the same time and get the same answer.

mod attempts;
mod passwords;
mod queries;
mod rules;
mod sessions;
pub mod urls;

pub use queries::end_sessions;

use crate::features::Feature;
use crate::web::{Access, Routes, Url};

/// The slice.
pub const FEATURE: Feature = Feature { name: "sign_in", routes, navigation: &[], waiting: None };

fn routes(routes: Routes) -> Routes {
    routes
        .get(urls::SignIn::PATH, Access::Public, sessions::new)
        .post(urls::SignIn::PATH, Access::Public, sessions::create)
        .delete(urls::Session::PATH, Access::AnySession, sessions::destroy)
        .get(urls::Password::PATH, Access::AnySession, passwords::edit)
        .put(urls::Password::PATH, Access::AnySession, passwords::update)
}
