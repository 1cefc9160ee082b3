//! Can the ballot of a person, or of a used slip, be named?
//!
//! Rounds are lived in the product's own ballot box, on either database (`life.rs`). The named side takes no part: all it
//! could tell is which person was allotted which channel, that is, which sheet his ballot is on, and that the attacker
//! is given. There is no server, no named database and no log here: those are searched by the test `storm` of
//! `crates/zhengyou`, in one round, and nowhere else.
//!
//! The attacker holds, after sealing, the folder with stores, keys and backups as bytes, every file of PostgreSQL's
//! database, and all that a query tells of rows and their places. He knows the order in which people came, and holds
//! their used slips, with which he computes what the keys still there allow (`keys.rs`). Sizes and times of files say the
//! same of all ballots of a round and put none before another, so he makes nothing of them. PostgreSQL's write-ahead log
//! is a limit of `docs/TRUST.md` and not among what is searched.
//!
//! He may besides have had copies of the store during casting, with bytes and places of rows. They tell which covered row
//! came when; what he seeks is which sealed ballot such a row became. With two copies he is asked about those who came in
//! between. Twins show that he would know, had the open store not covered its rows, or had he the round's secret besides.
//!
//! In rounds of their own the judges of the small sheet hold blind tokens, and it is they who are asked about. Of tokens
//! the attacker has what the named side has besides: who asked when, with which blinded message, and the answer.

mod asking;
pub mod attacker;
pub mod copies;
pub mod devices;
pub mod keys;
pub mod life;
pub mod lived;
pub mod log;
pub mod numbers;
pub mod question;
pub mod report;
pub mod requests;
mod scenes;
pub mod search;
pub mod tables;
pub mod twins;

use std::sync::Mutex;

use anyhow::{Result, ensure};
use ballot_box::SheetId;
use rand::SeedableRng;
use rand::rngs::StdRng;
use test_databases::{TestDatabase, for_each_database};
use tokens::TokenKeys;

use crate::home::{Home, LARGE, SMALL};
use copies::{Traces, Views, places, wanted};
use devices::Device;
use life::{Build, Plan, Small};
use lived::{Happened, Judge, Lived};
use question::Question;
use report::Line;
use scenes::Scenes;
use twins::Careless;

/// Rounds of one size of which careless twins are made; enough to see whether the attacker sees.
const MOST_TWINS: usize = 40;

/// The same of rounds in which so few come in between two copies that many are needed to learn from.
const MOST_TWINS_OF_FEW: usize = 100;

/// Rounds of one size that are lived in a build which keeps the secret: one half is learnt from, the other named.
const SECRET_KEPT: u64 = 2;

/// The same of the careless builds with tokens, where four of twelve judges hold one: of so few several are needed to learn
/// from.
const TWINS_OF_FEW: u64 = 6;
const FEW_JUDGES: usize = 30;

/// What is tried.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Settings {
    /// How many rounds of 12 judges
    #[arg(long, default_value_t = 400)]
    pub rounds_of_12: u64,
    /// How many rounds of 100 judges
    #[arg(long, default_value_t = 60)]
    pub rounds_of_100: u64,
    /// How many rounds of 10,000 judges
    #[arg(long, default_value_t = 4)]
    pub rounds_of_10000: u64,
    /// How many rounds of 12 judges, some of whom hold tokens
    #[arg(long, default_value_t = 400)]
    pub token_rounds_of_12: u64,
    /// How many rounds of 100 judges, some of whom hold tokens
    #[arg(long, default_value_t = 60)]
    pub token_rounds_of_100: u64,
    /// How many rounds of 10,000 judges, some of whom hold tokens; signing those of one takes a quarter of a minute
    #[arg(long, default_value_t = 2)]
    pub token_rounds_of_10000: u64,
    /// Where chance begins
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// So many rounds of so many judges.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Judges of a round.
    pub judges: usize,
    /// Rounds.
    pub rounds: u64,
    /// What the judges of the small sheet hold.
    pub small: Holding,
}

/// What judges hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// Slips.
    Slips,
    /// Blind tokens.
    Tokens,
}

/// What the attacker is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A1: everything there is after sealing.
    Sealed,
    /// Of it the codes of used slips, the keys that still exist and the nonces stored with the ballots.
    Keys,
    /// A1 with what was copied before: besides, two copies of the open store, one of them made when everybody had come; he
    /// is asked about everybody.
    EarlierCopies,
    /// A2: besides, two copies of the open store made during casting, with the bytes and the places of rows.
    TwoCopies,
    /// The same of a build that writes its open rows uncovered, and carelessly.
    OpenTwin(Careless),
    /// Two copies, and the round's secret copied with them.
    TwoCopiesAndSecret,
    /// A copy made when everybody had come, and the round's secret with it.
    OpenStoreAndSecret,
    /// A build that rewrites it and leaves the last rows in order beside it.
    RowsLeftBeside,
    /// A build that rewrites it carelessly.
    Twin(Careless),
    /// A build that keeps the round's secret and gives everybody the same retry key.
    SecretKept,
    /// Of what is sealed the used tokens, what the named side has of them, and the private key, copied before it was erased.
    TokenKeysCopied,
    /// A build that leaves the private key on the disk, with devices that blind nothing, and only what that key gives.
    TokenKeysKept,
    /// Devices that blind nothing.
    NotBlinded,
    /// Devices that all blind with a factor that he knows.
    SameFactor,
    /// Devices whose random bytes count up in the order of asking.
    SerialsCount,
}

