//! The numbers of a batch: two people count after casting and enter on their own; they take effect when they agree.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use storage::AccountId;
use storage::entities::{paper_batch, round};

use super::found::{self, Changing, Found};
use super::rules::{MOST_FORMS, Numbers};
use super::{queries, urls};
use crate::App;
use crate::audit::Event;
use crate::features::appraisals;
use crate::features::appraisals::common::{self, COUNTING};
use crate::features::appraisals::queries::By;
use crate::web::once::Change;
use crate::web::page::html_with;
use crate::web::{Answer, FieldErrors, Frame, Page, Posted, Visitor, WebError};

const LONGEST_WORDS: usize = 300;

#[derive(Template)]
#[template(path = "features/paper/templates/count.html")]
struct CountView {
    page: Page,
    kind: Kind,
    action: String,
    back: (String, String),
    panel: String,
    batch: paper_batch::Model,
    form: CountForm,
    errors: FieldErrors,
    /// Who entered first, where that one still counts.
    first: String,
    is_own: bool,
    may_enter: bool,
}

/// What is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A batch that is counted after casting.
    Count,
    /// A count that is corrected.
    Correction,
}

/// The numbers as they were typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CountForm {
    pub version: i64,
    handed_out: String,
    returned: String,
    missing: String,
    sheets_in_box: String,
    words: String,
}

impl CountForm {
    /// An empty one for this version of a batch.
    pub(super) fn of_version(version: i64) -> Self {
        Self { version, ..Self::default() }
    }

    /// What was counted: nothing is handed out that was not printed, and what was handed out is somewhere, unless it is said
    /// why not, here or by the first one.
    pub(super) fn read(&self, printed: i64, said: &str, errors: &mut FieldErrors) -> (Numbers, String) {
        let mut number = |field: &'static str, typed: &str| {
            let number = ::rules::digits::plain_text(typed).parse::<i64>().ok();
            let number = number.filter(|number| (0..=MOST_FORMS).contains(number));
            if number.is_none() {
                errors.add_with(field, "paper-error-number", vec![("most", MOST_FORMS.into())]);
            }
            number.unwrap_or_default()
        };
        let numbers = Numbers {
            handed_out: number("handed_out", &self.handed_out),
            returned: number("returned", &self.returned),
            missing: number("missing", &self.missing),
            sheets_in_box: number("sheets_in_box", &self.sheets_in_box),
        };
        let words = errors.optional("words", &self.words, LONGEST_WORDS);
        if errors.is_empty() && numbers.handed_out > printed {
            errors.add_with("handed_out", "paper-error-handed-out", vec![("printed", printed.into())]);
        }
        if errors.is_empty() && !numbers.add_up() && words.is_empty() && said.is_empty() {
            let sum = numbers.sheets_in_box + numbers.returned + numbers.missing;
            let said = vec![("handed_out", numbers.handed_out.into()), ("sum", sum.into())];
            errors.add_with("sheets_in_box", "paper-error-sum", said);
        }
        (numbers, words)
    }
}

/// Shows the form: the first one's numbers stay hidden from the second, who counts for himself.
pub(super) async fn edit(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Count>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), COUNTING).await?;
    let form = CountForm::of_version(found.batch.version);
    view(&app, &visitor, &frame, &found, (StatusCode::OK, form, FieldErrors::default())).await
}

/// Who counted first, where that one still counts.
async fn first_of(app: &App, found: &Found) -> Result<Option<AccountId>, WebError> {
    let first = found.batch.counted_by;
    let still = common::still_counts(&app.database, first, &found.round, COUNTING).await?;
    Ok(first.filter(|_| still))
}

async fn view(
    app: &App,
    visitor: &Visitor,
    frame: &Frame,
    found: &Found,
    shown: (StatusCode, CountForm, FieldErrors),
) -> Answer {
    let first = first_of(app, found).await?;
    let may_enter = found.round.state == "sealing" && found.batch.state == "printed";
    page(app, (visitor, frame), found, (Kind::Count, first, may_enter), shown).await
}

