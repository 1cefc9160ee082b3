//! The one roll (`rounds.md` §2): for each judge group and channel how many were planned, got a paper, gave it back or took
//! part, so that nobody is counted twice and nobody is lost. [`Known::channels_of`] is the one place where channels are
//! listed.

use std::collections::BTreeMap;
use std::fmt;

use ballot_box::{BallotError, IssuedCount, SealedCounts};
use storage::entities::{batch, paper_batch, round};
use storage::{BatchId, OrganisationId, PanelId};

use super::layout::ballot_round;
use super::model::{Frozen, Panel, Plan};
use super::rules::Slips;
use super::{queries, slips, steps};
use crate::App;
use crate::features::named::rules::{MEMBERS, Taken};
use crate::features::{named, tokens};
use crate::web::{Page, WebError};

/// A number of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The channel has no such number.
    None,
    /// Not known yet: it shows a dash.
    Unknown,
    /// Known.
    Number(i64),
}

impl Cell {
    fn known(number: Option<i64>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }

    /// Both together; what one has not is the other's, and what is not known is not known of both.
    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, cell) | (cell, Self::None) => cell,
            (Self::Number(one), Self::Number(other)) => Self::Number(one + other),
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Unknown => formatter.write_str("—"),
            Self::Number(number) => write!(formatter, "{number}"),
        }
    }
}

/// The numbers of a channel of a group, or a sum: planned, printed, handed out, cast, returned, missing, cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelRow {
    /// `tokens`, `slips`, `windows`, `tablets`, `paper`, `named`, `none`; or `sum`.
    pub channel: &'static str,
    /// The numbers in the order of the table.
    pub cells: [Cell; 7],
    /// `open` before everything is known, else `adds-up` or `breach`.
    pub state: &'static str,
}

impl ChannelRow {
    fn sum<'a>(rows: impl IntoIterator<Item = &'a Self>) -> Self {
        let nothing = Self { channel: "sum", cells: [Cell::None; 7], state: "adds-up" };
        rows.into_iter().fold(nothing, |mut sum, row| {
            for (cell, other) in sum.cells.iter_mut().zip(row.cells) {
                *cell = cell.and(other);
            }
            sum.state = match (sum.state, row.state) {
                ("breach", _) | (_, "breach") => "breach",
                ("open", _) | (_, "open") => "open",
                _ => "adds-up",
            };
            sum
        })
    }
}

/// A group with its channels.
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its channels, and their sum.
    pub rows: Vec<ChannelRow>,
}

/// The whole table.
pub struct Table {
    /// The groups.
    pub groups: Vec<Group>,
    /// All of them together.
    pub sum: ChannelRow,
    /// Everybody on a roll once: slips, named and none together; where a group is the members of an organisation.
    pub roll: Option<String>,
    /// What does not fit, in words.
    pub remarks: Vec<String>,
}

/// What the channels are put together from.
pub struct Known<'a> {
    plan: &'a Plan,
    batches: &'a [batch::Model],
    /// The batches whose codes are on a tablet.
    on_tablets: &'a BTreeMap<BatchId, bool>,
    forms: &'a [paper_batch::Model],
    issued: &'a [IssuedCount],
    sealed: Option<&'a SealedCounts>,
    taken: &'a BTreeMap<PanelId, Taken>,
    /// Who handed a named sheet in, by group; nothing before sealing.
    authors: Option<&'a BTreeMap<PanelId, i64>>,
    /// The groups that take blind tokens, and how many were taken.
    tokens: (&'a tokens::rules::Groups, &'a BTreeMap<PanelId, u32>),
}

