//! One member in a quarter: what he says of himself, his hours, what the representatives said, and how N3 follows.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use storage::entities::{member, slackening_check, slackening_meeting};

use super::answering::OwnForm;
use super::entering::EntryForm;
use super::show::{Standing, noted, standings};
use super::{Found, find, items, metric};
use crate::App;
use crate::features::rhythm::members::{Sight, member_of};
use crate::features::rhythm::series::step_words;
use crate::features::rhythm::{queries, urls};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

/// The names of the fields of each item: what the member says, in words, and how many were satisfied.
pub(super) const FIELDS: [(&str, &str, &str); 4] = [
    ("self_n1", "words_n1", "judged_n1"),
    ("self_n2", "words_n2", "judged_n2"),
    ("self_n3", "words_n3", "judged_n3"),
    ("self_n4", "words_n4", "judged_n4"),
];

/// One item as the page shows it.
struct ItemView {
    name: String,
    explanation: String,
    fields: (&'static str, &'static str, &'static str),
    standing: Standing,
    /// The member's words as they are stored.
    words: String,
    /// As it stands in the forms.
    said: String,
    typed_words: String,
    typed_judged: String,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/check.html")]
struct CheckView {
    page: Page,
    back: (String, String),
    own_action: String,
    action: String,
    meeting: slackening_meeting::Model,
    may_answer: bool,
    keeps: bool,
    items: Vec<ItemView>,
    /// How N3 follows from the figures.
    steps: Vec<(String, String)>,
    own: OwnForm,
    own_errors: FieldErrors,
    own_conflict: Option<Conflict>,
    entry: EntryForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
    /// The three questions: field, key of the label, answer.
    questions: Vec<(&'static str, &'static str, String)>,
}

/// A member at a meeting that was noted.
pub(super) struct Entered {
    /// The meeting of the branch.
    pub found: Found,
    /// The same, which is there.
    pub meeting: slackening_meeting::Model,
    /// Who.
    pub member: member::Model,
    /// What is entered.
    pub check: Option<slackening_check::Model>,
}

/// Finds it.
pub(super) async fn entered(app: &App, visitor: &Visitor, url: &urls::Check) -> Result<Entered, WebError> {
    let found = find(app, visitor, url.organisation, (&url.year, &url.quarter)).await?;
    let meeting = noted(&found)?.clone();
    let check = queries::slackening::check(&app.database, meeting.id, url.member).await?;
    let place = (url.organisation, found.sight);
    let member = member_of(app, place, (url.member, check.is_some())).await?;
    Ok(Entered { found, meeting, member, check })
}

impl Entered {
    /// Whether the visitor may enter the member's own check: the member, or the secretary from paper.
    pub(super) fn may_answer(&self) -> bool {
        self.found.sight.keeps() || self.found.sight == Sight::Own(self.member.id)
    }
}

/// What was typed of one of the two forms.
pub(super) enum Typed {
    /// Nothing.
    Nothing,
    /// The member's own check.
    Own(OwnForm, FieldErrors, Option<Conflict>),
    /// Hours and numbers.
    Entry(EntryForm, FieldErrors, Option<Conflict>),
}

/// Shows it.
pub(in crate::features::rhythm) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Check>,
) -> Answer {
    let entered = entered(&app, &visitor, &url).await?;
    page(&app, &frame, entered, (StatusCode::OK, Typed::Nothing))
}

/// The page, with what was typed.
pub(super) fn page(app: &App, frame: &Frame, entered: Entered, (status, typed): (StatusCode, Typed)) -> Answer {
    let Entered { found, meeting, member, check } = &entered;
    let language = frame.language;
    let stored_own = check.as_ref().map(OwnForm::from).unwrap_or_default();
    let stored_entry = check.as_ref().map(EntryForm::from).unwrap_or_default();
    let none = FieldErrors::default;
    let ((own, own_errors, own_conflict), (entry, errors, conflict)) = match typed {
        Typed::Nothing => ((stored_own.clone(), none(), None), (stored_entry, none(), None)),
        Typed::Own(form, errors, conflict) => ((form, errors, conflict), (stored_entry, none(), None)),
        Typed::Entry(form, errors, conflict) => ((stored_own.clone(), none(), None), (form, errors, conflict)),
    };
    let judgement = check.as_ref().and_then(|check| metric(meeting, check));
    let standings = standings(meeting, check.as_ref());
    let own_answers = own.answers();
    let stored_answers = stored_own.answers();
    let judged = entry.judged();
    let columns = FIELDS.into_iter().zip(own_answers).zip(stored_answers).zip(judged);
    let shown = items()?.into_iter().zip(standings).zip(columns);
    let items = shown.map(|((item, standing), (((fields, (said, typed_words)), (_, words)), judged))| ItemView {
        name: item.name.in_language(language).to_owned(),
        explanation: item.explanation.in_language(language).to_owned(),
        fields,
        standing,
        words: words.to_owned(),
        said: said.to_owned(),
        typed_words: typed_words.to_owned(),
        typed_judged: judged.to_owned(),
    });
    let items = items.collect();
    let page = frame.titled(member.name.clone());
    let period = page.coded("rhythm-period-", format!("q{}", found.quarter));
    let url = found.check_url(member.id);
    let own_url = urls::OwnCheck {
        organisation: url.organisation,
        year: url.year.clone(),
        quarter: url.quarter.clone(),
        member: url.member,
    };
    html_with(
        status,
        &CheckView {
            back: (found.url().to_path(), format!("{} · {} {period}", found.organisation.name, found.year)),
            own_action: own_url.to_path(),
            action: url.to_path(),
            meeting: meeting.clone(),
            may_answer: entered.may_answer(),
            keeps: found.sight.keeps(),
            steps: step_words(app, frame, &judgement.map(|judgement| judgement.steps).unwrap_or_default()),
            questions: vec![
                ("waste", "rhythm-waste", entry.waste.clone()),
                ("violation", "rhythm-violation", entry.violation.clone()),
                ("accident", "rhythm-accident", entry.accident.clone()),
            ],
            items,
            own,
            own_errors,
            own_conflict,
            entry,
            errors,
            conflict,
            page,
        },
    )
}
