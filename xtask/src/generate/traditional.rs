//! Traditional Chinese texts and names of the library from the simplified ones, by OpenCC and a file of corrections.
//!
//! OpenCC's `s2tw` is used: the same words in traditional characters as readers know them (群眾, 為, 裡). Plain `s2t`
//! gives forms few readers use today (羣衆, 爲, 裏); `s2twp` would exchange words for Taiwan's as well, which the terms of
//! the campaign must not suffer. Only text is converted: keys, variables, functions and comments stay as they are.

use std::collections::BTreeSet;

use super::Output;
use crate::files::Files;
use crate::fluent;
use anyhow::{Context, Result, anyhow, bail};
use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use serde::Deserialize;

const SOURCE: &str = "locales/zh-Hans/";
const TARGET: &str = "locales/zh-Hant/";
const CORRECTIONS: &str = "xtask/traditional-corrections.toml";
const HEADER: &str = "# Generated from zh-Hans by `cargo xtask generate`.\n\
                      # Change the text in zh-Hans, or the wording in xtask/traditional-corrections.toml.\n\n";

const LIBRARY: &str = "crates/server/templates_library/";
const LIBRARY_TARGET: &str = "crates/server/templates_library/zh-Hant.tsv";

/// Whether a file is one of ours: every traditional text.
pub fn owns(path: &str) -> bool {
    path == LIBRARY_TARGET || path.contains(TARGET) && path.ends_with(".ftl")
}

/// One traditional file for each simplified one, and one for all of the library.
pub fn outputs(files: &Files) -> Result<Vec<Output>> {
    let corrections = files.text(CORRECTIONS).with_context(|| format!("{CORRECTIONS} is missing"))?;
    let converter = Converter::new(corrections)?;
    let sources = files.ending(&[".ftl"]).filter(|(path, _)| path.contains(SOURCE));
    let mut outputs = Vec::new();
    for (path, text) in sources {
        let converted = converter.convert_file(text).with_context(|| path.to_owned())?;
        outputs.push(Output { path: path.replace(SOURCE, TARGET), text: format!("{HEADER}{converted}") });
    }
    outputs.extend(library(files, &converter)?);
    Ok(outputs)
}

/// Every simplified text of the library with its traditional form, a line each, where they differ.
fn library(files: &Files, converter: &Converter) -> Result<Option<Output>> {
    let mut texts = BTreeSet::new();
    let sources: Vec<(&str, &str)> = files.ending(&[".toml"]).filter(|(path, _)| path.starts_with(LIBRARY)).collect();
    for (path, text) in &sources {
        let file: toml::Value = toml::from_str(text).with_context(|| (*path).to_owned())?;
        simplified(&file, &mut texts);
    }
    let mut lines = String::new();
    for text in texts {
        let converted = converter.convert(&text);
        if text.contains(['\t', '\n']) {
            bail!("a text of the library with a tab or more than one line: {text}");
        }
        if converted != text {
            lines.push_str(&format!("{text}\t{converted}\n"));
        }
    }
    Ok((!sources.is_empty()).then(|| Output { path: LIBRARY_TARGET.to_owned(), text: lines }))
}

fn simplified(value: &toml::Value, texts: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            if let Some(text) = table.get("zh-Hans").and_then(toml::Value::as_str) {
                texts.insert(text.to_owned());
            }
            table.values().for_each(|inner| simplified(inner, texts));
        }
        toml::Value::Array(array) => array.iter().for_each(|inner| simplified(inner, texts)),
        _ => {}
    }
}

/// The file of corrections.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corrections {
    #[serde(default)]
    correction: Vec<Correction>,
}

/// What the converter writes, and what it should be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    wrong: String,
    right: String,
    #[serde(rename = "why")]
    _why: String,
}

struct Converter {
    opencc: OpenCC,
    /// Longest first, so that a phrase goes before a word inside it.
    corrections: Vec<Correction>,
}

impl Converter {
    fn new(corrections: &str) -> Result<Self> {
        let mut corrections = toml::from_str::<Corrections>(corrections).context(CORRECTIONS)?.correction;
        corrections.sort_by(|one, other| other.wrong.len().cmp(&one.wrong.len()).then(one.wrong.cmp(&other.wrong)));
        let opencc = OpenCC::from_config(BuiltinConfig::S2tw).map_err(|error| anyhow!("OpenCC: {error}"))?;
        Ok(Self { opencc, corrections })
    }

