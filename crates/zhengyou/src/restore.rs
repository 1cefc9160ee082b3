//! `zhengyou restore`: an installation from a backup, in a folder of its own, on SQLite or on an empty PostgreSQL database.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use server::void_lost_rounds;
use storage::{Database, Strictness, copy_rows, is_empty};

use crate::admin::say_of_rounds;
use crate::backup::{SUMS_FILE, sum};
use crate::check_claim::Language;
use crate::installation::{BALLOTS_FOLDER, CommandError, DATABASE_FILE, StoreArguments, close, create_private_folder};

/// Make an installation from a backup: 恢复。
#[derive(Args, Clone, Debug)]
pub struct RestoreArguments {
    /// The folder of the backup.
    source: PathBuf,
    #[command(flatten)]
    stores: StoreArguments,
}

/// Runs the command.
pub async fn run(arguments: RestoreArguments) -> Result<(), CommandError> {
    let RestoreArguments { source, stores } = arguments;
    let language = stores.language;
    let is_used = stores.data.exists() && fs::read_dir(&stores.data)?.next().is_some();
    if is_used {
        let folder = stores.data.display();
        return Err(CommandError::Refused(language.pick(
            format!("{folder} 里已有文件，没有恢复。请用一个空文件夹。"),
            format!("{folder} is not empty, so nothing was restored. Take an empty folder."),
        )));
    }
    let files = checked_files(&source, language)?;
    create_private_folder(&stores.data)?;
    if stores.database_url.is_none() {
        fs::copy(source.join(DATABASE_FILE), stores.database_file())?;
    }
    let app = stores.open(None).await?;
    if stores.database_url.is_some() && !is_empty(&app.database).await? {
        close(&app).await?;
        return Err(CommandError::Refused(language.pick(
            "这个 PostgreSQL 数据库里已有数据，没有恢复。请新建一个空的数据库。".to_owned(),
            "This PostgreSQL database holds data already, so nothing was restored. Make a new, empty one.".to_owned(),
        )));
    }
    for file in files.iter().filter(|file| file.starts_with(BALLOTS_FOLDER)) {
        app.ballots.take_sealed(&source.join(file)).await?;
    }
    if stores.database_url.is_some() {
        // Last and at once: where anything fails before, the database still is empty and restoring can be tried again.
        take_named(&stores, &source, &app.database).await?;
    }
    let found = void_lost_rounds(&app).await?;
    close(&app).await?;
    let place = match &stores.database_url {
        Some(_) => "PostgreSQL".to_owned(),
        None => stores.data.display().to_string(),
    };
    let mut said = language.pick(format!("已恢复到 {place}。"), format!("Restored into {place}."));
    if !found.titles.is_empty() {
        said.push('\n');
        said.push_str(&language.pick(
            "下列轮次备份时尚未封存，选票不在备份中，已整体作废，须重新组织：".to_owned(),
            "These rounds were not sealed when the backup was made; they are void as a whole and have to be repeated:"
                .to_owned(),
        ));
    }
    say_of_rounds(said, &found, language)
}

/// The rows of the named side into PostgreSQL, by way of a copy that this version may migrate first.
async fn take_named(stores: &StoreArguments, source: &Path, target: &Database) -> Result<(), CommandError> {
    let copy = stores.data.join("restoring.sqlite");
    fs::copy(source.join(DATABASE_FILE), &copy)?;
    let named = Database::open_sqlite(&copy, Strictness::Log).await?;
    copy_rows(&named, target).await?;
    named.close().await?;
    Ok(fs::remove_file(&copy)?)
}

/// The files of a backup, each with the hash it had when it was made.
fn checked_files(source: &Path, language: Language) -> Result<Vec<PathBuf>, CommandError> {
    let damaged = |what: &str| {
        CommandError::Refused(language.pick(
            format!("备份不完整或已改动：{what}。没有恢复。"),
            format!("The backup is incomplete or was changed: {what}. Nothing was restored."),
        ))
    };
    let list = fs::read_to_string(source.join(SUMS_FILE)).map_err(|_| damaged(SUMS_FILE))?;
    let mut files = Vec::new();
    for line in list.lines() {
        let (expected, name) = line.split_once("  ").ok_or_else(|| damaged(SUMS_FILE))?;
        let file = PathBuf::from(name);
        // A list that names a file elsewhere is not ours.
        let is_inside = file.components().all(|part| matches!(part, Component::Normal(_)));
        if !is_inside || sum(&source.join(&file)).ok().as_deref() != Some(expected) {
            return Err(damaged(name));
        }
        files.push(file);
    }
    if !files.contains(&PathBuf::from(DATABASE_FILE)) {
        return Err(damaged(DATABASE_FILE));
    }
    Ok(files)
}
