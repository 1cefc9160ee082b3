//! What all trees together say, as the table of `docs/ATTACKS.md`.

use std::fmt;

use anyhow::{Result, ensure};
use rules::release::RoundFigures;

use super::attack::Findings;
use super::economy::Comparison;

/// Everything found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One for each publisher, in their order.
    pub findings: [Told; 4],
    /// Who stands in some figure.
    pub coverage: Coverage,
    /// What plans of small trees lose.
    pub economy: Economy,
}

/// What one publisher tells.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Trees attacked.
    pub trees: u64,
    /// Trees in which something was solved.
    pub caught: u64,
    /// What was found.
    pub found: Findings,
}

/// The people of rounds with at least 2k ballots.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Such rounds.
    pub rounds: u64,
    /// Their valid ballots.
    pub ballots: u64,
    /// Of these, in some figure.
    pub shown: u64,
    /// The sum of the rounds' shares, each in millionths.
    millionths: u64,
    /// Rounds in which somebody stands in no figure.
    pub with_hidden: u64,
}

impl Coverage {
    pub(super) fn add(&mut self, figures: &RoundFigures, (ballots, shown): (u64, u64)) {
        if ballots >= 2 * figures.threshold {
            self.rounds += 1;
            self.ballots += ballots;
            self.shown += shown;
            self.millionths += shown * 1_000_000 / ballots;
            self.with_hidden += u64::from(shown < ballots);
        }
    }

    /// The mean of the rounds' shares, in hundredths of a percent.
    #[must_use]
    pub fn mean(&self) -> u64 {
        self.millionths.checked_div(self.rounds).unwrap_or(0) / 100
    }
}

/// Small trees beside the best division.
#[derive(Clone, Debug, Default)]
pub struct Economy {
    /// Small trees.
    pub trees: u64,
    /// Ballots hidden by the plan, and at least.
    pub hidden: (u64, u64),
    /// Totals of objects withheld by the plan, and at least.
    pub objects: (u64, u64),
    /// Totals of organisations withheld by the plan, and at least.
    pub places: (u64, u64),
    /// Ballots of pooled groups, by the plan and in the best division.
    pub pooled: (u64, u64),
    /// The same where totals count for nothing.
    pub least_pooled: u64,
    /// Ballots shown in nothing but pooled figures, by the plan and at least, where other totals count for nothing.
    pub apart: (u64, u64),
    /// Trees in which that is more than one and a half times the least.
    pub far_apart: u64,
    /// Trees whose plan is the best division in every respect.
    pub best: u64,
    /// Trees in which the plan pools nobody, and in which the best division does not.
    pub nobody: (u64, u64),
    /// The plan with the greatest ratio of pooled ballots to the best division's.
    pub worst: Option<(u64, u64)>,
    /// Trees whose plan loses too much.
    pub wasteful: Vec<String>,
}

impl Economy {
    pub(super) fn add(&mut self, number: u64, comparison: &Comparison) {
        let Comparison { plan, least, least_pooled, least_apart } = comparison;
        self.trees += 1;
        for (sums, plan, least) in [
            (&mut self.hidden, plan.hidden, least.hidden),
            (&mut self.objects, plan.objects, least.objects),
            (&mut self.places, plan.places, least.places),
            (&mut self.pooled, plan.pooled, least.pooled),
            (&mut self.apart, plan.apart, *least_apart),
            (&mut self.nobody, u64::from(plan.pooled == 0), u64::from(least.pooled == 0)),
        ] {
            sums.0 += plan;
            sums.1 += least;
        }
        self.least_pooled += least_pooled;
        self.far_apart += u64::from(2 * plan.apart > 3 * least_apart);
        self.best += u64::from(plan == least);
        let ratio = (plan.pooled, least.pooled);
        if self.worst.is_none_or(|worst| ratio.0 * worst.1 > worst.0 * ratio.1) && least.pooled > 0 {
            self.worst = Some(ratio);
        }
        if plan.hidden > least.hidden || plan.objects > least.objects || 2 * plan.pooled > 3 * least.pooled {
            self.wasteful.push(format!("small tree {number}: {comparison:?}"));
        }
    }

    fn merge(&mut self, other: Self) {
        self.trees += other.trees;
        for (sums, more) in [
            (&mut self.hidden, other.hidden),
            (&mut self.objects, other.objects),
            (&mut self.places, other.places),
            (&mut self.pooled, other.pooled),
            (&mut self.apart, other.apart),
            (&mut self.nobody, other.nobody),
        ] {
            sums.0 += more.0;
            sums.1 += more.1;
        }
        self.least_pooled += other.least_pooled;
        self.far_apart += other.far_apart;
        self.best += other.best;
        if let Some(ratio) = other.worst
            && self.worst.is_none_or(|worst| ratio.0 * worst.1 > worst.0 * ratio.1)
        {
            self.worst = Some(ratio);
        }
        self.wasteful.extend(other.wasteful);
    }
}

