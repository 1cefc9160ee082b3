//! A draw from a fixed list, as a page to be printed: whoever has the list and the seed can repeat it.

use ::rules::draw::{order, ticket};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde::Deserialize;
use storage::entities::{candidate, panel_draw};

use super::change::{self, Editing};
use super::list::entry_of;
use super::rules::{Act, Standing, has_number, is_seed, refusal};
use super::seen::{self, OfPanel};
use super::{queries, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_SOURCE: usize = 120;

struct Line {
    number: i64,
    name: String,
    note: String,
    /// Its place in the order of the draw; nothing before the draw.
    place: Option<usize>,
    ticket: String,
    standing: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "features/composition/templates/draw.html")]
struct DrawView {
    page: Page,
    back: (String, String),
    panel: String,
    draw: panel_draw::Model,
    /// In the order of the draw; before it in the order of the list.
    lines: Vec<Line>,
    file: (String, String),
    commands: Vec<String>,
    action: String,
    version: i64,
    may_draw: bool,
    form: DrawForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// The seed as it was typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct DrawForm {
    version: i64,
    seed: String,
    source: String,
}

/// The places in the order of the draw: line number → place from 1.
fn places(draw: &panel_draw::Model) -> std::collections::BTreeMap<i64, usize> {
    let Some(seed) = &draw.seed else {
        return std::collections::BTreeMap::new();
    };
    let lines = usize::try_from(draw.lines).unwrap_or_default();
    let drawn = order(&draw.digest, seed, lines).into_iter().zip(1..);
    drawn.filter_map(|(number, place)| Some((i64::try_from(number).ok()?, place))).collect()
}

/// The reserve whose turn it is.
pub(super) fn next_reserve<'a>(draw: &panel_draw::Model, rows: &'a [candidate::Model]) -> Option<&'a candidate::Model> {
    let places = places(draw);
    let waiting = rows.iter().filter(|row| Standing::from_code(&row.standing) == Standing::Reserve);
    waiting.min_by_key(|row| places.get(&row.number).copied().unwrap_or(usize::MAX))
}

fn lines(draw: &panel_draw::Model, rows: Vec<candidate::Model>) -> Vec<Line> {
    let places = places(draw);
    let line = |row: candidate::Model| Line {
        place: places.get(&row.number).copied(),
        ticket: match (&draw.seed, usize::try_from(row.number)) {
            (Some(seed), Ok(number)) => ticket(&draw.digest, seed, number),
            _ => String::new(),
        },
        number: row.number,
        name: row.name,
        note: row.note,
        standing: row.standing,
        reason: row.reason,
    };
    let mut lines: Vec<Line> = rows.into_iter().map(line).collect();
    lines.sort_by_key(|line| (line.place, line.number));
    lines
}

/// What anybody types to repeat it.
fn commands(draw: &panel_draw::Model, file: &str) -> Vec<String> {
    let mut commands = vec![format!("sha256sum {file}")];
    if let Some(seed) = &draw.seed {
        let digest = &draw.digest;
        commands.push(format!("printf 'zhengyou/draw/v1\\n{digest}\\n{seed}\\n1\\n' | sha256sum"));
        let wanted = draw.wanted;
        commands.push(format!("zhengyou check-draw --list {file} --seed '{seed}' --wanted {wanted}"));
    }
    commands
}

fn file_name(found: &OfPanel) -> String {
    format!("list-{}.txt", found.panel.number)
}

async fn page(
    app: &App,
    frame: &Frame,
    found: &OfPanel,
    status: StatusCode,
    (form, errors, conflict): (DrawForm, FieldErrors, Option<Conflict>),
) -> Answer {
    let (round, panel) = (found.round.id, found.panel.id);
    let draw = queries::draw(&app.database, panel).await?.ok_or(WebError::NotFound)?;
    let rows = queries::candidates(&app.database, panel).await?;
    let roll = queries::roll(&app.database, panel).await?;
    let file = file_name(found);
    let view = DrawView {
        page: frame.page("composition-draw-title"),
        back: (urls::Panel { round, panel }.to_path(), seen::panel_name(&found.plan, &found.panel, frame.language)),
        panel: format!("{} · {}", found.round.title, seen::panel_name(&found.plan, &found.panel, frame.language)),
        commands: commands(&draw, &file),
        file: (urls::ListFile { round, panel }.to_path(), file),
        action: urls::Draw { round, panel }.to_path(),
        version: roll.map_or(0, |roll| roll.version),
        may_draw: draw.seed.is_none() && refusal(Act::Choose, &found.round.state).is_none(),
        lines: lines(&draw, rows),
        draw,
        form,
        errors,
        conflict,
    };
    html_with(status, &view)
}

/// Shows the draw of a fixed list.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Draw>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    page(&app, &frame, &found, StatusCode::OK, (DrawForm::default(), FieldErrors::default(), None)).await
}

/// The list exactly as it was hashed.
pub(super) async fn file(State(app): State<App>, visitor: Visitor, Path(url): Path<urls::ListFile>) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    queries::draw(&app.database, url.panel).await?.ok_or(WebError::NotFound)?;
    let rows = queries::candidates(&app.database, url.panel).await?;
    let text: String = rows.iter().map(|row| format!("{}\t{}\n", row.number, entry_of(row).line())).collect();
    let disposition = format!("attachment; filename=\"{}\"", file_name(&found));
    Ok(([(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, disposition)], text)
        .into_response())
}

/// Draws, once.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Draw>,
    posted: Posted<DrawForm>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let seed = form.seed.trim().to_owned();
    if !is_seed(&seed) {
        errors.add("seed", "composition-error-seed");
    }
    let source = errors.required("source", &form.source, LONGEST_SOURCE);
    if !errors.is_empty() {
        return page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, (form, errors, None)).await;
    }
    let seen = (url.round, url.panel, form.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => {
            let conflict = Some(Conflict::beside());
            return page(&app, &frame, &found, StatusCode::CONFLICT, (form, errors, conflict)).await;
        }
    };
    let Some(fixed) = stored.draw.clone() else {
        return change::refuse(change, "composition-refused-unfixed").await;
    };
    if fixed.seed.is_some() {
        return change::refuse(change, "composition-refused-drawn").await;
    }
    let what = format!("draw {} {seed}", fixed.digest);
    let today = app.today().to_string();
    let drawn = panel_draw::Model {
        seed: Some(seed),
        seed_source: Some(source),
        drawn_on: Some(today),
        account_id: visitor.account,
        ..fixed
    };
    let places = places(&drawn);
    let wanted = usize::try_from(drawn.wanted).unwrap_or_default();
    for row in &stored.candidates {
        let is_drawn = places.get(&row.number).is_some_and(|place| *place <= wanted);
        let standing = if is_drawn { Standing::Drawn } else { Standing::Reserve };
        let row = candidate::Model { standing: standing.code().to_owned(), ..row.clone() };
        queries::update_candidate(&change.transaction, row).await?;
    }
    queries::store_draw(&change.transaction, drawn, false).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&url, "composition-drawn").await
}

/// Why somebody declines, as it was typed: never a number of theirs.
pub(super) fn reason(typed: &str, errors: &mut FieldErrors) -> String {
    if has_number(typed) {
        errors.add("reason", "composition-error-reason");
    }
    errors.required("reason", typed, 100)
}