    fn convert(&self, text: &str) -> String {
        let converted = self.opencc.convert(text);
        self.corrections.iter().fold(converted, |text, correction| text.replace(&correction.wrong, &correction.right))
    }

    /// Replaces each piece of text where it stands; everything between the pieces is kept byte for byte.
    fn convert_file(&self, source: &str) -> Result<String> {
        let pieces = fluent::text_pieces(source).map_err(|problems| anyhow!(problems.join("; ")))?;
        let (mut converted, mut rest) = (String::with_capacity(source.len()), source);
        for piece in pieces {
            let start = (piece.as_ptr() as usize).checked_sub(rest.as_ptr() as usize);
            let Some((before, from_piece)) = start.and_then(|start| rest.split_at_checked(start)) else {
                bail!("text pieces are not in order at: {piece}");
            };
            let Some(after) = from_piece.strip_prefix(piece) else { bail!("not a piece of the source: {piece}") };
            converted.push_str(before);
            converted.push_str(&self.convert(piece));
            rest = after;
        }
        converted.push_str(rest);
        Ok(converted)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    const NO_CORRECTIONS: &str = "";

    #[test]
    fn text_is_converted_and_nothing_else() {
        let source = "\
# 群众
title = 群众评议
    .label = 党支部书记
rounds =
    { $count ->
        [one] 一个轮次{ \"关\" }
       *[other] { NUMBER($count) } 个轮次
    }
    第二行：发言
";
        let expected = "\
# 群众
title = 群眾評議
    .label = 黨支部書記
rounds =
    { $count ->
        [one] 一個輪次{ \"关\" }
       *[other] { NUMBER($count) } 個輪次
    }
    第二行：發言
";
        assert_eq!(Converter::new(NO_CORRECTIONS).unwrap().convert_file(source).unwrap(), expected);
    }

    #[test]
    fn words_stay_the_same_and_characters_are_the_familiar_ones() {
        let converter = Converter::new(NO_CORRECTIONS).unwrap();
        assert_eq!(
            converter.convert("为人民服务，软件，网络，干部，复核，头发"),
            "為人民服務，軟件，網絡，幹部，複核，頭髮"
        );
    }

    #[test]
    fn a_longer_correction_goes_before_a_shorter_one() {
        let corrections = "[[correction]]\nwrong = \"發佈\"\nright = \"發布\"\nwhy = \"x\"\n\
                           [[correction]]\nwrong = \"發佈會\"\nright = \"發表會\"\nwhy = \"x\"\n";
        let converter = Converter::new(corrections).unwrap();
        assert_eq!(converter.convert("发布会发布"), "發表會發布");
        assert!(Converter::new("[[correction]]\nwrong = \"x\"\n").is_err());
    }

    #[test]
    fn every_simplified_file_gets_a_traditional_one_beside_it() {
        let files = Files::sample(&[
            (CORRECTIONS, NO_CORRECTIONS),
            ("crates/server/locales/en/rounds.ftl", "a = one\n"),
            ("crates/server/locales/zh-Hans/rounds.ftl", "a = 轮次\r\n"),
        ]);
        let text = format!("{HEADER}a = 輪次\r\n");
        assert_eq!(
            outputs(&files).unwrap(),
            [Output { path: "crates/server/locales/zh-Hant/rounds.ftl".into(), text }]
        );
        assert!(fluent::keys(&outputs(&files).unwrap()[0].text).is_ok());
    }

    #[test]
    fn the_library_gets_one_file_of_its_texts_that_differ() {
        let library = "[[item]]\nname = { \"zh-Hans\" = \"群众评议\", en = \"A\" }\nsynonyms = [\"群众\"]\n\
                       [[item.inner]]\nname = { \"zh-Hans\" = \"个\" }\n[[item.inner]]\nname = { \"zh-Hans\" = \"人\" }\n";
        let files =
            Files::sample(&[(CORRECTIONS, NO_CORRECTIONS), ("crates/server/templates_library/a.toml", library)]);
        let text = "个\t個\n群众评议\t群眾評議\n".to_owned();
        assert_eq!(outputs(&files).unwrap(), [Output { path: LIBRARY_TARGET.into(), text }]);
        assert!(owns(LIBRARY_TARGET));
    }

    #[test]
    fn a_file_that_is_not_fluent_is_refused() {
        assert!(Converter::new(NO_CORRECTIONS).unwrap().convert_file("没有等号\n").is_err());
    }
}
