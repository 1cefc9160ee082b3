//! `zhengyou countersign`: a superior organisation signs an archive it has seen, with a key made elsewhere.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use archive::{Bytes, Evidence, WriteError};
use clap::Args;
use credentials::SigningKeys;

use super::{cannot, open, small_file, unreadable, verify};
use crate::check_claim::{Answer, Language};

/// Countersign the archive of a round, with the superior organisation's own key: 上级副署归档包。
#[derive(Args, Clone, Debug)]
pub struct CountersignArguments {
    /// The archive, `.zyarchive`.
    #[arg(required_unless_present = "make_key", requires = "key", requires = "output")]
    pub file: Option<PathBuf>,
    /// The file with the key.
    #[arg(long, value_name = "KEYFILE")]
    pub key: Option<PathBuf>,
    /// Where the countersigned archive goes; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Make a key, write it into this file, and print its public half, to be published.
    #[arg(long, value_name = "KEYFILE", conflicts_with_all = ["file", "key", "output"])]
    pub make_key: Option<PathBuf>,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Runs the command.
#[must_use]
pub fn run(arguments: CountersignArguments) -> ExitCode {
    let CountersignArguments { file, key, output, make_key: made, language } = arguments;
    let answer = match (file, key, output, made) {
        (_, _, _, Some(path)) => make_key(language, &path),
        (Some(file), Some(key), Some(output), None) => countersigned(language, &file, &key, &output),
        _ => {
            Err(cannot(language, "countersign", ("缺少文件、密钥或输出位置", "a file, a key and an output are wanted")))
        }
    };
    answer.unwrap_or_else(|answer| answer).print()
}

/// Makes a key: the seed in hexadecimal, readable by its owner alone.
fn make_key(language: Language, path: &Path) -> Result<Answer, Answer> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed).map_err(|error| {
        let reason = error.to_string();
        cannot(language, &path.display().to_string(), (&reason, &reason))
    })?;
    let mut file = fresh(language, path)?;
    let written = writeln!(file, "{}", Bytes(seed)).and_then(|()| file.sync_all());
    written.map_err(|error| unreadable(language, path, &error))?;
    let public = Bytes(*SigningKeys::from_random(&seed).public_key().as_bytes());
    let said = language.pick(
        format!("副署公钥：{public}\n请公布这串公钥；密钥文件只此一份，请离线保管。"),
        format!("Public key: {public}\nPublish it; the key file is the only one, keep it offline."),
    );
    Ok(Answer { lines: said.lines().map(str::to_owned).collect(), code: 0 })
}

fn countersigned(language: Language, file: &Path, key: &Path, output: &Path) -> Result<Answer, Answer> {
    let keys = key_of(language, key)?;
    let public = Bytes(*keys.public_key().as_bytes()).to_string();
    let report = open(file).and_then(|file| archive::verify(file, &Evidence::default()));
    let report = report.map_err(|error| unreadable(language, file, &error))?;
    if !report.stands() {
        return Err(verify::told(language, &report));
    }
    if report.figures.countersigned_by.contains(&public) || report.figures.signing == public {
        let line = language.pick("这把密钥已经签过这个归档包。".into(), "This key signed this archive before.".into());
        return Err(Answer { lines: vec![line], code: 1 });
    }
    let input = open(file).map_err(|error| unreadable(language, file, &error))?;
    let mut written = BufWriter::new(fresh(language, output)?);
    let copied = archive::countersign(input, &mut written, &keys).and_then(|()| {
        written.into_inner().map_err(|error| WriteError::Io(error.into_error()))?.sync_all().map_err(WriteError::Io)
    });
    if let Err(error) = copied {
        // Nothing half-written stays.
        let reason = match fs::remove_file(output) {
            Ok(()) => error.to_string(),
            Err(remains) => format!("{error}; {remains}"),
        };
        return Err(cannot(language, &output.display().to_string(), (&reason, &reason)));
    }
    let root = &report.figures.root;
    let line =
        language.pick(format!("已副署：{public}。归档根：{root}"), format!("Countersigned by {public}. Root: {root}"));
    Ok(Answer { lines: vec![line], code: 0 })
}

fn key_of(language: Language, path: &Path) -> Result<SigningKeys, Answer> {
    let text = small_file(path).map_err(|error| unreadable(language, path, &error))?;
    let what = path.display().to_string();
    let seed = Bytes::<32>::parse(text.trim());
    let seed = seed.ok_or_else(|| cannot(language, &what, ("不是副署密钥文件", "it is no key file")))?;
    Ok(SigningKeys::from_random(&seed.0))
}

/// A file that was not there, for its owner alone.
fn fresh(language: Language, path: &Path) -> Result<File, Answer> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => cannot(
            language,
            &path.display().to_string(),
            ("文件已经存在，请换一个位置", "it is there already; choose another place"),
        ),
        _ => unreadable(language, path, &error),
    })
}
