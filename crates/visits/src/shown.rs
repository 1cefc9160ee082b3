//! What a visitor sees: a page with its text, links and forms, or a file.

use axum::http::{HeaderMap, StatusCode};
use scraper::{ElementRef, Html, Selector};

/// An answer as the browser shows it.
pub struct Shown {
    /// The path after redirects, with its query.
    pub path: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes: of a page, of a PDF, of a spreadsheet.
    pub bytes: Vec<u8>,
}

/// A form of a page: where it goes and what it holds.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is posted.
    pub action: String,
    /// Names and values as they stand in the page.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The body a browser posts once these fields are filled in. A field given several times here is posted several
    /// times; a given field replaces what the form holds.
    #[must_use]
    pub fn filled(&self, given: &[(&str, &str)]) -> String {
        let kept = self.fields.iter().filter(|(name, _)| !given.iter().any(|(other, _)| other == name));
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in kept {
            body.append_pair(name, value);
        }
        body.extend_pairs(given).finish()
    }
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

impl Shown {
    pub(crate) const fn new(path: String, status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        Self { path, status, headers, bytes }
    }

    /// The page's HTML.
    #[must_use]
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The text of the page's main part, white space folded.
    #[must_use]
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.html());
        let main = html.select(&selector("main")).next();
        let words = main.map_or_else(String::new, |main| main.text().collect::<Vec<_>>().join(" "));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the main part says this.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The texts of everything a CSS selector finds, white space folded.
    #[must_use]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let html = Html::parse_document(&self.html());
        let text = |found: ElementRef<'_>| found.text().collect::<String>();
        html.select(&selector(css)).map(|found| text(found).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// Where the link with this text leads.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn link(&self, words: &str) -> String {
        let html = Html::parse_document(&self.html());
        let link = html.select(&selector("a[href]")).find(|link| link.text().collect::<String>().contains(words));
        let link = link.unwrap_or_else(|| panic!("no link «{words}» on {}: {}", self.path, self.text()));
        link.value().attr("href").unwrap_or_default().to_owned()
    }

    /// The paths of all links.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let html = Html::parse_document(&self.html());
        html.select(&selector("a[href]")).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect()
    }

    /// The form whose action contains these words.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn form(&self, action: &str) -> Form {
        self.find_form(action).unwrap_or_else(|| panic!("no form «{action}» on {}: {}", self.path, self.text()))
    }

    /// The form whose action contains these words, if the page has one; one whose action ends with them comes first.
    #[must_use]
    pub fn find_form(&self, action: &str) -> Option<Form> {
        let mut forms = self.forms(action);
        let ending = forms.iter().position(|form| form.action.ends_with(action)).unwrap_or_default();
        (!forms.is_empty()).then(|| forms.swap_remove(ending))
    }

    /// Every form whose action contains these words, in the order of the page.
    #[must_use]
    pub fn forms(&self, action: &str) -> Vec<Form> {
        let html = Html::parse_document(&self.html());
        let leads_there = |form: &ElementRef<'_>| form.value().attr("action").is_some_and(|path| path.contains(action));
        html.select(&selector("form")).filter(leads_there).map(Form::of).collect()
    }

    /// The value of what can be chosen under these words: an option, or a box to tick.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn choice(&self, words: &str) -> String {
        let found = self.choices().into_iter().find(|(beside, _)| beside == words);
        found.unwrap_or_else(|| panic!("nothing «{words}» to choose on {}: {}", self.path, self.text())).1
    }

    /// Everything that can be chosen, options and boxes to tick: its words and its value.
    #[must_use]
    pub fn choices(&self) -> Vec<(String, String)> {
        let html = Html::parse_document(&self.html());
        let mut choices = Vec::new();
        for found in html.select(&selector("option, label:has(input)")) {
            let holder = found.select(&selector("input")).next().unwrap_or(found);
            let words = found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
            choices.push((words, holder.value().attr("value").unwrap_or_default().to_owned()));
        }
        choices
    }
}

impl Form {
    fn of(form: ElementRef<'_>) -> Self {
        let mut fields = Vec::new();
        for field in form.select(&selector("input[name], textarea[name], select[name]")) {
            let element = field.value();
            let name = element.attr("name").unwrap_or_default().to_owned();
            let kind = element.attr("type").unwrap_or_default();
            let value = match element.name() {
                "textarea" => field.text().collect(),
                "select" => {
                    let chosen = field.select(&selector("option[selected]")).next();
                    let option = chosen.or_else(|| field.select(&selector("option")).next());
                    option.and_then(|option| option.value().attr("value")).unwrap_or_default().to_owned()
                }
                _ => element.attr("value").unwrap_or(if kind == "checkbox" { "on" } else { "" }).to_owned(),
            };
            let is_box = kind == "checkbox" || kind == "radio";
            if matches!(kind, "submit" | "file") || (is_box && element.attr("checked").is_none()) {
                continue;
            }
            fields.push((name, value));
        }
        Self { action: form.value().attr("action").unwrap_or_default().to_owned(), fields }
    }
}
