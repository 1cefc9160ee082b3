//! One return: its lines with everything said about them, what is added to it, its history.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::ReturnId;
use storage::entities::{return_event, return_remark};

use super::drafts::Draft;
use super::lines::{self, Lines, Message, Weight};
use super::standing::{self, Figures, Standing};
use super::{queries, rules, urls};
use crate::App;
use crate::web::page::html_with;
use crate::web::{Answer, Frame, Page, Visitor, WebError};

/// A line of the history.
pub struct HistoryRow {
    /// When, where the organisation is.
    pub when: String,
    /// `drawn_up`, `filed` …
    pub kind: String,
    /// Who.
    pub actor: String,
    /// A short particular.
    pub details: String,
    /// The superior's remarks.
    pub remarks: Vec<(Option<String>, String)>,
}

/// A return that is added to this one.
pub struct ChildRow {
    /// Which.
    pub id: ReturnId,
    /// Whose.
    pub name: String,
    /// `draft`, `filed`, `sent_back`, `accepted`.
    pub state: String,
    /// Whether it is late.
    pub is_late: bool,
    /// Whether the visitor may open it.
    pub is_readable: bool,
}

#[derive(Template)]
#[template(path = "features/returns/templates/show.html")]
struct ShowView {
    page: Page,
    id: ReturnId,
    unit: String,
    round: String,
    state: String,
    due: String,
    filed: String,
    is_late: bool,
    is_editable: bool,
    may_review: bool,
    is_sum: bool,
    alert: Option<String>,
    upload_error: Option<String>,
    lines: Lines,
    whole_remarks: Vec<String>,
    children: Vec<ChildRow>,
    missing: Vec<String>,
    history: Vec<HistoryRow>,
}

/// Shows the return.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::Return>) -> Answer {
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?;
    answer(&app, &visitor, &frame, standing, Trouble::None).await
}

/// Why the page is shown again.
pub enum Trouble {
    /// It is not.
    None,
    /// The return cannot be filed as it stands.
    NotFiled,
    /// The unit's own text claims rates that do not say what they are a share of (X35); in words.
    Claims(Vec<String>),
    /// A spreadsheet was refused; its text.
    Upload(String),
}

/// The page of a return.
pub async fn answer(app: &App, visitor: &Visitor, frame: &Frame, standing: Standing, trouble: Trouble) -> Answer {
    let row = &standing.row;
    let figures = standing::load_figures(app, &app.database, row, frame.language).await?;
    let page = frame.titled(row.unit_name.clone());
    let mut lines = lines::view(&page, &Draft::of(row)?, &figures);
    let remarks = queries::remarks(&app.database, row.id).await?;
    let mut whole_remarks = Vec::new();
    if row.state == "sent_back" {
        // Those on what was filed last; earlier ones stay in the history.
        for remark in remarks.iter().filter(|remark| Some(remark.written_at) >= row.filed_at) {
            match &remark.line {
                None => whole_remarks.push(remark.words.clone()),
                Some(code) => add_remark(&mut lines, code, remark),
            }
        }
    }
    let alert = match &trouble {
        Trouble::NotFiled => Some(page.t2("returns-filing-refused", "blanks", lines.blanks, "broken", lines.broken)),
        Trouble::Claims(claims) => Some(page.t1("returns-filing-claims", "claims", claims.join(" "))),
        Trouble::None | Trouble::Upload(_) => None,
    };
    let status = match trouble {
        Trouble::None => StatusCode::OK,
        Trouble::NotFiled | Trouble::Claims(_) | Trouble::Upload(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let filed_on = standing::filed_on(app, row);
    let events = queries::history(&app.database, row.id).await?;
    let view = ShowView {
        id: row.id,
        unit: row.unit_name.clone(),
        round: standing.round.title.clone(),
        state: row.state.clone(),
        due: row.due_on.clone(),
        filed: filed_on.map(|day| day.to_string()).unwrap_or_default(),
        is_late: rules::is_late(&row.due_on, filed_on, app.today()),
        is_editable: standing.is_editable(),
        may_review: standing.is_reviewer && row.state == "filed",
        is_sum: !figures.children.is_empty(),
        alert,
        upload_error: match trouble {
            Trouble::Upload(text) => Some(text),
            Trouble::None | Trouble::NotFiled | Trouble::Claims(_) => None,
        },
        lines,
        whole_remarks,
        children: child_rows(app, visitor, &figures).await?,
        missing: figures.total.missing.iter().cloned().collect(),
        history: history(app, events, &remarks),
        page,
    };
    html_with(status, &view)
}

fn add_remark(lines: &mut Lines, code: &str, remark: &return_remark::Model) {
    if let Some(line) = lines.lines.iter_mut().find(|line| line.code == code) {
        line.messages.push(Message { weight: Weight::Remark, text: remark.words.clone() });
    }
}

async fn child_rows(app: &App, visitor: &Visitor, figures: &Figures) -> Result<Vec<ChildRow>, WebError> {
    let mut rows = Vec::new();
    for child in &figures.children {
        let seen = standing::load(app, &app.database, visitor, child.id).await;
        let is_readable = match seen {
            Ok(_) => true,
            Err(WebError::NotFound) => false,
            Err(error) => return Err(error),
        };
        let filed_on = standing::filed_on(app, child);
        rows.push(ChildRow {
            id: child.id,
            name: child.unit_name.clone(),
            state: child.state.clone(),
            is_late: rules::is_late(&child.due_on, filed_on, app.today()),
            is_readable,
        });
    }
    Ok(rows)
}

/// What happened, each sending back with its remarks: those written since the one before.
fn history(app: &App, events: Vec<return_event::Model>, remarks: &[return_remark::Model]) -> Vec<HistoryRow> {
    let mut waiting = remarks.iter().peekable();
    let mut row = |event: return_event::Model| {
        let mut written = Vec::new();
        if event.kind == "sent_back" {
            while let Some(remark) = waiting.next_if(|remark| remark.written_at <= event.happened_at) {
                written.push((remark.line.clone(), remark.words.clone()));
            }
        }
        HistoryRow {
            when: app.local_minute(event.happened_at),
            actor: event.actor_name,
            details: event.details,
            remarks: written,
            kind: event.kind,
        }
    };
    events.into_iter().map(&mut row).collect()
}
