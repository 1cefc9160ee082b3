//! Can a hidden count be computed from everything that is published (R32)?

mod attack;
mod economy;
mod published;
mod report;
mod solver;
mod system;
mod trees;

use anyhow::{Context, Result, ensure};

use crate::random::Random;
pub use attack::{Findings, attack};
pub use economy::{Comparison, Loss, compare};
pub use published::{Figure, Published, Publisher, Year};
pub use report::Report;
pub use trees::{Round, Tree};

/// What is tried.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Settings {
    /// How many random trees
    #[arg(long, default_value_t = 10_000)]
    pub trees: u64,
    /// Where the random trees begin
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Who publishes, the product first.
pub const PUBLISHERS: [Publisher; 4] = [
    Publisher::ReleasePlan,
    Publisher::HidesTheGroupItself,
    Publisher::YearOfEverything,
    Publisher::ForgetsWhatWasReleased,
];

/// Makes the trees, attacks what is published of them and prints the table.
///
/// # Errors
/// What was solved for, what is lost without need, or a careless publisher that was not caught.
pub fn run(settings: &Settings) -> Result<()> {
    ensure!(settings.trees > 0, "no tree, no proof");
    let report = measure(settings)?;
    println!("{report}");
    report.judge()
}

/// The same without printing and judging, on all cores.
///
/// # Errors
/// What is wrong in itself, with the number of the tree.
pub fn measure(settings: &Settings) -> Result<Report> {
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64).min(settings.trees);
    std::thread::scope(|scope| {
        let share = |worker: u64| {
            let mut report = Report::default();
            for number in (worker..settings.trees).step_by(usize::try_from(workers)?) {
                one(settings.seed, number, &mut report).with_context(|| format!("tree {number}"))?;
            }
            anyhow::Ok(report)
        };
        let threads: Vec<_> = (0..workers).map(|worker| scope.spawn(move || share(worker))).collect();
        let mut report = Report::default();
        for thread in threads {
            let part = thread.join().map_err(|_| anyhow::anyhow!("a worker stopped"))??;
            report.add(part);
        }
        Ok(report)
    })
}

fn one(seed: u64, number: u64, report: &mut Report) -> Result<()> {
    let mut random = Random::of(seed, number);
    let tree = Tree::random(&mut random);
    for (publisher, findings) in PUBLISHERS.into_iter().zip(&mut report.findings) {
        let mut found = attack(&tree, publisher)?;
        found.solved.iter_mut().for_each(|solved| *solved = format!("tree {number}, {solved}"));
        findings.trees += 1;
        findings.caught += u64::from(!found.solved.is_empty());
        findings.found.add(found);
    }
    for (round, plan) in tree.rounds.iter().zip(Published::by(Publisher::ReleasePlan, &tree)?.plans) {
        let plan = plan.context("the product makes a plan")?;
        report.coverage.add(&round.figures, economy::shown(&round.figures, &plan));
    }
    let small = Tree::small(&mut random);
    report.economy.add(number, &compare(&small)?);
    Ok(())
}
