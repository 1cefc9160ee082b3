//! `zhengyou prove` and `zhengyou verify-receipt`: a receipt's proof below two kilobytes, checked offline.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use archive::{Evidence, ProofError, ReceiptProof};
use clap::Args;
use credentials::Receipt;

use super::{cannot, hash, open, receipt, small_file, unreadable, verify};
use crate::check_claim::{Answer, Language};

/// Prove that the ballot of a receipt is in an archive: 为回执出具计入证明。
#[derive(Args, Clone, Debug)]
pub struct ProveArguments {
    /// The archive, `.zyarchive`, or the list from the page where receipts are compared.
    pub file: PathBuf,
    /// The receipt, ZY1-…, or @ and a file with it.
    #[arg(long, value_name = "TEXT")]
    pub receipt: String,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Check the proof of a receipt against what was printed, offline: 离线核对计入证明。
#[derive(Args, Clone, Debug)]
pub struct VerifyReceiptArguments {
    /// The proof, as `zhengyou prove` printed it.
    pub proof: PathBuf,
    /// The root as it is printed on the bulletin.
    #[arg(long, value_name = "HEX")]
    pub root: String,
    /// The public key of the round.
    #[arg(long, value_name = "HEX")]
    pub key: String,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub language: Language,
}

/// Runs `prove`.
#[must_use]
pub fn run(arguments: ProveArguments) -> ExitCode {
    proof(&arguments).unwrap_or_else(|answer| answer).print()
}

fn proof(arguments: &ProveArguments) -> Result<Answer, Answer> {
    let language = arguments.language;
    let receipt = receipt(language, &arguments.receipt)?;
    if !is_archive(&arguments.file).map_err(|error| unreadable(language, &arguments.file, &error))? {
        return from_list(arguments, &receipt);
    }
    let evidence = Evidence::default().with_receipt(receipt);
    let report = open(&arguments.file).and_then(|file| archive::verify(file, &evidence));
    let report = report.map_err(|error| unreadable(language, &arguments.file, &error))?;
    if !report.stands() {
        return Err(verify::told(language, &report));
    }
    let what = arguments.file.display().to_string();
    let proof = archive::prove(&receipt, || open(&arguments.file)).and_then(|proof| proof.to_text());
    match proof {
        Ok(text) => Ok(Answer { lines: vec![text], code: 0 }),
        Err(error) => {
            let reason = error.to_string();
            Err(cannot(language, &what, ("两次读取之间文件有变动", &reason)))
        }
    }
}

fn is_archive(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    open(path)?.take(archive::MAGIC.len().try_into().unwrap_or(u64::MAX)).read_to_end(&mut first)?;
    Ok(first == archive::MAGIC.as_bytes())
}

/// From the list on the page of the round, which holds what leads from each ballot to the root.
fn from_list(arguments: &ProveArguments, receipt: &Receipt) -> Result<Answer, Answer> {
    let language = arguments.language;
    let list = open(&arguments.file).map_err(|error| unreadable(language, &arguments.file, &error))?;
    match archive::prove_from_list(receipt, list).and_then(|proof| proof.to_text()) {
        Ok(text) => Ok(Answer { lines: vec![text], code: 0 }),
        Err(ProofError::Missing) => {
            let line = language.pick(
                "名单里没有这张回执的评议票。如果名单分成几段，请下载回执号所在的一段。".to_owned(),
                "The ballot of this receipt is not in the list. Where the list has parts, take the one its number is in."
                    .to_owned(),
            );
            Err(Answer { lines: vec![line], code: 1 })
        }
        Err(error) => {
            let reason = error.to_string();
            let what = arguments.file.display().to_string();
            Err(cannot(language, &what, ("既不是归档包，也不是核对回执的名单", &reason)))
        }
    }
}

/// Runs `verify-receipt`.
#[must_use]
pub fn run_check(arguments: VerifyReceiptArguments) -> ExitCode {
    checked(&arguments).unwrap_or_else(|answer| answer).print()
}

fn checked(arguments: &VerifyReceiptArguments) -> Result<Answer, Answer> {
    let language = arguments.language;
    let (root, key) = (hash(language, &arguments.root)?, hash(language, &arguments.key)?);
    let text = small_file(&arguments.proof).map_err(|error| unreadable(language, &arguments.proof, &error))?;
    let what = arguments.proof.display().to_string();
    let proof = ReceiptProof::parse(&text)
        .map_err(|_| cannot(language, &what, ("不是计入证明", "it is no proof of a receipt")))?;
    let refused =
        |chinese: &str, english: &str| Answer { lines: vec![language.pick(chinese.into(), english.into())], code: 1 };
    match proof.check(&root, &key) {
        Ok(()) => {
            let (place, ballots) = (proof.index + 1, proof.ballots);
            let line = language.pick(
                format!("这张评议票已计入：按序第 {place} 张，共 {ballots} 张。"),
                format!("This ballot is included: number {place} of {ballots} in order."),
            );
            Ok(Answer { lines: vec![line], code: 0 })
        }
        Err(ProofError::Signature) => {
            Err(refused("回执不是用这一轮次的密钥签署的。", "The receipt was not signed with the key of this round."))
        }
        Err(_) => Err(refused("证明与公布的归档根不符。", "The proof does not lead to the printed root.")),
    }
}
