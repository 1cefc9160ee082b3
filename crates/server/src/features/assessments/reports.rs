//! Double report, double appraisal (双述双评, S072): of each organisation its own report and its secretary's, the members'
//! appraisal and the superior's assessment. Four things, and what is missing is named.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use rules::composite::Source;
use serde::Deserialize;
use storage::OrganisationId;

use super::four::Four;
use super::sheet::Sheet;
use super::{queries, urls};
use crate::App;
use crate::features::appraisals::model::{Object, ObjectKind};
use crate::features::self_reports;
use crate::people_names::sort_key;
use crate::web::fragment::page_or;
use crate::web::paging::Pager;
use crate::web::{Answer, Frame, Page, Sorting, Visitor};

/// What there must be, by the end of its text key.
const PARTS: [&str; 4] = ["own-report", "secretary-report", "members", "superior"];

struct Row {
    path: String,
    name: String,
    /// Who reports as secretary; nobody where no secretary is judged.
    secretary: String,
    is_there: [bool; 4],
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
        let four = Four::of(&app, frame.language, &sheet, object)?;
        let there = |source: Source| four.each.iter().any(|one| one.source == source && one.is_there);
        let secretary = secretary_of.get(&object.organisation);
        rows.push(Row {
            path: urls::Object { round: url.round, object: object.id }.to_path(),
            name: object.name.clone(),
            is_there: [
                reported.contains_key(&object.reporter()),
                secretary.is_some_and(|secretary| reported.contains_key(&secretary.reporter())),
                there(Source::Members),
                there(Source::OrganisationAssessment),
            ],
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

fn seen(sheet: &Sheet, kind: ObjectKind) -> impl Iterator<Item = &Object> {
    // A window reports nothing.
    sheet.judged().filter(move |object| object.kind == kind && object.window.is_none())
}
