//! The released figures as a spreadsheet: one row per object, group and item, numbers as numbers.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use spreadsheets::write::{Field, TableSheet, write};
use storage::Scope;

use super::adjusted;
use super::context::{AGGREGATES, Context};
use super::figures::{Figure, grade_names, group_name, scale_of, words};
use super::release::{Object, Standing};
use super::{quality, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::features::appraisals::model::Measure;
use crate::people_names::sort_key;
use crate::web::{Answer, Frame, Visitor, WebError};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The spreadsheet.
pub async fn export(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Export>) -> Answer {
    let context = Context::load(&app, &visitor, url.round).await?;
    if !context.sees_place(0) || !AGGREGATES.iter().any(|role| visitor.has(*role)) {
        return Err(WebError::NotFound);
    }
    let measures = || (1..).zip(&context.frozen.plan.measures);
    let figures = measures().map(|(number, measure)| sheet(&app, &frame, &context, measure, number));
    // Beside the figures, on sheets of their own.
    let said = (&app, frame.language);
    let adjusted = measures().filter_map(|(number, measure)| adjusted::sheet(said, &context, measure, number));
    let quality = quality::sheet((&app.texts, frame.language), &context);
    let sheets: Vec<TableSheet> = figures.chain(adjusted).chain(quality).collect();
    let bytes = write(&sheets).map_err(|error| WebError::Broken(error.to_string()))?;
    let transaction = app.database.write(Scope::Round(context.round.id.0)).await?;
    let about = About::organisation(context.round.organisation_id, context.round.title.clone());
    audit::record(&transaction, &app.clock, &Actor::from(&visitor), Event::Exported, about).await?;
    transaction.commit().await?;
    let headers = [(CONTENT_TYPE, XLSX), (CONTENT_DISPOSITION, "attachment; filename=\"figures.xlsx\"")];
    Ok((headers, bytes).into_response())
}

fn sheet(app: &App, frame: &Frame, context: &Context, measure: &Measure, number: usize) -> TableSheet {
    let text = |key: &str| app.texts.get(frame.language, key);
    let definition = &measure.definition;
    let grades = grade_names(definition, frame.language);
    let mut headings = vec![text("results-column-object"), text("results-column-group"), text("results-column-item")];
    headings.extend(grades.clone());
    headings.extend([
        text("results-column-base"),
        text("results-column-satisfied"),
        text("results-column-basic"),
        text("results-column-certainty"),
    ]);
    let mut objects: Vec<&Object> =
        context.release.objects.iter().filter(|object| object.measure == measure.id).collect();
    objects.sort_by_cached_key(|object| (sort_key(&object.name), object.object));
    let mut rows = Vec::new();
    for object in objects {
        for (position, asked) in definition.items.iter().enumerate() {
            let Some(item) = object.items.get(position) else {
                continue;
            };
            let (_, valid, _) = context.release.ballots_on(object);
            let mut lines = vec![(text("results-all-groups"), &item.total, valid, context.due(object))];
            for (group, standing) in object.judged_by.iter().zip(&item.panels) {
                if let Some(panel) = context.release.panels.get(*group) {
                    let name = group_name(frame.language, context, *group);
                    lines.push((name, standing, panel.valid, panel.due));
                }
            }
            for (group, standing, valid, due) in lines {
                let mut row = vec![
                    Field::Text(object.name.clone()),
                    Field::Text(group),
                    Field::Text(words(&asked.name, frame.language)),
                ];
                let scale = scale_of(definition);
                let figure = standing.counts().zip(scale).map(|(counts, scale)| Figure::of(counts, valid, due, &scale));
                match figure {
                    Some(figure) => {
                        row.extend(figure.counts.iter().map(|count| Field::Count(*count)));
                        row.push(Field::Count(figure.base));
                        row.push(Field::Text(figure.rate()));
                        row.push(Field::Text(figure.basic_rate()));
                        row.push(Field::Text(figure.certainty(app, frame.language)));
                    }
                    None => {
                        row.extend(grades.iter().map(|_| Field::Empty));
                        row.extend([Field::Empty, Field::Text(reason(app, frame, context, standing))]);
                        row.extend([Field::Empty, Field::Empty]);
                    }
                }
                rows.push(row);
            }
        }
    }
    TableSheet { name: format!("{} {number}", text("results-sheet")), headings, rows }
}

/// Why there is no figure.
fn reason(app: &App, frame: &Frame, context: &Context, standing: &Standing) -> String {
    let minimum = ("minimum", context.release.minimum.into());
    match standing {
        Standing::Empty | Standing::Shown(_) => app.texts.get(frame.language, "results-nobody"),
        Standing::Withheld => app.texts.with(frame.language, "results-withheld", &[minimum]),
        Standing::Pooled(pool) => {
            let name = super::figures::pool_name(app, frame.language, context, *pool);
            app.texts.with(frame.language, "results-pooled", &[minimum, ("pool", name.into())])
        }
    }
}
