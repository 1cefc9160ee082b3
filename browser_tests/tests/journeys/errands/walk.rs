//! An errand done: signed in, or with a slip in the hand, and from there on by the words of the pages.

use std::path::Path;

use browser_tests::{Browser, Failure, Kind, Locator, Product, Visitor};

use super::table::{Errand, Step, Who};
use crate::demonstration::{codes, look, sign_in};

/// Where the files stand that are handed over.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// An errand on its way.
struct Walk<'a> {
    errand: &'a Errand,
    visitor: Visitor,
    within: &'a str,
    pages: usize,
}

/// A paper was saved, and not a page that says why there is none.
fn is_paper(saved: &[u8]) -> Result<(), Failure> {
    if saved.starts_with(b"%PDF") {
        return Ok(());
    }
    Err(Failure::Answer(String::from_utf8_lossy(saved).into_owned()))
}

/// Does an errand; says where it ended and what stood on the page, if it could not be done.
pub async fn run(errand: &Errand, browser: &Browser, product: &Product) {
    let visitor = browser.visit(errand.visit).await.unwrap();
    match &errand.who {
        Who::Account(name) => sign_in(&visitor, product, name).await,
        Who::Slip(number) => {
            let code = codes(product)[*number];
            visitor.client.goto(&product.url(&format!("/b#{code}"))).await.unwrap();
            visitor.see(Locator::Css("#start")).await.unwrap();
        }
    }
    let mut walk = Walk { errand, visitor, within: "", pages: 0 };
    walk.arrived().await;
    for step in &errand.steps {
        if let Err(failure) = walk.one(step).await {
            panic!("{}, {step:?}: {failure}\n{}", errand.name, walk.visitor.page_text().await.unwrap());
        }
    }
    walk.visitor.leave().await.unwrap();
}

impl<'a> Walk<'a> {
    async fn one(&mut self, step: &'a Step) -> Result<(), Failure> {
        let (visitor, within) = (&self.visitor, self.within);
        match step {
            Step::At(words) => self.within = words,
            Step::Follow(words) => {
                visitor.go(Kind::Link, words, within).await?;
                self.arrived().await;
            }
            Step::Press(words) => {
                visitor.go(Kind::Button, words, within).await?;
                self.arrived().await;
            }
            Step::Take(words) => is_paper(&visitor.take(Kind::Link, words, within).await?)?,
            Step::Print(words) => is_paper(&visitor.take(Kind::Button, words, within).await?)?,
            Step::Unfold(words) => visitor.find(Kind::Summary, words, within).await?.click().await?,
            Step::Tick(words) => visitor.find(Kind::Label, words, within).await?.click().await?,
            Step::Write(label, text) => visitor.write(label, text, within).await?,
            Step::Day(label, offset) => visitor.pick_day(label, *offset, within).await?,
            Step::Choose(label, option) => visitor.choose_from(label, option, within).await?,
            Step::Attach(label, file) => {
                let path = Path::new(REPOSITORY).join(file).canonicalize()?;
                visitor.find(Kind::Field, label, within).await?.send_keys(&path.display().to_string()).await?;
            }
            Step::ChooseAll(labels) => visitor.choose(labels).await?,
            Step::Fill(fields, text) => {
                for field in visitor.client.find_all(Locator::Css(fields)).await? {
                    field.clear().await?;
                    field.send_keys(text).await?;
                }
            }
            Step::Read(words) => {
                let text = visitor.page_text().await?;
                if !text.contains(words) {
                    return Err(Failure::NotSeen { kind: "text", words: words.clone(), within: String::new() });
                }
            }
        }
        Ok(())
    }

    /// A page is there: looked at, as wide as the window, read from its beginning.
    async fn arrived(&mut self) {
        self.within = "";
        self.pages += 1;
        look(&self.visitor, &format!("{}-{:02}", self.errand.name, self.pages)).await;
    }
}
