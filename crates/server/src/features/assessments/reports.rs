//! Double report, double appraisal (双述双评, S072): of each organisation its own report and its secretary's, and of each of the
//! two reports the members' appraisal and the superior's assessment. Two times two, and what is missing is named.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::composite::Source;
use serde::Deserialize;
use storage::OrganisationId;
use texts::Language;

use super::four::Four;
use super::sheet::Sheet;
use super::{queries, urls};
use crate::App;
use crate::features::appraisals::model::{Object, ObjectKind};
use crate::features::self_reports;
use crate::people_names::sort_key;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor, WebError};

/// What there must be, by the end of its text key: of the organisation, then of its secretary.
const PARTS: [&str; 6] =
    ["own-report", "own-members", "own-superior", "secretary-report", "secretary-members", "secretary-superior"];

struct Row {
    path: String,
    name: String,
    /// Who reports as secretary; nobody where no secretary is judged.
    secretary: String,
    is_there: [bool; 6],
}

impl Row {
    fn is_complete(&self) -> bool {
        self.is_there.iter().all(|there| *there)
    }
}

#[derive(Template)]
#[template(path = "features/assessments/templates/reports.html", blocks = ["list"])]
struct ReportsView {
    page: Page,
    action: String,
    back: (String, String),
    only_missing: bool,
    complete: usize,
    all: usize,
    rows: Vec<Row>,
    sorting: Sorting,
    pager: Pager,
}

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Narrowed {
    missing: String,
    sort: String,
    page: u64,
}

/// Shows them.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    frame: Frame,
    Path(url): Path<urls::Reports>,
    Query(narrowed): Query<Narrowed>,
) -> Answer {
    let sheet = Sheet::load(&app, &visitor, url.round).await?;
    let reported = self_reports::introductions(&app.database, url.round).await?;
    let secretaries = queries::secretaries(&app.database, url.round).await?;
    let judged = seen(&sheet, ObjectKind::Member)
        .filter(|object| object.member.is_some_and(|member| secretaries.contains(&member)));
    // The first of an organisation is its secretary here: reversed, it is the last one collected.
    let judged: Vec<&Object> = judged.collect();
    let secretary_of: BTreeMap<OrganisationId, &Object> =
        judged.into_iter().rev().map(|object| (object.organisation, object)).collect();
    let mut rows = Vec::new();
    for object in seen(&sheet, ObjectKind::Organisation) {
        let secretary = secretary_of.get(&object.organisation).copied();
        let three = |of: &Object| three(&app, frame.language, (&sheet, of), reported.contains_key(&of.reporter()));
        let own = three(object)?;
        // A secretary nobody judges has neither reported nor been appraised here.
        let of_secretary = secretary.map_or(Ok([false; 3]), three)?;
        rows.push(Row {
            path: urls::Object { round: url.round, object: object.id }.to_path(),
            name: object.name.clone(),
            is_there: [own[0], own[1], own[2], of_secretary[0], of_secretary[1], of_secretary[2]],
            secretary: secretary.map_or_else(String::new, |secretary| secretary.name.clone()),
        });
    }
    let (complete, all) = (rows.iter().filter(|row| row.is_complete()).count(), rows.len());
    let only_missing = narrowed.missing == "yes";
    rows.retain(|row| !only_missing || !row.is_complete());
    let sorting = Sorting::of(&narrowed.sort, &["name"], &url.to_path(), &[("missing", &narrowed.missing)]);
    sorting.rows_by_key(&mut rows, |row| sort_key(&row.name));
    let pager = Pager::sorted(narrowed.page, rows.len() as u64, &sorting);
    let view = ReportsView {
        page: frame.page("assessments-reports-title"),
        action: url.to_path(),
        back: (urls::OfRound { round: url.round }.to_path(), sheet.round.title.clone()),
        only_missing,
        complete,
        all,
        rows: pager.of(rows).collect(),
        sorting,
        pager,
    };
    page_or(&frame, &view, &view.as_list())
}

/// Whether the report of one of the two is there, its appraisal by the members, its assessment by the superior.
fn three(
    app: &App,
    language: Language,
    (sheet, object): (&Sheet, &Object),
    has_reported: bool,
) -> Result<[bool; 3], WebError> {
    let four = Four::of(app, language, sheet, object)?;
    let there = |source: Source| four.each.iter().any(|one| one.source == source && one.is_there);
    Ok([has_reported, there(Source::Members), there(Source::OrganisationAssessment)])
}

fn seen(sheet: &Sheet, kind: ObjectKind) -> impl Iterator<Item = &Object> {
    // A window reports nothing.
    sheet.judged().filter(move |object| object.kind == kind && object.window.is_none())
}
