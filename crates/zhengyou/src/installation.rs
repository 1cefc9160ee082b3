//! Where an installation keeps its things, and opening them.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ballot_box::{BallotBox, BallotError, Place, Settings};
use chrono_tz::Tz;
use clap::Args;
use server::web::WebError;
use server::{App, AppError, AppSettings, Clock};
use storage::{Database, StorageError, Strictness};

use crate::check_claim::Language;

/// The SQLite file of the named side.
pub const DATABASE_FILE: &str = "zhengyou.sqlite";
/// The folder of the ballot stores.
pub const BALLOTS_FOLDER: &str = "ballots";
/// Held by the server that runs on the folder.
const LOCK_FILE: &str = "zhengyou.lock";

/// Where an installation keeps its things.
#[derive(Args, Clone, Debug)]
pub struct StoreArguments {
    /// The folder of the installation; made when it is missing.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// A PostgreSQL database (postgres://…) instead of the SQLite file in the folder.
    #[arg(long, value_name = "URL")]
    pub database_url: Option<String>,
    /// A PostgreSQL database of its own for the ballots; without it they stand with the rest.
    #[arg(long, value_name = "URL", requires = "database_url")]
    pub ballot_database_url: Option<String>,
    /// The folder of the rounds' keys, common to all servers of an installation [default: DIR/keys].
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Where the organisation is.
    #[arg(long, value_name = "ZONE", default_value = "Asia/Shanghai")]
    pub time_zone: Tz,
    /// The language of what is printed.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Why a command was not done.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A rule refuses; the text says what to do.
    #[error("{0}")]
    Refused(String),
    /// Stores that do not open; the text says which, and what became of the others.
    #[error("{0}")]
    Unopened(String),
    /// The named side.
    #[error("{0}")]
    Storage(#[from] StorageError),
    /// The ballot stores.
    #[error("{0}")]
    Ballots(#[from] BallotError),
    /// The application.
    #[error("{0}")]
    App(#[from] AppError),
    /// A change that did not happen.
    #[error("{0}")]
    Change(#[from] WebError),
    /// A file or the network.
    #[error("{0}")]
    File(#[from] std::io::Error),
}

impl CommandError {
    /// The exit code: 1 refused, 2 broken.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            _ => 2,
        }
    }
}

impl StoreArguments {
    /// The SQLite file of the named side.
    pub fn database_file(&self) -> PathBuf {
        self.data.join(DATABASE_FILE)
    }

    /// The folder of the ballot stores.
    pub fn ballots_folder(&self) -> PathBuf {
        self.data.join(BALLOTS_FOLDER)
    }

    /// Refuses a folder in which nobody has started yet.
    pub fn must_exist(&self) -> Result<(), CommandError> {
        if self.database_url.is_some() || self.database_file().is_file() {
            return Ok(());
        }
        let folder = self.data.display();
        Err(CommandError::Refused(self.language.pick(
            format!("{folder} 里没有争优的数据。请核对 --data。"),
            format!("{folder} holds no data of Zhengyou. Check --data."),
        )))
    }

    /// Takes the folder for this process, until the file is dropped. Several servers may share a PostgreSQL database
    /// but not a folder.
    pub fn occupy(&self) -> Result<File, CommandError> {
        create_private_folder(&self.data)?;
        let lock = File::options().create(true).truncate(false).write(true).open(self.data.join(LOCK_FILE))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::Error(error)) => Err(error.into()),
            Err(TryLockError::WouldBlock) => {
                let folder = self.data.display();
                Err(CommandError::Refused(self.language.pick(
                    format!("{folder} 正在被另一个争优使用。请先停止它，或换一个文件夹。"),
                    format!("Another Zhengyou is using {folder}. Stop it first, or take another folder."),
                )))
            }
        }
    }

    /// Opens the stores, migrating them first.
    pub async fn open(&self, public_url: Option<String>) -> Result<App, CommandError> {
        create_private_folder(&self.data)?;
        let database = match &self.database_url {
            Some(url) => Database::open_postgres(url, Strictness::Log).await?,
            None => Database::open_sqlite(&self.database_file(), Strictness::Log).await?,
        };
        let ballots = self.open_ballots().await?;
        let settings = AppSettings { data: self.data.clone(), public_url, time_zone: self.time_zone };
        Ok(App::new(database, Arc::new(ballots), Clock::System, settings)?)
    }

    /// Opens the ballot box.
    pub async fn open_ballots(&self) -> Result<BallotBox, CommandError> {
        let place = match (&self.ballot_database_url, &self.database_url) {
            (Some(url), _) | (None, Some(url)) => Place::Postgres(url.clone()),
            (None, None) => Place::Folder(self.ballots_folder()),
        };
        let keys = self.keys.clone().unwrap_or_else(|| self.data.join("keys"));
        Ok(BallotBox::open(Settings::new(place, keys)).await?)
    }
}

/// Closes the stores.
pub async fn close(app: &App) -> Result<(), CommandError> {
    app.ballots.close().await?;
    app.database.clone().close().await?;
    Ok(())
}

/// Makes a folder that only its owner may enter, with its parents.
pub fn create_private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
