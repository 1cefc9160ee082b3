//! A sheet as it is filled in line by line: what it asks, and what was answered.

use scraper::Html;

use super::page::{select, text_of, within};

/// What a sheet asks.
pub struct Sheet {
    /// The round and number that go along with the answers.
    number: String,
    /// What is said before the first object: title, end of casting, what a judge can rely on.
    pub before: Vec<String>,
    /// Whom it asks about.
    pub objects: Vec<Object>,
}

/// Whom a sheet asks about.
pub struct Object {
    /// The name.
    pub name: String,
    /// What they said about themselves.
    pub said: Vec<String>,
    /// What is asked.
    pub items: Vec<Item>,
    /// The words beside the field of the opinion.
    pub opinion_asked: String,
    /// Whether the scale asks for words with some grades: the server says which.
    pub needs_opinion: bool,
    opinion: String,
}

/// One thing to grade.
pub struct Item {
    /// What is asked, with its explanation.
    pub name: String,
    field: String,
    /// The grades: the value that is sent, and the words.
    options: Vec<(String, String)>,
}

/// What was answered about one object.
#[derive(Clone, Default)]
pub struct Answers {
    /// Per item, the place of the grade; `None` where nothing was chosen.
    pub grades: Vec<Option<usize>>,
    /// The opinion; may be empty.
    pub opinion: String,
}

impl Item {
    /// The words of the grades, best first.
    pub fn grades(&self) -> impl Iterator<Item = &str> {
        self.options.iter().map(|(_, words)| words.as_str())
    }
}

impl Sheet {
    /// Reads the page of a sheet; `None` where it is none.
    pub fn read(html: &Html) -> Option<Self> {
        let form = *select(html, "form#sheet").first()?;
        let number = within(form, "input[name=sheet]").first()?.value().attr("value")?.to_owned();
        let objects: Option<Vec<Object>> = within(form, "section.step:not(#start)")
            .into_iter()
            .map(|section| {
                let items: Option<Vec<Item>> = within(section, "fieldset").into_iter().map(Item::read).collect();
                let opinion = *within(section, "label.opinion").first()?;
                Some(Object {
                    name: within(section, "h2").first().map(|name| text_of(*name))?,
                    said: within(section, "details > *").into_iter().map(text_of).collect(),
                    items: items?,
                    needs_opinion: opinion.value().attr("data-required").is_some(),
                    opinion: within(opinion, "textarea").first()?.value().attr("name")?.to_owned(),
                    opinion_asked: text_of(opinion),
                })
            })
            .collect();
        let before = within(form, "#start > h1, #start > h2, #start > p:not(:has(a)), #start li").into_iter();
        let sheet = Self { number, before: before.map(text_of).collect(), objects: objects? };
        (!sheet.objects.is_empty()).then_some(sheet)
    }

    /// What is posted: every grade that was chosen, every opinion.
    pub fn fields<'a>(&'a self, answers: &'a [Answers]) -> Vec<(&'a str, &'a str)> {
        let mut fields = vec![("sheet", self.number.as_str())];
        for (object, answers) in self.objects.iter().zip(answers) {
            for (item, grade) in object.items.iter().zip(&answers.grades) {
                if let Some((value, _)) = grade.and_then(|grade| item.options.get(grade)) {
                    fields.push((&item.field, value));
                }
            }
            fields.push((&object.opinion, &answers.opinion));
        }
        fields
    }
}

impl Item {
    fn read(fieldset: scraper::ElementRef<'_>) -> Option<Self> {
        let name = within(fieldset, "legend").first().map(|legend| text_of(*legend))?;
        let mut field = None;
        let mut options = Vec::new();
        for label in within(fieldset, "label") {
            let choice = within(label, "input[type=radio]");
            let choice = choice.first()?.value();
            field.get_or_insert(choice.attr("name")?.to_owned());
            options.push((choice.attr("value")?.to_owned(), text_of(label)));
        }
        Some(Self { name, field: field?, options })
    }
}
