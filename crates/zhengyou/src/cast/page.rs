//! A page as a program reads it: by selectors, and without surprise where something is missing.

use scraper::{ElementRef, Html, Selector};

use super::Stop;
use crate::check_claim::Language;

/// An answer of the server.
pub struct Page {
    /// The path after redirects.
    pub path: String,
    status: u16,
    html: Html,
    language: Language,
}

/// A form of a page: where it goes, and the fields that nobody fills in.
pub struct Form {
    /// Where it is posted.
    pub action: String,
    /// Names and values.
    pub hidden: Vec<(String, String)>,
}

/// Whatever a selector finds; nothing where it is none.
pub fn select<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css).map(|selector| html.select(&selector).collect()).unwrap_or_default()
}

/// The same below an element.
pub fn within<'a>(element: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css).map(|selector| element.select(&selector).collect()).unwrap_or_default()
}

/// The text of an element on one line.
pub fn text_of(element: ElementRef<'_>) -> String {
    plain(&element.text().collect::<String>())
}

/// On one line and without the characters that steer a terminal or turn what is read round.
pub fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let turns = |character: char| matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    words.join(" ").chars().filter(|character| !character.is_control() && !turns(*character)).collect()
}

impl Page {
    pub(super) fn new(path: String, status: u16, html: &str, language: Language) -> Self {
        Self { path, status, html: Html::parse_document(html), language }
    }

    /// What stands in it.
    pub const fn html(&self) -> &Html {
        &self.html
    }

    /// The text of the first element that a selector finds.
    pub fn text(&self, css: &str) -> Option<String> {
        select(&self.html, css).first().map(|found| text_of(*found)).filter(|text| !text.is_empty())
    }

    /// An attribute of the first element that a selector finds.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let found = select(&self.html, css);
        found.first().and_then(|found| found.value().attr(name)).map(str::to_owned)
    }

    /// A form with its hidden fields.
    pub fn form(&self, css: &str) -> Option<Form> {
        let form = *select(&self.html, css).first()?;
        let hidden = within(form, "input[type=hidden][name]").into_iter().map(|field| {
            let value = |name| field.value().attr(name).unwrap_or_default().to_owned();
            (value("name"), value("value"))
        });
        Some(Form { action: form.value().attr("action")?.to_owned(), hidden: hidden.collect() })
    }

    /// The page, unless the server refuses with it.
    ///
    /// # Errors
    /// The server's own words.
    pub fn accepted(self) -> Result<Self, Stop> {
        if self.status < 400 { Ok(self) } else { Err(self.refusal()) }
    }

    /// Whether the server itself broke: nobody knows whether what was asked was done.
    pub const fn is_broken(&self) -> bool {
        self.status >= 500
    }

    /// What the server says instead of doing what was asked.
    pub fn refusal(&self) -> Stop {
        let told = ["main .alert", "main .problem:not([hidden])", "main .lead", "main .empty-state"];
        let told = told.iter().find_map(|css| self.text(css)).unwrap_or_else(|| {
            let sentences: Vec<String> = select(&self.html, "main > p").into_iter().map(text_of).collect();
            sentences.join(" ")
        });
        if told.is_empty() {
            return self.strange();
        }
        let told = self.language.pick(format!("服务器回答：{told}"), format!("The server answers: {told}"));
        if self.is_broken() { Stop::Cannot(told) } else { Stop::Refused(told) }
    }

    /// That this is no page this program knows.
    pub fn strange(&self) -> Stop {
        let (path, status) = (plain(&self.path), self.status);
        Stop::Cannot(self.language.pick(
            format!("看不懂服务器对 {path} 的回答（{status}）。请核对地址；程序与服务器的版本也要相配。"),
            format!(
                "The answer to {path} ({status}) is not understood. Check the address, and that this program is of the \
                 server's version."
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Stop};
    use crate::check_claim::Language;

    #[test]
    fn what_a_server_says_steers_no_terminal() {
        let html = "<main><p class='problem' hidden>没有</p><p class='problem'>已经\n用\u{202e}过\u{1b}[2J\u{9b}31m\u{7}</p></main>";
        let page = Page::new("/b\u{1b}[0m".to_owned(), 422, html, Language::Chinese);
        let Stop::Refused(told) = page.refusal() else { panic!("a refusal") };
        assert_eq!(told, "服务器回答：已经 用过[2J31m");
        let empty = Page::new("/b\u{1b}[0m".to_owned(), 502, "", Language::English);
        let Stop::Cannot(told) = empty.refusal() else { panic!("no page") };
        assert!(told.contains("/b[0m (502)"), "{told}");
    }
}
