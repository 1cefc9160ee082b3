//! Files that survive a power cut: written whole or not at all, and gone when they are gone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use crate::BallotError;

/// Ties an error to the path it happened at.
pub(crate) fn at<T>(path: &Path, result: io::Result<T>) -> Result<T, BallotError> {
    result.map_err(|error| BallotError::File { path: path.to_owned(), error: Arc::new(error) })
}

/// Makes a folder that only its owner may enter, with its parents.
pub(crate) fn create_private_folder(path: &Path) -> Result<(), BallotError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    at(path, builder.create(path))
}

/// Makes a new file that only its owner may read, writes and syncs it. Fails when it exists.
pub(crate) fn create_private(path: &Path, content: &[u8]) -> Result<(), BallotError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = at(path, options.open(path))?;
    at(path, file.write_all(content).and_then(|()| file.sync_all()))
}

/// Overwrites a file with zeros, syncs, cuts it to nothing, syncs. The empty file stays as a mark that it was there.
pub(crate) fn erase(path: &Path) -> Result<(), BallotError> {
    let erase = || {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        file.write_all(&vec![0; length])?;
        file.sync_all()?;
        file.set_len(0)?;
        file.sync_all()
    };
    at(path, erase())
}

/// Reads a file, `None` when there is none.
pub(crate) fn read_if_present(path: &Path) -> Result<Option<Vec<u8>>, BallotError> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => at(path, other).map(Some),
    }
}

/// Removes a file; says whether there was one.
pub(crate) fn remove_if_present(path: &Path) -> Result<bool, BallotError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        other => at(path, other).map(|()| true),
    }
}

/// Whether the file is there.
pub(crate) fn is_present(path: &Path) -> Result<bool, BallotError> {
    at(path, path.try_exists())
}

/// Syncs a file or, so that names made or removed in it are durable, a folder.
pub(crate) fn sync(path: &Path) -> Result<(), BallotError> {
    at(path, File::open(path).and_then(|file| file.sync_all()))
}
