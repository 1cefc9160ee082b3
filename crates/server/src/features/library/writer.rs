//! A template as a file: always the same text for the same template, fields in the order of the example.

use texts::Language;

use super::model::{
    Category, Direction, Grade, GroupLayout, Instrument, Mapping, ObjectKind, OwnGrades, Procedure, ScaleKind,
    ScaleTemplate, Template, Ungraded, Words,
};

/// The text of a template; [`super::reader::read`] reads it back.
#[must_use]
pub fn write(template: &Template) -> String {
    let mut file = File::default();
    match template {
        Template::Instrument(instrument) => file.instrument(instrument),
        Template::Scale(scale) => file.scale(scale),
        Template::Direction(direction) => file.direction(direction),
        Template::Category(category) => file.category(category),
        Template::Procedure(procedure) => file.procedure(procedure),
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

    /// What is neither an instrument nor a scale says what it is.
    fn named_head(&mut self, kind: &str, (code, version): (&str, u32), words: (&Words, &Words)) {
        self.line("format", "1");
        self.line("kind", &text(kind));
        self.named(code, version, words);
    }

    fn head(&mut self, code: &str, version: u32, words: (&Words, &Words)) {
        self.line("format", "1");
        self.named(code, version, words);
    }

    fn named(&mut self, code: &str, version: u32, (name, about): (&Words, &Words)) {
        self.line("code", &text(code));
        self.line("version", &version.to_string());
        self.line("name", &words(name));
        self.optional_words("about", about);
    }

    fn scale(&mut self, scale: &ScaleTemplate) {
        self.head(&scale.code, scale.version, (&scale.name, &scale.about));
        self.line("measures", if scale.kind == ScaleKind::Grades { "\"grades\"" } else { "\"number\"" });
        self.line("mapping", if scale.mapping == Mapping::Settled { "\"settled\"" } else { "\"proposed\"" });
        if !scale.opinions.is_optional() {
            self.line("opinions", "\"required\"");
        }
        for Grade { code, name, satisfied, basic } in &scale.grades {
            self.heading("[[grade]]");
            self.line("code", &text(code));
            self.line("name", &words(name));
            self.line("satisfied", &satisfied.to_string());
            self.line("basic", &basic.to_string());
        }
    }

    fn direction(&mut self, direction: &Direction) {
        let Direction { code, version, name, about, judges, object } = direction;
        self.named_head("direction", (code, *version), (name, about));
        self.line("judges", &text(judges));
        self.line("object", &text(object));
    }

    fn category(&mut self, category: &Category) {
        let Category { code, version, name, about, .. } = category;
        self.named_head("judge_category", (code, *version), (name, about));
        self.line("side", &text(&category.side));
        if let Some(judges) = &category.judges {
            self.line("judges", &list(judges));
        }
        if let Some(precedence) = category.precedence {
            self.line("precedence", &precedence.to_string());
        }
        if let Some(other) = &category.merge_with {
            self.line("merge_with", &text(other));
        }
        self.line("judged", &text(category.judged.map_or("nobody", ObjectKind::code)));
        if let Some(minors) = &category.minors {
            self.line("minors", &text(minors));
        }
    }

    fn procedure(&mut self, procedure: &Procedure) {
        let Procedure { code, version, name, about, each, points, steps } = procedure;
        self.named_head("procedure", (code, *version), (name, about));
        self.line("each", &text(each));
        if let Some(points) = points {
            self.line("points", &text(points));
        }
        for step in steps {
            self.heading("[[step]]");
            self.line("code", &text(&step.code));
            self.line("name", &words(&step.name));
            self.line("about", &words(&step.about));
            if let Some(before) = &step.before {
                self.line("before", &text(before));
            }
            let said = [
                ("persons", step.persons),
                ("evidence", step.evidence),
                ("summaries", step.summaries),
                ("each_point", step.each_point),
                ("optional", step.optional),
                ("weak_point", step.weak_point),
            ];
            for (name, _) in said.into_iter().filter(|(_, is_so)| *is_so) {
                self.line(name, "true");
            }
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