impl Holding {
    /// The sheets whose judges are asked about.
    const fn sheets(self) -> &'static [SheetId] {
        match self {
            Self::Slips => &[LARGE, SMALL],
            Self::Tokens => &[SMALL],
        }
    }

    const fn questions(self) -> &'static [Question] {
        match self {
            Self::Slips => &Question::ALL,
            Self::Tokens => &Question::WITH_TOKENS,
        }
    }

    /// For the head of a table.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Slips => "",
            Self::Tokens => ", the small sheet with tokens",
        }
    }
}

/// Attacks rounds of every size on every database and prints the table.
///
/// # Errors
/// What was named beyond chance, or a careless build against which the attacker failed.
pub fn run(settings: &Settings) -> Result<()> {
    let sizes = [
        (12, settings.rounds_of_12, Holding::Slips),
        (100, settings.rounds_of_100, Holding::Slips),
        (10_000, settings.rounds_of_10000, Holding::Slips),
        (12, settings.token_rounds_of_12, Holding::Tokens),
        (100, settings.token_rounds_of_100, Holding::Tokens),
        (10_000, settings.token_rounds_of_10000, Holding::Tokens),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut lines = Vec::new();
    for (judges, rounds, small) in sizes.into_iter().filter(|(_, rounds, _)| *rounds > 0) {
        ensure!(rounds > 1, "one half of the rounds is learnt from, the other named: {rounds} is too few");
        lines.extend(runtime.block_on(attack_both(Size { judges, rounds, small }, settings.seed))?);
    }
    report::print(&lines);
    let faults = lines.iter().filter_map(|line| line.fault(3.0));
    let of_twins = report::twins_faults(&lines, 3.0).into_iter().chain(report::twins_of_too_few(&lines));
    let faults: Vec<String> = faults.chain(of_twins).collect();
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

/// Attacks rounds of one size on SQLite and, where there is one, PostgreSQL.
///
/// # Errors
/// Those of the box and the databases.
pub async fn attack_both(size: Size, seed: u64) -> Result<Vec<Line>> {
    let outcomes = Mutex::new(Vec::new());
    // One pair signs the tokens of all rounds of a size; making one takes long.
    let keys = match size.small {
        Holding::Slips => None,
        Holding::Tokens => Some(TokenKeys::generate(&mut StdRng::seed_from_u64(seed))?),
    };
    for_each_database(async |database| {
        let outcome = attack_one(database, size, keys.as_ref(), seed).await;
        if let Ok(mut outcomes) = outcomes.lock() {
            outcomes.push(outcome);
        }
    })
    .await;
    let outcomes = outcomes.into_inner().map_err(|_| anyhow::anyhow!("an attack panicked"))?;
    Ok(outcomes.into_iter().collect::<Result<Vec<_>>>()?.concat())
}

async fn attack_one(database: &TestDatabase, size: Size, keys: Option<&TokenKeys>, seed: u64) -> Result<Vec<Line>> {
    let home = Home::of(database);
    // Makes the schema, which the first copy reads.
    home.open(seed).await?.close().await?;
    let views = Views::of(&home).await?;
    let mut scenes = Scenes::of(size);
    let holding = |device: Device| keys.map_or(Small::Slips, |keys| Small::Tokens(keys, device));
    let plan = |number: u64, build: Build, device: Device| Plan {
        number,
        judges: size.judges,
        seed,
        build,
        small: holding(device),
    };
    let mut rounds = Vec::new();
    for number in 0..size.rounds {
        if number == size.rounds / 2 {
            back_up(&home, "backup-earlier", seed).await?;
        }
        let mut lived = life::live(&home, &views, plan(number, Build::Product, Device::Blinds)).await?;
        let second = Traces::of(&std::mem::take(&mut lived.second), &lived.judges);
        let last = Traces::of(&std::mem::take(&mut lived.unsealed), &lived.judges);
        scenes.add(&lived.judges, Given::TwoCopiesAndSecret, lived.between.clone(), &second.uncovered());
        scenes.add(&lived.judges, Given::OpenStoreAndSecret, 0..size.judges, &last.uncovered());
        rounds.push((lived, second, last));
    }
    back_up(&home, "backup", seed).await?;
    let sealed = everything_after_sealing(&views, rounds.iter().map(|(lived, ..)| lived)).await?;
    for (place, ((lived, second, last), mut sealed)) in rounds.iter().zip(sealed).enumerate() {
        add_known(&mut sealed, &home, lived, keys)?;
        if let Some(keys) = keys {
            let mut signed = sealed.clone();
            requests::add_signed(&mut signed, lived, keys, "that was copied")?;
            scenes.add(&lived.judges, Given::TokenKeysCopied, 0..size.judges, &keys::computed_only(&signed));
        }
        scenes.add(&lived.judges, Given::Sealed, 0..size.judges, &sealed);
        scenes.add(&lived.judges, Given::Keys, 0..size.judges, &keys::computed_only(&sealed));
        if place < MOST_TWINS {
            let careless = twins::with_rows_beside(&sealed, &lived.judges);
            scenes.add(&lived.judges, Given::RowsLeftBeside, 0..size.judges, &careless);
        }
        if place < size.open_twins() {
            for careless in Careless::BOTH {
                let mut open = sealed.clone();
                open.add_copy(&twins::open_traces(&home, &views, lived, careless).await?, "second copy");
                scenes.add(&lived.judges, Given::OpenTwin(careless), lived.between.clone(), &open);
            }
        }
        sealed.add_copy(second, "second copy");
        scenes.add(&lived.judges, Given::TwoCopies, lived.between.clone(), &sealed);
        sealed.add_copy(last, "last copy");
        scenes.add(&lived.judges, Given::EarlierCopies, 0..size.judges, &sealed);
    }
    for careless in Careless::BOTH {
        for (lived, ..) in rounds.iter().take(MOST_TWINS) {
            let traces = twins::traces(&home, &views, lived, careless).await?;
            scenes.add(&lived.judges, Given::Twin(careless), 0..size.judges, &traces);
        }
    }
    let mut number = size.rounds;
    for &(build, device) in size.twins() {
        for _ in 0..size.rounds_of_twins() {
            let lived = life::live(&home, &views, plan(number, build, device)).await?;
            number += 1;
            let mut traces = Traces::of(&views.copy(lived.round).await?, &lived.judges);
            add_known(&mut traces, &home, &lived, keys)?;
            for (given, traces) in twins::lived(build, device, &traces) {
                scenes.add(&lived.judges, given, 0..size.judges, &traces);
            }
        }
    }
    views.close().await?;
    let happened = rounds.iter().fold(Happened::default(), |all, (lived, ..)| all.and(lived.happened));
    Ok(scenes.lines(home.database(), happened))
}

/// Adds what the attacker knows besides of slips and tokens, and what he computes of it.
fn add_known(traces: &mut Traces, home: &Home, lived: &Lived, keys: Option<&TokenKeys>) -> Result<()> {
    keys::add_computed(traces, home, lived)?;
    if let Some(keys) = keys {
        requests::add_known(traces, lived, keys.public_key())?;
        requests::add_signed_with_keys_on_disk(traces, home, lived)?;
    }
    Ok(())
}

impl Size {
    /// Careless builds and devices in which rounds are lived.
    const fn twins(self) -> &'static [(Build, Device)] {
        match self.small {
            Holding::Slips => &[(Build::SecretKept, Device::Blinds)],
            Holding::Tokens => &[
                (Build::SecretKept, Device::Blinds),
                (Build::TokenKeysKept, Device::DoesNotBlind),
                (Build::Product, Device::SameFactor),
                (Build::Product, Device::CountsSerials),
            ],
        }
    }

    const fn open_twins(self) -> usize {
        if self.judges < FEW_JUDGES { MOST_TWINS_OF_FEW } else { MOST_TWINS }
    }

    const fn rounds_of_twins(self) -> u64 {
        match self.small {
            Holding::Tokens if self.judges < FEW_JUDGES => TWINS_OF_FEW,
            _ => SECRET_KEPT,
        }
    }
}

async fn back_up(home: &Home, name: &str, seed: u64) -> Result<()> {
    let folder = home.folder.join(name);
    std::fs::create_dir_all(&folder)?;
    let ballots = home.open(seed).await?;
    ballots.copy_sealed(&folder).await?;
    Ok(ballots.close().await?)
}

/// The traces in everything that exists when all rounds are sealed.
async fn everything_after_sealing(views: &Views, rounds: impl Iterator<Item = &Lived> + Clone) -> Result<Vec<Traces>> {
    let mut found = Vec::new();
    for lived in rounds.clone() {
        let copy = views.copy(lived.round).await?;
        let mut traces = Traces::default();
        traces.add_tables(&wanted(&[&lived.judges]), &copy.tables, lived.judges.len());
        found.push(traces);
    }
    let judges: Vec<&[Judge]> = rounds.map(|lived| lived.judges.as_slice()).collect();
    let wanted = wanted(&judges);
    for (class, bytes) in views.all_files().await? {
        for (round, kind, sort, number, trace) in places(&wanted, &class, &bytes) {
            found[round].note(kind, sort, judges[round].len(), number, trace);
        }
    }
    Ok(found)
}
