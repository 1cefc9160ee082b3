//! `zhengyou check-draw`: repeats a public draw from its list and its seed (S050).
//!
//! Exit codes: 0 repeated, and as expected where something was; 1 something else was announced; 2 the list or the
//! question cannot be judged.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use rules::draw::{list_digest, order};
use rules::statistics_return::parse_count;

use crate::check_claim::{Answer, Language};

/// No list of people is larger.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// Repeat a public draw from its list and its seed: 复算当众抽取。
#[derive(Args, Clone, Debug)]
pub struct CheckDrawArguments {
    /// The list as it was downloaded: each line its number, a tab and the name.
    #[arg(long, value_name = "FILE")]
    pub list: PathBuf,
    /// The seed as it was announced.
    #[arg(long, allow_hyphen_values = true)]
    pub seed: String,
    /// How many are drawn.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub wanted: String,
    /// What was announced: the digest of the list, or the names drawn, with commas between them.
    #[arg(long, value_name = "DIGEST_OR_NAMES")]
    pub expect: Option<String>,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Runs the command.
#[must_use]
pub fn run(arguments: CheckDrawArguments) -> ExitCode {
    answer(&arguments).print()
}

/// The answer, without printing it.
#[must_use]
pub fn answer(arguments: &CheckDrawArguments) -> Answer {
    let language = arguments.language;
    let cannot = |reason: String| {
        let file = arguments.list.display();
        let line = language.pick(format!("无法核对 {file}：{reason}。"), format!("Cannot judge {file}: {reason}."));
        Answer { lines: vec![line], code: 2 }
    };
    let text = match text(&arguments.list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return cannot(language.pick("没有这个文件".into(), "there is no such file".into()));
        }
        Err(error) => return cannot(error.to_string()),
    };
    let names = match lines(&text) {
        Ok(names) => names,
        Err(line) => {
            return cannot(language.pick(
                format!("第 {line} 行不是“序号、制表符、姓名”"),
                format!("line {line} is not its number, a tab and a name"),
            ));
        }
    };
    let wanted = parse_count(&arguments.wanted).ok().flatten().and_then(|wanted| usize::try_from(wanted).ok());
    let Some(wanted) = wanted.filter(|wanted| (1..=names.len()).contains(wanted)) else {
        return cannot(language.pick(
            format!("抽取人数应在 1 到 {} 之间", names.len()),
            format!("from 1 to {} can be drawn", names.len()),
        ));
    };
    let digest = list_digest(names.iter().copied());
    let drawn = order(&digest, &arguments.seed, names.len()).into_iter().take(wanted);
    let drawn: Vec<(usize, &str)> =
        drawn.filter_map(|number| Some((number, *names.get(number.checked_sub(1)?)?))).collect();
    let mut lines = vec![language.pick(format!("名单校验值：{digest}"), format!("Digest of the list: {digest}"))];
    lines.extend(drawn.iter().map(|(number, name)| format!("{number}\t{name}")));
    let Some(expected) = &arguments.expect else {
        return Answer { lines, code: 0 };
    };
    let drawn: Vec<&str> = drawn.into_iter().map(|(_, name)| name).collect();
    let is_so = is_expected(expected, &digest, &drawn);
    lines.push(if is_so {
        language.pick("与公布的一致。".into(), "As announced.".into())
    } else {
        language.pick("与公布的不一致。".into(), "Not what was announced.".into())
    });
    Answer { lines, code: u8::from(!is_so) }
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(LARGEST_FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// The lines without their numbers; else the first line, from 1, that does not begin with its own.
fn lines(text: &str) -> Result<Vec<&str>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut names = Vec::new();
    for (line, number) in text.lines().zip(1_usize..) {
        match line.split_once('\t') {
            Some((own, name)) if own == number.to_string() && !name.is_empty() => names.push(name),
            _ => return Err(number),
        }
    }
    Ok(names)
}

/// Whether what was announced is the digest, or exactly the names drawn, in whatever order.
fn is_expected(expected: &str, digest: &str, drawn: &[&str]) -> bool {
    let expected = expected.trim();
    if expected.len() == digest.len() && expected.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return expected.eq_ignore_ascii_case(digest);
    }
    let mut names: Vec<&str> =
        expected.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let mut drawn: Vec<&str> = drawn.iter().map(|name| name.split('\t').next().unwrap_or(name)).collect();
    names.sort_unstable();
    drawn.sort_unstable();
    names == drawn
}