impl Report {
    /// Adds what another worker found.
    pub fn add(&mut self, other: Self) {
        for (told, more) in self.findings.iter_mut().zip(other.findings) {
            told.trees += more.trees;
            told.caught += more.caught;
            told.found.add(more.found);
        }
        self.coverage.rounds += other.coverage.rounds;
        self.coverage.ballots += other.coverage.ballots;
        self.coverage.shown += other.coverage.shown;
        self.coverage.millionths += other.coverage.millionths;
        self.coverage.with_hidden += other.coverage.with_hidden;
        self.economy.merge(other.economy);
    }

    /// Whether everything that is promised holds, and the attack sees what careless publishers give away.
    ///
    /// # Errors
    /// What does not hold, with the first examples.
    pub fn judge(&self) -> Result<()> {
        let [product, careless @ ..] = &self.findings;
        ensure!(product.found.solved.is_empty(), "solved for: {}", examples(&product.found.solved));
        ensure!(product.found.complements == 0, "{} complements come from fewer than k", product.found.complements);
        ensure!(product.found.values > 0, "nothing was protected, so nothing was tried");
        for (number, told) in careless.iter().enumerate() {
            ensure!(told.caught > 0, "careless publisher {number} was not caught: the attack proves nothing");
        }
        let Economy { wasteful, pooled, least_pooled, apart, .. } = &self.economy;
        ensure!(wasteful.is_empty(), "loses too much: {}", examples(wasteful));
        // Even where totals count for nothing, over all trees together.
        ensure!(2 * pooled.0 <= 3 * least_pooled && 2 * apart.0 <= 3 * apart.1, "pools too many: {:?}", self.economy);
        ensure!(self.coverage.mean() >= 9_500, "too few people stand in some figure: {:?}", self.coverage);
        Ok(())
    }
}

fn examples(all: &[String]) -> String {
    format!("{} times\n{}", all.len(), all.iter().take(5).cloned().collect::<Vec<_>>().join("\n"))
}

const NAMES: [&str; 4] = [
    "the release plan",
    "hides the group itself, shows every total",
    "adds a year up from all quarters",
    "forgets what was released before",
];

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "| who publishes | trees | rounds | groups | published sums | protected groups | protected counts | complements below k | narrowest: values possible | counts solved | trees with one |"
        )?;
        writeln!(formatter, "|---|---|---|---|---|---|---|---|---|---|---|")?;
        for (name, told) in NAMES.iter().zip(&self.findings) {
            let Findings { rounds, groups, figures, protected_groups, complements, values, solved, .. } = &told.found;
            let narrowest = told.found.narrowest().unwrap_or(0);
            let (trees, caught, solved) = (told.trees, told.caught, solved.len());
            writeln!(
                formatter,
                "| {name} | {trees} | {rounds} | {groups} | {figures} | {protected_groups} | {values} | {complements} | {narrowest} | {solved} | {caught} |"
            )?;
        }
        let [_, one, two, three, four, more] = self.findings[0].found.possible;
        writeln!(formatter, "\n| values that stay possible for a protected count | 1 | 2 | 3 | 4 | 5 and more |")?;
        writeln!(formatter, "|---|---|---|---|---|---|")?;
        writeln!(formatter, "| counts under the release plan | {one} | {two} | {three} | {four} | {more} |")?;
        let economy = &self.economy;
        writeln!(formatter, "\n| {} small trees | the plan | the best division |", economy.trees)?;
        writeln!(formatter, "|---|---|---|")?;
        for (name, (plan, least)) in [
            ("ballots in nothing shown", economy.hidden),
            ("totals of objects withheld", economy.objects),
            ("totals of organisations withheld", economy.places),
            ("ballots of pooled groups", economy.pooled),
            ("the same on the tree with the greatest ratio", economy.worst.unwrap_or_default()),
            ("the same, if totals counted for nothing", (economy.pooled.0, economy.least_pooled)),
            ("of these without their object's total either, if other totals counted for nothing", economy.apart),
            ("trees where that is more than one and a half times as many", (economy.far_apart, 0)),
            ("trees where nobody is pooled", economy.nobody),
            ("trees where the plan is a best division", (economy.best, economy.trees)),
        ] {
            writeln!(formatter, "| {name} | {plan} | {least} |")?;
        }
        let Coverage { rounds, ballots, shown, with_hidden, .. } = &self.coverage;
        let mean = self.coverage.mean();
        writeln!(
            formatter,
            "\n| rounds with 2k ballots or more | ballots | in some figure | mean share of a round | rounds with somebody in none |"
        )?;
        writeln!(formatter, "|---|---|---|---|---|")?;
        write!(formatter, "| {rounds} | {ballots} | {shown} | {}.{:02} % | {with_hidden} |", mean / 100, mean % 100)
    }
}
