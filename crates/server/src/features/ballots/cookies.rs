//! The judge's cookies: of the code, and of the larger letters.

use axum::http::HeaderMap;

use crate::App;
use crate::web::visitor::cookie_value;

const BALLOT_COOKIE: &str = "zhengyou_ballot";
const ELDER_COOKIE: &str = "zhengyou_elder";

/// The encrypted cookie of a code, if the browser sent one.
pub(super) fn ballot(headers: &HeaderMap) -> Option<String> {
    cookie_value(headers, BALLOT_COOKIE)
}

/// The header that sets it. It lives as long as the browser's window: nobody else should find it there.
pub(super) fn set_ballot(app: &App, value: &str) -> String {
    let secure = if app.is_served_over_tls() { "; Secure" } else { "" };
    format!("{BALLOT_COOKIE}={value}; Path=/b; HttpOnly; SameSite=Strict{secure}")
}

/// Whether larger letters are wished.
pub(super) fn is_elder(headers: &HeaderMap) -> bool {
    cookie_value(headers, ELDER_COOKIE).is_some_and(|value| value == "1")
}

/// The header that remembers the wish.
pub(super) fn set_elder(wished: bool) -> String {
    let age = if wished { 31_536_000 } else { 0 };
    format!("{ELDER_COOKIE}=1; Path=/b; Max-Age={age}; HttpOnly; SameSite=Strict")
}
