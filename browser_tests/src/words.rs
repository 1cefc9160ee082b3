//! The page by its words: what a person presses and fills in is found as a person finds it, by reading.

use crate::visitor::PATIENCE;
use crate::{Failure, Visitor};
use fantoccini::{Locator, elements::Element};
use serde_json::json;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A link.
    Link,
    /// A button.
    Button,
    /// What opens a folded part.
    Summary,
    /// Something to type into or choose from, by its label.
    Field,
    /// A label that is pressed to tick or choose.
    Label,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Button => "button",
            Self::Summary => "summary",
            Self::Field => "field",
            Self::Label => "label",
        }
    }
}

impl Visitor {
    /// What says these words in the smallest part of the page that says the others; empty others are the whole page.
    ///
    /// # Errors
    /// Nothing of that kind can be seen there.
    pub async fn find(&self, kind: Kind, words: &str, within: &str) -> Result<Element, Failure> {
        let arguments = vec![json!(kind.name()), json!(words), json!(within), json!(PATIENCE.as_millis())];
        if self.client.execute_async(include_str!("words.js"), arguments).await? == json!(true) {
            return Ok(self.client.find(Locator::Css("[data-found]")).await?);
        }
        Err(Failure::NotSeen { kind: kind.name(), words: words.to_owned(), within: within.to_owned() })
    }

    /// Presses the link or button that says these words, and waits for the page it leads to, if it leads to another.
    ///
    /// # Errors
    /// No such thing can be seen, or no page comes.
    pub async fn go(&self, kind: Kind, words: &str, within: &str) -> Result<(), Failure> {
        self.find(kind, words, within).await?.click().await?;
        self.see(Locator::Css("body:not([data-left])")).await?;
        Ok(())
    }

    /// Presses the link or button that says these words, and waits for the paper it leads to instead of a page.
    ///
    /// # Errors
    /// No such thing can be seen, or no paper comes.
    pub async fn take(&self, kind: Kind, words: &str, within: &str) -> Result<Vec<u8>, Failure> {
        self.find(kind, words, within).await?.click().await?;
        let paper = self.take_paper().await?;
        // Nobody went anywhere.
        self.client.execute("delete document.body.dataset.left", Vec::new()).await?;
        Ok(paper)
    }

    /// Types into the field of this label what shall stand there, whatever stood there before.
    ///
    /// # Errors
    /// There is no such field, or it takes no typing.
    pub async fn write(&self, label: &str, text: &str, within: &str) -> Result<(), Failure> {
        let field = self.find(Kind::Field, label, within).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses the first option that contains these words from the list of this label.
    ///
    /// # Errors
    /// There is no such list or option.
    pub async fn choose_from(&self, label: &str, option: &str, within: &str) -> Result<(), Failure> {
        let list = self.find(Kind::Field, label, within).await?;
        let script = "return [...document.querySelector('[data-found]').options]
            .findIndex(option => option.text.includes(arguments[0]))";
        let place = self.client.execute(script, vec![json!(option)]).await?;
        let place = place.as_u64().and_then(|place| usize::try_from(place).ok());
        let place = place.ok_or_else(|| Failure::NotSeen {
            kind: "option",
            words: option.to_owned(),
            within: label.to_owned(),
        })?;
        Ok(list.select_by_index(place).await?)
    }

    /// Picks the day so many days from today, as the browser's clock has it, for the field of this label.
    ///
    /// # Errors
    /// There is no such field.
    pub async fn pick_day(&self, label: &str, offset: i64, within: &str) -> Result<(), Failure> {
        self.find(Kind::Field, label, within).await?;
        // What is typed into a field of a day depends on the browser's language; what its calendar sets does not.
        let script = "const day = new Date();
            day.setDate(day.getDate() + arguments[0]);
            const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
            const field = document.querySelector('[data-found]');
            field.value = parts.map(part => `${part}`.padStart(2, '0')).join('-');
            for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));";
        self.client.execute(script, vec![json!(offset)]).await?;
        Ok(())
    }
}
