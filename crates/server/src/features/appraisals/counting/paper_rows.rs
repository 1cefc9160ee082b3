//! Paper beside the slips: its rows, and whether each group's ballots are the sum of its channels.

use ballot_box::SealedCounts;
use storage::entities::paper_batch;

use super::Row;
use crate::features::appraisals::model::Plan;
use crate::features::appraisals::rules::Slips;
use crate::features::paper;
use crate::web::Page;

/// A batch of paper among the slips: its sheets in the box are what codes are to slips, and known as soon as counted.
pub(super) fn paper_row(batch: &paper_batch::Model, panel: String, page: &Page) -> Row {
    let known = |number: Option<i64>| number.filter(|_| batch.counted_by_second.is_some());
    let said = |number: Option<i64>| known(number).map_or_else(String::new, |number| number.to_string());
    let numbers = known(batch.handed_out).zip(known(batch.returned)).zip(known(batch.missing));
    let state = match (numbers, known(batch.sheets_in_box)) {
        (Some(((handed_out, returned), missing)), Some(spent)) => {
            let forms = Slips { printed: batch.printed, handed_out, spent, returned, missing };
            if forms.add_up() { "adds-up" } else { "breach" }
        }
        _ if batch.state == "missing" => "not-counted",
        _ => "open",
    };
    Row {
        number: batch.number,
        panel: format!("{panel} · {}", page.t("paper-title")),
        printed: batch.printed,
        handed_out: said(batch.handed_out),
        spent: said(batch.sheets_in_box),
        returned: said(batch.returned),
        missing: said(batch.missing),
        state,
    }
}

/// Codes and tokens used.
pub(super) fn used(counts: &SealedCounts) -> u64 {
    let tokens: u64 = counts.tokens.iter().map(|count| count.spent).sum();
    counts.batches.iter().map(|batch| batch.spent).sum::<u64>() + tokens
}

/// Whether the ballots of every judge group are the codes and tokens used and the paper accepted, no more and no fewer.
pub(super) fn channels_add_up(counts: &SealedCounts, plan: &Plan, forms: &[paper_batch::Model]) -> bool {
    counts.ballots.iter().all(|(sheet, ballots)| {
        let of_sheet = counts.batches.iter().filter(|batch| batch.issued.sheet == *sheet);
        let panel = plan.panel_numbered(sheet.0).map(|panel| panel.id);
        let of_panel = forms.iter().filter(|batch| Some(batch.panel_id) == panel);
        let channels =
            of_sheet.map(|batch| batch.spent).sum::<u64>() + of_panel.filter_map(paper::ballots_of).sum::<u64>();
        let tokens = counts.tokens.iter().filter(|count| count.sheet == *sheet);
        *ballots == channels + tokens.map(|count| count.spent).sum::<u64>()
    })
}
