//! PostgreSQL's own programs: where they stand, and making a cluster with them.

use super::owner::Owner;
use crate::process;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Oldest main version the product supports.
const OLDEST: u32 = 15;
/// Name of the cluster's superuser.
pub const SUPERUSER: &str = "zhengyou";
/// Where distributions keep the server's programs, by version.
const HOMES: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", "bin"),
    ("/usr/local/lib/postgresql", "bin"),
    ("/opt/homebrew/opt", "bin"),
    ("/usr/local/opt", "bin"),
];

/// The folder with `initdb` and `postgres`.
pub struct Programs {
    /// Where both stand.
    pub folder: PathBuf,
    /// Main version, such as 15.
    pub version: u32,
}

impl Programs {
    /// The newest PostgreSQL on the machine.
    ///
    /// # Errors
    /// None, or none new enough.
    pub fn find() -> Result<Self> {
        let found = candidates().into_iter().filter_map(|folder| {
            let version = version_in(&folder).ok()?;
            Some(Self { folder, version })
        });
        let newest = found.max_by_key(|programs| programs.version).context("no initdb and postgres found")?;
        if newest.version < OLDEST {
            bail!("version {} in {} is older than {OLDEST}", newest.version, newest.folder.display());
        }
        Ok(newest)
    }

    /// Makes a cluster in `data`, a folder that does not exist yet.
    ///
    /// Its collation is a linguistic one, as offices have it: a query that owes its order to SQLite's byte order
    /// shows a difference here rather than there.
    pub fn make_cluster(&self, owner: &Owner, data: &Path) -> Result<()> {
        let mut initdb = owner.command(&self.folder.join("initdb"), Path::new("/"));
        initdb.arg("--pgdata").arg(data).args([
            "--username",
            SUPERUSER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=icu",
            "--icu-locale=zh-Hans-CN",
            "--no-sync",
        ]);
        process::output(&mut initdb)?;
        Ok(())
    }
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = HOMES
        .iter()
        .flat_map(|(home, below)| {
            let entries = std::fs::read_dir(home).into_iter().flatten().flatten();
            entries.map(move |entry| entry.path().join(below))
        })
        .collect();
    folders.extend(process::find_in_path(&["initdb"]).and_then(|program| {
        let real = program.canonicalize().unwrap_or(program);
        real.parent().map(Path::to_owned)
    }));
    folders.retain(|folder| ["initdb", "postgres"].iter().all(|name| process::is_executable(&folder.join(name))));
    folders
}

fn version_in(folder: &Path) -> Result<u32> {
    parse_version(&process::output(Command::new(folder.join("postgres")).arg("--version"))?)
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15; `17beta1` → 17.
fn parse_version(line: &str) -> Result<u32> {
    let word = line.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let digits: String = word.unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("no version in: {line}"))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn versions_are_read_as_postgres_prints_them() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n").unwrap(), 15);
        assert_eq!(parse_version("postgres (PostgreSQL) 19beta1").unwrap(), 19);
        assert!(parse_version("postgres").is_err());
    }
}
