//! How a sheet is shown: one line an object, one sign an item, so that digits and Enter are enough.

use askama::Template;
use axum::http::StatusCode;

use super::keyed::{Asked, Faults, Keyed, Typed, grade_field, is_same, opinion_field};
use super::opened::Opened;
use super::urls;
use crate::features::appraisals;
use crate::web::page::html_with;
use crate::web::{Answer, Conflict, Frame, Page};

/// A place to type in.
struct Cell {
    field: String,
    label: String,
    value: String,
    fault: Option<String>,
    /// What the two read, where a third decides.
    others: String,
    /// Both read it alike: it is not decided.
    is_fixed: bool,
}

struct Row {
    name: String,
    cells: Vec<Cell>,
    opinion: Cell,
}

/// Objects that are asked the same, in one table.
struct Block {
    legend: String,
    items: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "features/paper/templates/sheet.html")]
struct SheetView {
    page: Page,
    action: String,
    back: (String, String),
    panel: String,
    blocks: Vec<Block>,
    typed: Typed,
    is_decision: bool,
    /// What the two say of the whole sheet, where one calls it invalid.
    validity: String,
    /// Whether the sheet may be called invalid: not by a third person where both read a ballot.
    may_be_invalid: bool,
    validity_fault: Option<String>,
    before: Option<String>,
    after: Option<String>,
    faults: usize,
    conflict: Option<Conflict>,
}

impl Opened {
    fn cell(&self, page: &Page, (field, label): (String, String), shown: &Shown<'_>) -> Cell {
        let others = match shown.others.as_ref() {
            Some((one, other)) if one.cell(&field) != other.cell(&field) => {
                page.t2("paper-two-readings", "first", one.cell(&field), "second", other.cell(&field))
            }
            _ => String::new(),
        };
        Cell {
            value: shown.typed.cell(&field).to_owned(),
            fault: shown.faults.get(&field).map(|key| page.t(key)),
            is_fixed: shown.others.as_ref().is_some_and(|(one, other)| {
                one.is_invalid == other.is_invalid && is_same(one.cell(&field), other.cell(&field))
            }),
            label,
            others,
            field,
        }
    }

    /// The sheet as tables, one for neighbours that are asked the same.
    fn blocks(&self, page: &Page, shown: &Shown<'_>) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut before: Option<&Asked> = None;
        for (object, asked) in self.asked.iter().enumerate() {
            let is_same = |before: &Asked| before.items == asked.items && before.grades == asked.grades;
            if !before.is_some_and(is_same) {
                let legend = asked.legend(&page.t("paper-unknown")).into_iter();
                let legend: Vec<String> = legend.map(|(sign, grade)| format!("{sign} {grade}")).collect();
                blocks.push(Block { legend: legend.join("　"), items: asked.items.clone(), rows: Vec::new() });
            }
            before = Some(asked);
            let cell = |(item, name): (usize, &String)| {
                let label = format!("{} · {name}", asked.name);
                self.cell(page, (grade_field(object, item), label), shown)
            };
            let label = format!("{} · {}", asked.name, page.t("paper-opinion"));
            let row = Row {
                name: asked.name.clone(),
                cells: asked.items.iter().enumerate().map(cell).collect(),
                opinion: self.cell(page, (opinion_field(object), label), shown),
            };
            if let Some(block) = blocks.last_mut() {
                block.rows.push(row);
            }
        }
        blocks
    }

    /// Field by field what is stored and what was typed, where somebody saved the same sheet meanwhile.
    fn conflict(&self, page: &Page, typed: &Typed) -> Conflict {
        let stored = self.begin();
        let marked = |typed: &Typed| if typed.is_invalid { page.t("paper-invalid") } else { page.t("paper-valid") };
        let mut conflict = Conflict::between(page, [("paper-sheet-validity", marked(&stored), marked(typed))]);
        for block in self.blocks(page, &Shown { typed, faults: &Faults::new(), others: None }) {
            for row in block.rows {
                for cell in row.cells.into_iter().chain([row.opinion]) {
                    conflict = conflict.and(cell.label, stored.cell(&cell.field).to_owned(), cell.value);
                }
            }
        }
        conflict
    }
}

/// What a page shows of a sheet.
struct Shown<'a> {
    typed: &'a Typed,
    faults: &'a Faults,
    others: Option<(Typed, Typed)>,
}

/// The page of a sheet: with what is wrong, or with what somebody else saved meanwhile.
pub(super) fn view(
    frame: &Frame,
    opened: &Opened,
    (status, typed): (StatusCode, Typed),
    (faults, is_changed): (Faults, bool),
) -> Answer {
    let number = opened.number;
    let title = frame.page("paper-title").t1("paper-sheet-title", "number", number);
    let page = frame.titled(title);
    let both = opened.both();
    let others = both.map(|(one, other)| (Typed::again(&opened.asked, one), Typed::again(&opened.asked, other)));
    let validity = match both {
        Some((one, other)) if one.is_invalid != other.is_invalid => {
            let marked = |keyed: &Keyed| page.t(if keyed.is_invalid { "paper-invalid" } else { "paper-valid" });
            page.t2("paper-two-readings", "first", marked(one), "second", marked(other))
        }
        _ => String::new(),
    };
    let conflict = is_changed.then(|| opened.conflict(&page, &typed));
    let shown = Shown { typed: &typed, faults: &faults, others };
    let (before, after) = opened.beside();
    let (round, batch) = (opened.found.round.id, &opened.found.batch);
    let view = SheetView {
        action: format!("{}?_method=put", opened.path(number)),
        back: (urls::Batch { round, batch: batch.id }.to_path(), page.t1("paper-batch-title", "number", batch.number)),
        panel: appraisals::panel_name(&opened.found.plan, batch.panel_id, &page),
        blocks: opened.blocks(&page, &shown),
        is_decision: opened.is_decision(),
        may_be_invalid: both.is_none() || !validity.is_empty(),
        validity_fault: faults.get("invalid").map(|key| page.t(key)),
        validity,
        before: before.map(|number| opened.path(number)),
        after: after.map(|number| opened.path(number)),
        faults: faults.len(),
        conflict,
        typed,
        page,
    };
    html_with(status, &view)
}