impl Known<'_> {
    /// The channels of a group that gets slips, with those merged into it. Every channel of a round is listed here.
    #[must_use]
    pub fn channels_of(&self, panel: &Panel) -> Vec<ChannelRow> {
        let taken = named::rules::taken_in_all(self.plan, panel, self.taken);
        let batches = self.batches.iter().filter(|batch| batch.panel_id == panel.id && batch.state != "void");
        let (tablets, slips): (Vec<_>, Vec<_>) = batches.partition(|batch| self.on_tablets.contains_key(&batch.id));
        let paper = self.paper(panel);
        let mut rows: Vec<ChannelRow> = self.tokens(panel, taken).into_iter().collect();
        let has_tokens = !rows.is_empty();
        // A group that judges on paper or on tablets alone gets no slips.
        if !slips.is_empty() || (tablets.is_empty() && paper.is_none() && !has_tokens) {
            // Codes at a window go to whoever comes (S070): on slips or on a tablet.
            rows.push(self.codes(if panel.window.is_some() { "windows" } else { "slips" }, &slips));
        }
        if !tablets.is_empty() {
            rows.push(self.codes("tablets", &tablets));
        }
        rows.extend(paper);
        // What is planned is planned of the group: it stands once, however many kinds of paper there are.
        if let Some(first) = rows.get_mut(usize::from(has_tokens)) {
            let (tokens, slips) = tokens::rules::planned(self.plan, panel, taken);
            first.cells[0] = Cell::Number(if has_tokens { slips } else { tokens + slips }.into());
        }
        if taken.named > 0 {
            rows.push(self.named(panel, taken));
        }
        if taken.none > 0 {
            let planned = Cell::Number(taken.none.into());
            let cells = [planned, Cell::None, Cell::None, Cell::None, Cell::None, Cell::None, Cell::None];
            rows.push(ChannelRow { channel: "none", cells, state: "adds-up" });
        }
        rows
    }

    /// Blind tokens: what was taken is what was handed out, and what nobody used is missing.
    fn tokens(&self, panel: &Panel, taken: Taken) -> Option<ChannelRow> {
        let (groups, requests) = self.tokens;
        if groups.get(&panel.id) != Some(&tokens::rules::Standing::Offered) {
            return None;
        }
        let (planned, _) = tokens::rules::planned(self.plan, panel, taken);
        let issued = i64::from(requests.get(&panel.id).copied().unwrap_or_default());
        let spent = self.sealed.map(|counts| {
            let of_group = counts.tokens.iter().filter(|count| count.sheet.0 == panel.number);
            i64::try_from(of_group.map(|count| count.spent).sum::<u64>()).unwrap_or(i64::MAX)
        });
        let state = match spent {
            None => "open",
            Some(spent) if spent > issued => "breach",
            Some(_) => "adds-up",
        };
        let missing = Cell::known(spent.map(|spent| issued - spent));
        let cells = [
            Cell::Number(planned.into()),
            Cell::None,
            Cell::Number(issued),
            Cell::known(spent),
            Cell::None,
            missing,
            Cell::None,
        ];
        Some(ChannelRow { channel: "tokens", cells, state })
    }

    /// Batches of codes of one channel.
    fn codes(&self, channel: &'static str, batches: &[&batch::Model]) -> ChannelRow {
        let printed: i64 = batches.iter().map(|batch| batch.printed).sum();
        // Counted back by two, every batch of the group; a part of them says nothing of the whole.
        let counted = |number: fn(&batch::Model) -> Option<i64>| -> Option<i64> {
            let numbers = batches.iter().map(|batch| batch.counted_by_second.and_then(|_| number(batch)));
            numbers.sum::<Option<i64>>().filter(|_| !batches.is_empty())
        };
        let (handed_out, returned, missing) =
            (counted(|batch| batch.handed_out), counted(|batch| batch.returned), counted(|batch| batch.missing));
        let is_of = |number: u32| batches.iter().any(|batch| batch.number == i64::from(number));
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let cast = self.sealed.map(|counts| {
            let of_group = counts.batches.iter().filter(|count| is_of(count.issued.batch.0));
            whole(of_group.map(|count| count.spent).sum())
        });
        let of_group = self.issued.iter().filter(|count| is_of(count.batch.0));
        let cancelled = whole(of_group.map(|count| count.cancelled).sum());
        let state = match (handed_out, cast, returned, missing) {
            (Some(handed_out), Some(spent), Some(returned), Some(missing)) => {
                let slips = Slips { printed, handed_out, spent, returned, missing };
                // A cancelled slip stays in the office's hand: it is printed and not handed out.
                if slips.add_up() && handed_out + cancelled <= printed { "adds-up" } else { "breach" }
            }
            _ => "open",
        };
        let numbers = [Some(printed), handed_out, cast, returned, missing, Some(cancelled)].map(Cell::known);
        let [printed, handed_out, cast, returned, missing, cancelled] = numbers;
        let cells = [Cell::None, printed, handed_out, cast, returned, missing, cancelled];
        ChannelRow { channel, cells, state }
    }

    /// Forms on paper: what lay in the box is what codes are to slips.
    fn paper(&self, panel: &Panel) -> Option<ChannelRow> {
        let batches: Vec<&paper_batch::Model> = self.forms.iter().filter(|form| form.panel_id == panel.id).collect();
        let printed: i64 = batches.iter().map(|batch| batch.printed).sum();
        let counted = |number: fn(&paper_batch::Model) -> Option<i64>| -> Option<i64> {
            batches.iter().map(|batch| batch.counted_by_second.and_then(|_| number(batch))).sum()
        };
        let handed_out = counted(|batch| batch.handed_out);
        let (returned, missing) = (counted(|batch| batch.returned), counted(|batch| batch.missing));
        let in_box = counted(|batch| batch.sheets_in_box);
        let state = match (handed_out, in_box, returned, missing) {
            // A lost box: nobody knows what lay in it.
            _ if batches.iter().any(|batch| batch.state == "missing") => "breach",
            (Some(handed_out), Some(spent), Some(returned), Some(missing)) => {
                let forms = Slips { printed, handed_out, spent, returned, missing };
                if forms.add_up() { "adds-up" } else { "breach" }
            }
            _ => "open",
        };
        let numbers = [Some(printed), handed_out, in_box, returned, missing].map(Cell::known);
        let [printed, handed_out, in_box, returned, missing] = numbers;
        let cells = [Cell::None, printed, handed_out, in_box, returned, missing, Cell::None];
        (!batches.is_empty()).then_some(ChannelRow { channel: "paper", cells, state })
    }

    fn named(&self, panel: &Panel, taken: Taken) -> ChannelRow {
        let panels = std::iter::once(panel).chain(self.plan.merged_into(panel.id));
        let handed_in = self
            .authors
            .map(|authors| -> i64 { panels.map(|panel| authors.get(&panel.id).copied().unwrap_or_default()).sum() });
        let allotted = i64::from(taken.named);
        let state = match handed_in {
            None => "open",
            Some(handed_in) if handed_in > allotted => "breach",
            Some(_) => "adds-up",
        };
        let (planned, cast) = (Cell::Number(allotted), Cell::known(handed_in));
        let cells = [planned, Cell::None, Cell::None, cast, Cell::None, Cell::None, Cell::None];
        ChannelRow { channel: "named", cells, state }
    }
}

