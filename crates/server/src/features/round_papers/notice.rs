//! The notice that a round is held (F11): number, scope, dates, contents, forms, from what the round declares.

use axum::extract::{Path, State};
use documents::papers::plain::{Body, View};
use storage::RoundId;
use storage::entities::round;
use texts::Language;

use super::urls;
use super::words::Words;
use crate::App;
use crate::features::appraisals::model::{Panel, Plan};
use crate::features::appraisals::{self, common, measure_title, verdict};
use crate::features::{named, organisations, tokens};
use crate::web::{Answer, Frame, Visitor, WebError, papers};

/// Names of those judged that still stand one by one; more of them are counted.
const MOST_NAMES: usize = 30;

/// The notice.
pub(super) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Notice>,
) -> Answer {
    let round = common::reached(&app, &visitor, url.round, common::OFFICE).await?;
    if matches!(round.state.as_str(), "draft" | "void") {
        return Err(WebError::NotFound);
    }
    let plan = appraisals::queries::plan(&app.database, round.id).await?;
    let owner = organisations::queries::find(&app.database, round.organisation_id).await?;
    let rule = appraisals::queries::verdict(&app.database, &round).await?;
    let language = frame.language;
    let words = Words::new(&app, &frame);
    let by_name = named::queries::measures(&app.database, round.id).await?;
    let mut how = vec![
        words.get("notice-anonymous"),
        app.texts.with(language, "appraisals-paper-minimum", &[("minimum", round.minimum.into())]),
        app.texts.with(language, "appraisals-paper-retention", &[("days", round.retention_days.into())]),
    ];
    if let Some(order) = plan.precedence(language) {
        how.push(app.texts.with(language, "appraisals-precedence", &[("order", order.into())]));
    }
    // What is held by name is said beside the promise, which does not cover it (S069).
    let names = plan.measures.iter().filter(|measure| by_name.contains(&measure.id));
    let names: Vec<String> = names.map(|measure| measure_title(&plan, measure, language)).collect();
    if !names.is_empty() {
        how.push(words.with("notice-by-name", &[("measures", names.join(crate::texts::comma(language)).into())]));
    }
    how.extend(tokens_of(&words, &app, &frame, (round.id, &plan)).await?);
    if rule.is_some() {
        how.extend(verdict::sentences(&app.texts, language, rule.as_ref(), &plan));
    }
    let judges = [("column-judges", 6, false), ("column-planned", 2, true)];
    let forms = [("column-form", 2, false), ("column-instrument", 7, false), ("column-items", 2, true)];
    let view = View {
        heading: words.get("notice"),
        below: round.notice_number.clone().unwrap_or_default(),
        facts: facts(&words, &app, &round),
        sections: vec![
            words.section("notice-scope", Body::Lines(scope(&words, &plan, language))),
            words.section("notice-judges", words.table(&judges, judges_of(&plan, language))),
            words.section("notice-contents", words.table(&forms, forms_of(&plan, language))),
            words.section("notice-how", Body::Lines(how)),
        ],
        note: words.get("notice-note"),
        signatures: Vec::new(),
        issuer: owner.map(|owner| owner.name).unwrap_or_default(),
        date: papers::day(app.today()),
    };
    papers::plain("notice", view, language).await
}

/// Where members take blind tokens: until when, and by which keys, so that nobody is shown another than everybody else.
async fn tokens_of(
    words: &Words<'_>,
    app: &App,
    frame: &Frame,
    (round, plan): (RoundId, &Plan),
) -> Result<Vec<String>, WebError> {
    let groups = tokens::queries::groups(&app.database, round).await?;
    let until = tokens::queries::ends_at(&app.database, round).await?;
    let mut offered: Vec<&Panel> = plan.open_panels().collect();
    offered.retain(|panel| groups.get(&panel.id) == Some(&tokens::rules::Standing::Offered));
    let Some(until) = until.filter(|_| !offered.is_empty()) else {
        return Ok(Vec::new());
    };
    let number = appraisals::ballot_round(round).to_string();
    let until = app.local_minute(until);
    let mut lines = vec![words.with("notice-tokens", &[("until", until.into()), ("round", number.into())])];
    let frozen = app.snapshots.frozen(&app.database, round).await?;
    let keys = frozen.and_then(|frozen| frozen.tokens.clone()).map(|tokens| tokens.keys).unwrap_or_default();
    let page = frame.page("round-papers-notice");
    let of_group = |panel: &&Panel| {
        let fingerprint = keys.get(&panel.number).filter(|fingerprint| !fingerprint.is_empty())?;
        let group = appraisals::panel_name(plan, panel.id, &page);
        let arguments =
            [("group", group.into()), ("sheet", panel.number.into()), ("fingerprint", fingerprint.clone().into())];
        Some(words.with("notice-token-key", &arguments))
    };
    let known: Vec<String> = offered.iter().filter_map(of_group).collect();
    if known.is_empty() {
        lines.push(words.get("notice-tokens-later"));
    }
    lines.extend(known);
    Ok(lines)
}

fn facts(words: &Words, app: &App, round: &round::Model) -> Vec<(String, String)> {
    let mut facts = vec![words.fact("round", round.title.clone()), words.period(round)];
    if let Some(until) = round.casting_until {
        facts.push(words.fact("casting-until", app.local_minute(until)));
    }
    facts
}

/// Whom it is about, measure by measure.
fn scope(words: &Words, plan: &Plan, language: Language) -> Vec<String> {
    let line = |measure: &appraisals::model::Measure| {
        let names: Vec<&str> = plan
            .objects
            .iter()
            .filter(|object| object.measure == measure.id)
            .map(|object| object.name.as_str())
            .collect();
        let key = if names.len() > MOST_NAMES { "notice-scope-count" } else { "notice-scope-names" };
        let arguments = [
            ("measure", measure_title(plan, measure, language).into()),
            ("count", names.len().into()),
            ("names", names.join(crate::texts::comma(language)).into()),
        ];
        words.with(key, &arguments)
    };
    plan.measures.iter().map(line).collect()
}

/// Who judges, by category, with how many are planned.
fn judges_of(plan: &Plan, language: Language) -> Vec<Vec<String>> {
    let mut planned: Vec<(&str, u64)> = Vec::new();
    for panel in &plan.panels {
        match planned.iter_mut().find(|(category, _)| *category == panel.category) {
            Some((_, number)) => *number += u64::from(panel.planned),
            None => planned.push((&panel.category, panel.planned.into())),
        }
    }
    let row =
        |(category, number): (&str, u64)| vec![plan.category_name(category, language).to_owned(), number.to_string()];
    planned.into_iter().map(row).collect()
}

/// The forms, each once.
fn forms_of(plan: &Plan, language: Language) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for measure in &plan.measures {
        let definition = &measure.definition;
        let row = vec![
            definition.form.clone(),
            definition.name.in_language(language).to_owned(),
            definition.items.len().to_string(),
        ];
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}
