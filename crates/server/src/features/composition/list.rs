//! A panel's list: entered, pasted, copied from the members' roll, fixed for a draw.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::entities::{candidate, panel_draw};
use storage::{CandidateId, PanelId, Reads, RoundId, StorageError};

use super::change::{self, Editing, Stored};
use super::panel::{self, Typed};
use super::rules::{Act, Entry, LONGEST_NOTE, ListFault, MOST_LINES, Standing, named_elsewhere, read_list};
use super::sources::SourceForm;
use super::{queries, seen, urls};
use crate::App;
use crate::features::organisations;
use crate::web::once::Change;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Posted, SeenVersion, Visitor, WebError};

/// A list as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListForm {
    version: i64,
    list: String,
}

/// Somebody of a list as the entry that was typed.
pub(super) fn entry_of(row: &candidate::Model) -> Entry {
    Entry { name: row.name.clone(), note: row.note.clone() }
}

/// A list as text, one name a line.
pub(super) fn text_of(rows: &[candidate::Model]) -> String {
    rows.iter().map(|row| entry_of(row).line()).collect::<Vec<_>>().join("\n")
}

fn add_fault(errors: &mut FieldErrors, fault: ListFault) {
    match fault {
        ListFault::Digits(line) => errors.add_with("list", "composition-error-digits", vec![("line", line.into())]),
        ListFault::Address(line) => errors.add_with("list", "composition-error-address", vec![("line", line.into())]),
        ListFault::Unreadable(line) => errors.add_with("list", "composition-error-line", vec![("line", line.into())]),
        ListFault::Twice(line, name) => {
            errors.add_with("list", "composition-error-twice", vec![("line", line.into()), ("name", name.into())]);
        }
        ListFault::TooMany => {
            errors.add_with("list", "composition-error-too-many", vec![("most", MOST_LINES.into())]);
        }
    }
}

/// Whoever stands on another list of the round already: a person belongs to one panel.
async fn check_elsewhere(
    reads: &impl Reads,
    (stored, panel, entries): (&Stored, PanelId, &[Entry]),
    frame: &Frame,
    errors: &mut FieldErrors,
) -> Result<(), StorageError> {
    let all = queries::all_candidates(reads, stored.round.id).await?;
    let others = all.iter().filter(|(other, _)| **other != panel);
    let others: Vec<(PanelId, Entry)> =
        others.flat_map(|(other, rows)| rows.iter().map(|row| (*other, entry_of(row)))).collect();
    if let Some((entry, other)) = named_elsewhere(entries, &others) {
        let name = |id: PanelId| {
            stored.plan.panel(id).map_or_else(String::new, |one| seen::panel_name(&stored.plan, one, frame.language))
        };
        let arguments =
            vec![("name", entry.name.clone().into()), ("panel", name(panel).into()), ("other", name(*other).into())];
        errors.add_with("list", "composition-error-elsewhere", arguments);
    }
    Ok(())
}

/// The rows of a list; whoever stood on it already stays as they were.
fn rows(
    app: &App,
    (round, panel): (RoundId, PanelId),
    entries: &[Entry],
    before: &[candidate::Model],
) -> Vec<candidate::Model> {
    let mut known: std::collections::BTreeMap<Entry, &candidate::Model> =
        before.iter().map(|row| (entry_of(row), row)).collect();
    let row = |(entry, number): (&Entry, i64)| match known.remove(entry) {
        Some(row) => candidate::Model { number, ..row.clone() },
        None => candidate::Model {
            id: CandidateId(app.clock.next_id()),
            round_id: round,
            panel_id: panel,
            number,
            name: entry.name.clone(),
            note: entry.note.clone(),
            standing: Standing::Listed.code().to_owned(),
            nominated_by: String::new(),
            reason: String::new(),
            invited: "no".to_owned(),
            attended: None,
        },
    };
    entries.iter().zip(1..).map(row).collect()
}

/// Stores a list in an open change.
async fn store(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    (stored, panel): (&Stored, PanelId),
    entries: &[Entry],
) -> Result<(), WebError> {
    let after = rows(app, (stored.round.id, panel), entries, &stored.candidates);
    let what = format!("list-kept | {}", after.len());
    queries::replace_candidates(&change.transaction, &stored.candidates, after).await?;
    change::note(change, (app, visitor), (stored, panel), None, &what).await
}

/// Stores the list as it was typed.
pub(super) async fn update(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Panel>,
    posted: Posted<ListForm>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    if let Some(refusal) = found.counted_only() {
        return Err(WebError::refused(refusal));
    }
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let entries = read_list(&form.list).unwrap_or_else(|fault| {
        add_fault(&mut errors, fault);
        Vec::new()
    });
    let again = |errors, conflict| Typed { list: Some(form.list.clone()), errors, conflict, ..Typed::default() };
    if !errors.is_empty() {
        return panel::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, again(errors, None)).await;
    }
    let seen = (url.round, url.panel, form.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => {
            let now = text_of(&queries::candidates(&app.database, url.panel).await?);
            let page = frame.page("composition-title");
            let conflict = Conflict::between(&page, [("composition-list", now, form.list.clone())]);
            return panel::page(&app, &frame, &found, StatusCode::CONFLICT, again(errors, Some(conflict))).await;
        }
    };
    if stored.draw.is_some() {
        return change::refuse(change, "composition-refused-fixed").await;
    }
    check_elsewhere(&change.transaction, (&stored, url.panel, &entries), &frame, &mut errors).await?;
    if !errors.is_empty() {
        change.give_up().await?;
        return panel::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, again(errors, None)).await;
    }
    store(&change, (&app, &visitor), (&stored, url.panel), &entries).await?;
    change.answer(&url, "composition-list-saved").await
}

