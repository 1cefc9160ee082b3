//! How pages look for this judge: larger letters (长者模式) and the language, chosen with one tap.

use axum::http::HeaderMap;
use axum::response::Response;
use texts::Language;

use super::{cookies, sending, urls};
use crate::web::{Answer, Frame, Posted, language, see_other};

/// The fields of a posted page, in their order.
pub(super) type Fields = Vec<(String, String)>;

/// The last value of a field.
pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().rev().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

/// What the switches of a page stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switches {
    /// A page without answers: links and a small form.
    Apart,
    /// The form of the sheet: the answers travel along.
    InSheet,
    /// None: the page cannot be shown a second time.
    Hidden,
}

/// How a page looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// Larger letters and strong contrast.
    pub is_elder: bool,
    /// On a window's tablet: others use it afterwards.
    pub is_shared: bool,
    /// What the switches stand in.
    pub switches: Switches,
}

impl Look {
    /// As the cookies of the judge say.
    pub(super) fn of(headers: &HeaderMap, switches: Switches) -> Self {
        Self { is_elder: cookies::is_elder(headers), is_shared: cookies::is_shared(headers), switches }
    }

    /// Whether the switches are links and a small form.
    pub(super) fn is_apart(self) -> bool {
        self.switches == Switches::Apart
    }

    /// Whether the switches send the sheet.
    pub(super) fn is_in_sheet(self) -> bool {
        self.switches == Switches::InSheet
    }
}

/// Takes the wishes of a posted page: changes look and language at once and gives the cookies that remember them.
pub(super) fn take_wishes(fields: &Fields, frame: &mut Frame, look: &mut Look) -> Vec<String> {
    let mut cookies = Vec::new();
    if let Some(chosen) = field(fields, "language").and_then(Language::from_code) {
        frame.language = chosen;
        cookies.push(language::cookie(chosen));
    }
    if let Some(wish) = field(fields, "elder") {
        look.is_elder = wish == "1";
        cookies.push(cookies::set_elder(look.is_elder));
    }
    cookies
}

/// Remembers a wish made on a page without answers.
pub(super) async fn change(headers: HeaderMap, mut frame: Frame, posted: Posted<Fields>) -> Answer {
    let mut look = Look::of(&headers, Switches::Apart);
    let cookies = take_wishes(&posted.input, &mut frame, &mut look);
    let response: Response = see_other(&urls::Door {}.to_path());
    Ok(sending::with_cookies(response, &cookies))
}
