//! The verdict rule's measure and judges: what may be chosen, what no longer fits, how it is put in words.

use texts::{Language, Texts};

use super::model::{Definition, Frozen, Measure, Object, ObjectKind, Plan, VerdictRule, VerdictSource, is_called};
use crate::App;
use crate::web::Page;

/// What the rule may be read from for one kind of objects.
pub struct Choices {
    /// Which lines it is for.
    pub kind: ObjectKind,
    /// The instruments with an overall item, each once: the variants of its words are one measure.
    pub instruments: Vec<(String, String)>,
    /// The categories of the judges of such objects, in the order of the library.
    pub categories: Vec<String>,
}

/// Why a source cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No object of this kind is judged by it, or it has no overall item.
    Instrument,
    /// None is chosen, or one judges nothing by this instrument.
    Categories,
}

fn judged_by(plan: &Plan, kind: ObjectKind) -> impl Iterator<Item = (&Object, &Measure)> {
    let of_kind = plan.objects.iter().filter(move |object| object.kind == kind);
    let found = of_kind.filter_map(|object| Some((object, plan.measure(object.measure)?)));
    // The lines count organisations; the leading team of one is none, and neither is a window of it.
    let counts = |definition: &Definition| !definition.is_of_team() && !definition.is_of_window();
    found.filter(move |(_, measure)| measure.definition.overall_position().is_some() && counts(&measure.definition))
}

/// What a measure is called as a source: its instrument, with its direction where the round asks that in several.
fn called(plan: &Plan, measure: &Measure) -> String {
    let code = &measure.definition.code;
    let mut same = plan.measures.iter().filter(|other| other.definition.code == *code);
    if same.all(|other| other.direction == measure.direction) {
        code.clone()
    } else {
        format!("{code}@{}", measure.direction)
    }
}

/// The categories that judge objects of this kind, by this instrument where one is given.
fn categories(plan: &Plan, kind: ObjectKind, instrument: Option<&str>) -> Vec<String> {
    let judges_such = |panel: &super::model::Panel| {
        let on_sheet =
            |object: &Object| plan.sheet(panel.sheet).is_some_and(|sheet| sheet.objects.contains(&object.id));
        judged_by(plan, kind).any(|(object, measure)| {
            instrument.is_none_or(|instrument| is_called(instrument, measure)) && on_sheet(object)
        })
    };
    let found: std::collections::BTreeSet<&str> =
        plan.panels.iter().filter(|panel| judges_such(panel)).map(|panel| panel.category.as_str()).collect();
    let library = plan.known_categories().map(|category| category.code.clone());
    library.filter(|code| found.contains(code.as_str())).collect()
}

impl Choices {
    /// What a plan offers for a kind.
    #[must_use]
    pub fn of(plan: &Plan, kind: ObjectKind, language: Language) -> Self {
        let mut instruments: Vec<(String, String)> = Vec::new();
        for (_, measure) in judged_by(plan, kind) {
            let called = called(plan, measure);
            if !instruments.iter().any(|(known, _)| *known == called) {
                let name = source_name(plan, &called, language);
                instruments.push((called, name));
            }
        }
        Self { kind, instruments, categories: categories(plan, kind, None) }
    }
}

/// Why a source does not fit a plan; nothing where it does.
#[must_use]
pub fn fault(plan: &Plan, source: &VerdictSource) -> Option<Fault> {
    let mut meant = judged_by(plan, source.objects).filter(|(_, measure)| source.is_read_from(measure));
    let Some((_, first)) = meant.next() else {
        return Some(Fault::Instrument);
    };
    // The lines are read from one measure: never from several directions together (S054).
    if meant.any(|(_, other)| other.direction != first.direction) {
        return Some(Fault::Instrument);
    }
    let there = categories(plan, source.objects, Some(&source.instrument));
    let fits = !source.categories.is_empty() && source.categories.iter().all(|code| there.contains(code));
    (!fits).then_some(Fault::Categories)
}

/// Whether a declared rule can be read: it names a measure and judges, and all of them are there.
#[must_use]
pub fn is_readable(plan: &Plan, rule: &VerdictRule) -> bool {
    !rule.sources.is_empty() && rule.sources.iter().all(|source| fault(plan, source).is_none())
}

/// The lines of the return that a kind of objects fills.
#[must_use]
pub const fn lines(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Organisation => "1b, 1c",
        ObjectKind::Member => "1f, 1g",
    }
}

fn percent(permille: u32) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}

/// The rule in sentences: the shares, then what each pair of lines is read from; one sentence where it is undeclared.
#[must_use]
pub fn sentences(texts: &Texts, language: Language, rule: Option<&VerdictRule>, plan: &Plan) -> Vec<String> {
    let Some(rule) = rule else {
        return vec![texts.get(language, "appraisals-verdict-none")];
    };
    let shares =
        [("satisfied", percent(rule.satisfied_permille).into()), ("basic", percent(rule.basic_permille).into())];
    let mut sentences = vec![texts.with(language, "appraisals-verdict", &shares)];
    for kind in ObjectKind::ALL {
        let source = rule.source(kind).map(|source| (source.instrument.as_str(), source.categories.as_slice()));
        sentences.extend(source.map(|source| source_sentence((texts, language), kind, source, plan)));
    }
    sentences
}

/// What a pair of lines is read from: the instrument and the judges, by their codes.
#[must_use]
pub fn source_sentence(
    (texts, language): (&Texts, Language),
    kind: ObjectKind,
    (instrument, categories): (&str, &[String]),
    plan: &Plan,
) -> String {
    let judges: Vec<&str> = categories.iter().map(|code| plan.category_name(code, language)).collect();
    let comma = crate::texts::comma(language);
    let arguments = [
        ("lines", lines(kind).into()),
        ("instrument", source_name(plan, instrument, language).into()),
        ("judges", judges.join(comma).into()),
    ];
    texts.with(language, "appraisals-verdict-source", &arguments)
}

/// The name of a source: its instrument, with the direction where one is named.
fn source_name(plan: &Plan, called: &str, language: Language) -> String {
    let Some(measure) = plan.measures.iter().find(|measure| is_called(called, measure)) else {
        return String::new();
    };
    let name = measure.definition.name.in_language(language);
    match called.split_once('@') {
        None => name.to_owned(),
        Some((_, direction)) => format!("{name} · {}", plan.direction_name(direction, language)),
    }
}

/// What judges are told of it, where it is declared, beside the thresholds.
#[must_use]
pub fn told_to_judges(app: &App, page: &Page, frozen: &Frozen) -> Vec<String> {
    let Some(rule) = &frozen.verdict else {
        return Vec::new();
    };
    let sentences = sentences(&app.texts, page.language, Some(rule), &frozen.plan);
    sentences.iter().map(|sentence| page.t1("appraisals-told-verdict", "sentence", sentence)).collect()
}
