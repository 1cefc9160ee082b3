//! A branch in a quarter: its meeting, and the four items of each member, by name and without any ranking.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rules::Fraction;
use rules::loads::loads;
use storage::MemberId;
use storage::entities::{slackening_check, slackening_meeting};

use super::meeting::MeetingForm;
use super::{Found, find, hours_text, items, judged, metric, said, workers};
use crate::App;
use crate::features::results::figures::share;
use crate::features::rhythm::members::Sight;
use crate::features::rhythm::periods::Period;
use crate::features::rhythm::{queries, urls};
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, FieldErrors, Frame, Page, Visitor, WebError};

/// What is known of one item of a member.
pub(super) struct Standing {
    /// What the member says: `yes`, `no`, or nothing.
    pub said: String,
    /// Representatives satisfied of those present.
    pub judged: Option<String>,
    /// Of N3: `met` or `unmet`, once it can be computed.
    pub metric: Option<&'static str>,
}

struct Line {
    path: Option<String>,
    name: String,
    items: Vec<Standing>,
    hours: String,
}

#[derive(Template)]
#[template(path = "features/rhythm/templates/slackening.html")]
struct SlackeningView {
    page: Page,
    path: String,
    days: (String, String),
    keeps: bool,
    sees_all: bool,
    meeting: Option<slackening_meeting::Model>,
    /// The last month of the quarter, where the meeting lies outside it.
    last_month_missed: Option<(String, String)>,
    /// The workers' mean hours.
    mean: Option<String>,
    /// How many people each member looks after, where all workers are shared out evenly (X19).
    loads: Option<String>,
    headings: Vec<(String, String)>,
    lines: Vec<Line>,
    typed: MeetingForm,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// Fewer representatives than these are shown by no number.
const LEAST_REPRESENTATIVES: u64 = 3;

/// How the four items of a member stand.
pub(super) fn standings(meeting: &slackening_meeting::Model, check: Option<&slackening_check::Model>) -> Vec<Standing> {
    let present = meeting.representatives.and_then(|present| u64::try_from(present).ok());
    // P01, P02: what one or two said openly would name them; only the arithmetic of the form sees it.
    let present = present.filter(|present| *present >= LEAST_REPRESENTATIVES);
    let is_met = check.and_then(|check| metric(meeting, check)).map(|found| found.is_met);
    let standing = |index: usize| {
        let said = check.and_then(|check| said(check).get(index).map(|(said, _)| (*said).to_owned()));
        let satisfied = check.and_then(|check| judged(check).get(index).copied().flatten());
        let of_present = satisfied.and_then(|satisfied| Fraction::new(u64::try_from(satisfied).ok()?, present?));
        Standing {
            said: said.unwrap_or_default(),
            judged: of_present.map(share),
            metric: is_met.filter(|_| index == 2).map(|is_met| if is_met { "met" } else { "unmet" }),
        }
    };
    (0..4).map(standing).collect()
}

/// Shows it.
pub(in crate::features::rhythm) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Slackening>,
) -> Answer {
    let found = find(&app, &visitor, url.organisation, (&url.year, &url.quarter)).await?;
    page(&app, &frame, &found, (StatusCode::OK, None)).await
}

/// What was typed of the meeting, what is wrong with it, what somebody else stored meanwhile.
pub(super) type Typed = (MeetingForm, FieldErrors, Option<Conflict>);

/// The page, with what was typed.
pub(super) async fn page(
    app: &App,
    frame: &Frame,
    found: &Found,
    (status, typed): (StatusCode, Option<Typed>),
) -> Answer {
    let meeting = found.meeting.clone();
    let checks = match &meeting {
        Some(meeting) => queries::slackening::checks(&app.database, meeting.id).await?,
        None => BTreeMap::new(),
    };
    let entered: Vec<MemberId> = checks.keys().copied().collect();
    let mut members = queries::members(&app.database, found.organisation.id, &entered).await?;
    let on_roll = members.iter().filter(|member| member.ended_on.is_none()).count();
    members.retain(|member| found.sight.sees(member.id));
    let lines = members.into_iter().map(|member| {
        let check = checks.get(&member.id);
        Line {
            path: meeting.is_some().then(|| found.check_url(member.id).to_path()),
            items: meeting.as_ref().map(|meeting| standings(meeting, check)).unwrap_or_default(),
            hours: hours_text(check.and_then(|check| check.hours_tenths)),
            name: member.name,
        }
    });
    let known = meeting.as_ref().and_then(workers);
    let form = meeting.as_ref().map(MeetingForm::from).unwrap_or_default();
    let (typed, errors, conflict) = typed.unwrap_or((form, FieldErrors::default(), None));
    let language = frame.language;
    let headings = items()?.into_iter().map(|item| {
        let explanation = item.explanation.in_language(language).to_owned();
        (item.name.in_language(language).to_owned(), explanation)
    });
    html_with(
        status,
        &SlackeningView {
            page: titled(app, frame, found),
            path: found.url().to_path(),
            days: Period::Quarter(found.quarter).days(found.year),
            keeps: found.sight.keeps(),
            sees_all: !matches!(found.sight, Sight::Own(_)),
            mean: known.and_then(|workers| workers.mean()).map(|mean| mean.to_string()),
            loads: known.and_then(|workers| loads(workers.number, u64::try_from(on_roll).ok()?)).map(|found| {
                let arguments = [
                    ("greater", found.greater.into()),
                    ("with_greater", found.with_greater.into()),
                    ("lesser", found.greater.saturating_sub(1).into()),
                    ("with_lesser", found.with_lesser.into()),
                ];
                app.texts.with(language, "rhythm-loads-of", &arguments)
            }),
            last_month_missed: meeting
                .as_ref()
                .and_then(|meeting| super::meeting::last_month_missed(found, &meeting.held_on)),
            headings: headings.collect(),
            lines: lines.collect(),
            meeting,
            typed,
            errors,
            conflict,
        },
    )
}

fn titled(app: &App, frame: &Frame, found: &Found) -> Page {
    let title = app.texts.get(frame.language, "rhythm-slackening-title");
    let period = app.texts.get(frame.language, &format!("rhythm-period-q{}", found.quarter));
    frame.titled(format!("{} · {title} · {} {period}", found.organisation.name, found.year))
}

/// A meeting that must be noted before anything is entered of members.
pub(super) fn noted(found: &Found) -> Result<&slackening_meeting::Model, WebError> {
    found.meeting.as_ref().ok_or(WebError::NotFound)
}
