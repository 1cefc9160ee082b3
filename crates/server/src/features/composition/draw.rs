//! A draw from a fixed list, as a page to be printed: the digest of the list and what the seed will be read from, then
//! the seed; whoever has the list and the seed can repeat it.

use ::rules::draw::{order, ticket};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use storage::AccountId;
use storage::entities::{candidate, draw_reading, draw_source, panel_draw};

use super::list::entry_of;
use super::rules::{Act, LONGEST_REASON, Standing, has_number, refusal};
use super::seen::{self, OfPanel};
use super::sources::{self, LONGEST_SOURCE, SourceForm};
use super::{ROLES, queries, readings, urls};
use crate::App;
use crate::features::{appraisals, organisations};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

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

/// A source or a reading, with who entered it and who answered.
struct Told<Row> {
    row: Row,
    first: String,
    second: String,
}

/// What somebody may do about a draw now.
struct May {
    /// Propose another source.
    propose: bool,
    /// Agree to the one proposed.
    agree: bool,
    /// Enter what was read.
    enter: bool,
    /// Confirm it.
    confirm: bool,
    /// Send it back, or drop the proposal.
    undo: bool,
}

#[derive(Template)]
#[template(path = "features/composition/templates/draw.html")]
struct DrawView {
    page: Page,
    back: Option<(String, String)>,
    panel: String,
    draw: panel_draw::Model,
    /// In the order of the draw; before it in the order of the list. Nothing for whoever only confirms: it names people.
    lines: Vec<Line>,
    file: (String, String),
    is_office: bool,
    commands: Vec<String>,
    action: String,
    source_action: String,
    version: i64,
    sources: Vec<Told<draw_source::Model>>,
    readings: Vec<Told<draw_reading::Model>>,
    has_proposal: bool,
    has_reading: bool,
    /// The hour of the source has not come yet.
    is_early: bool,
    may: May,
    longest: usize,
    form: SourceForm,
    seed: String,
    returning: String,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What was typed in one of the page's forms, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    /// Another source.
    pub source: Option<SourceForm>,
    /// What was read.
    pub seed: Option<String>,
    /// Why it is sent back.
    pub back: Option<String>,
    /// What is wrong.
    pub errors: FieldErrors,
    /// What somebody else stored meanwhile.
    pub conflict: Option<Conflict>,
}

/// The places in the order of the draw: line number → place from 1.
pub(super) fn places(draw: &panel_draw::Model) -> std::collections::BTreeMap<i64, usize> {
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

/// Which of the two-person acts are open to this visitor.
fn may(
    app: &App,
    visitor: &Visitor,
    found: &OfPanel,
    (draw, sources, readings): (&panel_draw::Model, &[draw_source::Model], &[draw_reading::Model]),
) -> May {
    let is_open = draw.seed.is_none() && refusal(Act::Choose, &found.round.state).is_none();
    let (proposed, waiting) = (sources::proposed(sources), readings::waiting(readings));
    let is_second = |first: AccountId| is_open && first != visitor.account;
    let moment = sources::moment(app);
    let is_due = sources::in_force(sources).is_some_and(|source| sources::is_due(source, &moment));
    let is_quiet = is_open && proposed.is_none() && waiting.is_none();
    May {
        propose: is_quiet,
        agree: proposed.is_some_and(|source| is_second(source.declared_by)),
        enter: is_quiet && is_due,
        confirm: waiting.is_some_and(|reading| is_second(reading.read_by)),
        undo: is_open,
    }
}

/// The page, with what was typed in one of its forms.
pub(super) async fn page(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &OfPanel,
    (status, typed): (StatusCode, Typed),
) -> Answer {
    let (round, panel) = (found.round.id, found.panel.id);
    let draw = queries::draw(&app.database, panel).await?.ok_or(WebError::NotFound)?;
    let reach = visitor.reach(ROLES);
    let is_office = organisations::queries::in_reach(&app.database, &reach, found.round.organisation_id).await?;
    let rows = if is_office { queries::candidates(&app.database, panel).await? } else { Vec::new() };
    let roll = queries::roll(&app.database, panel).await?;
    let sources = queries::sources(&app.database, panel).await?;
    let readings = queries::readings(&app.database, panel).await?;
    let people = sources.iter().flat_map(|row| [Some(row.declared_by), row.agreed_by]);
    let people = people.chain(readings.iter().flat_map(|row| [Some(row.read_by), row.answered_by]));
    let people: Vec<AccountId> = people.flatten().collect();
    let names = appraisals::queries::account_names(&app.database, &people).await?;
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let may = may(app, visitor, found, (&draw, &sources, &readings));
    let file = file_name(found);
    let title = seen::panel_name(&found.plan, &found.panel, frame.language);
    let moment = sources::moment(app);
    let view = DrawView {
        page: frame.page("composition-draw-title"),
        back: is_office.then(|| (urls::Panel { round, panel }.to_path(), title.clone())),
        panel: format!("{} · {title}", found.round.title),
        commands: commands(&draw, &file),
        file: (urls::ListFile { round, panel }.to_path(), file),
        is_office,
        action: urls::Draw { round, panel }.to_path(),
        source_action: urls::Source { round, panel }.to_path(),
        version: roll.map_or(0, |roll| roll.version),
        has_proposal: sources::proposed(&sources).is_some(),
        has_reading: readings::waiting(&readings).is_some(),
        is_early: sources::in_force(&sources).is_some_and(|source| !sources::is_due(source, &moment)),
        may,
        lines: lines(&draw, rows),
        sources: sources
            .into_iter()
            .map(|row| Told { first: name(Some(row.declared_by)), second: name(row.agreed_by), row })
            .collect(),
        readings: readings
            .into_iter()
            .map(|row| Told { first: name(Some(row.read_by)), second: name(row.answered_by), row })
            .collect(),
        draw,
        longest: LONGEST_SOURCE,
        form: typed.source.unwrap_or_default(),
        seed: typed.seed.unwrap_or_default(),
        returning: typed.back.unwrap_or_default(),
        errors: typed.errors,
        conflict: typed.conflict,
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
    let found = seen::of_draw(&app, &visitor, (url.round, url.panel)).await?;
    page(&app, &visitor, &frame, &found, (StatusCode::OK, Typed::default())).await
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

/// Why somebody declines, as it was typed: never a number of theirs.
pub(super) fn reason(typed: &str, errors: &mut FieldErrors) -> String {
    if has_number(typed) {
        errors.add("reason", "composition-error-reason");
    }
    errors.required("reason", typed, LONGEST_REASON)
}
