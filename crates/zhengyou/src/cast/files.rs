//! The files of a member's own device: for its owner alone, on the disk before anything depends on them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::Stop;
use crate::check_claim::Language;

/// An unfinished hand-in holds a whole sheet; everything else is small.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What a file holds; `None` where there is none, nothing where it is no text or too large to be anything of this program's.
///
/// # Errors
/// Where it cannot be read.
pub fn read(language: Language, path: &Path) -> Result<Option<Zeroizing<String>>, Stop> {
    let mut text = Zeroizing::new(String::new());
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    match read {
        Ok(_) if text.len() as u64 > LARGEST => Ok(Some(Zeroizing::new(String::new()))),
        Ok(_) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(Zeroizing::new(String::new()))),
        Err(error) => Err(failed(language, path, &error)),
    }
}

/// Writes a file that was not there. It is on the disk, with its name, when this returns.
///
/// # Errors
/// Where it is there already, or cannot be written.
pub fn create(language: Language, path: &Path, text: &str) -> Result<(), Stop> {
    written(path, text).and_then(|()| name_kept(path)).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(language, path),
        _ => failed(language, path, &error),
    })
}

/// Refuses a file that is there already: nothing is ever written over what this program did not write itself.
///
/// # Errors
/// Where it is there.
pub fn must_be_new(language: Language, path: &Path) -> Result<(), Stop> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(language, path, &error)),
        Ok(_) => Err(exists(language, path)),
    }
}

/// Puts another text in place of a file's: written beside it and renamed, so that at every moment the one or the other is
/// whole on the disk.
///
/// # Errors
/// Where it cannot be written; the file is then as it was.
pub fn replace(language: Language, path: &Path, text: &str) -> Result<(), Stop> {
    let beside = beside(path, "zhengyou-new");
    let replaced = match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => written(&beside, text),
    };
    let replaced = replaced.and_then(|()| fs::rename(&beside, path)).and_then(|()| name_kept(path));
    replaced.map_err(|error| failed(language, path, &error))
}

/// Removes a file.
///
/// # Errors
/// Where it cannot be removed.
pub fn remove(language: Language, path: &Path) -> Result<(), Stop> {
    fs::remove_file(path).and_then(|()| name_kept(path)).map_err(|error| failed(language, path, &error))
}

/// The file of the same name with an ending more.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn written(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let kept = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    // Nothing half-written stays.
    kept.or_else(|error| fs::remove_file(path).and(Err(error)))
}

/// The name of a file lies in its folder, which is written to the disk by itself.
fn name_kept(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn exists(language: Language, path: &Path) -> Stop {
    let path = path.display();
    Stop::Refused(language.pick(
        format!("“{path}”已经存在，没有改动它。请换一个文件名。"),
        format!("“{path}” is there already and was left as it is. Choose another name."),
    ))
}

fn failed(language: Language, path: &Path, error: &io::Error) -> Stop {
    let path = path.display();
    Stop::Cannot(
        language.pick(format!("文件“{path}”读写失败：{error}"), format!("The file “{path}” cannot be used: {error}")),
    )
}
