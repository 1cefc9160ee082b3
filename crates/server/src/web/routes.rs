//! Routes: the only way to add one demands access.

use std::sync::Arc;

use axum::Router;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, delete, get, post, put};

use crate::App;
use crate::web::access::{Access, Guard, check};

/// One declared route, for the printed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The method.
    pub method: &'static str,
    /// The path with its parameters.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Routes being collected.
pub struct Routes {
    app: App,
    router: Router<App>,
    declared: Vec<Declared>,
}

macro_rules! method {
    ($($(#[$about:meta])* $name:ident, $code:literal, $make:ident;)*) => {$(
        $(#[$about])*
        #[must_use]
        pub fn $name<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
        where
            H: Handler<T, App>,
            T: 'static,
        {
            self.add($code, path, access, $make(handler))
        }
    )*};
}

impl Routes {
    /// No routes yet.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, router: Router::new(), declared: Vec::new() }
    }

    method! {
        /// Shows something.
        get, "GET", get;
        /// Creates something.
        post, "POST", post;
        /// Changes something; forms post with `_method=put`.
        put, "PUT", put;
        /// Ends something; forms post with `_method=delete`.
        delete, "DELETE", delete;
    }

    fn add(mut self, method: &'static str, path: &'static str, access: Access, route: MethodRouter<App>) -> Self {
        let guard = Arc::new(Guard { app: self.app.clone(), access });
        self.router = self.router.route(path, route.layer(from_fn_with_state(guard, check)));
        self.declared.push(Declared { method, path, access });
        self
    }

    /// The router and the list of what was declared.
    pub fn finish(self) -> (Router<App>, Vec<Declared>) {
        (self.router, self.declared)
    }
}
