//! `zhengyou cast check`: whether a receipt stands in the published list. Nothing of the receipt is sent.

use std::path::PathBuf;

use archive::{Bytes, ProofError};
use clap::Args;
use credentials::Receipt;

use super::address::Address;
use super::page::select;
use super::visit::Visit;
use super::{Stop, files};
use crate::check_claim::Language;

/// Find a receipt in the published list of its round: 在公布的名单里核对回执，回执不送出。
#[derive(Args, Clone, Debug)]
pub struct CheckArguments {
    /// The address of the page where receipts are compared, as handing in told it: https://vote.example/receipts/….
    #[arg(long, value_name = "URL", value_parser = Address::parse)]
    from: Address,
    /// The file of the receipt.
    #[arg(long, value_name = "FILE")]
    receipt: PathBuf,
    /// The root as it is printed on the bulletin; without it the page's own is used and shown.
    #[arg(long, value_name = "HEX")]
    root: Option<String>,
    /// The language of the answer.
    #[arg(long, value_enum, default_value_t)]
    language: Language,
}

/// Characters of a receipt number that carry something; the last is a check.
const CARRYING: usize = 20;

/// Runs the command.
pub(super) fn run(arguments: &CheckArguments) -> Result<Vec<String>, Stop> {
    let language = arguments.language;
    let receipt = receipt(arguments)?;
    let printed = arguments.root.as_deref().map(|root| {
        let root = Bytes::<32>::parse(&root.trim().to_ascii_lowercase());
        root.ok_or_else(|| {
            Stop::cannot(language, ("归档根应为 64 位十六进制数字。", "A root has 64 hexadecimal digits."))
        })
    });
    let printed = printed.transpose()?;
    let mut visit = Visit::new(&arguments.from, language);
    let page = visit.get(&arguments.from.path)?.accepted()?;
    if page.attribute("#verifiers", "id").is_none() {
        return Err(page.strange());
    }
    let hash = |css: &str| page.text(css).and_then(|text| Bytes::<32>::parse(&text));
    let (Some(shown), Some(key)) = (hash("#root"), hash("#public-key")) else {
        let words = (
            "还没有可以核对的名单：这一轮还没有封存，或者已经作废。请在封存以后再来。",
            "There is no list to compare with yet: the round is not sealed, or it was declared void. Come back after sealing.",
        );
        return Err(Stop::cannot(language, words));
    };
    if printed.is_some_and(|printed| printed != shown) {
        let words = (
            "网页上的归档根与公告印的不一样。请告诉上级党组织。",
            "The root on the page is not the printed one. Tell the superior organisation.",
        );
        return Err(Stop::refused(language, words));
    }
    // A long list comes in parts: the one that the number belongs to is opened, as in a browser.
    let number = carrying(&receipt.number());
    let parts: Vec<(String, String)> = select(page.html(), "#parts a[data-first]")
        .into_iter()
        .filter_map(|link| Some((link.value().attr("href")?.to_owned(), carrying(link.value().attr("data-first")?))))
        .collect();
    let page = match part_of(&parts, &number) {
        Some(path) => visit.get(path)?.accepted()?,
        None => page,
    };
    let list = page.attribute("#check", "data-proofs").ok_or_else(|| page.strange())?;
    let list = visit.text(&list)?;
    let proof = archive::prove_from_list(&receipt, list.as_bytes());
    match proof.and_then(|proof| proof.check(&shown, &key).map(|()| proof)) {
        Ok(proof) => {
            let (place, ballots) = (proof.index + 1, proof.ballots);
            let told = language.pick(
                format!("您的票已计入：按序第 {place} 张，共 {ballots} 张。\n归档根：{shown}\n请与公告印的归档根对照。"),
                format!("Your ballot is included: number {place} of {ballots} in order.\nRoot: {shown}\nCompare it with the printed one."),
            );
            Ok(told.lines().map(str::to_owned).collect())
        }
        Err(ProofError::Signature) => Err(Stop::refused(
            language,
            ("回执不是用这一轮次的密钥签署的。", "The receipt was not signed with the key of this round."),
        )),
        Err(ProofError::Missing) => Err(Stop::refused(
            language,
            (
                "公布的名单里没有这张回执的票。请核对网址是不是这一轮的；是的话，请拿完整回执找计票人或上级党组织。",
                "The ballot of this receipt is not in the published list. Check that the address is of its round; if it is, take \
                 the whole receipt to a tally keeper or the superior organisation.",
            ),
        )),
        Err(_) => Err(Stop::refused(
            language,
            (
                "名单与归档根不符。请告诉上级党组织。",
                "The list does not lead to the root. Tell the superior organisation.",
            ),
        )),
    }
}

fn receipt(arguments: &CheckArguments) -> Result<Receipt, Stop> {
    let (language, file) = (arguments.language, arguments.receipt.display());
    let text = files::read(language, &arguments.receipt)?;
    text.and_then(|text| Receipt::parse(&text).ok()).ok_or_else(|| {
        Stop::Cannot(
            language.pick(format!("“{file}”里没有完整的回执。"), format!("There is no whole receipt in “{file}”.")),
        )
    })
}

/// The part of a list that a number belongs to: the last that begins with no larger one. Parts are paths and first numbers.
fn part_of<'a>(parts: &'a [(String, String)], number: &str) -> Option<&'a str> {
    let part = parts.iter().rfind(|(_, first)| first.as_str() <= number).or(parts.first());
    part.map(|(path, _)| path.as_str())
}

/// The carrying characters of a number, without hyphens.
fn carrying(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).take(CARRYING).collect()
}

#[cfg(test)]
mod tests {
    use super::{carrying, part_of};

    #[test]
    fn a_number_belongs_to_the_last_part_that_begins_with_no_larger_one() {
        let first = ["00018-1M5YX-AAAAA-BBBBB-C", "3ZZZZ-00000-00000-00000-1", "90000-00000-00000-00000-5"];
        let parts: Vec<_> = first.iter().zip(0..).map(|(first, part)| (format!("/{part}"), carrying(first))).collect();
        for (number, path) in [
            ("00000-00000-00000-00000-0", "/0"),
            ("00018-1M5YX-AAAAA-BBBBB-C", "/0"),
            ("3ZZZY-ZZZZZ-ZZZZZ-ZZZZZ-Z", "/0"),
            ("3ZZZZ-00000-00000-00000-Z", "/1"),
            ("ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-Z", "/2"),
        ] {
            assert_eq!(part_of(&parts, &carrying(number)), Some(path), "{number}");
        }
        assert_eq!(part_of(&[], "0"), None);
    }
}