/// Adds the members due of the panel's organisation and of everything below it.
pub(super) async fn copy(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Roll>,
    posted: Posted<SeenVersion>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    if let Some(refusal) = found.counted_only() {
        return Err(WebError::refused(refusal));
    }
    let seen = (url.round, url.panel, posted.input.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => return Err(WebError::ChangedMeanwhile),
    };
    if stored.draw.is_some() {
        return change::refuse(change, "composition-refused-fixed").await;
    }
    let below = organisations::queries::subtree(&change.transaction, found.panel.organisation).await?;
    let members = queries::due_members(&change.transaction, &below, &app.today().to_string()).await?;
    let mut entries: Vec<Entry> = stored.candidates.iter().map(entry_of).collect();
    let already = entries.len();
    for member in members {
        let note: String = member.note.chars().take(LONGEST_NOTE - 5).collect();
        let mut entry = Entry { note: note.clone(), ..member };
        if entries.iter().take(already).any(|other| other.may_be(&entry)) {
            continue;
        }
        // Namesakes of one organisation are told apart by a number.
        let mut number = 1;
        while entries.contains(&entry) {
            number += 1;
            entry.note = format!("{note} {number}");
        }
        entries.push(entry);
    }
    let mut errors = FieldErrors::default();
    if entries.len() > MOST_LINES {
        add_fault(&mut errors, ListFault::TooMany);
    } else if entries.len() == already {
        errors.add("list", "composition-error-nobody-due");
    }
    check_elsewhere(&change.transaction, (&stored, url.panel, &entries), &frame, &mut errors).await?;
    if !errors.is_empty() {
        change.give_up().await?;
        let typed = Typed { errors, ..Typed::default() };
        return panel::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    store(&change, (&app, &visitor), (&stored, url.panel), &entries).await?;
    change.answer(&urls::Panel { round: url.round, panel: url.panel }, "composition-list-saved").await
}

/// Takes the list away: the panel judges by its number again.
pub(super) async fn withdraw(
    State(app): State<App>,
    visitor: Visitor,
    Path(url): Path<urls::Panel>,
    posted: Posted<SeenVersion>,
) -> Answer {
    seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let seen = (url.round, url.panel, posted.input.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => return Err(WebError::ChangedMeanwhile),
    };
    if stored.draw.is_some() {
        return change::refuse(change, "composition-refused-fixed").await;
    }
    queries::withdraw(&change.transaction, url.panel).await?;
    change::record(&change, (&app, &visitor), (&stored, url.panel), "list-withdrawn").await?;
    change.answer(&url, "composition-list-withdrawn").await
}

/// Why a list cannot be fixed: the key of the text.
fn not_fixable(stored: &Stored, planned: u32) -> Option<&'static str> {
    let lines = stored.candidates.len();
    let is_nominated = |row: &candidate::Model| Standing::from_code(&row.standing) != Standing::Listed;
    if stored.draw.is_some() {
        Some("composition-refused-fixed")
    } else if stored.candidates.iter().any(is_nominated) {
        Some("composition-refused-nominated")
    } else if u32::try_from(lines).is_ok_and(|lines| lines < planned) || lines == 0 {
        Some("composition-refused-short")
    } else {
        None
    }
}

/// Fixes the list for a draw: from here on nobody comes onto it or off it, and what the seed will be read from is
/// declared with its digest (S050), before anybody can know the seed.
pub(super) async fn fix(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Fixing>,
    posted: Posted<SourceForm>,
) -> Answer {
    let found = seen::of_panel(&app, &visitor, (url.round, url.panel)).await?;
    let form = posted.input;
    let mut errors = FieldErrors::default();
    let source = form.read(&app, (url.round, url.panel, 1), (visitor.account, &mut errors));
    if form.sure != "yes" {
        errors.add("sure", "composition-refused-unsure");
    }
    let again = |errors, conflict| Typed { fixing: Some(form.clone()), errors, conflict, ..Typed::default() };
    if !errors.is_empty() {
        let typed = again(errors, None);
        return panel::page(&app, &frame, &found, StatusCode::UNPROCESSABLE_ENTITY, typed).await;
    }
    let seen = (url.round, url.panel, form.version);
    let (change, stored) = match change::begin(&app, &visitor, &posted.once, seen, Act::Choose).await? {
        Editing::Fresh(change, stored) => (change, stored),
        Editing::Repeated(answer) => return Ok(answer),
        Editing::Stale => {
            let typed = again(errors, Some(Conflict::beside()));
            return panel::page(&app, &frame, &found, StatusCode::CONFLICT, typed).await;
        }
    };
    let planned = stored.plan.panel(url.panel).map_or(found.panel.planned, |panel| panel.planned);
    if let Some(key) = not_fixable(&stored, planned) {
        return change::refuse(change, key).await;
    }
    let entries: Vec<String> = stored.candidates.iter().map(|row| entry_of(row).line()).collect();
    let digest = ::rules::draw::list_digest(entries.iter().map(String::as_str));
    let row = panel_draw::Model {
        panel_id: url.panel,
        round_id: url.round,
        lines: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        wanted: i64::from(planned),
        digest: digest.clone(),
        fixed_on: app.today().to_string(),
        seed: None,
        seed_source: None,
        drawn_on: None,
        account_id: visitor.account,
    };
    let what = format!("list-fixed | {digest} | {} {} {}", source.source, source.due_on, source.due_at);
    queries::store_draw(&change.transaction, row, true).await?;
    queries::store_source(&change.transaction, source, true).await?;
    change::note(&change, (&app, &visitor), (&stored, url.panel), None, &what).await?;
    change.answer(&urls::Draw { round: url.round, panel: url.panel }, "composition-list-fixed").await
}
