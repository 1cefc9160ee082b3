//! The special record of a round (群众评议专项记录, F20, S057): what an organisation keeps of it on one paper.

use axum::extract::{Path, State};
use documents::papers::plain::{Body, Section, View};
use storage::entities::round_record;

use super::urls;
use super::words::Words;
use crate::App;
use crate::features::appraisals::measure_title;
use crate::features::records;
use crate::features::results::context::Context;
use crate::features::results::figures::{Figure, Row};
use crate::features::results::queries::opinions_at;
use crate::web::{Answer, Frame, Visitor, WebError, papers};

/// The record.
pub(super) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::SpecialRecord>,
) -> Answer {
    let found = records::find(&app, &visitor, url.round, url.organisation).await?;
    let words = Words::new(&app, &frame);
    let said = records::queries::record(&app.database, url.round, url.organisation).await?;
    let context = match Context::load(&app, &visitor, url.round).await {
        Ok(context) => Some(context),
        // Before sealing, and where the visitor sees no figure: the record says so.
        Err(WebError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let (results, opinions) = match &context {
        Some(context) => results(&app, &words, &frame, (context, &url)).await?,
        None => (Vec::new(), (0, 0)),
    };
    let results = if results.is_empty() { vec![words.get("record-not-yet")] } else { results };
    let counts = [("released", opinions.0.into()), ("answered", opinions.1.into())];
    let mut sections = vec![
        words.section("record-meetings", meetings(&app, &words, &url).await?),
        words.section("record-contacts", contacts(&app, &words, &frame, &url).await?),
        words.section("record-results", Body::Lines(results)),
        words.section("record-opinions", Body::Words(words.with("record-opinion-counts", &counts))),
    ];
    sections.extend(noted(&words, said.as_ref()));
    let view = View {
        heading: words.get("record"),
        below: found.round.title.clone(),
        facts: vec![
            words.fact("unit", found.organisation.name),
            words.period(&found.round),
            words.fact("basis", found.round.notice_number.clone().unwrap_or_default()),
        ],
        sections,
        note: words.with("record-note", &[("minimum", found.round.minimum.into())]),
        signatures: words.signatures(&["record-head", "record-writer"]),
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain("special-record", view, frame.language).await
}

async fn meetings(app: &App, words: &Words<'_>, url: &urls::SpecialRecord) -> Result<Body, WebError> {
    let meetings = records::queries::meetings(&app.database, url.round, url.organisation).await?;
    let rows = meetings.into_iter().map(|meeting| {
        let numbers =
            [meeting.participants, meeting.heads_reporting, meeting.others_reporting, meeting.sent_by_superior];
        std::iter::once(meeting.held_on).chain(numbers.map(|number| number.to_string())).collect()
    });
    let columns = [
        ("column-day", 3, false),
        ("column-participants", 2, true),
        ("column-heads", 2, true),
        ("column-others", 2, true),
        ("column-sent", 2, true),
    ];
    Ok(words.table(&columns, rows.collect()))
}

async fn contacts(app: &App, words: &Words<'_>, frame: &Frame, url: &urls::SpecialRecord) -> Result<Body, WebError> {
    let contacts = records::queries::contacts(&app.database, url.round, url.organisation).await?;
    let rows = contacts.into_iter().map(|contact| {
        let (method, unit) = records::methods::shown((&contact.method, &contact.unit), frame.language);
        vec![method.to_owned(), format!("{} {unit}", contact.number), contact.held_on.unwrap_or_default()]
    });
    let columns = [("column-method", 4, false), ("column-number", 3, false), ("column-day", 3, false)];
    Ok(words.table(&columns, rows.collect()))
}

/// What was released about the organisation and the people judged in it, and how many opinions were released and
/// answered there, as far as the visitor may see them.
async fn results(
    app: &App,
    words: &Words<'_>,
    frame: &Frame,
    (context, url): (&Context, &urls::SpecialRecord),
) -> Result<(Vec<String>, (u64, u64)), WebError> {
    let place = context.release.place(url.organisation);
    let mut lines = Vec::new();
    for object in context.release.objects.iter().filter(|object| Some(object.place) == place) {
        if !context.sees_object(object) {
            continue;
        }
        let definition = context.definition(object.measure)?;
        let overall = definition.overall_position();
        let (_, valid, _) = context.release.ballots_on(object);
        let numbers = (valid, context.due(object));
        let plan = &context.frozen.plan;
        let measure = plan.measure(object.measure).map(|measure| measure_title(plan, measure, frame.language));
        let measure = measure.unwrap_or_default();
        for (position, (item, standing)) in definition.items.iter().zip(&object.items).enumerate() {
            // The overall item; every item where the instrument names none.
            if overall.is_some_and(|overall| overall != position) {
                continue;
            }
            let name = item.name.in_language(frame.language).to_owned();
            let row = Row::of((app, frame.language), context, name, &standing.total, numbers, definition);
            let asked = if overall.is_none() { format!("{measure} · {}", row.name) } else { measure.clone() };
            let figure = row.figure.as_ref().map_or(row.words, Figure::rate);
            let arguments = [("name", object.name.as_str().into()), ("measure", asked.into()), ("rate", figure.into())];
            lines.push(words.with("record-result", &arguments));
        }
    }
    let opinions = match place.filter(|place| context.sees_place(*place)) {
        Some(_) => opinions_at(&app.database, url.round, url.organisation).await?,
        None => (0, 0),
    };
    Ok((lines, opinions))
}

fn noted(words: &Words, said: Option<&round_record::Model>) -> Vec<Section> {
    let text = |value: fn(&round_record::Model) -> Option<&String>| said.and_then(value).cloned().unwrap_or_default();
    let made_public = [
        text(|said| said.published_where.as_ref()),
        text(|said| said.published_on.as_ref()),
        text(|said| said.published_proof.as_ref()),
    ];
    let things = said.and_then(|said| said.practical_things).map(|number| number.to_string()).unwrap_or_default();
    vec![
        words.section("record-public", Body::Words(made_public.join(" ").trim().to_owned())),
        words.section("record-practical", Body::Words(things)),
        words.section("record-reason", Body::Words(text(|said| said.not_appraised_reason.as_ref()))),
        words.section("record-problems", Body::Words(text(|said| said.problems.as_ref()))),
        words.section("record-next", Body::Words(text(|said| said.next_steps.as_ref()))),
    ]
}
