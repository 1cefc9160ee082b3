//! `zhengyou backup`: a consistent copy of an installation, while it is in use.
//!
//! A backup is a folder: the named side, the stores of sealed rounds, and `SHA256SUMS` over them; SQLite files also where
//! the installation is on PostgreSQL, so that either can be restored into the other. The store of an
//! unsealed round never enters it, because before sealing its bytes betray the order of arrival; nor do keys.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use storage::{Database, OpenRound, Strictness, backup_sqlite_file, copy_rows, open_rounds};

use crate::installation::{BALLOTS_FOLDER, CommandError, DATABASE_FILE, StoreArguments, create_private_folder};

/// The list of files with their hashes, as `sha256sum --check` reads it.
pub const SUMS_FILE: &str = "SHA256SUMS";

/// Copy an installation into a new folder: 备份。
#[derive(Args, Clone, Debug)]
pub struct BackupArguments {
    /// The folder to be made; must not exist.
    target: PathBuf,
    #[command(flatten)]
    stores: StoreArguments,
}

/// Runs the command.
pub async fn run(arguments: BackupArguments) -> Result<(), CommandError> {
    let BackupArguments { target, stores } = arguments;
    let language = stores.language;
    stores.must_exist()?;
    if target.exists() {
        let target = target.display();
        return Err(CommandError::Refused(language.pick(
            format!("{target} 已存在。请换一个新的文件夹名。"),
            format!("{target} exists already. Name a new folder."),
        )));
    }
    // Whole or not at all: an unfinished backup never has the name that was asked for.
    let mut unfinished = target.clone().into_os_string();
    unfinished.push(".unfinished");
    let unfinished = PathBuf::from(unfinished);
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    let open = copy(&stores, &unfinished).await?;
    fs::rename(&unfinished, &target)?;
    tell(&stores, &target, &open)
}

/// Copies the named side first: a round it calls sealed has its sealed store by then.
async fn copy(stores: &StoreArguments, target: &Path) -> Result<Vec<OpenRound>, CommandError> {
    create_private_folder(&target.join(BALLOTS_FOLDER))?;
    let database = target.join(DATABASE_FILE);
    let copied = copy_named(stores, &database).await?;
    let rounds = open_rounds(&copied).await?;
    copied.close().await?;
    let mut files = vec![PathBuf::from(DATABASE_FILE)];
    let ballots = stores.open_ballots().await?;
    let mut sealed = BTreeSet::new();
    for (round, file) in ballots.copy_sealed(&target.join(BALLOTS_FOLDER)).await? {
        files.push(Path::new(BALLOTS_FOLDER).join(file.file_name().unwrap_or_default()));
        sealed.insert(round.to_string());
    }
    ballots.close().await?;
    write_sums(target, &files)?;
    let is_left_out = |round: &OpenRound| !sealed.contains(&round.id.to_string());
    Ok(rounds.into_iter().filter(is_left_out).collect())
}

/// The named side of one moment, as a SQLite file whatever it is kept in; the server that uses it goes on.
async fn copy_named(stores: &StoreArguments, target: &Path) -> Result<Database, CommandError> {
    let Some(url) = &stores.database_url else {
        backup_sqlite_file(&stores.database_file(), target).await?;
        return Ok(Database::open_sqlite(target, Strictness::Log).await?);
    };
    let named = Database::join_postgres(url, Strictness::Log).await?;
    let copied = Database::open_sqlite(target, Strictness::Log).await?;
    copy_rows(&named, &copied).await?;
    named.close().await?;
    Ok(copied)
}

fn write_sums(target: &Path, files: &[PathBuf]) -> io::Result<()> {
    let mut sums = String::new();
    for file in files {
        // Always with `/`, so that a backup can be carried between systems.
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        sums.push_str(&format!("{}  {}\n", sum(&target.join(file))?, parts.join("/")));
    }
    let mut list = File::create(target.join(SUMS_FILE))?;
    list.write_all(sums.as_bytes())?;
    list.sync_all()
}

/// The SHA-256 of a file.
pub fn sum(file: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut file = File::open(file)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = io::Read::read(&mut file, &mut buffer)?;
        match buffer.get(..read) {
            Some([]) | None => break,
            Some(bytes) => hash.update(bytes),
        }
    }
    Ok(HEXLOWER.encode(&hash.finalize()))
}

fn tell(stores: &StoreArguments, target: &Path, open: &[OpenRound]) -> Result<(), CommandError> {
    let language = stores.language;
    let (folder, sealed) = (target.display(), fs::read_dir(target.join(BALLOTS_FOLDER))?.count());
    println!(
        "{}",
        language.pick(
            format!("已备份到 {folder}：数据库和 {sealed} 个已封存轮次的选票。轮次密钥不进入备份。"),
            format!("Backed up to {folder}: the database and the ballots of {sealed} sealed round(s). Keys are never included."),
        )
    );
    if !open.is_empty() {
        println!(
            "{}",
            language.pick(
                "下列轮次尚未封存，为保护投票秘密，其选票不在备份中。如用这份备份恢复，这些轮次整体作废，须重新组织：".to_owned(),
                "These rounds are not sealed; to keep the ballot secret, their ballots are not in the backup. Restored \
                 from it, each is void as a whole and has to be repeated:"
                    .to_owned(),
            )
        );
        for round in open {
            println!("  {}", round.title);
        }
    }
    Ok(())
}
