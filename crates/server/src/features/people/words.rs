//! How categories, sexes and states of service are stored, and read from spreadsheets.

use spreadsheets::members::{Category, ServiceState, Sex};

use crate::web::Page;

/// The stored categories; `unknown` where nobody said.
pub const CATEGORIES: [&str; 3] = ["full", "probationary", "unknown"];
/// The stored sexes.
pub const SEXES: [&str; 2] = ["male", "female"];
/// The usual states of service; other words are stored as they are.
pub const SERVICES: [&str; 5] = ["in_service", "retired", "farmer", "student", "floating"];

/// A category as stored.
#[must_use]
pub const fn category_code(category: Option<Category>) -> &'static str {
    match category {
        Some(Category::Full) => "full",
        Some(Category::Probationary) => "probationary",
        None => "unknown",
    }
}

/// A stored category.
#[must_use]
pub fn category(code: &str) -> Option<Category> {
    match code {
        "full" => Some(Category::Full),
        "probationary" => Some(Category::Probationary),
        _ => None,
    }
}

/// A sex as stored.
#[must_use]
pub const fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

/// A stored sex.
#[must_use]
pub fn sex(code: &str) -> Option<Sex> {
    match code {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    }
}

/// A state of service as stored.
#[must_use]
pub fn service_code(service: &ServiceState) -> String {
    match service {
        ServiceState::InService => "in_service",
        ServiceState::Retired => "retired",
        ServiceState::Farmer => "farmer",
        ServiceState::Student => "student",
        ServiceState::Floating => "floating",
        ServiceState::Other(word) => word,
    }
    .to_owned()
}

/// A stored state of service.
#[must_use]
pub fn service(code: &str) -> ServiceState {
    match code {
        "in_service" => ServiceState::InService,
        "retired" => ServiceState::Retired,
        "farmer" => ServiceState::Farmer,
        "student" => ServiceState::Student,
        "floating" => ServiceState::Floating,
        word => ServiceState::Other(word.to_owned()),
    }
}

/// A stored state of service in the language of the page; nothing where unknown.
#[must_use]
pub fn service_text(page: &Page, code: Option<&str>) -> String {
    match code {
        None => String::new(),
        Some(code) if SERVICES.contains(&code) => page.coded("people-service-", code),
        Some(word) => word.to_owned(),
    }
}
