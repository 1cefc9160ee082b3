//! `zhengyou check-claim`: can a claimed rate be true at all?
//!
//! Exit codes: 0 it can, 1 it cannot, 2 the question cannot be judged.

use std::ops::RangeInclusive;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use rules::Fraction;
use rules::claim::{
    Bases, Claim, ClaimError, Neighbour, Outcome, Relation, Trial, bases_for, parse_claim, shown, smallest_base,
    try_claim,
};
use rules::rounding::Rounding;
use rules::statistics_return::parse_count;

/// The language of the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Chinese.
    #[default]
    #[value(name = "zh-Hans", alias = "zh")]
    Chinese,
    /// English.
    #[value(name = "en")]
    English,
}

impl Language {
    /// The text of this language.
    #[must_use]
    pub fn pick(self, chinese: String, english: String) -> String {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// Check whether a claimed rate can come from any count: 核对所称的比率是否可能。
#[derive(Args, Clone, Debug)]
pub struct CheckClaimArguments {
    /// The claimed rate with its decimals as published: 96.8%, ≥99%, >=99%.
    #[arg(allow_hyphen_values = true)]
    pub claim: String,
    /// How many forms (or people) the rate is a share of.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub of: Option<String>,
    /// How many are said to be satisfied (or to have attended).
    #[arg(long, value_name = "K", allow_hyphen_values = true)]
    pub count: Option<String>,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// What is printed and how the command ends; shared by the checking commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The lines printed: on standard output for 0 and 1, on standard error for 2.
    pub lines: Vec<String>,
    /// 0 fine, 1 refused, 2 cannot be judged.
    pub code: u8,
}

impl Answer {
    /// Prints the lines and gives the exit code.
    #[must_use]
    pub fn print(&self) -> ExitCode {
        for line in &self.lines {
            if self.code == 2 {
                eprintln!("{line}");
            } else {
                println!("{line}");
            }
        }
        ExitCode::from(self.code)
    }
}

/// Runs the command.
#[must_use]
pub fn run(arguments: CheckClaimArguments) -> ExitCode {
    answer(&arguments).print()
}

/// The answer, without printing it.
#[must_use]
pub fn answer(arguments: &CheckClaimArguments) -> Answer {
    let language = arguments.language;
    let numbers = number(arguments.of.as_deref()).and_then(|of| Ok((of, number(arguments.count.as_deref())?)));
    let claim = parse_claim(&arguments.claim).map_err(|error| (arguments.claim.clone(), error));
    match (claim, numbers) {
        (Err((written, error)), _) => cannot(language, &written, &reason(language, error)),
        (_, Err(written)) => cannot(language, &written, &language.pick("不是整数".into(), "not a whole number".into())),
        (Ok(claim), Ok((Some(of), count))) => match try_claim(claim, of) {
            Ok(trial) => on_base(language, (claim, of), &trial, count),
            Err(error) => cannot(language, &of.to_string(), &reason(language, error)),
        },
        (Ok(claim), Ok((None, Some(count)))) => on_count(language, claim, count),
        (Ok(claim), Ok((None, None))) => {
            Answer { lines: vec![smallest(language, claim, smallest_base(claim))], code: 0 }
        }
    }
}

fn number(written: Option<&str>) -> Result<Option<u64>, String> {
    let Some(written) = written else {
        return Ok(None);
    };
    match parse_count(written) {
        Ok(Some(count)) => Ok(Some(count)),
        _ => Err(written.to_owned()),
    }
}

fn cannot(language: Language, written: &str, reason: &str) -> Answer {
    let line =
        language.pick(format!("无法核对“{written}”：{reason}。"), format!("Cannot judge “{written}”: {reason}."));
    Answer { lines: vec![line], code: 2 }
}

fn reason(language: Language, error: ClaimError) -> String {
    let chinese = match error {
        ClaimError::Form => "应写成百分数，例如 96.8% 或 ≥99%",
        ClaimError::Negative => "比率不能为负",
        ClaimError::AboveHundred => "比率不能超过 100%",
        ClaimError::SignMissing => "不超过 1 的数不带百分号有两种读法，请写明百分号",
        ClaimError::TooPrecise => "小数不超过四位",
        ClaimError::NothingToCount => "基数为零，没有比率",
        ClaimError::BaseTooLarge => "基数过大",
    };
    language.pick(chinese.to_owned(), error.to_string())
}

fn written(claim: Claim) -> String {
    match claim.relation() {
        Relation::Exactly => format!("{}%", claim.percent()),
        Relation::AtLeast => format!("≥{}%", claim.percent()),
    }
}

fn counts_text(counts: &RangeInclusive<u64>) -> String {
    let (least, greatest) = (counts.start(), counts.end());
    if least == greatest { least.to_string() } else { format!("{least}–{greatest}") }
}

fn smallest(language: Language, claim: Claim, base: u64) -> String {
    let claim = written(claim);
    language.pick(
        format!("按四舍五入能得出 {claim} 的最小基数是 {base}。"),
        format!("The smallest base that gives {claim} by rounding is {base}."),
    )
}

fn on_base(language: Language, (claim, of): (Claim, u64), trial: &Trial, count: Option<u64>) -> Answer {
    let name = written(claim);
    let mut lines = Vec::new();
    match &trial.outcome {
        Outcome::Attainable { counts } => {
            let text = counts_text(counts);
            let least = counts.start();
            lines.push(match claim.relation() {
                Relation::Exactly => language.pick(
                    format!("可能：{of} 中有 {text} 时，四舍五入得 {name}(R06)。"),
                    format!("Possible: {text} of {of} round to {name} (R06)."),
                ),
                Relation::AtLeast => language.pick(
                    format!("可能：{of} 中至少要有 {least}，才达到 {name}(R06)。"),
                    format!("Possible: at least {least} of {of} are needed for {name} (R06)."),
                ),
            });
            match count.filter(|count| !counts.contains(count)) {
                Some(count) => lines.push(contradiction(language, claim, count, of)),
                None => return Answer { lines, code: 0 },
            }
        }
        Outcome::Unattainable { below, above, by_truncation } => {
            lines.push(language.pick(
                format!("不可能：{of} 中无论多少，四舍五入都得不出 {name}(R06)。"),
                format!("Impossible: no count of {of} rounds to {name} (R06)."),
            ));
            lines.push(neighbours(language, of, [*below, *above]));
            if let Some(counts) = by_truncation {
                let text = counts_text(counts);
                lines.push(language.pick(
                    format!("说明：若把 {text}/{of} 的尾数截去而不四舍五入，可得 {name}。"),
                    format!("Remark: cutting {text}/{of} off instead of rounding would give {name}."),
                ));
            }
            lines.push(smallest(language, claim, trial.smallest_base));
        }
    }
    Answer { lines, code: 1 }
}

fn neighbours(language: Language, of: u64, near: [Option<Neighbour>; 2]) -> String {
    let one = |near: Neighbour| format!("{}/{of} = {}%", near.count, near.percent);
    let both: Vec<String> = near.into_iter().flatten().map(one).collect();
    let joined = both.join(&language.pick("，".into(), ", ".into()));
    language.pick(format!("最接近的是 {joined}。"), format!("The nearest are {joined}."))
}

fn contradiction(language: Language, claim: Claim, count: u64, of: u64) -> String {
    let name = written(claim);
    let Some(share) = Fraction::new(count, of).filter(|_| count <= of) else {
        return language
            .pick(format!("不符：{count} 多于全部 {of}。"), format!("Refused: {count} is more than all {of}."));
    };
    let percent = shown(share, claim, Rounding::HalfUp);
    language.pick(
        format!("不符：{count}/{of} = {percent}%，不是 {name}。"),
        format!("Refused: {count}/{of} = {percent}%, which is not {name}."),
    )
}

fn on_count(language: Language, claim: Claim, count: u64) -> Answer {
    let name = written(claim);
    let Some(Bases { least, greatest }) = bases_for(claim, count) else {
        let line = language.pick(
            format!("不可能：没有任何基数能使 {count} 得出 {name}(R06)。"),
            format!("Impossible: on no base is {count} {name} (R06)."),
        );
        return Answer { lines: vec![line], code: 1 };
    };
    let line = match greatest {
        Some(greatest) => {
            let bases = counts_text(&(least..=greatest));
            language.pick(
                format!("可能：基数为 {bases} 时，{count} 得 {name}(R03、R06)。"),
                format!("Possible: {count} gives {name} on a base of {bases} (R03, R06)."),
            )
        }
        None => language.pick(
            format!("可能：基数为 {least} 或更多时，{count} 得 {name}(R06)。"),
            format!("Possible: {count} gives {name} on any base from {least} on (R06)."),
        ),
    };
    Answer { lines: vec![line], code: 0 }
}
