//! Can a ballot be added, lost or doubled by whoever hands in a million times?
//!
//! Everybody comes over HTTP to a served installation, on connections of this machine. Honest judges hand in, each twice at
//! once, some again because no answer came. Among them, at full speed and hundreds at a time: made-up codes, used codes on
//! other telephones, the same cookie with other grades, codes that were cancelled or voided, codes and forms of another
//! round, forms that do not fit or are none, cookies that are damaged or made with a stolen secret, and slips that eight
//! telephones race for. In a third round they hold blind tokens, and the same is tried with those: used ones come again, others
//! are of another key, of another round or of a retired key, cut or altered. In the end the box holds one ballot for every slip and token that somebody used, and every one of the judges' own.

mod crowd;
mod door;
mod hall;
mod stream;
mod tokens;
mod unfit;

use std::cell::RefCell;
use std::time::Instant;

use anyhow::{Result, ensure};
use test_databases::{TestDatabase, for_each_database};

use crowd::{Crowd, Told};
use hall::Hall;
use stream::Stream;

/// What is tried.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Settings {
    /// How many times somebody hands in
    #[arg(long, default_value_t = 1_000_000)]
    pub hand_ins: usize,
    /// How many judges do so honestly, and how many slips are raced for
    #[arg(long, default_value_t = 2_000)]
    pub honest: usize,
    /// Where chance begins
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The database.
    pub database: &'static str,
    /// How often was handed in, by what was tried and what was told.
    pub told: Told,
    /// Ballots in the box after sealing.
    pub ballots: u64,
    /// Slips that somebody used.
    pub used: u64,
    /// The same of the round with tokens: used tokens, and ballots.
    pub by_token: (u64, u64),
    /// Hand-ins in a second.
    pub per_second: f64,
}

/// Stuffs boxes on every database and prints the table.
///
/// # Errors
/// A ballot too many or too few, or an answer that should not have been given.
pub fn run(settings: &Settings) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(stuff_both(*settings, Outcome::print))
}

impl Outcome {
    /// As it stands in `docs/ATTACKS.md`.
    fn print(&self) {
        println!(
            "\n{}, {:.0} hand-ins a second, {} ballots of {} used slips, {} of {} used tokens:\n",
            self.database, self.per_second, self.ballots, self.used, self.by_token.1, self.by_token.0
        );
        println!("| tried | told | times |");
        println!("|---|---|---|");
        for ((tried, told), times) in &self.told.0 {
            println!("| {tried} | {told} | {times} |");
        }
    }
}

/// Stuffs a box on SQLite and, where there is one, PostgreSQL; `tell` hears of each as soon as it is done.
///
/// # Errors
/// As [`run`].
pub async fn stuff_both(settings: Settings, tell: impl Fn(&Outcome)) -> Result<()> {
    let ended = RefCell::new(Ok(()));
    for_each_database(async |database| {
        let stuffed = stuff(database, settings).await.map(|outcome| tell(&outcome));
        let mut ended = ended.borrow_mut();
        if ended.is_ok() {
            *ended = stuffed;
        }
    })
    .await;
    ended.into_inner()
}

async fn stuff(database: &TestDatabase, settings: Settings) -> Result<Outcome> {
    ensure!(settings.honest > 0 && settings.hand_ins >= 20 * settings.honest, "twenty hand-ins a judge at least");
    let hall = Hall::open(database, settings.honest).await?;
    let mut crowd = Crowd::before(hall.door.clone());
    let mut stream = Stream::to(&hall, settings);
    let started = Instant::now();
    while let Some(attempt) = stream.next(&crowd) {
        crowd.send(attempt).await?;
    }
    crowd.wait_for_all().await?;
    let per_second = crowd.sent() as f64 / started.elapsed().as_secs_f64();
    let by_token = hall.holders.check(&hall.app, &mut crowd).await?;
    let (used, ballots) = hall.check(&mut crowd).await?;
    let database = if database.postgres_url().is_some() { "PostgreSQL" } else { "SQLite" };
    Ok(Outcome { database, told: crowd.into_told(), ballots, used, by_token, per_second })
}
