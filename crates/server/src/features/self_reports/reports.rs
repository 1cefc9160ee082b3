//! The same words under other names: the duty report (述职报告, F57, S072) and the member's written summary (党员小结,
//! F61, S076). Written once, in the self-report; what is not written yet leaves lines.

use axum::extract::{Path, State};
use documents::papers::plain::{Body, Column, Section, View};
use storage::ObjectId;

use super::{form, show, urls};
use crate::App;
use crate::features::{assessments, organisations};
use crate::web::{Answer, Frame, Visitor, WebError, papers};

/// Lines to write on.
const LINES: u8 = 6;

/// The duty report.
pub(super) async fn duty(
    State(app): State<App>,
    Path(url): Path<urls::DutyReport>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    paper(&app, &visitor, &frame, (url.object, "duty")).await
}

/// The written summary; of a member only.
pub(super) async fn summary(
    State(app): State<App>,
    Path(url): Path<urls::WrittenSummary>,
    visitor: Visitor,
    frame: Frame,
) -> Answer {
    paper(&app, &visitor, &frame, (url.object, "summary")).await
}

async fn paper(app: &App, visitor: &Visitor, frame: &Frame, (object, kind): (ObjectId, &str)) -> Answer {
    let found = show::find(app, visitor, object).await?;
    let is_summary = kind == "summary";
    if is_summary && found.object.member.is_none() {
        return Err(WebError::NotFound);
    }
    let said = found.said()?;
    let language = frame.language;
    let text = |key: &str| app.texts.get(language, &format!("self-reports-{key}"));
    let unit = organisations::queries::find(&app.database, found.object.organisation).await?;
    let unit = unit.map(|unit| unit.name).unwrap_or_default();
    let definition = &found.definition;
    let parts = [("deeds", &said.deeds), ("shortcomings", &said.shortcomings), ("plan", &said.plan)];
    let part = |(field, words): (&str, &String)| Section {
        title: form::label(definition, field, language).unwrap_or_else(|| text(field)),
        body: if words.is_empty() { Body::Ruled(LINES) } else { Body::Words(words.clone()) },
    };
    let mut sections: Vec<Section> = parts.into_iter().map(part).collect();
    let column = |key: &str, weight| Column { name: text(key), weight, is_number: false };
    // F57 has the scores besides: the own grades, and what others came to; a written summary is words only.
    if !is_summary {
        let scores = assessments::scores(app, visitor, language, (found.round.id, found.object.id)).await?;
        let rows = scores.into_iter().map(|(source, score)| vec![source, score]).collect();
        let columns = vec![column("paper-source", 2), column("paper-score", 3)];
        sections.push(Section { title: text("paper-appraisals"), body: Body::Table { columns, rows } });
    }
    if !is_summary && form::grades_themselves(definition) {
        let own = |code: &str| {
            let grade =
                said.grades.get(code).and_then(|own| definition.scale.grades.iter().find(|grade| grade.code == *own));
            grade.map_or_else(String::new, |grade| grade.name.in_language(language).to_owned())
        };
        let rows = definition.items.iter();
        let rows = rows.map(|item| vec![item.name.in_language(language).to_owned(), own(&item.code)]).collect();
        let columns = vec![column("paper-item", 4), column("paper-own-grade", 1)];
        sections.push(Section { title: text("paper-scores"), body: Body::Table { columns, rows } });
    }
    let (round, object) = (&found.round, &found.object);
    let view = View {
        heading: text(if is_summary { "paper-summary-heading" } else { "paper-duty-heading" }),
        below: round.title.clone(),
        facts: vec![
            (text("paper-author"), object.name.clone()),
            (text("paper-unit"), unit),
            (text("paper-period"), format!("{} – {}", round.period_from, round.period_to)),
        ],
        sections,
        note: String::new(),
        signatures: vec![text("paper-signature"), text("paper-day")],
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain(if is_summary { "written-summary" } else { "duty-report" }, view, language).await
}
