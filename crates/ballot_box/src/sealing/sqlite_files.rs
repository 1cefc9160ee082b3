//! The names of a round's SQLite files.

use std::path::{Path, PathBuf};

use crate::ballot_box::rounds_by_ending;
use crate::{BallotError, RoundId, files};

const OPEN: &str = ".sqlite";
const SEALED: &str = ".sealed.sqlite";

/// The files of one round. The sealed store has a name of its own: a left-over log of the old one can never be taken
/// for its log.
pub(crate) struct SqliteFiles {
    pub folder: PathBuf,
    /// The store until it is sealed; its log and index stand beside it.
    pub open: PathBuf,
    /// The copy while it is being written; worthless after a crash.
    pub copy: PathBuf,
    /// The sealed store. Once it is there it is in force.
    pub sealed: PathBuf,
}

impl SqliteFiles {
    pub(crate) fn of(folder: &Path, round: RoundId) -> Self {
        Self {
            folder: folder.to_owned(),
            open: folder.join(format!("{round}{OPEN}")),
            copy: folder.join(format!("{round}.copy")),
            sealed: folder.join(format!("{round}{SEALED}")),
        }
    }

    /// The rounds that have an open or a sealed file, unsorted, perhaps twice.
    pub(crate) fn rounds_in(folder: &Path) -> Result<Vec<RoundId>, BallotError> {
        let mut rounds = rounds_by_ending(folder, OPEN)?;
        rounds.extend(rounds_by_ending(folder, SEALED)?);
        Ok(rounds)
    }

    /// The sealed rounds with their files, in the order of their names.
    pub(crate) fn sealed_in(folder: &Path) -> Result<Vec<(RoundId, PathBuf)>, BallotError> {
        let mut rounds = rounds_by_ending(folder, SEALED)?;
        rounds.sort_unstable();
        Ok(rounds.into_iter().map(|round| (round, Self::of(folder, round).sealed)).collect())
    }

    /// The round of a sealed file, by its name.
    pub(crate) fn round_of_sealed(file: &Path) -> Option<RoundId> {
        RoundId::parse(file.file_name()?.to_str()?.strip_suffix(SEALED)?).ok()
    }

    pub(crate) fn old_remain(&self) -> Result<bool, BallotError> {
        for path in self.old() {
            if files::is_present(&path)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Deletes what is left of the open store. The log goes last, so that a database without it is never opened.
    pub(crate) fn delete_old(&self) -> Result<(), BallotError> {
        for path in self.old() {
            files::remove_if_present(&path)?;
        }
        files::sync(&self.folder)
    }

    /// Deletes an unfinished copy.
    pub(crate) fn delete_copy(&self) -> Result<(), BallotError> {
        for path in with_companions(&self.copy) {
            files::remove_if_present(&path)?;
        }
        Ok(())
    }

    fn old(&self) -> Vec<PathBuf> {
        let mut old = with_companions(&self.open);
        old.extend(with_companions(&self.copy));
        old
    }
}

fn with_companions(path: &Path) -> Vec<PathBuf> {
    let companion = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    vec![path.to_owned(), companion("-shm"), companion("-wal"), companion("-journal")]
}
