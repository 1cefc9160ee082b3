//! `zhengyou import`: a spreadsheet of organisations or members, with the importer and the row-by-row report of the
//! page.
//!
//! Exit codes: 0 imported (or, in a dry run, could be), 1 refused because of errors or open questions, 2 the file
//! cannot be read or the database cannot be used.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::{Args, ValueEnum};
use server::Clock;
use server::imports::engine::{Kind, Phase};
use server::imports::report::{Line, Report, told};
use server::imports::{BringError, Extent, Order, Outcome, SureCorrections, bring, texts};
use storage::{Database, Strictness};
use texts::{Language as PageLanguage, Texts};

use crate::check_claim::Language;
use crate::installation::{CommandError, StoreArguments, create_private_folder};

/// Import a spreadsheet of organisations or members: 导入党组织或党员表格。
#[derive(Args, Clone, Debug)]
pub struct ImportArguments {
    /// The spreadsheet, an .xlsx file.
    file: PathBuf,
    /// What it holds.
    #[arg(long = "as", value_enum, value_name = "KIND")]
    kind: ImportKind,
    /// Only check and report; nothing is written.
    #[arg(long)]
    dry_run: bool,
    /// Accept the corrections that are sure, such as 支部 for 党支部.
    #[arg(long)]
    accept_sure: bool,
    #[command(flatten)]
    stores: StoreArguments,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ImportKind {
    Organisations,
    Members,
}

/// Runs the command.
pub async fn run(arguments: ImportArguments) -> Result<(), CommandError> {
    let ImportArguments { file, kind, dry_run, accept_sure, stores } = arguments;
    let kind = match kind {
        ImportKind::Organisations => Kind::Organisations,
        ImportKind::Members => Kind::Members,
    };
    let bytes = bytes(&file)?;
    create_private_folder(&stores.data)?;
    let database = match &stores.database_url {
        Some(url) => Database::open_postgres(url, Strictness::Log).await?,
        None => Database::open_sqlite(&stores.database_file(), Strictness::Log).await?,
    };
    let clock = Clock::System;
    let order = Order {
        kind,
        file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        bytes,
        extent: if dry_run { Extent::DryRun } else { Extent::Write },
        sure: if accept_sure { SureCorrections::Accept } else { SureCorrections::Ask },
        today: clock.today(stores.time_zone).format("%Y-%m-%d").to_string(),
    };
    let texts = texts().map_err(|error| CommandError::App(error.into()))?;
    let teller = Teller { texts, language: stores.language };
    let meter = Meter::default();
    let outcome =
        bring(&database, &clock, order, &|phase, done, total| meter.hear(&teller, phase, (done, total))).await;
    meter.end();
    database.close().await?;
    teller.tell(outcome.map_err(broken)?)
}

fn broken(error: BringError) -> CommandError {
    match error {
        BringError::Storage(error) => CommandError::Storage(error),
        other => CommandError::File(std::io::Error::other(other)),
    }
}

/// Reads no more than one byte beyond the limit, which is enough to be refused as too large.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let limit = spreadsheets::Limits::default().file_bytes;
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Says on standard error how far a large file is: on a terminal in one line that changes, elsewhere (a log) a line for
/// each tenth.
struct Meter {
    is_terminal: bool,
    /// The phase and the part of it that was said last.
    said: Mutex<Option<(Phase, usize)>>,
}

impl Default for Meter {
    fn default() -> Self {
        Self { is_terminal: std::io::stderr().is_terminal(), said: Mutex::default() }
    }
}

impl Meter {
    /// Files of fewer rows are done before anybody wonders.
    const LARGE: usize = 5_000;

    fn hear(&self, teller: &Teller, phase: Phase, (done, total): (usize, usize)) {
        let parts = if self.is_terminal { 100 } else { 10 };
        let part = done * parts / total.max(1);
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if total < Self::LARGE || *said == Some((phase, part)) {
            return;
        }
        *said = Some((phase, part));
        let numbers = [("done", done.into()), ("total", total.into())];
        let numbers = teller.texts.with(teller.page_language(), "imports-progress", &numbers);
        let line = format!("{} {numbers}", teller.text(&format!("imports-phase-{}", phase.code())));
        if self.is_terminal {
            eprint!("\r\x1b[2K{line}");
        } else {
            eprintln!("{line}");
        }
    }

    /// Leaves the line that changed.
    fn end(&self) {
        if self.is_terminal && self.said.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            eprintln!();
        }
    }
}

struct Teller {
    texts: Texts,
    language: Language,
}

impl Teller {
    fn page_language(&self) -> PageLanguage {
        match self.language {
            Language::Chinese => PageLanguage::ZhHans,
            Language::English => PageLanguage::En,
        }
    }

    fn text(&self, key: &str) -> String {
        self.texts.get(self.page_language(), key)
    }

    fn tell(&self, outcome: Outcome) -> Result<(), CommandError> {
        match outcome {
            Outcome::Unreadable(why) => {
                let why = told(&self.texts, self.page_language(), &why.key, &why.arguments);
                Err(CommandError::File(std::io::Error::other(why)))
            }
            Outcome::Refused(report) => {
                self.report(&report);
                Err(CommandError::Refused(self.text("imports-not-ready")))
            }
            Outcome::Checked(report) => {
                self.report(&report);
                let nothing = report.changes_nothing();
                let key = if nothing { "imports-changes-nothing" } else { "imports-may-be-imported" };
                println!("{}", self.text(key));
                Ok(())
            }
            Outcome::Written(report) => {
                self.report(&report);
                println!("{}", self.text("imports-written"));
                Ok(())
            }
        }
    }

    fn report(&self, report: &Report) {
        for line in &report.lines {
            println!("{}", self.line(line));
        }
        let names = ["create", "update", "unchanged", "left-out", "ask"];
        let counts = names.iter().zip(report.counts);
        let counts: Vec<String> =
            counts.map(|(name, count)| format!("{} {count}", self.text(&format!("imports-count-{name}")))).collect();
        println!("{}", counts.join(" · "));
    }

    /// One line: weight, places, what was found, what is proposed.
    fn line(&self, line: &Line) -> String {
        const MOST_PLACES: usize = 8;
        let severity = self.text(&format!("imports-severity-{}", line.severity));
        let places = line.places.iter().take(MOST_PLACES);
        let mut places: Vec<String> = places
            .map(|(sheet, row, column)| format!("{sheet}!{}{row}", column.as_deref().unwrap_or_default()))
            .collect();
        if line.places.len() > MOST_PLACES {
            places.push("…".to_owned());
        }
        let text = line.tell(&self.texts, self.page_language());
        let offers: Vec<&str> =
            line.offers.iter().map(|offer| offer.shown.as_str()).filter(|shown| !shown.is_empty()).collect();
        let offers = if offers.is_empty() { String::new() } else { format!(" → {}", offers.join(" | ")) };
        format!("[{severity}] {} {text}{offers}", places.join(" "))
    }
}
