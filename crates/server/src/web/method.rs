//! HTML forms can only GET and POST: a post to `…?_method=put` or `delete` becomes that method before routing, so that
//! actions are things: closing is creating a closure, ending it is deleting it.

use axum::extract::Request;
use axum::http::Method;

/// Rewrites the method of a posted form.
pub fn rewrite(mut request: Request) -> Request {
    if request.method() == Method::POST {
        let query = request.uri().query().unwrap_or_default();
        let wish = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_method");
        match wish.as_ref().map(|(_, value)| value.as_ref()) {
            Some("put") => *request.method_mut() = Method::PUT,
            Some("delete") => *request.method_mut() = Method::DELETE,
            _ => {}
        }
    }
    request
}
