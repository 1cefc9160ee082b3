//! The judge's cookies: of the code, and of the larger letters; and those of a window's tablet.

use axum::http::HeaderMap;

use crate::App;
use crate::web::visitor::cookie_value;

const BALLOT_COOKIE: &str = "zhengyou_ballot";
const ELDER_COOKIE: &str = "zhengyou_elder";
const TABLET_COOKIE: &str = "zhengyou_tablet";
const SHARED_COOKIE: &str = "zhengyou_shared";
/// A tablet stays one until its round is long over.
const TABLET_SECONDS: u32 = 60 * 24 * 60 * 60;

/// The encrypted cookie of a code, if the browser sent one.
pub(super) fn ballot(headers: &HeaderMap) -> Option<String> {
    cookie_value(headers, BALLOT_COOKIE)
}

/// The header that sets it. It lives as long as the browser's window: nobody else should find it there.
pub(super) fn set_ballot(app: &App, value: &str) -> String {
    let secure = if app.is_served_over_tls() { "; Secure" } else { "" };
    format!("{BALLOT_COOKIE}={value}; Path=/b; HttpOnly; SameSite=Strict{secure}")
}

/// The key of a window's tablet, if this browser is one.
pub(super) fn tablet(headers: &HeaderMap) -> Option<String> {
    cookie_value(headers, TABLET_COOKIE)
}

/// Whether several people use this browser one after the other: nothing is left in it for the next.
pub(super) fn is_shared(headers: &HeaderMap) -> bool {
    cookie_value(headers, SHARED_COOKIE).is_some()
}

/// The headers that make a browser a tablet: its key for the tablet's page alone, the mark for all pages of judges.
pub(super) fn set_tablet(app: &App, key: &str) -> [String; 2] {
    let secure = if app.is_served_over_tls() { "; Secure" } else { "" };
    let rest = format!("Max-Age={TABLET_SECONDS}; HttpOnly; SameSite=Strict{secure}");
    [format!("{TABLET_COOKIE}={key}; Path=/b/tablet; {rest}"), format!("{SHARED_COOKIE}=1; Path=/b; {rest}")]
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