/// The page somebody counts on: for the first time, or to correct what two counted.
pub(super) async fn page(
    app: &App,
    (visitor, frame): (&Visitor, &Frame),
    found: &Found,
    (kind, first, may_enter): (Kind, Option<AccountId>, bool),
    (status, form, errors): (StatusCode, CountForm, FieldErrors),
) -> Answer {
    let names = appraisals::queries::account_names(&app.database, first.as_slice()).await?;
    let (round, batch) = (found.round.id, found.batch.id);
    let (title, action) = match kind {
        Kind::Count => ("paper-count-title", urls::Count { round, batch }.to_path()),
        Kind::Correction => ("paper-correction-title", urls::Correction { round, batch }.to_path()),
    };
    let page = frame.page(title);
    let back = urls::Batch { round, batch }.to_path();
    let view = CountView {
        kind,
        action,
        back: (back, page.t1("paper-batch-title", "number", found.batch.number)),
        panel: appraisals::panel_name(&found.plan, found.batch.panel_id, &page),
        first: first.and_then(|first| names.get(&first).cloned()).unwrap_or_default(),
        is_own: first == Some(visitor.account),
        may_enter,
        batch: found.batch.clone(),
        form,
        errors,
        page,
    };
    html_with(status, &view)
}

/// Enters the numbers; a second person enters them again, and they must be the same.
pub(super) async fn create(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Count>,
    posted: Posted<CountForm>,
) -> Answer {
    let found = found::find(&app, &visitor, (url.round, url.batch), COUNTING).await?;
    common::refuse_judged(&app, &visitor, &found.round).await?;
    let mut errors = FieldErrors::default();
    let (numbers, words) = posted.input.read(found.batch.printed, "", &mut errors);
    let first = first_of(&app, &found).await?;
    let is_second = first.is_some_and(|first| first != visitor.account);
    if errors.is_empty() && is_second && Numbers::of(&found.batch) != Some(numbers) {
        errors.add("handed_out", "paper-error-counts-differ");
    }
    if !errors.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return view(&app, &visitor, &frame, &found, (status, posted.input, errors)).await;
    }
    let (change, batch) = match found::change(&app, &visitor, &posted.once, &found).await? {
        Changing::Fresh(change, batch) => (change, *batch),
        Changing::Repeated(answer) => return Ok(answer),
    };
    // Both versions side by side would show the second one what the first counted: whoever was late counts anew.
    if batch != found.batch || batch.version != posted.input.version {
        return common::refuse(change, WebError::ChangedMeanwhile).await;
    }
    if batch.state != "printed" {
        return common::refuse(change, WebError::refused("paper-counted-before")).await;
    }
    let said = [batch.count_words.clone().filter(|_| is_second), Some(words).filter(|words| !words.is_empty())];
    let said: Vec<String> = said.into_iter().flatten().collect();
    let details = format!("{}: {}", batch.number, in_figures(numbers));
    // Nothing came to the box because nothing is out: else two keepers say that the batch is missing.
    let is_empty = is_second && numbers.sheets_in_box == 0 && numbers.missing == 0;
    let counted = paper_batch::Model {
        handed_out: Some(numbers.handed_out),
        returned: Some(numbers.returned),
        missing: Some(numbers.missing),
        sheets_in_box: Some(numbers.sheets_in_box),
        counted_by: first.or(Some(visitor.account)),
        counted_by_second: is_second.then_some(visitor.account),
        count_words: Some(said.join("; ")).filter(|said| !said.is_empty()),
        // An empty box holds nothing to key or to move.
        invalid: is_empty.then_some(0),
        state: if is_empty {
            "accepted"
        } else if is_second {
            "counted"
        } else {
            "printed"
        }
        .to_owned(),
        ..batch
    };
    if is_second && !numbers.add_up() {
        let by = By { first, second: Some(visitor.account) };
        let words = format!("{details}: {}", said.join("; "));
        record_breach(&change, (&app, &visitor), &found.round, by, &words).await?;
    }
    queries::update(&change.transaction, counted).await?;
    common::note(&change, &app, &visitor, Event::PaperCounted, &found.round, &details).await?;
    let notice = if is_second { "paper-count-confirmed" } else { "paper-count-entered" };
    let answer = change.answer(&urls::Batch { round: url.round, batch: url.batch }, notice).await?;
    if is_empty {
        found::go_on(&app, url.round).await;
    }
    Ok(answer)
}

/// Records with two names that numbers do not add up; no sheet is removed for it.
pub(super) async fn record_breach(
    change: &Change,
    (app, visitor): (&App, &Visitor),
    round: &round::Model,
    by: By,
    words: &str,
) -> Result<(), WebError> {
    appraisals::queries::record_step(&change.transaction, app, round.id, ("breach", "done"), by, words).await?;
    common::note(change, app, visitor, Event::BreachRecorded, round, words).await
}

/// Handed out = in the box + brought back unused + missing.
pub(super) fn in_figures(numbers: Numbers) -> String {
    let Numbers { handed_out, returned, missing, sheets_in_box } = numbers;
    format!("{handed_out} = {sheets_in_box} + {returned} + {missing}")
}
