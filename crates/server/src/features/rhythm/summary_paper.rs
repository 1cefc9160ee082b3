//! The summary of a half-year or a year on paper (活动情况总结, F61): its words, and the figures beside them.

use axum::extract::{Path, State};
use documents::papers::plain::{Body, Column, Section, View};

use super::organisation::Table;
use super::summaries::{figures, find};
use super::{queries, urls};
use crate::App;
use crate::web::{Answer, Frame, Visitor, papers};

/// Lines to write on where nothing is written yet.
const LINES: u8 = 18;

/// The paper.
pub(super) async fn paper(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::SummaryPaper>,
) -> Answer {
    let url = urls::Summary { cycle: url.cycle, organisation: url.organisation, period: url.period };
    let found = find(&app, &visitor, &url).await?;
    let table = figures(&app, &visitor, &frame, &found).await?;
    let stored = queries::summary(&app.database, (url.cycle, url.organisation), found.period).await?;
    let language = frame.language;
    let text = |key: &str| app.texts.get(language, &format!("rhythm-{key}"));
    let year = found.seen.cycle.year;
    let (from, to) = found.period.days(year);
    let body = stored.map_or(Body::Ruled(LINES), |stored| Body::Words(stored.words));
    let view = View {
        heading: text("summary-heading"),
        below: format!("{year} · {}", text(&format!("period-{}", found.period.code()))),
        facts: vec![
            (text("summary-author"), found.organisation.name.clone()),
            (text("summary-days"), format!("{from} – {to}")),
        ],
        sections: vec![
            Section { title: text("words"), body },
            Section { title: text("figures"), body: figures_of(&app, &frame, table) },
        ],
        note: String::new(),
        signatures: vec![text("summary-head"), text("summary-signed-on")],
        issuer: String::new(),
        date: papers::day(app.today()),
    };
    papers::plain("summary", view, language).await
}

fn figures_of(app: &App, frame: &Frame, table: Table) -> Body {
    let text = |key: &str| app.texts.get(frame.language, key);
    let column = |name: String, weight| Column { name, weight, is_number: false };
    let mut columns = vec![column(text("results-column-object"), 4), column(text("results-comparison-measure"), 4)];
    columns.extend(table.headings.into_iter().map(|heading| column(heading, 4)));
    if table.has_year {
        columns.push(column(text("rhythm-year-figure"), 4));
    }
    let rows = table.lines.into_iter().map(|line| {
        let mut row = vec![line.name, line.instrument];
        row.extend(line.columns.into_iter().map(|cells| {
            let words: Vec<String> = cells.into_iter().map(|cell| cell.words).collect();
            if words.is_empty() { text("rhythm-no-figure") } else { words.join("\n") }
        }));
        row.extend(line.year.map(|(figure, missing)| format!("{figure} {missing}").trim().to_owned()));
        row
    });
    Body::Table { columns, rows: rows.collect() }
}
