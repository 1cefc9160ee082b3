//! The tally sheet (党内民主测评汇总表, F58, S048): grades, numbers and rates as they were released, to be signed.

use axum::extract::{Path, State};
use documents::papers::plain::{Body, Column, Section, View};

use super::urls;
use super::words::Words;
use crate::App;
use crate::features::appraisals::measure_title;
use crate::features::appraisals::model::Measure;
use crate::features::results::context::Context;
use crate::features::results::figures::{Row, grade_names, group_name};
use crate::features::results::release::Object;
use crate::people_names::sort_key;
use crate::web::{Answer, Frame, Visitor, WebError, papers};

/// The tally sheet.
pub(super) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::TallySheet>,
) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    if !context.sees_place(0) {
        return Err(WebError::NotFound);
    }
    let words = Words::new(&app, &frame);
    let mut sections = vec![words.section("tally-forms", forms(&words, &frame, &context))];
    sections
        .extend(context.frozen.plan.measures.iter().map(|measure| table(&app, &words, &frame, (&context, measure))));
    let minimum = [("minimum", context.release.minimum.into())];
    let root = context.root.clone().map(|root| words.fact("root", root));
    let view = View {
        heading: words.get("tally"),
        below: context.round.title.clone(),
        facts: [
            words.fact("issuer", context.frozen.organisation_name.clone()),
            words.period(&context.round),
            words.fact("opening-hash", context.round.opening_hash.clone().unwrap_or_default()),
        ]
        .into_iter()
        .chain(root)
        .collect(),
        sections,
        note: words.with("tally-note", &minimum),
        signatures: words.signatures(&["tally-first", "tally-second", "tally-witness", "tally-head"]),
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain("tally-sheet", view, frame.language).await
}

/// The forms of each judge group (R04).
fn forms(words: &Words, frame: &Frame, context: &Context) -> Body {
    let rows = context.release.panels.iter().enumerate().map(|(group, panel)| {
        let issued = context.issued.get(group).copied().unwrap_or(0);
        let numbers = [issued, panel.recovered, panel.valid, panel.blank, panel.invalid];
        let mut name = group_name(frame.language, context, group);
        if context.uncounted.get(group).copied().unwrap_or_default() {
            name = words.with("tally-uncounted", &[("group", name.into())]);
        }
        std::iter::once(name).chain(numbers.map(|number| number.to_string())).collect()
    });
    let columns = [
        ("column-judges", 5, false),
        ("column-issued", 2, true),
        ("column-recovered", 2, true),
        ("column-valid", 2, true),
        ("column-blank", 2, true),
        ("column-invalid", 2, true),
    ];
    words.table(&columns, rows.collect())
}

/// Every item of every object of a measure, by name.
fn table(app: &App, words: &Words, frame: &Frame, (context, measure): (&Context, &Measure)) -> Section {
    let definition = &measure.definition;
    let grades = grade_names(definition, frame.language);
    let column = |name: String, weight, is_number| Column { name, weight, is_number };
    let mut columns = vec![column(words.get("column-object"), 6, false), column(words.get("column-item"), 7, false)];
    columns.extend(grades.iter().map(|grade| column(grade.clone(), 3, true)));
    columns.push(column(words.get("column-rate"), 6, false));
    let of_measure = context.release.objects.iter().filter(|object| object.measure == measure.id);
    let mut objects: Vec<&Object> = of_measure.collect();
    objects.sort_by_cached_key(|object| (sort_key(&object.name), object.object));
    let mut rows = Vec::new();
    for object in objects {
        let (_, valid, _) = context.release.ballots_on(object);
        for (asked, item) in definition.items.iter().zip(&object.items) {
            let asked = asked.name.in_language(frame.language).to_owned();
            let numbers = (valid, context.due(object));
            let found = Row::of((app, frame.language), context, asked, &item.total, numbers, definition);
            let mut row = vec![object.name.clone(), found.name];
            match found.figure {
                Some(figure) => {
                    row.extend(figure.counts.iter().map(u64::to_string));
                    row.push(figure.rate());
                }
                None => {
                    row.extend(grades.iter().map(|_| "—".to_owned()));
                    row.push(found.words);
                }
            }
            rows.push(row);
        }
    }
    let title = measure_title(&context.frozen.plan, measure, frame.language);
    Section { title, body: Body::Table { columns, rows } }
}
