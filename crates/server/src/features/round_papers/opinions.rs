//! Paper for opinions besides ballots (S067): the empty opinion slip (F17), the record of an opened box (F18).

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use documents::papers::plain::View;

use super::urls;
use super::words::Words;
use crate::App;
use crate::features::appraisals::model::Plan;
use crate::features::{appraisals, organisations, records};
use crate::texts::in_script;
use crate::web::{Answer, Frame, Visitor, papers};

/// Rows left to be written on.
const EMPTY_ROWS: usize = 4;

/// The empty slip: the aspects the round asks about, and lines; whoever wants an answer leaves an address.
pub(super) async fn slip(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::OpinionSlip>,
) -> Answer {
    let round = records::announced(&app, &visitor, url.round).await?;
    let plan = appraisals::queries::plan(&app.database, round.id).await?;
    let owner = organisations::queries::find(&app.database, round.organisation_id).await?;
    let owner = owner.map(|owner| owner.name).unwrap_or_default();
    let words = Words::new(&app, &frame);
    let mut rows: Vec<Vec<String>> = aspects(&plan, frame.language)
        .into_iter()
        .chain([words.get("slip-other")])
        .map(|aspect| vec![aspect, "\n\n".to_owned()])
        .collect();
    rows.dedup();
    let columns = [("column-aspect", 2, false), ("column-opinion", 5, false)];
    let view = View {
        heading: words.get("slip"),
        below: round.title.clone(),
        facts: vec![words.fact("issuer", owner), words.period(&round)],
        sections: vec![words.section("slip-opinions", words.table(&columns, rows))],
        note: words.get("slip-note"),
        signatures: words.signatures(&["slip-contact", "slip-day"]),
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain("opinion-slip", view, frame.language).await
}

/// The aspects of everything the round asks, each once, in the order of its measures.
fn aspects(plan: &Plan, language: texts::Language) -> Vec<String> {
    let mut aspects: Vec<String> = Vec::new();
    for measure in &plan.measures {
        for group in &measure.definition.groups {
            let name = group.name.in_language(language);
            if !name.is_empty() && !aspects.iter().any(|known| known == name) {
                aspects.push(name.to_owned());
            }
        }
    }
    aspects
}

/// The record of opened boxes: what was noted of each, with both who opened it, and rows to write on; they sign.
pub(super) async fn box_record(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::BoxRecord>,
) -> Answer {
    let found = records::find(&app, &visitor, url.round, url.organisation).await?;
    let words = Words::new(&app, &frame);
    let contacts = records::queries::contacts(&app.database, url.round, url.organisation).await?;
    // What is counted in boxes is one, however the method is called.
    let boxes = contacts.into_iter().filter(|contact| contact.method.contains('箱') || contact.unit.contains('箱'));
    let noted = boxes.map(|contact| {
        let name = in_script(&contact.method, frame.language);
        let unit = in_script(&contact.unit, frame.language);
        words.fact("box-noted", format!("{name} {} {unit} {}", contact.number, contact.held_on.unwrap_or_default()))
    });
    let opened = records::queries::boxes::boxes(&app.database, url.round, url.organisation).await?;
    let mut rows = Vec::new();
    let (mut opinions, mut about) = (0, BTreeSet::new());
    for row in opened {
        let aspects = records::boxes::aspects(&row)?;
        opinions += row.opinions;
        let openers = format!("{}\n{}", row.first_opener, row.second_opener);
        let number = row.opinions.to_string();
        rows.push(vec![row.place, row.opened_on, openers, number, records::boxes::in_a_line(&aspects)]);
        about.extend(aspects.into_iter().map(|(aspect, _)| aspect));
    }
    let numbers = [("boxes", rows.len().into()), ("opinions", opinions.into()), ("aspects", about.len().into())];
    let mut facts = vec![words.fact("unit", found.organisation.name), words.period(&found.round)];
    facts.extend(noted);
    if !rows.is_empty() {
        facts.push(words.fact("box-together", words.with("box-numbers", &numbers)));
    }
    rows.extend(std::iter::repeat_n(vec![String::new(); 5], EMPTY_ROWS));
    let columns = [
        ("column-box", 3, false),
        ("column-opened", 2, false),
        ("column-openers", 2, false),
        ("column-opinions", 2, true),
        ("column-aspects", 4, false),
    ];
    let view = View {
        heading: words.get("box"),
        below: found.round.title.clone(),
        facts,
        sections: vec![words.section("box-opened", words.table(&columns, rows))],
        note: words.get("box-note"),
        signatures: words.signatures(&["box-first", "box-second", "box-writer", "slip-day"]),
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain("box-record", view, frame.language).await
}
