//! Who may use a route, declared beside it and checked before the handler runs.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::features::sign_in;
use crate::roles::Role;
use crate::web::once::{self, FormKey};
use crate::web::visitor::{self, PasswordKind};
use crate::web::{WebError, see_other};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody with a session, whatever the role; also before the one-time password was changed.
    AnySession,
    /// Anybody signed in.
    SignedIn,
    /// Whoever holds one of these roles somewhere; the handler checks where.
    Roles(&'static [Role]),
}

/// What the guard of one route needs.
#[derive(Clone)]
pub struct Guard {
    /// The application.
    pub app: App,
    /// What the route declared.
    pub access: Access,
}

/// Lets a request through to the handler, or answers for it: signed-out GET → sign-in; otherwise what one may not see
/// answers 404, so that its existence does not leak.
pub async fn check(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let visitor = match visitor::load(&guard.app, request.headers()).await {
        Ok(visitor) => visitor,
        Err(error) => return error.into_response(),
    };
    let allowed = match (guard.access, &visitor) {
        (Access::Public, _) => true,
        (_, None) => {
            if request.method() == Method::GET {
                return see_other(&sign_in::urls::SignIn {}.to_path());
            }
            return WebError::SessionEnded.into_response();
        }
        (Access::AnySession, Some(_)) => true,
        (Access::SignedIn | Access::Roles(_), Some(visitor)) if visitor.password == PasswordKind::OneTime => {
            return see_other(&sign_in::urls::Password {}.to_path());
        }
        (Access::SignedIn, Some(_)) => true,
        (Access::Roles(roles), Some(visitor)) => roles.iter().any(|role| visitor.has(*role)),
    };
    if !allowed {
        return WebError::NotFound.into_response();
    }
    let Some(visitor) = visitor else {
        return next.run(request).await;
    };
    let account = visitor.account;
    let form = FormKey::default();
    request.extensions_mut().insert(visitor);
    request.extensions_mut().insert(form.clone());
    let response = next.run(request).await;
    // Both clicks of a double click may be under way at once: what the second is refused for may be the first one's deed.
    if let Some(key) = form.held().filter(|_| response.status().is_client_error()) {
        match once::answer_before(&guard.app.database, key, account).await {
            Ok(Some(answer)) => return see_other(&answer),
            Ok(None) => {}
            Err(error) => return WebError::from(error).into_response(),
        }
    }
    response
}
