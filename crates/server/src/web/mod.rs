//! What all slices share: routes that declare access, visitors, forms, pages, errors, headers.

pub mod access;
pub mod assets;
pub mod conflict;
pub mod errors;
pub mod files;
pub mod forms;
pub mod fragment;
pub mod headers;
pub mod language;
pub mod method;
pub mod once;
pub mod page;
pub mod paging;
pub mod papers;
pub mod routes;
pub mod sorting;
pub mod tables;
pub mod upload;
pub mod urls;
pub mod visitor;
pub mod waiting;

pub use access::Access;
pub use conflict::Conflict;
pub use errors::WebError;
pub use forms::{FieldErrors, Nothing, Posted, SeenVersion};
pub use page::{Frame, Page, html, see_other};
pub use routes::Routes;
pub use sorting::Sorting;
pub use urls::Url;
pub use visitor::{Person, Visitor};
pub use waiting::Waiting;

/// What a handler answers.
pub type Answer = Result<axum::response::Response, WebError>;
