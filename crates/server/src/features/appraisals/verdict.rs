//! The verdict rule's measure and judges: what may be chosen, what no longer fits, how it is put in words.

use texts::{Language, Texts};

use super::choosing::LEADING_TEAM;
use super::library::LIBRARY;
use super::model::{Definition, Frozen, Object, ObjectKind, Plan, VerdictRule, VerdictSource, Words};
use crate::App;
use crate::web::Page;

/// What the rule may be read from for one kind of objects.
pub struct Choices {
    /// Which lines it is for.
    pub kind: ObjectKind,
    /// The instruments with an overall item, each once: the variants of its words are one measure.
    pub instruments: Vec<(String, Words)>,
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

fn judged_by(plan: &Plan, kind: ObjectKind) -> impl Iterator<Item = (&Object, &Definition)> {
    let of_kind = plan.objects.iter().filter(move |object| object.kind == kind);
    let found = of_kind.filter_map(|object| Some((object, plan.definition_of(object)?)));
    // The lines count organisations; the leading team of one is none.
    found.filter(|(_, definition)| definition.overall_position().is_some() && definition.object != LEADING_TEAM)
}

/// The categories that judge objects of this kind, by this instrument where one is given.
fn categories(plan: &Plan, kind: ObjectKind, instrument: Option<&str>) -> Vec<String> {
    let judges_such = |panel: &super::model::Panel| {
        let on_sheet =
            |object: &Object| plan.sheet(panel.sheet).is_some_and(|sheet| sheet.objects.contains(&object.id));
        judged_by(plan, kind).any(|(object, definition)| {
            instrument.is_none_or(|instrument| definition.code == instrument) && on_sheet(object)
        })
    };
    let found: std::collections::BTreeSet<&str> =
        plan.panels.iter().filter(|panel| judges_such(panel)).map(|panel| panel.category.as_str()).collect();
    let library = LIBRARY.categories.iter().map(|category| category.code.clone());
    library.filter(|code| found.contains(code.as_str())).collect()
}

impl Choices {
    /// What a plan offers for a kind.
    #[must_use]
    pub fn of(plan: &Plan, kind: ObjectKind) -> Self {
        let mut instruments: Vec<(String, Words)> = Vec::new();
        for (_, definition) in judged_by(plan, kind) {
            if !instruments.iter().any(|(code, _)| *code == definition.code) {
                instruments.push((definition.code.clone(), definition.name.clone()));
            }
        }
        Self { kind, instruments, categories: categories(plan, kind, None) }
    }
}

/// Why a source does not fit a plan; nothing where it does.
#[must_use]
pub fn fault(plan: &Plan, source: &VerdictSource) -> Option<Fault> {
    if !judged_by(plan, source.objects).any(|(_, definition)| definition.code == source.instrument) {
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
    let mut definitions = plan.measures.iter().map(|measure| &measure.definition);
    let name = definitions.find(|definition| definition.code == instrument);
    let judges: Vec<&str> = categories.iter().map(|code| LIBRARY.category_name(code, language)).collect();
    let comma = if language == Language::En { ", " } else { "、" };
    let arguments = [
        ("lines", lines(kind).into()),
        ("instrument", name.map_or("", |definition| definition.name.in_language(language)).into()),
        ("judges", judges.join(comma).into()),
    ];
    texts.with(language, "appraisals-verdict-source", &arguments)
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
