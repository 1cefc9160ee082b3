//! `zhengyou verify`: every step of an archive, and what people hold besides against it.

use std::path::PathBuf;
use std::process::ExitCode;

use archive::{Evidence, Figures, Outcome, Report};
use clap::Args;
use credentials::Code;

use super::{cannot, hash, open, receipt, texts, unreadable};
use crate::check_claim::{Answer, Language};

/// Verify the archive of a round without a server: 离线核验归档包。
#[derive(Args, Clone, Debug)]
pub struct VerifyArguments {
    /// The archive, `.zyarchive`.
    pub file: PathBuf,
    /// The root as it is printed on the bulletin.
    #[arg(long, value_name = "HEX")]
    pub root: Option<String>,
    /// The opening hash as it is printed on the bulletin.
    #[arg(long, value_name = "HEX")]
    pub opening_hash: Option<String>,
    /// The public key of an organisation that must have countersigned.
    #[arg(long, value_name = "HEX")]
    pub signer: Vec<String>,
    /// A receipt that was kept, ZY1-…, or @ and a file with it.
    #[arg(long, value_name = "TEXT")]
    pub receipt: Vec<String>,
    /// The code of a slip that came back unused.
    #[arg(long, value_name = "CODE")]
    pub returned: Vec<String>,
    /// Another archive of the same round, such as the auditors'.
    #[arg(long, value_name = "FILE")]
    pub other: Option<PathBuf>,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Runs the command.
#[must_use]
pub fn run(arguments: VerifyArguments) -> ExitCode {
    answer(&arguments).unwrap_or_else(|answer| answer).print()
}

fn answer(arguments: &VerifyArguments) -> Result<Answer, Answer> {
    let language = arguments.language;
    let evidence = evidence(arguments)?;
    let report = open(&arguments.file).and_then(|file| archive::verify(file, &evidence));
    let report = report.map_err(|error| unreadable(language, &arguments.file, &error))?;
    Ok(told(language, &report))
}

fn evidence(arguments: &VerifyArguments) -> Result<Evidence, Answer> {
    let language = arguments.language;
    let mut evidence = Evidence::default();
    if let Some(root) = &arguments.root {
        evidence = evidence.with_root(hash(language, root)?);
    }
    if let Some(opening_hash) = &arguments.opening_hash {
        evidence = evidence.with_opening_hash(hash(language, opening_hash)?);
    }
    for signer in &arguments.signer {
        evidence = evidence.with_signer(hash(language, signer)?);
    }
    for text in &arguments.receipt {
        evidence = evidence.with_receipt(receipt(language, text)?);
    }
    for text in &arguments.returned {
        let code = Code::parse(text).map_err(|error| {
            let reason = error.to_string();
            cannot(language, text, ("不是凭证码，请核对", &reason))
        })?;
        evidence = evidence.with_returned(code);
    }
    if let Some(other) = &arguments.other {
        let report = open(other).and_then(|file| archive::verify(file, &Evidence::default()));
        evidence = evidence.with_other(report.map_err(|error| unreadable(language, other, &error))?);
    }
    Ok(evidence)
}

/// Every step with its mark, the figures, and the conclusion.
pub(super) fn told(language: Language, report: &Report) -> Answer {
    let mut lines = figures(language, &report.figures);
    for (step, outcome) in &report.steps {
        let (chinese, english) = texts::step(*step);
        let name = language.pick(format!("{chinese}（{}）", step.code()), format!("{} — {english}", step.code()));
        lines.push(match outcome {
            Outcome::Passed => format!("✓ {name}"),
            Outcome::NotJudged => language.pick(
                format!("– {name}：前面的步骤未通过，不再核验"),
                format!("– {name}: not judged, since a step before it failed"),
            ),
            Outcome::Failed { fault, line } => {
                let (chinese, english) = texts::fault(*fault);
                let at = line.map(|line| language.pick(format!("第 {line} 行："), format!("line {line}: ")));
                let at = at.unwrap_or_default();
                language.pick(format!("✗ {name}：{at}{chinese}"), format!("✗ {name}: {at}{english}"))
            }
        });
    }
    for warning in &report.warnings {
        let (chinese, english) = texts::warning(*warning);
        lines.push(format!("! {}", language.pick(chinese, english)));
    }
    lines.push(match report.failed() {
        None => language.pick("核验通过。".into(), "The archive stands.".into()),
        Some((step, _)) => {
            let step = step.code();
            language.pick(format!("核验未通过：{step}。"), format!("Refused at the step {step}."))
        }
    });
    Answer { lines, code: u8::from(!report.stands()) }
}

fn figures(language: Language, figures: &Figures) -> Vec<String> {
    let Some((title, organisation)) = &figures.title else {
        return Vec::new();
    };
    let kind = match (language, figures.is_auditors) {
        (Language::Chinese, false) => "公开归档包",
        (Language::Chinese, true) => "审计归档包",
        (Language::English, false) => "Public archive",
        (Language::English, true) => "Auditor's archive",
    };
    let Figures { ballots, spent, tokens, panels, batches, root, opening_hash, signing, .. } = figures;
    let mut lines = vec![
        language.pick(format!("{kind}：{organisation}《{title}》"), format!("{kind}: {title}, {organisation}")),
        language.pick(
            format!("评议票 {ballots} 张，用过的凭证码 {spent} 个，评议组 {panels} 个，批次 {batches} 个"),
            format!("{ballots} ballots, {spent} used codes, {panels} panels, {batches} batches"),
        ),
        language.pick(format!("归档根：{root}"), format!("Root: {root}")),
        language.pick(format!("开评摘要：{opening_hash}"), format!("Opening hash: {opening_hash}")),
        language.pick(format!("轮次公钥：{signing}"), format!("Key of the round: {signing}")),
    ];
    if *tokens > 0 {
        let used = language.pick(format!("用过的盲签凭证 {tokens} 张"), format!("{tokens} used tokens"));
        lines.insert(2, used);
    }
    let others = figures.countersigned_by.iter();
    lines.extend(others.map(|key| language.pick(format!("副署公钥：{key}"), format!("Countersigned by: {key}"))));
    lines
}
