//! How a line of a return was reached: the verdicts behind lines 1b, 1c, 1f and 1g, and what is added from below.
//!
//! A verdict stands beside no name (rounds of few members would tell who is meant): the steps are put in the order of
//! their words.

use askama::Template;
use axum::extract::{Path, State};
use rules::statistics_return::Line;
use rules::verdict::verdict_counts;

use super::drafts::Draft;
use super::standing::{self, Standing};
use super::{figures, records, rules as decisions, urls};
use crate::App;
use crate::features::results::release::StoredStep;
use crate::web::{Answer, Frame, Page, Visitor, WebError, html};

/// A figure that is added, and whose it is.
struct Addend {
    name: String,
    figure: String,
}

#[derive(Template)]
#[template(path = "features/returns/templates/steps.html")]
struct StepsView {
    page: Page,
    id: storage::ReturnId,
    line: String,
    own: String,
    reason: String,
    /// What the results of the round give today; nothing for lines that are counted from records.
    computed: Option<String>,
    /// Words and rule.
    steps: Vec<(String, String)>,
    addends: Vec<Addend>,
    missing: Vec<String>,
    total: String,
}

/// Shows the steps of a line.
pub async fn show(State(app): State<App>, visitor: Visitor, frame: Frame, Path(url): Path<urls::LineSteps>) -> Answer {
    let line = Line::from_code(&url.line).ok_or(WebError::NotFound)?;
    let standing = standing::load(&app, &app.database, &visitor, url.id).await?;
    let found = standing::load_figures(&app, &app.database, &standing.row, frame.language).await?;
    let draft = Draft::of(&standing.row)?;
    let page = frame.page("returns-steps-title");
    let words = |key: &str, values: &[(&str, texts::Value)]| app.texts.with(page.language, key, values);
    let (computed, steps) = verdicts(&app, &page, &standing, line).await?;
    let mut addends = Vec::new();
    for child in found.children.iter().filter(|child| child.state == "accepted") {
        let filed = child.filed_figures.as_deref().map(figures::read).transpose()?;
        let sum = filed.and_then(|filed| filed.lines.get(&line)?.sum);
        addends.push(Addend { name: child.unit_name.clone(), figure: figure(sum) });
    }
    html(&StepsView {
        id: url.id,
        line: format!("{} {}", line.code(), line.text()),
        own: draft.text(line).to_owned(),
        reason: draft.reasons.get(line.code()).map(|reason| reason.words(&words)).unwrap_or_default(),
        computed,
        steps,
        addends,
        missing: found.total.missing.iter().cloned().collect(),
        total: figure(found.total.lines.get(&line).and_then(|sum| sum.sum)),
        page,
    })
}

fn figure(count: Option<u64>) -> String {
    count.map_or_else(|| "—".to_owned(), |count| count.to_string())
}

/// What the results give for a line of verdicts, with one step an object.
async fn verdicts(
    app: &App,
    page: &Page,
    standing: &Standing,
    line: Line,
) -> Result<(Option<String>, Vec<(String, String)>), WebError> {
    let of_members = match line {
        Line::OrganisationsBasic | Line::OrganisationsSatisfied => false,
        Line::MembersBasic | Line::MembersSatisfied => true,
        _ => return Ok((None, Vec::new())),
    };
    let known = records::load(&app.database, &standing.round).await?;
    let facts = known.facts(standing.row.organisation_id);
    let graded = if of_members { &facts.members } else { &facts.organisations };
    let Some(classes) = &graded.classes else {
        return Ok((None, Vec::new()));
    };
    let counted = verdict_counts(known.verdict_rule, classes, known.threshold);
    let mut steps: Vec<(String, String)> = Vec::new();
    for step in counted.steps.iter().map(StoredStep::from) {
        let arguments = step.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str().into()));
        let arguments: Vec<(&str, texts::Value)> = arguments.collect();
        steps.push((app.texts.with(page.language, &format!("results-step-{}", step.key), &arguments), step.rule));
    }
    steps.sort();
    let computed = decisions::prefill(&facts, known.verdict_rule, known.threshold);
    Ok((Some(computed.text(line).to_owned()), steps))
}
