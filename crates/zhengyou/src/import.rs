//! `zhengyou import`: a spreadsheet of organisations or members, with the importer and the row-by-row report of the
//! page.
//!
//! Exit codes: 0 imported (or, in a dry run, could be), 1 refused because of errors or open questions, 2 the file
//! cannot be read or the database cannot be used.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use server::Clock;
use server::imports::engine::Kind;
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
    let outcome = bring(&database, &clock, order, &|_, _, _| ()).await;
    database.close().await?;
    let texts = texts().map_err(|error| CommandError::App(error.into()))?;
    let teller = Teller { texts, language: stores.language };
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
