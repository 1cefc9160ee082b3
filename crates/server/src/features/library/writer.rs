//! A template as a file: always the same text for the same template, fields in the order of the example.

use texts::Language;

use super::model::{
    Grade, GroupLayout, Instrument, Mapping, OwnGrades, ScaleKind, ScaleTemplate, Template, Ungraded, Words,
};

/// The text of a template; [`super::reader::read`] reads it back.
#[must_use]
pub fn write(template: &Template) -> String {
    let mut file = File::default();
    match template {
        Template::Instrument(instrument) => file.instrument(instrument),
        Template::Scale(scale) => file.scale(scale),
    }
    file.0
}

/// The text so far.
#[derive(Default)]
struct File(String);

fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(codes: &[String]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| text(code)).collect();
    format!("[{}]", codes.join(", "))
}

fn words(words: &Words) -> String {
    let written = Language::ALL.into_iter().filter(|language| !words.written_in(*language).is_empty());
    let key = |language: Language| match language {
        Language::En => language.code().to_owned(),
        Language::ZhHans | Language::ZhHant => format!("\"{}\"", language.code()),
    };
    let pairs = written.map(|language| format!("{} = {}", key(language), text(words.written_in(language))));
    format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
}

impl File {
    fn line(&mut self, name: &str, value: &str) {
        self.0.push_str(&format!("{name} = {value}\n"));
    }

    fn heading(&mut self, heading: &str) {
        self.0.push_str(&format!("\n{heading}\n"));
    }

    fn optional_words(&mut self, name: &str, given: &Words) {
        if !given.is_empty() {
            self.line(name, &words(given));
        }
    }

    fn head(&mut self, code: &str, version: u32, (name, about): (&Words, &Words)) {
        self.line("format", "1");
        self.line("code", &text(code));
        self.line("version", &version.to_string());
        self.line("name", &words(name));
        self.optional_words("about", about);
    }

    fn scale(&mut self, scale: &ScaleTemplate) {
        self.head(&scale.code, scale.version, (&scale.name, &scale.about));
        self.line("measures", if scale.kind == ScaleKind::Grades { "\"grades\"" } else { "\"number\"" });
        self.line("mapping", if scale.mapping == Mapping::Settled { "\"settled\"" } else { "\"proposed\"" });
        for Grade { code, name, satisfied, basic } in &scale.grades {
            self.heading("[[grade]]");
            self.line("code", &text(code));
            self.line("name", &words(name));
            self.line("satisfied", &satisfied.to_string());
            self.line("basic", &basic.to_string());
        }
    }

    fn instrument(&mut self, instrument: &Instrument) {
        self.head(&instrument.code, instrument.version, (&instrument.name, &instrument.about));
        self.line("form", &text(&instrument.form));
        self.line("object", &text(&instrument.object));
        self.line("directions", &list(&instrument.directions));
        self.line("scale", &text(&instrument.scale));
        self.line("ungraded", if instrument.ungraded == Ungraded::Refused { "\"refused\"" } else { "\"not_known\"" });
        if let Some(overall) = &instrument.overall {
            self.line("overall", &text(overall));
        }
        self.line("sectors", &list(&instrument.sectors));
        if let Some(number) = instrument.expected_items {
            self.line("expected_items", &number.to_string());
        }
        if let Some(shares) = instrument.verdict {
            self.heading("[verdict]");
            self.line("satisfied_permille", &shares.satisfied_permille.to_string());
            self.line("basic_permille", &shares.basic_permille.to_string());
        }
        for group in &instrument.groups {
            self.heading("[[group]]");
            self.line("code", &text(&group.code));
            self.line("name", &words(&group.name));
            self.line("layout", if group.layout == GroupLayout::Rows { "\"rows\"" } else { "\"columns\"" });
        }
        for item in &instrument.items {
            self.heading("[[item]]");
            self.line("code", &text(&item.code));
            self.line("group", &text(&item.group));
            self.line("name", &words(&item.name));
            self.optional_words("explanation", &item.explanation);
            self.line("common", &item.common.to_string());
        }
        self.variants(instrument);
        if let Some(asked) = &instrument.self_evaluation {
            self.heading("[self_evaluation]");
            self.line("grades", if asked.grades == OwnGrades::Own { "\"own\"" } else { "\"none\"" });
            for section in &asked.sections {
                self.heading("[[self_evaluation.section]]");
                self.line("code", &text(&section.code));
                self.line("name", &words(&section.name));
            }
        }
    }

    fn variants(&mut self, instrument: &Instrument) {
        for variant in &instrument.variants {
            self.heading("[[variant]]");
            self.line("code", &text(&variant.code));
            self.line("name", &words(&variant.name));
            self.line("sectors", &list(&variant.sectors));
            for item in &variant.items {
                self.heading("[[variant.items]]");
                self.line("code", &text(&item.code));
                self.line("name", &words(&item.name));
                self.optional_words("explanation", &item.explanation);
            }
        }
    }
}
