//! Changing the own figures of a return. Anything may stand in a draft; what is wrong is said beside it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::statistics_return::Line;
use storage::{ReturnId, Scope};
use texts::Value;

use super::drafts::{self, Draft, Reason};
use super::lines::{self, LineView};
use super::standing::{self, Standing};
use super::{queries, urls};
use crate::App;
use crate::audit::{self, About, Actor, Event};
use crate::web::once::{self, Begun};
use crate::web::page::html_with;
use crate::web::{Answer, Frame, Page, Posted, Visitor, WebError};

#[derive(Template)]
#[template(path = "features/returns/templates/edit.html")]
struct EditView {
    page: Page,
    id: ReturnId,
    unit: String,
    round: String,
    version: i64,
    is_sum: bool,
    is_conflict: bool,
    too_long: Vec<&'static str>,
    lines: Vec<LineView>,
}

/// Shows the form.
pub async fn edit(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Edit>) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let draft = Draft::of(&standing.row)?;
    let view = view(&app, &frame, &standing, &draft).await?;
    html_with(StatusCode::OK, &view)
}

async fn view(app: &App, frame: &Frame, standing: &Standing, draft: &Draft) -> Result<EditView, WebError> {
    let row = &standing.row;
    let mut figures = standing::load_figures(app, &app.database, row, frame.language).await?;
    let text = |key: &str, values: &[(&str, Value)]| app.texts.with(frame.language, key, values);
    figures.own = draft.filled(&row.unit_name, &text);
    let page = frame.titled(row.unit_name.clone());
    let is_sum = !figures.children.is_empty();
    Ok(EditView {
        id: row.id,
        unit: row.unit_name.clone(),
        round: standing.round.title.clone(),
        version: row.version,
        is_sum,
        is_conflict: false,
        too_long: Vec::new(),
        lines: lines::view(&page, draft, &figures).lines,
        page,
    })
}

/// The fields: `entry-1a`, `reason-1a` … and `version`.
type Fields = Vec<(String, String)>;

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.iter().find(|(other, _)| other == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// What was filled in. A reason that still reads as the program wrote it stays the program's.
fn read(fields: &Fields, before: &Draft, text: &super::drafts::Wording<'_>) -> (Draft, Vec<&'static str>) {
    let (mut draft, mut too_long) = (Draft::default(), Vec::new());
    for line in Line::ALL {
        let code = line.code();
        let entry = drafts::plain(*line, field(fields, &format!("entry-{code}")));
        let reason = field(fields, &format!("reason-{code}")).trim().to_owned();
        let longest = match line {
            Line::Methods => drafts::LONGEST_METHODS,
            _ => drafts::LONGEST,
        };
        let control = |text: &str| text.chars().any(|one| one.is_control() && !one.is_whitespace());
        if entry.chars().count() > longest
            || reason.chars().count() > drafts::LONGEST
            || control(&entry)
            || control(&reason)
        {
            too_long.push(code);
        }
        let is_blank = entry.is_empty();
        draft.write(*line, entry);
        if is_blank && !reason.is_empty() {
            let kept = before.reasons.get(code);
            let kept = kept.filter(|kept| kept.words(text) == reason).cloned();
            draft.reasons.insert(code.to_owned(), kept.unwrap_or(Reason::Written(reason)));
        }
    }
    (draft, too_long)
}

/// Stores the draft. Where somebody else stored another one meanwhile, both are shown side by side.
pub async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Return>,
    posted: Posted<Fields>,
) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?.only_own()?;
    let text = |key: &str, values: &[(&str, Value)]| app.texts.with(frame.language, key, values);
    let stored = Draft::of(&standing.row)?;
    let (draft, too_long) = read(&posted.input, &stored, &text);
    if !too_long.is_empty() {
        let mut view = view(&app, &frame, &standing, &draft).await?;
        view.too_long = too_long;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let scope = Scope::Round(standing.round.id.0);
    let change = match once::begin(&app, &posted.once, Some(visitor.account), scope).await? {
        Begun::Fresh(change) => change,
        Begun::Repeated(answer) => return Ok(answer),
    };
    let version = field(&posted.input, "version").parse::<i64>();
    let mut row = standing.row.clone();
    let unit = row.unit_name.clone();
    let organisation = row.organisation_id;
    row.version = version.map_err(|_| WebError::BadForm("version".to_owned()))?;
    (row.lines, row.reasons) = draft.stored()?;
    if !queries::update(&change.transaction, row).await? {
        change.give_up().await?;
        return conflict(&app, &visitor, &frame, url.id, &draft).await;
    }
    let event = ("changed", "");
    queries::record_history(&change.transaction, &app, &visitor, &[url.id], event).await?;
    let about = About::organisation(organisation, format!("F19 {unit}"));
    let actor = Actor::from(&visitor);
    audit::record(&change.transaction, &app.clock, &actor, Event::ReturnChanged, about).await?;
    change.answer(&url, "returns-saved").await
}

async fn conflict(app: &App, visitor: &Visitor, frame: &Frame, id: ReturnId, draft: &Draft) -> Answer {
    let standing = standing::load(app, &app.database, visitor, id).await?.only_own()?;
    let stored = Draft::of(&standing.row)?;
    let mut view = view(app, frame, &standing, draft).await?;
    let text = |key: &str, values: &[(&str, Value)]| app.texts.with(frame.language, key, values);
    let reason = |draft: &Draft, code: &str| {
        let reason = draft.reasons.get(code);
        reason.map(|reason| reason.words(&text)).unwrap_or_default()
    };
    for (line, shown) in Line::ALL.iter().zip(&mut view.lines) {
        let theirs = (stored.text(*line).to_owned(), reason(&stored, line.code()));
        if theirs != (draft.text(*line).to_owned(), reason(draft, line.code())) {
            shown.stored = Some(theirs);
        }
    }
    view.is_conflict = true;
    html_with(StatusCode::CONFLICT, &view)
}