/// Whether a group is all members due of its organisation; a list takes some of them (S050).
fn is_of_roll(panel: &Panel) -> bool {
    panel.category == MEMBERS && !panel.is_listed
}

/// The members due of the frozen tree who stand on a roll, and how many stand on the rolls of several groups.
fn on_rolls(frozen: &Frozen) -> (u32, u32) {
    let panels = || frozen.plan.panels.iter().filter(|panel| is_of_roll(panel));
    let (mut roll, mut twice) = (0, 0);
    for organisation in &frozen.tree {
        let above = above(frozen, organisation.id);
        let groups = panels().filter(|panel| above.contains(&panel.organisation)).count();
        let due = organisation.members.saturating_sub(organisation.exempt);
        roll += if groups > 0 { due } else { 0 };
        twice += if groups > 1 { due } else { 0 };
    }
    (roll, twice)
}

/// An organisation and everything above it in the frozen tree.
fn above(frozen: &Frozen, id: OrganisationId) -> Vec<OrganisationId> {
    let mut above = Vec::new();
    let mut next = Some(id);
    while let Some(at) = next.filter(|at| !above.contains(at)) {
        above.push(at);
        next = frozen.organisation(at).and_then(|organisation| organisation.parent);
    }
    above
}

/// The table of a round with its batches of slips and of paper; `sealed` are the counts of the box once it is sealed.
pub async fn table(
    app: &App,
    page: &Page,
    (round, plan): (&round::Model, &Plan),
    (batches, forms): (&[batch::Model], &[paper_batch::Model]),
    sealed: Option<&SealedCounts>,
) -> Result<Table, WebError> {
    let reads = &app.database;
    let taken = named::queries::taken(reads, round.id).await?;
    let authors = named::queries::authors(reads, round.id).await?;
    let issued = match sealed {
        Some(counts) => counts.batches.iter().map(|count| count.issued).collect(),
        None if batches.is_empty() => Vec::new(),
        None => match app.ballots.issued_counts(ballot_round(round.id)).await {
            // A round that was restored without its box is void.
            Err(BallotError::UnknownRound(_)) => Vec::new(),
            counts => steps::broken(counts)?,
        },
    };
    let authors = sealed.map(|_| &authors);
    let on_tablets = queries::tablets(reads, round.id).await?;
    let (groups, requests) =
        (tokens::queries::groups(reads, round.id).await?, tokens::queries::taken(reads, round.id).await?);
    let known = Known {
        plan,
        batches,
        on_tablets: &on_tablets,
        forms,
        issued: &issued,
        sealed,
        taken: &taken,
        authors,
        tokens: (&groups, &requests),
    };
    let mut groups = Vec::new();
    let mut sums = Vec::new();
    for panel in plan.open_panels() {
        let mut rows = known.channels_of(panel);
        let sum = ChannelRow::sum(&rows);
        if rows.len() > 1 {
            rows.push(sum.clone());
        }
        sums.push(sum);
        groups.push(Group { name: slips::panel_name(plan, panel.id, page), rows });
    }
    let (roll, remarks) = roll_of(page, queries::frozen(reads, round.id).await?.as_ref(), (plan, &taken));
    let mut remarks = remarks;
    for (group, sum) in groups.iter().zip(&sums).filter(|(_, sum)| sum.state == "breach") {
        let [_, printed, handed_out, ..] = sum.cells;
        let words = page.t2("appraisals-group-breach", "printed", printed.to_string(), "out", handed_out.to_string());
        remarks.push(format!("{}: {words}", group.name));
    }
    Ok(Table { sum: ChannelRow::sum(&sums), groups, roll, remarks })
}

/// Everybody on a roll once: slips, named and none together are the roll; what does not fit in words.
fn roll_of(
    page: &Page,
    frozen: Option<&Frozen>,
    (plan, taken): (&Plan, &BTreeMap<PanelId, Taken>),
) -> (Option<String>, Vec<String>) {
    let planned: u32 = plan.panels.iter().filter(|panel| is_of_roll(panel)).map(|panel| panel.planned).sum();
    let Some(frozen) = frozen.filter(|_| planned > 0) else {
        return (None, Vec::new());
    };
    let (roll, twice) = on_rolls(frozen);
    let all = taken.values().fold(Taken::default(), |sum, taken| sum.and(*taken));
    let slips = planned.saturating_sub(all.named + all.none);
    let mut remarks = Vec::new();
    if twice > 0 {
        remarks.push(page.t1("appraisals-roll-twice", "count", twice));
    }
    if planned != roll {
        remarks.push(page.t2("appraisals-roll-differs", "planned", planned, "roll", roll));
    }
    let (named, none) = (all.named, all.none);
    let sum = [("roll", roll.into()), ("slips", slips.into()), ("named", named.into()), ("none", none.into())];
    (Some(page.with("appraisals-on-rolls", &sum)), remarks)
}

#[cfg(test)]
mod tests {
    use super::{Cell, ChannelRow};

    fn row(state: &'static str, first: Cell) -> ChannelRow {
        let mut cells = [Cell::None; 7];
        cells[0] = first;
        ChannelRow { channel: "slips", cells, state }
    }

    #[test]
    fn a_sum_knows_no_more_than_its_parts_and_a_breach_stays_one() {
        let known = ChannelRow::sum(&[row("adds-up", Cell::Number(9)), row("adds-up", Cell::Number(3))]);
        assert_eq!((known.cells[0], known.cells[1], known.state), (Cell::Number(12), Cell::None, "adds-up"));
        let open = ChannelRow::sum(&[row("adds-up", Cell::Number(9)), row("open", Cell::Unknown)]);
        assert_eq!((open.cells[0].to_string().as_str(), open.state), ("—", "open"));
        let breach = ChannelRow::sum(&[row("open", Cell::Number(1)), row("breach", Cell::None)]);
        assert_eq!((breach.cells[0], breach.state), (Cell::Number(1), "breach"));
    }
}
